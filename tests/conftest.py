"""What many tests share: a real SQLite file, a clock one can set, the real ward and its words."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, settings

from handlers.office import Office
from storage.database import Database
from tests.databases import ready_file
from texts import Texts
from ward.loader import load_ward

ROOT = Path(__file__).parent.parent

# A busy machine is no fault of the code: no test fails for the time it took.
settings.register_profile("timeless", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("timeless")


class SettableClock:
    """A clock that stands still until a test moves it; it begins on Monday 23/11/2026 at 09:00 in the ward."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def advance(self, **step: float) -> None:
        """Move on by a timedelta's arguments."""
        self.at += timedelta(**step)


@pytest.fixture
def clock() -> SettableClock:
    """A clock that the test moves."""
    return SettableClock()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An SQLite file with the newest schema."""
    database = Database(ready_file(tmp_path / "test.sqlite3"))
    yield database
    database.close()


@pytest.fixture(scope="session")
def office() -> Office:
    """The real ward with the real words."""
    ward = load_ward(ROOT / "ward")
    return Office(ward=ward, texts=Texts(ROOT / "templates", ZoneInfo("Asia/Ho_Chi_Minh")), gather_for=timedelta(0))
