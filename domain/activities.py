"""What a team's activity is: its states, where a record came from, and what may be corrected about it (product C4)."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any

from domain.errors import Refused
from domain.understanding import ActivityFields, ActivityType

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


COUNT_FIELDS = ("people", "households", "ewallet_accounts", "ocop_products", "members", "duration_minutes")
RECORD_FIELDS = (
    "activity_type",
    "starts_on",
    "ends_on",
    "date_words",
    "topics",
    "people",
    "people_unit",
    "households",
    "ewallet_accounts",
    "ocop_products",
    "members",
    "place",
    "duration_minutes",
    "counts",
)
NOT_ACTIVITIES = frozenset(
    {ActivityType.CORRECTION, ActivityType.ADDITION, ActivityType.SUMMARY, ActivityType.NO_ACTIVITY}
)
MOST_OF_A_COUNT = 100_000


def values_said(said: ActivityFields) -> dict[str, Any]:
    """What a message says, by the names of the record's columns; the date only when the words name one.

    A message without a word about the date speaks of its own day, which the caller knows (product C8).
    """
    found: dict[str, Any] = {name: getattr(said, name) for name in (*COUNT_FIELDS, "people_unit", "place")}
    if said.date_expr:
        found |= {"date_words": said.date_expr, "starts_on": said.date, "ends_on": said.date_end}
    if said.activity_type is not None and said.activity_type not in NOT_ACTIVITIES:
        found["activity_type"] = said.activity_type
    found |= {"topics": [str(topic) for topic in said.topics] or None, "counts": dict(said.counts) or None}
    return {name: value for name, value in found.items() if value is not None}


def corrected(current: Mapping[str, Any], said: ActivityFields, *, numbers: Collection[int] = ()) -> dict[str, Any]:
    """The fields that a correction replaces (language rules: `dinh_chinh`).

    "not 35 but 53" says no unit and is read as persons: `numbers`, all numbers of the message, show which field held
    the old value. A kind that was not named is not changed.
    """
    changed = values_said(said)
    if said.activity_type is ActivityType.OTHER:
        changed.pop("activity_type", None)
    spoken = [name for name in COUNT_FIELDS if name in changed]
    if spoken == ["people"] and said.people_unit is None:
        changed |= {_meant(current, changed.pop("people"), numbers): said.people}
    return changed


def _meant(current: Mapping[str, Any], new: int, numbers: Collection[int]) -> str:
    held = [name for name in COUNT_FIELDS if current.get(name) is not None]
    old = [name for name in held if current[name] in numbers and current[name] != new]
    return old[0] if len(old) == 1 else "people" if "people" in held or not held else held[0]


def added(current: Mapping[str, Any], said: ActivityFields) -> dict[str, Any]:
    """The fields after an addition: counts grow, topics join, what was empty is filled (language rules: `bo_sung`)."""
    news = values_said(said)
    changed = {name: (current.get(name) or 0) + news[name] for name in COUNT_FIELDS if name in news}
    if topics := [topic for topic in news.get("topics", ()) if topic not in current.get("topics", ())]:
        changed["topics"] = [*current.get("topics", ()), *topics]
    if more := news.get("counts"):
        before = current.get("counts") or {}
        changed["counts"] = before | {topic: before.get(topic, 0) + count for topic, count in more.items()}
    for name in ("place", "people_unit"):
        if name in news and not current.get(name):
            changed[name] = news[name]
    return changed


def check_counts(values: Mapping[str, Any]) -> None:
    """Raises Refused (`absurd_number`) for a count that nobody can have meant."""
    for name in COUNT_FIELDS:
        count = values.get(name)
        if count is not None and not 0 <= count <= MOST_OF_A_COUNT:
            raise Refused("absurd_number", number=count, most=MOST_OF_A_COUNT)


def status_of(said: ActivityFields) -> ActivityStatus:
    """Which kind of record a report becomes: a plan and a summary count nothing (product C4)."""
    if said.activity_type is ActivityType.NO_ACTIVITY:
        return ActivityStatus.NONE_DONE
    if said.activity_type is ActivityType.SUMMARY:
        return ActivityStatus.SUMMARY
    return ActivityStatus.PLANNED if said.is_plan else ActivityStatus.RECORDED


def is_alike(one: Mapping[str, Any], other: Mapping[str, Any], *, same_member: bool) -> bool:
    """Whether two records of one team and day may be one activity told twice (product C4).

    Another member's report needs the same kind or a shared topic; one's own must say the same numbers as well, for a
    team may well hold two sessions a day.
    """
    same_kind = one["activity_type"] == other["activity_type"]
    shared = set(one["topics"]) & set(other["topics"])
    if not same_kind and not shared:
        return False
    return not same_member or all(one[name] == other[name] for name in COUNT_FIELDS)
