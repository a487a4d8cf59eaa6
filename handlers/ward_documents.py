"""The ward's report and the ad-hoc one as datasets: sums of the standing reports, or counted anew over any days."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.duties import ObligationStatus
from domain.errors import Incomplete, NotFound
from domain.figures import WARD, Figures, Found, figures_by_team, has_ended_as, of_team
from domain.indicators import FigureSource, IncidentMeasure, Indicator
from domain.report_data import Figure, IncidentRow, Period, TeamColumn, WardReport
from domain.report_facts import CaseFact, Ending, TeamFacts
from domain.report_lines import Line, lines_from, settle
from domain.report_periods import Span, earlier_quarters, quarters_touched, span_of
from domain.reports import REPORTED, RegisterKind
from domain.understanding import Category
from domain.ward_sums import WardLine, WardSources, ward_lines
from handlers.current_reports import team_duty
from handlers.office import Office
from handlers.report_drafting import counted_between, picture
from handlers.team_documents import document_period, entries_of, progress_of, sections_of
from storage import register, reports
from storage.database import Work

LONGEST_DAYS = 400


@dataclass(frozen=True, kw_only=True)
class WardPicture:
    """The ward's report of one period with what stands behind it: each team's state and lines."""

    document: WardReport
    lines: Mapping[str, WardLine]
    teams: tuple[TeamFacts, ...]
    states: Mapping[int, ObligationStatus]


def ward_picture(work: Work, office: Office, period: str, *, today: date) -> WardPicture:
    """The ward's report of a period: of a quarter out of the standing reports, of another one counted anew.

    Raises Incomplete (`no_such_period`).
    """
    if "-Q" not in period:
        span = span_of(period, office.ward.catalogue.facts.convention)
        return _counted(work, office, document_period(office, period, span), AdHoc(span=span), today=today)
    found = picture(work, office, period, today=today)
    duty = team_duty(office).code
    owed = reports.obligations(work, duty, [period])
    states = {team_id: obligation.status for (team_id, _), obligation in owed.items()}
    sent = reports.sent(work, duty, [period])
    lines = {
        team.team.id: lines_from(sent[team.team.id, period].lines)
        for team in found.teams
        if states.get(team.team.id) in REPORTED and (team.team.id, period) in sent
    }
    sources = WardSources(
        lines=lines,
        counted=found.ward,
        given=reports.given(work, period, team_ids=[]).get(None, {}),
        period=period,
        earlier=_earlier(work, office, period, today),
    )
    whole = span_of(period, office.ward.catalogue.facts.convention)
    teams = tuple(team.team for team in found.teams)
    document = _document(
        work,
        office,
        document_period(office, period, whole),
        ward_lines(office.ward.catalogue, sources),
        columns=[_column(office, team, lines.get(team.id), states.get(team.id) in REPORTED) for team in teams],
        incidents=_incident_rows(office, found.facts.incidents, found.span),
        made_on=today,
    )
    return WardPicture(document=document, lines=ward_lines(office.ward.catalogue, sources), teams=teams, states=states)


def _earlier(work: Work, office: Office, period: str, today: date) -> dict[str, Figures]:
    """What the ward itself counted in the earlier quarters of the year, with what offices gave for them."""
    convention = office.ward.catalogue.facts.convention
    found: dict[str, Figures] = {}
    for key in earlier_quarters(period):
        facts = counted_between(work, office, span_of(key, convention), team_ids=[])
        figures = of_team(figures_by_team(office.ward.catalogue, facts, span_of(key, convention)), WARD)
        for code, given in reports.given(work, key, team_ids=[]).get(None, {}).items():
            if given.period == key and given.value is not None:
                figures.setdefault(code, Found()).value = given.value
        found[key] = figures
    return found


@dataclass(frozen=True, kw_only=True)
class AdHoc:
    """Any days, of some teams or of all, with some indicators or with all that are on."""

    span: Span
    team_ids: Collection[int] | None = None
    subject: str = ""
    codes: tuple[str, ...] = ()


def ad_hoc_picture(work: Work, office: Office, wanted: AdHoc, *, today: date) -> WardPicture:
    """A report over any days, counted anew out of the log.

    Raises Incomplete (`report_days_needed`) or NotFound (`no_such_indicator`).
    """
    span = wanted.span
    if not 0 <= (span.ends_on - span.starts_on).days <= LONGEST_DAYS:
        raise Incomplete("report_days_needed")
    for code in wanted.codes:
        if office.ward.catalogue.find(code) is None:
            raise NotFound("no_such_indicator", code=code[:8])
    words = office.texts.fill("report_words", "days", starts_on=span.starts_on, ends_on=span.ends_on)
    key = f"{span.starts_on}..{span.ends_on}"
    period = Period(key=key, words=words, starts_on=span.starts_on, ends_on=span.ends_on)
    return _counted(work, office, period, wanted, today=today, is_ad_hoc=True, subject=wanted.subject)


def _counted(
    work: Work,
    office: Office,
    period: Period,
    wanted: AdHoc,
    *,
    today: date,
    **more: Any,
) -> WardPicture:
    catalogue, team_ids = office.ward.catalogue, wanted.team_ids
    span = Span(starts_on=period.starts_on, ends_on=max(min(period.ends_on, today), period.starts_on))
    facts = counted_between(work, office, span, team_ids=team_ids)
    found = figures_by_team(catalogue, facts, span)
    given = reports.given(work, f"{period.key[:4]}-Q4", team_ids=team_ids)
    indicators = [one for one in catalogue.indicators if one.for_teams]
    lines = {
        team.id: settle(indicators, of_team(found, team.id), given.get(team.id, {}), period=period.key)
        for team in facts.teams
    }
    sources = WardSources(
        lines=lines, counted=of_team(found, WARD), given=given.get(None, {}), period=period.key, earlier={}
    )
    active = {fact.team_id for fact in facts.activities}
    settled = ward_lines(catalogue, sources)
    document = _document(
        work,
        office,
        period,
        settled,
        columns=[_column(office, team, lines[team.id], team.id in active) for team in facts.teams],
        incidents=_incident_rows(office, facts.incidents, span),
        made_on=today,
        codes=wanted.codes,
        **more,
    )
    return WardPicture(document=document, lines=settled, teams=facts.teams, states={})


def _document(
    work: Work,
    office: Office,
    period: Period,
    lines: Mapping[str, WardLine],
    *,
    columns: Sequence[TeamColumn],
    incidents: tuple[IncidentRow, ...],
    made_on: date,
    codes: tuple[str, ...] = (),
    **more: Any,
) -> WardReport:
    catalogue = office.ward.catalogue
    shown = [one for code in codes if (one := catalogue.find(code))] or catalogue.shown(for_teams=False)
    figures = {one.code: _figure(one, lines[one.code], len(columns)) for one in shown}
    days = Span(starts_on=period.starts_on, ends_on=period.ends_on)
    first, last = quarters_touched(period.key, days, catalogue.facts.convention)
    listed = register.for_report(work, last, first=first)
    own = [one.line for one in listed if one.team is None]
    return WardReport(
        period=period,
        made_on=made_on,
        recipients=catalogue.facts.recipients,
        legal_grounds=catalogue.facts.legal_grounds,
        guidance=tuple(one.text for one in own if one.kind is RegisterKind.GUIDANCE),
        sections=sections_of(catalogue, figures, without=""),
        practices=entries_of(office, listed, RegisterKind.PRACTICE, named=True),
        obstacles=entries_of(office, listed, RegisterKind.OBSTACLE, named=True),
        proposals=entries_of(office, listed, RegisterKind.PROPOSAL, named=True),
        next_tasks=tuple(one.text for one in own if one.kind is RegisterKind.NEXT_TASK),
        teams=tuple(columns),
        incidents=incidents,
        reported=sum(column.has_reported for column in columns),
        expected=len(columns),
        signing=catalogue.facts.signing,
        signer=catalogue.facts.signer,
        **more,
    )


def _figure(indicator: Indicator, line: WardLine, expected: int) -> Figure:
    return Figure(
        code=indicator.code,
        name=indicator.name,
        unit=indicator.unit,
        value=line.value,
        cumulative=line.cumulative,
        target=indicator.target.words if indicator.target else "",
        progress=progress_of(indicator, line.value),
        is_share=indicator.is_share,
        reported=line.reported,
        expected=expected if line.reported is not None else None,
        has_cumulative=indicator.is_cumulative,
        of_teams=indicator.for_teams,
    )


def _column(office: Office, team: TeamFacts, lines: Mapping[str, Line] | None, has_reported: bool) -> TeamColumn:
    """A team's column; one that has not reported, or reported on paper, has no values: missing is not 0."""
    codes = [one.code for one in office.ward.catalogue.shown(for_teams=False) if one.for_teams]
    said = {code: line.value for code in codes if lines and (line := lines.get(code)) and line.value is not None}
    return TeamColumn(team=column_name(office, team), has_reported=has_reported, values=said if has_reported else {})


