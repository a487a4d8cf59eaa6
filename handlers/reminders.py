"""Reminding of duties: what is owed is put on record, and each reminder is decided, written and queued once."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from domain.duties import Duty, DutyHolder, Occurrence, ReminderChannel, occurrences
from domain.messages import OutgoingMessage, Priority
from domain.reminders import PlannedReminder, in_digests, plan_reminders
from handlers.office import Office
from handlers.reminder_facts import (
    agendas,
    answerable,
    current_occurrences,
    owners_of,
    steps_at,
    surroundings,
)
from handlers.reminder_upkeep import KIND, keep_up, take_back_older
from handlers.reminder_words import period_words, words_of
from storage import duties, reminders, teams
from storage.database import Work
from storage.tables import OutboxStatus

__all__ = ["KIND", "Outlook", "oblige", "outlooks", "period_words", "remind", "write_digests"]


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """One duty at one instant: a period that is owed, and its reminders of that instant, if it is the time for any."""

    occurrence: Occurrence
    is_time: bool
    reminders: tuple[PlannedReminder, ...]


def outlooks(work: Work, office: Office, at: datetime) -> list[Outlook]:
    """What would be said at an instant about each duty with a due day; changes nothing."""
    found = steps_at(office, at)
    planned = _plan(work, office, at) if found else []
    by_time = [
        Outlook(
            occurrence=occurrence, is_time=True, reminders=tuple(one for one in planned if one.occurrence == occurrence)
        )
        for occurrence, _ in found
    ]
    spoken = {(one.occurrence.duty.code, one.occurrence.period) for one in by_time}
    silent = [
        Outlook(occurrence=one, is_time=False, reminders=())
        for one in current_occurrences(office, office.today(at))
        if (one.duty.code, one.period) not in spoken
    ]
    shown = [one for one in by_time if one.reminders or one.occurrence.due_on >= office.today(at)]
    return sorted([*shown, *silent], key=lambda one: (one.occurrence.due_on, one.occurrence.duty.code))


def remind(work: Work, office: Office, *, now: datetime) -> int:
    """Put on record what is owed, and queue the reminders that are due now; answers how many were new.

    However often and by how many schedulers it is called, each reminder is written once: they decide one at a time,
    and its key is unique.
    """
    oblige(work, office, now=now)
    keep_up(work, office, now=now)
    if not steps_at(office, now):
        return 0
    reminders.one_at_a_time(work)
    new = [one for one in _plan(work, office, now) if one.is_new and one.channel]
    write_digests(work, office, new, now=now, available_at=now)
    return len(new)


def oblige(work: Work, office: Office, *, now: datetime) -> None:
    """Put on record the period of each duty that is owed next, and those that a downtime has skipped."""
    today, last_due = office.today(now), duties.last_due_days(work)
    wanted = [one for duty in office.ward.duties for one in _wanted(office, duty, last_due.get(duty.code), today)]
    if not wanted:
        return
    known = duties.owners_on_record(work, min(one.due_on for one in wanted))
    for occurrence in wanted:
        _oblige_one(work, office, occurrence, known.get((occurrence.duty.code, occurrence.period), set()), now)


def _wanted(office: Office, duty: Duty, last_due: date | None, today: date) -> Iterator[Occurrence]:
    """The period that is owed next, and those since the last on record; none before the first that ever was."""
    for occurrence in occurrences(duty, office.ward.calendar):
        if occurrence.due_on >= today or (last_due is not None and occurrence.due_on > last_due):
            yield occurrence
        if occurrence.due_on >= today:
            return


def _oblige_one(work: Work, office: Office, occurrence: Occurrence, there: set[str], now: datetime) -> None:
    team_ids: list[int] = []
    if occurrence.duty.holder is DutyHolder.TEAM:
        on_day = min(office.today(now), occurrence.due_on)
        team_ids = [team.id for team in teams.active_teams(work, on_day) if f"team-{team.id}" not in there]
    units = [unit for unit in owners_of(office, occurrence.duty) if f"unit-{unit}" not in there]
    if team_ids or units:
        duties.oblige_owners(work, occurrence, team_ids=team_ids, units=units, now=now)


def _plan(work: Work, office: Office, at: datetime) -> list[PlannedReminder]:
    found, today = steps_at(office, at), office.today(at)
    everybody = answerable(work, office, now=at)
    around = surroundings(work, office, everybody, [occurrence for occurrence, _ in found], now=at)
    agenda = agendas(work, office, found, everybody, today=today)
    return [reminder for one in agenda for reminder in plan_reminders(one, around)]


def write_digests(
    work: Work, office: Office, new: Sequence[PlannedReminder], *, now: datetime, available_at: datetime
) -> None:
    """Write these decisions and queue their messages, one a human and way for all duties."""
    digests = in_digests(new)
    keys = {one.key: message_key(digest) for digest in digests for one in digest}
    take_back_older(work, _told(digests))
    reminders.write(work, [_row(one, keys.get(one.key), now) for one in new])
    today = office.today(now)
    rows = [_words_row(digest, words_of(office, digest, today=today), now, available_at) for digest in digests]
    reminders.queue_words(work, rows)


def _told(digests: Sequence[Sequence[PlannedReminder]]) -> dict[int, set[tuple[str, str]]]:
    """What each person is told in private now, by duty and period."""
    return {
        digest[0].recipient.person_id: {(one.occurrence.duty.code, one.occurrence.period) for one in digest}
        for digest in digests
        if digest[0].channel is ReminderChannel.PRIVATE_CHAT
        and digest[0].recipient is not None
        and digest[0].recipient.person_id is not None
    }


def message_key(digest: Sequence[PlannedReminder]) -> str:
    """The key of a digest's message: that of its first reminder, which no other message has."""
    return f"{KIND}:{digest[0].key}"


def _row(reminder: PlannedReminder, key: str | None, now: datetime) -> dict[str, object]:
    recipient = reminder.recipient
    return {
        "dedupe_key": reminder.key,
        "duty": reminder.occurrence.duty.code,
        "period": reminder.occurrence.period,
        "rung": reminder.step.rung.key,
        "channel": reminder.channel,
        "reason": reminder.reason,
        "member_id": recipient.member_id if recipient else None,
        "contact_id": recipient.contact_id if recipient else None,
        "person_id": recipient.person_id if recipient else None,
        "group_id": reminder.group_id,
        "message_key": key,
        "decided_at": now,
    }


def _words_row(
    digest: Sequence[PlannedReminder], words: OutgoingMessage, now: datetime, available_at: datetime
) -> dict[str, object]:
    first = digest[0]
    recipient, is_call = first.recipient, first.channel is ReminderChannel.PHONE
    is_private = first.channel is ReminderChannel.PRIVATE_CHAT
    return {
        "dedupe_key": message_key(digest),
        "person_id": recipient.person_id if recipient and is_private else None,
        "group_id": first.group_id,
        "member_id": recipient.member_id if recipient and is_call else None,
        "contact_id": recipient.contact_id if recipient and is_call else None,
        "kind": KIND,
        "priority": int(Priority.REMINDER),
        "status": OutboxStatus.TO_PHONE if is_call else OutboxStatus.WAITING,
        "text": words.text,
        "buttons": [asdict(button) for button in words.buttons],
        "created_at": now,
        "available_at": available_at,
        "attempts": 0,
    }
