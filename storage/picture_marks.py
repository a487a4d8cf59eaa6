"""Where pictures are kept by what they look like, and found again among many by a band of their mark."""

from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select

from storage.columns import columns_of
from storage.database import Work
from storage.likeness import Likeness, bands, is_same_picture, near_bands
from storage.new_rows import insert_new
from storage.tables import ChatMessage, PictureMark, StoredAttachment

_marks = columns_of(PictureMark)
_attachments = columns_of(StoredAttachment)
_messages = columns_of(ChatMessage)


def keep(work: Work, attachment_id: int, likeness: Likeness) -> None:
    """Keep what an attachment looks like; twice is once."""
    parts = bands(likeness.mark)
    row = {
        "attachment_id": attachment_id,
        "mark": likeness.mark,
        "weak": likeness.weak,
        "shades": likeness.shades,
        **{f"band_{number}": value for number, value in enumerate(parts, start=1)},
    }
    insert_new(work, PictureMark, [row], unique="attachment_id")


def mark_of(work: Work, attachment_id: int) -> PictureMark | None:
    """What is kept of an attachment's picture; None until it was fetched."""
    return work.session.get(PictureMark, attachment_id)


def find_same(work: Work, mark: PictureMark, *, incident_id: int, round_began_at: datetime) -> int | None:
    """The earliest attachment that shows the same picture, among what a proof may not repeat.

    These are the photos of its own case, but for those sent as proof since `round_began_at`, and all other proofs.
    """
    own = Likeness(mark=mark.mark, weak=mark.weak, shades=mark.shades)
    rows = work.session.execute(
        select(_marks.attachment_id, _marks.mark, _marks.weak, _marks.shades)
        .join(StoredAttachment, _attachments.id == _marks.attachment_id)
        .join(ChatMessage, _messages.id == _attachments.chat_message_id)
        .where(
            _marks.attachment_id != mark.attachment_id,
            _shares_a_band(own),
            or_(_attachments.after_work, _attachments.incident_id == incident_id),
            ~and_(
                _attachments.after_work,
                _attachments.incident_id == incident_id,
                _messages.occurred_at >= round_began_at,
            ),
        )
    ).all()
    found = [row.attachment_id for row in rows if is_same_picture(own, _likeness(row.mark, row.weak, row.shades))]
    return min(found, default=None)


def _likeness(mark: str, weak: str, shades: bytes) -> Likeness:
    return Likeness(mark=mark, weak=weak, shades=bytes(shades))


def _shares_a_band(own: Likeness) -> Any:
    """Rows of which one band is what it may be for another file of the picture or of its mirror image."""
    wanted = enumerate(near_bands(own), start=1)
    return or_(*(getattr(_marks, f"band_{number}").in_(sorted(values)) for number, values in wanted))
