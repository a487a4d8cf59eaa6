"""How printed codes are numbered, kept, found and listed; a number is never used twice."""

from collections.abc import Collection, Sequence

from sqlalchemy import func, select

from storage.columns import columns_of
from storage.counters import next_number
from storage.database import Work
from storage.tables import Incident, Poster

_posters = columns_of(Poster)
_incidents = columns_of(Incident)


def add(work: Work, poster: Poster) -> Poster:
    """Give a new poster the next number."""
    poster.number = next_number(work, "poster")
    work.session.add(poster)
    work.session.flush()
    return poster


def get(work: Work, poster_id: int, *, to_change: bool = False) -> Poster | None:
    """One poster by our own id."""
    return work.session.get(Poster, poster_id, with_for_update=to_change or None)


def with_number(work: Work, number: int) -> Poster | None:
    """The poster that bears this number, also a retired one."""
    return work.session.scalar(select(Poster).where(_posters.number == number))


def of_form(work: Work, form_key: str) -> Poster | None:
    """What was made of this very form before."""
    return work.session.scalar(select(Poster).where(_posters.form_key == form_key))


def listed(work: Work, *, retired: bool, limit: int) -> Sequence[Poster]:
    """Posters in use, or those taken down; the newest first."""
    which = _posters.retired_at.is_not(None) if retired else _posters.retired_at.is_(None)
    return work.session.scalars(select(Poster).where(which).order_by(_posters.number.desc()).limit(limit)).all()


def with_ids(work: Work, poster_ids: Collection[int]) -> Sequence[Poster]:
    """These posters as far as they are in use, by number."""
    return work.session.scalars(
        select(Poster).where(_posters.id.in_(poster_ids), _posters.retired_at.is_(None)).order_by(_posters.number)
    ).all()


def cases_of(work: Work) -> dict[int, int]:
    """How many cases each poster has brought, by our own id."""
    rows = work.session.execute(
        select(_incidents.poster_id, func.count())
        .where(_incidents.poster_id.is_not(None), _incidents.sealed.is_(False))
        .group_by(_incidents.poster_id)
    )
    return {poster_id: count for poster_id, count in rows}
