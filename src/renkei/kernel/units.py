"""What one of a number is. Projects 件 and grants 件 read alike in Japanese, and never add up."""

from enum import StrEnum

from renkei.kernel.localised import Localised


class CountedUnit(StrEnum):
    PERSON = "person"
    PERSON_TIME = "person_time"
    STUDENT = "student"
    JOB = "job"
    SCHOOL = "school"
    COMPANY = "company"
    VENTURE = "venture"
    ORGANISATION = "organisation"
    PARTY = "party"
    LABORATORY = "laboratory"
    PROJECT = "project"
    JOINT_RESEARCH = "joint_research"
    GRANT = "grant"
    APPLICATION = "application"
    CASE = "case"
    NEED = "need"
    SEED = "seed"
    VISIT = "visit"
    AGREEMENT = "agreement"
    CONTRIBUTION = "contribution"
    DUTY = "duty"
    BODY = "body"
    SEAT = "seat"
    MEETING = "meeting"
    DECISION = "decision"
    EVENT = "event"
    EDITION = "edition"
    SEMINAR = "seminar"
    ENTRY = "entry"
    ITEM = "item"
    DOCUMENT = "document"
    PUBLICATION = "publication"
    PATENT = "patent"
    REGION = "region"
    COUNTRY = "country"
    FIELD = "field"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    TERM = "term"
    YEN = "yen"
    PERCENT = "percent"
    POINT = "point"

    @property
    def label(self) -> Localised:
        """The unit as it heads a column: 件 or 延べ人, projects or person-times."""
        before, after, _, many = _WORDS[self.value]
        return Localised.both(before + after, many)

    @property
    def before(self) -> str:
        """What stands before the number in Japanese: 延べ."""
        return _WORDS[self.value][0]

    @property
    def is_discrete(self) -> bool:
        """Whether it is counted in whole ones."""
        return self not in {CountedUnit.PERCENT, CountedUnit.POINT}

    @property
    def written(self) -> frozenset[str]:
        """The spellings, in lower case, in which a cell may repeat the unit after its number."""
        _, after, one, many = _WORDS[self.value]
        also = {"名"} if after == "人" else set()
        return frozenset({after.casefold(), one.casefold(), many.casefold()} | also)

    def with_number(self, number: str, language: str, *, one: bool = False) -> str:
        """Return 19件, 延べ80人, 19 projects, 1 project, 12.5%."""
        before, after, singular, plural = _WORDS[self.value]
        if language.partition("-")[0] == "ja":
            return f"{before}{number}{after}"
        if self is CountedUnit.PERCENT:
            return f"{number}%"
        return f"{number} {singular if one else plural}"


# In Japanese what stands before and after the number, in English the word for one and for many.
_WORDS: dict[str, tuple[str, str, str, str]] = {
    "person": ("", "人", "person", "people"),
    "person_time": ("延べ", "人", "person-time", "person-times"),
    "student": ("", "人", "student", "students"),
    "job": ("", "人", "job", "jobs"),
    "school": ("", "校", "school", "schools"),
    "company": ("", "社", "company", "companies"),
    "venture": ("", "社", "venture", "ventures"),
    "organisation": ("", "団体", "organisation", "organisations"),
    "party": ("", "者", "party", "parties"),
    "laboratory": ("", "室", "laboratory", "laboratories"),
    "project": ("", "件", "project", "projects"),
    "joint_research": ("", "件", "joint research", "joint research"),
    "grant": ("", "件", "grant", "grants"),
    "application": ("", "件", "application", "applications"),
    "case": ("", "件", "case", "cases"),
    "need": ("", "件", "need", "needs"),
    "seed": ("", "件", "seed", "seeds"),
    "visit": ("", "件", "visit", "visits"),
    "agreement": ("", "件", "agreement", "agreements"),
    "contribution": ("", "件", "contribution", "contributions"),
    "duty": ("", "件", "duty", "duties"),
    "body": ("", "組織", "body", "bodies"),
    "seat": ("", "席", "seat", "seats"),
    "meeting": ("", "回", "meeting", "meetings"),
    "decision": ("", "件", "decision", "decisions"),
    "event": ("", "件", "event", "events"),
    "edition": ("", "回", "edition", "editions"),
    "seminar": ("", "回", "seminar", "seminars"),
    "entry": ("", "件", "entry", "entries"),
    "item": ("", "件", "item", "items"),
    "document": ("", "点", "document", "documents"),
    "publication": ("", "本", "publication", "publications"),
    "patent": ("", "件", "patent", "patents"),
    "region": ("", "地域", "region", "regions"),
    "country": ("", "か国", "country", "countries"),
    "field": ("", "分野", "field", "fields"),
    "day": ("", "日", "day", "days"),
    "month": ("", "か月", "month", "months"),
    "year": ("", "年", "year", "years"),
    "term": ("", "期", "term", "terms"),
    "yen": ("", "円", "yen", "yen"),
    "percent": ("", "%", "percent", "percent"),
    "point": ("", "点", "point", "points"),
}
