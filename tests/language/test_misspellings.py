"""Words that cannot be Vietnamese syllables are read as the one word near them, and nothing else is touched."""

import pytest

from language.misspellings import Misspellings
from language.normalising import tokenize

MISSPELLINGS = Misspellings(
    ["thành viên", "người", "ngừi", "tuyên truyền", "họp", "năm"],
    ["", "h", "n", "ng", "t", "th", "tr", "v"],
    ["an", "ap"],
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("thàh", "thanh"),
        ("truền", "truyen"),
        ("ngườ", "nguoi"),
        ("họpp", "hop"),
        ("thàn", "than"),
        ("team", "team"),
        ("zwqk", "zwqk"),
        ("12", "12"),
    ],
)
def test_only_a_word_that_can_be_one_alone_is_put_right(typed: str, meant: str) -> None:
    (token,) = MISSPELLINGS.mend(tokenize(typed))
    assert token.folded == meant


def test_the_words_stay_where_they_were() -> None:
    tokens = tokenize("hai thàh viên họpp")
    mended = MISSPELLINGS.mend(tokens)
    assert [(token.start, token.end) for token in mended] == [(token.start, token.end) for token in tokens]
