"""A short guide to doing something digital oneself: steps, the official address, and when somebody checked them."""

from dataclasses import dataclass
from datetime import date

from domain.understanding import Topic


@dataclass(frozen=True, kw_only=True)
class Guide:
    """One guide; `text` are its steps and warnings as they are sent, `key` the name of its file.

    `confirmed` once the ward has tried every step on a real phone.
    """

    key: str
    topic: Topic
    title: str
    official_name: str
    official_url: str
    checked_on: date
    confirmed: bool
    text: str
