"""What a page shows beside a case: its last move, the codes of others, and the one file behind a hash."""

from collections.abc import Iterable

from sqlalchemy import or_, select, true

from domain.incidents import HistoryKind
from storage.columns import columns_of
from storage.database import Work
from storage.tables import AttachmentStatus, Incident, IncidentHistory, StoredAttachment

_incidents = columns_of(Incident)
_history = columns_of(IncidentHistory)
_attachments = columns_of(StoredAttachment)


def last_move(work: Work, incident_id: int) -> IncidentHistory | None:
    """The newest line of a case's history that moved its state."""
    return work.session.scalar(
        select(IncidentHistory)
        .where(_history.incident_id == incident_id, _history.kind == HistoryKind.MOVED)
        .order_by(_history.id.desc())
        .limit(1)
    )


def codes(work: Work, incident_ids: Iterable[int | None]) -> dict[int, str]:
    """The public code of each of these cases, by our own id."""
    wanted = {incident_id for incident_id in incident_ids if incident_id is not None}
    rows = work.session.execute(select(_incidents.id, _incidents.code).where(_incidents.id.in_(wanted))).all()
    return {incident_id: code for incident_id, code in rows}


def kept_file(work: Work, sha256: str, *, with_sealed: bool) -> StoredAttachment | None:
    """One attachment whose bytes are kept under this hash, if there is any; sealed ones only `with_sealed`."""
    sealed = select(_incidents.id).where(_incidents.sealed)
    open_to_all = or_(_attachments.incident_id.is_(None), _attachments.incident_id.not_in(sealed))
    return work.session.scalar(
        select(StoredAttachment)
        .where(
            _attachments.sha256 == sha256,
            _attachments.status == AttachmentStatus.KEPT,
            true() if with_sealed else open_to_all,
        )
        .order_by(_attachments.id)
        .limit(1)
    )
