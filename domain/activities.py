"""What a team's activity is: its states, where a record came from, and what may be corrected about it (product C4)."""

from enum import StrEnum

DEFAULT_PROGRAMME = "ward_plan"


class ActivityStatus(StrEnum):
    """Where the record of an activity stands; only `RECORDED` ones are counted."""

    RECORDED = "recorded"
    PLANNED = "planned"
    SUMMARY = "summary"
    NONE_DONE = "none_done"
    DUPLICATE = "duplicate"
    WITHDRAWN = "withdrawn"


class ActivitySource(StrEnum):
    """By which way the record came."""

    PRIVATE_CHAT = "private_chat"
    GROUP_CHAT = "group_chat"
    FORM = "form"
    PAGE = "page"
    SUPPORT_REQUEST = "support_request"


class ActivityHistoryKind(StrEnum):
    """What happened to the record."""

    RECORDED = "recorded"
    CORRECTED = "corrected"
    ADDED_TO = "added_to"
    EVIDENCE_ADDED = "evidence_added"
    PLAN_DONE = "plan_done"
    FOUND_DUPLICATE = "found_duplicate"
    CONFIRMED = "confirmed"
    UNDONE = "undone"
    WITHDRAWN = "withdrawn"


COUNTED = frozenset({ActivityStatus.RECORDED})
EDITABLE = frozenset({ActivityStatus.RECORDED, ActivityStatus.PLANNED, ActivityStatus.SUMMARY})
