"""A new case where the same thing was finished not long ago is linked to that one, for staff to see (product C2)."""

from datetime import datetime, timedelta

from domain.incidents import ActorKind, HistoryKind
from domain.near_cases import NEVER_THE_SAME
from handlers.office import Office
from handlers.turn import Turn
from storage import incidents, near_cases
from storage.database import Work
from storage.tables import Incident


def link_recurrence(turn: Turn, incident: Incident) -> None:
    """The same for a case told by chat."""
    recurs(turn.work, turn.office, incident, now=turn.now)


def recurs(work: Work, office: Office, incident: Incident, *, now: datetime) -> None:
    """Link a case to the newest finished one of its place and category within the ward's period, once."""
    if incident.recurrence_of_id is not None or incident.category is None or incident.category in NEVER_THE_SAME:
        return
    since = now - timedelta(days=office.ward.recurrence_days)
    earlier = next(iter(near_cases.finished_near(work, incident, since=since)), None)
    if earlier is None:
        return
    incident.recurrence_of_id = earlier.id
    incidents.note(work, incident, HistoryKind.RECURRED, ActorKind.SYSTEM, at=now, words=earlier.code)
