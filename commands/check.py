"""The command that tells in words what is wrong with an installation, before anybody meets it."""

import argparse
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from commands.findings import Finding
    from settings import Settings

SUMMARY = "Tell in words what is wrong with the settings, the data and the database; with --live ask Zalo too."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How to tell it, and whether to ask Zalo."""
    parser.add_argument("--json", action="store_true", help="one JSON object a line, for programs")
    live = parser.add_argument_group("asking a real account (it says nothing to anybody unless told whom)")
    live.add_argument("--live", action="store_true", help="ask Zalo what only a real account can answer")
    live.add_argument("--send-to", metavar="USER_ID", help="also send one test message to this person, who has agreed")
    live.add_argument("--record", metavar="FOLDER", help="keep what Zalo answers, scrubbed (see docs/operations.md)")


def run(arguments: argparse.Namespace) -> int:
    """Print every finding; answers 1 when something keeps the service from working."""
    from commands.findings import Weight, problem
    from settings import BadSettings, load_settings

    try:
        findings = look(load_settings(), arguments)
    except BadSettings as error:
        findings = iter([problem(line) for line in str(error).splitlines()])
    is_broken = False
    for finding in findings:
        is_broken = is_broken or finding.weight is Weight.PROBLEM
        print(_line(finding, as_json=arguments.json), flush=True)
    return int(is_broken)


def look(settings: "Settings", arguments: argparse.Namespace) -> "Iterator[Finding]":
    """Look at everything there is to look at; each look says one or more things."""
    from commands import check_live, check_settings, check_state

    looks: list[Callable[[Settings], Iterator[Finding]]] = [
        check_settings.zalo,
        check_settings.address,
        check_settings.secrets,
        check_state.ward,
        check_state.texts,
        check_state.database,
        check_state.media,
    ]
    if arguments.live:
        looks.append(lambda found: check_live.live(found, send_to=arguments.send_to, folder=arguments.record))
    for one in looks:
        yield from _safely(one, settings)


def _safely(one: "Callable[[Settings], Iterator[Finding]]", settings: "Settings") -> "Iterator[Finding]":
    from commands.findings import problem
    from domain.errors import HoaXuanError

    try:
        yield from one(settings)
    except (HoaXuanError, OSError) as error:
        yield problem(str(error))


def _line(finding: "Finding", *, as_json: bool) -> str:
    return json.dumps(asdict(finding)) if as_json else f"{finding.weight:<8} {finding.words}"
