"""Who owes what at an instant and who answers for it: read at once for all duties, for the plan of reminders."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.duties import Audience, Duty, DutyHolder, Occurrence, current_occurrence, is_owed, occurrences
from domain.ladder import LATE_FOR, Step, speaking, steps
from domain.obligations import ContactPosition
from domain.reminders import Agenda, Debtor, Recipient, Surroundings, contact_key, human_key
from domain.reply_budget import ReplyBudget
from domain.teams import GroupPurpose, TeamRole
from handlers.office import Office
from handlers.reply_budgets import budgets
from storage import duties, people, reminders, teams, unit_contacts
from storage.database import Work
from storage.tables import DigitalTeam, Person, TeamMember, UnitContact

WEEK = timedelta(days=7)
POSITIONS = {
    ContactPosition.SPECIALIST: Audience.SPECIALIST,
    ContactPosition.HEAD: Audience.HEAD,
    ContactPosition.WARD_LEADER: Audience.WARD_LEADER,
}
TOLD_OF_DELAY = (Audience.SPECIALIST, Audience.HEAD)


@dataclass(frozen=True, kw_only=True)
class Answerable:
    """Everybody who answers for somebody's reports on a day: by team, and by unit and position."""

    teams: Sequence[DigitalTeam]
    of_team: Mapping[int, Mapping[Audience, tuple[Recipient, ...]]]
    of_unit: Mapping[str, Mapping[Audience, tuple[Recipient, ...]]]
    groups: Mapping[int, int]


def steps_at(office: Office, at: datetime) -> list[tuple[Occurrence, Mapping[Audience, Step]]]:
    """The occurrences of which some step speaks at an instant, outside quiet hours; a look without the database."""
    local = office.local(at)
    if not office.ward.speaking_hours.allow(local, office.ward.calendar):
        return []
    found = []
    for occurrence in occurrences_near(office, local.date()):
        spoken = speaking(steps(occurrence, office.ward.calendar, local.tzinfo), local)
        if spoken:
            found.append((occurrence, spoken))
    return found


def occurrences_near(office: Office, today: date) -> list[Occurrence]:
    """The occurrences that are due next, and those whose delay may still be told, the earliest first."""
    found = []
    for duty in office.ward.duties:
        for occurrence in occurrences(duty, office.ward.calendar, from_year=today.year - 1):
            if occurrence.due_on + LATE_FOR >= today:
                found.append(occurrence)
            if occurrence.due_on >= today:
                break
    return sorted(found, key=lambda one: (one.due_on, one.duty.code))


def owners_of(office: Office, duty: Duty) -> tuple[str, ...]:
    """The keys of the units that owe a duty; empty for one of the teams."""
    if duty.holder is DutyHolder.TEAM:
        return ()
    return duty.owners if duty.holder is DutyHolder.UNIT else (office.ward.duty_office,)


def current_occurrences(office: Office, today: date) -> list[Occurrence]:
    """The period of each duty that is owed next, of those that have a due day."""
    found = (current_occurrence(duty, office.ward.calendar, today) for duty in office.ward.duties)
    return [occurrence for occurrence in found if occurrence]


def answerable(work: Work, office: Office, *, now: datetime) -> Answerable:
    """Read everybody who answers for reports on the day of an instant, with what may be said to each."""
    today = office.today(now)
    leading = (TeamRole.LEADER, TeamRole.DEPUTY)
    members = [member for role in leading for member in teams.present_members(work, today, role=role)]
    contacts = unit_contacts.present(work, today)
    accounts = [*(member.person_id for member in members), *(contact.person_id for contact in contacts)]
    persons = people.by_id(work, [person_id for person_id in accounts if person_id])
    ledger = budgets(work, office, persons.values(), now=now)
    of_team: dict[int, dict[Audience, list[Recipient]]] = {}
    for member in members:
        audience = Audience.LEADERS if member.role is TeamRole.LEADER else Audience.DEPUTIES
        recipient = _member(member, persons, ledger)
        of_team.setdefault(member.team_id, {}).setdefault(audience, []).append(recipient)
    of_unit: dict[str, dict[Audience, list[Recipient]]] = {}
    for contact in contacts:
        recipient = _contact(contact, persons, ledger)
        for audience in (Audience.CONTACTS, POSITIONS[contact.position]):
            of_unit.setdefault(contact.unit, {}).setdefault(audience, []).append(recipient)
    groups = teams.groups_for(work, GroupPurpose.TEAM)
    return Answerable(
        teams=teams.active_teams(work, today),
        of_team={team_id: _without_leader(_frozen(found)) for team_id, found in of_team.items()},
        of_unit={unit: _frozen(found) for unit, found in of_unit.items()},
        groups={group.team_id: group.id for group in groups if group.team_id is not None},
    )


