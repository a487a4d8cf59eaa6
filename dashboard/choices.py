"""How what stands in an address or a form becomes a value of ours, or nothing when it is no such value."""

from datetime import date
from enum import StrEnum
from typing import TypeVar

from flask import request

from domain.errors import Incomplete

LARGEST_ID = 2**31 - 1
Choice = TypeVar("Choice", bound=StrEnum)


def chosen(choices: type[Choice], word: str | None) -> Choice | None:
    """The choice with this word, if there is one."""
    return next((choice for choice in choices if choice == word), None)


def number(digits: str | None) -> int | None:
    """A row's id, if these digits can be one."""
    if not digits or not digits.isascii() or not digits.isdecimal() or len(digits) > 10:
        return None
    return int(digits) if 0 < int(digits) <= LARGEST_ID else None


def form_day(name: str) -> date | None:
    """The day in a field of the form that was sent, None for an empty one. Raises Incomplete (`bad_form_day`)."""
    typed = request.form.get(name, "").strip()
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError as error:
        raise Incomplete("bad_form_day") from error
