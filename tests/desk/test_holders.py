"""The desk of one organisation: its own and the common, and a word about the rest nowhere."""

import pytest

from renkei.core.accounts.models import User
from renkei.core.files.models import Document
from renkei.directory.models import Deputy
from tests.cast import OTHER, OWN, narrowed, signed_in_as
from tests.desk.conftest import both, record, signed_in

pytestmark = pytest.mark.django_db
LIST = "/desk/core/document/"


@pytest.fixture
def papers(mihon):
    for slug, values in {
        "own": {"holder": OWN},
        "closed": {"holder": OTHER},
        "shared": {"holder": OTHER, "shared_with": OWN},
    }.items():
        record("document", slug, title=both(f"見本の{slug}", f"Sample {slug}"), **values)


def slugs(page):
    return sorted(row[0].url.rstrip("/").rpartition("/")[2] for row in page.context["table"].rows)


def test_lists_counts_and_search_stop_at_the_holder(papers):
    office = signed_in_as(narrowed("secretariat"))
    assert slugs(office.get(LIST)) == ["mihon-report", "own", "shared"]
    assert slugs(office.get(f"{LIST}?holder={OWN}")) == ["own"]
    assert slugs(office.get(f"{LIST}?holder=-")) == ["mihon-report"]
    cards = {kind.slug: count for kind, _, count in office.get("/desk/core/").context["cards"]}
    assert cards["document"] == 3
    found = office.get("/desk/search/?q=Sample").context
    assert found["total"] == len(found["groups"][0].hits) == 2
    whole = signed_in("secretariat")
    assert len(slugs(whole.get(LIST))) == 4
    user = User.objects.get(username=f"secretariat.{OWN}")
    seen = signed_in("auditor").get(f"/desk/users/{user.pk}/sees/core/document/")
    assert slugs(seen) == ["mihon-report", "own", "shared"]


def test_what_is_shared_opens_and_offers_no_change(papers):
    office = signed_in_as(narrowed("secretariat"))
    page = office.get(f"{LIST}shared/")
    assert page.status_code == 200
    assert not [link for link in page.context["links"] if "edit" in link.url or "withdraw" in link.url]
    assert [link for link in office.get(f"{LIST}own/").context["links"] if "edit" in link.url]
    for act in ("edit", "withdraw", "history", "file"):
        assert office.get(f"{LIST}shared/{act}/").status_code == 404
        assert office.get(f"{LIST}closed/{act}/").status_code == 404


def test_the_form_offers_ones_own_organisation_and_adds_for_it(papers):
    office = signed_in_as(narrowed("secretariat"))
    form = office.get(f"{LIST}_new/").context["form"]
    assert [value for value, _ in form.fields["holder"].widget.choices] == ["", OWN]
    values = {
        "slug": "fresh",
        "title@ja": "新しい資料",
        "title@en": "Fresh",
        "publication": "internal",
        "shared_with": [OWN],
        "reason": "見本",
    }
    assert office.post(f"{LIST}_new/", values | {"holder": OTHER}).status_code == 422
    assert office.post(f"{LIST}_new/", values).status_code == 302
    kept = Document.objects.get(pk="fresh")
    assert (kept.holder, kept.shared_with) == (OWN, OWN)


def test_a_deputy_is_appointed_and_ended_on_the_users_page(mihon):
    boss = signed_in("administrator")
    hanako, jiro = narrowed("secretariat"), narrowed("reader", OTHER)
    asked = {"deputy": str(jiro.pk), "first_day": "2020-04-01", "last_day": "2099-03-31", "reason": "休暇"}
    address = f"/desk/users/{hanako.pk}/deputies/"
    assert boss.post(address, asked | {"last_day": "2020-03-01"}).status_code == 422
    assert boss.post(address, asked).status_code == 302
    made = Deputy.objects.get()
    assert (
        boss.post(f"/desk/users/{jiro.pk}/deputies/", asked | {"deputy": str(hanako.pk)}).status_code == 422
    )
    assert jiro.username in boss.get(f"/desk/users/{hanako.pk}/").text
    assert "secretariat.mihon-cityの代理" in signed_in_as(jiro).get("/desk/").text
    ended = {"last_day": "2020-05-01", "reason": "戻った"}
    assert boss.post(f"{address}{made.pk}/end/", ended).status_code == 302
    assert "の代理" not in signed_in_as(jiro).get("/desk/roles/").context["yours"].text("ja")


def test_a_role_for_a_unit_of_another_organisation_is_refused_beside_the_field(mihon):
    record("unit", "mihon-desk", organisation_id=OTHER, name=both("室", "Office"), kind="office")
    user = narrowed("reader")
    asked = {"role": "finance", "organisation": OWN, "unit": "mihon-desk", "first_day": "2020-04-01"}
    page = signed_in("administrator").post(f"/desk/users/{user.pk}/roles/", asked)
    assert page.status_code == 422
    assert "unit" in page.context["form"].errors
