"""The way of a team's report: sent by its leader, given back or accepted by an officer, locked and reopened."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from domain.errors import Incomplete, NotAllowed, NotFound, Stale
from domain.messages import Priority
from domain.report_data import DocumentKind, TeamReport, dataset_hash
from domain.report_lines import plain_lines
from domain.report_store import plain_document
from domain.reports import LEADS_TO, NEEDS_REASON, ReportStep, check_step
from domain.staff import Right, Role, require
from domain.teams import TeamRole
from handlers import obligations
from handlers.current_reports import OpenReport, by_id
from handlers.leaders import tell_leaders
from handlers.office import Office
from handlers.reminders import period_words
from handlers.report_drafting import TeamPicture, picture
from handlers.team_documents import document_period, team_document
from storage import register, report_facts, reports, teams
from storage.database import Work
from storage.reports import Freezing
from storage.tables import ReportStepLine, TeamMember

MAX_REASON = 500
STEP_RIGHTS = {
    ReportStep.SUBMITTED: Right.REVIEW_REPORTS,
    ReportStep.RETURNED: Right.REVIEW_REPORTS,
    ReportStep.ACCEPTED: Right.REVIEW_REPORTS,
    ReportStep.LOCKED: Right.LOCK_REPORTS,
    ReportStep.REOPENED: Right.LOCK_REPORTS,
}
_TOLD = {
    ReportStep.RETURNED: "report_returned",
    ReportStep.REOPENED: "report_returned",
    ReportStep.ACCEPTED: "report_accepted",
}


@dataclass(frozen=True, kw_only=True)
class ReportOfficer:
    """The officer who makes a step, and why."""

    officer_id: int
    role: Role
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class MoveReport:
    """One step of an officer; `seen` is the state of the report that the page showed, None before it began."""

    report_id: int
    step: ReportStep
    seen: str | None
    by: ReportOfficer


def seen_state(work: Work, report: OpenReport, found: TeamPicture) -> str:
    """A short sign of everything a report shows: whoever confirms it must have seen what stands there now."""
    values = {code: line.value for code, line in sorted(found.lines.items())}
    said = [one.line.revision for one in register.for_report(work, report.period, team_ids=[report.team.id])]
    plain = json.dumps([report.obligation.status, values, len(found.activities), said], default=str)
    return hashlib.sha256(plain.encode()).hexdigest()[:8]


def picture_of(work: Work, office: Office, report: OpenReport, now: datetime) -> TeamPicture:
    """What one team's report says now. Raises NotFound (`no_such_team`) for a team that is no more."""
    found = picture(work, office, report.period, today=office.today(now), team_ids=[report.team.id])
    own = found.team(report.team.id)
    if own is None:
        raise NotFound("no_such_team", team_id=report.team.id)
    return own


def send_as_member(
    work: Work, office: Office, report: OpenReport, member: TeamMember, seen: str | None, *, now: datetime
) -> None:
    """The leader confirms what was done and sends; where a team has no leader, its deputy does (reporting §6.2).

    Raises NotAllowed (`leader_sends`), WrongState (`report_step`) or Stale (`report_changed`).
    """
    present = teams.members_of_team(work, report.team.id, office.today(now))
    has_leader = any(one.role is TeamRole.LEADER for one in present)
    if member.role is not TeamRole.LEADER and (has_leader or member.role is not TeamRole.DEPUTY):
        raise NotAllowed("leader_sends")
    check_step(ReportStep.SUBMITTED, report.obligation.status)
    found = picture_of(work, office, report, now)
    _check_seen(work, report, found, seen)
    line = ReportStepLine(report_id=report.draft.id, step=ReportStep.SUBMITTED, at=now, member_id=member.id)
    send_found(work, office, report, found, line, compiler=member.full_name)
    report_facts.confirm(work, [fact.id for fact in found.activities], member_id=member.id, now=now)


def move_report(work: Work, office: Office, command: MoveReport, *, now: datetime) -> OpenReport:
    """One step of an officer; giving back and accepting are told to the leader.

    Raises NotAllowed (`no_right`, `own_submission`), NotFound, WrongState, Stale or Incomplete.
    """
    require(command.by.role, STEP_RIGHTS[command.step])
    report = by_id(work, office, command.report_id)
    check_step(command.step, report.obligation.status)
    found = picture_of(work, office, report, now)
    _check_seen(work, report, found, command.seen)
    reason = " ".join(command.by.reason.split())[:MAX_REASON]
    if not reason and (command.step in NEEDS_REASON or command.step is ReportStep.SUBMITTED):
        raise Incomplete("report_reason_needed")
    line = ReportStepLine(
        report_id=report.draft.id, step=command.step, at=now, officer_id=command.by.officer_id, reason=reason
    )
    if command.step is ReportStep.SUBMITTED:
        send_found(work, office, report, found, line, compiler="")
        return report
    if command.step is ReportStep.ACCEPTED:
        _check_not_own(work, report, command.by)
    _move(work, office, report, line)
    if command.step in _TOLD:
        _tell(work, office, report, line)
    return report


def _check_seen(work: Work, report: OpenReport, found: TeamPicture, seen: str | None) -> None:
    if seen is not None and seen != seen_state(work, report, found):
        raise Stale("report_changed", team=report.team.name)


def _check_not_own(work: Work, report: OpenReport, by: ReportOfficer) -> None:
    """Nobody approves what he sent himself (reporting §6.2)."""
    sent = [one for one in reports.steps(work, report.draft.id) if one.step is ReportStep.SUBMITTED]
    if sent and sent[-1].officer_id == by.officer_id:
        raise NotAllowed("own_submission")


def send_found(
    work: Work, office: Office, report: OpenReport, found: TeamPicture, line: ReportStepLine, *, compiler: str
) -> None:
    """Freeze what the report says, and let it be sent; whoever calls has checked who sends and what he has seen."""
    period = document_period(office, report.period, report.span)
    document: TeamReport = team_document(work, office, found, period, made_on=office.today(line.at), compiler=compiler)
    freezing = Freezing(
        kind=DocumentKind.TEAM,
        period=report.period,
        team_id=report.team.id,
        sha256=dataset_hash(document),
        body=plain_document(document),
        lines=plain_lines(found.lines),
        officer_id=line.officer_id,
    )
    line.dataset_id = reports.freeze(work, freezing, now=line.at).id
    report.draft.version += 1
    _move(work, office, report, line)


def _move(work: Work, office: Office, report: OpenReport, line: ReportStepLine) -> None:
    member = teams.member(work, line.member_id) if line.member_id is not None else None
    person_id = member.person_id if member is not None else None
    obligations.move(
        work,
        office,
        report.obligation,
        LEADS_TO[line.step],
        now=line.at,
        officer_id=line.officer_id,
        person_id=person_id,
        words=line.reason,
    )
    reports.add_step(work, report.draft, line)


def _tell(work: Work, office: Office, report: OpenReport, line: ReportStepLine) -> None:
    tell_leaders(
        work,
        office,
        report.team,
        _TOLD[line.step],
        key=f"report:{report.draft.id}:step:{line.id}",
        priority=Priority.UPDATE,
        now=line.at,
        report_id=report.draft.id,
        team=report.team.name,
        period=period_words(office, report.period),
        due_on=report.obligation.due_on,
        reason=line.reason,
    )
