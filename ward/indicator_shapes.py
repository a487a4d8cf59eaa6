"""What `indicators.toml` must look like: the facts of the documents, titles of groups, and a row for each indicator."""

from typing import Annotated

from pydantic import Field, model_validator

from domain.indicators import (
    ActivityField,
    FigureKind,
    FigureSource,
    IncidentMeasure,
    PeriodConvention,
    RequestMeasure,
    RosterMeasure,
    Scope,
)
from domain.report_data import SigningStyle
from domain.understanding import ActivityType, Topic
from ward.duty_shapes import DutyCode
from ward.shapes import Key, Shape, Words

Code = Annotated[str, Field(pattern=r"^[A-M][0-9]{2}[a-z]?$")]
Letter = Annotated[str, Field(pattern=r"^[A-M]$")]


class ReportShape(Shape):
    """What the documents say besides figures."""

    convention: PeriodConvention
    team_duty: DutyCode
    recipients: Annotated[list[Words], Field(min_length=1)]
    legal_grounds: list[Words]
    signing: SigningStyle
    signer: str = ""


class GroupShape(Shape):
    """The title of one group of indicators."""

    letter: Letter
    title: Words


class OriginShape(Shape):
    """Which facts feed an indicator."""

    activity_types: list[ActivityType] = []
    topics: list[Topic] = []
    field: ActivityField | None = None
    support_requests: RequestMeasure | None = None
    incidents: IncidentMeasure | None = None
    roster: RosterMeasure | None = None

    @model_validator(mode="after")
    def _names_one_kind_of_fact(self) -> "OriginShape":
        ways = [self.field, self.support_requests, self.incidents, self.roster]
        if sum(way is not None for way in ways) != 1:
            raise ValueError("name exactly one of field, support_requests, incidents and roster")
        if self.activity_types and self.field is None:
            raise ValueError("activity_types need a field of activities")
        if self.topics and self.field is None and self.support_requests is None:
            raise ValueError("topics need a field of activities or support_requests")
        return self


class RatioShape(Shape):
    """A share of two other indicators."""

    numerator: Code
    denominator: Code


class TargetShape(Shape):
    """What is to be reached."""

    words: Words
    share: Annotated[float, Field(gt=0, le=1)] | None = None
    number: Annotated[int, Field(gt=0)] | None = None

    @model_validator(mode="after")
    def _is_one_number(self) -> "TargetShape":
        if self.share is not None and self.number is not None:
            raise ValueError("share and number exclude each other")
        return self


class IndicatorShape(Shape):
    """One indicator; `from` tells the facts, `ratio` the two others it is computed of."""

    code: Code
    name: Words
    unit: Words
    source: FigureSource
    kind: FigureKind
    scope: Scope = Scope.TEAM
    on: bool = False
    cumulative: bool = False
    owner: Key | None = None
    origin: Annotated[OriginShape | None, Field(alias="from")] = None
    ratio: RatioShape | None = None
    target: TargetShape | None = None
    within: Code | None = None

    @model_validator(mode="after")
    def _its_parts_fit_its_source(self) -> "IndicatorShape":
        needs = {FigureSource.FOUND: self.origin, FigureSource.COMPUTED: self.ratio, FigureSource.OFFICE: self.owner}
        if self.source in needs and needs[self.source] is None:
            missing = {FigureSource.FOUND: "from", FigureSource.COMPUTED: "ratio", FigureSource.OFFICE: "owner"}
            raise ValueError(f"source {self.source} needs {missing[self.source]}")
        if (self.ratio is not None) != (self.source is FigureSource.COMPUTED):
            raise ValueError("ratio belongs to source computed")
        if self.origin is not None and self.source in (FigureSource.OFFICE, FigureSource.COMPUTED):
            raise ValueError("from belongs to source found, or to team as a proposal")
        if self.cumulative and self.kind is FigureKind.STOCK:
            raise ValueError("a stock is not summed over periods")
        return self


class IndicatorsFile(Shape):
    """`indicators.toml`."""

    report: ReportShape
    groups: Annotated[list[GroupShape], Field(min_length=1)]
    indicators: Annotated[list[IndicatorShape], Field(min_length=1)]

    @model_validator(mode="after")
    def _codes_fit_together(self) -> "IndicatorsFile":
        codes = [row.code for row in self.indicators]
        if repeated := sorted({code for code in codes if codes.count(code) > 1}):
            raise ValueError(f"code used twice: {', '.join(repeated)}")
        if untitled := sorted({code[0] for code in codes} - {group.letter for group in self.groups}):
            raise ValueError(f"no group for {', '.join(untitled)}")
        for row in self.indicators:
            named = [row.ratio.numerator, row.ratio.denominator] if row.ratio else []
            if unknown := sorted({*named, *([row.within] if row.within else [])} - set(codes)):
                raise ValueError(f"{row.code} names {', '.join(unknown)}, which is not there")
        return self
