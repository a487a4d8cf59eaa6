"""The card of a case in the response team's group: what, where, by when and what may be typed; never who reported."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from domain.case_endings import RUNNING
from domain.consents import Purpose
from domain.incidents import STILL_OPEN, IncidentSource, IncidentStatus
from domain.messages import Priority
from domain.teams import GroupPurpose
from handlers.case_maps import links_to_point, links_to_words
from handlers.office import Office
from storage import group_words, incidents, outbox, people, teams
from storage.database import Work
from storage.tables import GroupChat, Incident

CARD = "incident_card"


class CardReason(StrEnum):
    """Why a card is shown; the words stand in `[card_reason]`."""

    URGENT = "urgent"
    ACCEPTED = "accepted"
    ASSIGNED = "assigned"
    COMPLETED = "completed"
    REOPENED = "reopened"
    GIVEN_BACK = "given_back"


_FOR_STATUS = {
    IncidentStatus.ACCEPTED: CardReason.ACCEPTED,
    IncidentStatus.ASSIGNED: CardReason.ASSIGNED,
    IncidentStatus.REOPENED: CardReason.REOPENED,
}
_ONCE = frozenset({CardReason.URGENT, CardReason.ACCEPTED, CardReason.ASSIGNED})


def response_group(work: Work) -> GroupChat | None:
    """The living group of the response team, if the account owns one."""
    return next(iter(teams.groups_for(work, GroupPurpose.RESPONSE_TEAM)), None)


def show_urgent(work: Work, office: Office, incident: Incident, *, now: datetime) -> None:
    """Danger waits for nobody: the card goes out as soon as the case is urgent (decision 0022)."""
    show(work, office, incident, CardReason.URGENT, now=now)


def show_after_move(work: Work, office: Office, incident: Incident, *, now: datetime, words: str = "") -> None:
    """The card of a case that an officer has taken on, given out, or that was opened again."""
    reason = _FOR_STATUS.get(incident.status)
    if reason is None:
        tell_over(work, office, incident, now=now)
    if reason is None or (incident.source is IncidentSource.SUGGESTION and reason is CardReason.ACCEPTED):
        return
    show(work, office, incident, reason, now=now, words=words)


def tell_over(work: Work, office: Office, incident: Incident, *, now: datetime) -> None:
    """A case whose card stands in the group has been settled by somebody else: nobody need go there any more."""
    group = response_group(work)
    if group is None or incident.status in RUNNING or not outbox.is_queued(work, _first_key(incident)):
        return
    message = office.texts.message("case_over", code=incident.code, status=incident.status)
    group_words.add(
        work,
        group,
        message,
        kind="case_over",
        dedupe_key=f"case_over:{incident.id}:{incident.revision}",
        priority=Priority.UPDATE,
        now=now,
        incident_id=incident.id,
    )


def show_completed(work: Work, office: Office, incident: Incident, *, now: datetime) -> None:
    """A card that stands already is shown anew once its case is complete; others wait for their own time."""
    if outbox.is_queued(work, _first_key(incident)):
        show(work, office, incident, CardReason.COMPLETED, now=now)


def show(work: Work, office: Office, incident: Incident, reason: CardReason, *, now: datetime, words: str = "") -> None:
    """Queue the card; the first one of a case once, later ones once for each change."""
    group = response_group(work)
    if group is None or incident.sealed or incident.status not in STILL_OPEN:
        return
    key = _first_key(incident) if reason in _ONCE else f"card:{incident.id}:{reason}:{incident.revision}"
    group_words.add(
        work,
        group,
        office.texts.message(CARD, reason=reason, note=words, **_values(work, office, incident)),
        kind=CARD,
        dedupe_key=key,
        priority=Priority.EMERGENCY if incident.urgent else Priority.UPDATE,
        now=now,
        incident_id=incident.id,
    )


def _first_key(incident: Incident) -> str:
    return f"card:{incident.id}"


def _values(work: Work, office: Office, incident: Incident) -> dict[str, Any]:
    return {
        "code": incident.code,
        "category": incident.category,
        "urgent": incident.urgent,
        "words": incident.public_description,
        "place": incident.location_text,
        "residential_group": incident.residential_group,
        "map": _map(work, office, incident),
        "pinned": incident.pinned,
        "photos": incident.photos,
        "due_on": incident.due_on,
    }


def _map(work: Work, office: Office, incident: Incident) -> str | None:
    """A reporter's own pin is shown once he has allowed it, or where life is in danger; words always are."""
    known = incident.latitude is not None and incident.longitude is not None
    if known and (not incident.pinned or incident.urgent or _may_use_pin(work, incident)):
        return links_to_point(incident.latitude or 0.0, incident.longitude or 0.0)["google"]
    return links_to_words(incident, office).get("google")


def _may_use_pin(work: Work, incident: Incident) -> bool:
    return any(
        people.consents(work, person).get(Purpose.LOCATION, False) for person in incidents.reporters(work, incident.id)
    )
