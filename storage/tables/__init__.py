"""Every table, so that one import knows the whole schema."""

from storage.tables.arrivals import (
    AttachmentStatus,
    ChatMessage,
    InboxEvent,
    InboxStatus,
    QuarantinedEvent,
    StoredAttachment,
)
from storage.tables.departures import OutboxMessage, OutboxStatus, ZaloToken
from storage.tables.incidents import Counter, Incident, IncidentHistory, IncidentReporter
from storage.tables.people import Consent, Conversation, Officer, Person, StaffTask

__all__ = [
    "AttachmentStatus",
    "ChatMessage",
    "Consent",
    "Conversation",
    "Counter",
    "InboxEvent",
    "InboxStatus",
    "Incident",
    "IncidentHistory",
    "IncidentReporter",
    "Officer",
    "OutboxMessage",
    "OutboxStatus",
    "Person",
    "QuarantinedEvent",
    "StaffTask",
    "StoredAttachment",
    "ZaloToken",
]
