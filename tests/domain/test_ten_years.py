"""Ten years of reminders for every duty of the plan, with restarts, downtime, two schedulers and a clock that jumps.

The plan is pure, so the world around it is a few dictionaries: what a tick decides is kept as a whole or, when the
process dies before the commit, not at all; a key that is there already is quietly the same one, as in the database.
"""

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from domain.duties import Audience, Duty, DutyHolder, Occurrence, ReminderChannel, occurrences
from domain.ladder import LATE_FOR, Step, speaking, steps
from domain.reminders import (
    Agenda,
    Debtor,
    PlannedReminder,
    Recipient,
    Surroundings,
    in_digests,
    plan_reminders,
)
from domain.reply_budget import MOST_A_DUTY_A_WEEK, ChatFacts, reply_budget
from ward.loader import load_ward

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
WARD = load_ward(Path(__file__).parents[2] / "ward")
BEGIN, END = date(2026, 1, 1), date(2035, 12, 31)
DUTIES = tuple(replace(duty, valid_from=BEGIN, valid_to=END) for duty in WARD.duties if duty.schedule)
OWNERS = {DutyHolder.TEAM: ("team-1", "team-2", "team-3", "team-4"), DutyHolder.WARD: ("unit-office",)}
Key = tuple[str, str, str]


@dataclass
class Human:
    """Somebody who answers for owners; `writes_every` is how often he writes to us, None for never."""

    key: str
    owners: Mapping[str, Audience]
    writes_every: timedelta | None
    is_bound: bool = True
    last_at: datetime | None = None


@dataclass
class World:
    """What is kept from tick to tick, and what was said."""

    dice: random.Random
    humans: list[Human]
    keys: set[str] = field(default_factory=set)
    said: list[tuple[datetime, tuple[PlannedReminder, ...]]] = field(default_factory=list)
    boards: dict[tuple[str, str], datetime] = field(default_factory=dict)
    settled_at: dict[Key, datetime] = field(default_factory=dict)

    def recipient(self, human: Human, now: datetime) -> Recipient:
        if not human.is_bound:
            return Recipient(key=human.key, full_name=human.key, member_id=1)
        today = sum(
            at.date() == now.date() and digest[0].channel is ReminderChannel.PRIVATE_CHAT
            for at, digest in self.said[-60:]
            if digest[0].recipient and digest[0].recipient.key == human.key
        )
        facts = ChatFacts(last_interaction_at=human.last_at, told_today=today)
        return Recipient(
            key=human.key, full_name=human.key, person_id=1, account=human.key, budget=reply_budget(facts, now)
        )

    def owes(self, occurrence: Occurrence, owner: str, now: datetime) -> bool:
        at = self.settled_at.get((occurrence.duty.code, occurrence.period, owner))
        return at is None or now < at

    def agenda(self, occurrence: Occurrence, spoken: Mapping[Audience, Step], now: datetime) -> Agenda:
        owners = OWNERS.get(occurrence.duty.holder) or tuple(f"unit-{unit}" for unit in occurrence.duty.owners)
        debtors = []
        for owner in owners:
            if not self.owes(occurrence, owner, now):
                continue
            recipients: dict[Audience, tuple[Recipient, ...]] = {}
            for human in self.humans:
                if owner in human.owners:
                    audience = human.owners[owner]
                    recipients[audience] = (*recipients.get(audience, ()), self.recipient(human, now))
            debtors.append(
                Debtor(owner=owner, name=owner, recipients=recipients, group_id=9 if owner == "team-2" else None)
            )
        return Agenda(occurrence=occurrence, steps=spoken, debtors=debtors)

    def plan(self, now: datetime) -> list[PlannedReminder]:
        """What a scheduler decides from what it sees, before anything is written."""
        week = Counter(
            (one.occurrence.duty.code, one.recipient.key)
            for at, digest in self.said[-300:]
            if at > now - timedelta(days=7) and digest[0].channel is ReminderChannel.PRIVATE_CHAT
            for one in digest
            if one.recipient
        )
        clerk = next(human for human in self.humans if "unit-office" in human.owners)
        around = Surroundings(
            today=now.date(),
            ward_group_id=3,
            office=(self.recipient(clerk, now),),
            decided=frozenset(self.keys),
            week_counts=week,
        )
        return [
            reminder
            for occurrence, spoken in steps_at(now)
            for reminder in plan_reminders(self.agenda(occurrence, spoken, now), around)
        ]

    def commit(self, planned: list[PlannedReminder], now: datetime) -> None:
        """Write what is new as a whole; a message whose key is there already is the same one."""
        new = [one for one in planned if one.channel and one.is_new and one.key not in self.keys]
        self.keys |= {one.key for one in new}
        self.said += [(now, digest) for digest in in_digests(new)]
        for one in new:
            if one.channel is ReminderChannel.BOARD and one.recipient is None:
                self.boards[one.occurrence.duty.code, one.occurrence.period] = now


