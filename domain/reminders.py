"""Who is reminded of a duty now, by which way and why: a pure plan, for the dry run and for the real one alike.

The ladder, the channels and what is never said in a group follow reporting §3.5 and product C6.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from domain.duties import Audience, DutyHolder, Occurrence, ReminderChannel, Saying
from domain.ladder import Step
from domain.reply_budget import MOST_A_DUTY_A_WEEK, REACHED, WAITS, ReminderReason, ReplyBudget

PERSONS = (
    Audience.LEADERS,
    Audience.DEPUTIES,
    Audience.CONTACTS,
    Audience.SPECIALIST,
    Audience.HEAD,
    Audience.WARD_LEADER,
)


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """Somebody who answers for a report: a member of a team or the contact of a unit.

    `key` stays the same however many teams he leads; without a Zalo account there is no budget and no `account`.
    """

    key: str
    full_name: str
    member_id: int | None = None
    contact_id: int | None = None
    person_id: int | None = None
    account: str | None = None
    budget: ReplyBudget | None = None


@dataclass(frozen=True, kw_only=True)
class Debtor:
    """A team or unit that still owes a report, with those who answer for it; `group_id` is a team's own group."""

    owner: str
    name: str
    recipients: Mapping[Audience, tuple[Recipient, ...]] = field(default_factory=dict)
    group_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Agenda:
    """One occurrence at one instant: which step speaks to whom, and who still owes."""

    occurrence: Occurrence
    steps: Mapping[Audience, Step]
    debtors: Sequence[Debtor]


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What holds for all duties at one instant.

    `decided` are the keys of what was decided before; `week_counts` how often each human was written to about each
    duty within seven days; `office` are those to whom every delay is told.
    """

    today: date
    ward_group_id: int | None
    office: tuple[Recipient, ...] = ()
    decided: Collection[str] = frozenset()
    week_counts: Mapping[tuple[str, str], int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class PlannedReminder:
    """One reminder; without a channel nobody is told, and the reason says why.

    `key` is the same whenever the same decision is made again; `is_new` tells whether it was made before.
    """

    key: str
    channel: ReminderChannel | None
    reason: ReminderReason
    step: Step
    owner_names: tuple[str, ...] = ()
    recipient: Recipient | None = None
    group_id: int | None = None
    is_new: bool = True

    @property
    def occurrence(self) -> Occurrence:
        """The duty and period it is about."""
        return self.step.occurrence

    @property
    def has_words(self) -> bool:
        """Whether a message goes with it; a person whom the group's message covers, and the board, need none."""
        if self.channel is ReminderChannel.WARD_GROUP:
            return self.recipient is None
        return self.channel not in (None, ReminderChannel.BOARD)


def human_key(member_id: int, person_id: int | None) -> str:
    """The same human in several teams is known by his Zalo account, and without one each membership stands alone."""
    return f"member-{member_id}" if person_id is None else f"person-{person_id}"


def contact_key(contact_id: int, person_id: int | None) -> str:
    """The same for the contact of a unit."""
    return f"contact-{contact_id}" if person_id is None else f"person-{person_id}"


def phone_key(duty: str, period: str, human: str) -> str:
    """The key of the one decision to telephone a human about a duty and period."""
    return f"{duty}:{period}:phone:{human}"


def plan_reminders(agenda: Agenda, around: Surroundings) -> list[PlannedReminder]:
    """Every reminder of one occurrence: groups, then each human who answers for what is owed, then the office.

    Nobody is reminded once nobody owes. Groups hear of the duty and its day, and never who is late.
    """
    if not agenda.debtors:
        return []
    plan = _Plan(agenda=agenda, around=around)
    return [*plan.ward_group(), *plan.team_groups(), *plan.persons(), *plan.without_anybody(), *plan.office()]


