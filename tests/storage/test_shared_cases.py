"""Cases that belong together, on both databases: who is near, who answers whom, what is hot, what is sealed."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from domain.events import Attachment, AttachmentKind, MessageReceived
from domain.incidents import ActorKind, HistoryKind, IncidentStatus
from domain.messages import Priority
from domain.staff import Role, TaskKind
from domain.understanding import Category
from storage import (
    case_files,
    chat_messages,
    incident_lists,
    incidents,
    merged_cases,
    near_cases,
    outbox,
    posters,
    recurrences,
    represented_persons,
    staff,
)
from storage.database import Database, Work
from storage.incident_lists import IncidentFilter
from storage.people import find_or_add
from storage.recurrences import HotSpotBy
from storage.tables import Incident, Officer, OutboxStatus, Poster, RepresentedPerson

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


def case(work: Work, reporter: str = "1", *, hours_ago: float = 1, **values: Any) -> Incident:
    opened_at = NOW - timedelta(hours=hours_ago)
    place = {"category": Category.WASTE, "place_name": "Mẹ Thứ", "location_text": "45 Mẹ Thứ"}
    incident = Incident(opened_at=opened_at, due_on=date(2026, 11, 27), **{**place, **values})
    person = find_or_add(work, reporter, now=opened_at)
    incidents.add(work, incident, reporter=person, opened_on=opened_at.date())
    work.session.flush()
    return incident


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({}, True),
        ({"location_text": "51 Mẹ Thứ"}, True),
        ({"location_text": "451 Mẹ Thứ"}, False),
        ({"place_name": "Văn Tiến Dũng"}, False),
        ({"category": Category.TREES}, False),
        ({"hours_ago": 71}, True),
        ({"hours_ago": 73}, False),
        ({"status": IncidentStatus.RESOLVED}, False),
        ({"status": IncidentStatus.MERGED}, False),
        ({"sealed": True}, False),
    ],
)
def test_an_open_case_of_these_days_nearby_is_found(database: Database, values: dict[str, Any], found: bool) -> None:
    with database.begin() as work:
        older = case(work, **{"hours_ago": 2, **values})
        newer = case(work, "2")
        assert [near.id for near in near_cases.open_near(work, newer, now=NOW)] == ([older.id] if found else [])


def test_points_and_unlisted_places_are_found_too_the_nearest_first(database: Database) -> None:
    with database.begin() as work:
        nowhere: dict[str, Any] = {"place_name": None, "location_text": None, "latitude": 16.003, "longitude": 108.223}
        far = case(work, **{**nowhere, "latitude": 16.0037})
        near = case(work, **{**nowhere, "latitude": 16.0031})
        case(work, **{**nowhere, "latitude": 16.0060})
        asked = case(work, "2", **nowhere)
        assert [one.id for one in near_cases.open_near(work, asked, now=NOW)] == [near.id, far.id]
        words: dict[str, Any] = {"place_name": None, "location_text": "đầu hẻm ông Sáu"}
        same = case(work, **words)
        assert [one.id for one in near_cases.open_near(work, case(work, "2", **words), now=NOW)] == [same.id]


def test_the_newest_finished_case_before_this_one_is_its_recurrence(database: Database) -> None:
    with database.begin() as work:
        case(work, hours_ago=400, status=IncidentStatus.CLOSED)
        newest = case(work, hours_ago=200, status=IncidentStatus.NOT_FIXED)
        case(work, hours_ago=100, status=IncidentStatus.WITHDRAWN)
        again = case(work, "2")
        found = near_cases.finished_near(work, again, since=NOW - timedelta(days=90))
        assert found[0].id == newest.id
        assert len(found) == 2
        assert not near_cases.finished_near(work, again, since=NOW - timedelta(days=1))
        again.recurrence_of_id = newest.id
        work.session.flush()
        assert [one.id for one in recurrences.of_case(work, newest.id)] == [again.id]


def test_threads_own_codes_and_lists_follow_a_merge(database: Database) -> None:
    with database.begin() as work:
        leader, follower = case(work, "1"), case(work, "2")
        (thread,) = merged_cases.of_case(work, follower.id)
        thread.incident_id, thread.own_incident_id = leader.id, follower.id
        follower.merged_into_id, follower.status = leader.id, IncidentStatus.MERGED
        work.session.flush()
        second = find_or_add(work, "2", now=NOW)
        assert merged_cases.leading(work, follower, to_change=True).id == leader.id
        assert [one.id for one in merged_cases.followers(work, leader.id)] == [follower.id]
        assert [one.code for one in merged_cases.threads(work, leader.id)] == [leader.code, follower.code]
        assert [one.code for one in merged_cases.own_threads(work, follower.id)] == [follower.code]
        assert incidents.reported_by(work, follower, second)
        assert not incidents.reported_by(work, leader, second)
        assert [one.id for one in incidents.of_person(work, second, limit=5)] == [follower.id]
        found = incidents.find_for(work, second, year=None, number=follower.number)
        assert found is not None
        assert found.id == follower.id
        mine = IncidentFilter(person_id=second.id)
        assert [one.id for one in incident_lists.page(work, mine, before_id=None, limit=5)] == [follower.id]
        thread.left_at = NOW
        work.session.flush()
        assert [one.code for one in merged_cases.threads(work, leader.id)] == [leader.code]
        assert len(incidents.reporters(work, leader.id)) == 1


def test_an_offer_is_made_once_and_the_newest_counts(database: Database) -> None:
    with database.begin() as work:
        older, newer, other = case(work), case(work, "2"), case(work, "3")
        person = find_or_add(work, "2", now=NOW)
        assert merged_cases.offer(work, newer, older.id, now=NOW) is not None
        assert merged_cases.offer(work, newer, older.id, now=NOW) is None
        last = merged_cases.offer(work, newer, other.id, now=NOW)
        work.session.flush()
        assert merged_cases.newest_offer(work, newer.id) is last
        assert merged_cases.newest_offer_to(work, person) is last
        assert merged_cases.newest_offer(work, older.id) is None


def test_hot_spots_by_street_and_by_group(database: Database) -> None:
    with database.begin() as work:
        group: dict[str, Any] = {"residential_group": "Tổ dân phố 12"}
        case(work, **group)
        case(work, place_name="Văn Tiến Dũng", reporters=3, **group)
        case(work, status=IncidentStatus.CLOSED)
        case(work, status=IncidentStatus.MERGED)
        case(work, sealed=True)
        case(work, hours_ago=2000)
        since = NOW - timedelta(days=30)
        (street,) = recurrences.hot_spots(work, HotSpotBy.STREET, since=since, category=None, limit=10)
        assert (street.place, street.cases, street.reporters, street.still_open) == ("Mẹ Thứ", 2, 2, 1)
        assert street.newest_at == NOW - timedelta(hours=1)
        (by_group,) = recurrences.hot_spots(work, HotSpotBy.GROUP, since=since, category=Category.WASTE, limit=10)
        assert (by_group.place, by_group.cases, by_group.reporters) == ("Tổ dân phố 12", 2, 4)
        assert not recurrences.hot_spots(work, HotSpotBy.STREET, since=since, category=Category.TREES, limit=10)


def officer(work: Work) -> Officer:
    made = Officer(
        username="lan", full_name="Lan", role=Role.OFFICER, password_hash="x", session_key="k", created_at=NOW
    )
    work.session.add(made)
    work.session.flush()
    return made


def test_posters_are_numbered_found_listed_and_counted(database: Database) -> None:
    with database.begin() as work:
        by = officer(work).id
        first, second = (
            posters.add(work, Poster(place="Chợ", category=Category.WASTE, form_key=key, made_at=NOW, made_by=by))
            for key in ("a", "b")
        )
        second.retired_at = NOW
        work.session.flush()
        assert (first.number, second.number) == (1, 2)
        assert [one.number for one in posters.listed(work, retired=False, limit=5)] == [1]
        assert [one.number for one in posters.listed(work, retired=True, limit=5)] == [2]
        assert [one.number for one in posters.with_ids(work, [first.id, second.id])] == [1]
        found = posters.with_number(work, 2), posters.of_form(work, "a"), posters.get(work, first.id, to_change=True)
        assert found == (second, first, first)
        assert posters.with_number(work, 3) is None
        case(work, poster_id=first.id)
        assert posters.cases_of(work) == {first.id: 1}


def test_who_is_phoned_follows_a_merge_and_each_call_exists_once(database: Database) -> None:
    with database.begin() as work:
        leader, follower = case(work), case(work, "2")
        follower.merged_into_id = leader.id
        for incident, phone in ((leader, None), (follower, "0905123456")):
            represented_persons.add(work, RepresentedPerson(incident_id=incident.id, phone=phone, form_key=phone))
        work.session.flush()
        assert [code for _, code in represented_persons.to_phone(work, leader.id)] == [follower.code]
        assert set(represented_persons.of_incidents(work, [leader.id, None])) == {leader.id}
        assert represented_persons.of_incident(work, follower.id) is represented_persons.of_form(work, "0905123456")
        for _ in range(2):
            represented_persons.queue_call(
                work, "Gọi", incident_id=follower.id, dedupe_key="phone:1", priority=Priority.UPDATE, now=NOW
            )
        assert [row.status for row in outbox.of_incident(work, follower.id)] == [OutboxStatus.TO_PHONE]


def test_files_move_with_the_messages_that_are_nothing_else(database: Database) -> None:
    with database.begin() as work:
        home, split = case(work), case(work)
        person = find_or_add(work, "1", now=NOW)
        messages = [
            chat_messages.add(
                work,
                person,
                MessageReceived(
                    occurred_at=NOW,
                    sender_id="1",
                    message_id=f"m{number}",
                    text=words,
                    attachments=(Attachment(kind=AttachmentKind.PHOTO, url="https://photo.example/1.jpg"),),
                ),
                reading={"files": 1},
                now=NOW,
            )
            for number, words in enumerate(["", "có lời"])
        ]
        chat_messages.attach_to_incident(work, messages, home.id)
        files = case_files.with_ids(work, [file.id for file in chat_messages.attachments_of_incident(work, home.id)])
        assert case_files.sender_of(work, files[0]).id == person.id
        assert not chat_messages.has_recording(work, home.id)
        assert case_files.move(work, files, split.id) == 2
        assert [message.incident_id for message in messages] == [split.id, home.id]
        assert not case_files.was_split(work, home.id, split.id)
        incidents.note(work, home, HistoryKind.PARTED, ActorKind.STAFF, at=NOW, words=f"{split.code}: x")
        work.session.flush()
        assert case_files.was_split(work, home.id, split.id)


def test_a_task_about_another_sealed_case_stays_apart(database: Database) -> None:
    with database.begin() as work:
        person = find_or_add(work, "1", now=NOW)
        first, second = case(work, sealed=True), case(work, sealed=True)

        def ask(incident: Incident | None) -> int:
            task = staff.add_task(
                work,
                TaskKind.COMPLAINT,
                person=person,
                due_on=date(2026, 11, 25),
                now=NOW,
                incident_id=incident.id if incident else None,
            )
            return task.id

        one = ask(None)
        assert ask(first) == one
        assert ask(first) == one
        assert ask(second) != one
        assert incident_lists.count(work, IncidentFilter()) == 0
