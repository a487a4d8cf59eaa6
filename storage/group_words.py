"""How a message to a group is queued: once, like every message, and without buttons, which groups do not have."""

from datetime import datetime

from domain.messages import OutgoingMessage, Priority, without_mentions
from storage.database import Work
from storage.new_rows import insert_new
from storage.tables import GroupChat, OutboxMessage, OutboxStatus


def add(
    work: Work,
    group: GroupChat,
    message: OutgoingMessage,
    *,
    kind: str,
    dedupe_key: str,
    priority: Priority,
    now: datetime,
    activity_id: int | None = None,
    incident_id: int | None = None,
) -> None:
    """Queue one message to one group once; nobody is mentioned by accident (zalo-platform §5.3).

    A reply to a message about an activity, named by `activity_id`, will mean it; `incident_id` is the case of a card.
    """
    row = {
        "dedupe_key": dedupe_key,
        "group_id": group.id,
        "activity_id": activity_id,
        "incident_id": incident_id,
        "kind": kind,
        "priority": int(priority),
        "status": OutboxStatus.WAITING,
        "text": without_mentions(message.text),
        "buttons": [],
        "created_at": now,
        "available_at": now,
        "attempts": 0,
    }
    insert_new(work, OutboxMessage, [row], unique="dedupe_key")
