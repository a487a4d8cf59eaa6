"""Words typed as mere keys are read where nothing else can be meant, and foreign words are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.loader import load_telex
from language.normalising import tokenize

READ = [
    ("hoom qua toor 88 huwowngs daanx 10 nguwowif caif VNeID", "hôm qua tổ 88 hướng dẫn 10 người cài vneid"),
    ("Sasng nay lớp kỹ nawng số", "sáng nay lớp kỹ năng số"),
    ("thưs 3 vừa rồi", "thứ 3 vừa rồi"),
    ("sáng ny lamf đươc 16 hồ sơ", "sáng ny làm đươc 16 hồ sơ"),
    ("ddieenj tuyeen truyeenf", "điện tuyên truyền"),
]
LEFT_ALONE = [
    "test app shopee tren facebook",
    "down app zalo ve may",
    "book ve online, check mail",
    "họp ở coworking, có wifi",
    "tổ 5 hôm nay làm 3 hồ sơ",
]


def words(text: str) -> str:
    return " ".join(token.word for token in load_telex().decode(tokenize(text)))


@pytest.mark.parametrize(("typed", "meant"), READ)
def test_keys_become_the_word_they_stand_for(typed: str, meant: str) -> None:
    assert words(typed) == meant


@pytest.mark.parametrize("typed", LEFT_ALONE)
def test_what_may_be_another_word_stays_as_it_is(typed: str) -> None:
    assert words(typed) == " ".join(token.word for token in tokenize(typed))


@given(st.text())
def test_every_word_keeps_its_place(text: str) -> None:
    tokens = tokenize(text)
    assert [(one.start, one.end) for one in load_telex().decode(tokens)] == [(one.start, one.end) for one in tokens]
