"""Logs as JSON: enough to find a fault, nothing about a person."""

import json
import logging
import sys
from typing import Any

import pytest
from django.test import Client, RequestFactory

from renkei.config.logs import JsonFormatter, chosen_form, logging_settings
from renkei.kernel.errors import RuleBroken

PERSON = "見本花子"


def line(message: str, *arguments: object, exc_info: Any = None, **more: object) -> dict[str, Any]:
    record = logging.getLogger("renkei.test").makeRecord(
        "renkei.test",
        logging.WARNING,
        __file__,
        1,
        message,
        arguments,
        exc_info,
        extra=more,
    )
    text = JsonFormatter().format(record)
    assert "\n" not in text
    found: dict[str, Any] = json.loads(text)
    return found


def test_arguments_do_not_reach_the_log() -> None:
    said = line("Not Found: %s", f"/desk/directory/person/{PERSON}/?q=taro")
    assert said["event"] == "Not Found: %s"
    assert PERSON not in json.dumps(said, ensure_ascii=False)
    assert {"time", "level", "logger", "process"} <= said.keys()


@pytest.mark.parametrize(
    "personal", ["hanako@mihon.example", "192.0.2.17", "2001:db8::17", "/ja/search/?q=hanako"]
)
def test_what_stands_in_a_finished_text_is_taken_out(personal: str) -> None:
    said = str(line(f"Invalid request from ip={personal}: x")["event"])
    assert personal.partition("?")[2] not in said if "?" in personal else personal not in said
    assert said.startswith("Invalid request")


def test_an_error_tells_where_and_not_what_it_held() -> None:
    try:
        int(PERSON)
    except ValueError:
        said = line("Internal Server Error: %s", "/x", exc_info=sys.exc_info())
    assert said["error"] == "ValueError"
    assert "test_logs.py" in said["where"][0]
    assert PERSON not in json.dumps(said, ensure_ascii=False)


@pytest.mark.django_db
def test_each_request_is_one_line_with_the_pattern_of_its_address(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "renkei.requests"):
        Client().get("/ja/organisations/mihon-hanako/?q=hanako")
    (record,) = [each for each in caplog.records if each.name == "renkei.requests"]
    said = JsonFormatter().format(record)
    assert "hanako" not in said
    fields = json.loads(said)
    assert fields["route"] == "/<language:language>/organisations/<code:slug>/"
    assert (fields["method"], fields["status"]) == ("GET", 404)
    assert fields["milliseconds"] >= 0


def test_a_request_nobody_answers_has_no_pattern() -> None:
    assert "route" not in line("x", request=RequestFactory().get("/nothing"))


def test_the_form_is_text_or_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RENKEI_LOG_FORMAT", "xml")
    with pytest.raises(RuleBroken):
        chosen_form()
    assert "formatter" not in logging_settings("text")["handlers"]["console"]
    assert logging_settings("json")["handlers"]["console"]["formatter"] == "json"
