"""How photos and files are fetched, checked and kept, on their own, so that a slow host holds up no case."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError

from bot.errors import MediaRefused, MediaUnavailable
from bot.media_download import MediaDownloader
from domain.clock import Clock
from domain.events import AttachmentKind
from storage import media_queue, picture_marks
from storage.database import Database, Work
from storage.likeness import likeness_of
from storage.media_files import MediaFiles
from storage.pictures import PictureRefused, prepare_picture
from storage.tables import StoredAttachment

PICTURES = frozenset({AttachmentKind.PHOTO, AttachmentKind.GIF})
log = logging.getLogger(__name__)


class MediaWorker:
    """Fetches waiting attachments, one a step; several threads may step at the same time."""

    def __init__(
        self,
        database: Database,
        downloader: MediaDownloader,
        files: MediaFiles,
        clock: Clock,
        *,
        on_kept: Callable[[Work, int, datetime], None] | None = None,
    ) -> None:
        """`on_kept` is called in the transaction that keeps a picture, with the attachment's id."""
        self._on_kept = on_kept
        self._database = database
        self._downloader = downloader
        self._files = files
        self._clock = clock
        self._cut_off = threading.local()

    def step(self) -> bool:
        """Fetch the attachment that has waited longest; answers whether there was one."""
        now = self._clock()
        self._begin_anew_what_was_cut_off()
        with self._database.read() as work:
            if not media_queue.has_waiting(work, now=now):
                return False
        with self._database.begin() as work:
            attachment = media_queue.claim_next(work, now=now)
        if attachment is None:
            return False
        try:
            self._fetch(attachment)
        except SQLAlchemyError:
            self._cut_off.attachment_id = attachment.id
            raise
        return True

    def _begin_anew_what_was_cut_off(self) -> None:
        """A fetch whose end the database did not take need not wait for the end of its lease."""
        attachment_id = getattr(self._cut_off, "attachment_id", None)
        if attachment_id is None:
            return
        with self._database.begin() as work:
            media_queue.release(work, attachment_id, now=self._clock())
        self._cut_off.attachment_id = None

    def _fetch(self, attachment: StoredAttachment) -> None:
        try:
            if not attachment.source_url:
                raise MediaRefused("no address")
            content = self._downloader.download(attachment.source_url).content
            self._keep(attachment, content)
        except (MediaRefused, PictureRefused) as refusal:
            log.warning("media.refused id=%d reason=%s", attachment.id, refusal)
            with self._database.begin() as work:
                media_queue.refuse(work, attachment.id, reason=str(refusal))
        except MediaUnavailable as failure:
            log.warning("media.unavailable id=%d reason=%s", attachment.id, failure)
            with self._database.begin() as work:
                media_queue.try_later(work, attachment, reason=str(failure), now=self._clock())

    def _keep(self, attachment: StoredAttachment, content: bytes) -> None:
        sides: tuple[int | None, int | None] = (None, None)
        likeness = None
        if attachment.kind in PICTURES:
            picture = prepare_picture(content)
            kept = self._files.keep_picture(picture)
            sides = (picture.width, picture.height)
            likeness = likeness_of(picture.thumbnail)
        else:
            kept = self._files.keep_file(content)
        with self._database.begin() as work:
            media_queue.keep(
                work,
                attachment.id,
                sha256=kept.sha256,
                mime=kept.mime,
                size=kept.size,
                width=sides[0],
                height=sides[1],
            )
            if likeness is not None:
                picture_marks.keep(work, attachment.id, likeness)
                if self._on_kept is not None:
                    self._on_kept(work, attachment.id, self._clock())
