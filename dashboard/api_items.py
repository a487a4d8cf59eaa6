"""The shape of each item that the read API answers, field by field (product, Fixed names)."""

from datetime import datetime, timedelta
from typing import Any

from dashboard.context import context
from domain.duties import is_late
from storage.activities import ActivityOfTeam
from storage.duties import OwedBy
from storage.support import Listed
from storage.tables import Incident, OutboxMessage


def incident_item(incident: Incident) -> dict[str, Any]:
    """One case; its description is the one without names, phones and numbers."""
    return {
        "code": incident.code,
        "status": incident.status,
        "category": incident.category,
        "urgent": incident.urgent,
        "description": incident.public_description,
        "location_text": incident.location_text,
        "latitude": incident.latitude,
        "longitude": incident.longitude,
        "residential_group": incident.residential_group,
        "photos": incident.photos,
        "reporters": incident.reporters,
        "opened_at": _instant(incident.opened_at),
        "due_on": incident.due_on.isoformat(),
        "closed_at": _instant(incident.closed_at),
        "source": incident.source,
    }


def activity_item(found: ActivityOfTeam) -> dict[str, Any]:
    """One activity; who told it is our own id of a member. What was not said is null, never 0."""
    activity, team = found.activity, found.team
    plain = ("id", "member_id", "activity_type", "topics", "people", "households", "ewallet_accounts", "ocop_products")
    rest = (
        "members",
        "place",
        "duration_minutes",
        "counts",
        "status",
        "evidence",
        "people_unit",
        "programme",
        "source",
    )
    return {
        "team_number": team.number,
        "team_name": team.name,
        "date": activity.starts_on.isoformat(),
        "date_end": activity.ends_on.isoformat() if activity.ends_on else None,
        "created_at": _instant(activity.created_at),
        **{name: getattr(activity, name) for name in (*plain, *rest)},
    }


def support_item(found: Listed) -> dict[str, Any]:
    """One request for help, without its words and without who asked."""
    request = found.request
    return {
        "code": request.code,
        "status": request.status,
        "topic": request.topic,
        "residential_group": found.residential_group,
        "opened_at": _instant(request.opened_at),
        "due_on": request.due_on.isoformat(),
        "closed_at": _instant(request.closed_at),
        "stars": request.stars,
        "confirmed": request.confirmed,
        "forwarded_to": request.forwarded_to,
    }


def obligation_item(owed: OwedBy) -> dict[str, Any]:
    """One obligation; `owner` is the name of a team or unit, `owner_key` our own word for it."""
    obligation = owed.obligation
    late_from = obligation.late_from_on or obligation.due_on + timedelta(days=1)
    return {
        "duty": obligation.duty,
        "period": obligation.period,
        "owner": owed.team.name if owed.team else context().office.ward.unit_name(obligation.unit or ""),
        "owner_key": owed.owner,
        "due_on": obligation.due_on.isoformat(),
        "status": obligation.status,
        "submitted_at": _instant(obligation.submitted_at),
        "late": is_late(obligation.status, late_from, context().today),
        "created_at": _instant(obligation.created_at),
    }


def outbox_item(message: OutboxMessage) -> dict[str, Any]:
    """One message without its words.

    The recipient is our own id of a person, or `group-3`, or whom to phone: `member-5`, `contact-2`, or `case-7` for
    somebody for whom a case was reported.
    """
    return {
        "id": message.id,
        "recipient": _recipient(message),
        "kind": message.kind,
        "status": message.status,
        "attempts": message.attempts,
        "created_at": _instant(message.created_at),
        "sent_at": _instant(message.sent_at),
        "error_code": message.error_code,
    }


def _recipient(message: OutboxMessage) -> str:
    if message.group_id is not None:
        return f"group-{message.group_id}"
    if message.person_id is not None:
        return str(message.person_id)
    if message.contact_id is not None:
        return f"contact-{message.contact_id}"
    return f"member-{message.member_id}" if message.member_id is not None else f"case-{message.incident_id}"


def _instant(at: datetime | None) -> str | None:
    return at.astimezone(context().office.texts.timezone).isoformat() if at else None
