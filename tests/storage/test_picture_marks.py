"""A photo that was seen before is found again by what it looks like, also resized or mirrored, and others are not."""

import io
from datetime import timedelta

from PIL import Image, ImageOps
from sqlmodel import select

from bot.simulator.sample_photos import Scene, sample_photo
from storage import picture_marks
from storage.database import Database, Work
from storage.likeness import likeness_of
from storage.tables import ChatMessage, Incident, PictureMark, StoredAttachment
from tests.storage.test_case_work import photo
from tests.storage.test_incidents import NOW, case, somebody

LATER = NOW + timedelta(hours=1)


def seen(work: Work, message: ChatMessage, content: bytes, incident: Incident, *, after: bool = False) -> PictureMark:
    file = work.session.exec(select(StoredAttachment).where(StoredAttachment.chat_message_id == message.id)).one()
    file.incident_id, file.after_work = incident.id, after
    work.session.flush()
    picture_marks.keep(work, file.id, likeness_of(content))
    picture_marks.keep(work, file.id, likeness_of(content))
    mark = picture_marks.mark_of(work, file.id)
    assert mark is not None
    return mark


def changed(content: bytes, *, mirrored: bool = False, width: int = 640) -> bytes:
    with Image.open(io.BytesIO(content)) as opened:
        small = opened.resize((width, width * opened.height // opened.width))
    kept = io.BytesIO()
    (ImageOps.mirror(small) if mirrored else small).save(kept, "JPEG", quality=60)
    return kept.getvalue()


def test_a_copy_of_a_photo_is_found_and_another_street_is_not(database: Database) -> None:
    before = sample_photo(Scene.RUBBISH, seed=3)
    with database.begin() as work:
        incident, worker = case(work), somebody(work, 2)
        first = seen(work, photo(work, worker, 1), before, incident)
        for number, copy in enumerate((before, changed(before), changed(before, mirrored=True)), start=2):
            mark = seen(work, photo(work, worker, number), copy, incident, after=True)
            found = picture_marks.find_same(work, mark, incident_id=incident.id, round_began_at=NOW)
            assert found == first.attachment_id
        other = seen(work, photo(work, worker, 9), sample_photo(Scene.FLOOD, seed=8), incident, after=True)
        assert picture_marks.find_same(work, other, incident_id=incident.id, round_began_at=NOW) is None


def test_proofs_of_other_cases_count_and_reporters_photos_of_other_cases_do_not(database: Database) -> None:
    content = sample_photo(Scene.POTHOLE, seed=4)
    with database.begin() as work:
        worker = somebody(work, 2)
        own, other = case(work), case(work, by=somebody(work, 3))
        reported = seen(work, photo(work, worker, 1), content, other)
        mark = seen(work, photo(work, worker, 2), content, own, after=True)
        assert picture_marks.find_same(work, mark, incident_id=own.id, round_began_at=NOW) is None
        file = work.session.get_one(StoredAttachment, reported.attachment_id)
        file.after_work = True
        work.session.flush()
        assert picture_marks.find_same(work, mark, incident_id=own.id, round_began_at=NOW) == reported.attachment_id


def test_the_proof_of_an_earlier_round_counts_and_that_of_this_round_does_not(database: Database) -> None:
    content = sample_photo(Scene.STREET_LAMP, seed=5)
    with database.begin() as work:
        incident, worker = case(work), somebody(work, 2)
        earlier = seen(work, photo(work, worker, 1), content, incident, after=True)
        mark = seen(work, photo(work, worker, 2), content, incident, after=True)
        assert picture_marks.find_same(work, mark, incident_id=incident.id, round_began_at=NOW) is None
        again = picture_marks.find_same(work, mark, incident_id=incident.id, round_began_at=LATER)
        assert again == earlier.attachment_id
