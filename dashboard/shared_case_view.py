"""What a case shares with others, as its page shows it: merged and leading ones, recurrences, likely duplicates."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.context import context
from domain.incidents import IncidentStatus
from domain.near_cases import NEVER_THE_SAME
from storage import chat_messages, incidents, merged_cases, near_cases, recurrences, represented_persons
from storage.database import Work
from storage.near_cases import NearCase
from storage.tables import Incident, RepresentedPerson, StoredAttachment

MOST_SUGGESTED = 5
log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Follower:
    """One merged case with its own words and files."""

    incident: Incident
    files: Sequence[StoredAttachment]


@dataclass(frozen=True, kw_only=True)
class SharedView:
    """Everything the page of one case says of others."""

    leader: Incident | None
    followers: Sequence[Follower]
    earlier: Incident | None
    again: Sequence[Incident]
    near: Sequence[NearCase]
    represented: RepresentedPerson | None
    may_merge: bool


def load_shared(work: Work, incident: Incident, *, officer_id: int, may_work: bool) -> SharedView:
    """Gather it; who looks at the name of somebody reported for is logged (reporting §6.2)."""
    leader = merged_cases.leading(work, incident)
    represented = represented_persons.of_incident(work, incident.id) if may_work else None
    if represented is not None:
        log.info("represented.seen incident=%d officer=%d", incident.id, officer_id)
    return SharedView(
        leader=leader if leader.id != incident.id else None,
        followers=[_follower(work, case) for case in merged_cases.followers(work, incident.id)],
        earlier=incidents.get(work, incident.recurrence_of_id) if incident.recurrence_of_id else None,
        again=recurrences.of_case(work, incident.id),
        near=_near(work, incident) if may_work else (),
        represented=represented,
        may_merge=may_work and incident.status not in _OVER,
    )


_OVER = frozenset(
    {
        IncidentStatus.MERGED,
        IncidentStatus.CLOSED,
        IncidentStatus.WITHDRAWN,
        IncidentStatus.RESOLVED,
        IncidentStatus.NOT_FIXED,
        IncidentStatus.DECLINED,
    }
)


def _follower(work: Work, case: Incident) -> Follower:
    return Follower(incident=case, files=chat_messages.attachments_of_incident(work, case.id))


def _near(work: Work, incident: Incident) -> Sequence[NearCase]:
    if incident.category is None or incident.category in NEVER_THE_SAME or incident.status in _OVER:
        return ()
    return near_cases.open_near(work, incident, now=context().now)[:MOST_SUGGESTED]
