"""Reminding of duties: what is owed is put on record, and each reminder is decided, written and queued once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from domain.duties import Duty, DutyHolder, Occurrence, ReminderChannel, current_occurrence
from domain.messages import OutgoingMessage, Priority, without_mentions
from domain.reminders import Debtor, Leader, Moment, PlannedReminder, Reminding, current_moment, plan_reminders
from domain.teams import GroupPurpose, TeamRole
from handlers.office import Office
from storage import duties, people, teams
from storage.database import Work
from storage.tables import DigitalTeam, OutboxStatus, Person, TeamMember

KIND = "reminder"
TEXTS = {
    ReminderChannel.PRIVATE_CHAT: "reminder_private",
    ReminderChannel.PHONE: "reminder_phone",
    ReminderChannel.WARD_GROUP: "reminder_group",
}


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """One duty at one instant: what is owed next, and the reminders of that instant, if it is the time for any."""

    occurrence: Occurrence
    moment: Moment | None
    reminders: tuple[PlannedReminder, ...]


def outlooks(work: Work, office: Office, at: datetime) -> list[Outlook]:
    """What would be said at an instant about each duty of the teams; changes nothing."""
    found = (_occurrence(office, duty, office.today(at)) for duty in office.ward.duties)
    return [_outlook(work, office, occurrence, at) for occurrence in found if occurrence]


def remind(work: Work, office: Office, *, now: datetime) -> int:
    """Put on record what is owed, and queue the reminders that are due now; answers how many were new.

    However often and by how many schedulers it is called, each reminder is written once: its key is unique.
    """
    today = office.today(now)
    present = [team.id for team in teams.active_teams(work, today)]
    for duty in office.ward.duties:
        if occurrence := _occurrence(office, duty, today):
            duties.oblige(work, present, duty=duty.code, period=occurrence.period, due_on=occurrence.due_on, now=now)
    if not _is_time(office, now):
        return 0
    new = [one for outlook in outlooks(work, office, now) for one in outlook.reminders if one.is_new and one.channel]
    _write(work, office, new, now)
    return len(new)


def words_of(office: Office, reminder: PlannedReminder) -> OutgoingMessage | None:
    """What a reminder says; None for one that nobody is told."""
    if reminder.channel is None or (reminder.channel is ReminderChannel.WARD_GROUP and reminder.leader is not None):
        return None
    occurrence = reminder.occurrence
    return office.texts.message(
        TEXTS[reminder.channel],
        duty=occurrence.duty.name,
        period=period_words(office, occurrence.period),
        due_on=occurrence.due_on,
        is_last_day=reminder.rung.working_days_before == 0,
        teams=[without_mentions(name) for name in reminder.team_names],
    )


def period_words(office: Office, period: str) -> str:
    """The period as people here write it."""
    year, _, part = period.partition("-")
    if not part:
        return f"{office.texts.label('period', 'year')} {year}"
    if part.isdigit():
        return f"{office.texts.label('period', 'month')} {int(part)}/{year}"
    return f"{office.texts.label('period', part)}/{year}"


def _is_time(office: Office, now: datetime) -> bool:
    """Whether any duty stands at a rung: a look without the database, since nearly no minute of a quarter is one."""
    found = (_occurrence(office, duty, office.today(now)) for duty in office.ward.duties)
    return any(_moment(office, occurrence, now) for occurrence in found if occurrence)


def _occurrence(office: Office, duty: Duty, today: date) -> Occurrence | None:
    if duty.holder is not DutyHolder.TEAM:
        return None
    return current_occurrence(duty, office.ward.calendar, today)


def _moment(office: Office, occurrence: Occurrence, at: datetime) -> Moment | None:
    ward = office.ward
    return current_moment(occurrence, ward.calendar, ward.speaking_hours, office.local(at))


def _outlook(work: Work, office: Office, occurrence: Occurrence, at: datetime) -> Outlook:
    moment = _moment(office, occurrence, at)
    if moment is None:
        return Outlook(occurrence=occurrence, moment=None, reminders=())
    code, period = occurrence.duty.code, occurrence.period
    ward_groups = teams.groups_for(work, GroupPurpose.WARD)
    reminding = Reminding(
        moment=moment,
        debtors=_debtors(work, code, period, office.today(at)),
        ward_group_id=ward_groups[0].id if ward_groups else None,
        decided=duties.decided(work, code, period),
    )
    return Outlook(occurrence=occurrence, moment=moment, reminders=tuple(plan_reminders(reminding, at)))


def _debtors(work: Work, duty: str, period: str, today: date) -> list[Debtor]:
    """The teams of that day that still owe, on record or not yet."""
    settled = duties.teams_with_obligation(work, duty, period) - {
        one.team_id for one in duties.owed(work, duty, period)
    }
    owing = [team for team in teams.active_teams(work, today) if team.id not in settled]
    leaders = teams.present_members(work, today, role=TeamRole.LEADER)
    persons = people.by_id(work, [leader.person_id for leader in leaders if leader.person_id])
    return [_debtor(team, (leader for leader in leaders if leader.team_id == team.id), persons) for team in owing]


def _debtor(team: DigitalTeam, leaders: Iterable[TeamMember], persons: dict[int, Person]) -> Debtor:
    return Debtor(
        team_id=team.id,
        team_name=team.name,
        leaders=tuple(_leader(leader, persons.get(leader.person_id or 0)) for leader in leaders),
    )


def _leader(member: TeamMember, person: Person | None) -> Leader:
    return Leader(
        member_id=member.id,
        full_name=member.full_name,
        person_id=person.id if person else None,
        last_interaction_at=person.last_interaction_at if person else None,
        is_withdrawn=person is not None and person.withdrawn_at is not None,
    )


def _write(work: Work, office: Office, reminders: Sequence[PlannedReminder], now: datetime) -> None:
    duties.write_reminders(work, [_row(reminder, now) for reminder in reminders])
    said = [(reminder, words_of(office, reminder)) for reminder in reminders]
    duties.queue_words(work, [_words_row(reminder, words, now) for reminder, words in said if words])


def _row(reminder: PlannedReminder, now: datetime) -> dict[str, object]:
    return {
        "dedupe_key": reminder.key,
        "duty": reminder.occurrence.duty.code,
        "period": reminder.occurrence.period,
        "rung": reminder.rung.key,
        "channel": reminder.channel,
        "reason": reminder.reason,
        "member_id": reminder.leader.member_id if reminder.leader else None,
        "group_id": reminder.group_id,
        "decided_at": now,
    }


def _words_row(reminder: PlannedReminder, words: OutgoingMessage, now: datetime) -> dict[str, object]:
    leader, by_phone = reminder.leader, reminder.channel is ReminderChannel.PHONE
    return {
        "dedupe_key": f"{KIND}:{reminder.key}",
        "person_id": leader.person_id if leader and not by_phone else None,
        "group_id": reminder.group_id,
        "member_id": leader.member_id if leader and by_phone else None,
        "kind": KIND,
        "priority": int(Priority.REMINDER),
        "status": OutboxStatus.TO_PHONE if by_phone else OutboxStatus.WAITING,
        "text": words.text,
        "buttons": [],
        "created_at": now,
        "available_at": now,
        "attempts": 0,
    }
