"""How a reporter takes his case back, alone or while it goes on for others who reported the same."""

from domain.errors import WrongState
from domain.incidents import ActorKind, HistoryKind, IncidentStatus, check_move
from handlers.case_cards import tell_over
from handlers.merging import By, part
from handlers.staff_incidents import apply_move
from handlers.turn import Turn, say
from storage import incidents, merged_cases
from storage.tables import Incident


def withdraw(turn: Turn, incident: Incident) -> None:
    """Take a case back at its reporter's wish. Raises WrongState where it is over already."""
    leader = merged_cases.leading(turn.work, incident)
    check_move(leader.status, IncidentStatus.WITHDRAWN)
    if leader.id != incident.id:
        part(turn.work, incident, IncidentStatus.WITHDRAWN, By(actor=ActorKind.REPORTER, now=turn.now))
    elif merged_cases.followers(turn.work, incident.id):
        _leave(turn, incident)
    else:
        check_move(incident.status, IncidentStatus.WITHDRAWN)
        apply_move(turn.work, incident, IncidentStatus.WITHDRAWN, actor=ActorKind.REPORTER, now=turn.now)
        tell_over(turn.work, turn.office, incident, now=turn.now)
    say(turn, "withdrawn", incident_id=incident.id, code=incident.code)


def _leave(turn: Turn, incident: Incident) -> None:
    """The case goes on for the others; he is told no more of it. Raises WrongState for the second time."""
    for thread in merged_cases.own_threads(turn.work, incident.id):
        if thread.person_id == turn.person.id:
            if thread.left_at is not None:
                raise WrongState("left_already", code=incident.code)
            thread.left_at = turn.now
            incident.reporters -= 1
    incident.revision += 1
    incidents.note(turn.work, incident, HistoryKind.LEFT, ActorKind.REPORTER, at=turn.now, silent=True)
