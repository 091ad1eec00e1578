"""The register of personal data (個人情報ファイル簿): the columns the law names, for each holder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import override

from renkei.core.privacy.enums import Sensitivity
from renkei.core.privacy.registry import Personal, personal_data
from renkei.core.ui.text import bi

if TYPE_CHECKING:
    from collections.abc import Iterator

# Act on the Protection of Personal Information, article 75 with article 74: what a register says of each file.
HEADS = (
    bi("個人情報ファイルの名称", "Name of the file"),
    bi("保有する機関", "Holder"),
    bi("利用目的", "Purpose of use"),
    bi("記録される項目", "Items recorded"),
    bi("記録される個人の範囲", "Whose data"),
    bi("要配慮個人情報の有無", "Data that need special care"),
    bi("根拠", "Legal ground"),
    bi("保存期間", "Kept for"),
    bi("写しのある場所", "Where copies lie"),
    bi("開示等の請求先", "Where requests go"),
    bi("件数", "Rows"),
)


@dataclass(frozen=True)
class Lines:
    name: Any
    whose: Any
    items: list[Any]
    sensitivity: Any
    kept: Any
    declared: Personal

    def cells(self, holder: str, count: int) -> list[str]:
        """Return the columns of the register, in the order of HEADS."""
        return [
            str(self.name),
            holder,
            str(self.declared.purpose),
            "・".join(str(each) for each in self.items),
            str(self.whose),
            str(self.sensitivity),
            str(self.declared.basis),
            str(self.kept),
            "・".join(str(each) for each in self.declared.copies),
            holder,
            str(count),
        ]


def lines(declared: Personal) -> Lines:
    """Return what the register says of a table, in words."""
    model = declared.model
    labels = [model._meta.get_field(name).verbose_name for name in declared.fields]  # type: ignore[union-attr]
    special = any(each.sensitivity is not Sensitivity.ORDINARY for each in declared.fields.values())
    months = declared.keep.months
    after = declared.keep.after
    return Lines(
        declared.label,
        declared.whose.label,
        labels,
        bi("あり", "yes") if special else bi("なし", "none"),
        _months(months, after) if months else after,
        declared,
    )


def _months(months: int, after: str) -> str:
    with override("ja"):
        japanese = f"{after}から{months}か月"
    with override("en"):
        return bi(japanese, f"{months} months after: {after}")


def of_controller(controller: str) -> Iterator[tuple[Personal, int]]:
    """Yield each table with the number of its rows: of one holder, or of all where none is named.

    Tables without a holder of their own belong to whoever runs the installation and are always listed.
    """
    for declared in personal_data():
        rows = declared.model._default_manager.all()
        if controller and declared.controller:
            rows = rows.filter(**{declared.controller: controller})
        yield declared, rows.count()
