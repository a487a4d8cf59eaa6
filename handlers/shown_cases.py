"""The case that an officer's page showed: locked, refused when it is sealed, merged meanwhile or changed since."""

from domain.errors import NotFound, Stale, WrongState
from storage import incidents, merged_cases
from storage.database import Work
from storage.tables import Incident


def existing_case(work: Work, incident_id: int) -> Incident:
    """The case with this id, to be changed. Raises NotFound (`no_such_incident`), also for a sealed one."""
    incident = incidents.get(work, incident_id, to_change=True)
    if incident is None or incident.sealed:
        raise NotFound("no_such_incident")
    return incident


def refuse_stale(incident: Incident, revision: int) -> None:
    """Refuse a page that showed an older case. Raises Stale (`incident_changed`)."""
    if incident.revision != revision:
        raise Stale("incident_changed", code=incident.code)


def shown_case(work: Work, incident_id: int, revision: int) -> Incident:
    """The case, which answers for itself and is as the page showed it.

    Raises NotFound (`no_such_incident`), WrongState (`part_instead`) for a merged one, or Stale (`incident_changed`).
    """
    incident = existing_case(work, incident_id)
    if incident.merged_into_id is not None:
        raise WrongState("part_instead", code=merged_cases.leading(work, incident).code)
    refuse_stale(incident, revision)
    return incident
