"""A report in short for a chat: its figures, what only people know, what is doubtful, in the words of our texts."""

from collections.abc import Iterable, Sequence
from typing import Any

from domain.indicators import FigureSource, Indicator
from domain.report_data import Number
from domain.report_doubts import Doubt, DoubtKind
from domain.report_lines import Line
from domain.reports import RegisterKind
from handlers.current_reports import OpenReport
from handlers.office import Office
from handlers.reminders import period_words
from handlers.report_drafting import TeamPicture
from handlers.report_steps import seen_state
from reports.figures import number_words
from storage import register
from storage.database import Work

MISSING = "—"
MOST_FIGURES, MOST_DOUBTS = 14, 6
_PRESSING = (
    DoubtKind.NOTHING_TOLD,
    DoubtKind.TOO_LARGE,
    DoubtKind.FAR_OFF,
    DoubtKind.TOLD_TWICE,
    DoubtKind.LOOKS_TWICE,
    DoubtKind.CO_ORGANISED,
    DoubtKind.FUTURE,
    DoubtKind.DIFFERS,
    DoubtKind.ZERO,
    DoubtKind.UNNUMBERED,
    DoubtKind.PERSONS,
    DoubtKind.CARRIED,
    DoubtKind.SUPPLEMENT,
    DoubtKind.UNPROVED,
)


def draft_values(work: Work, office: Office, report: OpenReport, found: TeamPicture) -> dict[str, Any]:
    """What the texts tell of a report in hand."""
    shown = office.ward.catalogue.shown(for_teams=True)
    said = [one for one in shown if found.lines[one.code].value is not None]
    entries = register.for_report(work, report.period, team_ids=[report.team.id])
    return {
        "report_id": report.draft.id,
        "seen": seen_state(work, report, found),
        "team": report.team.name,
        "period": period_words(office, report.period),
        "due_on": report.obligation.due_on,
        "status": report.obligation.status,
        "activities": len(found.activities),
        "figures": [_figure(one, found.lines[one.code]) for one in said][:MOST_FIGURES],
        "more_figures": max(len(said) - MOST_FIGURES, 0),
        "missing": [_figure(one, found.lines[one.code]) for one in asked_for(shown, found)],
        "doubts": [doubt_words(office, doubt) for doubt in pressing(found.doubts)][:MOST_DOUBTS],
        "more_doubts": max(len(pressing(found.doubts)) - MOST_DOUBTS, 0),
        "entries": {kind: sum(one.line.kind is kind for one in entries) for kind in RegisterKind},
    }


def asked_for(shown: Iterable[Indicator], found: TeamPicture) -> list[Indicator]:
    """The indicators that only the team can say, and has not."""
    return [one for one in shown if one.source is FigureSource.TEAM and found.lines[one.code].value is None]


def pressing(doubts: Sequence[Doubt]) -> list[Doubt]:
    """The doubts that a list names one by one, the gravest first; what is missing is told apart."""
    order = {kind: place for place, kind in enumerate(_PRESSING)}
    return sorted((one for one in doubts if one.kind in order), key=lambda one: order[one.kind])


def doubt_words(office: Office, doubt: Doubt) -> str:
    """One doubt as a sentence."""
    indicator = office.ward.catalogue.by_code.get(doubt.code or "")
    return office.texts.fill(
        "report_doubt",
        doubt.kind,
        code=doubt.code,
        name=indicator.name if indicator else "",
        number=number_words(doubt.number, missing=MISSING),
        other=number_words(doubt.other, missing=MISSING),
        other_code=doubt.other_code,
        ids=", ".join(f"HD-{one}" for one in doubt.ids[:5]),
    )


def _figure(indicator: Indicator, line: Line) -> dict[str, str]:
    return {
        "code": indicator.code,
        "name": indicator.name,
        "unit": "" if indicator.is_share else indicator.unit,
        "value": value_words(indicator, line.value),
    }


def value_words(indicator: Indicator, value: Number | None) -> str:
    """A value as people here write it; the sign for what was not said."""
    return number_words(value, missing=MISSING, is_share=indicator.is_share)
