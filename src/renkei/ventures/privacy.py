"""Personal data of ventures: none by purpose; texts may mention people."""

from renkei.core.privacy.registry import register_not_personal
from renkei.core.ui.text import bi
from renkei.ventures import models

register_not_personal(
    bi(
        "ベンチャー企業と数え方の記録。人の名前が出ることはある",
        "Venture companies and how they are counted; texts may mention people",
    ),
    models.Venture,
    models.VentureCount,
)
