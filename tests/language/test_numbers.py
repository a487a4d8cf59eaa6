"""Vietnamese number words: every form that people use, with accents and without, read as one number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.loader import load_number_words
from language.normalising import fold, tokenize
from language.numbers import number_at

WORDS = load_number_words()
UNITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]


def spell_tens(number: int) -> str:
    ten, unit = divmod(number, 10)
    if ten == 0:
        return UNITS[unit]
    last = (
        ""
        if unit == 0
        else {1: "mốt", 5: "lăm"}.get(unit, UNITS[unit])
        if ten > 1
        else {5: "lăm"}.get(unit, UNITS[unit])
    )
    return f"{'mười' if ten == 1 else UNITS[ten] + ' mươi'} {last}".strip()


def spell(number: int) -> str:
    """The number as it is read aloud."""
    if number >= 1000:
        rest = number % 1000
        tail = "" if rest == 0 else spell(rest) if rest >= 100 else f"không trăm {spell(rest)}"
        return f"{UNITS[number // 1000]} nghìn {tail}".strip()
    if number >= 100:
        rest = number % 100
        tail = "" if rest == 0 else f"linh {UNITS[rest]}" if rest < 10 else spell_tens(rest)
        return f"{UNITS[number // 100]} trăm {tail}".strip()
    return spell_tens(number)


def read(text: str) -> int | None:
    tokens = tokenize(text)
    number = number_at(tokens, 0, WORDS)
    return number.value if number and number.end == len(tokens) else None


@given(st.integers(min_value=1, max_value=999) | st.integers(min_value=1, max_value=9).map(lambda n: n * 1000))
def test_what_is_read_aloud_is_read_back_with_accents_and_without(number: int) -> None:
    assert read(spell(number)) == number
    assert read(" ".join(fold(word) for word in spell(number).split())) == number


@given(st.integers(min_value=20, max_value=99), st.integers(min_value=20, max_value=99))
def test_numbers_read_aloud_one_after_the_other_are_two(one: int, other: int) -> None:
    tokens = tokenize(f"{spell(one)} {spell(other)}")
    first = number_at(tokens, 0, WORDS)
    assert first is not None
    second = number_at(tokens, first.end, WORDS)
    assert second is not None
    assert (first.value, second.value, second.end) == (one, other, len(tokens))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("hai mươi mốt", 21),
        ("ba lăm", 35),
        ("bốn tư", 44),
        ("hăm bốn", 24),
        ("băm mốt", 31),
        ("chục rưỡi", 15),
        ("ba chục", 30),
        ("nửa chục", 5),
        ("nửa trăm", 50),
        ("tá", 12),
        ("trăm tám", 180),
        ("trăm rưỡi", 150),
        ("trăm mấy", 100),
        ("mười mấy", 10),
        ("hai mươi mấy", 20),
        ("ba bốn chục", 30),
        ("hai trăm lẻ bốn", 204),
        ("một trăm linh năm", 105),
        ("hai ngàn rưỡi", 2500),
        ("1.240", 1240),
        ("30-35", 30),
        ("3 chục", 30),
        ("05", 5),
    ],
)
def test_spoken_and_written_forms(text: str, value: int) -> None:
    assert read(text) == value


@pytest.mark.parametrize("text", ["vài chục", "mấy chục", "dăm"])
def test_vague_words_are_no_number(text: str) -> None:
    assert read(text) is None


def test_an_accented_word_that_only_looks_alike_is_no_number() -> None:
    assert number_at(tokenize("bà con"), 0, WORDS) is None
