"""Parts of public addresses."""


class LanguageConverter:
    regex = "ja|en"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class CodeConverter(LanguageConverter):
    """An identifier or a figure's code: lower-case letters, digits, dots, hyphens, underscores."""

    regex = r"[a-z0-9]+(?:[._-][a-z0-9]+)*"
