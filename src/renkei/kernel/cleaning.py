"""Text: what is stored, what is compared, and what must not come in."""

import hashlib
import re
import unicodedata

from renkei.kernel.variants import VARIANT_KANJI

# Compatibility ideographs are letters of names: even canonical composition would change their glyph.
_KEPT_AS_WRITTEN = re.compile(r"([\uf900-\ufaff\U0002f800-\U0002fa1f]+)")
_LINE_ENDS = re.compile(r"\r\n|[\r\u2028\u2029\x85]")
_NOT_TEXT = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]"
)
# Joiners belong to Arabic, Indic and emoji; after Latin or Japanese they are stray.
_STRAY_JOINERS = re.compile(
    r"(^|[\u0000-\u02ff\u3000-\u9fff\uf900-\ufaff\uff00-\uffef])[\u200c\u200d]+", re.MULTILINE
)
_HYPHENS = re.compile(r"[-‐‑‒–—―−ー－ｰ─]")
_WAVES = re.compile(r"[〜～~∼]")
_JOINERS = re.compile(r"[\u200c\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_EAST_ASIAN = r"[\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]"
_SPACE_IN_JAPANESE = re.compile(rf"(?<={_EAST_ASIAN}) (?={_EAST_ASIAN})")
_SEPARATORS = re.compile(r"[\s,\-‐‑‒–—―−ー]")
_NEGATIVE = "-−△▲"
_FORMULA_NUMBER = re.compile(r"[+-]\s*(\d[\d,]*\.?\d*|\.\d+)(e[+-]?\d+)?\s*%?", re.IGNORECASE)
_TELEPHONE = re.compile(r"\+\d[\d\s()-]*")
_MY_NUMBER = re.compile(r"(?<!\d)\d{4}[ -]?\d{4}[ -]?\d{4}(?!\d)")
_BOXED_NUMBER = re.compile(r"(?<!\d)(?<!\d )(?:\d ){11}\d(?! ?\d)")  # a digit in each box of a form
_MY_NUMBER_WORDS = re.compile(r"マイナンバー|個人番号|my\s?number|individual number", re.IGNORECASE)
# three years in the head of a table, and four or more numbers of four digits, are no number in groups
_YEARS = re.compile(r"((?:19|20)\d\d ){2}(?:19|20)\d\d")
_GROUPS = re.compile(r"(?<!\d)\d{4}(?:[ -]\d{4}){3,}(?!\d)")
LONGEST_SLUG = 60


def clean(text: str) -> str:
    """Return the text as it is stored: letters composed, one kind of line end, nothing invisible.

    Everything else stays as written: full-width letters, 髙, ㈱, and the compatibility ideographs of names.
    """
    plain = _NOT_TEXT.sub("", _LINE_ENDS.sub("\n", text))
    plain = _STRAY_JOINERS.sub(r"\1", plain)
    parts = _KEPT_AS_WRITTEN.split(plain)
    return "".join(
        part if index % 2 else unicodedata.normalize("NFC", part) for index, part in enumerate(parts)
    )


def key(text: str) -> str:
    """Return the form in which texts are compared and searched; never what is shown."""
    plain = _JOINERS.sub("", clean(text))
    for _ in range(2):  # folding can bring back what composition removes
        plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", plain).casefold())
    plain = _WAVES.sub("~", _HYPHENS.sub("-", plain.translate(VARIANT_KANJI)))
    return _SPACE_IN_JAPANESE.sub("", " ".join(plain.split()))


def digits(text: str) -> str:
    """Return a code or whole number in plain digits; △, ▲ and a leading minus become -.

    Blanks, commas and hyphens are left out. Anything else stays, so that what checks the code refuses it.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    sign = "-" if plain[:1] and plain[0] in _NEGATIVE else ""
    return sign + _SEPARATORS.sub("", plain[1:] if sign else plain)


def looks_like_formula(text: str) -> bool:
    """Say whether a spreadsheet could run the cell.

    It begins with = @ tab or return, or with + or - before anything but a number. Full-width signs count
    as well, since Japanese spreadsheets read them alike. Telephone numbers do not.
    """
    if text[:1] in {"\t", "\r", "\n"}:
        return True
    plain = unicodedata.normalize("NFKC", clean(text)).strip()
    if plain[:1] in {"=", "@"}:
        return True
    if plain[:1] not in {"+", "-"} or len(plain) == 1:
        return False
    return not (_FORMULA_NUMBER.fullmatch(plain) or _TELEPHONE.fullmatch(plain))


def slug_from(text: str) -> str:
    """Return lower-case Latin letters, digits and hyphens, at most 60.

    A text without Latin letters or digits gets a stable name from its content: nothing is romanised.
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    slug = re.sub(r"[^a-z0-9]+", "-", bare.replace("'", "").replace("’", "")).strip("-")
    slug = slug[:LONGEST_SLUG].strip("-")
    return slug or "item-" + hashlib.sha256(key(text).encode()).hexdigest()[:8]


def is_my_number(text: str) -> bool:
    """Say whether the text is, or names, an Individual Number (12 digits), which nobody may keep."""
    plain = _plain_number(text)
    return bool(_MY_NUMBER.fullmatch(plain) and _is_individual_number(plain)) or names_my_number(plain)


def names_my_number(text: str) -> bool:
    """Say whether the text calls something an Individual Number and holds one."""
    plain = _SPACE_IN_JAPANESE.sub("", re.sub(r"[ \t\u3000]+", " ", _plain_number(text)))
    if not _MY_NUMBER_WORDS.search(plain):
        return False
    found = [*_MY_NUMBER.findall(_GROUPS.sub("", plain)), *_BOXED_NUMBER.findall(plain)]
    return any(_is_individual_number(number) for number in found)


def _plain_number(text: str) -> str:
    return re.sub(r"[‐‑‒–—―−]", "-", unicodedata.normalize("NFKC", text)).strip()


def _is_individual_number(text: str) -> bool:
    """Ordinance of the Ministry of Internal Affairs and Communications 85 of 2014, article 5."""
    if _YEARS.fullmatch(text):
        return False
    number = re.sub(r"\D", "", text)
    weights = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
    rest = sum(int(digit) * weight for digit, weight in zip(number, weights, strict=False)) % 11
    return int(number[-1]) == (0 if rest <= 1 else 11 - rest)
