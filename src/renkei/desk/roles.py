"""How a role's reach is said in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from renkei.core.ui.text import bi
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from renkei.directory.models import RoleAssignment

WHOLE = bi("クラスター全体", "The whole cluster")


def place_of(given: RoleAssignment) -> Any:
    """Return where a role holds: everywhere, an organisation's name, or a unit's behind it."""
    if given.organisation is None:
        return WHOLE
    if given.unit is None:
        return given.organisation.name
    return Localised.both("{organisation} {unit}", "{organisation}, {unit}").filled(
        organisation=given.organisation.name, unit=given.unit.name
    )
