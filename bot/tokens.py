"""How the one living pair of tokens stays alive, although each refresh kills the pair before it (zalo-platform §3)."""

import logging
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.error_codes import FailureClass, Rule
from bot.errors import ConsentNeeded, ZaloFailure, without_answer
from bot.oauth_client import OAuthClient, OAuthSettings, TokenPair, appsecret_proof
from domain.clock import Clock
from domain.permission import CONSENT_PROBLEM

__all__ = [
    "OAuthClient",
    "OAuthSettings",
    "TokenKeeper",
    "TokenPair",
    "TokenState",
    "TokenStore",
    "appsecret_proof",
]

REFRESH_AHEAD = timedelta(hours=1)
REFRESH_LEASE = timedelta(seconds=30)
PAUSE_AFTER_FAILURE = timedelta(seconds=60)
_BUSY = Rule(
    failure_class=FailureClass.RETRY,
    words="Another process is refreshing the token, or died doing so.",
    retry_after=timedelta(seconds=5),
)
log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class TokenState:
    """What the store holds.

    `refresh_began_at` is set while a refresh is under way, and stays after one whose end nobody has seen.
    `problem` is the code of the last failed refresh, beginning with `consent ` once Zalo has refused the pair.
    """

    pair: TokenPair
    refresh_began_at: datetime | None = None
    problem: str | None = None

    @property
    def needs_consent(self) -> bool:
        """Whether only an administrator can help."""
        return (self.problem or "").startswith(CONSENT_PROBLEM)


class TokenStore(Protocol):
    """Where the pair is kept; every method is one commit of its own, shared by all processes."""

    def load(self) -> TokenState | None:
        """What is kept now, or None before the first permission."""

    def begin_refresh(self, pair: TokenPair, *, now: datetime, lease: timedelta) -> bool:
        """Set `refresh_began_at` to now, if this pair is still the kept one and no refresh began within the lease."""

    def save(self, pair: TokenPair, *, now: datetime) -> None:
        """Keep a new pair and clear `refresh_began_at` and `problem`."""

    def note_refresh_failed(self, problem: str, *, outcome_known: bool) -> None:
        """Keep the problem; clear `refresh_began_at` only if the outcome is known."""


class TokenKeeper:
    """Gives out the access token; several threads and processes may ask at once.

    The mark before the request and the pair after it are two commits, so a crash in between is seen by the next
    one who asks. A refresh without a known outcome changes nothing while the old token works; once that is refused
    or expired, the refresh is tried again, and if Zalo then refuses, consent is needed.
    """

    def __init__(self, store: TokenStore, oauth: OAuthClient, clock: Clock) -> None:
        self._store = store
        self._oauth = oauth
        self._clock = clock
        self._lock = threading.Lock()
        self._quiet_until: datetime | None = None

    def access_token(self) -> str:
        """A token for the next request, read from the store each time and refreshed an hour before it expires.

        Raises ConsentNeeded when there is none or Zalo refused it, ZaloFailure when it could not be refreshed and
        has expired.
        """
        state = self._load()
        if not self._should_refresh(state):
            return state.pair.access_token
        with self._lock:
            state = self._load()
            return self._refresh_if_needed(state) if self._should_refresh(state) else state.pair.access_token

    def force_refresh(self, stale_token: str) -> str:
        """A token other than the one that Zalo has just refused; somebody else's newer one if there is one."""
        with self._lock:
            state = self._load()
            if state.pair.access_token != stale_token:
                return state.pair.access_token
            return self._refresh(state).access_token

    def _load(self) -> TokenState:
        state = self._store.load()
        if state is None:
            raise ConsentNeeded("no_token")
        return state

    def _should_refresh(self, state: TokenState) -> bool:
        now = self._clock()
        if now >= state.pair.expires_at:
            return True
        if now < state.pair.expires_at - REFRESH_AHEAD or state.needs_consent or state.refresh_began_at:
            return False
        return self._quiet_until is None or now >= self._quiet_until

    def _refresh_if_needed(self, state: TokenState) -> str:
        try:
            return self._refresh(state).access_token
        except ZaloFailure:
            if self._clock() >= state.pair.expires_at:
                raise
            return state.pair.access_token

    def _refresh(self, state: TokenState) -> TokenPair:
        if state.needs_consent:
            raise ConsentNeeded((state.problem or "").removeprefix(CONSENT_PROBLEM))
        if not self._store.begin_refresh(state.pair, now=self._clock(), lease=REFRESH_LEASE):
            return self._refreshed_by_another(state)
        if state.refresh_began_at:
            log.warning("token.refresh_unfinished began_at=%s", state.refresh_began_at.isoformat())
        try:
            pair = self._oauth.refresh(state.pair.refresh_token)
        except ZaloFailure as failure:
            raise self._noted(failure) from failure
        self._store.save(pair, now=self._clock())
        log.info("token.refreshed expires_at=%s", pair.expires_at.isoformat())
        return pair

    def _refreshed_by_another(self, state: TokenState) -> TokenPair:
        latest = self._load().pair
        if latest.access_token == state.pair.access_token:
            raise ZaloFailure(code="refresh_busy", rule=_BUSY)
        return latest

    def _noted(self, failure: ZaloFailure) -> ZaloFailure:
        """Keep what happened; for whoever wanted a token the outcome is known: his own request never left."""
        problem = CONSENT_PROBLEM + failure.code if isinstance(failure, ConsentNeeded) else failure.code
        self._store.note_refresh_failed(problem, outcome_known=failure.outcome_known)
        self._quiet_until = self._clock() + PAUSE_AFTER_FAILURE
        log.error("token.refresh_failed code=%s class=%s", failure.code, failure.failure_class)
        return failure if failure.outcome_known else without_answer(failure.code, outcome_known=True)
