"""Requests for help: numbered by the year, found by code and person, and which have waited long enough."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from domain.messages import OutgoingMessage, Priority
from domain.staff import Role
from domain.support import SupportHistoryKind, SupportStatus
from domain.understanding import Topic
from storage import counters, outbox, people, staff, support
from storage.database import Database, Work
from storage.support import Line, SupportFilter
from storage.tables import OutboxMessage, Person, ResidentialGroup, SupportRequest

NOW = datetime(2026, 11, 27, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 27)


def resident(work: Work, account: str = "8800000000000000001") -> Person:
    return people.find_or_add(work, account, now=NOW)


def request(work: Work, person: Person, *, opened_on: date = TODAY, **values: Any) -> SupportRequest:
    values = {"opened_at": NOW, "due_on": opened_on + timedelta(days=3), "topic": Topic.VNEID, **values}
    return support.add(work, SupportRequest(person_id=person.id, **values), opened_on=opened_on)


def test_numbers_go_up_by_one_under_each_name(database: Database) -> None:
    with database.begin() as work:
        assert [counters.next_number(work, name) for name in ("a", "a", "b", "a")] == [1, 2, 1, 3]


def test_a_year_has_its_own_numbers_and_a_number_alone_means_the_newest(database: Database) -> None:
    with database.begin() as work:
        person = resident(work)
        made = [request(work, person, opened_on=date(year, 12, 31)) for year in (2026, 2026, 2027)]
        assert [one.code for one in made] == ["HT-26-000001", "HT-26-000002", "HT-27-000001"]
    with database.read() as work:
        for year, number, code in ((None, 1, "HT-27-000001"), (2026, 1, "HT-26-000001"), (2025, 1, None)):
            found = support.find(work, year=year, number=number)
            assert (found.code if found else None) == code
        assert [one.code for one in support.of_person(work, person, limit=2)] == ["HT-27-000001", "HT-26-000002"]


def test_an_open_request_about_a_topic_is_known(database: Database) -> None:
    with database.begin() as work:
        person, other = resident(work), resident(work, "8800000000000000002")
        request(work, person, status=SupportStatus.CLOSED)
        assert support.open_of_person(work, person, Topic.VNEID) is None
        mine = request(work, person)
        assert support.open_of_person(work, person, Topic.VNEID) is mine
        assert support.open_of_person(work, person, Topic.HEALTH) is None
        assert support.open_of_person(work, other, Topic.VNEID) is None


def test_every_step_is_a_line_of_the_history(database: Database) -> None:
    with database.begin() as work:
        made = request(work, resident(work))
        moved = (SupportStatus.NEW, SupportStatus.CLAIMED)
        support.note(work, made, Line(kind=SupportHistoryKind.MOVED, at=NOW, moved=moved))
    with database.read() as work:
        current = support.get(work, made.id)
        assert current is not None
        assert current.revision == 2
        line = support.history(work, made.id)[0]
        assert (line.from_status, line.to_status) == moved


def test_what_nobody_took_is_found_oldest_first(database: Database) -> None:
    with database.begin() as work:
        person = resident(work)
        for hours, status in ((1, SupportStatus.NEW), (9, SupportStatus.NEW), (9, SupportStatus.CLAIMED)):
            request(work, person, opened_at=NOW - timedelta(hours=hours), status=status)
        found = support.unclaimed_since(work, NOW - timedelta(minutes=1))
        assert [one.number for one in found] == [2, 1]
        assert len(support.unclaimed_since(work, NOW - timedelta(hours=2))) == 1


@pytest.mark.parametrize(
    ("delivered", "resolved_days_ago", "is_found"), [(8, 8, 1), (6, 8, 0), (None, 8, 0), (6, 31, 1)]
)
def test_silence_counts_from_the_delivery_of_the_question(
    database: Database, delivered: int | None, resolved_days_ago: int, is_found: int
) -> None:
    with database.begin() as work:
        person = resident(work)
        resolved_at = NOW - timedelta(days=resolved_days_ago)
        request(work, person, status=SupportStatus.RESOLVED, resolved_at=resolved_at)
        message = OutgoingMessage(text="Xong chưa ạ?")
        outbox.add(
            work, person, message, kind=support.QUESTION, dedupe_key="q", priority=Priority.REPLY, now=resolved_at
        )
        if delivered is not None:
            row = work.session.scalars(select(OutboxMessage)).one()
            row.delivered_at = NOW - timedelta(days=delivered)
            work.session.flush()
        found = support.asked_and_silent(
            work, delivered_before=NOW - timedelta(days=7), asked_before=NOW - timedelta(days=30)
        )
        assert len(found) == is_found


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        (SupportFilter(), [3, 2, 1]),
        (SupportFilter(only_open=True), [3, 1]),
        (SupportFilter(status=SupportStatus.CLOSED), [2]),
        (SupportFilter(topic=Topic.HEALTH), [3]),
        (SupportFilter(residential_group="Tổ 12"), [1]),
        (SupportFilter(late_on=TODAY + timedelta(days=4)), [3, 1]),
        (SupportFilter(late_on=TODAY), []),
        (SupportFilter(since=NOW + timedelta(seconds=1)), []),
    ],
)
def test_each_filter_finds_its_requests(database: Database, wanted: SupportFilter, numbers: list[int]) -> None:
    with database.begin() as work:
        group = ResidentialGroup(number=12, name="Tổ 12")
        work.session.add_all([group, ResidentialGroup(name="Phong Nam")])
        work.session.flush()
        person = resident(work)
        request(work, person, residential_group_id=group.id)
        request(work, person, status=SupportStatus.CLOSED)
        request(work, person, topic=Topic.HEALTH)
    with database.read() as work:
        assert [one.request.number for one in support.page(work, wanted, limit=9)] == numbers
        assert support.count(work, wanted) == len(numbers)
        assert [one.name for one in support.residential_groups(work)] == ["Tổ 12", "Phong Nam"]
        named = support.residential_group_named(work, number=12, name=None)
        assert named is not None
        assert named.id == group.id
        assert support.residential_group(work, group.id) is named
        assert support.residential_group(work, None) is None


def test_a_guide_of_the_office_comes_and_goes(database: Database) -> None:
    with database.begin() as work:
        officer = staff.add_officer(
            work,
            username="canbo",
            full_name="C",
            role=Role.HEAD,
            password_hash="x",  # nobody logs in
            session_key="k",
            now=NOW,
        )
        for words in ("a", "b"):
            support.keep_guide(work, "vneid", words, officer_id=officer.id, now=NOW)
            work.session.flush()
        assert support.edited_guides(work, ["vneid", "ai"])["vneid"].text == "b"
        support.keep_guide(work, "vneid", None, officer_id=officer.id, now=NOW)
        work.session.flush()
        assert support.edited_guides(work, ["vneid"]) == {}
