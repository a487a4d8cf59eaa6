"""Everything that Zalo can refuse or fail at, with what may be done about it (zalo-platform §10).

OutsideFailure
├── ZaloFailure           Zalo refused or did not answer; `failure_class` says what helps
│   └── ConsentNeeded     no token is left that Zalo accepts: an administrator has to grant permission again
├── MediaUnavailable      a picture or file could not be fetched now; try again
└── MediaRefused          a picture or file that we will never fetch
"""

from datetime import timedelta

from bot.error_codes import HTTP_RULES, RULES, UNKNOWN_CODE, UNREADABLE, FailureClass, Rule, Service
from domain.errors import OutsideFailure

__all__ = [
    "ConsentNeeded",
    "FailureClass",
    "MediaRefused",
    "MediaUnavailable",
    "Service",
    "ZaloFailure",
    "classify",
    "without_answer",
]

_CAN_PASS = frozenset({FailureClass.RETRY, FailureClass.TOKEN, FailureClass.WAIT, FailureClass.REUPLOAD})


class ZaloFailure(OutsideFailure):
    """One request to Zalo that did not succeed.

    `code` is Zalo's code as text, or ours (`http_502`, `unreadable`, `connect`, `timeout`, `reset`, `no_message_id`).
    `outcome_known` is False when Zalo may have done what we asked: look it up in the conversation before sending
    again. `retryable` says whether the same request may simply be repeated, after `retry_after` where one is given
    and at most `retries` times where limited. `words` is one line for staff and holds nothing personal.
    """

    def __init__(self, *, code: str, rule: Rule, outcome_known: bool = True) -> None:
        super().__init__(f"{code}: {rule.words}")
        self.code = code
        self.failure_class = rule.failure_class
        self.words = rule.words
        self.retry_after: timedelta | None = rule.retry_after
        self.retries: int | None = rule.retries
        self.outcome_known = outcome_known
        self.retryable = outcome_known and rule.failure_class in _CAN_PASS


class ConsentNeeded(ZaloFailure):
    """No token is left that Zalo accepts; an administrator has to grant permission again (zalo-platform §3)."""

    def __init__(self, code: str) -> None:
        words = "The permission of the official account is gone: grant it again."
        super().__init__(code=code, rule=Rule(failure_class=FailureClass.ADMIN, words=words))


class MediaUnavailable(OutsideFailure):
    """Bytes that could not be fetched now; the text is a code, never an address."""


class MediaRefused(OutsideFailure):
    """Bytes that we will never fetch: wrong host, too large, gone; the text is a code, never an address."""

    retryable = False


def classify(
    error: object, http_status: int, *, service: Service = Service.OPENAPI, is_repeatable: bool = True
) -> ZaloFailure | None:
    """The failure that an answer tells, or None for success.

    `error` is the body's `error`, an int or its text, None when the body was unreadable. A code counts whatever the
    HTTP status; without a code any status but 200 comes from a proxy or maintenance (zalo-platform §0), and unless
    asking twice does no harm (`is_repeatable`) nobody knows whether the request came through.
    """
    code = _as_code(error)
    if code:
        return ZaloFailure(code=str(code), rule=RULES[service].get(code, UNKNOWN_CODE))
    if http_status in HTTP_RULES:
        return ZaloFailure(code=f"http_{http_status}", rule=HTTP_RULES[http_status])
    if http_status != 200:
        return without_answer(f"http_{http_status}", outcome_known=is_repeatable)
    return None if code == 0 else without_answer("unreadable", outcome_known=is_repeatable)


def without_answer(code: str, *, outcome_known: bool) -> ZaloFailure:
    """A failure of the line or of a proxy: nothing that Zalo itself said."""
    return ZaloFailure(code=code, rule=UNREADABLE, outcome_known=outcome_known)


def _as_code(error: object) -> int | None:
    if isinstance(error, bool) or not isinstance(error, int | str):
        return None
    try:
        return int(error)
    except ValueError:
        return None
