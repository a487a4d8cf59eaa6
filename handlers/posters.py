"""What officers do with printed codes: make one for a place and a category, and take it down again."""

from dataclasses import dataclass
from datetime import datetime

from domain.errors import Incomplete, NotFound, Refused
from domain.staff import Right, Role, require
from domain.understanding import Category
from handlers.office import Office
from handlers.places import named_place
from storage import posters
from storage.database import Work
from storage.tables import Poster

LONGEST_PLACE = 160
LONGEST_GROUP = 120


@dataclass(frozen=True, kw_only=True)
class MakePoster:
    """An officer's wish for a code; `form_key` names the form, so that the second click makes no second code."""

    place: str
    category: Category | None
    residential_group: str | None
    form_key: str
    officer_id: int
    role: Role


@dataclass(frozen=True, kw_only=True)
class RetirePoster:
    """An officer's wish to take a code out of use."""

    poster_id: int
    officer_id: int
    role: Role


def make_poster(work: Work, office: Office, command: MakePoster, *, now: datetime) -> Poster:
    """Make a code. Raises NotAllowed, Incomplete without place, category or form, or Refused for a place too long."""
    require(command.role, Right.MOVE_INCIDENTS)
    place = " ".join(command.place.split())
    if not place or command.category is None:
        raise Incomplete("place_and_category_needed")
    if len(place) > LONGEST_PLACE:
        raise Refused("words_too_long", limit=LONGEST_PLACE)
    if not command.form_key:
        raise Incomplete("form_too_old")
    made = posters.of_form(work, command.form_key)
    if made is not None:
        return made
    poster = Poster(
        place=place,
        category=command.category,
        place_name=named_place(office.ward.gazetteer, place),
        residential_group=(command.residential_group or "").strip()[:LONGEST_GROUP] or None,
        form_key=command.form_key,
        made_at=now,
        made_by=command.officer_id,
    )
    return posters.add(work, poster)


def retire_poster(work: Work, command: RetirePoster, *, now: datetime) -> Poster:
    """Take a code out of use; a second click changes nothing. Raises NotAllowed or NotFound."""
    require(command.role, Right.MOVE_INCIDENTS)
    poster = posters.get(work, command.poster_id, to_change=True)
    if poster is None:
        raise NotFound("no_such_poster")
    if poster.retired_at is None:
        poster.retired_at, poster.retired_by = now, command.officer_id
    return poster


def restore_poster(work: Work, command: RetirePoster) -> Poster:
    """Put a code back into use, as after a wrong click. Raises NotAllowed or NotFound."""
    require(command.role, Right.MOVE_INCIDENTS)
    poster = posters.get(work, command.poster_id, to_change=True)
    if poster is None:
        raise NotFound("no_such_poster")
    poster.retired_at = poster.retired_by = None
    return poster
