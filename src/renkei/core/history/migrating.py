"""Migrations of an empty database in a third of the time: every test run and every first start waits for them.

Where a trigger is added, pgtrigger lets Django render the model and all its neighbours anew, two hundred times,
although a trigger changes nothing that is rendered. The state of the migration learns of the trigger just the same.
"""

from typing import Any

from pgtrigger.migrations import AddTrigger


def _remember_trigger(self: Any, app_label: str, state: Any) -> None:
    options = state.models[app_label, self.model_name].options
    options["triggers"] = [*options.get("triggers", []), self.trigger]


def render_no_models_for_triggers() -> None:
    AddTrigger.state_forwards = _remember_trigger  # type: ignore[method-assign]
