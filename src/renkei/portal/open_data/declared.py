"""What is open: the tables, and their columns by the names of the model's fields. What does not stand here is not.

No column of these holds personal data, nor does a table of people stand here: that somebody agreed to be named on a
page is no consent to being copied under a licence. A kind that is not open says why. Tests hold both lists complete.
"""

from __future__ import annotations

from renkei.core.ui.text import bi

LICENCE_NAME = "CC-BY-4.0"
LICENCE_TITLE = bi(
    "クリエイティブ・コモンズ 表示 4.0 国際（CC BY 4.0）",
    "Creative Commons Attribution 4.0 International (CC BY 4.0)",
)
LICENCE_ADDRESSES = {
    "ja": "https://creativecommons.org/licenses/by/4.0/deed.ja",
    "en": "https://creativecommons.org/licenses/by/4.0/deed.en",
}
LICENCE_ADDRESS = "https://creativecommons.org/licenses/by/4.0/"

_SOURCE = "document place note"
OPEN: dict[str, str] = {
    "document": "title publisher language issued_on description address",
    "organisation": "name short_name kana kind legal_form parent existence address website",
    "unit": "organisation parent name kind existence",
    "datedname": "organisation unit name period",
    "organisationidentifier": "organisation scheme value",
    "laboratory": "name unit existence known_since purpose",
    "laboratoryparty": "laboratory organisation role",
    "post": "title organisation unit existence",
    "indicator": "label definition unit kind version part_of parts_add_up position",
    "statedvalue": f"indicator fiscal_year state value precision as_of expected_on basis definition_version publisher"
    f" {_SOURCE} restates restatement",
    "target": f"indicator fiscal_year value direction baseline_year baseline scale {_SOURCE}",
    "verdictscale": "name note",
    "verdictlevel": "scale name at_least",
    "definitionversion": "indicator version from_year definition why",
    "milestone": f"title text happened ended year_kind publisher {_SOURCE}",
    "agreementfamily": "title purpose",
    "agreement": f"family title term_number predecessor signed_on term term_as_printed laboratory purpose {_SOURCE}",
    "agreementparty": "agreement organisation position",
    "contribution": "agreement organisation fiscal_year amount in_kind document place",
    "duty": "agreement organisation title due_on done_on",
    "agreementdocument": "agreement document role",
    "body": f"name short_name legal_type parent existence charter agreement purpose position {_SOURCE}",
    "mandate": "body text position",
    "seat": "body role title post organisation unit position",
    "constituentgroup": "body name position",
    "function": f"name mark parent text position {_SOURCE}",
    "relation": "kind from_body from_unit from_organisation from_function to_body to_unit to_organisation"
    f" to_function both_ways text position {_SOURCE}",
    "meeting": f"body held_on state title venue {_SOURCE}",
    "pillar": "number title first_year last_year",
    "measure": "pillar fiscal_year side number title document place carried_from",
    "item": "pillar measure parent fiscal_year side position kind state text indicator meeting body agreement"
    f" laboratory {_SOURCE} carried_from",
    "fund": "name",
    "amount": "pillar measure fiscal_year basis party fund amount precision publisher document place",
    "measurereview": "measure section basis target intent outcome plan planned_on necessity necessity_why"
    " effectiveness effectiveness_why efficiency efficiency_why problems reform course evaluated_on document place",
    "measureindicator": "measure indicator role position",
    "seed": "title organisation laboratory outline advantage uses message keywords stage rights equipment"
    " wants_joint_research wants_contract_research wants_licence gives_advice takes_samples contact_unit state"
    " refreshed_on",
    "seedfield": "seed field",
    "seedwork": "seed kind title venue appeared identifier",
    "applicationfield": "name position",
    "term": "name also note",
    "externalfund": "title call funder funder_name lead field state period amount_awarded",
    "externalfundpartner": "fund organisation role",
    "capability": "title organisation laboratory field description equipment contact_unit",
    "jointactivity": "title period description result",
    "jointactivityparty": "activity organisation role",
    "needprofile": "title summary partner_sought",
    "jointproject": "public_title organisation laboratory field period state",
    "jointprojectpartner": "project organisation role in_prefecture is_local",
    "researchresult": "project kind title day identifier url document",
    "presentation": "title project held_on place participants",
    "category": "title position",
    "partnership": "title lead period publisher contact second_contact document place",
    "partnershipregion": "partnership organisation position",
    "partnershipcategory": "partnership category",
    "partnershiplink": "partnership label agreement address position",
    "partnershiptext": "partnership academic_year position text place",
    "eventseries": "title description target for_students start contact partnership document place",
    "event": "series title number fiscal_year opens closes milestone venue description document place",
    "eventorganiser": "event organisation role position",
    "eventfigure": "event indicator position",
    "newsitem": "title day text",
    "programme": "title target description applying start began ended run_by run_by_unit contact partnership position"
    " document place",
    "programmefigure": "programme indicator position",
    "venture": "organisation founded laboratory business document place",
    "venturecount": "venture indicator counted_from counted_until reason document place",
}

_PEOPLE = "about people"
_CONFIDED = "confided by companies"
_WORK = "the office's own way of working"
_LOOKS = "how a page, drawing or report looks"
NOT_OPEN: dict[str, str] = {
    "person": _PEOPLE,
    "postholding": _PEOPLE,
    "territory": _PEOPLE,
    "need": _CONFIDED,
    "needfield": _CONFIDED,
    "needdocument": _CONFIDED,
    "case": _CONFIDED,
    "casestep": _CONFIDED,
    "activity": _CONFIDED,
    "match": _CONFIDED,
    "introduction": _CONFIDED,
    "analysis": _CONFIDED,
    "inquiry": _CONFIDED,
    "casestage": _WORK,
    "figurechoice": _WORK,
    "closingreason": _WORK,
    "inquirytopic": _WORK,
    "inquirytemplate": _WORK,
    "cluster": _LOOKS,
    "drawing": _LOOKS,
    "drawinghint": _LOOKS,
    "reportkind": _LOOKS,
    "reportsection": _LOOKS,
}
# Nothing of these is named in a file, in a text either: see above.
WITHHELD = frozenset(kind for kind, reason in NOT_OPEN.items() if reason == _PEOPLE)
