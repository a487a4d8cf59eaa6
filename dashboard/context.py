"""What every page needs besides the request: the database, the ward, the kept files, the clock and the probes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import cast

from flask import current_app
from prometheus_client import CollectorRegistry

from domain.clock import Clock
from handlers.office import Office
from storage.database import Database
from storage.media_files import MediaFiles

EXTENSION = "dashboard"

Probe = Callable[[], str | None]


@dataclass(frozen=True, kw_only=True)
class DashboardContext:
    """Built once by whoever wires the app; a probe answers None while its part is well, else what is wrong.

    `account_id` is Zalo's id of the ward's account, which posters lead to. `process` holds what only this process can
    count. `knows_callers` says that a request's address is its sender's own: nobody stands in front of us, or somebody
    whose word counts.
    """

    database: Database
    office: Office
    media: MediaFiles
    clock: Clock
    api_token: str
    account_id: str = ""
    probes: Mapping[str, Probe] = field(default_factory=dict)
    process: CollectorRegistry = field(default_factory=CollectorRegistry)
    knows_callers: bool = False

    @property
    def now(self) -> datetime:
        """The instant of the clock."""
        return self.clock()

    @property
    def today(self) -> date:
        """The ward's date."""
        return self.office.today(self.clock())


def context() -> DashboardContext:
    """The context of the app that answers this request."""
    return cast(DashboardContext, current_app.extensions[EXTENSION])
