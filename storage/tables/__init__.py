"""Every table, so that one import knows the whole schema."""

from storage.tables.activities import Activity, ActivityAttendee, ActivityHistory, ActivityTeam
from storage.tables.arrivals import (
    AttachmentStatus,
    Bookmark,
    ChatMessage,
    InboxEvent,
    InboxStatus,
    PictureMark,
    QuarantinedEvent,
    StoredAttachment,
)
from storage.tables.departures import OutboxMessage, OutboxStatus, ZaloToken
from storage.tables.duties import (
    Obligation,
    ObligationHistory,
    PackageAllowance,
    Reminder,
    ReplyAllowance,
    UnitContact,
)
from storage.tables.groups import AccountManager, GroupAsset, GroupMember, GroupTask
from storage.tables.incidents import Counter, Incident, IncidentExtension, IncidentHistory, IncidentReporter
from storage.tables.labelled_examples import LabelledExample
from storage.tables.people import Consent, Conversation, Officer, Person, StaffTask
from storage.tables.reports import (
    EnteredFigure,
    FrozenDataset,
    RegisterLine,
    ReportStepLine,
    TeamReportDraft,
)
from storage.tables.shared_cases import DuplicateOffer, Poster, RepresentedPerson
from storage.tables.support import EditedGuide, SupportHistory, SupportRequest
from storage.tables.teams import (
    DigitalTeam,
    GroupChat,
    InviteAttempt,
    InviteCode,
    MemberConsent,
    ResidentialGroup,
    TeamMember,
)

__all__ = [
    "AccountManager",
    "Activity",
    "ActivityAttendee",
    "ActivityHistory",
    "ActivityTeam",
    "AttachmentStatus",
    "Bookmark",
    "ChatMessage",
    "Consent",
    "Conversation",
    "Counter",
    "DigitalTeam",
    "DuplicateOffer",
    "EditedGuide",
    "EnteredFigure",
    "FrozenDataset",
    "GroupAsset",
    "GroupChat",
    "GroupMember",
    "GroupTask",
    "InboxEvent",
    "InboxStatus",
    "Incident",
    "IncidentExtension",
    "IncidentHistory",
    "IncidentReporter",
    "InviteAttempt",
    "InviteCode",
    "LabelledExample",
    "MemberConsent",
    "Obligation",
    "ObligationHistory",
    "Officer",
    "OutboxMessage",
    "OutboxStatus",
    "PackageAllowance",
    "Person",
    "PictureMark",
    "Poster",
    "QuarantinedEvent",
    "RegisterLine",
    "Reminder",
    "ReportStepLine",
    "ReplyAllowance",
    "RepresentedPerson",
    "ResidentialGroup",
    "StaffTask",
    "StoredAttachment",
    "SupportHistory",
    "SupportRequest",
    "TeamMember",
    "TeamReportDraft",
    "UnitContact",
    "ZaloToken",
]
