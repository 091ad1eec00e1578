"""Personal data of events: none by purpose; texts may mention people."""

from renkei.core.privacy.registry import register_not_personal
from renkei.core.ui.text import bi
from renkei.events import models

register_not_personal(
    bi(
        "行事についての文。人の名前が出ることはある",
        "Texts about events; they may mention people",
    ),
    models.EventSeries,
    models.Event,
    models.EventOrganiser,
    models.EventFigure,
)
