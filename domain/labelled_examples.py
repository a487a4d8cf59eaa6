"""What people teach the house about meaning: who said what a message really means."""

from dataclasses import dataclass
from enum import StrEnum

from domain.understanding import Category, Chat, Intent, QuestionTopic, Sender, Topic


class LabelOrigin(StrEnum):
    """Who told what a message means; an officer's word counts over its writer's."""

    WRITER = "writer"
    STAFF = "staff"


@dataclass(frozen=True, kw_only=True)
class Label:
    """A message without personal data and what it means; what nobody has told is None.

    `key` names its source, so that a later label replaces it.
    """

    key: str
    origin: LabelOrigin
    text: str
    sender: Sender = Sender.RESIDENT
    chat: Chat = Chat.PRIVATE
    intent: Intent
    category: Category | None = None
    topic: Topic | QuestionTopic | None = None
    urgent: bool | None = None
