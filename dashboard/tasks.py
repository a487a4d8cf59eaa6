"""The page of tasks that wait for a human."""

import logging

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from dashboard.context import context
from dashboard.duty_board import late_reports
from dashboard.sessions import need
from domain.staff import Right, TaskKind, hidden_tasks, may
from handlers.staff_tasks import FinishTask, finish_task
from handlers.takeover import HandBack, hand_back
from storage import conversations, duties, incident_views, staff

pages = Blueprint("tasks", __name__)
log = logging.getLogger(__name__)


@pages.get("/tasks")
def listing() -> ResponseReturnValue:
    """Open tasks, the most pressing first."""
    officer = need(Right.SEE_TASKS)
    with context().database.read() as work:
        tasks = staff.open_tasks(work, without=hidden_tasks(officer.role))
        codes = incident_views.codes(work, (task.incident_id for task in tasks))
        talks = conversations.in_human_hands(work, now=context().now)
        late = duties.late(work, context().today) if may(officer.role, Right.SEE_DUTIES) else ()
    for task in tasks:
        if task.kind is TaskKind.COMPLAINT:
            log.info("complaint.seen task=%d officer=%d", task.id, officer.id)
    return render_template(
        "dashboard/tasks.html",
        tasks=tasks,
        codes=codes,
        talks=talks,
        late=late_reports(late),
        today=context().today,
    )


@pages.post("/tasks/<int(max=2147483647):task_id>/done")
def finish(task_id: int) -> ResponseReturnValue:
    """Tick one off."""
    officer = need(Right.DO_TASKS)
    command = FinishTask(task_id=task_id, officer_id=officer.id, role=officer.role)
    with context().database.begin() as work:
        finish_task(work, command, now=context().now)
    flash(context().office.texts.label("done", "task"), "done")
    return redirect(url_for("staff.tasks.listing"), 303)


@pages.post("/talks/<int(max=2147483647):person_id>/hand-back")
def give_back(person_id: int) -> ResponseReturnValue:
    """Let the bot answer this person again."""
    officer = need(Right.DO_TASKS)
    with context().database.begin() as work:
        hand_back(work, context().office, HandBack(person_id=person_id, role=officer.role), now=context().now)
    flash(context().office.texts.label("done", "handed_back"), "done")
    return redirect(url_for("staff.tasks.listing"), 303)
