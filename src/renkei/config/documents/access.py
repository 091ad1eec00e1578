"""Who may do what, and which pages there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import URLPattern, URLResolver, get_resolver

from renkei.config.documents.markdown import code, in_both, table
from renkei.config.documents.words import WORDS, kinds_in
from renkei.core.accounts.access import Access, access_of
from renkei.core.accounts.actors import Role
from renkei.core.accounts.permissions import EVERY, PERMISSIONS, Verb

if TYPE_CHECKING:
    from collections.abc import Iterator


def actions(_: str) -> str:
    return table(WORDS, [(*in_both(verb.label), code(verb.value)) for verb in Verb])


def permissions(context: str) -> str:
    """Return role by kind; kinds whose rights are alike share a row."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for kind in kinds_in(context):
        alike.setdefault(tuple(_allowed(role, kind.slug) for role in Role), []).append(kind.table)
    heads = ("Tables", *(" / ".join(in_both(role.label)) for role in Role))
    return table(heads, [(", ".join(map(code, tables)), *allowed) for allowed, tables in alike.items()])


def _allowed(role: Role, kind: str) -> str:
    granted = PERMISSIONS[role].get(kind, PERMISSIONS[role][EVERY])
    if granted == frozenset(Verb):
        return "everything"
    return ", ".join(verb.value for verb in Verb if verb in granted) or "only what is public"


def pages_of(app: str) -> str:
    """Return the addresses of the portal or the desk with who may open them."""
    mounted = [each for each in get_resolver().url_patterns if _is_of(each, app)]
    rows = [(code(name), code(f"/{address}"), _opens_to(access)) for address, name, access in _walk(mounted)]
    return table(("Name", "Address", "Opens to"), rows)


def _is_of(mounted: Any, app: str) -> bool:
    """Tell whether addresses are an app's: by namespace, or by their file where a library names them without one."""
    file = getattr(getattr(mounted, "urlconf_module", None), "__name__", "")
    return getattr(mounted, "app_name", "") == app or file.startswith(f"renkei.{app}.entrance.")


def _walk(
    patterns: list[URLPattern | URLResolver], before: str = ""
) -> Iterator[tuple[str, str, Access | None]]:
    for each in patterns:
        address = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _walk(each.url_patterns, address)
        else:
            yield address, each.name or "", access_of(each.callback)


def _opens_to(access: Access | None) -> str:
    if access is None:
        return "not declared"
    if access.everybody or access.verb is None:
        return "everybody"
    return f"who may {access.verb.value}" + (f" {code(access.kind)}" if access.kind else "")
