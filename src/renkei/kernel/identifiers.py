"""Identifiers of Japan and of research: structure and check digits; nothing is said to exist."""

import re
import unicodedata
from collections.abc import Callable
from enum import StrEnum

from renkei.kernel.cleaning import digits, is_my_number
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised


class Scheme(StrEnum):
    CORPORATE_NUMBER = "corporate_number"
    LOCAL_GOVERNMENT_CODE = "local_government_code"
    RESEARCHER_NUMBER = "researcher_number"
    RESEARCH_ORGANISATION_CODE = "research_organisation_code"
    ORCID = "orcid"
    ISNI = "isni"
    ROR = "ror"
    SCHOOL_CODE = "school_code"
    POSTAL_CODE = "postal_code"

    @property
    def label(self) -> Localised:
        return _LABELS[self.value]


_LABELS = {
    "corporate_number": Localised.both("法人番号", "corporate number"),
    "local_government_code": Localised.both("全国地方公共団体コード", "local government code"),
    "researcher_number": Localised.both("e-Rad研究者番号", "e-Rad researcher number"),
    "research_organisation_code": Localised.both(
        "e-Rad所属研究機関コード", "e-Rad research organisation code"
    ),
    "orcid": Localised.both("ORCID iD", "ORCID iD"),
    "isni": Localised.both("ISNI", "ISNI"),
    "ror": Localised.both("ROR ID", "ROR ID"),
    "school_code": Localised.both("学校コード", "school code"),
    "postal_code": Localised.both("郵便番号", "postal code"),
}
_EXPECTED = {
    "corporate_number": Localised.both("13桁の数字", "13 digits"),
    "local_government_code": Localised.both(
        "都道府県01〜47で始まる6桁の数字", "6 digits that begin with a prefecture, 01 to 47"
    ),
    "researcher_number": Localised.both("8桁の数字", "8 digits"),
    "research_organisation_code": Localised.both("10桁の数字", "10 digits"),
    "orcid": Localised.both("0000-0002-1825-0097の形の16文字", "16 characters such as 0000-0002-1825-0097"),
    "isni": Localised.both("数字15桁と検査文字（数字かX）", "15 digits and a check character (a digit or X)"),
    "ror": Localised.both("https://ror.org/02mhbdp94 の形", "a form such as https://ror.org/02mhbdp94"),
    "school_code": Localised.both(
        "学校種2文字・都道府県2桁・設置区分1桁・番号8桁の13文字",
        "13 characters: kind (2), prefecture (2), establisher (1), number (8)",
    ),
    "postal_code": Localised.both("7桁の数字（例：123-4567）", "7 digits such as 123-4567"),
}
_SHAPES = {
    "corporate_number": r"[1-9]\d{12}",
    "local_government_code": r"(0[1-9]|[1-3]\d|4[0-7])\d{4}",
    "researcher_number": r"\d{8}",
    "research_organisation_code": r"\d{10}",
    "orcid": r"\d{15}[\dX]",
    "isni": r"\d{15}[\dX]",
    "ror": r"0[0-9a-hjkmnp-tv-z]{6}\d{2}",
    "school_code": r"[A-H]\d(0[1-9]|[1-3]\d|4[0-7])[1-3]\d{8}",
    "postal_code": r"\d{7}",
}
_ROR_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_ADDRESS = re.compile(r"^(https?://)?(www\.)?(orcid\.org|isni\.org/isni|isni\.org|ror\.org)/", re.IGNORECASE)


def corporate_check_digit(base: str) -> int:
    """Return the first digit for a 12-digit base (Ministry of Finance Ordinance 70 of 2014, article 2)."""
    weighted = sum(int(digit) * (1 + index % 2) for index, digit in enumerate(reversed(base)))
    return 9 - weighted % 9


def local_government_check_digit(base: str) -> int:
    """Return the sixth digit for the five digits of prefecture and municipality."""
    weighted = sum(int(digit) * weight for digit, weight in zip(base, (6, 5, 4, 3, 2), strict=True))
    return (11 - weighted % 11) % 10


def researcher_check_digit(rest: str) -> int:
    """Return the first digit for the last seven, as fitted to published numbers: a hint, never a refusal."""
    return sum(int(digit) * (1 + index % 2) for index, digit in enumerate(rest)) % 10


def name_check_character(base: str) -> str:
    """Return the last character of an ISNI or ORCID for its first 15 digits (ISO 7064 MOD 11-2)."""
    total = 0
    for digit in base:
        total = (total + int(digit)) * 2
    value = (12 - total % 11) % 11
    return "X" if value == 10 else str(value)  # noqa: PLR2004 - ten is written X


