"""Where each talk stands, and whose time has come."""

from datetime import UTC, datetime, timedelta

from domain.conversations import Step
from storage import conversations, people
from storage.database import Database, Work
from storage.tables import Person

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def somebody(work: Work, number: int) -> Person:
    return people.find_or_add(work, f"88{number:017d}", now=NOW)


def test_a_talk_begins_idle_and_is_the_same_one_afterwards(database: Database) -> None:
    with database.begin() as work:
        talk = conversations.of(work, somebody(work, 1))
        talk.choices = ["a", {"b": 1}]
    with database.begin() as work:
        again = conversations.of(work, somebody(work, 1))
        assert (again.step, again.choices) == (Step.IDLE, ["a", {"b": 1}])
        conversations.wait_for(again, Step.ASKING_PLACE, until=NOW)
    with database.read() as work:
        again = conversations.of(work, somebody(work, 1))
        assert (again.step, again.deadline_at, again.choices) == (Step.ASKING_PLACE, NOW, [])


def test_talks_of_several_are_found_or_begun_in_one_step(database: Database) -> None:
    with database.begin() as work:
        ann, ben = somebody(work, 1), somebody(work, 2)
        conversations.wait_for(conversations.of(work, ann), Step.GATHERING, until=NOW)
    with database.begin() as work:
        conversations.foresee(work, [ann, ben])
        conversations.foresee(work, [])
        assert conversations.of(work, ann).step is Step.GATHERING
        assert conversations.of(work, ben) is work.foreseen.conversations[ben.id]
    with database.read() as work:
        assert conversations.of(work, ben).step is Step.IDLE


def test_those_are_due_whose_deadline_or_answer_time_has_passed_each_once(database: Database) -> None:
    with database.begin() as work:
        early, both, late, idle = (somebody(work, number) for number in range(4))
        conversations.of(work, early).deadline_at = NOW - timedelta(minutes=2)
        conversations.of(work, both).deadline_at = NOW
        conversations.of(work, both).ack_at = NOW
        conversations.of(work, late).ack_at = NOW + timedelta(seconds=1)
        conversations.of(work, idle)
    with database.read() as work:
        assert conversations.due(work, now=NOW) == [early.id, both.id]
        assert conversations.due(work, now=NOW, limit=1) == [early.id, both.id]