def debtors(
    work: Work, office: Office, occurrence: Occurrence, everybody: Answerable, *, today: date, tells_late: bool = True
) -> tuple[Debtor, ...]:
    """Who still owes one occurrence: on record or not yet, and after its due day on record only.

    With `tells_late` whoever was given more time is then left out until it is over.
    """
    known = duties.standings(work, occurrence.duty.code, occurrence.period)
    is_past = occurrence.due_on < today

    def owes(owner: str) -> bool:
        if owner not in known:
            return not is_past
        if is_past and tells_late:
            return known[owner].is_late(occurrence.late_from, today)
        return is_owed(known[owner].status)

    if occurrence.duty.holder is DutyHolder.TEAM:
        return tuple(_team(team, everybody) for team in everybody.teams if owes(f"team-{team.id}"))
    units = owners_of(office, occurrence.duty)
    return tuple(
        Debtor(owner=f"unit-{unit}", name=office.ward.unit_name(unit), recipients=everybody.of_unit.get(unit, {}))
        for unit in units
        if owes(f"unit-{unit}")
    )


def agendas(
    work: Work,
    office: Office,
    found: Sequence[tuple[Occurrence, Mapping[Audience, Step]]],
    everybody: Answerable,
    *,
    today: date,
) -> list[Agenda]:
    """What each of these occurrences asks for at the instant of its steps."""
    return [
        Agenda(
            occurrence=occurrence,
            steps=spoken,
            debtors=debtors(work, office, occurrence, everybody, today=today),
        )
        for occurrence, spoken in found
    ]


def surroundings(
    work: Work, office: Office, everybody: Answerable, found: Sequence[Occurrence], *, now: datetime
) -> Surroundings:
    """What holds for all of these occurrences at an instant."""
    ward_groups = teams.groups_for(work, GroupPurpose.WARD)
    staff = everybody.of_unit.get(office.ward.duty_office, {})
    counts = reminders.week_counts(work, now - WEEK)
    decided: set[str] = set()
    for occurrence in found:
        decided |= reminders.decided(work, occurrence.duty.code, occurrence.period)
    return Surroundings(
        today=office.today(now),
        ward_group_id=ward_groups[0].id if ward_groups else None,
        office=tuple(one for audience in TOLD_OF_DELAY for one in staff.get(audience, ())),
        decided=decided,
        week_counts={(duty, f"person-{person_id}"): count for (duty, person_id), count in counts.items()},
    )


def _team(team: DigitalTeam, everybody: Answerable) -> Debtor:
    return Debtor(
        owner=f"team-{team.id}",
        name=team.name,
        recipients=everybody.of_team.get(team.id, {}),
        group_id=everybody.groups.get(team.id),
    )


def _frozen(found: Mapping[Audience, list[Recipient]]) -> dict[Audience, tuple[Recipient, ...]]:
    return {audience: tuple(recipients) for audience, recipients in found.items()}


def _without_leader(found: dict[Audience, tuple[Recipient, ...]]) -> dict[Audience, tuple[Recipient, ...]]:
    """Where nobody leads, the deputies hear what the leader would."""
    return found if Audience.LEADERS in found else found | {Audience.LEADERS: found.get(Audience.DEPUTIES, ())}


def _member(member: TeamMember, persons: Mapping[int, Person], ledger: Mapping[int, ReplyBudget]) -> Recipient:
    person = persons.get(member.person_id or 0)
    return Recipient(
        key=human_key(member.id, person.id if person else None),
        full_name=member.full_name,
        member_id=member.id,
        person_id=person.id if person else None,
        account=person.zalo_user_id if person else None,
        budget=ledger.get(person.id) if person else None,
    )


def _contact(contact: UnitContact, persons: Mapping[int, Person], ledger: Mapping[int, ReplyBudget]) -> Recipient:
    person = persons.get(contact.person_id or 0)
    return Recipient(
        key=contact_key(contact.id, person.id if person else None),
        full_name=contact.full_name,
        contact_id=contact.id,
        person_id=person.id if person else None,
        account=person.zalo_user_id if person else None,
        budget=ledger.get(person.id) if person else None,
    )
