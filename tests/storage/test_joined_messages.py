"""Several messages that are not urgent become one, and some wait until the person writes: on both databases."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from domain.messages import Button, OutgoingMessage, Priority
from storage import joined_messages, outbox, people
from storage.database import Database
from storage.tables import OutboxMessage, OutboxStatus, Person
from tests.dashboard.cases import open_case

NOW = datetime(2026, 12, 15, 2, 0, tzinfo=UTC)


@pytest.fixture
def hoa(database: Database) -> Person:
    with database.begin() as work:
        return people.find_or_add(work, "8800000000000000001", now=NOW)


def say(
    database: Database,
    person: Person,
    text: str,
    priority: Priority = Priority.UPDATE,
    *,
    incident_id: int | None = None,
    buttons: int = 0,
) -> None:
    with database.begin() as work:
        message = OutgoingMessage(text=text, buttons=tuple(Button(title=f"n{n}", value="x") for n in range(buttons)))
        outbox.add(
            work,
            person,
            message,
            kind="update",
            dedupe_key=text[:40] + str(len(text)),
            priority=priority,
            now=NOW,
            incident_id=incident_id,
        )


def claim(database: Database, *, at: datetime = NOW) -> str:
    with database.begin() as work:
        message = outbox.claim_next(work, claimed_by="one", now=at)
        assert message is not None
        joined_messages.join_waiting(work, message, now=at)
        return message.text


def rows(database: Database) -> list[tuple[str, OutboxStatus]]:
    with database.read() as work:
        found = work.session.exec(select(OutboxMessage).order_by("id")).all()
        return [(row.text, row.status) for row in found]


def test_what_waits_for_one_person_is_said_at_once(database: Database, hoa: Person) -> None:
    for text, priority in (("một", Priority.UPDATE), ("hai", Priority.NEWS), ("ba", Priority.REMINDER)):
        say(database, hoa, text, priority)
    assert claim(database) == "một\n\nba\n\nhai"
    assert rows(database) == [
        ("một\n\nba\n\nhai", OutboxStatus.SENDING),
        ("hai", OutboxStatus.CANCELLED),
        ("ba", OutboxStatus.CANCELLED),
    ]
    with database.read() as work:
        (first, *others) = work.session.exec(select(OutboxMessage).order_by("id")).all()
    assert {other.error_words for other in others} == {f"said together with message {first.id}"}


def test_an_answer_stands_alone(database: Database, hoa: Person) -> None:
    say(database, hoa, "trả lời", Priority.REPLY)
    say(database, hoa, "tin phụ")
    assert claim(database) == "trả lời"
    assert rows(database)[1] == ("tin phụ", OutboxStatus.WAITING)


def test_messages_to_others_and_about_other_cases_stay_apart(database: Database, hoa: Person) -> None:
    case = open_case(database, NOW)
    with database.begin() as work:
        for row in work.session.exec(select(OutboxMessage)).all():
            row.status = OutboxStatus.SENT
        binh = people.find_or_add(work, "8800000000000000002", now=NOW)
    say(database, hoa, "việc một", incident_id=case.id)
    say(database, hoa, "chung")
    say(database, binh, "của Bình", incident_id=case.id)
    say(database, hoa, "việc một, tiếp", incident_id=case.id)
    assert claim(database) == "việc một\n\nviệc một, tiếp"


@pytest.mark.parametrize(
    ("texts", "buttons", "joined"),
    [
        (("a" * 1500, "b" * 600), (0, 0), False),
        (("a", "b"), (3, 2), False),
        (("a", "b"), (0, 5), True),
        (("a", "b"), (2, 0), True),
    ],
)
def test_what_does_not_fit_or_has_buttons_of_its_own_waits(
    database: Database, hoa: Person, texts: tuple[str, str], buttons: tuple[int, int], joined: bool
) -> None:
    for text, count in zip(texts, buttons, strict=True):
        say(database, hoa, text, buttons=count)
    assert (claim(database) == "\n\n".join(texts)) is joined
    assert (rows(database)[1][1] is OutboxStatus.CANCELLED) is joined
    with database.read() as work:
        first = work.session.get_one(OutboxMessage, 1)
    assert len(first.buttons) == (sum(buttons) if joined else buttons[0])


def test_one_that_was_tried_before_keeps_its_words(database: Database, hoa: Person) -> None:
    say(database, hoa, "đã thử")
    say(database, hoa, "mới")
    with database.begin() as work:
        outbox.mark(work, 1, OutboxStatus.WAITING, attempts=1)
    assert claim(database) == "đã thử"


def hold(database: Database, person: Person, text: str) -> None:
    with database.begin() as work:
        joined_messages.hold(
            work,
            person,
            OutgoingMessage(text=text),
            kind="activity_summary",
            dedupe_key=text,
            until_at=NOW + timedelta(days=21),
            now=NOW,
        )


def release(database: Database, at: datetime, *, without: set[int] | None = None) -> int:
    with database.begin() as work:
        return joined_messages.release(work, written_since=at - timedelta(hours=48), without=without or set(), now=at)


def writes(database: Database, person: Person, at: datetime) -> None:
    with database.begin() as work:
        people.get(work, person.id).last_interaction_at = at


def test_what_is_held_leaves_as_one_message_when_the_person_has_written(database: Database, hoa: Person) -> None:
    for text in ("tháng 10", "tháng 11", "tháng 11"):
        hold(database, hoa, text)
    with database.begin() as work:
        assert outbox.claim_next(work, claimed_by="one", now=NOW) is None
    assert release(database, NOW) == 0
    later = NOW + timedelta(days=3)
    writes(database, hoa, later)
    assert release(database, later, without={hoa.id}) == 0
    assert release(database, later) == 2
    assert release(database, later) == 0
    assert claim(database, at=later) == "tháng 10\n\ntháng 11"


def test_what_is_held_too_long_is_never_said(database: Database, hoa: Person) -> None:
    hold(database, hoa, "tháng 10")
    late = NOW + timedelta(days=22)
    writes(database, hoa, late)
    assert release(database, late) == 0
    assert rows(database) == [("tháng 10", OutboxStatus.CANCELLED)]
