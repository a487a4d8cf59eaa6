"""Cleaning keeps the meaning of what was typed and every word's place in the original."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.normalising import clean, fold, sound_of, tokenize


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        (unicodedata.normalize("NFD", "Cồn Dầu"), "Cồn Dầu"),
        ("r\u200bác\u00ad", "rác"),
        ("a\x00b", "ab"),
        ("quáaaa", "quá"),
        ("đẹpppp", "đẹp"),
        ("𝐯𝐚𝐲", "vay"),
        ("1000", "1000"),
        ("", ""),
    ],
)
def test_letters_are_composed_and_invisible_and_drawn_out_ones_go(typed: str, cleaned: str) -> None:
    assert clean(typed) == cleaned


@pytest.mark.parametrize(
    ("word", "folded"), [("Đường", "duong"), ("huỷ", "huy"), ("kỹ", "ki"), ("lý", "li"), ("quý", "quy")]
)
def test_folding_takes_accents_and_the_bar_of_the_d(word: str, folded: str) -> None:
    assert fold(word) == folded


@pytest.mark.parametrize(("one", "other"), [("hủy", "huỷ"), ("Hòa", "hoà"), ("sữa", "sửa"), ("kỹ", "kĩ")])
def test_spellings_of_one_sound_are_equal(one: str, other: str) -> None:
    assert sound_of(one) == sound_of(other)


def test_accents_tell_words_apart() -> None:
    assert sound_of("chó") != sound_of("cho")


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text())
def test_every_token_stands_where_it_says_in_order(text: str) -> None:
    tokens = tokenize(text)
    for token in tokens:
        assert 0 <= token.start < token.end <= len(text)
    assert [token.start for token in tokens] == sorted(token.start for token in tokens)


def test_a_token_of_decomposed_text_points_to_all_its_marks() -> None:
    text = unicodedata.normalize("NFD", "ở Cồn Dầu")
    assert text[tokenize(text)[1].start : tokenize(text)[2].end] == unicodedata.normalize("NFD", "Cồn Dầu")
