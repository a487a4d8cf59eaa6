"""How long a whole quarter takes from the log to the files: every team's report, the ward's, in all three forms."""

import argparse
import resource
import tempfile
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter, process_time
from zoneinfo import ZoneInfo

from benchmarks.machine import described
from domain.report_data import Document, dataset_hash
from domain.report_periods import span_of
from handlers.office import Office
from handlers.report_drafting import picture
from handlers.team_documents import document_period, team_document
from handlers.ward_documents import ward_picture
from reports.layout import load_layout
from reports.rendering import Form, render
from storage.database import Database
from storage.migrate import upgrade
from tests.handlers.ward_of_reports import add_random_log, add_teams
from texts import Texts
from ward.loader import load_ward

ROOT = Path(__file__).parents[1]
PERIOD = "2026-Q4"
TODAY = date(2026, 12, 14)


def main() -> None:
    """Fill a database, write every document once and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--teams", type=int, default=100)
    parser.add_argument("--activities", type=int, default=60)
    arguments = parser.parse_args()
    texts = Texts(ROOT / "templates", ZoneInfo("Asia/Ho_Chi_Minh"))
    office = Office(ward=load_ward(ROOT / "ward"), texts=texts, gather_for=timedelta(0))
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'log.sqlite3'}")
        upgrade(database)
        add_random_log(database, add_teams(database, arguments.teams), arguments.teams * arguments.activities)
        began, spent = perf_counter(), process_time()
        documents = _documents(database, office)
        read = perf_counter()
        size = sum(_written(document) for document in documents)
        ended, spent = perf_counter(), process_time() - spent
        database.close()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    command = f"python -m benchmarks.quarter_reports --teams {arguments.teams} --activities {arguments.activities}"
    print(described(command))
    print(f"- {len(documents)} datasets out of the log in {read - began:.1f} s")
    print(f"- {len(documents) * len(Form)} files of {size / 1e6:.1f} MB")
    print(f"- {ended - began:.1f} s in all ({spent:.1f} s of processor time), {memory:.0f} MB at most")


def _documents(database: Database, office: Office) -> list[Document]:
    span = span_of(PERIOD, office.ward.catalogue.facts.convention)
    period = document_period(office, PERIOD, span)
    with database.read() as work:
        found = picture(work, office, PERIOD, today=TODAY)
        documents: list[Document] = [team_document(work, office, one, period, made_on=TODAY) for one in found.teams]
        documents.append(ward_picture(work, office, PERIOD, today=TODAY).document)
    return documents


def _written(document: Document) -> int:
    assert dataset_hash(document)
    return sum(len(render(document, LAYOUT, form)) for form in Form)


LAYOUT = load_layout(ROOT / "templates" / "documents")

if __name__ == "__main__":
    main()
