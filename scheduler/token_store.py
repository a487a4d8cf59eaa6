"""How the keeper of Zalo's tokens finds them in our table; the first pair comes from the settings."""

import logging
from datetime import datetime, timedelta

from bot.oauth_client import TokenPair
from bot.tokens import TokenState
from domain.clock import Clock
from domain.permission import CONSENT_PROBLEM
from storage.tables import ZaloToken
from storage.tokens import StoredTokens

ASSUMED_LIFETIME = timedelta(hours=24)
log = logging.getLogger(__name__)


class DatabaseTokens:
    """The store that `bot.tokens.TokenKeeper` asks for."""

    def __init__(self, rows: StoredTokens, clock: Clock, *, first_access: str = "", first_refresh: str = "") -> None:
        """`first_access` and `first_refresh` are used once, while there is no pair or only a dead one."""
        self._rows = rows
        self._clock = clock
        self._first = (first_access, first_refresh)

    def load(self) -> TokenState | None:
        """What is kept now; the pair of the settings is put there when nothing is, or when the kept one is dead.

        Each pair of the settings is taken once: afterwards it has been spent, and only a new one can help.
        """
        row = self._rows.row()
        if all(self._first) and (row is None or _is_dead(row)):
            now = self._clock()
            if self._rows.take_first(*self._first, expires_at=now + ASSUMED_LIFETIME, now=now):
                log.info("token.taken_from_settings")
            row = self._rows.row()
        if row is None:
            return None
        pair = TokenPair(access_token=row.access_token, refresh_token=row.refresh_token, expires_at=row.expires_at)
        return TokenState(pair=pair, refresh_began_at=row.refresh_began_at, problem=row.problem)

    def begin_refresh(self, pair: TokenPair, *, now: datetime, lease: timedelta) -> bool:
        """Mark the beginning of a refresh, if nobody else did."""
        return self._rows.begin_refresh(pair.access_token, now=now, lease=lease)

    def save(self, pair: TokenPair, *, now: datetime) -> None:
        """Keep a new pair."""
        self._rows.save(pair.access_token, pair.refresh_token, expires_at=pair.expires_at, now=now)

    def note_refresh_failed(self, problem: str, *, outcome_known: bool) -> None:
        """Keep what went wrong."""
        self._rows.note_refresh_failed(problem, outcome_known=outcome_known)

    def trouble(self) -> str | None:
        """What keeps us from sending, in a few words for staff; None when nothing does."""
        state = self.load()
        if state is None:
            return "no token: set ZALO_ACCESS_TOKEN and ZALO_REFRESH_TOKEN once"
        return "the permission of the official account is gone: grant it again" if state.needs_consent else None


def _is_dead(row: ZaloToken) -> bool:
    return (row.problem or "").startswith(CONSENT_PROBLEM)
