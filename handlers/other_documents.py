"""A unit's report, the list of members and the sheet of person-days as datasets (reporting §5, §7.3, §7.4)."""

from datetime import date

from domain.duties import DutyHolder
from domain.errors import NotFound
from domain.indicators import FigureKind, Indicator
from domain.report_data import (
    Figure,
    MemberList,
    MemberRow,
    Period,
    PersonDayRow,
    PersonDaySheet,
    UnitReport,
    UnitTask,
)
from domain.report_facts import ActivityFact
from domain.report_lines import Given
from domain.report_periods import Span, quarter_of, span_of
from domain.reports import RegisterKind
from domain.teams import TeamRole
from handlers.office import Office
from handlers.reminders import period_words
from handlers.report_drafting import counted_between
from handlers.team_documents import document_period, entries_of, progress_of, team_header
from storage import register, report_facts, reports, support, teams
from storage.database import Work
from storage.tables import DigitalTeam, TeamMember


def unit_document(work: Work, office: Office, period: str, unit: str, *, made_on: date) -> UnitReport:
    """A unit's own report, with the figures it supplied. Raises NotFound (`no_such_unit`) or Incomplete."""
    found = next((one for one in office.ward.units if one.key == unit), None)
    if found is None:
        raise NotFound("no_such_unit")
    catalogue = office.ward.catalogue
    span = span_of(period, catalogue.facts.convention)
    quarter = period if "-Q" in period else quarter_of(span.ends_on, catalogue.facts.convention)
    given = reports.given(work, quarter, team_ids=[]).get(None, {})
    figures = tuple(
        _figure(office, one, given.get(one.code), quarter) for one in catalogue.indicators if one.owner == unit
    )
    listed = [one for one in register.for_report(work, period) if one.line.owner == unit]
    tasks = [duty for duty in office.ward.duties if duty.holder is DutyHolder.UNIT and duty.schedule is None]
    return UnitReport(
        unit=found.name,
        period=document_period(office, period, span),
        made_on=made_on,
        tasks=tuple(UnitTask(task=duty.name, result="") for duty in tasks),
        figures=figures,
        obstacles=entries_of(office, listed, RegisterKind.OBSTACLE, named=True),
        proposals=entries_of(office, listed, RegisterKind.PROPOSAL, named=True),
    )


def _figure(office: Office, indicator: Indicator, said: Given | None, quarter: str) -> Figure:
    """What the unit gave for the quarter; a stock stands until another is given, and says of when it is."""
    stands = said is not None and (said.period == quarter or indicator.kind is FigureKind.STOCK)
    value = said.value if said is not None and stands else None
    note = ""
    if said is not None and value is not None and said.period != quarter:
        note = office.texts.fill("report_note", "carried", value=period_words(office, said.period))
    return Figure(
        code=indicator.code,
        name=indicator.name,
        unit=indicator.unit,
        value=value,
        target=indicator.target.words if indicator.target else "",
        progress=progress_of(indicator, value),
        note=note,
        has_cumulative=False,
    )


def member_document(work: Work, office: Office, *, on: date) -> MemberList:
    """Every member of a day by the number of the residential group; Zalo's ids are never in it."""
    order = [team for team in teams.teams(work) if team.dissolved_on is None or team.dissolved_on > on]
    places = {team.id: (at, team) for at, team in enumerate(order)}
    groups = {group.id: group.name for group in support.residential_groups(work)}
    present = [member for member in teams.present_members(work, on) if member.team_id in places]
    ranks = {role: at for at, role in enumerate(TeamRole)}
    present.sort(key=lambda member: (places[member.team_id][0], ranks[member.role], member.id))
    facts = office.ward.catalogue.facts
    return MemberList(
        on=on,
        rows=tuple(_member(office, member, places[member.team_id][1], groups) for member in present),
        teams=len({member.team_id for member in present}),
        signing=facts.signing,
        signer=facts.signer,
    )


def _member(office: Office, member: TeamMember, team: DigitalTeam, groups: dict[int, str]) -> MemberRow:
    texts = office.texts
    number, decided_on = member.decision_number or team.decision_number, member.decision_on or team.decision_on
    about = (member.gender, str(member.birth_year) if member.birth_year else None)
    decision = (number, texts.short_day(decided_on) if decided_on else None)
    return MemberRow(
        full_name=member.full_name,
        gender_and_birth=", ".join(filter(None, about)),
        workplace=member.workplace or "",
        role=texts.label("team_role", member.role),
        assignment=member.assignment or "",
        phone=member.phone or "",
        residential_group=groups.get(team.residential_group_id or 0, team.name),
        decision=", ".join(filter(None, decision)),
    )


def person_day_document(
    work: Work, office: Office, period: Period, team: DigitalTeam, *, made_on: date
) -> PersonDaySheet:
    """Who of a team was on duty when; whether it is paid is for the accountant to decide (reporting §5)."""
    span = Span(starts_on=period.starts_on, ends_on=period.ends_on)
    facts = counted_between(work, office, span, team_ids=[team.id])
    own = sorted(
        (fact for fact in facts.activities if fact.team_id == team.id and fact.attendees),
        key=lambda fact: (fact.starts_on, fact.id),
    )
    confirmed = report_facts.confirmed(work, [fact.id for fact in own])
    names = teams.members(work, {member_id for fact in own for member_id in fact.attendees})
    rows = [
        _day(office, fact, names[member_id].full_name, days, confirmed=fact.id in confirmed)
        for fact in own
        for member_id, days in sorted(fact.attendees.items())
        if member_id in names
    ]
    leader = next((one for one in teams.members_of_team(work, team.id, made_on) if one.role is TeamRole.LEADER), None)
    return PersonDaySheet(
        team=team.name,
        team_header=team_header(office, team.name),
        period=period,
        made_on=made_on,
        rows=tuple(rows),
        total=float(sum(row.days for row in rows)),
        leader=leader.full_name if leader else "",
    )


def _day(office: Office, fact: ActivityFact, full_name: str, days: float, *, confirmed: bool) -> PersonDayRow:
    texts = office.texts
    topics = "; ".join(texts.label("topic", topic) for topic in fact.topics)
    kind = texts.label("activity_type", fact.activity_type)
    return PersonDayRow(
        day=texts.short_day(fact.starts_on),
        activity=f"{kind}: {topics}" if topics else kind,
        programme=texts.group("programme").get(fact.programme, fact.programme),
        full_name=full_name,
        days=days,
        confirmed=confirmed,
    )
