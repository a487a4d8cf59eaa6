"""What Zalo last said is left to say: for free to each person, and of the account's package."""

from collections.abc import Collection
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel

from domain.reply_budget import Allowance
from storage.columns import columns_of, rows_of
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
    values = {"remaining": allowance.remaining, "total": allowance.total, "told_at": allowance.told_at}
    dialect = work.session.get_bind().dialect.name
    if kind == REPLY_KIND and person_id is not None:
        work.session.connection().execute(
            _kept(ReplyAllowance, "person_id", dialect), {"person_id": person_id, **values}
        )
    elif kind in _KINDS:
        work.session.connection().execute(_kept(PackageAllowance, "kind", dialect), {"kind": kind, **values})


@cache
def _kept(table: type[SQLModel], key: str, dialect: str) -> Any:
    """Built once: it follows every send."""
    rows = rows_of(table)
    new_row = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(rows)
    told = ("remaining", "total", "told_at")
    return new_row.on_conflict_do_update(
        index_elements=[key],
        set_={name: new_row.excluded[name] for name in told},
        where=rows.c.told_at <= new_row.excluded.told_at,
    )


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
