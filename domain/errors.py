"""The tree of everything we refuse or fail at.

HoaXuanError
├── Refused               somebody asked for what the rules do not allow; `code` names the sentence to say
│   ├── NotAllowed        the person lacks the right
│   ├── NotFound          there is no such thing, or not for this person
│   ├── WrongState        the case cannot make that move from where it stands
│   ├── Stale             the page was older than the case
│   └── Incomplete        something that is needed is missing
├── BadData               a file or setting of ours is wrong; says where and what to do
└── OutsideFailure        something beyond the house failed; `retryable` says whether to try again
"""


class HoaXuanError(Exception):
    """Root of every error that this project raises on purpose."""


class Refused(HoaXuanError):
    """A request that the rules refuse; `code` is the key of the sentence in `templates/labels.toml` `[refusals]`."""

    def __init__(self, code: str, /, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


class NotAllowed(Refused):
    """The person lacks the right."""


class NotFound(Refused):
    """There is no such thing, or not for this person."""


class WrongState(Refused):
    """The case cannot make that move from where it stands."""


class Stale(Refused):
    """The page that asked was older than the case."""


class Incomplete(Refused):
    """Something that the move needs is missing."""


class BadData(HoaXuanError):
    """A data file or a setting is wrong; the message names the place and what to do."""


class OutsideFailure(HoaXuanError):
    """Something beyond the house failed."""

    retryable = True
