"""How one report's lines are settled: counted or given by somebody, the year so far, and what came late afterwards."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from domain.figures import Figures, Found, added, adds_up, share_of
from domain.indicators import FigureKind, Indicator
from domain.report_data import Number
from domain.report_facts import FactKind

MOST_OF_A_FIGURE = 10_000_000


class LineOrigin(StrEnum):
    """Where the value of a line comes from."""

    FOUND = "found"
    ENTERED = "entered"
    CARRIED = "carried"
    COMPUTED = "computed"
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class Given:
    """What somebody gave for an indicator, and in which period; None takes back what was given before."""

    value: Number | None
    period: str


@dataclass(frozen=True, kw_only=True)
class Line:
    """One indicator of one report with everything that stands behind its value.

    `supplement` is what came to earlier periods of the year after they had been reported; it is in `cumulative`, never
    in `value`. `persons` were told as persons and are not among the turns.
    """

    code: str
    value: Number | None = None
    origin: LineOrigin = LineOrigin.NONE
    found: Number | None = None
    cumulative: Number | None = None
    supplement: Number | None = None
    previous: Number | None = None
    kind: FactKind = FactKind.ACTIVITY
    sources: tuple[int, ...] = ()
    unnumbered: tuple[int, ...] = ()
    persons: int = 0
    from_period: str | None = None


@dataclass(frozen=True, kw_only=True)
class PastPeriod:
    """An earlier period: its lines as they were reported, None if they were not, and as they would be counted now."""

    key: str
    reported: Mapping[str, Line] | None
    now: Figures


def settle(
    indicators: Iterable[Indicator],
    found: Figures,
    given: Mapping[str, Given],
    *,
    period: str,
    year: Sequence[PastPeriod] = (),
    before: PastPeriod | None = None,
) -> dict[str, Line]:
    """Every line of a report by its code; `year` are the earlier periods of the year, `before` is the last period."""
    lines: dict[str, Line] = {}
    shares = []
    for indicator in indicators:
        if indicator.ratio is not None:
            shares.append(indicator)
        else:
            lines[indicator.code] = _line(indicator, found.get(indicator.code), given, period, year, before)
    values = {code: line.value for code, line in lines.items()}
    for indicator in shares:
        value = share_of(indicator, values)
        origin = LineOrigin.NONE if value is None else LineOrigin.COMPUTED
        lines[indicator.code] = Line(code=indicator.code, value=value, origin=origin)
    return lines


def _line(
    indicator: Indicator,
    found: Found | None,
    given: Mapping[str, Given],
    period: str,
    year: Sequence[PastPeriod],
    before: PastPeriod | None,
) -> Line:
    code = indicator.code
    counted = found.value if found else None
    said = given.get(code)
    value, origin = counted, LineOrigin.NONE if counted is None else LineOrigin.FOUND
    if said is not None and said.value is not None and (said.period == period or _carries(indicator)):
        value, origin = said.value, LineOrigin.ENTERED if said.period == period else LineOrigin.CARRIED
    supplement = supplement_of(code, year) if indicator.kind is FigureKind.FLOW else None
    return Line(
        code=code,
        value=value,
        origin=origin,
        found=counted,
        cumulative=added(value, supplement, *(_then(code, one) for one in year)) if adds_up(indicator) else None,
        supplement=supplement,
        previous=_then(code, before) if before else None,
        kind=found.kind if found else FactKind.ACTIVITY,
        sources=tuple(found.sources) if found else (),
        unnumbered=tuple(found.unnumbered) if found else (),
        persons=found.persons if found else 0,
        from_period=said.period if said and origin is LineOrigin.CARRIED else None,
    )


def _carries(indicator: Indicator) -> bool:
    """Whether the last value stands until another is given: only what is nobody's sum, and is not counted by us."""
    return indicator.kind is FigureKind.STOCK and indicator.origin is None


def _then(code: str, past: PastPeriod) -> Number | None:
    """What an earlier period holds: as it was reported, with what it was supplemented by; else as counted now."""
    if past.reported is None:
        found = past.now.get(code)
        return found.value if found else None
    line = past.reported.get(code)
    return added(line.value, line.supplement) if line else None


def supplement_of(code: str, year: Sequence[PastPeriod]) -> Number | None:
    """What changed in reported periods since, less what earlier reports supplemented already; None when nothing did."""
    total: Number = 0
    for past in year:
        if past.reported is None:
            continue
        line, now = past.reported.get(code), past.now.get(code)
        then = (line.found if line else None) or 0
        total += ((now.value if now else None) or 0) - then - ((line.supplement if line else None) or 0)
    return total or None


def plain_lines(lines: Mapping[str, Line]) -> dict[str, Any]:
    """The lines as plain JSON, for keeping."""
    return {code: asdict(line) for code, line in lines.items()}


def lines_from(plain: Mapping[str, Any]) -> dict[str, Line]:
    """The lines that `plain_lines` put away."""
    return {code: _line_from(values) for code, values in plain.items()}


def _line_from(values: Mapping[str, Any]) -> Line:
    return Line(
        **{
            **values,
            "origin": LineOrigin(values["origin"]),
            "kind": FactKind(values["kind"]),
            "sources": tuple(values["sources"]),
            "unnumbered": tuple(values["unnumbered"]),
        }
    )
