"""How `duties.toml` becomes the duties of one plan, with the units that owe them."""

from dataclasses import dataclass
from pathlib import Path

from domain.duties import Duty, Rung, Schedule
from domain.errors import BadData
from domain.ward import Unit
from ward.duty_shapes import DutiesFile, DutyShape, PlanShape, RungShape, ScheduleShape
from ward.files import read_toml


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The duties of one plan, the key of the unit where every delay ends, and all units that may owe something."""

    duties: tuple[Duty, ...]
    office: str
    units: tuple[Unit, ...]


def load_plan(path: Path, ward_units: tuple[Unit, ...]) -> Plan:
    """Read the plan; `ward_units` are those of `ward.toml`.

    Raises BadData naming file, line and field, or a unit that nobody knows.
    """
    file = read_toml(path, DutiesFile)
    units = (*ward_units, *(Unit(key=unit.key, name=unit.name) for unit in file.organisations))
    keys = [unit.key for unit in units]
    if len(set(keys)) < len(keys):
        raise BadData(f"{path}: organisations: a key of ward.toml stands here again. Give it another key.")
    _check_unit(path, "plan.office", file.plan.office, keys)
    for duty in file.duties:
        for owner in duty.owners:
            _check_unit(path, f"owners of {duty.code}", owner, keys)
    return Plan(
        duties=tuple(_duty(duty, file.plan, file.ladder_of(duty)) for duty in file.duties),
        office=file.plan.office,
        units=units,
    )


def load_duties(path: Path) -> tuple[Duty, ...]:
    """The duties alone, with their due rules and ladders (reporting §3.2 and §3.5). Raises BadData."""
    file = read_toml(path, DutiesFile)
    return tuple(_duty(duty, file.plan, file.ladder_of(duty)) for duty in file.duties)


def _check_unit(path: Path, field: str, key: str, keys: list[str]) -> None:
    if key not in keys:
        raise BadData(
            f"{path}: {field}: no unit {key}. Add it to [[organisations]] or to [[units]] of ward.toml, or correct it."
        )


def _duty(row: DutyShape, plan: PlanShape, ladder: list[RungShape]) -> Duty:
    return Duty(
        code=row.code,
        plan=plan.key,
        name=row.name,
        holder=row.holder,
        valid_from=plan.valid_from,
        valid_to=plan.valid_to,
        schedule=_schedule(row.schedule) if row.schedule else None,
        ladder=tuple(_rung(rung) for rung in ladder),
        owners=tuple(row.owners),
    )


def _schedule(row: ScheduleShape) -> Schedule:
    return Schedule(
        period=row.period,
        months=tuple(row.months),
        day=row.day,
        rule=row.rule,
        shift=row.shift,
        cut_off_day=row.cut_off_day,
    )


def _rung(row: RungShape) -> Rung:
    return Rung(
        key=row.key,
        at=row.at,
        working_days_before=row.working_days_before,
        days_before=row.days_before,
        anchor=row.anchor,
        to=tuple(row.to),
        says=row.says,
        phones=row.phones,
    )
