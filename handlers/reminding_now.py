"""An officer has somebody reminded now: through the same ledger, at most once a day, by chat or by telephone."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.duties import Audience, Duty, DutyHolder, Occurrence, ReminderChannel, Rung, is_owed, occurrences
from domain.errors import WrongState
from domain.ladder import Step
from domain.reminders import Debtor, PlannedReminder, Recipient, phone_key
from domain.reply_budget import REACHED, WAITS, ReminderReason
from domain.staff import Right, Role, require
from handlers.obligations import existing
from handlers.office import Office
from handlers.reminder_facts import Answerable, answerable
from handlers.reminders import write_digests
from storage import duties, reminders, teams
from storage.database import Work
from storage.tables import Obligation, OutboxStatus

_WHOM = {
    DutyHolder.TEAM: (Audience.LEADERS,),
    DutyHolder.UNIT: (Audience.CONTACTS,),
    DutyHolder.WARD: (Audience.SPECIALIST, Audience.HEAD, Audience.WARD_LEADER),
}


class By(StrEnum):
    """The way an officer asks for."""

    CHAT = "chat"
    PHONE = "phone"


@dataclass(frozen=True, kw_only=True)
class RemindNow:
    """An officer wants those who answer for one report reminded."""

    obligation_id: int
    by: By
    role: Role


@dataclass(frozen=True, kw_only=True)
class Reminded:
    """What became of it: how many are written to, how many wait on the telephone list, how many had it already."""

    obligation: Obligation
    chat: int
    phone: int
    already: int
    speaks_at: datetime


def remind_now(work: Work, office: Office, command: RemindNow, *, now: datetime) -> Reminded:
    """Remind those who answer for one report; whoever no chat reaches goes onto the telephone list.

    A second click finds what the first one did. At quiet hours the message waits for the next speaking hours.
    Raises NotAllowed, NotFound, or WrongState (`nothing_owed`, `nobody_to_remind`).
    """
    require(command.role, Right.NOTE_REPORTS)
    reminders.one_at_a_time(work)
    obligation = existing(work, command.obligation_id)
    if not is_owed(obligation.status):
        raise WrongState("nothing_owed")
    occurrence, holder = _occurrence(office, obligation)
    debtor = _debtor(work, office, obligation, holder, answerable(work, office, now=now))
    recipients = {one.key: one for audience in _WHOM[holder] for one in debtor.recipients.get(audience, ())}
    if not recipients:
        raise WrongState("nobody_to_remind")
    speaks_at = office.ward.speaking_hours.next_allowed(office.local(now), office.ward.calendar)
    step = Step(occurrence=occurrence, rung=_rung(office, now), at=speaks_at, last_on=occurrence.due_on)
    decided = reminders.decided(work, obligation.duty, obligation.period)
    planned = [_one(work, step, debtor, one, command.by, decided) for one in recipients.values()]
    new = [one for one in planned if one.is_new and one.channel]
    write_digests(work, office, new, now=now, available_at=max(now, speaks_at))
    return Reminded(
        obligation=obligation,
        chat=sum(one.channel is ReminderChannel.PRIVATE_CHAT for one in new),
        phone=sum(one.channel is ReminderChannel.PHONE for one in new),
        already=len(planned) - len(new),
        speaks_at=speaks_at,
    )


def _one(work: Work, step: Step, debtor: Debtor, recipient: Recipient, by: By, decided: set[str]) -> PlannedReminder:
    reason = recipient.budget.reason() if recipient.budget else ReminderReason.NOT_BOUND
    if by is By.PHONE:
        return _call(work, step, debtor, recipient, ReminderReason.ASKED_BY_STAFF, decided)
    if reason in WAITS:
        return _planned(step, debtor, recipient, None, reason, f"{step.rung.key}:held:{recipient.key}", decided)
    if reason not in REACHED:
        return _call(work, step, debtor, recipient, reason, decided)
    key = f"{step.rung.key}:private_chat:{recipient.key}"
    return _planned(step, debtor, recipient, ReminderChannel.PRIVATE_CHAT, reason, key, decided)


def _call(
    work: Work, step: Step, debtor: Debtor, recipient: Recipient, reason: ReminderReason, decided: set[str]
) -> PlannedReminder:
    """One call that waits is enough; after it was ticked off, another may be asked for, once a day."""
    occurrence = step.occurrence
    usual = phone_key(occurrence.duty.code, occurrence.period, recipient.key)
    rows = [row for row in reminders.of_period(work, occurrence.duty.code, occurrence.period) if row.message_key]
    keys = {row.message_key or "" for row in rows if _is_about(row.member_id, row.contact_id, recipient)}
    waits = OutboxStatus.TO_PHONE in reminders.statuses(work, keys).values()
    key = f"{step.rung.key}:phone:{recipient.key}" if usual in decided else f"phone:{recipient.key}"
    planned = _planned(step, debtor, recipient, ReminderChannel.PHONE, reason, key, decided)
    return planned if not waits else _planned(step, debtor, recipient, None, reason, key, decided)


def _is_about(member_id: int | None, contact_id: int | None, recipient: Recipient) -> bool:
    of_member = recipient.member_id is not None and member_id == recipient.member_id
    return of_member or (recipient.contact_id is not None and contact_id == recipient.contact_id)


def _planned(
    step: Step,
    debtor: Debtor,
    recipient: Recipient,
    channel: ReminderChannel | None,
    reason: ReminderReason,
    key: str,
    decided: set[str],
) -> PlannedReminder:
    full_key = f"{step.occurrence.duty.code}:{step.occurrence.period}:{key}"
    return PlannedReminder(
        key=full_key,
        channel=channel,
        reason=reason,
        step=step,
        owner_names=(debtor.name,),
        recipient=recipient,
        is_new=full_key not in decided,
    )


def _rung(office: Office, now: datetime) -> Rung:
    local = office.local(now)
    return Rung(key=f"asked_{local:%y%m%d}", at=local.time(), to=())


def _occurrence(office: Office, obligation: Obligation) -> tuple[Occurrence, DutyHolder]:
    """What an obligation is about; one of a plan that is gone is still known by its days."""
    holder = DutyHolder.TEAM if obligation.team_id is not None else DutyHolder.UNIT
    duty = office.ward.duty(obligation.duty)
    if duty is not None:
        found = next((one for one in occurrences(duty, office.ward.calendar) if one.period == obligation.period), None)
        if found is not None:
            return found, duty.holder
    duty = duty or _gone(obligation, holder)
    late_from = obligation.late_from_on or obligation.due_on
    return Occurrence(duty=duty, period=obligation.period, due_on=obligation.due_on, late_from=late_from), duty.holder


def _gone(obligation: Obligation, holder: DutyHolder) -> Duty:
    return Duty(
        code=obligation.duty,
        plan="",
        name=obligation.duty,
        holder=holder,
        valid_from=obligation.due_on,
        valid_to=obligation.due_on,
        schedule=None,
        ladder=(),
    )


def _debtor(work: Work, office: Office, obligation: Obligation, holder: DutyHolder, everybody: Answerable) -> Debtor:
    owner = duties.owner_key(obligation)
    if obligation.team_id is not None:
        team = teams.with_id(work, obligation.team_id)
        found = everybody.of_team.get(obligation.team_id, {})
        return Debtor(owner=owner, name=team.name if team else owner, recipients=found)
    unit = obligation.unit or ""
    return Debtor(owner=owner, name=office.ward.unit_name(unit), recipients=everybody.of_unit.get(unit, {}))