@dataclass(frozen=True, kw_only=True)
class _Plan:
    agenda: Agenda
    around: Surroundings

    def ward_group(self) -> Iterator[PlannedReminder]:
        step = self.agenda.steps.get(Audience.WARD_GROUP)
        if step is None:
            return
        group_id = self.around.ward_group_id
        if group_id is None:
            yield self._planned(step, None, ReminderReason.NO_WARD_GROUP, "no_group")
            return
        channel = ReminderChannel.WARD_GROUP
        yield self._planned(step, channel, ReminderReason.GROUP_ONCE, "ward_group", group_id=group_id)

    def team_groups(self) -> Iterator[PlannedReminder]:
        """Each team's own group; for all teams without one the ward's group hears it once."""
        step = self.agenda.steps.get(Audience.TEAM_GROUPS)
        if step is None:
            return
        for debtor in self.agenda.debtors:
            if debtor.group_id is not None:
                key = f"{step.rung.key}:team_group:{debtor.owner}"
                channel = ReminderChannel.TEAM_GROUP
                yield self._planned(step, channel, ReminderReason.TEAM_GROUP, key, group_id=debtor.group_id)
        if any(debtor.group_id is None for debtor in self.agenda.debtors):
            group_id = self.around.ward_group_id
            channel_or_none = ReminderChannel.WARD_GROUP if group_id is not None else None
            reason = ReminderReason.NO_TEAM_GROUP if group_id is not None else ReminderReason.NO_WARD_GROUP
            yield self._planned(step, channel_or_none, reason, f"{step.rung.key}:ward_group", group_id=group_id)

    def persons(self) -> Iterator[PlannedReminder]:
        """One decision a human, however many owners he answers for, by the newest step that speaks to him."""
        found: dict[str, tuple[Step, Recipient, list[Debtor]]] = {}
        for audience in PERSONS:
            step = self.agenda.steps.get(audience)
            for debtor in self.agenda.debtors if step else ():
                for recipient in debtor.recipients.get(audience, ()):
                    self._gather(found, step, recipient, debtor)
        for step, recipient, debtors in found.values():
            yield self._to_person(step, recipient, debtors)

    def _gather(
        self,
        found: dict[str, tuple[Step, Recipient, list[Debtor]]],
        step: Step | None,
        recipient: Recipient,
        debtor: Debtor,
    ) -> None:
        if step is None:
            return
        earlier = found.get(recipient.key)
        debtors = [*(earlier[2] if earlier else ()), debtor]
        newest = earlier[0] if earlier and earlier[0].at >= step.at else step
        found[recipient.key] = (newest, recipient, list({one.owner: one for one in debtors}.values()))

    def _to_person(self, step: Step, recipient: Recipient, debtors: Sequence[Debtor]) -> PlannedReminder:
        names = tuple(debtor.name for debtor in debtors)
        reason = self._reason(step, recipient)
        channel, key, group_id = self._way(step, recipient, debtors, reason)
        return self._planned(step, channel, reason, key, recipient=recipient, owner_names=names, group_id=group_id)

    def _reason(self, step: Step, recipient: Recipient) -> ReminderReason:
        if recipient.budget is None:
            return ReminderReason.NOT_BOUND
        reason = recipient.budget.reason()
        told = self.around.week_counts.get((step.occurrence.duty.code, recipient.key), 0)
        return ReminderReason.TOLD_OFTEN if reason in REACHED and told >= MOST_A_DUTY_A_WEEK else reason

    def _way(
        self, step: Step, recipient: Recipient, debtors: Sequence[Debtor], reason: ReminderReason
    ) -> tuple[ReminderChannel | None, str, int | None]:
        """The channel, the key of the decision and the group, in the order of product C6."""
        rung, who = step.rung, recipient.key
        own_key = f"{rung.key}:{ReminderChannel.PRIVATE_CHAT}:{who}"
        if reason in REACHED:
            return ReminderChannel.PRIVATE_CHAT, own_key, None
        if reason in WAITS:
            return None, own_key, None
        group_id = next((debtor.group_id for debtor in debtors if debtor.group_id is not None), None)
        may_be_mentioned = reason in (ReminderReason.WINDOW_CLOSED, ReminderReason.QUOTA_USED) and bool(
            recipient.account
        )
        if group_id is not None and may_be_mentioned and self.around.today < step.occurrence.due_on:
            return ReminderChannel.TEAM_GROUP, f"{rung.key}:mention:{who}", group_id
        if rung.phones:
            return ReminderChannel.PHONE, f"phone:{who}", None
        return self._silent_channel(step), f"{rung.key}:silent:{who}", None

    def _silent_channel(self, step: Step) -> ReminderChannel | None:
        """Where somebody whom no chat reaches can see it all the same."""
        if step.occurrence.duty.holder is DutyHolder.WARD or step.rung.is_after_due:
            return ReminderChannel.BOARD
        hears = Audience.WARD_GROUP in self.agenda.steps and self.around.ward_group_id is not None
        return ReminderChannel.WARD_GROUP if hears else None

    def without_anybody(self) -> Iterator[PlannedReminder]:
        """Owners for whom nobody answers: the office sees them, and nobody else."""
        speaking = [audience for audience in PERSONS if audience in self.agenda.steps]
        if not speaking:
            return
        is_team = self.agenda.occurrence.duty.holder is DutyHolder.TEAM
        main = Audience.LEADERS if Audience.LEADERS in speaking else speaking[0]
        reason = ReminderReason.NO_LEADER if is_team else ReminderReason.NO_CONTACT
        for debtor in self.agenda.debtors:
            if not any(debtor.recipients.get(audience) for audience in speaking):
                key = f"{reason}:{debtor.owner}"
                yield self._planned(self.agenda.steps[main], None, reason, key, owner_names=(debtor.name,))

    def office(self) -> Iterator[PlannedReminder]:
        """What is late goes to the office alone: its board, and whoever there can be written to."""
        step = self.agenda.steps.get(Audience.OFFICE)
        if step is None or step.rung.says is not Saying.LATE:
            return
        names = tuple(debtor.name for debtor in self.agenda.debtors)
        yield self._planned(
            step, ReminderChannel.BOARD, ReminderReason.LATE_LIST, f"{step.rung.key}:board", owner_names=names
        )
        for recipient in {one.key: one for one in self.around.office}.values():
            yield self._to_person(step, recipient, self.agenda.debtors)

    def _planned(
        self,
        step: Step,
        channel: ReminderChannel | None,
        reason: ReminderReason,
        key: str,
        *,
        recipient: Recipient | None = None,
        group_id: int | None = None,
        owner_names: tuple[str, ...] = (),
    ) -> PlannedReminder:
        full_key = f"{step.occurrence.duty.code}:{step.occurrence.period}:{key}"
        return PlannedReminder(
            key=full_key,
            channel=channel,
            reason=reason,
            step=step,
            owner_names=owner_names,
            recipient=recipient,
            group_id=group_id,
            is_new=full_key not in self.around.decided,
        )


def in_digests(reminders: Sequence[PlannedReminder]) -> list[tuple[PlannedReminder, ...]]:
    """What is new and said, in the messages it is said in: one a human and way, one a group, each duty in it once."""
    messages: dict[tuple[object, ...], list[PlannedReminder]] = {}
    for reminder in reminders:
        if reminder.is_new and reminder.has_words:
            who = reminder.recipient.key if reminder.recipient else None
            messages.setdefault((reminder.channel, who, reminder.group_id), []).append(reminder)
    return [tuple(sorted(found, key=lambda one: (one.occurrence.due_on, one.key))) for found in messages.values()]
