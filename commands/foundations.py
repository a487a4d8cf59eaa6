"""What every command that touches the ward stands on: its clock, its facts and words, its database."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from handlers.office import Office
from settings import ROOT, Settings
from storage.database import Database
from texts import Texts
from ward.loader import load_ward

TEMPLATES = ROOT / "templates"


def system_clock() -> datetime:
    """The real time, in UTC."""
    return datetime.now(UTC)


def load_office(settings: Settings) -> Office:
    """The ward's facts and our words. Raises BadData that names what is wrong."""
    ward = load_ward(rooted(settings.ward_dir))
    texts = Texts(TEMPLATES, ZoneInfo(str(ward.timezone)))
    return Office(ward=ward, texts=texts, gather_for=timedelta(seconds=settings.gather_seconds))


def rooted(path: Path) -> Path:
    """A relative path of the settings is taken from the project's folder, wherever the command was started."""
    return path if path.is_absolute() else ROOT / path


def open_database(settings: Settings) -> Database:
    """The database at its newest schema; a relative SQLite path is taken from the project's folder."""
    prefix = "sqlite:///"
    url = settings.database_url
    if url.startswith(prefix) and not url.startswith(prefix + "/"):
        url = f"{prefix}{ROOT / url.removeprefix(prefix)}"
    return Database(url)
