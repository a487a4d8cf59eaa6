"""What the ward's data files must look like: one pydantic shape for each file, unknown keys refused."""

import datetime as dt
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from domain.understanding import Category, Topic
from domain.ward import Proof


def _check_timezone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError("is not a known time zone, for example Asia/Ho_Chi_Minh") from error
    return name


Words = Annotated[str, Field(min_length=1)]
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
PhoneNumber = Annotated[str, Field(pattern=r"^\+?[0-9][0-9 .]*$")]
Timezone = Annotated[str, AfterValidator(_check_timezone)]


class Shape(BaseModel):
    """A table whose keys are all known; nothing more may stand in it."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class SessionShape(Shape):
    """One session of the office hours."""

    opens: dt.time
    closes: dt.time

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> "SessionShape":
        if self.opens >= self.closes:
            raise ValueError("opens must come before closes")
        return self


class SpeakingHoursShape(Shape):
    """One stretch of a working day in which reminders may leave."""

    begins: dt.time
    ends: dt.time

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> "SpeakingHoursShape":
        if self.begins >= self.ends:
            raise ValueError("begins must come before ends")
        return self


class UnitShape(Shape):
    """A unit of the ward, or an agency outside it."""

    key: Key
    name: Words
    also: list[Words] = []


class WardFile(Shape):
    """`ward.toml`."""

    name: Words
    city: Words
    timezone: Timezone
    office_address: Words
    reception_place: Words
    phone: Annotated[str, Field(pattern=r"^(\+?[0-9][0-9 .]*)?$")]
    account_names: list[Words] = []
    emergency_hotlines: Annotated[list[Key], Field(min_length=1)]
    office_hours: Annotated[list[SessionShape], Field(min_length=1)]
    speaking_hours: Annotated[list[SpeakingHoursShape], Field(min_length=1)]
    units: Annotated[list[UnitShape], Field(min_length=1)]
    agencies: list[UnitShape] = []
    recurrence_days: Annotated[int, Field(ge=1, le=730)]
    account_link: Annotated[str, Field(pattern=r"^https://[^\s{}]+(\{account\}[^\s{}]*)?$")]

    @model_validator(mode="after")
    def _sessions_follow_each_other(self) -> "WardFile":
        for earlier, later in zip(self.office_hours, self.office_hours[1:], strict=False):
            if earlier.closes > later.opens:
                raise ValueError("office_hours must stand in order and not overlap")
        return self


class CategoryShape(Shape):
    """The rule of one category."""

    working_days: Annotated[int, Field(ge=1, le=60)]
    proof: Proof
    hotlines: Annotated[list[Key], Field(min_length=1)]


class CategoriesFile(Shape):
    """`categories.toml`."""

    urgent_working_days: Annotated[int, Field(ge=1, le=60)]
    categories: dict[Category, CategoryShape]

    @model_validator(mode="after")
    def _every_category_has_a_rule(self) -> "CategoriesFile":
        missing = sorted(set(Category) - set(self.categories))
        if missing:
            raise ValueError(f"no table for {', '.join(missing)}")
        return self


class HotlineShape(Shape):
    """One number to call."""

    key: Key
    label: Words
    number: PhoneNumber
    when: Words
    confirmed: bool


class HotlinesFile(Shape):
    """`hotlines.toml`."""

    hotlines: Annotated[list[HotlineShape], Field(min_length=1)]

    @model_validator(mode="after")
    def _keys_are_unique(self) -> "HotlinesFile":
        keys = [hotline.key for hotline in self.hotlines]
        repeated = sorted({key for key in keys if keys.count(key) > 1})
        if repeated:
            raise ValueError(f"key used twice: {', '.join(repeated)}")
        return self


class AssetPriceShape(Shape):
    """What one size of group costs from a day on."""

    type: Annotated[str, Field(pattern=r"^gmf[0-9]+$")]
    most_members: Annotated[int, Field(ge=2, le=10_000)]
    monthly_price: Annotated[int, Field(ge=0)] | None = None
    valid_from: dt.date
    confirmed: bool


class SendingPriceShape(Shape):
    """What a message into a group costs from a day on."""

    valid_from: dt.date
    price: Annotated[int, Field(ge=0)] | None = None


class GroupPricesFile(Shape):
    """`group_prices.toml`."""

    assets: Annotated[list[AssetPriceShape], Field(min_length=1)]
    sending: Annotated[list[SendingPriceShape], Field(min_length=1)]

    @model_validator(mode="after")
    def _each_price_has_its_day(self) -> "GroupPricesFile":
        days = [(row.type, row.valid_from) for row in self.assets]
        if len(set(days)) < len(days):
            raise ValueError("two prices of one type begin on the same day")
        return self


class DaysOffShape(Shape):
    """A stretch of days off; a single day has no `last`."""

    first: dt.date
    last: dt.date | None = None
    name: Words
    confirmed: bool

    @model_validator(mode="after")
    def _is_a_short_stretch(self) -> "DaysOffShape":
        if self.last and not 0 <= (self.last - self.first).days <= 30:
            raise ValueError("last must be at most 30 days after first")
        return self


class SwapShape(Shape):
    """A weekday off that is worked on another day."""

    off: dt.date
    work: dt.date
    name: Words
    confirmed: bool


class HolidaysFile(Shape):
    """`holidays.toml`."""

    days_off: list[DaysOffShape]
    swaps: list[SwapShape] = []


class GuideHead(Shape):
    """The head of one file of `guides/`."""

    topic: Topic
    title: Words
    official_name: Words
    official_url: Annotated[str, Field(pattern=r"^https://\S+$")]
    checked_on: dt.date
    confirmed: bool
