"""Who may call: access and refresh tokens, authorization codes and PKCE, as Zalo's OAuth v4 does it (§3)."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.simulator import identifiers
from bot.simulator.options import SimulatorOptions
from domain.errors import HoaXuanError

ACCESS_LIFETIME = timedelta(hours=25)
REFRESH_LIFETIME = timedelta(days=90)
CODE_LIFETIME = timedelta(minutes=10)

_NAMES: dict[int, tuple[str, str]] = {
    -14002: ("invalid_app", "The app id is invalid or the app is not active"),
    -14003: ("invalid_redirect_uri", "The redirect uri is not the registered one"),
    -14004: ("invalid_secret_key", "The secret key of the app is wrong"),
    -14014: ("invalid_grant", "The code or refresh token has expired or was used"),
}


class OAuthRefusal(HoaXuanError):
    """A refusal of the OAuth host; `code` is one of zalo-platform §3."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code

    def body(self) -> dict[str, object]:
        """The flat answer that comes with HTTP 200."""
        name, reason = _NAMES[self.code]
        return {"error": self.code, "error_name": name, "error_reason": reason, "error_description": reason}


@dataclass(frozen=True, kw_only=True)
class _Grant:
    access_token: str
    refresh_token: str
    access_until_at: datetime
    refresh_until_at: datetime


@dataclass(frozen=True, kw_only=True)
class _Code:
    challenge: str
    until_at: datetime


def challenge_of(verifier: str) -> str:
    """The PKCE challenge of a verifier: base64url without padding over SHA-256."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


class TokenDesk:
    """Gives and checks tokens for the one app and the one account; the caller holds the simulator's lock."""

    def __init__(self, options: SimulatorOptions) -> None:
        self._options = options
        self._clock = options.clock
        self._codes: dict[str, _Code] = {}
        self._grant: _Grant | None = None
        self._issue()

    def pair(self) -> tuple[str, str]:
        """The access and refresh token that were issued last."""
        if self._grant is None:
            raise OAuthRefusal(-14014)
        return self._grant.access_token, self._grant.refresh_token

    def issue(self) -> tuple[str, str]:
        """A new pair by hand, as the console's API Explorer gives it; the old one dies."""
        self._issue()
        return self.pair()

    def is_good(self, access_token: str | None) -> bool:
        """Whether this is the living access token and not yet 25 hours old."""
        grant = self._grant
        if grant is None or access_token is None:
            return False
        return access_token == grant.access_token and self._clock() < grant.access_until_at

    def has_good_token(self) -> bool:
        """Whether there is a living access token at all."""
        return self._grant is not None and self._clock() < self._grant.access_until_at

    def is_proof(self, access_token: str, proof: str) -> bool:
        """Whether `proof` is the HMAC of the token under the app's secret."""
        expected = hmac.new(self._options.app_secret.encode(), access_token.encode(), hashlib.sha256).hexdigest()
        return hmac.compare_digest(expected.encode(), proof.encode())

    def revoke(self) -> None:
        """Kill the living pair, as an account does that takes back its permission."""
        self._grant = None

    def expire(self) -> None:
        """Let the living access token run out now; the refresh token still works."""
        if self._grant is not None:
            self._grant = replace(self._grant, access_until_at=self._clock())

    def consent(self, *, app_id: str, redirect_uri: str, challenge: str) -> str:
        """A code for an administrator who said yes; valid for ten minutes and once."""
        if app_id != self._options.app_id:
            raise OAuthRefusal(-14002)
        if self._options.callback_url not in (None, redirect_uri) or not redirect_uri:
            raise OAuthRefusal(-14003)
        code = identifiers.token("code")
        self._codes[code] = _Code(challenge=challenge, until_at=self._clock() + CODE_LIFETIME)
        return code

    def exchange(self, form: Mapping[str, str], secret_key: str | None) -> dict[str, object]:
        """Answer a call of `/v4/oa/access_token`; both grants rotate the pair and kill the old one."""
        if form.get("app_id") != self._options.app_id:
            raise OAuthRefusal(-14002)
        if secret_key != self._options.app_secret:
            raise OAuthRefusal(-14004)
        checks = {"authorization_code": self._spend_code, "refresh_token": self._check_refresh}
        check = checks.get(form.get("grant_type", ""))
        if check is None:
            raise OAuthRefusal(-14014)
        check(form)
        return self._issue()

    def _spend_code(self, form: Mapping[str, str]) -> None:
        code = self._codes.pop(form.get("code", ""), None)
        if code is None or self._clock() >= code.until_at:
            raise OAuthRefusal(-14014)
        verifier = form.get("code_verifier", "")
        given = challenge_of(verifier) if verifier else ""
        if given != code.challenge:
            raise OAuthRefusal(-14014)

    def _check_refresh(self, form: Mapping[str, str]) -> None:
        grant = self._grant
        if grant is None or form.get("refresh_token") != grant.refresh_token:
            raise OAuthRefusal(-14014)
        if self._clock() >= grant.refresh_until_at:
            raise OAuthRefusal(-14014)

    def _issue(self) -> dict[str, object]:
        now = self._clock()
        self._grant = _Grant(
            access_token=identifiers.token("access"),
            refresh_token=identifiers.token("refresh"),
            access_until_at=now + ACCESS_LIFETIME,
            refresh_until_at=now + REFRESH_LIFETIME,
        )
        return {
            "access_token": self._grant.access_token,
            "refresh_token": self._grant.refresh_token,
            "expires_in": str(int(ACCESS_LIFETIME.total_seconds())),
        }
