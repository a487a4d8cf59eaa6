"""Invite codes by their hashes, and the tries to use one."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select, update

from storage.columns import columns_of
from storage.database import Work
from storage.tables import InviteAttempt, InviteCode, Person

_codes = columns_of(InviteCode)
_attempts = columns_of(InviteAttempt)


def add(
    work: Work, *, member_id: int, code_sha256: str, now: datetime, expires_at: datetime, officer_id: int | None
) -> InviteCode:
    """Keep a new code by its hash."""
    row = InviteCode(
        member_id=member_id, code_sha256=code_sha256, created_at=now, created_by=officer_id, expires_at=expires_at
    )
    work.session.add(row)
    work.session.flush()
    return row


def find(work: Work, code_sha256: str) -> InviteCode | None:
    """The code with this hash, whatever became of it; its row is locked until the commit."""
    return work.session.scalar(select(InviteCode).where(_codes.code_sha256 == code_sha256).with_for_update())


def newest_of_members(work: Work, member_ids: Collection[int]) -> dict[int, InviteCode]:
    """The newest code of each of these members that has one."""
    rows = work.session.scalars(select(InviteCode).where(_codes.member_id.in_(set(member_ids))).order_by(_codes.id))
    return {row.member_id: row for row in rows}


def revoke(work: Work, member_ids: Collection[int], *, now: datetime) -> int:
    """Make the unused codes of these members worthless; answers how many still stood open."""
    changed: Sequence[object] = work.session.execute(
        update(InviteCode)
        .where(
            _codes.member_id.in_(set(member_ids)),
            _codes.used_at.is_(None),
            _codes.revoked_at.is_(None),
            _codes.expires_at > now,
        )
        .values(revoked_at=now)
        .returning(_codes.id)
        .execution_options(synchronize_session="fetch")
    ).all()
    return len(changed)


def note_attempt(work: Work, person: Person, *, succeeded: bool, now: datetime) -> None:
    """Note one try to use a code."""
    work.session.add(InviteAttempt(person_id=person.id, at=now, succeeded=succeeded))


def failures_since(work: Work, since: datetime, *, person: Person | None = None) -> int:
    """How many tries failed from an instant on, by one person or by everybody."""
    query = select(func.count()).select_from(InviteAttempt).where(_attempts.at > since, ~_attempts.succeeded)
    if person is not None:
        query = query.where(_attempts.person_id == person.id)
    return work.session.scalar(query) or 0
