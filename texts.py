"""Every word we say: renders `templates/chat/`, looks up `templates/labels.toml`, and is strict about missing values.

A chat template is a TOML head between two lines `+++` (what it is for, sample values, buttons) and a Jinja body.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, StrictUndefined, Template

from domain.errors import BadData, Refused
from domain.messages import MAX_BUTTON_TITLE_LENGTH, MAX_BUTTONS, MAX_TEXT_LENGTH, Button, ButtonKind, OutgoingMessage

FENCE = "+++"
_BUTTON_KINDS = {"say": ButtonKind.SAY, "link": ButtonKind.OPEN_LINK, "call": ButtonKind.CALL}


@dataclass(frozen=True, kw_only=True)
class ButtonTemplate:
    """One button of a chat template; its value may hold Jinja."""

    title: Template
    kind: ButtonKind
    value: Template


@dataclass(frozen=True, kw_only=True)
class ChatTemplate:
    """One sentence or short letter that we say by chat, with a sample of its values."""

    name: str
    about: str
    body: Template
    buttons: tuple[ButtonTemplate, ...]
    sample: Mapping[str, Any]


class Texts:
    """All our words, read once from a folder of templates."""

    def __init__(self, directory: Path, timezone: ZoneInfo) -> None:
        """Reads and checks every template at once. Raises BadData that names the file."""
        self._directory = directory
        self.timezone = timezone
        self._labels = _read_toml(directory / "labels.toml")
        self._jinja = Environment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)  # noqa: S701 (chat text)
        self._jinja.filters.update(
            label=lambda key, group: self.label(group, key),
            day=self.day,
            short_day=self.short_day,
            moment=self.moment,
            shorten=shorten,
        )

    @cached_property
    def chat_templates(self) -> Mapping[str, ChatTemplate]:
        """Every chat template by its name."""
        files = sorted((self._directory / "chat").glob("*.txt"))
        return {path.stem: self._chat_template(path) for path in files}

    def message(self, name: str, extra_buttons: tuple[Button, ...] = (), **values: object) -> OutgoingMessage:
        """Render one chat template; `extra_buttons` come first, and never more than five stay.

        Raises jinja2.UndefinedError for a value that the template needs and does not get.
        """
        template = self.chat_templates[name]
        text = template.body.render(**values).strip()
        own = tuple(_render_button(button, values) for button in template.buttons)
        return OutgoingMessage(text=shorten(text, MAX_TEXT_LENGTH), buttons=(*extra_buttons, *own)[:MAX_BUTTONS])

    def label(self, group: str, key: object) -> str:
        """The words for one of our fixed names. Raises BadData when nobody wrote them."""
        try:
            return str(self._labels[group][str(key)])
        except KeyError as error:
            raise BadData(f"templates/labels.toml: [{group}] has no line for {key!s}: add it") from error

    def group(self, group: str) -> Mapping[str, str]:
        """All words of one group of labels."""
        return {str(key): str(words) for key, words in self._labels[group].items()}

    def fill(self, group: str, key: object, **values: object) -> str:
        """The words for one of our fixed names with values put in. Raises as `label` and `message` do."""
        return self._jinja.from_string(self.label(group, key)).render(**values)

    def refusal(self, refused: Refused) -> str:
        """What to tell somebody whose request was refused."""
        return self.fill("refusals", refused.code, **refused.values)

    def day(self, day: date) -> str:
        """A date with its weekday, as people here write it."""
        return f"{self.label('weekday', day.isoweekday())} {day:%d/%m/%Y}"

    def short_day(self, day: date) -> str:
        """A date without weekday."""
        return f"{day:%d/%m/%Y}"

    def moment(self, at: datetime) -> str:
        """An instant in local time."""
        return f"{at.astimezone(self.timezone):%H:%M %d/%m/%Y}"

    def soon(self, at: datetime, today: date) -> str:
        """An instant of the next days, as one says it on this day: with *today*, *tomorrow* or the date."""
        local = at.astimezone(self.timezone)
        key = {0: "today", 1: "tomorrow"}.get((local.date() - today).days)
        return f"{local:%H:%M} {self.label('day_word', key) if key else f'{local:%d/%m}'}"

    def _chat_template(self, path: Path) -> ChatTemplate:
        head, body = _split(path)
        buttons = tuple(self._button_template(path, button) for button in head.get("buttons", ()))
        return ChatTemplate(
            name=path.stem,
            about=str(head.get("about", "")),
            body=self._jinja.from_string(body),
            buttons=buttons,
            sample=head.get("sample", {}),
        )

    def _button_template(self, path: Path, button: Mapping[str, str]) -> ButtonTemplate:
        for word, kind in _BUTTON_KINDS.items():
            if word in button:
                title, value = (self._jinja.from_string(button[part]) for part in ("title", word))
                return ButtonTemplate(title=title, kind=kind, value=value)
        raise BadData(f"{path}: the button {button.get('title')!r} needs one of: {', '.join(_BUTTON_KINDS)}")


def shorten(text: str, length: int) -> str:
    """The text, cut with an ellipsis when it is longer than `length` characters."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def _render_button(button: ButtonTemplate, values: Mapping[str, object]) -> Button:
    title = shorten(button.title.render(**values), MAX_BUTTON_TITLE_LENGTH)
    return Button(title=title, kind=button.kind, value=button.value.render(**values))


def _split(path: Path) -> tuple[dict[str, Any], str]:
    parts = path.read_text(encoding="utf-8").split(FENCE + "\n", 2)
    if len(parts) != 3 or parts[0]:
        raise BadData(f"{path}: begin with a line {FENCE}, the TOML head, and another line {FENCE}")
    try:
        return tomllib.loads(parts[1]), parts[2]
    except tomllib.TOMLDecodeError as error:
        raise BadData(f"{path}: the head is not TOML: {error}") from error


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise BadData(f"{path} is missing") from error
    except tomllib.TOMLDecodeError as error:
        raise BadData(f"{path}: not TOML: {error}") from error
