"""Migrations of an empty database in a fraction of the time: every test run and every first start waits for them.

Where a model is created, Django renders all its neighbours anew, and theirs, although what is there does not change
by it: relations to it are added to the classes there are. Where a trigger is added, pgtrigger lets it do the same, two
hundred times, although a trigger changes nothing that is rendered. The state of the migration learns of both.
"""

from typing import Any

from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger

_add_model = ProjectState.add_model


def _remember_trigger(self: Any, app_label: str, state: Any) -> None:
    options = state.models[app_label, self.model_name].options
    options["triggers"] = [*options.get("triggers", []), self.trigger]


def _render_the_model_alone(self: Any, model_state: Any) -> None:
    apps = self.__dict__.pop("apps", None)  # not there, Django renders nothing
    try:
        _add_model(self, model_state)
    finally:
        if apps is not None:
            self.__dict__["apps"] = apps
    if apps is None:
        return
    if model_state.name_lower in apps.all_models[model_state.app_label]:
        self.reload_model(model_state.app_label, model_state.name_lower)
    else:
        apps.render_multiple([model_state])


def render_few_models_in_migrations() -> None:
    AddTrigger.state_forwards = _remember_trigger  # type: ignore[method-assign]
    ProjectState.add_model = _render_the_model_alone  # type: ignore[method-assign]
