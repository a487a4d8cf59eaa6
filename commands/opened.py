"""How a command opens the database of this installation, and how it tells what was refused."""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from settings import Settings
    from storage.database import Database


def with_database(act: "Callable[[Database, Settings], int]", reasons: dict[str, str]) -> int:
    """Run `act` on the database of the settings.

    Answers its code; 1 when a rule refused it, told in the sentence for its code; 2 when the settings, the data
    files or the database are not ready.
    """
    from commands.assembly import open_database
    from domain.errors import BadData, Refused
    from settings import BadSettings, load_settings
    from storage import migrate

    try:
        settings = load_settings()
        database = open_database(settings)
    except BadSettings as problem:
        return say(str(problem), 2)
    try:
        if migrate.current_revision(database) != migrate.newest_revision():
            return say("The database schema is missing or old. Run first: python app.py migrate", 2)
        return act(database, settings)
    except Refused as refused:
        return say(reasons[refused.code].format(**refused.values), 1)
    except BadData as problem:
        return say(str(problem), 2)
    finally:
        database.close()


def say(sentence: str, code: int) -> int:
    """Tell it on the error stream, and answer the code."""
    print(sentence, file=sys.stderr)
    return code
