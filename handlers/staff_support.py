"""What an officer does with a request for help: takes it, gives it to a member, forwards, finishes; and the guides."""

from dataclasses import dataclass
from datetime import datetime

from domain.errors import Incomplete, NotFound, Refused, Stale
from domain.messages import Priority
from domain.staff import Right, Role, require
from domain.support import SupportHistoryKind, SupportStatus
from handlers.office import Office
from handlers.speaking import tell
from handlers.support import announce, request_values
from handlers.support_end import close
from handlers.support_work import ask_resident, count_as_activity, move
from storage import people, support, teams
from storage.database import Work
from storage.support import Line
from storage.tables import SupportRequest

LONGEST_GUIDE = 1_400


@dataclass(frozen=True, kw_only=True)
class MoveRequest:
    """An officer's step; `revision` is the one his page showed, `words` the reason, the unit or the note."""

    request_id: int
    to_status: SupportStatus
    words: str
    revision: int
    officer_id: int
    role: Role
    member_id: int | None = None
    team_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class EditGuide:
    """New words for a guide; None brings the ward's file back."""

    key: str
    text: str | None
    officer_id: int
    role: Role


def move_request(work: Work, office: Office, command: MoveRequest, *, now: datetime) -> SupportRequest:
    """Move a request and tell the resident. Raises NotAllowed, NotFound, Stale, WrongState or Incomplete."""
    require(command.role, Right.WORK_ON_SUPPORT)
    request = support.get(work, command.request_id, to_change=True)
    if request is None:
        raise NotFound("no_such_request", code="")
    if request.revision != command.revision:
        raise Stale("request_changed", code=request.code)
    _ACTS[command.to_status](work, office, request, command, now)
    return request


def _claim(work: Work, office: Office, request: SupportRequest, command: MoveRequest, now: datetime) -> None:
    """For himself, or for a member whom he telephoned."""
    move(work, request, SupportStatus.CLAIMED, at=now, officer_id=command.officer_id, note=command.words)
    member = teams.member(work, command.member_id or 0)
    request.claimed_by, request.claimed_at = (member.id if member else None), now
    request.officer_id = None if member else command.officer_id
    _tell(work, office, request, "support_claimed", now)


def _announce(work: Work, office: Office, request: SupportRequest, command: MoveRequest, now: datetime) -> None:
    """To a team, perhaps another one than before."""
    if teams.with_id(work, command.team_id or 0) is None:
        raise Incomplete("team_needed")
    if request.status is not SupportStatus.NEW:
        move(work, request, SupportStatus.NEW, at=now, officer_id=command.officer_id, note=command.words)
    else:
        kind = SupportHistoryKind.HANDED_OVER
        support.note(work, request, Line(kind=kind, at=now, officer_id=command.officer_id, note=command.words))
    request.team_id, request.claimed_by = command.team_id, None
    announce(work, office, request, now=now)


def _forward(work: Work, office: Office, request: SupportRequest, command: MoveRequest, now: datetime) -> None:
    if not command.words.strip():
        raise Incomplete("unit_needed", code=request.code)
    move(work, request, SupportStatus.FORWARDED, at=now, officer_id=command.officer_id, note=command.words)
    request.forwarded_to = command.words.strip()[:160]
    _tell(work, office, request, "support_forwarded", now)


def _resolve(work: Work, office: Office, request: SupportRequest, command: MoveRequest, now: datetime) -> None:
    move(work, request, SupportStatus.RESOLVED, at=now, officer_id=command.officer_id, note=command.words)
    request.resolved_at = now
    if request.claimed_by is not None:
        count_as_activity(work, office, request, now=now)
    ask_resident(work, office, request, now=now)


def _close(work: Work, office: Office, request: SupportRequest, command: MoveRequest, now: datetime) -> None:
    if not command.words.strip():
        raise Incomplete("reason_needed")
    line = Line(kind=SupportHistoryKind.NOTED, at=now, officer_id=command.officer_id, note=command.words[:500])
    support.note(work, request, line)
    close(work, request, at=now)


def _tell(work: Work, office: Office, request: SupportRequest, template: str, now: datetime) -> None:
    tell(
        work,
        office,
        people.get(work, request.person_id),
        template,
        priority=Priority.UPDATE,
        dedupe_key=f"{template}:{request.id}:{request.revision}",
        now=now,
        **request_values(request),
    )


_ACTS = {
    SupportStatus.CLAIMED: _claim,
    SupportStatus.NEW: _announce,
    SupportStatus.FORWARDED: _forward,
    SupportStatus.RESOLVED: _resolve,
    SupportStatus.CLOSED: _close,
}
STAFF_MOVES = tuple(_ACTS)


def edit_guide(work: Work, office: Office, command: EditGuide, *, now: datetime) -> None:
    """Let the office's words take the place of a guide's file. Raises NotAllowed, NotFound or Refused."""
    require(command.role, Right.EDIT_GUIDES)
    if command.key not in {guide.key for guide in office.ward.guides}:
        raise NotFound("no_such_guide")
    text = command.text.replace("\r\n", "\n").strip() if command.text is not None else None
    if text is not None and not 0 < len(text) <= LONGEST_GUIDE:
        raise Refused("guide_length", most=LONGEST_GUIDE)
    support.keep_guide(work, command.key, text, officer_id=command.officer_id, now=now)
