"""A team's report as a document's dataset: its lines as figures in sections, its activities, its words."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from domain.indicators import Catalogue, Indicator
from domain.report_data import (
    ActivityRow,
    Figure,
    Number,
    Period,
    ProgrammeResult,
    RegisterEntry,
    Section,
    TeamReport,
)
from domain.report_facts import ActivityFact
from domain.report_lines import Line
from domain.report_periods import Span
from domain.reports import TO_BE_DEALT_WITH, RegisterKind
from domain.teams import TeamRole
from handlers.office import Office
from handlers.reminders import period_words
from handlers.report_drafting import TeamPicture
from storage import register, teams
from storage.database import Work
from storage.register import Listed

ORGANISATION = "A"


def document_period(office: Office, key: str, span: Span) -> Period:
    """The period as documents name it."""
    return Period(key=key, words=period_words(office, key), starts_on=span.starts_on, ends_on=span.ends_on)


def team_document(
    work: Work, office: Office, found: TeamPicture, period: Period, *, made_on: date, compiler: str = ""
) -> TeamReport:
    """Everything a team's report says, complete and frozen."""
    catalogue = office.ward.catalogue
    figures = {one.code: figure_of(office, one, found.lines[one.code]) for one in catalogue.shown(for_teams=True)}
    listed = register.for_report(work, period.key, team_ids=[found.team.id])
    names = {team.id: team.name for team in teams.teams(work)}
    leader = next(
        (one for one in teams.members_of_team(work, found.team.id, made_on) if one.role is TeamRole.LEADER), None
    )
    return TeamReport(
        team=found.team.name,
        team_header=team_header(office, found.team.name),
        period=period,
        made_on=made_on,
        organisation=tuple(figure for code, figure in figures.items() if code[0] == ORGANISATION),
        sections=sections_of(catalogue, figures),
        programmes=_programmes(office, found.activities),
        obstacles=entries_of(office, listed, RegisterKind.OBSTACLE),
        practices=entries_of(office, listed, RegisterKind.PRACTICE),
        proposals=entries_of(office, listed, RegisterKind.PROPOSAL),
        next_tasks=tuple(one.line.text for one in listed if one.line.kind is RegisterKind.NEXT_TASK),
        activities=tuple(
            _activity(office, fact, names)
            for fact in sorted([*found.activities, *found.taken_part], key=lambda one: (one.starts_on, one.id))
        ),
        leader=leader.full_name if leader else "",
        compiler=compiler,
    )


def team_header(office: Office, name: str) -> tuple[str, ...]:
    """The team's name over two lines, as a document's head has it (reporting §2.3)."""
    kind = office.texts.label("report_words", "team_kind")
    for short in office.texts.label("report_words", "team_short").split(", "):
        if name.casefold().startswith(short.casefold()):
            return (kind, name[len(short) :].strip() or name)
    return (kind, name)


def sections_of(catalogue: Catalogue, figures: Mapping[str, Figure]) -> tuple[Section, ...]:
    """The figures under the titles of their groups, without that of the organisation."""
    return tuple(
        Section(title=title, figures=tuple(figure for code, figure in figures.items() if code[0] == letter))
        for letter, title in catalogue.groups.items()
        if letter != ORGANISATION and any(code[0] == letter for code in figures)
    )


def figure_of(office: Office, indicator: Indicator, line: Line) -> Figure:
    """One line as a document prints it."""
    return Figure(
        code=indicator.code,
        name=indicator.name,
        unit=indicator.unit,
        value=line.value,
        cumulative=line.cumulative,
        target=indicator.target.words if indicator.target else "",
        progress=progress_of(indicator, line.value),
        note=_note(office, line),
        is_share=indicator.is_share,
        has_cumulative=indicator.is_cumulative,
    )


def progress_of(indicator: Indicator, value: Number | None) -> float | None:
    """The share of the target reached so far; None where there is no target in numbers, or no value."""
    target = indicator.target
    aim = (target.share or target.number) if target else None
    return None if aim is None or value is None else value / aim


def _note(office: Office, line: Line) -> str:
    values = {"persons": line.persons, "supplement": line.supplement, "carried": line.from_period}
    return "\n".join(
        office.texts.fill(
            "report_note", key, value=period_words(office, line.from_period or "") if key == "carried" else value
        )
        for key, value in values.items()
        if value
    )


def entries_of(
    office: Office, listed: Iterable[Listed], kind: RegisterKind, *, named: bool = False
) -> tuple[RegisterEntry, ...]:
    """The entries of one kind as documents tell them; `named` adds the team that raised each."""
    units = {unit.key: unit.name for unit in office.ward.units}
    texts, is_dealt_with = office.texts, kind in TO_BE_DEALT_WITH
    return tuple(
        RegisterEntry(
            words=one.line.text.rstrip(". "),
            owner=units.get(one.line.owner or "", "") if is_dealt_with else "",
            level=texts.label("register_level", one.line.level) if is_dealt_with else "",
            state=(one.line.answer or texts.label("register_state", one.line.state)) if is_dealt_with else "",
            team=one.team.name if named and one.team else "",
        )
        for one in listed
        if one.line.kind is kind
    )


def _programmes(office: Office, activities: Sequence[ActivityFact]) -> tuple[ProgrammeResult, ...]:
    labels = office.texts.group("programme")
    counts = Counter(fact.programme for fact in activities)
    return tuple(
        ProgrammeResult(
            name=labels.get(programme, programme),
            activities=count,
            result=_result(office, [fact for fact in activities if fact.programme == programme]),
        )
        for programme, count in sorted(counts.items())
    )


def _result(office: Office, activities: Sequence[ActivityFact]) -> str:
    """Turns, persons and households beside each other, each only where somebody said it."""
    said: dict[str, list[int]] = {"turns": [], "persons": [], "households": []}
    for fact in activities:
        if fact.people is not None:
            said["persons" if fact.of_persons else "turns"].append(fact.people)
        if fact.households is not None:
            said["households"].append(fact.households)
    return "; ".join(f"{sum(found)} {office.texts.label('count_unit', unit)}" for unit, found in said.items() if found)


def _activity(office: Office, fact: ActivityFact, names: Mapping[int, str]) -> ActivityRow:
    texts = office.texts
    led_by = names.get(fact.team_id, "")
    beside = ", ".join(names[team_id] for team_id in sorted(fact.others) if team_id in names)
    return ActivityRow(
        day=texts.short_day(fact.starts_on),
        place=fact.place or "",
        content="; ".join(texts.label("topic", topic) for topic in fact.topics),
        form=texts.label("activity_type", fact.activity_type),
        organisers=f"{led_by}/{beside}" if beside else led_by,
        members=fact.members,
        turns=_result(office, [fact]),
        evidence=fact.evidence,
    )
