"""How Zalo hands out tokens, and what its refusals to do so mean (zalo-platform §3)."""

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import requests

from bot.error_codes import FailureClass, Rule
from bot.errors import ConsentNeeded, ZaloFailure, classify, without_answer
from bot.event_fields import identifier, number, words
from bot.transport import DEFAULT_TIMEOUT, Answer, Timeout, ask
from domain.clock import Clock

TOKEN_PATH = "/v4/oa/access_token"  # noqa: S105 - a path, no secret
DEFAULT_LIFETIME = timedelta(hours=25)
SETUP_CODES = frozenset({"404", "-14002", "-14003", "-14004", "-14012", "-14024"})
CONSENT_CODES = frozenset({"-118", "-14005", "-14010", "-14014", "-14019", "-14020"})
CONSENT_WORDS = ("expired", "invalid_grant", "refresh")
TRANSIENT_CODES = frozenset({"-32"})
SETUP_RULE = Rule(failure_class=FailureClass.ADMIN, words="Zalo refuses the app's id, secret or address: check them.")


@dataclass(frozen=True, kw_only=True)
class TokenPair:
    """An access token and the refresh token that can be spent once for the next pair; neither shows in a repr."""

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class OAuthSettings:
    """What identifies our app; `oauth_url` is the host, without a path."""

    oauth_url: str
    app_id: str
    app_secret: str = field(repr=False)
    timeout: Timeout = DEFAULT_TIMEOUT


class OAuthClient:
    """Spends refresh tokens."""

    def __init__(self, settings: OAuthSettings, clock: Clock, session: requests.Session | None = None) -> None:
        self._settings = settings
        self._clock = clock
        self._session = session or requests.Session()

    def refresh(self, refresh_token: str) -> TokenPair:
        """The next pair; the old one is dead from here on (zalo-platform §3).

        Raises ConsentNeeded when Zalo refuses the refresh token, else ZaloFailure; with `outcome_known` False the
        refresh token may or may not be spent.
        """
        asked_at = self._clock()
        answer = ask(
            self._session,
            "POST",
            self._settings.oauth_url.rstrip("/") + TOKEN_PATH,
            headers={"secret_key": self._settings.app_secret},
            timeout=self._settings.timeout,
            is_repeatable=False,
            form={
                "app_id": self._settings.app_id,
                "grant_type": "refresh_token",
                "refresh_token": refresh_token,
            },
        )
        return _pair(answer, asked_at=asked_at)


def appsecret_proof(app_secret: str, access_token: str) -> str:
    """The header that proves that we know the app secret: hex HMAC-SHA256 of the token (zalo-platform §3)."""
    return hmac.new(app_secret.encode(), access_token.encode(), hashlib.sha256).hexdigest()


def _pair(answer: Answer, *, asked_at: datetime) -> TokenPair:
    access_token = words(answer.body.get("access_token"))
    refresh_token = words(answer.body.get("refresh_token"))
    if not (access_token and refresh_token):
        raise _refusal(answer)
    return TokenPair(
        access_token=access_token,
        refresh_token=refresh_token,
        expires_at=asked_at + _lifetime(answer.body.get("expires_in")),
    )


def _lifetime(value: object) -> timedelta:
    seconds = number(value)
    is_sane = seconds is not None and 0 < seconds <= timedelta(days=90).total_seconds()
    return timedelta(seconds=seconds) if seconds is not None and is_sane else DEFAULT_LIFETIME


def _refusal(answer: Answer) -> ZaloFailure:
    code = identifier(answer.body.get("error")) or "0"
    if code in TRANSIENT_CODES:
        return classify(code, answer.http_status) or without_answer("unreadable", outcome_known=True)
    if code == "0":
        return without_answer(_status_code(answer), outcome_known=False)
    if code not in SETUP_CODES and (code in CONSENT_CODES or _speaks_of_consent(answer.body)):
        return ConsentNeeded(code)
    return ZaloFailure(code=code, rule=SETUP_RULE)


def _status_code(answer: Answer) -> str:
    return "unreadable" if answer.http_status == 200 else f"http_{answer.http_status}"


def _speaks_of_consent(body: dict[str, object]) -> bool:
    said = " ".join(words(body.get(key)) for key in ("error_name", "error_reason", "error_description", "message"))
    return any(word in said.lower() for word in CONSENT_WORDS)
