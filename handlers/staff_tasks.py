"""How a task that waited for a human is ticked off."""

from dataclasses import dataclass
from datetime import datetime

from domain.errors import NotFound, WrongState
from domain.staff import Right, Role, hidden_tasks, require
from storage import staff
from storage.database import Work
from storage.tables import StaffTask


@dataclass(frozen=True, kw_only=True)
class FinishTask:
    """An officer says that a task is done."""

    task_id: int
    officer_id: int
    role: Role


def finish_task(work: Work, command: FinishTask, *, now: datetime) -> StaffTask:
    """Tick a task off; the same officer may say it twice.

    Raises NotAllowed, NotFound (`no_such_task`) or WrongState (`task_done_already`) when a colleague was faster.
    """
    require(command.role, Right.DO_TASKS)
    task = staff.get_task(work, command.task_id)
    if task is None or task.kind in hidden_tasks(command.role):
        raise NotFound("no_such_task")
    if task.done_at is not None and task.done_by != command.officer_id:
        raise WrongState("task_done_already")
    if task.done_at is None:
        task.done_at, task.done_by = now, command.officer_id
    return task
