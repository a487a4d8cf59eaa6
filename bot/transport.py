"""How one request goes to Zalo and comes back, and what a broken line tells about its outcome."""

from collections.abc import Mapping
from dataclasses import dataclass

import requests
from urllib3.exceptions import MaxRetryError, NameResolutionError, NewConnectionError, SSLError

from bot.errors import ZaloFailure, without_answer
from bot.event_fields import parse_body

Timeout = tuple[float, float]
DEFAULT_TIMEOUT: Timeout = (3.05, 8)
_NEVER_LEFT = (NewConnectionError, NameResolutionError, SSLError)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back: the status and the JSON object of the body, empty when the body was none."""

    http_status: int
    body: dict[str, object]


def ask(
    session: requests.Session,
    method: str,
    url: str,
    *,
    headers: Mapping[str, str],
    timeout: Timeout,
    is_repeatable: bool,
    query: Mapping[str, str] | None = None,
    document: Mapping[str, object] | None = None,
    form: Mapping[str, str] | None = None,
) -> Answer:
    """Send one request and read the answer; redirects are not followed, because the headers hold secrets.

    `timeout` is (connect, read) in seconds. Raises ZaloFailure: `connect` when the request never left, `timeout` or
    `reset` when it may have arrived; those two leave the outcome unknown unless the request `is_repeatable`.
    """
    try:
        response = session.request(
            method,
            url,
            headers=dict(headers),
            params=query,
            json=document,
            data=form,
            timeout=timeout,
            allow_redirects=False,
        )
    except requests.RequestException as problem:
        raise _broken(problem, is_repeatable=is_repeatable) from problem
    return Answer(http_status=response.status_code, body=parse_body(response.content) or {})


def _broken(problem: requests.RequestException, *, is_repeatable: bool) -> ZaloFailure:
    if _never_left(problem):
        return without_answer("connect", outcome_known=True)
    code = "timeout" if isinstance(problem, requests.Timeout) else "reset"
    return without_answer(code, outcome_known=is_repeatable)


def _never_left(problem: requests.RequestException) -> bool:
    if isinstance(problem, requests.ConnectTimeout | requests.exceptions.ProxyError):
        return True
    if isinstance(problem, ValueError):  # requests' own errors about an address that cannot be asked
        return True
    cause = problem.args[0] if problem.args else None
    return isinstance(cause, MaxRetryError) and isinstance(cause.reason, _NEVER_LEFT)
