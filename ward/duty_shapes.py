"""What `duties.toml` must look like: one plan with its validity, and a row for each duty of it."""

import datetime as dt
from typing import Annotated

from pydantic import Field, model_validator

from domain.duties import DueRule, DutyHolder, PeriodKind, Shift
from ward.shapes import Shape, Words

DutyCode = Annotated[str, Field(pattern=r"^N[0-9]{2}$")]
Month = Annotated[int, Field(ge=1, le=12)]


class RungShape(Shape):
    """One step of a reminder ladder."""

    key: Annotated[str, Field(pattern=r"^[a-z0-9_]{1,40}$")]
    working_days_before: Annotated[int, Field(ge=0, le=60)]
    at: dt.time
    phones: bool = False


class ScheduleShape(Shape):
    """When a duty falls due; `day` is at most the 28th, which every month has, or 31 for the last day of a month."""

    period: PeriodKind
    months: Annotated[list[Month], Field(min_length=1)]
    day: Annotated[int, Field(ge=1, le=31)]
    rule: DueRule
    shift: Shift = Shift.PREVIOUS_WORKING_DAY

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
    source: Words
    schedule: ScheduleShape | None = None
    ladder: list[RungShape] = []

    @model_validator(mode="after")
    def _ladder_leads_to_a_due_day(self) -> "DutyShape":
        if self.ladder and self.schedule is None:
            raise ValueError("ladder needs a schedule")
        keys = [rung.key for rung in self.ladder]
        if len(set(keys)) < len(keys):
            raise ValueError("two rungs of the ladder have the same key")
        steps = [(-rung.working_days_before, rung.at) for rung in self.ladder]
        if steps != sorted(set(steps)):
            raise ValueError("the ladder must stand in order of time, each rung at a time of its own")
        return self


class PlanShape(Shape):
    """The plan that the duties belong to."""

    key: Words
    title: Words
    valid_from: dt.date
    valid_to: dt.date

    @model_validator(mode="after")
    def _lasts(self) -> "PlanShape":
        if not 0 < (self.valid_to - self.valid_from).days <= 3660:
            raise ValueError("valid_to must come after valid_from, by ten years at most")
        return self


class DutiesFile(Shape):
    """`duties.toml`."""

    plan: PlanShape
    duties: Annotated[list[DutyShape], Field(min_length=1)]

    @model_validator(mode="after")
    def _codes_are_unique(self) -> "DutiesFile":
        codes = [duty.code for duty in self.duties]
        if repeated := sorted({code for code in codes if codes.count(code) > 1}):
            raise ValueError(f"code used twice: {', '.join(repeated)}")
        return self
