"""The officers' accounts, and tasks that are asked for once."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy.exc import IntegrityError

from domain.staff import Role, TaskKind
from storage import people, staff
from storage.database import Database, Work
from storage.tables import Officer

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def hire(work: Work, username: str) -> Officer:
    return staff.add_officer(
        work, username=username, full_name="Lan", role=Role.HEAD, password_hash="x", session_key="k", now=NOW
    )


def test_an_account_is_found_by_its_name_in_any_case(database: Database) -> None:
    with database.begin() as work:
        lan, anh = hire(work, "Lan"), hire(work, "anh")
    with database.read() as work:
        found = staff.find_officer(work, "LAN")
        assert found is not None and (found.id, found.username, found.role) == (lan.id, "lan", Role.HEAD)
        assert staff.find_officer(work, "nobody") is None
        assert staff.get_officer(work, lan.id + anh.id) is None
        assert [officer.id for officer in staff.officers(work)] == [anh.id, lan.id]
        assert staff.full_names(work) == {lan.id: "Lan", anh.id: "Lan"}


def test_two_accounts_never_share_a_name(database: Database) -> None:
    with database.begin() as work:
        hire(work, "lan")
    with pytest.raises(IntegrityError), database.begin() as work:
        hire(work, "LAN")


def test_asking_again_adds_words_to_the_open_task_and_a_done_one_is_left_alone(database: Database) -> None:
    with database.begin() as work:
        ann = people.find_or_add(work, "8800000000000000001", now=NOW)
        for words in ("one", "two", "one"):
            task = staff.add_task(work, TaskKind.TALK, person=ann, due_on=date(2026, 11, 25), now=NOW, words=words)
        assert (task.words, staff.count_open_tasks(work)) == ("one\ntwo", 1)
        task.done_at = NOW
        staff.add_task(work, TaskKind.TALK, person=ann, due_on=date(2026, 11, 26), now=NOW)
        staff.add_task(work, TaskKind.COMPLAINT, person=ann, due_on=date(2026, 11, 24), now=NOW)
        staff.add_task(work, TaskKind.TALK, person=None, due_on=date(2026, 11, 27), now=NOW)
    with database.read() as work:
        assert [waiting.due_on.day for waiting in staff.open_tasks(work)] == [24, 26, 27]
        without = {TaskKind.COMPLAINT}
        assert TaskKind.COMPLAINT not in {waiting.kind for waiting in staff.open_tasks(work, without=without)}
        assert staff.count_open_tasks(work, without=without) == 2
        assert staff.get_task(work, task.id) is not None
