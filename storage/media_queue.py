"""Which photos and files still have to be fetched, and what became of each."""

from datetime import datetime, timedelta

from sqlalchemy import select, update

from storage.columns import columns_of, once
from storage.database import Work
from storage.tables import AttachmentStatus, StoredAttachment

LEASE = timedelta(seconds=180)
MAX_ATTEMPTS = 8
RETRY_AFTER = tuple(timedelta(seconds=seconds) for seconds in (2, 10, 30, 120, 600, 1800, 3600))
_attachments = columns_of(StoredAttachment)


def has_waiting(work: Work, *, now: datetime) -> bool:
    """Whether any attachment waits for its bytes: a look that takes no lock."""
    waiting = (AttachmentStatus.WAITING, AttachmentStatus.FETCHING)
    found = work.session.scalar(
        select(_attachments.id).where(_attachments.status.in_(waiting), _attachments.available_at <= now).limit(1)
    )
    return found is not None


def claim_next(work: Work, *, now: datetime) -> StoredAttachment | None:
    """Take the attachment that has waited longest for its bytes, or whose fetch was cut off."""
    chosen = (
        select(_attachments.id)
        .where(
            _attachments.status.in_((AttachmentStatus.WAITING, AttachmentStatus.FETCHING)),
            _attachments.available_at <= now,
        )
        .order_by(_attachments.available_at, _attachments.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return work.session.scalar(
        update(StoredAttachment)
        .where(_attachments.id.in_(once(chosen)), _attachments.available_at <= now)
        .values(
            status=AttachmentStatus.FETCHING,
            available_at=now + LEASE,
            attempts=_attachments.attempts + 1,
        )
        .returning(StoredAttachment)
        .execution_options(synchronize_session=False)
    )


def keep(
    work: Work,
    attachment_id: int,
    *,
    sha256: str,
    mime: str,
    size: int,
    width: int | None = None,
    height: int | None = None,
) -> None:
    """The bytes are on disk under this hash."""
    _set(
        work,
        attachment_id,
        status=AttachmentStatus.KEPT,
        sha256=sha256,
        mime=mime,
        size=size,
        width=width,
        height=height,
        reason=None,
    )


def refuse(work: Work, attachment_id: int, *, reason: str) -> None:
    """The bytes must not be kept; another try would not help."""
    _set(work, attachment_id, status=AttachmentStatus.REFUSED, reason=reason[:80])


def try_later(work: Work, attachment: StoredAttachment, *, reason: str, now: datetime) -> bool:
    """The bytes could not be had this time; answers False when that was the last try."""
    again = attachment.attempts < MAX_ATTEMPTS
    pause = RETRY_AFTER[min(attachment.attempts, len(RETRY_AFTER)) - 1]
    status = AttachmentStatus.WAITING if again else AttachmentStatus.FAILED
    _set(work, attachment.id, status=status, available_at=now + pause, reason=reason[:80])
    return again


def release_all(work: Work, *, now: datetime) -> None:
    """Let fetches that a stop cut off begin anew: for the start of the only worker process."""
    work.session.execute(
        update(StoredAttachment)
        .where(_attachments.status == AttachmentStatus.FETCHING)
        .values(status=AttachmentStatus.WAITING, available_at=now)
        .execution_options(synchronize_session=False)
    )


def release(work: Work, attachment_id: int, *, now: datetime) -> None:
    """Let a fetch whose end could not be written begin anew."""
    work.session.execute(
        update(StoredAttachment)
        .where(_attachments.id == attachment_id, _attachments.status == AttachmentStatus.FETCHING)
        .values(status=AttachmentStatus.WAITING, available_at=now)
        .execution_options(synchronize_session=False)
    )


def _set(work: Work, attachment_id: int, **values: object) -> None:
    work.session.execute(
        update(StoredAttachment)
        .where(_attachments.id == attachment_id)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
