"""How surely a photo that was seen before is known again, and how fast among 200,000, on both databases."""

import argparse
import io
import random
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from PIL import Image, ImageDraw, ImageEnhance, ImageOps
from sqlalchemy import text

from benchmarks.machine import described
from bot.simulator.sample_photos import Scene, sample_photo
from domain.events import AttachmentKind
from storage import picture_marks
from storage.columns import rows_of
from storage.database import Database, Work
from storage.likeness import Likeness, bands, is_same_picture, likeness_of, near_bands
from storage.migrate import upgrade
from storage.pictures import prepare_picture
from storage.tables import (
    AttachmentStatus,
    ChatMessage,
    Incident,
    Person,
    PictureMark,
    StoredAttachment,
)
from tests.databases import fresh_database, postgresql_server

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
CHUNK = 5_000
COPIES: dict[str, Callable[[Image.Image], tuple[Image.Image, int]]] = {
    "the same file": lambda image: (image, 86),
    "recompressed, quality 40": lambda image: (image, 40),
    "recompressed, quality 20": lambda image: (image, 20),
    "resized to a half": lambda image: (image.resize((640, 480)), 80),
    "resized to a third": lambda image: (image.resize((427, 320)), 75),
    "mirrored": lambda image: (ImageOps.mirror(image), 80),
    "mirrored and resized": lambda image: (ImageOps.mirror(image).resize((640, 480)), 60),
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=200_000, help="earlier photos to search among")
    parser.add_argument("--seeds", type=int, default=20, help="sample photos of each of the five scenes")
    parser.add_argument("--searches", type=int, default=100)
    arguments = parser.parse_args()
    print(described(f"python -m benchmarks.pictures --photos {arguments.photos} --seeds {arguments.seeds}"))
    images = [_opened(scene, seed) for scene in Scene for seed in range(arguments.seeds)]
    seen = [_seen(image) for image in images]
    began = perf_counter()
    for image in images[:20]:
        likeness_of(prepare_picture(_written(image, 86)).thumbnail)
    print(
        f"- {len(images)} sample photos; preparing one and reading its likeness {(perf_counter() - began) * 50:.0f} ms"
    )
    _catches(images, seen)
    _false_alarms(images, seen)
    for name, database in _databases():
        _search(name, database, seen, photos=arguments.photos, searches=arguments.searches)
        database.close()


def _opened(scene: Scene, seed: int) -> Image.Image:
    return Image.open(io.BytesIO(sample_photo(scene, seed=seed))).convert("RGB")


def _written(image: Image.Image, quality: int) -> bytes:
    written = io.BytesIO()
    image.save(written, "JPEG", quality=quality)
    return written.getvalue()


def _seen(image: Image.Image, quality: int = 86) -> Likeness:
    return likeness_of(prepare_picture(_written(image, quality)).thumbnail)


def _is_found(likeness: Likeness, earlier: Likeness) -> bool:
    """As the search does it: by a band, then by the whole."""
    probes = zip(bands(earlier.mark), near_bands(likeness), strict=True)
    return any(band in wanted for band, wanted in probes) and is_same_picture(likeness, earlier)


def _catches(images: list[Image.Image], seen: list[Likeness]) -> None:
    print("\n| copy | caught | of |\n| --- | --- | --- |")
    for name, copy in COPIES.items():
        caught = sum(_is_found(_seen(*copy(image)), earlier) for image, earlier in zip(images, seen, strict=True))
        print(f"| {name} | {caught} | {len(images)} |")


def _false_alarms(images: list[Image.Image], seen: list[Likeness]) -> None:
    pairs = list(combinations(seen, 2))
    wrong = sum(is_same_picture(one, other) for one, other in pairs)
    print("\n| different pictures | taken for the same | of |\n| --- | --- | --- |")
    print(f"| two photos of other streets | {wrong} | {len(pairs)} |")
    for name, work in (("repaired", _repaired), ("repaired, photographed anew", _photographed_anew)):
        same = sum(
            is_same_picture(_seen(work(image, number)), earlier)
            for number, (image, earlier) in enumerate(zip(images, seen, strict=True))
        )
        print(f"| the same street, {name} | {same} | {len(images)} |")


