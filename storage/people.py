"""Who writes to us: one row a Zalo account, and what each has agreed to."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import bindparam, select

from domain.consents import NOTICE_VERSION, Purpose
from storage.columns import columns_of
from storage.database import Work
from storage.new_rows import insert_new
from storage.tables import Consent, Person

_consents = columns_of(Consent)
_people = columns_of(Person)
_BY_ACCOUNT = select(Person).where(_people.zalo_user_id.in_(bindparam("accounts", expanding=True)))


def find_or_add(work: Work, zalo_user_id: str, *, now: datetime) -> Person:
    """The person behind a Zalo account; made on first contact."""
    person = find(work, zalo_user_id)
    if person is None:
        person = Person(zalo_user_id=zalo_user_id, first_seen_at=now)
        work.session.add(person)
        work.session.flush()
    return person


def foresee(work: Work, zalo_user_ids: Collection[str], *, now: datetime) -> list[Person]:
    """Find or add the persons behind several Zalo accounts at once."""
    if not zalo_user_ids:
        return []
    known = _by_account(work, zalo_user_ids)
    if missing := sorted(set(zalo_user_ids) - known.keys()):
        rows = [{"zalo_user_id": account, "first_seen_at": now, "following": False} for account in missing]
        insert_new(work, Person, rows, unique="zalo_user_id")
        known |= _by_account(work, missing)
    work.foreseen.people.update(known)
    return list(known.values())


def _by_account(work: Work, zalo_user_ids: Collection[str]) -> dict[str, Person]:
    rows = work.session.scalars(_BY_ACCOUNT, {"accounts": list(zalo_user_ids)})
    return {person.zalo_user_id: person for person in rows}


def find(work: Work, zalo_user_id: str) -> Person | None:
    """The person behind a Zalo account, if we have met him."""
    if zalo_user_id in work.foreseen.people:
        return work.foreseen.people[zalo_user_id]
    return work.session.scalar(select(Person).where(_people.zalo_user_id == zalo_user_id))


def get(work: Work, person_id: int) -> Person:
    """The person with this id of ours. Raises NoResultFound when there is none."""
    return work.session.get_one(Person, person_id)


def with_id(work: Work, person_id: int) -> Person | None:
    """The person with this id of ours, if there is one."""
    return work.session.get(Person, person_id)


def by_id(work: Work, person_ids: Collection[int]) -> dict[int, Person]:
    """Those of these persons that there are, by their ids of ours."""
    rows = work.session.scalars(select(Person).where(_people.id.in_(set(person_ids))))
    return {person.id: person for person in rows}


def answer_consent(work: Work, person: Person, purpose: Purpose, *, given: bool, now: datetime) -> None:
    """Record one answer about one purpose; older answers stay as evidence."""
    work.session.add(
        Consent(person_id=person.id, purpose=purpose, given=given, text_version=NOTICE_VERSION, answered_at=now)
    )


def consents(work: Work, person: Person) -> dict[Purpose, bool]:
    """The newest answer about each purpose that was ever answered."""
    rows = work.session.scalars(select(Consent).where(_consents.person_id == person.id).order_by(_consents.id)).all()
    return {row.purpose: row.given for row in rows}
