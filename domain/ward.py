"""The facts of one ward in the shape the rest of the house uses; `ward/loader.py` fills it from files."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

from domain.duties import Duty
from domain.gazetteer import Gazetteer
from domain.group_prices import GroupPrices
from domain.guides import Guide
from domain.indicators import Catalogue
from domain.quiet_hours import SpeakingHours
from domain.understanding import Category, Topic
from domain.working_days import OfficeHours, WorkingCalendar


class Proof(StrEnum):
    """What shows that a case was handled: a photo taken afterwards, or a written note where no photo can."""

    PHOTO = "photo"
    NOTE = "note"


@dataclass(frozen=True, kw_only=True)
class CategoryRule:
    """How long a category may take, in working days after the day of receipt, and how its handling is proven.

    `hotlines` are keys of the numbers shown when a case of this category is urgent, most important first.
    """

    category: Category
    working_days: int
    urgent_working_days: int
    proof: Proof
    hotlines: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Hotline:
    """A number to call; `when` says for what; an unconfirmed number has to be checked by the ward."""

    key: str
    label: str
    number: str
    when: str
    confirmed: bool


@dataclass(frozen=True, kw_only=True)
class Unit:
    """A unit of the ward that cases can be assigned to, or an agency outside it that they can be forwarded to.

    `also` are other names by which people call it.
    """

    key: str
    name: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Ward:
    """Everything the house knows of its ward; `phone` is None until the ward fills it in.

    `duty_office` is the key of the unit where every delay ends; `reporting_units` are those that may owe a report.
    A new case within `recurrence_days` of a finished one of its place and category is a recurrence. `account_link`
    opens the chat with the account, where `{account}` stands for its id.
    """

    name: str
    city: str
    timezone: ZoneInfo
    office_address: str
    reception_place: str
    phone: str | None
    office_hours: OfficeHours
    speaking_hours: SpeakingHours
    units: tuple[Unit, ...]
    agencies: tuple[Unit, ...]
    hotlines: tuple[Hotline, ...]
    emergency_hotlines: tuple[str, ...]
    categories: dict[Category, CategoryRule]
    calendar: WorkingCalendar
    gazetteer: Gazetteer
    duties: tuple[Duty, ...]
    duty_office: str
    reporting_units: tuple[Unit, ...]
    account_names: tuple[str, ...]
    group_prices: GroupPrices
    guides: tuple[Guide, ...]
    catalogue: Catalogue
    recurrence_days: int
    account_link: str

    def guides_for(self, topic: Topic | None) -> tuple[Guide, ...]:
        """The guides about a topic, the general one first."""
        found = [guide for guide in self.guides if guide.topic is topic]
        return tuple(sorted(found, key=lambda guide: (guide.key != str(topic), guide.key)))

    def hotline(self, key: str) -> Hotline:
        """The number kept under this key; the loader has checked every key that the data mentions."""
        return next(hotline for hotline in self.hotlines if hotline.key == key)

    def hotlines_for(self, category: Category | None) -> tuple[Hotline, ...]:
        """Whom to call in an urgent case of this category; the general emergency numbers when it is unknown."""
        keys = self.categories[category].hotlines if category else self.emergency_hotlines
        return tuple(self.hotline(key) for key in keys or self.emergency_hotlines)

    def proof_of(self, category: Category | None) -> Proof:
        """What has to show that a case of this category was handled (product C2)."""
        return self.categories[category or Category.OTHER].proof

    def unit_name(self, key: str) -> str:
        """The name of a unit that may owe a report; its key when the ward's files no longer hold it."""
        return next((unit.name for unit in self.reporting_units if unit.key == key), key)

    def duty(self, code: str) -> Duty | None:
        """The duty with this code, if the plan still has it."""
        return next((duty for duty in self.duties if duty.code == code), None)

    def due_on(self, received_on: date, category: Category | None, *, urgent: bool) -> date:
        """The day by which a case received on this local day has to be answered (product C2)."""
        rule = self.categories[category or Category.OTHER]
        days = rule.urgent_working_days if urgent else rule.working_days
        return self.calendar.add_working_days(received_on, days)
