"""Zalo's error codes as one table per service: which class each belongs to, and what it means for staff (§10)."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

LIMIT_PAUSE = timedelta(seconds=60)
QUOTA_PAUSE = timedelta(hours=1)


class FailureClass(StrEnum):
    """What can be done about a failure (zalo-platform §10)."""

    RETRY = "retry"
    TOKEN = "token"  # noqa: S105 - the name of a class of failures, no secret
    WAIT = "wait"
    REUPLOAD = "reupload"
    PERMANENT = "permanent"
    ADMIN = "admin"


class Service(StrEnum):
    """Which of Zalo's hosts answered: the same number means different things on each."""

    OPENAPI = "openapi"
    BUSINESS = "business"


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One line of the table; `retries` limits how often the same request may be tried again, None is no limit."""

    failure_class: FailureClass
    words: str
    retry_after: timedelta | None = None
    retries: int | None = None


def _retry(words: str, *, after: timedelta | None = None, retries: int | None = None) -> Rule:
    return Rule(failure_class=FailureClass.RETRY, words=words, retry_after=after, retries=retries)


def _token(words: str) -> Rule:
    return Rule(failure_class=FailureClass.TOKEN, words=words, retries=1)


def _wait(words: str) -> Rule:
    return Rule(failure_class=FailureClass.WAIT, words=words, retry_after=QUOTA_PAUSE)


def _reupload(words: str) -> Rule:
    return Rule(failure_class=FailureClass.REUPLOAD, words=words)


def _permanent(words: str) -> Rule:
    return Rule(failure_class=FailureClass.PERMANENT, words=words)


def _admin(words: str) -> Rule:
    return Rule(failure_class=FailureClass.ADMIN, words=words)


_ANYWHERE: dict[int, Rule] = {
    -32: _retry("The app or the account sent too many requests this minute.", after=LIMIT_PAUSE),
    -216: _token("The access token is invalid or expired."),
    216: _token("The access token is invalid or expired."),
    -401: _token("The access token is invalid or expired."),
    401: _token("The access token is invalid or expired."),
    404: _admin("Zalo does not know this path; the program asks the wrong address."),
}

OPENAPI_RULES: dict[int, Rule] = {
    **_ANYWHERE,
    -100: _reupload("The uploaded attachment has expired."),
    -200: _retry("Zalo could not send the message.", retries=1),
    -201: _permanent("Zalo found the message malformed."),
    -202: _admin("The app has no permission for this account."),
    -204: _admin("The official account was deleted or disabled."),
    -205: _admin("The official account does not exist."),
    -207: _permanent("Zalo refused the request as invalid."),
    -208: _permanent("Zalo refused the request as invalid."),
    -209: _admin("The app is not activated for this function."),
    -210: _permanent("Something exceeds Zalo's limits: text, count or file size."),
    -211: _wait("The quota of messages is used up."),
    -212: _admin("The app has not registered this group of functions."),
    -213: _permanent("The person does not follow the account and cannot be reached."),
    -214: _retry("The article or video is still being processed."),
    -215: _permanent("Zalo refused the request as invalid."),
    -217: _permanent("The person has blocked the account."),
    -218: _wait("The person has received all messages that Zalo allows for now."),
    -219: _admin("The app was removed or disabled."),
    -220: _token("The access token has expired or was withdrawn."),
    -221: _admin("The official account is not verified."),
    -222: _permanent("The person's Zalo account is banned or unused."),
    -223: _admin("The account has not granted the app this function."),
    -224: _admin("The account's service package is too low or has lapsed."),
    -227: _permanent("The person's Zalo account is banned or unused for more than 45 days."),
    -230: _permanent("The person last wrote more than 7 days ago."),
    -232: _permanent("The person has never written, or too long ago."),
    -233: _permanent("This kind of message is not allowed for this person."),
    -234: _wait("Zalo does not deliver this kind of message at night."),
    -235: _admin("This kind of account may not use this function."),
    -237: _admin("The group is disabled because its package lapsed."),
    -238: _admin("The group package is already in use."),
    -240: _admin("The program uses a function that Zalo has shut down."),
    -241: _admin("The group package is invalid."),
    -242: _admin("The proof of the app secret is missing or wrong."),
    -244: _permanent("The person has refused this kind of message."),
    -248: _admin("Zalo says that this breaks its policy."),
    -249: _permanent("This template cannot be sent to a Zalo account."),
    -305: _wait("The limit of replies is reached."),
    -311: _wait("The limit of replies is reached."),
    -320: _admin("The app or account is not linked to a payment account."),
    -321: _admin("The payment account is out of money."),
    -403: _permanent("The account is not in that group."),
    -1340: _permanent("Zalo refused the form."),
    -1341: _permanent("Zalo refused the form."),
}

BUSINESS_RULES: dict[int, Rule] = {
    **_ANYWHERE,
    -100: _retry("Zalo met an unknown error."),
    **dict.fromkeys((-101, -102, -103, -104, -105), _admin("The app is not set up for template messages.")),
    -106: _admin("The program uses a method that Zalo does not support."),
    -107: _permanent("The message id is invalid."),
    -108: _permanent("The phone number is invalid."),
    -109: _permanent("The template id is invalid."),
    -110: _permanent("The person's version of Zalo is too old."),
    **dict.fromkeys(
        (-111, -112, -1121, -1122, -1123, -1124), _permanent("The data do not fit the template of the message.")
    ),
    **dict.fromkeys((-113, -1131), _permanent("A button of the template is invalid.")),
    **dict.fromkeys((-114, -118, -119), _permanent("The person's Zalo account cannot receive this message.")),
    -115: _admin("The balance is too low."),
    **dict.fromkeys((-116, -121, -122, -130, -132), _permanent("Zalo refused the content of the message.")),
    -117: _admin("The account may not use this template."),
    **dict.fromkeys((-120, -1202), _admin("The account lacks the right to this function.")),
    **dict.fromkeys((-123, -128, -142, -143), _admin("The RSA key of the account is missing or wrong.")),
    -129: _retry("Zalo could not create the RSA key."),
    -124: _token("The access token is invalid."),
    -1241: _admin("The proof of the app secret is wrong."),
    -125: _admin("The id of the official account is invalid."),
    -126: _admin("The wallet for development is empty."),
    -127: _permanent("A template under test reaches administrators only."),
    -131: _admin("The template is not approved."),
    -133: _wait("Zalo does not deliver this kind of message at night."),
    -134: _permanent("The person has not agreed to receive template messages."),
    **dict.fromkeys((-135, -1351), _admin("The account may not send template messages.")),
    **dict.fromkeys((-136, -137, -138, -1381), _admin("The payment account or a right of the app is missing.")),
    **dict.fromkeys((-139, -140, -141), _permanent("The person has refused this kind of message.")),
    **dict.fromkeys((-144, -1441, -147, -1471, -1472), _wait("A daily or monthly limit is reached.")),
    -145: _admin("The account may not send this kind of content."),
    -146: _admin("The template was disabled for its low quality."),
    **dict.fromkeys((-148, -149, -150), _permanent("The token of the journey is missing, invalid or expired.")),
    **dict.fromkeys((-151, -152, -153, *range(-162, -157)), _permanent("Zalo refused the data of the message.")),
}

RULES: dict[Service, dict[int, Rule]] = {Service.OPENAPI: OPENAPI_RULES, Service.BUSINESS: BUSINESS_RULES}
HTTP_RULES: dict[int, Rule] = {
    401: _ANYWHERE[401],
    429: _retry("Zalo asks to slow down.", after=LIMIT_PAUSE),
}
UNKNOWN_CODE = _permanent("Zalo answered with a code that is not in the table.")
UNREADABLE = _retry("Zalo, or something on the way, gave no readable answer.")
