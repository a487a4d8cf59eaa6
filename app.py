"""Wiring only: `create_app()` for a WSGI server, and the command line that finds `commands/`."""

import argparse
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

from commands import COMMANDS
from settings import BadSettings

if TYPE_CHECKING:
    from flask import Flask


def create_app() -> "Flask":
    """The web application alone, for a WSGI server of your own; `python app.py serve` runs everything."""
    application: Flask = import_module("commands.assembly").create_app()
    return application


def find_command(name: str) -> Any:
    """The module of one command; only that one is imported, so that `understand` starts without Flask."""
    return import_module(f"commands.{name}")


def main(words: list[str]) -> int:
    """Run one command line; answers the exit code."""
    name = words[0] if words else "--help"
    if name not in COMMANDS:
        return _show_commands(name)
    command = find_command(name)
    parser = argparse.ArgumentParser(prog=f"python app.py {name}", description=command.SUMMARY)
    command.add_arguments(parser)
    arguments = parser.parse_args(words[1:])
    try:
        return int(command.run(arguments))
    except BadSettings as error:
        print(f"The settings cannot be used:\n{error}", file=sys.stderr)  # noqa: T201 (this is a command line)
        return 2


def _show_commands(name: str) -> int:
    asked = name in ("-h", "--help", "help")
    lines = [f"  {command:<12}{find_command(command).SUMMARY}" for command in COMMANDS]
    text = "usage: python app.py COMMAND [--help]\n\n" + "\n".join(lines)
    if not asked:
        text = f"There is no command {name!r}.\n\n{text}"
    print(text, file=sys.stdout if asked else sys.stderr)
    return 0 if asked else 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
