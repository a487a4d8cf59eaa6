"""The life of an incident: its states, the moves between them and who may make them."""

from enum import StrEnum

from domain.errors import WrongState


class IncidentStatus(StrEnum):
    """Where a case stands."""

    NEW = "new"
    ACCEPTED = "accepted"
    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    RESOLVED = "resolved"
    CLOSED = "closed"
    NOT_FIXED = "not_fixed"
    DECLINED = "declined"
    FORWARDED = "forwarded"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


_S = IncidentStatus
_WORK = {_S.ACCEPTED, _S.ASSIGNED, _S.IN_PROGRESS}
_OUTCOMES = {_S.RESOLVED, _S.NOT_FIXED, _S.DECLINED, _S.FORWARDED}
_OPEN_MOVES = frozenset(_WORK | _OUTCOMES | {_S.WITHDRAWN, _S.MERGED})

MOVES: dict[IncidentStatus, frozenset[IncidentStatus]] = {
    _S.NEW: _OPEN_MOVES,
    _S.ACCEPTED: _OPEN_MOVES - {_S.ACCEPTED},
    _S.ASSIGNED: _OPEN_MOVES - {_S.ACCEPTED},
    _S.IN_PROGRESS: _OPEN_MOVES - {_S.ACCEPTED, _S.IN_PROGRESS},
    _S.REOPENED: _OPEN_MOVES - {_S.ACCEPTED},
    _S.FORWARDED: frozenset({_S.RESOLVED, _S.NOT_FIXED, _S.REOPENED, _S.CLOSED, _S.WITHDRAWN, _S.MERGED}),
    _S.RESOLVED: frozenset({_S.CLOSED, _S.REOPENED}),
    _S.NOT_FIXED: frozenset({_S.CLOSED, _S.REOPENED}),
    _S.DECLINED: frozenset({_S.CLOSED, _S.REOPENED}),
    _S.CLOSED: frozenset({_S.REOPENED}),
    _S.WITHDRAWN: frozenset({_S.REOPENED}),
    _S.MERGED: frozenset({_S.REOPENED, _S.WITHDRAWN}),
}

FINISHED = frozenset({_S.RESOLVED, _S.CLOSED, _S.NOT_FIXED})
STILL_OPEN = frozenset({_S.NEW, _S.ACCEPTED, _S.ASSIGNED, _S.IN_PROGRESS, _S.REOPENED, _S.FORWARDED})
ENDED = frozenset({_S.CLOSED, _S.WITHDRAWN, _S.MERGED})
NEEDS_REASON = frozenset({_S.NOT_FIXED, _S.DECLINED, _S.FORWARDED, _S.REOPENED})


class Missing(StrEnum):
    """What a case still lacks."""

    PLACE = "place"
    CONTENT = "content"


class IncidentSource(StrEnum):
    """By which door a case came in."""

    CHAT = "chat"
    SUGGESTION = "suggestion"
    ON_BEHALF = "on_behalf"
    COUNTER = "counter"
    PHONE = "phone"


class ActorKind(StrEnum):
    """Who made a line of the history."""

    REPORTER = "reporter"
    STAFF = "staff"
    MEMBER = "member"
    SYSTEM = "system"


class HistoryKind(StrEnum):
    """What a line of the history records."""

    OPENED = "opened"
    MOVED = "moved"
    ADDED = "added"
    CORRECTED = "corrected"
    LEFT_INCOMPLETE = "left_incomplete"
    TOLD = "told"
    TAKEN = "taken"
    ASKED = "asked"
    ANSWERED = "answered"
    PROOF_ASKED = "proof_asked"
    PROOF_ADDED = "proof_added"
    PROOF_DOUBTED = "proof_doubted"
    EXTENSION_ASKED = "extension_asked"
    EXTENDED = "extended"
    EXTENSION_REFUSED = "extension_refused"
    HANDED_OVER = "handed_over"
    FOLLOWED_UP = "followed_up"
    CONFIRMED = "confirmed"
    REFUSED_AGAIN = "refused_again"
    RATED = "rated"
    NOT_INFORMED = "not_informed"
    JOINED = "joined"
    PARTED = "parted"
    LEFT = "left"
    RECURRED = "recurred"
    SEALED = "sealed"


def check_move(current: IncidentStatus, wanted: IncidentStatus) -> None:
    """Refuse a move that the table does not know.

    Raises WrongState (`incident_move`) with both states.
    """
    if wanted not in MOVES[current]:
        raise WrongState("incident_move", current=current, wanted=wanted)


def is_open(status: IncidentStatus) -> bool:
    """Whether somebody still has to act on a case in this state."""
    return status in STILL_OPEN


def incident_code(year: int, number: int) -> str:
    """The public code of a case: PA-26-000123 for the 123rd of 2026 (product C2)."""
    return f"PA-{year % 100:02d}-{number:06d}"
