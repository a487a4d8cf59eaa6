"""The statistics of the read API: the ward's figures of a period as its report has them, and what they group into."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from dashboard import api_parameters as parameters
from dashboard.api_parameters import BadParameter, Parameter
from dashboard.context import context
from domain.errors import Refused
from domain.report_data import Figure, WardReport, dataset_hash
from domain.report_facts import CaseFact, Ending, Facts
from domain.report_periods import Span
from handlers.current_reports import period_now
from handlers.report_drafting import counted_between
from handlers.ward_documents import AdHoc, WardPicture, ad_hoc_picture, ward_picture
from storage.database import Work

ABOUT = "Totals of a period as the ward's report has them, with groupings; null is not said, which is never 0"
FILTERS: Mapping[str, Parameter] = {
    "period": Parameter(
        about="2026-Q4, 2026-11, 2026-H2 or 2026; if not given, the quarter now", read=parameters.words
    ),
    "from": Parameter(about="an ISO 8601 date, together with to: these days instead of a period", read=parameters.day),
    "to": Parameter(about="an ISO 8601 date, together with from", read=parameters.day),
}


def stats(asked: Mapping[str, Any]) -> dict[str, Any]:
    """The whole answer. Raises BadParameter."""
    today = context().today
    with context().database.read() as work:
        try:
            found = _picture(work, asked, today)
        except Refused as refused:
            raise BadParameter(f"{refused.code}: {FILTERS['period'].about}, or from and to.") from refused
        period = found.document.period
        span = Span(starts_on=period.starts_on, ends_on=max(min(period.ends_on, today), period.starts_on))
        facts = counted_between(work, context().office, span, team_ids=None)
    return _head(found.document) | {"items": _items(found.document), "next": None} | _groupings(facts, found, span)


def _picture(work: Work, asked: Mapping[str, Any], today: date) -> WardPicture:
    office = context().office
    if ("from" in asked) != ("to" in asked):
        raise BadParameter("from and to: give both or none.")
    if "from" in asked:
        days = Span(starts_on=asked["from"], ends_on=asked["to"])
        return ad_hoc_picture(work, office, AdHoc(span=days), today=today)
    return ward_picture(work, office, asked.get("period") or period_now(office, today) or "", today=today)


def _head(document: WardReport) -> dict[str, Any]:
    return {
        "period": document.period.key,
        "from": document.period.starts_on.isoformat(),
        "to": document.period.ends_on.isoformat(),
        "reported": document.reported,
        "expected": document.expected,
        "sha256": dataset_hash(document),
    }


def _items(document: WardReport) -> list[dict[str, Any]]:
    names = ("code", "name", "unit", "value", "cumulative", "target", "progress", "reported", "expected")
    figures: Iterable[Figure] = (figure for section in document.sections for figure in section.figures)
    return [{name: getattr(figure, name) for name in names} for figure in figures]


def _groupings(facts: Facts, found: WardPicture, span: Span) -> dict[str, Any]:
    states = {team.id: found.states.get(team.id) for team in found.teams}
    led = Counter(fact.team_id for fact in facts.activities)
    return {
        "teams": [
            {
                "team_number": team.number,
                "team_name": team.name,
                "status": states[team.id],
                "reported": column.has_reported,
                "activities": led[team.id],
                "values": dict(column.values),
            }
            for team, column in zip(found.teams, found.document.teams, strict=True)
        ],
        "activities": {
            "total": len(facts.activities),
            "without_evidence": sum(not fact.evidence for fact in facts.activities),
            "by_type": dict(Counter(str(fact.activity_type) for fact in facts.activities)),
            "by_topic": dict(Counter(topic for fact in facts.activities for topic in fact.topics)),
        },
        "incidents": _cases(facts.incidents, span)
        | {"by_category": dict(Counter(str(case.category) for case in _received(facts.incidents, span)))},
        "support_requests": _cases(facts.requests, span),
    }


def _received(cases: Sequence[CaseFact], span: Span) -> list[CaseFact]:
    return [case for case in cases if case.ending is not Ending.VOID and span.holds(case.opened_on)]


def _cases(cases: Sequence[CaseFact], span: Span) -> dict[str, Any]:
    ended = [case for case in cases if case.ended_on is not None and span.holds(case.ended_on)]
    return {
        "received": len(_received(cases, span)),
        "done": sum(case.ending is Ending.DONE for case in ended),
        "forwarded": sum(case.ending is Ending.PASSED_ON for case in ended),
    }
