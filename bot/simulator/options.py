"""What can be chosen about the simulated Zalo: fixed at the start, and the switches that may change while it runs."""

import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from bot.simulator import identifiers
from bot.simulator.clock import ControllableClock
from bot.simulator.media import MediaFault

FREE_WINDOW = timedelta(hours=48)
REPLY_WINDOW = timedelta(days=7)
UPLOAD_LIFETIME = timedelta(days=7)
FEED_RETENTION = timedelta(days=9)


class AlbumMode(StrEnum):
    """How several photos sent at once arrive; which is true of Zalo is not documented (zalo-platform §1.2)."""

    SEPARATE_EVENTS = "separate_events"
    ONE_EVENT = "one_event"


class CaptionOn(StrEnum):
    """Where the words that go with an album stand."""

    FIRST = "first"
    LAST = "last"
    NONE = "none"
    OWN_MESSAGE = "own_message"


class GroupEventNames(StrEnum):
    """Which of the names in circulation the events about groups bear (zalo-platform §1.6)."""

    CURRENT = "current"
    OF_2024 = "of_2024"
    SPECIFICATION = "specification"


class TokenRefusal(StrEnum):
    """The ways in which Zalo was seen to say that an access token is no good (zalo-platform §0, §10.1)."""

    MINUS_216 = "minus_216"
    PLUS_216_TEXT = "plus_216_text"
    MINUS_220 = "minus_220"
    MINUS_401 = "minus_401"
    HTTP_401 = "http_401"


@dataclass(frozen=True, kw_only=True)
class SimulatorOptions:
    """How a simulator is set up; secrets are drawn at random unless given.

    `requests_per_minute` None means no limit; `free_replies` None means unlimited inside 48 hours;
    `included_groups` is how many groups of 100 the package pays for; `callback_url` None accepts any redirect;
    `port` 0 takes a free one.
    """

    app_id: str = field(default_factory=identifiers.decimal_id)
    app_secret: str = field(default_factory=lambda: secrets.token_hex(16))
    oa_id: str = field(default_factory=identifiers.decimal_id)
    oa_name: str = "Hoa Xuan"
    webhook_secret: str = field(default_factory=lambda: secrets.token_hex(16))
    callback_url: str | None = None
    requests_per_minute: int | None = 100
    free_replies: int | None = 8
    monthly_messages: int = 500
    included_groups: int = 1
    host: str = "127.0.0.1"
    port: int = 0
    threads: int = 16
    clock: ControllableClock = field(default_factory=ControllableClock)


@dataclass(frozen=True, kw_only=True)
class Switches:
    """What may be changed while the simulator runs; `pays_over_quota` False means -211 once the month is spent.

    `media_fault` breaks everything that is sent from now on; `mentions_by_name` writes mentions of the account and of
    members as `@Name` in the events instead of `[@id]`.
    """

    echoes: bool = True
    receipts: bool = True
    quota_in_answers: bool = True
    pays_over_quota: bool = True
    requires_proof: bool = False
    numeric_coordinates: bool = False
    token_refusal: TokenRefusal = TokenRefusal.MINUS_216
    media_fault: MediaFault | None = None
    group_event_names: GroupEventNames = GroupEventNames.CURRENT
    mentions_by_name: bool = False
