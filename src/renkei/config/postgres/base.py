"""Django's PostgreSQL backend, which starts the embedded server with the first connection.

Whatever opens a connection (a page, a command, a test, a shell) finds the server running; settings that are
only read (by a type checker, by `--help`) start nothing.
"""

import time
from pathlib import Path
from typing import Any

import psycopg
from django.db.backends.postgresql import base

from renkei.config.postgres.server import START_SECONDS, server_in
from renkei.config.postgres.trouble import is_passing


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        server = server_in(Path(self.settings_dict["HOME"]))
        until = time.monotonic() + START_SECONDS
        while True:
            server.ensure_running()
            try:
                return super().get_new_connection(conn_params)
            except psycopg.OperationalError as error:
                if not is_passing(error) or time.monotonic() > until:
                    raise
                time.sleep(0.05)
