"""Groups, who of ours is in them, what pays for them, and orders for Zalo: on both databases."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.activities import ActivitySource
from domain.group_tasks import GroupTaskKind, GroupTaskStatus
from domain.messages import OutgoingMessage, Priority
from domain.teams import GroupPurpose, GroupStatus, TeamRole
from domain.understanding import ActivityType
from storage import chat_messages, group_tasks, group_words, groups, outbox, people, teams
from storage.database import Database, Work
from storage.tables import (
    Activity,
    ChatMessage,
    DigitalTeam,
    GroupAsset,
    GroupChat,
    GroupTask,
    OutboxMessage,
    OutboxStatus,
    ResidentialGroup,
    TeamMember,
)

NOW = datetime(2026, 11, 27, 2, 0, tzinfo=UTC)
SINCE = date(2026, 1, 1)


def group_of(work: Work, zalo_id: str = "g1") -> GroupChat:
    return teams.find_or_add_group(work, zalo_id, now=NOW)


def queue(database: Database, key: str, kind: GroupTaskKind = GroupTaskKind.RENAME, after: int = 0) -> None:
    with database.begin() as work:
        group_tasks.queue(work, kind, key=key, now=NOW, available_at=NOW + timedelta(seconds=after), name=key)


def claim(database: Database, now: datetime = NOW) -> GroupTask | None:
    with database.begin() as work:
        return group_tasks.claim_next(work, claimed_by=f"w{threading.get_ident()}", now=now)


def test_an_open_order_stands_once_and_its_key_is_free_when_it_is_settled(database: Database) -> None:
    queue(database, "a")
    queue(database, "a")
    task = claim(database)
    assert task is not None
    queue(database, "a")
    assert claim(database) is None
    with database.begin() as work:
        current = group_tasks.get(work, task.id, to_change=True)
        assert current is not None
        group_tasks.settle(current, GroupTaskStatus.DONE, now=NOW, problem=None, invited=2)
    queue(database, "a")
    again = claim(database)
    assert again is not None
    assert again.id != task.id
    with database.read() as work:
        assert group_tasks.get(work, task.id).details == {"invited": 2}  # type: ignore[union-attr]


def test_orders_are_taken_in_their_order_and_not_before_their_time(database: Database) -> None:
    queue(database, "later", after=60)
    queue(database, "first")
    queue(database, "second")
    taken = [claim(database) for _ in range(3)]
    assert [task.key if task else None for task in taken] == ["first", "second", None]
    with database.read() as work:
        assert not group_tasks.has_claimable(work, now=NOW)
        assert group_tasks.has_claimable(work, now=NOW + timedelta(seconds=60))


def test_an_order_whose_worker_is_gone_is_taken_again(database: Database) -> None:
    queue(database, "a")
    first = claim(database)
    assert first is not None
    assert claim(database, NOW + group_tasks.LEASE - timedelta(seconds=1)) is None
    again = claim(database, NOW + group_tasks.LEASE)
    assert again is not None
    assert (again.id, again.attempts) == (first.id, 2)


def test_two_workers_take_no_order_twice(database: Database) -> None:
    for number in range(12):
        queue(database, f"task {number}")
    taken: list[int] = []

    def work_on() -> None:
        while (task := claim(database)) is not None:
            taken.append(task.id)

    threads = [threading.Thread(target=work_on) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == sorted(set(taken))
    assert len(taken) == 12


def test_what_was_refused_last_is_told_until_it_went_well(database: Database) -> None:
    for status in (GroupTaskStatus.REFUSED, GroupTaskStatus.DONE):
        queue(database, "all", GroupTaskKind.READ_ALL)
        task = claim(database)
        assert task is not None
        with database.begin() as work:
            current = group_tasks.get(work, task.id, to_change=True)
            assert current is not None
            group_tasks.settle(current, status, now=NOW, problem="x")
        with database.read() as work:
            refused = group_tasks.last_refused(work, GroupTaskKind.READ_ALL)
        assert (refused is not None) is (status is GroupTaskStatus.REFUSED)


def test_who_of_ours_is_in_a_group(database: Database) -> None:
    with database.begin() as work:
        group = group_of(work)
        three = [people.find_or_add(work, f"88{number}", now=NOW) for number in range(3)]
        groups.enter_member(work, group, three[0], now=NOW)
        groups.enter_member(work, group, three[0], now=NOW)
        groups.enter_member(work, group, three[1], now=NOW)
        assert groups.member_counts(work) == {group.id: 2}
        groups.remove_members(work, group, ["880", "unknown"])
        assert groups.members(work, group.id) == {three[1].id}
        groups.keep_only_members(work, group, [three[1], three[2]], now=NOW)
        assert groups.members(work, group.id) == {three[1].id, three[2].id}
        groups.keep_only_members(work, group, [], now=NOW)
        groups.enter_member(work, group, three[0], now=NOW)
        groups.remove_members(work, group)
        assert groups.members(work, group.id) == set()


@pytest.fixture
def team_id(database: Database) -> int:
    with database.begin() as work:
        residential = ResidentialGroup(number=12, name="Tổ dân phố số 12")
        work.session.add(residential)
        work.session.flush()
        rows = [
            DigitalTeam(number=12, name="Tổ 12", since_on=SINCE, residential_group_id=residential.id),
            DigitalTeam(name="Tổ Phong Nam", since_on=SINCE),
        ]
        work.session.add_all(rows)
        work.session.flush()
        return rows[0].id


def test_a_teams_living_group_and_the_teams_with_their_places(database: Database, team_id: int) -> None:
    with database.begin() as work:
        old, new = group_of(work, "g1"), group_of(work, "g2")
        for group, status in ((old, GroupStatus.DISSOLVED), (new, GroupStatus.DISABLED)):
            group.name, group.purpose, group.team_id, group.status = "Nhóm 12", GroupPurpose.TEAM, team_id, status
    with database.read() as work:
        assert groups.of_team(work, team_id).zalo_group_id == "g2"  # type: ignore[union-attr]
        assert groups.of_team(work, team_id + 1) is None
        assert groups.living_named(work, "Nhóm 12").zalo_group_id == "g2"  # type: ignore[union-attr]
        assert groups.living_named(work, "nhóm 12") is None
        found = groups.teams_with_residential_groups(work)
        assert [(one.team.name, one.residential_group.name if one.residential_group else None) for one in found] == [
            ("Tổ 12", "Tổ dân phố số 12"),
            ("Tổ Phong Nam", None),
        ]
        assert len(groups.teams_with_residential_groups(work, [team_id])) == 1


def test_assets_are_taken_over_whole(database: Database) -> None:
    def asset(name: str, *, is_free: bool, valid_until_on: date | None = None) -> GroupAsset:
        return GroupAsset(
            asset_id=name,
            asset_type="gmf50",
            source="sub_quota",
            is_free=is_free,
            valid_until_on=valid_until_on,
            read_at=NOW,
        )

    with database.begin() as work:
        groups.keep_assets(work, [asset("a", is_free=True), asset("b", is_free=True, valid_until_on=date(2026, 11, 1))])
    with database.begin() as work:
        groups.keep_assets(work, [asset("a", is_free=False), asset("c", is_free=True, valid_until_on=SINCE)])
    with database.read() as work:
        listed = groups.assets(work)
        assert [(one.asset_id, one.is_free) for one in listed] == [("a", False), ("c", True)]
        assert groups.free_assets(listed, SINCE) == [listed[1]]
        assert groups.free_assets(listed, date(2026, 1, 2)) == []


def test_managers_come_and_go_once(database: Database) -> None:
    with database.begin() as work:
        person = people.find_or_add(work, "881", now=NOW)
        for _ in range(2):
            groups.add_manager(work, person, officer_id=None, now=NOW)
        assert [one.id for one in groups.managers(work)] == [person.id]
        assert groups.remove_manager(work, person.id)
        assert not groups.remove_manager(work, person.id)


def say(work: Work, group: GroupChat, key: str, activity_id: int | None = None) -> None:
    message = OutgoingMessage(text=f"[@1] {key}")
    group_words.add(
        work, group, message, kind="k", dedupe_key=key, priority=Priority.REPLY, now=NOW, activity_id=activity_id
    )


def test_a_card_is_found_by_its_id_in_its_group_only(database: Database, team_id: int) -> None:
    with database.begin() as work:
        group, other = group_of(work, "g1"), group_of(work, "g2")
        activity = Activity(
            team_id=team_id,
            source=ActivitySource.GROUP_CHAT,
            activity_type=ActivityType.MEETING,
            starts_on=SINCE,
            created_at=NOW,
            changed_at=NOW,
        )
        work.session.add(activity)
        work.session.flush()
        say(work, group, "one", activity.id)
        (row,) = outbox.page(work, status=None, kind=None, since=None, before_id=None, limit=9)
        outbox.mark(work, row.id, OutboxStatus.SENT, zalo_message_id="z1")
        work.session.expire_all()
        card = groups.card(work, group, "z1")
        assert card is not None
        assert (card.activity_id, card.text) == (activity.id, "[ @1] one")
        assert groups.card(work, other, "z1") is None


def test_words_for_a_group_that_is_gone_are_taken_back(database: Database) -> None:
    with database.begin() as work:
        group = group_of(work)
        say(work, group, "one")
        say(work, group, "two")
        (first, _) = outbox.page(work, status=None, kind=None, since=None, before_id=None, limit=9)
        outbox.mark(work, first.id, OutboxStatus.SENT)
        assert groups.cancel_words(work, group, why="gone") == 1


def test_an_echo_in_a_group_settles_a_send_without_a_known_end(database: Database) -> None:
    with database.begin() as work:
        group, other = group_of(work, "g1"), group_of(work, "g2")
        say(work, group, "one")
        (row,) = outbox.page(work, status=None, kind=None, since=None, before_id=None, limit=9)
        row.status, row.attempted_at = OutboxStatus.UNKNOWN, NOW
        asked = {"text": "[ @1] one", "zalo_message_id": "z1", "at": NOW}
        assert not outbox.settle_group_by_echo(work, other, **asked)  # type: ignore[arg-type]
        assert outbox.settle_group_by_echo(work, group, **asked)  # type: ignore[arg-type]
        assert not outbox.settle_group_by_echo(work, group, **asked)  # type: ignore[arg-type]
        assert work.session.get_one(OutboxMessage, row.id).status is OutboxStatus.SENT


def test_the_newest_message_about_an_activity_of_one_person_in_one_group(database: Database, team_id: int) -> None:
    with database.begin() as work:
        group, other = group_of(work, "g1"), group_of(work, "g2")
        person = people.find_or_add(work, "881", now=NOW)
        member = TeamMember(team_id=team_id, full_name="A", role=TeamRole.MEMBER, since_on=SINCE)
        work.session.add(member)
        activity = Activity(
            team_id=team_id,
            source=ActivitySource.GROUP_CHAT,
            activity_type=ActivityType.MEETING,
            starts_on=SINCE,
            created_at=NOW,
            changed_at=NOW,
        )
        work.session.add(activity)
        work.session.flush()
        for minutes, where, about in ((1, group, activity.id), (2, group, None), (3, other, activity.id)):
            work.session.add(
                ChatMessage(
                    person_id=person.id,
                    group_id=where.id,
                    activity_id=about,
                    zalo_message_id=f"m{minutes}",
                    occurred_at=NOW + timedelta(minutes=minutes),
                )
            )
        work.session.flush()
        found = chat_messages.latest_about_activity(work, person, group, since=NOW)
        assert found is not None
        assert found.zalo_message_id == "m1"
        assert chat_messages.latest_about_activity(work, person, group, since=NOW + timedelta(minutes=2)) is None


def test_groups_looked_up_together_are_the_same(database: Database) -> None:
    with database.begin() as work:
        group_of(work, "g1")
    with database.begin() as work:
        groups.foresee(work, {"g1", "unknown"})
        assert work.foreseen.groups.keys() == {"g1"}
        assert teams.group_of(work, "g1") is work.foreseen.groups["g1"]
        assert teams.group_of(work, "unknown") is None
        groups.foresee(work, set())
