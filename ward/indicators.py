"""How `indicators.toml` becomes the catalogue of indicators; every mistake is told with file and place."""

from collections.abc import Collection
from pathlib import Path

from domain.errors import BadData
from domain.indicators import Catalogue, Indicator, Origin, Ratio, ReportFacts, Target
from ward.files import read_toml
from ward.indicator_shapes import IndicatorsFile, IndicatorShape, OriginShape


def load_indicators(path: Path, *, units: Collection[str], duties: Collection[str]) -> Catalogue:
    """Read the catalogue; `units` and `duties` are the keys that it may name. Raises BadData."""
    file = read_toml(path, IndicatorsFile)
    for at, row in enumerate(file.indicators, start=1):
        if row.owner is not None and row.owner not in units:
            raise BadData(f"{path}: indicators[{at}].owner: no unit {row.owner}. Add it to ward.toml or correct it.")
    if file.report.team_duty not in duties:
        raise BadData(f"{path}: report.team_duty: no duty {file.report.team_duty}. Add it to duties.toml.")
    report = file.report
    return Catalogue(
        indicators=tuple(_indicator(row) for row in file.indicators),
        groups={group.letter: group.title for group in file.groups},
        facts=ReportFacts(
            convention=report.convention,
            team_duty=report.team_duty,
            recipients=tuple(report.recipients),
            legal_grounds=tuple(report.legal_grounds),
            signing=report.signing,
            signer=report.signer,
        ),
    )


def _indicator(row: IndicatorShape) -> Indicator:
    ratio, target = row.ratio, row.target
    return Indicator(
        code=row.code,
        name=row.name,
        unit=row.unit,
        source=row.source,
        kind=row.kind,
        scope=row.scope,
        is_on=row.on,
        is_cumulative=row.cumulative,
        owner=row.owner,
        origin=_origin(row.origin) if row.origin else None,
        ratio=Ratio(numerator=ratio.numerator, denominator=ratio.denominator) if ratio else None,
        target=Target(words=target.words, share=target.share, number=target.number) if target else None,
        within=row.within,
    )


def _origin(row: OriginShape) -> Origin:
    return Origin(
        activity_types=frozenset(row.activity_types),
        topics=frozenset(row.topics),
        field=row.field,
        requests=row.support_requests,
        incidents=row.incidents,
        roster=row.roster,
    )
