"""Who answers for the reports of a unit: entered by the office, bound to a Zalo account by a one-time code."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from domain.errors import Incomplete, NotFound, WrongState
from domain.invites import LIFETIME
from domain.obligations import ContactPosition
from domain.staff import Right, Role, require
from handlers.drawn_codes import drawn_code
from handlers.office import Office
from handlers.turn import Turn, say
from storage import unit_contacts
from storage.database import Work
from storage.tables import UnitContact

MAX_NAME = 120
MAX_PHONE = 20


@dataclass(frozen=True, kw_only=True)
class AddContact:
    """An officer enters somebody who answers for a unit from a day on."""

    unit: str
    position: ContactPosition
    full_name: str
    phone: str
    since_on: date
    role: Role


def add_contact(work: Work, office: Office, command: AddContact) -> UnitContact:
    """Enter a contact; the same name in the same unit a second time is the same contact.

    Raises NotAllowed, NotFound (`no_such_unit`) or Incomplete (`contact_name_missing`).
    """
    require(command.role, Right.MANAGE_TEAMS)
    if command.unit not in {unit.key for unit in office.ward.reporting_units}:
        raise NotFound("no_such_unit")
    full_name = " ".join(command.full_name.split())[:MAX_NAME]
    if not full_name:
        raise Incomplete("contact_name_missing")
    for one in unit_contacts.present(work, command.since_on):
        if (one.unit, one.full_name.casefold()) == (command.unit, full_name.casefold()):
            one.phone, one.position = command.phone.strip()[:MAX_PHONE] or one.phone, command.position
            return one
    contact = UnitContact(
        unit=command.unit,
        position=command.position,
        full_name=full_name,
        phone=command.phone.strip()[:MAX_PHONE] or None,
        since_on=command.since_on,
    )
    work.session.add(contact)
    work.session.flush()
    return contact


def end_contact(work: Work, contact_id: int, *, role: Role, today: date) -> UnitContact:
    """From today on somebody answers for the unit no more, and his code is worth nothing; twice is once.

    Raises NotAllowed or NotFound (`no_such_contact`).
    """
    contact = _existing(work, contact_id, role)
    if contact.until_on is None:
        contact.until_on = today
    contact.code_sha256 = contact.code_expires_at = None
    return contact


def make_code(work: Work, contact_id: int, *, role: Role, today: date, now: datetime) -> str:
    """A new code for one contact, shown this once; an older one becomes worthless.

    Raises NotAllowed, NotFound (`no_such_contact`) or WrongState (`membership_over`).
    """
    contact = _existing(work, contact_id, role)
    if contact.until_on is not None and contact.until_on <= today:
        raise WrongState("membership_over")
    code = drawn_code()
    contact.code_sha256, contact.code_expires_at = _hash(code), now + LIFETIME
    return code


def take_contact_code(turn: Turn, code: str) -> bool:
    """Bind the account of this turn to the contact whose open code it is; False when it is nobody's."""
    contact = unit_contacts.by_code(turn.work, _hash(code))
    today = turn.office.today(turn.now)
    if contact is None or contact.code_expires_at is None or contact.code_expires_at <= turn.now:
        return False
    if contact.until_on is not None and contact.until_on <= today:
        return False
    contact.person_id = turn.person.id
    contact.code_sha256 = contact.code_expires_at = None
    say(turn, "contact_bound", contact=contact.full_name, unit=turn.office.ward.unit_name(contact.unit))
    return True


def _existing(work: Work, contact_id: int, role: Role) -> UnitContact:
    require(role, Right.MANAGE_TEAMS)
    contact = unit_contacts.with_id(work, contact_id, to_change=True)
    if contact is None:
        raise NotFound("no_such_contact")
    return contact


def _hash(code: str) -> str:
    return hashlib.sha256(f"contact:{code}".encode()).hexdigest()
