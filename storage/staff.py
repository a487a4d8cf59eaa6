"""The officers' accounts, and the tasks that wait for a human."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import func, select

from domain.staff import Role, TaskKind
from storage.columns import columns_of
from storage.database import Work
from storage.tables import Officer, Person, StaffTask

_officers = columns_of(Officer)
_tasks = columns_of(StaffTask)


def add_officer(
    work: Work, *, username: str, full_name: str, role: Role, password_hash: str, session_key: str, now: datetime
) -> Officer:
    """Keep a new account; `username` is compared in lower case."""
    officer = Officer(
        username=username.lower(),
        full_name=full_name,
        role=role,
        password_hash=password_hash,
        session_key=session_key,
        created_at=now,
    )
    work.session.add(officer)
    work.session.flush()
    return officer


def find_officer(work: Work, username: str) -> Officer | None:
    """The account with this name, whether disabled or not."""
    return work.session.scalar(select(Officer).where(_officers.username == username.lower()))


def get_officer(work: Work, officer_id: int) -> Officer | None:
    """The account with this id of ours."""
    return work.session.get(Officer, officer_id)


def officers(work: Work) -> Sequence[Officer]:
    """Every account, by name."""
    return work.session.scalars(select(Officer).order_by(_officers.username)).all()


def add_task(
    work: Work,
    kind: TaskKind,
    *,
    person: Person | None,
    due_on: date,
    now: datetime,
    words: str = "",
    incident_id: int | None = None,
) -> StaffTask:
    """Ask a human to act; an open task of the same kind for the same person takes the new words in.

    One that is about another case stays apart.
    """
    task = _open_task(work, kind, person)
    if task is None or None not in (task.incident_id, incident_id) and task.incident_id != incident_id:
        task = StaffTask(
            kind=kind,
            person_id=person.id if person else None,
            incident_id=incident_id,
            created_at=now,
            due_on=due_on,
            words=words,
        )
        work.session.add(task)
    elif words and words not in task.words:
        task.words = f"{task.words}\n{words}".strip()
    task.incident_id = task.incident_id or incident_id
    work.session.flush()
    return task


def _open_task(work: Work, kind: TaskKind, person: Person | None) -> StaffTask | None:
    if person is None:
        return None
    return work.session.scalar(
        select(StaffTask).where(_tasks.kind == kind, _tasks.person_id == person.id, _tasks.done_at.is_(None))
    )


def open_tasks(work: Work, *, without: Collection[TaskKind] = (), limit: int = 200) -> Sequence[StaffTask]:
    """What waits for a human, but for tasks of these kinds; the most pressing first."""
    waiting = select(StaffTask).where(_tasks.done_at.is_(None), _tasks.kind.not_in(without))
    return work.session.scalars(waiting.order_by(_tasks.due_on, _tasks.id).limit(limit)).all()


def count_open_tasks(work: Work, *, without: Collection[TaskKind] = ()) -> int:
    """How many tasks wait for a human, but for those of these kinds."""
    waiting = select(func.count()).select_from(StaffTask)
    return work.session.scalar(waiting.where(_tasks.done_at.is_(None), _tasks.kind.not_in(without))) or 0


def get_task(work: Work, task_id: int) -> StaffTask | None:
    """The task with this id of ours."""
    return work.session.get(StaffTask, task_id)


def full_names(work: Work) -> dict[int, str]:
    """The full name behind every account, disabled ones too."""
    return {officer.id: officer.full_name for officer in officers(work)}