def ror_check_digits(base: str) -> str:
    """Return the last two digits for the six characters after the 0 (ISO 7064 MOD 97-10)."""
    number = 0
    for character in base:
        number = number * 32 + _ROR_ALPHABET.index(character)
    return f"{98 - number * 100 % 97:02}"


_CHECKS: dict[Scheme, Callable[[str], bool]] = {
    Scheme.CORPORATE_NUMBER: lambda plain: int(plain[0]) == corporate_check_digit(plain[1:]),
    Scheme.LOCAL_GOVERNMENT_CODE: lambda plain: int(plain[5]) == local_government_check_digit(plain[:5]),
    Scheme.ORCID: lambda plain: plain[15] == name_check_character(plain[:15]),
    Scheme.ISNI: lambda plain: plain[15] == name_check_character(plain[:15]),
    Scheme.ROR: lambda plain: plain[7:] == ror_check_digits(plain[1:7]),
}


def refuse_individual_numbers(*texts: str) -> None:
    """Refuse texts that are or name an Individual Number, which nobody may keep.

    Raises RuleBroken("identifier.individual_number"), which does not repeat it.
    """
    if any(map(is_my_number, texts)):
        raise RuleBroken(
            "identifier.individual_number",
            Localised.both(
                "個人番号（マイナンバー）とみられる番号は登録できません。",
                "This looks like an Individual Number (My Number), which must not be recorded.",
            ),
        )


def check(scheme: Scheme | str, text: str) -> str:
    """Return the identifier in its stored form: digits only, ORCID with hyphens, ROR as an address.

    Raises RuleBroken("identifier.structure"), ("identifier.check_digit") or, for an Individual Number, which
    nobody may keep, ("identifier.individual_number").
    """
    scheme = Scheme(scheme)
    plain = _plain(scheme, text)
    refuse_individual_numbers(text)
    if not re.fullmatch(_SHAPES[scheme.value], plain, re.ASCII):
        raise _broken(
            "identifier.structure", "{scheme}は{expected}です。", "A {scheme} is {expected}.", scheme
        )
    fits = _CHECKS.get(scheme)
    if fits and not fits(plain):
        raise _broken(
            "identifier.check_digit",
            "{scheme}の検査数字が合いません。番号を確かめてください。",
            "The check digit of the {scheme} does not fit. Please compare the number with its source.",
            scheme,
        )
    if scheme is Scheme.ORCID:
        return "-".join(plain[index : index + 4] for index in range(0, 16, 4))
    return f"https://ror.org/{plain}" if scheme is Scheme.ROR else plain


def warning(scheme: Scheme | str, text: str) -> Localised | None:
    """Return a doubt that does not refuse: an e-Rad number whose first digit does not fit the known rule."""
    if Scheme(scheme) is not Scheme.RESEARCHER_NUMBER:
        return None
    plain = check(scheme, text)
    if int(plain[0]) == researcher_check_digit(plain[1:]):
        return None
    return Localised.both(
        "e-Rad研究者番号の検査数字が合わないようです。番号を確かめてください。",
        "The check digit of the e-Rad researcher number does not seem to fit. Please compare the number.",
    )


def shown(scheme: Scheme | str, stored: str) -> str:
    """Return a stored identifier as people write it: postal code 123-4567, ISNI in groups of four."""
    match Scheme(scheme):
        case Scheme.POSTAL_CODE:
            return f"{stored[:3]}-{stored[3:]}"
        case Scheme.ISNI:
            return " ".join(stored[index : index + 4] for index in range(0, 16, 4))
    return stored


def suggest_corporate_number(local_government_code: str) -> str:
    """Return the corporate number a prefecture or municipality would have, for a person to confirm.

    The pattern holds for prefectures and municipalities, not for their associations. Raises RuleBroken for a
    code that is none.
    """
    base = "000020" + check(Scheme.LOCAL_GOVERNMENT_CODE, local_government_code)
    return f"{corporate_check_digit(base)}{base}"


def _plain(scheme: Scheme, text: str) -> str:
    plain = _ADDRESS.sub("", unicodedata.normalize("NFKC", text).strip())
    plain = digits(plain.removeprefix("〒"))
    return plain.lower() if scheme is Scheme.ROR else plain.upper()


def _broken(code: str, ja: str, en: str, scheme: Scheme) -> RuleBroken:
    message = Localised.both(ja, en).filled(scheme=scheme.label, expected=_EXPECTED[scheme.value])
    return RuleBroken(code, message, scheme=scheme)
