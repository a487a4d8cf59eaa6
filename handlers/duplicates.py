"""An older case of the same thing nearby is offered to the reporter; only he decides (product C2)."""

from domain.chat_commands import CaseReference
from domain.errors import NotFound, WrongState
from domain.incidents import ActorKind, IncidentStatus, check_move, is_open
from domain.near_cases import NEVER_THE_SAME, OFFER_HOLDS_FOR
from handlers.case_cards import show_after_move
from handlers.merging import By, join, part, show_joined
from handlers.turn import Turn, say
from storage import incidents, merged_cases, near_cases
from storage.tables import DuplicateOffer, Incident


def offer_older_case(turn: Turn, incident: Incident) -> None:
    """Once a case is understood: ask whether an open one of 72 hours nearby is the same, once for each."""
    if incident.category is None or incident.category in NEVER_THE_SAME or not is_open(incident.status):
        return
    older = next(
        (case for case in near_cases.open_near(turn.work, incident, now=turn.now) if case.id < incident.id), None
    )
    if older is None or _answers_already(turn, older.id):
        return
    if merged_cases.offer(turn.work, incident, older.id, now=turn.now) is None:
        return
    say(
        turn,
        "duplicate_offer",
        key=f"duplicate:{incident.id}:{older.id}",
        incident_id=incident.id,
        code=incident.code,
        older_code=older.code,
        category=incident.category,
        place=older.spot.name,
        opened_at=older.opened_at,
    )


def _answers_already(turn: Turn, incident_id: int) -> bool:
    return any(thread.person_id == turn.person.id for thread in merged_cases.of_case(turn.work, incident_id))


def accept(turn: Turn, reference: CaseReference | None) -> None:
    """*I see it too*: the older case answers from now on; code, words and rights stay his own.

    Raises NotFound or WrongState for an offer that is not his, is answered, is too old, or whose older case is over.
    """
    incident, offer = _offered(turn, reference)
    if incident.merged_into_id is not None:
        raise WrongState("joined_already", code=incident.code)
    if turn.now - offer.offered_at > OFFER_HOLDS_FOR:
        raise WrongState("offer_expired", code=incident.code)
    older = incidents.get(turn.work, offer.older_id, to_change=True)
    leader = merged_cases.leading(turn.work, older, to_change=True) if older else incident
    if leader.sealed or leader.id == incident.id or not is_open(leader.status):
        raise WrongState("offer_expired", code=incident.code)
    check_move(incident.status, IncidentStatus.MERGED)
    join(turn.work, incident, leader, By(actor=ActorKind.REPORTER, now=turn.now))
    offer.answered_at, offer.accepted = turn.now, True
    show_joined(turn.work, turn.office, incident, leader, now=turn.now)
    say(
        turn,
        "duplicate_joined",
        incident_id=incident.id,
        code=incident.code,
        status=leader.status,
        due_on=leader.due_on,
    )


def keep_apart(turn: Turn, reference: CaseReference | None) -> None:
    """*Another matter*: the case stays his own, also after he had said that it is the same.

    Raises NotFound or WrongState where nothing waits for an answer.
    """
    incident, offer = _offered(turn, reference)
    if incident.merged_into_id is not None and not offer.accepted:
        raise WrongState("merged_by_staff", code=incident.code)
    if incident.merged_into_id is not None:
        part(turn.work, incident, IncidentStatus.REOPENED, By(actor=ActorKind.REPORTER, now=turn.now))
        show_after_move(turn.work, turn.office, incident, now=turn.now)
    offer.answered_at, offer.accepted = turn.now, False
    say(turn, "duplicate_apart", incident_id=incident.id, code=incident.code, due_on=incident.due_on)


def _offered(turn: Turn, reference: CaseReference | None) -> tuple[Incident, DuplicateOffer]:
    """His case and the last question about it; by its code, else the last question that was put to him."""
    if reference is None:
        offer = merged_cases.newest_offer_to(turn.work, turn.person)
        named = incidents.get(turn.work, offer.incident_id) if offer else None
    else:
        named = incidents.find_for(turn.work, turn.person, year=reference.year, number=reference.number)
        offer = merged_cases.newest_offer(turn.work, named.id) if named else None
    if named is None or offer is None or not incidents.reported_by(turn.work, named, turn.person):
        raise NotFound("nothing_offered")
    turn.work.session.flush()
    incident = incidents.get(turn.work, named.id, to_change=True)
    return incident or named, offer
