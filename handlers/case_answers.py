"""What a reporter is told of his case; when another one answers for it: its own words, the leading one's state."""

from typing import Any

from domain.incidents import IncidentSource, IncidentStatus
from storage import incidents, merged_cases
from storage.database import Work
from storage.tables import Incident, IncidentHistory


def receipt_values(incident: Incident) -> dict[str, Any]:
    """What the templates about one case need."""
    return {
        "code": incident.code,
        "category": incident.category,
        "status": incident.status,
        "urgent": incident.urgent,
        "words": incident.description,
        "place": incident.location_text,
        "pinned": incident.pinned,
        "photos": incident.photos,
        "due_on": incident.due_on,
        "is_suggestion": incident.source is IncidentSource.SUGGESTION,
    }


def answering_values(work: Work, incident: Incident) -> dict[str, Any]:
    """State and date of the case that answers for this one."""
    leader = merged_cases.leading(work, incident)
    return {"status": leader.status, "due_on": leader.due_on}


def told_moves(work: Work, incident: Incident) -> list[dict[str, object]]:
    """The moves its reporters were told of: its own ones, and the leading one's since it was merged."""
    leader = merged_cases.leading(work, incident)
    own = list(incidents.history(work, incident.id))
    lines = [line for line in own if line.to_status is not IncidentStatus.MERGED]
    if leader.id != incident.id:
        merged_at = max(
            (line.at for line in own if line.to_status is IncidentStatus.MERGED), default=incident.opened_at
        )
        lines += [line for line in incidents.history(work, leader.id) if line.at >= merged_at]
    return [_told(line) for line in lines if line.to_status is not None and not line.silent]


def _told(line: IncidentHistory) -> dict[str, object]:
    return {"at": line.at, "status": line.to_status, "words": line.note}
