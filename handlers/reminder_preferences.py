"""How somebody wants to be reminded: by chat, or by telephone because he says so or has told an officer."""

from dataclasses import dataclass
from datetime import datetime

from domain.errors import NotFound
from domain.staff import Right, Role, require
from handlers.activity_talk import places_of
from handlers.turn import Turn, say
from storage import people, unit_contacts
from storage.database import Work
from storage.tables import Person


@dataclass(frozen=True, kw_only=True)
class SetPreference:
    """An officer notes how somebody wants to be reminded."""

    person_id: int
    by_phone: bool
    role: Role


def set_preference(work: Work, command: SetPreference, *, now: datetime) -> None:
    """Note it; saying it twice is once. Raises NotAllowed or NotFound (`no_such_person`)."""
    require(command.role, Right.MANAGE_TEAMS)
    person = people.with_id(work, command.person_id)
    if person is None:
        raise NotFound("no_such_person")
    _note(person, by_phone=command.by_phone, now=now)


def prefer(turn: Turn, *, by_phone: bool) -> None:
    """A member or the contact of a unit says it himself; a resident is never reminded of duties, and hears so."""
    today = turn.office.today(turn.now)
    if not places_of(turn) and not unit_contacts.of_person(turn.work, turn.person.id, today):
        say(turn, "activity_not_member")
        return
    _note(turn.person, by_phone=by_phone, now=turn.now)
    say(turn, "reminder_preference", by_phone=by_phone)


def _note(person: Person, *, by_phone: bool, now: datetime) -> None:
    if not by_phone:
        person.prefers_calls_at = None
    elif person.prefers_calls_at is None:
        person.prefers_calls_at = now
