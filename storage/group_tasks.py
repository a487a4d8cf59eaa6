"""What Zalo is to do with groups, as rows: queued once, claimed in order, tried again, settled."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select, update

from domain.group_tasks import OPEN_TASKS, ORDERED, GroupTaskKind, GroupTaskStatus
from domain.teams import GroupPurpose
from storage.columns import columns_of, once
from storage.database import Work
from storage.new_rows import insert_new
from storage.tables import GroupChat, GroupTask

LEASE = timedelta(minutes=3)
_tasks = columns_of(GroupTask)


def queue(
    work: Work,
    kind: GroupTaskKind,
    *,
    key: str,
    now: datetime,
    available_at: datetime | None = None,
    group: GroupChat | None = None,
    team_id: int | None = None,
    purpose: GroupPurpose | None = None,
    name: str | None = None,
    asset_type: str | None = None,
    person_ids: Collection[int] = (),
    officer_id: int | None = None,
) -> None:
    """Queue one task; while one with its key is open, a second is quietly the same one."""
    row: dict[str, object] = {
        "key": key,
        "kind": kind,
        "status": GroupTaskStatus.WAITING,
        "group_id": group.id if group else None,
        "team_id": team_id,
        "purpose": purpose,
        "name": name,
        "asset_type": asset_type,
        "person_ids": sorted(person_ids),
        "officer_id": officer_id,
        "created_at": now,
        "available_at": available_at or now,
        "attempts": 0,
        "details": {},
    }
    insert_new(work, GroupTask, [row], unique="key")


def claim_next(work: Work, *, claimed_by: str, now: datetime) -> GroupTask | None:
    """Take the next task; one whose lease is over is taken again, for its worker is gone."""
    may_be_taken = or_(
        (_tasks.status == GroupTaskStatus.WAITING) & (_tasks.available_at <= now),
        (_tasks.status == GroupTaskStatus.WORKING) & (_tasks.claimed_until <= now),
    )
    chosen = (
        select(_tasks.id)
        .where(may_be_taken)
        .order_by(_tasks.available_at, _tasks.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    task: GroupTask | None = work.session.scalar(
        update(GroupTask)
        .where(_tasks.id.in_(once(chosen)), may_be_taken)
        .values(
            status=GroupTaskStatus.WORKING,
            claimed_by=claimed_by,
            claimed_until=now + LEASE,
            attempts=_tasks.attempts + 1,
        )
        .returning(GroupTask)
        .execution_options(synchronize_session=False)
    )
    return task


def has_claimable(work: Work, *, now: datetime) -> bool:
    """Whether any task may be taken now: a look that takes no lock."""
    waits = (_tasks.status == GroupTaskStatus.WAITING) & (_tasks.available_at <= now)
    stalled = (_tasks.status == GroupTaskStatus.WORKING) & (_tasks.claimed_until <= now)
    return work.session.scalar(select(_tasks.id).where(or_(waits, stalled)).limit(1)) is not None


def get(work: Work, task_id: int, *, to_change: bool = False) -> GroupTask | None:
    """The task with this id."""
    return work.session.get(GroupTask, task_id, with_for_update=to_change or None)


def settle(task: GroupTask, status: GroupTaskStatus, *, now: datetime, problem: str | None, **details: Any) -> None:
    """End a task; its key is free for the next one like it."""
    task.status, task.done_at, task.problem = status, now, problem
    task.details = {**task.details, **details}
    task.key = task.claimed_by = task.claimed_until = None


def put_off(task: GroupTask, *, until: datetime, problem: str) -> None:
    """Try a task again later."""
    task.status, task.available_at, task.problem = GroupTaskStatus.WAITING, until, problem
    task.claimed_by = task.claimed_until = None


def open_ones(work: Work) -> Sequence[GroupTask]:
    """What officers ordered that is not done yet, oldest first."""
    return work.session.scalars(
        select(GroupTask).where(_tasks.status.in_(OPEN_TASKS), _tasks.kind.in_(ORDERED)).order_by(_tasks.id)
    ).all()


def recent(work: Work, *, since: datetime, limit: int) -> Sequence[GroupTask]:
    """What officers ordered and how it ended, newest first."""
    return work.session.scalars(
        select(GroupTask)
        .where(_tasks.kind.in_(ORDERED), _tasks.created_at >= since)
        .order_by(_tasks.id.desc())
        .limit(limit)
    ).all()


def of_group(work: Work, group_id: int, *, limit: int) -> Sequence[GroupTask]:
    """What was ordered for one group, newest first."""
    return work.session.scalars(
        select(GroupTask)
        .where(_tasks.group_id == group_id, _tasks.kind.in_(ORDERED))
        .order_by(_tasks.id.desc())
        .limit(limit)
    ).all()


def last_refused(work: Work, kind: GroupTaskKind) -> GroupTask | None:
    """The newest task of a kind, if that was refused."""
    newest = work.session.scalar(
        select(GroupTask)
        .where(_tasks.kind == kind, _tasks.status.not_in(OPEN_TASKS))
        .order_by(_tasks.id.desc())
        .limit(1)
    )
    return newest if newest and newest.status is GroupTaskStatus.REFUSED else None
