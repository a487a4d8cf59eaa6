"""What people have put right is kept once for each message or case, and an officer's word outlasts its writer's."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from domain.labelled_examples import Label, LabelOrigin
from domain.understanding import Category, Intent
from storage import labelled_examples
from storage.database import Database
from storage.tables import LabelledExample

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
LABEL = Label(key="message:1", origin=LabelOrigin.WRITER, text="cây gì đó •••", intent=Intent.INCIDENT)


def keep(database: Database, label: Label, *, hours: int = 0) -> None:
    with database.begin() as work:
        labelled_examples.keep(work, label, said_at=NOW, now=NOW + timedelta(hours=hours))


def kept(database: Database) -> list[LabelledExample]:
    with database.read() as work:
        return list(labelled_examples.all_of(work))


def test_an_example_is_kept_with_what_was_told_and_no_more(database: Database) -> None:
    keep(database, LABEL)
    (row,) = kept(database)
    assert (row.text, row.intent, row.category, row.topic, row.urgent) == (LABEL.text, "incident", None, None, None)
    assert (row.sender, row.chat, row.said_at, row.labelled_at) == ("resident", "private", NOW, NOW)


def test_a_later_word_about_the_same_message_replaces_the_earlier_one(database: Database) -> None:
    keep(database, LABEL)
    keep(database, replace(LABEL, intent=Intent.QUESTION), hours=1)
    keep(database, replace(LABEL, key="message:2"), hours=2)
    rows = kept(database)
    assert [(row.key, row.intent) for row in rows] == [("message:1", "question"), ("message:2", "incident")]
    assert rows[0].labelled_at == NOW + timedelta(hours=1)


def test_a_writer_does_not_overrule_an_officer(database: Database) -> None:
    keep(database, replace(LABEL, origin=LabelOrigin.STAFF, category=Category.TREES))
    keep(database, replace(LABEL, category=Category.WASTE), hours=1)
    (row,) = kept(database)
    assert (row.origin, row.category) == (LabelOrigin.STAFF, Category.TREES)
