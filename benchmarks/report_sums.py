"""How long the sums of a quarter take over a long log on SQLite: read, counted by team, added up for the ward."""

import argparse
import random
import resource
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import perf_counter, process_time
from zoneinfo import ZoneInfo

from sqlalchemy import insert

from benchmarks.machine import described
from domain.activities import ActivitySource, ActivityStatus
from domain.co_organised import told_once
from domain.figures import figures_by_team
from domain.report_lines import settle
from domain.report_periods import span_of
from domain.understanding import ActivityType, Topic
from domain.ward import Ward
from domain.ward_sums import WardSources, ward_lines
from storage import report_facts
from storage.columns import rows_of
from storage.database import Database
from storage.migrate import upgrade
from storage.tables import Activity, DigitalTeam
from ward.loader import load_ward

ROOT = Path(__file__).parents[1]
TOLD_AT = datetime(2026, 11, 1, tzinfo=UTC)
PERIOD = "2026-Q4"
BATCH = 20_000


def main() -> None:
    """Fill a database, count once and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--teams", type=int, default=100)
    parser.add_argument("--activities", type=int, default=200_000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'log.sqlite3'}")
        upgrade(database)
        _fill(database, arguments.teams, arguments.activities)
        ward = load_ward(ROOT / "ward")
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        began, spent = perf_counter(), process_time()
        read, counted, total = _count(database, ward)
        ended, spent = perf_counter(), process_time() - spent
        database.close()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(described(f"python -m benchmarks.report_sums --teams {arguments.teams} --activities {arguments.activities}"))
    print(f"- {total:,} activities of a quarter in {arguments.teams} teams: {ended - began:.2f} s")
    print(f"- {spent:.2f} s of processor time")
    print(f"- of it reading {read - began:.2f} s, counting and adding up {ended - read:.2f} s ({counted} figures)")
    print(f"- {memory:.0f} MB at most ({before:.0f} MB before)")


def _count(database: Database, ward: Ward) -> tuple[float, int, int]:
    span = span_of(PERIOD, ward.catalogue.facts.convention)
    with database.read() as work:
        zone = ZoneInfo("Asia/Ho_Chi_Minh")
        facts = report_facts.facts(work, span, persons_unit="", timezone=zone)
    read = perf_counter()
    together = told_once(facts.activities)
    assert len(together.kept) == len(facts.activities)
    found = figures_by_team(ward.catalogue, facts, span)
    indicators = [one for one in ward.catalogue.indicators if one.for_teams]
    lines = {team.id: settle(indicators, found.get(team.id, {}), {}, period=PERIOD) for team in facts.teams}
    sources = WardSources(lines=lines, counted={}, given={}, period=PERIOD, earlier={})
    settled = ward_lines(ward.catalogue, sources)
    assert settled["D03"].value
    return read, sum(line.value is not None for team in lines.values() for line in team.values()), len(facts.activities)


def _fill(database: Database, teams: int, activities: int) -> None:
    dice = random.Random(2026)
    topics = [str(topic) for topic in Topic]
    kinds = [ActivityType.GUIDANCE, ActivityType.OUTREACH, ActivityType.TRAINING, ActivityType.PROCEDURE_HELP]
    with database.begin() as work:
        work.session.add_all(
            [DigitalTeam(number=n, name=f"Team {n}", since_on=date(2026, 1, 1)) for n in range(1, teams + 1)]
        )
    for first in range(0, activities, BATCH):
        rows: list[dict[str, object]] = [
            {
                "team_id": dice.randint(1, teams),
                "status": ActivityStatus.RECORDED,
                "source": ActivitySource.PRIVATE_CHAT,
                "activity_type": dice.choice(kinds),
                "starts_on": date(2026, 9, 15) + timedelta(days=dice.randint(0, 90)),
                "topics": dice.sample(topics, dice.randint(1, 2)),
                "people": dice.choice((None, dice.randint(1, 60))),
                "households": dice.choice((None, dice.randint(1, 20))),
                "counts": {},
                "created_at": TOLD_AT,
                "changed_at": TOLD_AT,
            }
            for _ in range(min(BATCH, activities - first))
        ]
        with database.begin() as work:
            work.session.connection().execute(insert(rows_of(Activity)), rows)


if __name__ == "__main__":
    main()
