"""What a batch of events is known to need, fetched for all of them together, and rows that may be written together.

A transaction that foresees nothing asks and writes one by one; the answers are the same.
"""

from dataclasses import dataclass, field

from storage.tables import ChatMessage, Conversation, GroupChat, Person


@dataclass(kw_only=True)
class Foreseen:
    """Rows looked up ahead: a key that is absent was not looked up. It lives as long as its transaction.

    `people` by Zalo's id, `conversations` and `gathered` messages by our own id of the person, `known` by Zalo's
    message id with whether we hold the message, `groups` by Zalo's id.
    """

    people: dict[str, Person] = field(default_factory=dict)
    conversations: dict[int, Conversation] = field(default_factory=dict)
    gathered: dict[int, list[ChatMessage]] = field(default_factory=dict)
    known: dict[str, bool] = field(default_factory=dict)
    groups: dict[str, GroupChat] = field(default_factory=dict)
