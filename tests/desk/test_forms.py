import datetime as dt

import pytest

from renkei.agreements.models import Agreement
from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.history.journal import journal
from renkei.core.records.kinds import kind_of
from renkei.core.records.services import change_record
from renkei.directory.models import Organisation
from renkei.governance.models import Meeting, Seat
from renkei.kernel.localised import Localised
from renkei.kernel.periods import Period
from tests.desk.conftest import both, signed_in

pytestmark = pytest.mark.django_db
CITY = "/desk/directory/organisation/mihon-city/"
AGREEMENT = "/desk/agreements/agreement/mihon-agreement-1/"


def typed(client, address, **changes):
    """What the form holds, with changes: as a browser would send it."""
    form = client.get(address).context["form"]
    data = {field.html_name: field.value() for field in form}
    data = {name: value for name, value in data.items() if value not in (None, False)}
    return {name: value for name, value in (data | changes).items() if value is not None}


def save(client, address, **changes):
    return client.post(address, typed(client, address, **changes))


def errors(response):
    return {name: list(found) for name, found in response.context["form"].errors.items()}


def test_dates_and_numbers_are_read_as_people_write_them(desk, mihon):
    response = save(
        desk,
        f"{AGREEMENT}edit/",
        signed_on="令和2年3月25日",
        term_from="R2.4.1",
        term_to="2025年３月31日",
        term_number="４",
        reason="確かめた",
    )
    assert response.status_code == 302
    saved = Agreement.objects.get(pk="mihon-agreement-1")
    assert saved.signed_on == dt.date(2020, 3, 25)
    assert saved.term == Period(dt.date(2020, 4, 1), dt.date(2025, 3, 31))
    assert saved.term_number == 4
    assert saved.revision == 2


def test_a_form_sent_back_unchanged_changes_nothing(desk, mihon):
    for slug, item in mihon.items():
        address = f"/desk/{item._meta.app_label}/{item._meta.model_name}/{slug}/edit/"
        assert save(desk, address, reason="同じ").status_code == 302, address
        assert type(item).objects.get(pk=slug).revision == item.revision
        assert type(item).pgh_event_model.objects.filter(pgh_obj_id=slug).count() == 1


def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(english_desk, mihon):
    response = save(
        english_desk, f"{AGREEMENT}edit/", signed_on="2022-02-30", **{"title@ja": "", "note@en": "kept"}
    )
    assert response.status_code == 422
    found = errors(response)
    assert set(found) == {"signed_on", "title@ja", "reason"}
    assert "2022-02-30" in found["signed_on"][0]
    assert 'href="#id_signed_on"' in response.text
    assert 'value="2022-02-30"' in response.text
    assert "kept" in response.text
    assert Agreement.objects.get(pk="mihon-agreement-1").revision == 1


def test_a_period_that_ends_before_it_starts_is_said_at_its_end(desk, mihon):
    response = save(desk, f"{AGREEMENT}edit/", term_from="2022-04-01", term_to="2021-03-31", reason="x")
    assert set(errors(response)) == {"term_to"}


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "-cmd"])
def test_a_formula_is_not_taken(desk, mihon, text):
    assert "name@en" in errors(save(desk, f"{CITY}edit/", **{"name@en": text, "reason": "x"}))


def test_other_languages_than_the_screens_are_kept(desk, mihon):
    change_record(
        actor=COMMAND_LINE,
        kind=kind_of("organisation"),
        slug="mihon-city",
        revision=1,
        values={"name": Localised({"ja": "見本市", "en": "Mihon City", "de": "Musterstadt"})},
        reason="",
    )
    save(desk, f"{CITY}edit/", **{"name@en": "City of Mihon", "reason": "英語名"})
    assert Organisation.objects.get(pk="mihon-city").name == Localised(
        {"ja": "見本市", "en": "City of Mihon", "de": "Musterstadt"}
    )


def test_a_stale_form_shows_both_states_and_saves_when_sent_again(desk, mihon):
    stale = typed(desk, f"{CITY}edit/", kana="ワタシ", reason="直す")
    change_record(
        actor=COMMAND_LINE,
        kind=kind_of("organisation"),
        slug="mihon-city",
        revision=1,
        values={"kana": "ホカノヒト"},
        reason="",
    )
    response = desk.post(f"{CITY}edit/", stale)
    assert response.status_code == 422
    assert [(str(change.label), change.before, change.after) for change in response.context["stale"]] == [
        ("名称（カナ）", "ホカノヒト", "ワタシ")
    ]
    assert Organisation.objects.get(pk="mihon-city").kana == "ホカノヒト"
    again = {field.html_name: field.value() for field in response.context["form"]}
    again = {name: value for name, value in again.items() if value is not None}
    assert desk.post(f"{CITY}edit/", again).status_code == 302
    assert Organisation.objects.get(pk="mihon-city").kana == "ワタシ"


