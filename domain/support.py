"""The life of a support request: its states, their moves, and when somebody else has to look (product C3)."""

from enum import StrEnum

from domain.errors import WrongState


class SupportStatus(StrEnum):
    """Where a request stands."""

    NEW = "new"
    CLAIMED = "claimed"
    RESOLVED = "resolved"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    FORWARDED = "forwarded"


_S = SupportStatus
MOVES: dict[SupportStatus, frozenset[SupportStatus]] = {
    _S.NEW: frozenset({_S.CLAIMED, _S.RESOLVED, _S.CLOSED, _S.WITHDRAWN, _S.FORWARDED}),
    _S.CLAIMED: frozenset({_S.NEW, _S.RESOLVED, _S.CLOSED, _S.WITHDRAWN, _S.FORWARDED}),
    _S.FORWARDED: frozenset({_S.CLAIMED, _S.RESOLVED, _S.CLOSED, _S.WITHDRAWN}),
    _S.RESOLVED: frozenset({_S.CLAIMED, _S.NEW, _S.CLOSED}),
    _S.CLOSED: frozenset({_S.CLAIMED, _S.NEW}),
    _S.WITHDRAWN: frozenset(),
}
STILL_OPEN = frozenset({_S.NEW, _S.CLAIMED, _S.FORWARDED})
OVER = frozenset({_S.CLOSED, _S.WITHDRAWN})
DAYS_TO_LEADER, DAYS_TO_OFFICER = 1, 2
WORKING_DAYS = 3
DAYS_OF_SILENCE = 7
MOST_STARS = 5


class Escalation(StrEnum):
    """Who was asked because nobody had taken it."""

    NONE = "none"
    LEADER = "leader"
    OFFICER = "officer"


class SupportHistoryKind(StrEnum):
    """What a line of the history records."""

    OPENED = "opened"
    MOVED = "moved"
    HANDED_OVER = "handed_over"
    ASKED = "asked"
    ANSWERED = "answered"
    ESCALATED = "escalated"
    RATED = "rated"
    NOTED = "noted"


def check_move(current: SupportStatus, wanted: SupportStatus) -> None:
    """Raises WrongState (`support_move`) for a move that the table does not know."""
    if wanted not in MOVES[current]:
        raise WrongState("support_move", current=current, wanted=wanted)


def support_code(year: int, number: int) -> str:
    """The public code of a request: HT-26-000045 for the 45th of 2026 (product C3)."""
    return f"HT-{year % 100:02d}-{number:06d}"