def _repaired(image: Image.Image, number: int) -> Image.Image:
    """What lay on the road is gone: a patch in the colour of the road, between a tenth and a quarter of the width."""
    dice = random.Random(number)
    after, width = image.copy(), image.width * dice.uniform(0.2, 0.45)
    left, top = image.width * dice.uniform(0.25, 0.4), image.height * dice.uniform(0.66, 0.74)
    ImageDraw.Draw(after).ellipse((left, top, left + width, top + width * 0.3), fill=(92, 93, 97))
    return after


def _photographed_anew(image: Image.Image, number: int) -> Image.Image:
    """Another day, the same place: moved by a few hundredths, in other light."""
    dice = random.Random(number)
    after, share = _repaired(image, number), dice.uniform(0.02, 0.06)
    left, top = int(image.width * share), int(image.height * share * dice.random())
    cut = after.crop((left, top, image.width, image.height - int(image.height * share * 0.5)))
    return ImageEnhance.Brightness(cut.resize(image.size)).enhance(dice.uniform(0.8, 1.2))


def _databases() -> Iterator[tuple[str, Database]]:
    with tempfile.TemporaryDirectory() as folder:
        yield "SQLite", Database(f"sqlite:///{Path(folder) / 'pictures.sqlite3'}")
    with tempfile.TemporaryDirectory() as folder, postgresql_server(Path(folder)) as server:
        yield "PostgreSQL", Database(fresh_database(server))


def _search(name: str, database: Database, seen: list[Likeness], *, photos: int, searches: int) -> None:
    upgrade(database)
    _fill(database, seen, photos)
    taken: list[float] = []
    found = 0
    with database.read() as work:
        for number in range(searches):
            wanted = seen[number % len(seen)]
            mark = _as_row(wanted)
            began = perf_counter()
            same = picture_marks.find_same(work, mark, incident_id=0, round_began_at=AT)
            taken.append((perf_counter() - began) * 1000)
            found += same is not None
    print(
        f"\n- {name}, among {photos} earlier photos: median {median(taken):.1f} ms, "
        f"p99 {quantiles(taken, n=100)[98]:.1f} ms, {found} of {searches} found"
    )


def _as_row(likeness: Likeness) -> PictureMark:
    one, two, three, four = bands(likeness.mark)
    return PictureMark(
        attachment_id=0,
        mark=likeness.mark,
        weak=likeness.weak,
        shades=likeness.shades,
        band_1=one,
        band_2=two,
        band_3=three,
        band_4=four,
    )


def _fill(database: Database, seen: list[Likeness], photos: int) -> None:
    """Every tenth earlier photo is near to a sample, the others are as different from each other as photos are."""
    dice = random.Random(7)
    with database.begin() as work:
        work.session.add(Person(id=1, zalo_user_id="1", first_seen_at=AT))
        work.session.add(Incident(id=1, code="PA-26-000001", year=2026, number=1, opened_at=AT, due_on=AT.date()))
    for start in range(0, photos, CHUNK):
        with database.begin() as work:
            _add(work, range(start + 1, min(start + CHUNK, photos) + 1), seen, dice)
    with database.begin() as work:
        work.session.execute(text("ANALYZE"))


def _add(work: Work, numbers: range, seen: list[Likeness], dice: random.Random) -> None:
    connection = work.session.connection()
    messages = [
        {"id": one, "person_id": 1, "zalo_message_id": f"m{one}", "occurred_at": AT, "reading": {}} for one in numbers
    ]
    connection.execute(rows_of(ChatMessage).insert(), messages)
    attachments = [
        {
            "id": one,
            "chat_message_id": one,
            "incident_id": 1,
            "position": 0,
            "kind": AttachmentKind.PHOTO,
            "status": AttachmentStatus.KEPT,
            "available_at": AT,
            "after_work": True,
        }
        for one in numbers
    ]
    connection.execute(rows_of(StoredAttachment).insert(), attachments)
    for one in numbers:
        picture_marks.keep(work, one, _earlier(one, seen, dice))


def _earlier(number: int, seen: list[Likeness], dice: random.Random) -> Likeness:
    base = seen[dice.randrange(len(seen))]
    if number <= len(seen):
        return seen[number - 1]
    turned = sum(1 << place for place in dice.sample(range(64), dice.randint(6, 32)))
    return Likeness(mark=f"{int(base.mark, 16) ^ turned:016x}", weak=base.weak, shades=dice.randbytes(256))


if __name__ == "__main__":
    main()
