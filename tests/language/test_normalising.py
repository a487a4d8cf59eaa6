"""Cleaning keeps the meaning of what was typed and every word's place in the original."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.lexicon import Spelling
from language.loader import load_lexicon
from language.normalising import as_typed, clean, cut, fold, sound_of, tokenize


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        (unicodedata.normalize("NFD", "Cồn Dầu"), "Cồn Dầu"),
        ("r\u200bác\u00ad", "rác"),
        ("a\x00b", "ab"),
        ("quáaaa", "quá"),
        ("đẹpppp", "đẹp"),
        ("cứuuu", "cứu"),
        ("rácc ngậpp", "rác ngập"),
        ("bưu điện, con hươu", "bưu điện, con hươu"),
        ("xoong, google, app", "xoong, google, app"),
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


@pytest.fixture(scope="module")
def spelling() -> Spelling:
    return load_lexicon(Path(__file__).parents[2] / "templates/keywords.toml").spelling


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ko dc", "không được"),
        ("ntn vs ngta", "như thế nào với người ta"),
        ("hqua trc nvh", "hôm qua trước nhà văn hóa"),
        ("tdp 7", "tổ dân phố 7"),
        ("k biết", "không biết"),
        ("k 45", "k 45"),
        ("hem biết", "không biết"),
        ("hẻm 22", "hẻm 22"),
        ("bên hông chợ", "bên hông chợ"),
        ("hông biết", "không biết"),
        ("ng van linh", "nguyễn van linh"),
        ("nhiều ng", "nhiều người"),
        ("đi ks từng nhà", "đi khảo sát từng nhà"),
        ("gần ks", "gần khách sạn"),
        ("bác bv", "bác bảo vệ"),
        ("bv da liễu", "bệnh viện da liễu"),
        ("trường th số 1", "trường tiểu học số 1"),
        ("nộp hs", "nộp hồ sơ"),
        ("các em hs", "các em học sinh"),
        ("bây h", "bây giờ"),
        ("(ko)", "( không )"),
        ("a.k.b", "a . k . b"),
    ],
)
def test_shortenings_are_written_out_as_the_words_around_them_tell(spelling: Spelling, typed: str, meant: str) -> None:
    assert " ".join(token.word for token in spelling.respell(tokenize(typed))) == meant


@given(st.lists(st.sampled_from(["ko", "ntn", "k", "45", "hem", "(", "hông", "ngập"])).map(" ".join))
def test_what_was_written_out_can_be_read_as_typed_again(spelling: Spelling, typed: str) -> None:
    assert as_typed(typed, spelling.respell(tokenize(typed))) == tokenize(typed)


@given(st.text(alphabet="aăâđêôơưáàảãạớ \u200b", max_size=60), st.integers(min_value=0, max_value=70))
def test_a_cut_takes_as_many_letters_of_either_form(text: str, most: int) -> None:
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert unicodedata.normalize("NFC", cut(decomposed, most)).replace("\u200b", "") == cut(composed, most).replace(
        "\u200b", ""
    )
