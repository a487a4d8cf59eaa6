"""The command that brings the database to the newest schema."""

import argparse

SUMMARY = "Bring the database to the newest schema; safe to repeat."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(arguments: argparse.Namespace) -> int:
    """Upgrade; answers 0."""
    from settings import load_settings
    from storage.database import Database
    from storage.migrate import current_revision, upgrade

    database = Database(load_settings().database_url)
    before = current_revision(database)
    upgrade(database)
    print(f"schema: {before or 'empty'} -> {current_revision(database)}")
    database.close()
    return 0
