"""Personal data of reports: none by purpose; sentences and photographs may show people."""

from renkei.core.privacy.registry import register_not_personal
from renkei.core.ui.text import bi
from renkei.reports import models

register_not_personal(
    bi("報告の文。人の名前が出ることはある", "Sentences of reports; they may mention people"),
    models.ReportKind,
    models.ReportSection,
)