def test_an_identifier_is_suggested_and_looked_at_before_it_is_given(desk, mihon):
    address = "/desk/directory/organisation/_new/"
    response = save(desk, address, **{"name@ja": "見本市", "name@en": "Mihon City", "kind": "municipality"})
    assert response.status_code == 422
    assert response.context["form"]["slug"].value() == "mihon-city-2"
    assert not Organisation.objects.filter(pk="mihon-city-2").exists()
    sent = {field.html_name: field.value() for field in response.context["form"]}
    again = {name: value for name, value in sent.items() if value not in (None, False)}
    assert [slug for _, slug in desk.post(address, again).context["alike"]]  # it bears the name of another
    created = desk.post(address, again | {"not-the-same": "1"})
    assert created["Location"] == "/desk/directory/organisation/mihon-city-2/"
    assert Organisation.objects.get(pk="mihon-city-2").publication == "internal"


def test_what_has_no_title_gets_an_identifier_from_what_it_points_to(desk, mihon):
    response = save(
        desk, "/desk/governance/seat/_new/", body="mihon-council", role="chair", organisation="mihon-city"
    )
    assert response.context["form"]["slug"].value() == "mihon-council-chair"


def test_an_identifier_already_given_is_refused_at_its_field(desk, mihon):
    response = save(
        desk, "/desk/directory/organisation/_new/", slug="mihon-city", kind="company", **{"name@ja": "別"}
    )
    assert set(errors(response)) == {"slug"}


def test_rules_of_a_row_come_back_to_their_field(desk, mihon):
    response = save(
        desk,
        "/desk/governance/seat/_new/",
        slug="s",
        body="mihon-council",
        role="chair",
        organisation="mihon-city",
        person=None,
        post=None,
        unit=None,
    )
    assert response.status_code == 302
    response = save(desk, "/desk/governance/seat/_new/", slug="t", body="mihon-council", role="chair")
    assert set(errors(response)) == {"post"}
    assert Seat.objects.filter(pk="t").count() == 0


def test_what_the_database_refuses_is_said_in_words(desk, mihon):
    address = "/desk/agreements/agreementparty/_new/"
    given = {"agreement": "mihon-agreement-1", "organisation": "mihon-city"}
    assert save(desk, address, slug="one", **given).status_code == 302
    response = save(desk, address, slug="two", **given)
    assert set(errors(response)) == {"organisation"}
    assert "すでにあります" in errors(response)["organisation"][0]


def many_organisations():
    with journal(actor=COMMAND_LINE, action="fill"):
        Organisation.objects.bulk_create(
            Organisation(
                slug=f"shop-{n:04}", name=both(f"見本商店{n:04}", f"Mihon Shop {n:04}"), kind="company"
            )
            for n in range(300)
        )


def test_a_reference_to_many_is_found_by_identifier_or_name_without_script(desk, mihon):
    many_organisations()
    address = "/desk/governance/seat/_new/"
    page = desk.get(address)
    assert "<datalist" in page.text
    assert "/desk/lookup/organisation/" in page.text
    given = {"body": "mihon-council", "role": "member"}
    assert save(desk, address, slug="by-slug", organisation="shop-0123", **given).status_code == 302
    assert save(desk, address, slug="by-name", organisation="Mihon Shop 0124", **given).status_code == 302
    assert Seat.objects.get(pk="by-name").organisation_id == "shop-0124"
    several = save(desk, address, slug="several", organisation="商店01", **given)
    assert "shop-0100" in errors(several)["organisation"][0]
    nothing = save(desk, address, slug="nothing", organisation="ない店", **given)
    assert "ない店" in errors(nothing)["organisation"][0]


def test_publication_is_decided_by_who_may(mihon):
    page = signed_in("secretariat").get(f"{CITY}edit/")
    assert "publication" in page.context["form"].fields


def test_a_withdrawal_says_what_it_causes_and_needs_a_reason(desk, mihon):
    address = "/desk/governance/body/mihon-council/withdraw/"
    page = desk.get(address)
    assert {each.kind.slug: each.count for each, _ in page.context["pointing"]} == {"meeting": 2, "seat": 1}
    refused = desk.post(address, {"revision": "1", "reason": "誤り"})
    assert refused.status_code == 422
    assert "参照されている" in refused.text
    duty = "/desk/agreements/duty/mihon-evaluation/withdraw/"
    assert desk.post(duty, {"revision": "1", "reason": " "}).status_code == 422
    assert desk.post(duty, {"revision": "7", "reason": "誤り"}).status_code == 422
    assert desk.post(duty, {"revision": "1", "reason": "誤り"})["Location"] == "/desk/agreements/duty/"


def test_a_post_without_its_token_is_refused(mihon):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.cookies = signed_in("secretariat").cookies
    assert strict.get(f"{CITY}edit/").status_code == 200
    for address in (f"{CITY}edit/", f"{CITY}withdraw/", "/desk/governance/meeting/_new/"):
        assert strict.post(address, {"reason": "x"}).status_code == 403
    assert Meeting.objects.count() == 2
