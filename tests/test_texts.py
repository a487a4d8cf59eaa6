"""Every sentence we say by chat renders with its own sample, fits Zalo's limits and equals its golden file."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from jinja2 import UndefinedError

from domain.errors import BadData, NotFound, WrongState
from domain.incidents import IncidentStatus
from domain.messages import MAX_BUTTON_TITLE_LENGTH, MAX_BUTTON_VALUE_LENGTH, MAX_BUTTONS, Button, OutgoingMessage
from domain.understanding import Category, Intent, QuestionTopic, Topic
from texts import Texts

ROOT = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "golden" / "chat"
TEXTS = Texts(ROOT / "templates", ZoneInfo("Asia/Ho_Chi_Minh"))


def written(message: OutgoingMessage) -> str:
    buttons = "".join(f"\n[{button.title}] {button.kind}: {button.value}" for button in message.buttons)
    return f"{message.text}\n{buttons}".rstrip() + "\n"


@pytest.mark.parametrize("name", sorted(TEXTS.chat_templates))
def test_every_chat_text_equals_its_golden_file(name: str) -> None:
    message = TEXTS.message(name, **TEXTS.chat_templates[name].sample)
    golden = GOLDEN / f"{name}.txt"
    if not golden.exists():
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(written(message), encoding="utf-8")
        pytest.fail(f"{golden} is new: read it, and commit it if it is right")
    assert written(message) == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(TEXTS.chat_templates))
def test_every_chat_text_fits_what_zalo_allows(name: str) -> None:
    message = TEXTS.message(name, **TEXTS.chat_templates[name].sample)
    assert TEXTS.chat_templates[name].about
    assert len(message.buttons) <= MAX_BUTTONS
    assert all(len(button.title) <= MAX_BUTTON_TITLE_LENGTH for button in message.buttons)
    assert all(len(button.value) <= MAX_BUTTON_VALUE_LENGTH for button in message.buttons)
    assert "\n\n\n" not in message.text


@pytest.mark.parametrize("name", [n for n, t in sorted(TEXTS.chat_templates.items()) if t.sample])
def test_a_missing_value_is_an_error_not_an_empty_place(name: str) -> None:
    with pytest.raises(UndefinedError):
        TEXTS.message(name)


def test_no_golden_file_is_left_of_a_text_that_is_gone() -> None:
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(TEXTS.chat_templates)


@pytest.mark.parametrize(
    ("group", "words"),
    [
        ("category", Category),
        ("intent", Intent),
        ("topic", [*Topic, *QuestionTopic]),
        ("incident_status", IncidentStatus),
        ("weekday", range(1, 8)),
    ],
)
def test_every_fixed_name_has_its_words(group: str, words: list[object]) -> None:
    assert all(TEXTS.label(group, word) for word in words)


def test_a_name_without_words_says_where_to_add_them() -> None:
    with pytest.raises(BadData, match=r"labels.toml: \[category\] has no line for nobody"):
        TEXTS.label("category", "nobody")


def test_a_refusal_is_a_sentence_with_its_values() -> None:
    assert "PA-12" in TEXTS.refusal(NotFound("no_such_code", code="PA-12"))
    assert "Đã đóng" in TEXTS.refusal(WrongState("incident_move", current=IncidentStatus.CLOSED, wanted="new"))


def test_words_of_a_resident_cannot_make_a_message_too_long() -> None:
    sample = {**TEXTS.chat_templates["incident_moved"].sample, "words": "dài " * 1000}
    assert len(TEXTS.message("incident_moved", **sample).text) <= 2000


def test_extra_buttons_come_first_and_never_make_more_than_five() -> None:
    extra = tuple(Button(title=f"Nơi {n}", value=f"#choose_place {n}") for n in range(1, 4))
    sample = TEXTS.chat_templates["incident_opened"].sample
    titles = [button.title for button in TEXTS.message("incident_opened", extra_buttons=extra, **sample).buttons]
    assert titles == ["Nơi 1", "Nơi 2", "Nơi 3", "Bổ sung", "Sửa"]


def test_words_with_template_marks_are_said_as_they_are() -> None:
    sample = {**TEXTS.chat_templates["incident_opened"].sample, "words": "{{ 7 * 7 }} {% if %}"}
    assert "{{ 7 * 7 }} {% if %}" in TEXTS.message("incident_opened", **sample).text


def test_a_template_without_a_head_names_its_file(tmp_path: Path) -> None:
    (tmp_path / "chat").mkdir()
    (tmp_path / "labels.toml").write_text("", encoding="utf-8")
    (tmp_path / "chat" / "bare.txt").write_text("xin chào", encoding="utf-8")
    with pytest.raises(BadData, match=r"bare.txt: begin with a line"):
        _ = Texts(tmp_path, ZoneInfo("UTC")).chat_templates
