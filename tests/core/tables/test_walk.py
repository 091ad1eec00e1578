"""Importing and taking back in any order: the database always holds what a plain model in Python holds."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from openpyxl import Workbook

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.records.kinds import kind_of
from renkei.core.records.services import add_record, change_record, withdraw_record
from renkei.core.tables.headings import layout_of
from renkei.core.tables.lists import ListTable, load_list
from renkei.core.tables.sheets import read_sheets
from renkei.core.tables.undo import undo_act
from renkei.directory.models import Organisation, Unit
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

pytestmark = pytest.mark.django_db
KIND, UNIT = kind_of("organisation"), kind_of("unit")
SLUGS = st.sampled_from(["a", "b", "c"])
KANAS = st.sampled_from(["ア", "イ", ""])
ROWS = st.dictionaries(SLUGS, KANAS, min_size=1)
BAD = st.dictionaries(st.sampled_from(["x", "y"]), st.just("nonsense"), max_size=2)


class Imports(RuleBasedStateMachine):
    """`rows` and `units` are what should be stored; `acts` remembers of each load what it changed, from and to."""

    def __init__(self) -> None:
        super().__init__()
        self.around = transaction.atomic()
        self.around.__enter__()
        self.rows: dict[str, str] = {}
        self.units: dict[str, str] = {}
        self.acts: list[tuple[str, dict[str, str | None], dict[str, str]]] = []

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.around.__exit__(None, None, None)

    def load(self, good: dict[str, str], bad: dict[str, str], *, good_only: bool):
        made = Workbook()
        sheet: Any = made.active
        sheet.append(["slug", "名称（日本語）", "種別", "名称（カナ）"])
        for slug, kana in good.items():
            sheet.append([slug, f"見本{slug}", "company", kana])
        for slug, kind in bad.items():
            sheet.append([slug, f"見本{slug}", kind, ""])
        with tempfile.TemporaryDirectory() as place:
            path = Path(place) / "t.xlsx"
            made.save(path)
            layout = layout_of(KIND, ("ja",), read_sheets(path, "t.xlsx"))
        return load_list(
            ListTable(KIND, layout), actor=COMMAND_LINE, dry_run=False, good_only=good_only, reason="読み込む"
        )

    @rule(good=ROWS, bad=BAD, good_only=st.booleans())
    def take_a_file(self, good, bad, good_only):
        done = self.load(good, bad, good_only=good_only)
        if bad and not good_only:
            assert not done.result.written
            assert {flaw.column for flaw in done.flaws} == {"kind"}
            return
        assert len(done.left_out) == len(bad)
        changed = {slug: kana for slug, kana in good.items() if self.rows.get(slug) != kana}
        assert done.result.added + done.result.changed == len(changed)
        before = {slug: self.rows.get(slug) for slug in changed}
        self.rows |= changed
        if changed:
            self.acts.append((done.result.act, before, changed))

    @rule(slug=SLUGS, kana=KANAS)
    def change_elsewhere(self, slug, kana):
        if slug in self.rows:
            seen = Organisation.objects.get(pk=slug).revision
            change_record(
                actor=COMMAND_LINE, kind=KIND, slug=slug, revision=seen, values={"kana": kana}, reason="直す"
            )
            self.rows[slug] = kana

    @rule(slug=SLUGS)
    def build_upon(self, slug):
        if slug in self.rows and slug not in self.units.values():
            values = {
                "slug": f"unit-{slug}",
                "organisation_id": slug,
                "kind": "division",
                "name": Localised.both("課", "Section"),
            }
            add_record(actor=COMMAND_LINE, kind=UNIT, values=values, reason="足す")
            self.units[f"unit-{slug}"] = slug

    @rule(slug=SLUGS)
    def take_down(self, slug):
        if f"unit-{slug}" in self.units:
            withdraw_record(actor=COMMAND_LINE, kind=UNIT, slug=f"unit-{slug}", revision=1, reason="除く")
            del self.units[f"unit-{slug}"]
        elif slug in self.rows:
            seen = Organisation.objects.get(pk=slug).revision
            withdraw_record(actor=COMMAND_LINE, kind=KIND, slug=slug, revision=seen, reason="除く")
            del self.rows[slug]

    @precondition(lambda self: self.acts)
    @rule(data=st.data())
    def take_back(self, data):
        act, before, after = data.draw(st.sampled_from(self.acts))
        later = any(self.rows.get(slug) != kana for slug, kana in after.items())
        needed = any(kana is None and slug in self.units.values() for slug, kana in before.items())
        if later or needed:
            with pytest.raises(RuleBroken) as refused:
                undo_act(act, actor=COMMAND_LINE, reason="取り消す")
            assert refused.value.code == ("undo.changed_since" if later else "undo.still_needed")
            return
        undo_act(act, actor=COMMAND_LINE, reason="取り消す")
        for slug, kana in before.items():
            if kana is None:
                del self.rows[slug]
            else:
                self.rows[slug] = kana
        self.acts = [each for each in self.acts if each[0] != act]
        with pytest.raises(RuleBroken) as refused:
            undo_act(act, actor=COMMAND_LINE, reason="もう一度")
        assert refused.value.code == "undo.done_already"

    @invariant()
    def the_database_holds_what_the_model_holds(self):
        assert dict(Organisation.objects.values_list("slug", "kana")) == self.rows
        assert dict(Unit.objects.values_list("slug", "organisation_id")) == self.units


def test_any_order_of_importing_changing_elsewhere_and_taking_back():
    run_state_machine_as_test(
        Imports,
        settings=settings(
            max_examples=12,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
