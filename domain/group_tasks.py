"""What we have Zalo do with groups: kinds of tasks and where each stands; a worker carries each out once."""

from enum import StrEnum

MAX_TRIES = 8


class GroupTaskKind(StrEnum):
    """What is to be done."""

    CREATE = "create"
    INVITE = "invite"
    RENAME = "rename"
    DISSOLVE = "dissolve"
    READ = "read"
    READ_ALL = "read_all"


class GroupTaskStatus(StrEnum):
    """Where a task stands; `REFUSED` ones are for an officer to look at."""

    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    REFUSED = "refused"
    CANCELLED = "cancelled"


OPEN_TASKS = frozenset({GroupTaskStatus.WAITING, GroupTaskStatus.WORKING})
ORDERED = frozenset({GroupTaskKind.CREATE, GroupTaskKind.INVITE, GroupTaskKind.RENAME, GroupTaskKind.DISSOLVE})
"""The kinds that an officer orders; the others are our own reading."""
