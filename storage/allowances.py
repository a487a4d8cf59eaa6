"""What Zalo last said is left to say: for free to each person, and of the account's package."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from domain.reply_budget import Allowance
from storage.columns import columns_of
from storage.database import Work
from storage.tables import PackageAllowance, ReplyAllowance

REPLY_KIND = "reply"
PACKAGE_KIND = "sub_quota"
_KINDS = frozenset({PACKAGE_KIND, "purchase_quota", "reward_quota"})
_replies = columns_of(ReplyAllowance)


def note(work: Work, kind: str, person_id: int | None, allowance: Allowance) -> None:
    """Keep what Zalo said with the newest send; words of Zalo's that we do not know are not kept.

    An older word than the one that is kept changes nothing.
    """
    row: ReplyAllowance | PackageAllowance | None
    if kind == REPLY_KIND and person_id is not None:
        row = work.session.get(ReplyAllowance, person_id) or ReplyAllowance(
            person_id=person_id, told_at=allowance.told_at
        )
    elif kind in _KINDS:
        row = work.session.get(PackageAllowance, kind) or PackageAllowance(kind=kind, told_at=allowance.told_at)
    else:
        return
    if row.told_at <= allowance.told_at:
        row.remaining, row.total, row.told_at = allowance.remaining, allowance.total, allowance.told_at
        work.session.add(row)


def replies(work: Work, person_ids: Collection[int]) -> dict[int, Allowance]:
    """What may still be said for free to these persons, as far as Zalo has told."""
    rows = work.session.execute(
        select(_replies.person_id, _replies.remaining, _replies.total, _replies.told_at).where(
            _replies.person_id.in_(set(person_ids))
        )
    )
    return {person_id: _allowance(remaining, total, told_at) for person_id, remaining, total, told_at in rows}


def package(work: Work) -> Allowance | None:
    """What the package still holds this month, if Zalo has told."""
    row = work.session.get(PackageAllowance, PACKAGE_KIND)
    return _allowance(row.remaining, row.total, row.told_at) if row else None


def _allowance(remaining: int | None, total: int | None, told_at: datetime) -> Allowance:
    return Allowance(remaining=remaining, total=total, told_at=told_at)
