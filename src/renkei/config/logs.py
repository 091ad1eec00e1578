"""Logs as one JSON object a line, without personal data.

What a log says about people comes in by arguments, addresses and the text of errors. So a line holds the sentence
before its arguments are filled in, the pattern of an address and not the address, and of an error its type and
where it happened. Numbers of machines and electronic addresses that stand in a finished text are taken out.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import re
import time
import traceback
from typing import TYPE_CHECKING, Any

from renkei.config import environment
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

FORMS = ("text", "json")
_PERSONAL = re.compile(
    r"[\w.+-]+@[\w-]+(\.[\w-]+)+"  # electronic addresses
    r"|\b\d{1,3}(\.\d{1,3}){3}\b|\b[0-9a-f]*(:[0-9a-f]*){3,}\b"  # of machines
    r"|\?\S+",  # what an address was asked with
    re.IGNORECASE,
)
requests = logging.getLogger("renkei.requests")


def chosen_form() -> str:
    """Return text or json. Raises RuleBroken `environment.log_format`."""
    found = environment.text("RENKEI_LOG_FORMAT")
    if found not in FORMS:
        raise RuleBroken(
            "environment.log_format",
            Localised.both(
                f"RENKEI_LOG_FORMAT は text か json です（{found}）",
                f"RENKEI_LOG_FORMAT must be text or json, not {found}",
            ),
        )
    return found


def logging_settings(form: str) -> dict[str, Any]:
    """Return Django's LOGGING: warnings as text, or everything worth a line as JSON."""
    console: dict[str, Any] = {"class": "logging.StreamHandler"}
    loggers: dict[str, Any] = {"django.request": {"level": "ERROR"}}  # a page that is not there is no event
    if form == "json":
        console["formatter"] = "json"
        loggers["renkei.requests"] = {"level": "INFO"}
        for name in ("django", "django.server", "gunicorn.error", "gunicorn.access"):
            loggers[name] = {"handlers": [], "level": "WARNING", "propagate": True}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "renkei.config.logs.JsonFormatter"}},
        "handlers": {"console": console},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": loggers,
    }


class JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": _PERSONAL.sub("…", str(record.msg)),
            "process": record.process,
        }
        line |= getattr(record, "fields", {})
        route = route_of(getattr(record, "request", None))
        if route:
            line["route"] = route
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__qualname__
            line["where"] = [
                f"{frame.filename}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(record.exc_info[2])
            ]
        return json.dumps(line, ensure_ascii=False)


def route_of(request: Any) -> str:
    """Return the pattern of the address that answers a request: identifiers in addresses can be names."""
    match = getattr(request, "resolver_match", None)
    return f"/{match.route}" if match else ""


class RequestLogMiddleware:
    """One line for every request that is answered: method, pattern of the address, status, duration."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        begun = time.perf_counter()
        response = self.get_response(request)
        if requests.isEnabledFor(logging.INFO):
            fields = {
                "method": request.method,
                "route": route_of(request),
                "status": response.status_code,
                "milliseconds": round((time.perf_counter() - begun) * 1000, 1),
            }
            requests.info("request", extra={"fields": fields})
        return response