ALL_STEPS: dict[str, list[tuple[Occurrence, tuple[Step, ...]]]] = {
    duty.code: [(one, steps(one, WARD.calendar, ZONE)) for one in occurrences(duty, WARD.calendar)] for duty in DUTIES
}


def near(duty: Duty, day: date) -> Iterator[tuple[Occurrence, tuple[Step, ...]]]:
    for occurrence, ladder in ALL_STEPS[duty.code]:
        if occurrence.due_on + LATE_FOR >= day:
            yield occurrence, ladder
        if occurrence.due_on >= day:
            return


def steps_at(now: datetime) -> list[tuple[Occurrence, Mapping[Audience, Step]]]:
    if not WARD.speaking_hours.allow(now, WARD.calendar):
        return []
    found = [(one, speaking(ladder, now)) for duty in DUTIES for one, ladder in near(duty, now.date())]
    return [(occurrence, spoken) for occurrence, spoken in found if spoken]


def people() -> list[Human]:
    leaders, deputies = Audience.LEADERS, Audience.DEPUTIES
    return [
        Human("talks", {"team-1": leaders}, timedelta(hours=30)),
        Human("seldom", {"team-2": leaders}, timedelta(days=40)),
        Human("twice", {"team-3": leaders, "team-1": deputies}, timedelta(days=4)),
        Human("unbound", {"team-4": leaders}, None, is_bound=False),
        Human("contact", {"unit-cong_an": Audience.CONTACTS, "unit-mat_tran": Audience.CONTACTS}, timedelta(days=3)),
        Human("silent", {"unit-hoi_phu_nu": Audience.CONTACTS}, None),
        Human("clerk", {"unit-office": Audience.SPECIALIST}, timedelta(days=2)),
    ]


def settle_some(world: World) -> None:
    """Most reports come some days before or after their due day, some never."""
    for duty in DUTIES:
        for occurrence, _ in ALL_STEPS[duty.code]:
            owners = OWNERS.get(duty.holder) or tuple(f"unit-{unit}" for unit in duty.owners)
            for owner in owners:
                if world.dice.random() < 0.8:
                    day = occurrence.due_on + timedelta(days=world.dice.randint(-9, 6))
                    at = datetime.combine(day, datetime.min.time(), tzinfo=ZONE) + timedelta(hours=10)
                    world.settled_at[duty.code, occurrence.period, owner] = at


def live(seed: int) -> World:
    world = World(random.Random(seed), people())
    settle_some(world)
    now = datetime.combine(BEGIN, datetime.min.time(), tzinfo=ZONE)
    stop = datetime.combine(END, datetime.min.time(), tzinfo=ZONE)
    while now < stop:
        step = world.dice.random()
        if step < 0.02:
            now += timedelta(days=world.dice.uniform(1, 12))
        elif step < 0.05:
            now -= timedelta(hours=world.dice.uniform(0.1, 3))
        else:
            now += timedelta(hours=world.dice.uniform(0.1, 11))
        for human in world.humans:
            if human.writes_every and (human.last_at is None or now - human.last_at > human.writes_every):
                human.last_at = now - timedelta(minutes=5)
        planned = world.plan(now)
        if world.dice.random() < 0.1:
            continue
        again = planned if world.dice.random() < 0.2 else []
        world.commit(planned, now)
        world.commit(again, now)
    return world


