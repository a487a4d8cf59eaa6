"""The buttons that put a doubt about a case to its reporter: which place, which category."""

from domain.chat_commands import ChatCommandName
from domain.messages import Button
from domain.understanding import Category
from handlers.office import Office


def place_buttons(office: Office, doubts: tuple[str, ...]) -> tuple[Button, ...]:
    """One button for each place that may be meant."""
    payload = office.texts.label("payload", ChatCommandName.CHOOSE_PLACE)
    return tuple(Button(title=name, value=f"{payload} {name}") for name in doubts)


def category_buttons(office: Office, categories: tuple[Category, ...]) -> tuple[Button, ...]:
    """One button for each category that may be meant."""
    payload = office.texts.label("payload", ChatCommandName.CHOOSE_CATEGORY)
    return tuple(Button(title=office.texts.label("category", each), value=f"{payload} {each}") for each in categories)
