"""The web server: one process that watches, and workers that share its memory."""

from __future__ import annotations

import errno
import gc
import os
import signal
import socket
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, NoReturn

from gunicorn.app.base import BaseApplication

from renkei.config import environment
from renkei.config.logs import chosen_form, logging_settings
from renkei.config.postgres import release_servers
from renkei.config.terminal import say
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Callable


def check_address(host: str, port: int) -> None:
    """Raise RuleBroken `serve.*` where the address cannot, or must not, be listened on."""
    local = host == "localhost" or (is_address(host) and ip_address(host).is_loopback)
    if not local and environment.text("RENKEI_ENV") != "production":
        raise RuleBroken(
            "serve.not_production",
            Localised.both(
                f"ほかの機械から見える {host} で配信するには、RENKEI_ENV=production の設定が要ります。",
                f"To serve on {host}, where other machines see it, set RENKEI_ENV=production.",
            ),
        )
    check_port_is_free(host, port)


def is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def check_port_is_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise _refused(error, host, port) from error


def _refused(error: OSError, host: str, port: int) -> RuleBroken:
    if error.errno == errno.EADDRINUSE:
        return RuleBroken(
            "serve.port_in_use",
            Localised.both(
                f"ポート {port} は使われています。PORT={port + 1} のように別の番号を指定してください。",
                f"Port {port} is used by another program. Name another one, such as PORT={port + 1}.",
            ),
        )
    return RuleBroken(
        "serve.address_refused",
        Localised.both(
            f"{host} のポート {port} で待ち受けられません: {error.strerror}",
            f"Cannot listen on port {port} of {host}: {error.strerror}",
        ),
    )


class Site(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    def __init__(self, host: str, port: int, when_ready: Callable[[], None]) -> None:
        self.host, self.port, self.announce = host, port, when_ready
        super().__init__()

    def load_config(self) -> None:
        host = f"[{self.host}]" if ":" in self.host else self.host
        options: dict[str, Any] = {
            "bind": f"{host}:{self.port}",
            "workers": environment.number("RENKEI_WORKERS"),
            "threads": environment.number("RENKEI_THREADS"),
            "worker_class": "gthread",
            "preload_app": True,  # workers are forks: what is loaded before is in memory once
            "pre_fork": close_connections,
            "when_ready": self.ready,
            "loglevel": "warning",
            "accesslog": None,
            "timeout": 60,
            "graceful_timeout": 10,
            "control_socket_disable": True,
        }
        if chosen_form() == "json":
            options["logconfig_dict"] = logging_settings("json")
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Callable[..., Any]:
        from django.core.wsgi import get_wsgi_application  # noqa: PLC0415
        from django.urls import get_resolver  # noqa: PLC0415

        application = get_wsgi_application()
        _ = get_resolver().url_patterns  # loads every view once, before the fork
        gc.collect()
        gc.freeze()  # what is loaded stays: else every now and then a request waits until all of it was looked through
        return application

    def ready(self, arbiter: Any) -> None:
        # a terminal that is closed ends the site; gunicorn alone would start afresh, with nobody to stop it
        signal.signal(signal.SIGHUP, lambda *_: arbiter.signal(signal.SIGTERM, None))
        self.announce()


def close_connections(_arbiter: object, _worker: object) -> None:
    """Leave no database connection to be shared by two processes."""
    from django.db import connections  # noqa: PLC0415

    connections.close_all()


def run_site(host: str, port: int, when_ready: Callable[[], None] | None = None) -> None:
    """Serve until SIGINT or SIGTERM, then exit."""

    def announce() -> None:
        say(f"配信中: http://{host}:{port}/", f"Serving: http://{host}:{port}/")

    watching = os.getpid()
    try:
        Site(host, port, when_ready or announce).run()
    except SystemExit as left:
        if os.getpid() != watching:
            _end_worker(left.code)
        raise


def _end_worker(code: object) -> NoReturn:
    """End a worker here. It is a fork: what the callers above have opened is the watching process's to close.

    Gunicorn would unwind their stack in the worker as well: it would end the sites, worker and matcher beside it.
    """
    from django.db import connections  # noqa: PLC0415

    connections.close_all()
    release_servers()  # the last process stops the server, also where the watching one was killed
    os._exit(code if isinstance(code, int) else 0)
