"""What `duties.toml` must look like: one plan with its validity, and a row for each duty of it."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Annotated

from pydantic import Field, model_validator

from domain.duties import Anchor, Audience, DueRule, DutyHolder, PeriodKind, Saying, Shift
from ward.shapes import Key, Shape, UnitShape, Words

DutyCode = Annotated[str, Field(pattern=r"^N[0-9]{2}$")]
Month = Annotated[int, Field(ge=1, le=12)]
AUDIENCES = {
    DutyHolder.TEAM: {
        Audience.LEADERS,
        Audience.DEPUTIES,
        Audience.TEAM_GROUPS,
        Audience.WARD_GROUP,
        Audience.OFFICE,
    },
    DutyHolder.UNIT: {Audience.CONTACTS, Audience.WARD_GROUP, Audience.OFFICE},
    DutyHolder.WARD: {Audience.SPECIALIST, Audience.HEAD, Audience.WARD_LEADER, Audience.OFFICE},
}


class RungShape(Shape):
    """One step of a reminder ladder."""

    key: Annotated[str, Field(pattern=r"^[a-z0-9_]{1,40}$")]
    anchor: Anchor = Anchor.DUE
    working_days_before: Annotated[int, Field(ge=-20, le=60)] = 0
    days_before: Annotated[int, Field(ge=0, le=60)] = 0
    at: dt.time
    says: Saying = Saying.REMIND
    to: Annotated[list[Audience], Field(min_length=1)]
    phones: bool = False

    @model_validator(mode="after")
    def _counts_from_its_anchor(self) -> "RungShape":
        if self.anchor is Anchor.CUT_OFF and self.working_days_before:
            raise ValueError("a rung of the cut-off counts days_before, not working_days_before")
        if self.anchor is Anchor.DUE and self.days_before:
            raise ValueError("days_before needs anchor = cut_off; before the due day write working_days_before")
        is_late = self.anchor is Anchor.DUE and self.working_days_before < 0
        if is_late != (self.to == [Audience.OFFICE]):
            raise ValueError("after the due day the office alone is told, and before it never")
        return self

    @property
    def place(self) -> tuple[bool, int, dt.time]:
        """Where it stands in the order of time, as far as the file can tell."""
        return self.anchor is Anchor.DUE, -(self.working_days_before + self.days_before), self.at


class ScheduleShape(Shape):
    """When a duty falls due; `day` is at most the 28th, which every month has, or 31 for the last day of a month."""

    period: PeriodKind
    months: Annotated[list[Month], Field(min_length=1)]
    day: Annotated[int, Field(ge=1, le=31)]
    rule: DueRule
    shift: Shift = Shift.PREVIOUS_WORKING_DAY
    cut_off_day: Annotated[int, Field(ge=1, le=28)] | None = None

    @model_validator(mode="after")
    def _every_month_has_that_day(self) -> "ScheduleShape":
        for month in self.months:
            try:
                dt.date(2026, month, self.day)
            except ValueError as error:
                raise ValueError(f"month {month} has no day {self.day}") from error
        if len(set(self.months)) < len(self.months):
            raise ValueError("a month stands there twice")
        return self


class DutyShape(Shape):
    """One duty; without `schedule` it has no due day (product C6: `due = none`)."""

    code: DutyCode
    name: Words
    holder: DutyHolder
    owners: list[Key] = []
    source: Words
    schedule: ScheduleShape | None = None
    ladder: list[RungShape] = []
    ladder_of: DutyCode | None = None

    @model_validator(mode="after")
    def _is_owed_by_somebody(self) -> "DutyShape":
        if self.owners and self.holder is not DutyHolder.UNIT:
            raise ValueError("owners are the units of a duty with holder = unit")
        if self.holder is DutyHolder.UNIT and self.schedule and not self.owners:
            raise ValueError("owners must name the units that owe it")
        if len(set(self.owners)) < len(self.owners):
            raise ValueError("a unit stands in owners twice")
        return self

    @model_validator(mode="after")
    def _ladder_leads_to_a_due_day(self) -> "DutyShape":
        if (self.ladder or self.ladder_of) and self.schedule is None:
            raise ValueError("ladder needs a schedule")
        if self.ladder and self.ladder_of:
            raise ValueError("write a ladder or ladder_of, not both")
        if _repeated(rung.key for rung in self.ladder):
            raise ValueError("two rungs of the ladder have the same key")
        steps = [rung.place for rung in self.ladder]
        if steps != sorted(set(steps)):
            raise ValueError("the ladder must stand in order of time, each rung at a time of its own")
        return self

    def check_ladder(self, ladder: "list[RungShape]") -> None:
        """Whether this ladder, its own or another's, can be this duty's. Raises ValueError."""
        strangers = {audience for rung in ladder for audience in rung.to} - AUDIENCES[self.holder]
        if strangers:
            raise ValueError(f"{self.code}: a ladder of holder = {self.holder} cannot speak to {sorted(strangers)[0]}")
        has_cut_off = self.schedule is not None and self.schedule.cut_off_day is not None
        if not has_cut_off and any(rung.anchor is Anchor.CUT_OFF for rung in ladder):
            raise ValueError(f"{self.code}: a rung counts from the cut-off, but the schedule has no cut_off_day")


class PlanShape(Shape):
    """The plan that the duties belong to."""

    key: Words
    title: Words
    valid_from: dt.date
    valid_to: dt.date
    office: Key

    @model_validator(mode="after")
    def _lasts(self) -> "PlanShape":
        if not 0 < (self.valid_to - self.valid_from).days <= 3660:
            raise ValueError("valid_to must come after valid_from, by ten years at most")
        return self


class DutiesFile(Shape):
    """`duties.toml`."""

    plan: PlanShape
    organisations: list[UnitShape] = []
    duties: Annotated[list[DutyShape], Field(min_length=1)]

    @model_validator(mode="after")
    def _codes_are_unique(self) -> "DutiesFile":
        if repeated := _repeated(duty.code for duty in self.duties):
            raise ValueError(f"code used twice: {', '.join(repeated)}")
        if repeated := _repeated(unit.key for unit in self.organisations):
            raise ValueError(f"organisation used twice: {', '.join(repeated)}")
        return self

    @model_validator(mode="after")
    def _ladders_fit(self) -> "DutiesFile":
        for duty in self.duties:
            duty.check_ladder(self.ladder_of(duty))
        return self

    def ladder_of(self, duty: DutyShape) -> list[RungShape]:
        """The ladder of a duty, its own or the one it names. Raises ValueError where there is none of that name."""
        if duty.ladder_of is None:
            return duty.ladder
        named = next((other for other in self.duties if other.code == duty.ladder_of), None)
        if named is None or not named.ladder:
            raise ValueError(f"{duty.code}: ladder_of names {duty.ladder_of}, which has no ladder of its own")
        return named.ladder


def _repeated(keys: Iterable[str]) -> list[str]:
    return sorted(key for key, count in Counter(keys).items() if count > 1)
