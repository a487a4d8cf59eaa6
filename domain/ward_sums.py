"""How the ward's figures come of the teams': sums of what was reported, shares recomputed, who stands behind each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from domain.figures import Figures, added, adds_up
from domain.indicators import Catalogue, FigureKind, Indicator, Scope
from domain.report_data import Number
from domain.report_lines import Given, Line


@dataclass(frozen=True, kw_only=True)
class WardLine:
    """One figure of the ward; `reported` teams said it, None where it is not a sum of teams."""

    code: str
    value: Number | None = None
    cumulative: Number | None = None
    reported: int | None = None


@dataclass(frozen=True, kw_only=True)
class WardSources:
    """Where the ward's figures come from: the standing reports' lines by team, its own counts, and what was given.

    `earlier` are the ward's own counts in the earlier periods of the year, by period.
    """

    lines: Mapping[int, Mapping[str, Line]]
    counted: Figures
    given: Mapping[str, Given]
    period: str
    earlier: Mapping[str, Figures]


def ward_lines(catalogue: Catalogue, sources: WardSources) -> dict[str, WardLine]:
    """Every figure of the ward by its code."""
    lines: dict[str, WardLine] = {}
    shares: list[Indicator] = []
    for indicator in catalogue.indicators:
        if indicator.ratio is not None:
            shares.append(indicator)
        elif indicator.scope is Scope.TEAM:
            lines[indicator.code] = _sum(indicator, sources.lines.values())
        else:
            lines[indicator.code] = _own(indicator, sources)
    for indicator in shares:
        lines[indicator.code] = _share(indicator, lines, sources)
    return lines


def _sum(indicator: Indicator, lines: Iterable[Mapping[str, Line]]) -> WardLine:
    """The sum of the teams that said it; nobody is taken for nought."""
    own = [line for team in lines if (line := team.get(indicator.code)) is not None]
    said = [line for line in own if line.value is not None]
    return WardLine(
        code=indicator.code,
        value=added(*(line.value for line in said)),
        cumulative=added(*(line.cumulative for line in own)) if adds_up(indicator) else None,
        reported=len(said),
    )


def _own(indicator: Indicator, sources: WardSources) -> WardLine:
    found, said = sources.counted.get(indicator.code), sources.given.get(indicator.code)
    value = found.value if found else None
    stands = said is not None and (said.period == sources.period or indicator.kind is FigureKind.STOCK)
    if said is not None and stands and said.value is not None:
        value = said.value
    earlier = [figures[indicator.code].value for figures in sources.earlier.values() if indicator.code in figures]
    cumulative = added(value, *earlier) if adds_up(indicator) else None
    return WardLine(code=indicator.code, value=value, cumulative=cumulative)


def _share(indicator: Indicator, lines: Mapping[str, WardLine], sources: WardSources) -> WardLine:
    """Recomputed, never averaged; of teams' figures out of those teams that said both parts (reporting §1.2)."""
    ratio = indicator.ratio
    if ratio is None:
        return WardLine(code=indicator.code)
    if indicator.scope is not Scope.TEAM:
        numerator, denominator = lines[ratio.numerator].value, lines[ratio.denominator].value
        value = None if numerator is None or not denominator else numerator / denominator
        return WardLine(code=indicator.code, value=value)
    pairs = _pairs(ratio.numerator, ratio.denominator, sources.lines.values())
    below = sum(pair[1] for pair in pairs)
    value = sum(pair[0] for pair in pairs) / below if below else None
    return WardLine(code=indicator.code, value=value, reported=len(pairs))


def _pairs(numerator: str, denominator: str, lines: Iterable[Mapping[str, Line]]) -> Sequence[tuple[Number, Number]]:
    found = []
    for team in lines:
        above, below = team.get(numerator), team.get(denominator)
        if above is not None and below is not None and above.value is not None and below.value:
            found.append((above.value, below.value))
    return found