def column_name(office: Office, team: TeamFacts) -> str:
    """A team's name as short as a narrow column needs it."""
    if team.number is not None:
        return office.texts.fill("report_words", "team_column", number=team.number)
    for short in office.texts.label("report_words", "team_short").split(", "):
        if team.name.casefold().startswith(short.casefold()):
            return team.name[len(short) :].strip() or team.name
    return team.name


def _incident_rows(office: Office, cases: Sequence[CaseFact], span: Span) -> tuple[IncidentRow, ...]:
    """The incidents of each category, as they came and as they stand; categories without any are left out."""
    rows = []
    for category in (*Category, None):
        own = [case for case in cases if case.category is category and case.ending is not Ending.VOID]
        counts = {
            str(measure): sum(has_ended_as(case, span, measure) for case in own)
            for measure in IncidentMeasure
            if measure is not IncidentMeasure.HANDLED
        }
        if any(counts.values()):
            words = office.texts.label("category", category or Category.OTHER)
            name = words if category else office.texts.label("report_words", "no_category")
            rows.append(IncidentRow(category=name, **counts))
    return tuple(rows)


def given_by_offices(office: Office) -> list[Indicator]:
    """The indicators of the ward's report that people of the ward supply."""
    shown = office.ward.catalogue.shown(for_teams=False)
    return [one for one in shown if not one.for_teams and one.source is FigureSource.OFFICE]
