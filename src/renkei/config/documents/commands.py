"""The programme's commands."""

from __future__ import annotations

import click

from renkei.config.cli import cli
from renkei.config.documents.markdown import code, table


def commands(_: str) -> str:
    """Return every command with its arguments and options."""
    parts = [_command("renkei", name, each) for name, each in sorted(cli.commands.items())]
    return "\n\n".join(parts)


def _command(before: str, name: str, command: click.Command) -> str:
    full = f"{before} {name}"
    if isinstance(command, click.Group):
        below = [_command(full, each, inner) for each, inner in sorted(command.commands.items())]
        return "\n\n".join([f"### {code(full)}\n\n{command.get_short_help_str(limit=200)}", *below])
    context = click.Context(command)
    arguments = [each.make_metavar(context) for each in command.params if isinstance(each, click.Argument)]
    options = [
        (", ".join(map(code, each.opts)), each.help or "")
        for each in command.params
        if isinstance(each, click.Option)
    ]
    said = [f"### {code(' '.join([full, *arguments]))}", command.get_short_help_str(limit=200)]
    return "\n\n".join([*said, table(("Option", "Meaning"), options)] if options else said)
