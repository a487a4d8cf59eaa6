"""Who answers for the reports of a unit, and since when."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select

from storage.columns import columns_of
from storage.database import Work
from storage.tables import UnitContact

_contacts = columns_of(UnitContact)


def present(work: Work, today: date) -> Sequence[UnitContact]:
    """Whoever answers for a unit on this day; until the day before `until_on`."""
    return work.session.scalars(
        select(UnitContact).where(*_present(today)).order_by(_contacts.unit, _contacts.id)
    ).all()


def of_person(work: Work, person_id: int, today: date) -> Sequence[UnitContact]:
    """For which units somebody answers on this day."""
    return work.session.scalars(
        select(UnitContact).where(_contacts.person_id == person_id, *_present(today)).order_by(_contacts.id)
    ).all()


def with_id(work: Work, contact_id: int, *, to_change: bool = False) -> UnitContact | None:
    """The contact with this id of ours."""
    return work.session.get(UnitContact, contact_id, with_for_update=to_change or None)


def by_id(work: Work, contact_ids: Collection[int]) -> dict[int, UnitContact]:
    """These contacts, by their ids."""
    rows = work.session.scalars(select(UnitContact).where(_contacts.id.in_(set(contact_ids))))
    return {row.id: row for row in rows}


def by_code(work: Work, code_sha256: str) -> UnitContact | None:
    """The contact whose code has this hash; its row is locked until the commit."""
    return work.session.scalar(select(UnitContact).where(_contacts.code_sha256 == code_sha256).with_for_update())


def with_open_codes(work: Work, now: datetime) -> set[int]:
    """The contacts whose code can still be used."""
    return set(work.session.scalars(select(_contacts.id).where(_contacts.code_expires_at > now)))


def _present(today: date) -> list[Any]:
    return [_contacts.since_on <= today, or_(_contacts.until_on.is_(None), _contacts.until_on > today)]
