"""How the folder of a ward becomes one checked `Ward`; every mistake is told with file and place."""

from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from domain.errors import BadData
from domain.group_prices import AssetPrice, GroupPrices, SendingPrice
from domain.quiet_hours import SpeakingHours
from domain.understanding import Category
from domain.ward import CategoryRule, Hotline, Unit, Ward
from domain.working_days import OfficeHours, OfficeSession, WorkingCalendar
from ward.duties import load_plan
from ward.files import read_toml
from ward.gazetteer import load_gazetteer
from ward.guides import load_guides
from ward.indicators import load_indicators
from ward.shapes import (
    CategoriesFile,
    DaysOffShape,
    GroupPricesFile,
    HolidaysFile,
    HotlinesFile,
    UnitShape,
    WardFile,
)


def load_ward(directory: Path) -> Ward:
    """Read and check everything the ward's folder holds.

    Raises BadData naming the file, the place in it and what to do.
    """
    facts = read_toml(directory / "ward.toml", WardFile)
    hotlines = _load_hotlines(directory / "hotlines.toml")
    _check_hotline_keys(directory / "ward.toml", "emergency_hotlines", facts.emergency_hotlines, hotlines)
    units = _units(facts.units)
    plan = load_plan(directory / "duties.toml", units)
    return Ward(
        name=facts.name,
        city=facts.city,
        timezone=ZoneInfo(facts.timezone),
        office_address=facts.office_address,
        reception_place=facts.reception_place,
        phone=facts.phone or None,
        office_hours=_office_hours(facts),
        speaking_hours=SpeakingHours(stretches=tuple((row.begins, row.ends) for row in facts.speaking_hours)),
        units=units,
        agencies=_units(facts.agencies),
        hotlines=hotlines,
        emergency_hotlines=tuple(facts.emergency_hotlines),
        categories=_load_categories(directory / "categories.toml", hotlines),
        calendar=load_calendar(directory / "holidays.toml"),
        gazetteer=load_gazetteer(directory / "gazetteer.json"),
        duties=plan.duties,
        duty_office=plan.office,
        reporting_units=plan.units,
        account_names=tuple(dict.fromkeys([*facts.account_names, facts.name])),
        group_prices=load_group_prices(directory / "group_prices.toml"),
        guides=load_guides(directory / "guides"),
        catalogue=load_indicators(
            directory / "indicators.toml",
            units={unit.key for unit in facts.units},
            duties={duty.code for duty in plan.duties},
        ),
        recurrence_days=facts.recurrence_days,
        account_link=facts.account_link,
    )


def load_calendar(path: Path) -> WorkingCalendar:
    """Read holidays and swaps: days off count even unconfirmed, swaps only once confirmed."""
    file = read_toml(path, HolidaysFile)
    agreed = [swap for swap in file.swaps if swap.confirmed]
    days_off = {day for stretch in file.days_off for day in _days_of(stretch)}
    return WorkingCalendar(
        holidays=frozenset(days_off | {swap.off for swap in agreed}),
        swap_workdays=frozenset(swap.work for swap in agreed),
    )


def load_group_prices(path: Path) -> GroupPrices:
    """Read what groups of the account cost, each price with the day from which it holds."""
    file = read_toml(path, GroupPricesFile)
    return GroupPrices(
        assets=tuple(
            AssetPrice(
                asset_type=row.type,
                most_members=row.most_members,
                monthly_price=row.monthly_price,
                valid_from=row.valid_from,
                confirmed=row.confirmed,
            )
            for row in file.assets
        ),
        sending=tuple(SendingPrice(price=row.price, valid_from=row.valid_from) for row in file.sending),
    )


def _days_of(stretch: DaysOffShape) -> list[date]:
    length = ((stretch.last or stretch.first) - stretch.first).days + 1
    return [stretch.first + timedelta(days=offset) for offset in range(length)]


def _units(rows: list[UnitShape]) -> tuple[Unit, ...]:
    return tuple(Unit(key=row.key, name=row.name, also=tuple(row.also)) for row in rows)


def _office_hours(facts: WardFile) -> OfficeHours:
    sessions = (OfficeSession(opens=session.opens, closes=session.closes) for session in facts.office_hours)
    return OfficeHours(sessions=tuple(sessions))


def _load_hotlines(path: Path) -> tuple[Hotline, ...]:
    file = read_toml(path, HotlinesFile)
    return tuple(
        Hotline(key=row.key, label=row.label, number=row.number, when=row.when, confirmed=row.confirmed)
        for row in file.hotlines
    )


def _load_categories(path: Path, hotlines: tuple[Hotline, ...]) -> dict[Category, CategoryRule]:
    file = read_toml(path, CategoriesFile)
    rules = {}
    for category, row in file.categories.items():
        _check_hotline_keys(path, f"categories.{category}.hotlines", row.hotlines, hotlines)
        rules[category] = CategoryRule(
            category=category,
            working_days=row.working_days,
            urgent_working_days=file.urgent_working_days,
            proof=row.proof,
            hotlines=tuple(row.hotlines),
        )
    return rules


def _check_hotline_keys(path: Path, field: str, keys: list[str], hotlines: tuple[Hotline, ...]) -> None:
    unknown = sorted(set(keys) - {hotline.key for hotline in hotlines})
    if unknown:
        raise BadData(f"{path}: {field}: no hotline {', '.join(unknown)}. Add it to hotlines.toml or remove it here.")
