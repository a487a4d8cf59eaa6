"""The command that shows what no known secret signed, and takes it in once the right secret is set."""

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.webhook import WebhookOptions
    from settings import Settings
    from storage.database import Database, Work

SUMMARY = "List, take in or erase the events whose signature no known secret made."
BATCH = 100


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do with them."""
    parser.add_argument(
        "act",
        choices=("list", "replay", "drop"),
        nargs="?",
        default="list",
        help="list: how many are held and why (default); replay: verify each once more with the present "
        "ZALO_WEBHOOK_SECRETS and take in the genuine ones; drop: erase what is held",
    )


def run(arguments: argparse.Namespace) -> int:
    """Do it; may run while the service runs. Answers 1 when the settings leave nothing to verify with."""
    from commands.assembly import open_database
    from settings import load_settings
    from storage.migrate import upgrade

    acts: dict[str, Callable[[Database, Settings], int]] = {"list": _list, "replay": _replay, "drop": _drop}
    settings = load_settings()
    database = open_database(settings)
    try:
        upgrade(database)
        return acts[arguments.act](database, settings)
    finally:
        database.close()


def _list(database: "Database", _settings: "Settings") -> int:
    from storage import quarantine

    with database.read() as work:
        held = quarantine.held(work)
    for row in held:
        span = f"from {row.oldest_at:%Y-%m-%d %H:%M} to {row.newest_at:%Y-%m-%d %H:%M} UTC"
        print(f"{row.events} events ({row.size} bytes), {row.reason}, {span}")
    if held:
        print("When ZALO_WEBHOOK_SECRETS is right, `python app.py quarantine replay` takes in those that are genuine.")
    else:
        print("The quarantine is empty.")
    return 0


def _replay(database: "Database", settings: "Settings") -> int:
    from bot.webhook import WebhookOptions

    if not settings.zalo_webhook_secrets or not settings.zalo_app_id:
        print("ZALO_WEBHOOK_SECRETS or ZALO_APP_ID is empty: there is nothing to verify with.")
        return 1
    options = WebhookOptions(
        app_id=settings.zalo_app_id,
        account_id=settings.zalo_oa_id,
        secrets=settings.zalo_webhook_secrets,
        max_bytes=settings.webhook_max_bytes,
    )
    last_id: int | None = 0
    taken_in = left = 0
    while last_id is not None:
        with database.begin() as work:
            genuine, others, last_id = _replay_some(work, options, last_id)
        taken_in += genuine
        left += others
    print(f"{taken_in} genuine events were taken in, {left} stay in the quarantine.")
    return 0


def _replay_some(work: "Work", options: "WebhookOptions", last_id: int) -> tuple[int, int, int | None]:
    """How many of the next ones were genuine, how many not, and after which to go on; None at the end."""
    from bot.webhook import genuine_event
    from storage import quarantine
    from storage.inbox_writer import keep

    rows = quarantine.after(work, last_id, limit=BATCH)
    found = {
        row.id: event
        for row in rows
        if (event := genuine_event(row.body, row.signature, options, received_at=row.received_at))
    }
    keep(work, list(found.values()))
    quarantine.drop(work, list(found))
    return len(found), len(rows) - len(found), rows[-1].id if rows else None


def _drop(database: "Database", _settings: "Settings") -> int:
    from storage import quarantine

    with database.begin() as work:
        print(f"{quarantine.drop(work)} events were erased.")
    return 0
