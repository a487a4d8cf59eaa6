"""How fast the same thing nearby is found among a million cases on both databases, and how rightly on own pairs."""

import argparse
import random
import tempfile
import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert, text

from benchmarks.machine import described
from domain.incidents import IncidentSource, IncidentStatus
from domain.near_cases import NEVER_THE_SAME, Spot, are_near
from domain.understanding import Category, Chat, Sender
from handlers.arrivals import Arrival, reading_of
from handlers.case_facts import place_of
from language.interpreter import Interpreter
from language.loader import load_interpreter
from storage import near_cases
from storage.columns import rows_of
from storage.database import Database
from storage.migrate import upgrade
from storage.tables import Incident
from tests.databases import fresh_database, postgresql_server
from ward.loader import load_ward

ROOT = Path(__file__).parents[1]
NOW = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
CATEGORIES = [category for category in Category if category not in NEVER_THE_SAME]
CHUNK = 20_000
RECURRENCE_DAYS = 90


def main() -> None:
    """Fill both databases and print what the searches took; then judge the pairs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--days", type=int, default=365, help="over how many days the cases are spread")
    parser.add_argument("--searches", type=int, default=500)
    arguments = parser.parse_args()
    command = f"python -m benchmarks.duplicates --cases {arguments.cases} --days {arguments.days}"
    print(described(command))
    print("\n| database | search | median, ms | 95 of 100 below, ms | found something |")
    print("| --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        _measure("SQLite", Database(f"sqlite:///{folder}/cases.sqlite3"), arguments)
    with tempfile.TemporaryDirectory() as folder, postgresql_server(Path(folder)) as server:
        _measure("PostgreSQL", Database(fresh_database(server)), arguments)
    _judge_pairs()


def _measure(name: str, database: Database, arguments: argparse.Namespace) -> None:
    upgrade(database)
    chance = random.Random(12)
    _fill(database, chance, arguments.cases, arguments.days)
    asked = [_asked(chance) for _ in range(arguments.searches)]
    since = NOW - timedelta(days=RECURRENCE_DAYS)
    with database.read() as work:
        _print(
            name,
            "open, 72 hours",
            [_timed(lambda case=case: near_cases.open_near(work, case, now=NOW)) for case in asked],
        )
        _print(
            name,
            f"finished, {RECURRENCE_DAYS} days",
            [_timed(lambda case=case: near_cases.finished_near(work, case, since=since)) for case in asked],
        )
    database.close()


def _timed(search: Any) -> tuple[float, bool]:
    began = perf_counter()
    found = search()
    return (perf_counter() - began) * 1000, bool(found)


def _print(name: str, search: str, timed: list[tuple[float, bool]]) -> None:
    taken = [milliseconds for milliseconds, _ in timed]
    share = sum(found for _, found in timed) / len(timed)
    print(f"| {name} | {search} | {median(taken):.2f} | {quantiles(taken, n=20)[-1]:.2f} | {share:.0%} |")


def _fill(database: Database, chance: random.Random, cases: int, days: int) -> None:
    rows = _rows(chance, cases, days)
    while chunk := list(islice(rows, CHUNK)):
        with database.begin() as work:
            work.session.connection().execute(insert(rows_of(Incident)), chunk)
    with database.begin() as work:
        work.session.connection().execute(text("ANALYZE"))


def _rows(chance: random.Random, cases: int, days: int) -> Iterator[dict[str, object]]:
    """Cases over the days, the newest ones half open; one in five told by a pin, the others by street and number."""
    columns = {column.name: None for column in rows_of(Incident).columns if column.name != "id"}
    for number in range(1, cases + 1):
        opened_at = NOW - timedelta(days=days) * ((cases - number) / cases)
        is_open = NOW - opened_at < timedelta(days=4) and chance.random() < 0.5
        yield (
            columns
            | _place(chance)
            | {
                "code": f"PA-26-{number:07d}",
                "year": 2026,
                "number": number,
                "status": IncidentStatus.NEW if is_open else IncidentStatus.CLOSED,
                "category": chance.choice(CATEGORIES),
                "urgent": False,
                "description": "x" * 80,
                "public_description": "x" * 80,
                "lacks_place": False,
                "lacks_content": False,
                "source": IncidentSource.CHAT,
                "opened_at": opened_at,
                "due_on": date(2026, 12, 1),
                "photos": 1,
                "reporters": 1,
                "revision": 1,
                "sealed": False,
            }
        )


def _place(chance: random.Random) -> dict[str, object]:
    if chance.random() < 0.2:
        return {
            "pinned": True,
            "latitude": 15.95 + chance.random() * 0.08,
            "longitude": 108.19 + chance.random() * 0.05,
        }
    street, number = f"Street {chance.randrange(120)}", chance.randrange(1, 400)
    return {"pinned": False, "place_name": street, "location_text": f"{number} {street}"}


def _asked(chance: random.Random) -> Incident:
    values: dict[str, Any] = _place(chance)
    return Incident(id=0, opened_at=NOW, due_on=date(2026, 12, 1), category=chance.choice(CATEGORIES), **values)


def _judge_pairs() -> None:
    ward = load_ward(ROOT / "ward")
    interpreter = load_interpreter(ROOT / "templates" / "keywords.toml", ward.gazetteer)
    pairs = tomllib.loads((ROOT / "benchmarks" / "duplicate_pairs.toml").read_text(encoding="utf-8"))["pairs"]
    judged = [(pair["same"], _would_be_offered(interpreter, pair["one"], pair["other"])) for pair in pairs]
    right = sum(same and offered for same, offered in judged)
    offers, same = sum(offered for _, offered in judged), sum(same for same, _ in judged)
    print(f"\nOwn pairs ({len(pairs)}): {right} of {same} same ones offered, {offers - right} of {offers} offers wrong")


def _would_be_offered(interpreter: Interpreter, one: str, other: str) -> bool:
    first, second = _read(interpreter, one), _read(interpreter, other)
    return first[0] == second[0] and first[0] not in NEVER_THE_SAME and are_near(first[1], second[1])


def _read(interpreter: Interpreter, words: str) -> tuple[Category | None, Spot]:
    meaning = interpreter.understand(words, now=NOW.astimezone(ZONE), sender=Sender.RESIDENT, chat=Chat.PRIVATE)
    reading = reading_of(Arrival(event=None, understanding=meaning))  # type: ignore[arg-type]  # only its meaning is read
    place = place_of(reading["places"])
    return meaning.category, Spot(name=place.name if place else None, words=place.text if place else None)


if __name__ == "__main__":
    main()
