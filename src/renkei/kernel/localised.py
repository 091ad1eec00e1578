"""One text in several languages, kept side by side in one record."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Self

DEFAULT_ORDER = ("ja", "en")
_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


class Localised(Mapping[str, str]):
    """An immutable mapping from language tag to text. Empty texts are dropped: absent is absent."""

    __slots__ = ("_texts",)
    _texts: dict[str, str]

    def __init__(self, texts: Mapping[str, str] | None = None) -> None:
        kept = {language: text for language, text in (texts or {}).items() if text.strip()}
        for language in kept:
            if not _TAG.fullmatch(language):
                msg = f"not a language tag: {language!r}"
                raise ValueError(msg)
        object.__setattr__(self, "_texts", kept)

    @classmethod
    def both(cls, ja: str, en: str) -> Self:
        return cls({"ja": ja, "en": en})

    def __getitem__(self, language: str) -> str:
        return self._texts[language]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def __hash__(self) -> int:
        return hash(frozenset(self._texts.items()))

    def __repr__(self) -> str:
        return f"Localised({self._texts!r})"

    def __str__(self) -> str:
        return self.text(DEFAULT_ORDER[0])

    def __setattr__(self, name: str, value: object) -> None:
        msg = "a localised text is immutable"
        raise AttributeError(msg)

    def __reduce__(self) -> tuple[type[Self], tuple[dict[str, str]]]:
        return type(self), (dict(self._texts),)

    def resolve(self, language: str, fallback: Iterable[str] = DEFAULT_ORDER) -> tuple[str, str]:
        """Return (text, language it is in): the language asked for, its base language, the fallbacks, any.

        An empty value resolves to ("", language).
        """
        for tag in (language, language.partition("-")[0], *fallback, *self._texts):
            if tag in self._texts:
                return self._texts[tag], tag
        return "", language

    def text(self, language: str, fallback: Iterable[str] = DEFAULT_ORDER) -> str:
        return self.resolve(language, fallback)[0]

    def missing(self, languages: Iterable[str]) -> tuple[str, ...]:
        return tuple(language for language in languages if language not in self._texts)

    def to_dict(self) -> dict[str, str]:
        return dict(self._texts)

    def with_text(self, language: str, text: str) -> Self:
        """Return a copy with one text put in place, or taken out when `text` is empty."""
        return type(self)({**self._texts, language: text})

    def mapped(self, change: Callable[[str], str]) -> Self:
        return type(self)({language: change(text) for language, text in self._texts.items()})

    def filled(self, **values: object) -> Self:
        """Fill the `{name}` places of each language; a localised value is filled in the same language."""
        return type(self)(
            {
                language: text.format(
                    **{
                        name: value.text(language) if isinstance(value, Localised) else value
                        for name, value in values.items()
                    }
                )
                for language, text in self._texts.items()
            }
        )
