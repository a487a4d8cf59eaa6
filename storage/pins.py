"""The coordinates people sent as pins, and how they are erased."""

from datetime import datetime

from sqlalchemy import func, or_, select, update

from domain.consents import Purpose
from storage.columns import columns_of
from storage.database import Work
from storage.tables import ChatMessage, Consent, Incident

_messages = columns_of(ChatMessage)
_incidents = columns_of(Incident)
_consents = columns_of(Consent)


def erase_without_consent(work: Work, *, older_than: datetime) -> int:
    """Erase pins said before `older_than` by people whose newest answer about their location is not yes.

    A case that was nothing but a point lacks its place from then on.
    """
    newest = (
        select(func.max(_consents.id))
        .where(_consents.purpose == Purpose.LOCATION)
        .group_by(_consents.person_id)
        .scalar_subquery()
    )
    allowed = select(_consents.person_id).where(_consents.id.in_(newest), _consents.given)
    pins = (_messages.latitude.is_not(None), _messages.occurred_at <= older_than, _messages.person_id.not_in(allowed))
    cases = select(_messages.incident_id).where(*pins, _messages.incident_id.is_not(None))
    erased = work.session.execute(
        update(Incident)
        .where(_incidents.id.in_(cases), _incidents.pinned)
        .values(
            latitude=None,
            longitude=None,
            pinned=False,
            lacks_place=or_(_incidents.lacks_place, _incidents.location_text.is_(None)),
        )
        .returning(_incidents.id)
        .execution_options(synchronize_session=False)
    ).all()
    work.session.execute(
        update(ChatMessage)
        .where(*pins)
        .values(latitude=None, longitude=None)
        .execution_options(synchronize_session=False)
    )
    return len(erased)
