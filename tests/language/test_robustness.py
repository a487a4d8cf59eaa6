"""Whatever arrives, the interpreter answers: no text stumbles it, none makes it slow, spelling forms change nothing."""

import cProfile
import pstats
import unicodedata
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.understanding import Chat, Sender, Understanding
from language.interpreter import LONGEST_READ, Interpreter

NOW = datetime.fromisoformat("2026-11-23T09:00+07:00")
WORDS = [
    "rác",
    "ngập",
    "tổ",
    "thôn Phong Nam",
    "đường",
    "Đường",
    "kiệt",
    "K20/12",
    "số",
    "8",
    "Cồn",
    "Dầu",
    "mẹ",
    "thứ",
    "12",
    "gần",
    "từ",
    "đến",
    "-",
    "ngã tư",
    "chợ",
    "lô",
    "B1.54",
    "mười bốn",
    "km 5+200",
    "n.v.linh",
    "Nguyễn Văn Linh",
    "16.0051, 108.2153",
    "https://maps.app.goo.gl/x",
    "hôm qua",
    "35 bà con",
    "ko",
    "k",
    "😂",
    "\u200f",
    "\u0301",
    "\ud83d",
    "ｒａ́ｃ",
    "раc",
    "cứuuuu",
]
texts = st.lists(st.sampled_from(WORDS) | st.text(max_size=5), max_size=14).map(" ".join) | st.text()
HOSTILE = [
    "a",
    "ă",
    "\u0301",
    "\u200f",
    "\u202e",
    "\x00",
    "😂",
    " ",
    "\n",
    "(",
    "-",
    "/",
    ",",
    "1",
    "1/",
    "k1/",
    "tổ 1 ",
    "số 8 ",
    "kiệt ",
    "gần ",
    "đường ",
    "đường số ",
    "ngã tư Mẹ Thứ - ",
    "từ chợ đến ",
    "mười ",
    "Nguyễn ",
    "nguyen phuoc lang ",
    "duong ",
    "chợ ở ",
    "n.",
    "lô A1.",
    "16.0,108.2 ",
    "16°0'0\"N",
    "https://a.b/ ",
    "https://maps.google.com/?q=",
    "lat=1.1&",
    "раc ",
    "không ",
    "35 người ",
    "cháy ",
    "@#$%",
]


def _understand(interpreter: Interpreter, text: str) -> Understanding:
    return interpreter.understand(text, now=NOW, sender=Sender.RESIDENT, chat=Chat.PRIVATE)


@settings(max_examples=200)
@given(texts)
def test_no_text_stumbles_the_interpreter_and_every_span_is_verbatim(interpreter: Interpreter, text: str) -> None:
    meaning = _understand(interpreter, text)
    assert 0.0 <= meaning.confidence <= 1.0
    for place in (*meaning.places, *interpreter.find_places(text)):
        assert place.span
        assert place.span in text
        assert place.label
        assert len(place.candidates) <= 3


@settings(max_examples=200)
@given(texts)
def test_composed_and_decomposed_text_mean_the_same(interpreter: Interpreter, text: str) -> None:
    composed, decomposed = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    one, other = _understand(interpreter, composed), _understand(interpreter, decomposed)
    assert (one.intent, one.category, one.urgent, one.topic) == (
        other.intent,
        other.category,
        other.urgent,
        other.topic,
    )
    assert one.confidence == other.confidence
    spans = [unicodedata.normalize("NFC", place.span) for place in one.places]
    assert [unicodedata.normalize("NFC", place.span) for place in other.places] == spans
    assert all(place.span in decomposed for place in other.places)


@pytest.mark.parametrize("part", HOSTILE)
def test_work_grows_with_the_length_and_ends_where_reading_ends(interpreter: Interpreter, part: str) -> None:
    small, middle, whole = (_calls(interpreter, part, length) for length in (1_000, 2_000, LONGEST_READ))
    assert middle <= 3 * small + 500
    assert whole <= 3 * middle + 500
    assert _calls(interpreter, part, 100_000) <= 1.2 * _calls(interpreter, part, 50_000) + 500


def test_a_long_letter_is_read_alike_in_both_forms(interpreter: Interpreter) -> None:
    letter = "Kính gửi phường, đường Mẹ Thứ ngập nặng. " * 200 + "Đèn ở kiệt 45 cũng hư."
    one = _understand(interpreter, unicodedata.normalize("NFC", letter))
    other = _understand(interpreter, unicodedata.normalize("NFD", letter))
    assert (one.intent, one.confidence, len(one.places)) == (other.intent, other.confidence, len(other.places))


def _calls(interpreter: Interpreter, part: str, length: int) -> int:
    """How many functions are called to understand a repetition of this length: work without a clock."""
    text = (part * (length // len(part) + 1))[:length]
    profile = cProfile.Profile()
    profile.enable()
    _understand(interpreter, text)
    profile.disable()
    return int(pstats.Stats(profile).total_calls)  # type: ignore[attr-defined]  # typeshed leaves it out
