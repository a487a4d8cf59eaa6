"""The duties of the demo: who answers for each unit, and how the reports of the past months came in."""

import random
import tomllib
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from commands.assembly import Service
    from domain.duties import Occurrence
    from storage.database import Work
    from storage.tables import Obligation

SEED = 2026
DAYS_BACK = 120
WITHOUT_CONTACT = 2
LATE_SHARE = 0.06


def add_duties(service: "Service") -> None:
    """Enter contacts for all units but the last ones, and what units and the office owed in the past months."""
    from commands.assembly import TEMPLATES
    from domain.duties import DutyHolder, occurrences

    data = tomllib.loads((TEMPLATES / "demo_people.toml").read_text(encoding="utf-8"))
    dice, office = random.Random(SEED), service.office  # noqa: S311  # the same ward every time
    today = office.today(service.clock())
    with service.database.begin() as work:
        _add_contacts(work, service, data["families"], data["women"] + data["men"], dice)
        for duty in office.ward.duties:
            if duty.holder is DutyHolder.TEAM:
                continue
            for occurrence in occurrences(duty, office.ward.calendar):
                if today - timedelta(days=DAYS_BACK) <= occurrence.due_on < today:
                    _add_past(work, service, occurrence, dice)


def _add_contacts(work: "Work", service: "Service", families: list[str], given: list[str], dice: random.Random) -> None:
    from domain.obligations import ContactPosition
    from domain.staff import Role
    from handlers.unit_contacts import AddContact, add_contact

    ward, today = service.office.ward, service.office.today(service.clock())
    office = [(ward.duty_office, position) for position in ContactPosition]
    owing = list(dict.fromkeys(owner for duty in ward.duties for owner in duty.owners if owner != ward.duty_office))
    units = [(unit, ContactPosition.SPECIALIST) for unit in owing[:-WITHOUT_CONTACT]]
    for number, (unit, position) in enumerate([*office, *units]):
        command = AddContact(
            unit=unit,
            position=position,
            full_name=f"{dice.choice(families)} {dice.choice(given)}",
            phone=f"09001{number:05d}",
            since_on=date(today.year, 1, 15),
            role=Role.HEAD,
        )
        add_contact(work, service.office, command)


def _add_past(work: "Work", service: "Service", occurrence: "Occurrence", dice: random.Random) -> None:
    """A period that is over: nearly all reports came within the last days before it was due, and were accepted."""
    from handlers.reminder_facts import owners_of
    from storage import duties

    began = datetime.combine(occurrence.due_on - timedelta(days=28), time(8), service.office.texts.timezone)
    units = owners_of(service.office, occurrence.duty)
    duties.oblige_owners(work, occurrence, team_ids=[], units=units, now=began)
    for row in duties.owed(work, occurrence.duty.code, occurrence.period):
        if dice.random() >= LATE_SHARE:
            _came(work, service, row, occurrence.due_on - timedelta(days=dice.randint(0, 4)))


def _came(work: "Work", service: "Service", row: "Obligation", day: date) -> None:
    from domain.duties import ObligationStatus
    from storage import duties
    from storage.tables import ObligationHistory

    at = datetime.combine(day, time(15, 20), service.office.texts.timezone)
    for minutes, to_status in enumerate((ObligationStatus.SUBMITTED, ObligationStatus.ACCEPTED)):
        when = at + timedelta(hours=3 * minutes)
        move = ObligationHistory(obligation_id=row.id, from_status=row.status, to_status=to_status, at=when)
        duties.note_move(work, move)
        row.status, row.revision = to_status, row.revision + 1
    row.submitted_at = at
