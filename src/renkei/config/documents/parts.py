"""What the generated parts say, each read from the registry or declaration that the programme itself uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renkei.config.documents.access import actions, pages_of, permissions
from renkei.config.documents.commands import commands
from renkei.config.documents.figures import figure_kinds, figures_of, units
from renkei.config.documents.privacy import not_personal_tables, parameters, personal_fields
from renkei.config.documents.reports import blocks, reports
from renkei.config.documents.tables import columns, common_columns, fields, rules
from renkei.config.documents.words import kinds_of_records, roles, states, vocabularies

if TYPE_CHECKING:
    from collections.abc import Callable

PARTS: dict[str, Callable[[str], str]] = {
    "kinds": kinds_of_records,
    "fields": fields,
    "columns": columns,
    "common-columns": common_columns,
    "rules": rules,
    "vocabularies": vocabularies,
    "states": states,
    "roles": roles,
    "verbs": actions,
    "permissions": permissions,
    "pages": pages_of,
    "figures": figures_of,
    "figure-kinds": figure_kinds,
    "units": units,
    "blocks": blocks,
    "reports": reports,
    "commands": commands,
    "personal-data": personal_fields,
    "not-personal": not_personal_tables,
    "privacy-parameters": parameters,
}


def part(name: str, about: str) -> str:
    """Return a generated part. Raises KeyError where no part has this name."""
    return PARTS[name](about)
