"""How what a member has said so far is kept beside the talk while we wait for an answer of his."""

from dataclasses import asdict
from datetime import date
from typing import Any

from domain.understanding import ActivityFields, ActivityType, Topic
from storage.tables import ChatMessage, GroupChat


def kept(said: ActivityFields) -> dict[str, Any]:
    """A report as plain JSON, without what was not said."""
    return {name: _plain(value) for name, value in asdict(said).items() if value not in (None, (), {}, False)}


def waiting(said: ActivityFields, masked: str, message: ChatMessage, group: GroupChat | None) -> dict[str, Any]:
    """A report that waits for its team, with the message and the group that it was made in."""
    return {"said": kept(said), "words": masked, "message_id": message.id, "group_id": group.id if group else None}


def restored(kept_fields: dict[str, Any]) -> ActivityFields:
    """The report that `kept` put away."""
    values = dict(kept_fields)
    for name in ("date", "date_end"):
        if name in values:
            values[name] = date.fromisoformat(values[name])
    if "activity_type" in values:
        values["activity_type"] = ActivityType(values["activity_type"])
    values["topics"] = tuple(Topic(topic) for topic in values.get("topics", ()))
    values["teams"] = tuple(values.get("teams", ()))
    return ActivityFields(**values)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return [str(one) if isinstance(one, Topic) else one for one in value] if isinstance(value, tuple) else value