@pytest.fixture(scope="module", params=[7, 2026])
def world(request: pytest.FixtureRequest) -> World:
    return live(request.param)


def test_enough_was_said_to_judge(world: World) -> None:
    channels = Counter(str(digest[0].channel) for _, digest in world.said)
    assert min(channels[name] for name in ("private_chat", "phone", "ward_group", "team_group")) >= 20


def test_no_decision_is_made_twice(world: World) -> None:
    keys = Counter(one.key for _, digest in world.said for one in digest)
    assert set(keys.values()) == {1}


def test_nobody_is_written_to_twice_a_day_or_four_times_a_week_about_a_duty(world: World) -> None:
    private = [(at, digest) for at, digest in world.said if digest[0].channel is ReminderChannel.PRIVATE_CHAT]
    days = Counter((at.date(), digest[0].recipient.key) for at, digest in private if digest[0].recipient)
    assert set(days.values()) == {1}
    times: dict[tuple[str, str], list[datetime]] = {}
    for at, digest in private:
        for one in digest:
            assert one.recipient
            times.setdefault((one.recipient.key, one.occurrence.duty.code), []).append(at)
    for instants in times.values():
        for at in instants:
            assert sum(timedelta() <= at - other < timedelta(days=7) for other in instants) <= MOST_A_DUTY_A_WEEK


def test_nothing_is_said_at_quiet_hours_or_to_those_who_owe_nothing(world: World) -> None:
    for at, digest in world.said:
        assert WARD.speaking_hours.allow(at, WARD.calendar)
        for one in digest:
            assert one.occurrence.duty.holder is not DutyHolder.TEAM or "unit" not in "".join(one.owner_names)
            for owner in one.owner_names:
                assert world.owes(one.occurrence, owner, at)


def test_groups_never_hear_who_owes_and_nothing_after_the_due_day(world: World) -> None:
    for at, digest in world.said:
        first = digest[0]
        if first.channel is ReminderChannel.WARD_GROUP:
            assert all(one.recipient is None and one.owner_names == () for one in digest)
        if first.channel in (ReminderChannel.WARD_GROUP, ReminderChannel.TEAM_GROUP):
            assert all(at.date() <= one.occurrence.due_on for one in digest)
        if first.channel is ReminderChannel.TEAM_GROUP and first.recipient:
            assert all(at.date() < one.occurrence.due_on for one in digest)


def test_what_is_late_goes_to_the_office_alone(world: World) -> None:
    for at, digest in world.said:
        for one in digest:
            if at.date() > one.occurrence.due_on:
                assert one.step.rung.to == (Audience.OFFICE,)
                assert one.recipient
                assert one.recipient.key == "clerk"


def test_every_delay_reaches_the_office_however_long_we_were_away(world: World) -> None:
    for duty in DUTIES:
        for occurrence, ladder in ALL_STEPS[duty.code]:
            at = ladder[-1].at + timedelta(days=21)
            owners = OWNERS.get(duty.holder) or tuple(f"unit-{unit}" for unit in duty.owners)
            still_owes = any(world.owes(occurrence, owner, at) for owner in owners)
            if still_owes and at.date() < END:
                assert (duty.code, occurrence.period) in world.boards


def test_whoever_can_be_reached_hears_of_what_he_owes(world: World) -> None:
    """The leader who writes every day is told of every quarter in which he owed when his first step came."""
    heard = {
        one.occurrence.period
        for _, digest in world.said
        for one in digest
        if one.recipient and one.recipient.key == "talks" and one.occurrence.duty.code == "N01"
    }
    for occurrence, ladder in ALL_STEPS["N01"]:
        reminder = next(step for step in ladder if step.rung.key == "three_days_before")
        if world.owes(occurrence, "team-1", reminder.at + timedelta(days=3)):
            silent = [at for at, _ in world.said if reminder.at <= at <= reminder.at + timedelta(days=3)]
            assert occurrence.period in heard or not silent
