"""Messages whose meaning somebody has told us, without personal data, for the model to learn from."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from domain.labelled_examples import LabelOrigin
from domain.understanding import Category, Chat, Intent, Sender
from storage.columns import UtcDateTime, words


class LabelledExample(SQLModel, table=True):
    """One masked message with what it means; `key` names the message or case it came from, once."""

    __tablename__ = "labelled_examples"

    id: int = Field(default=None, primary_key=True)
    key: str = Field(max_length=60, unique=True)
    origin: LabelOrigin = Field(sa_type=words(LabelOrigin))
    text: str
    sender: Sender = Field(sa_type=words(Sender))
    chat: Chat = Field(sa_type=words(Chat))
    intent: Intent = Field(sa_type=words(Intent))
    category: Category | None = Field(default=None, sa_type=words(Category))
    topic: str | None = Field(default=None, max_length=40)
    urgent: bool | None = None
    said_at: datetime = Field(sa_type=UtcDateTime)
    labelled_at: datetime = Field(sa_type=UtcDateTime)
