"""Names of groups as people write them: shortened, joined, with letters wrong, two numbers behind one name."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.group_spellings import GroupNames
from language.loader import load_number_words
from language.normalising import tokenize
from ward.gazetteer import load_gazetteer

GAZETTEER = Path(__file__).parents[2] / "ward/gazetteer.json"


@pytest.fixture(scope="module")
def names() -> GroupNames:
    return GroupNames(load_gazetteer(GAZETTEER), load_number_words())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("thôn Quang Châu", {("Quang Châu", 0)}),
        ("q châu hqua 16 ng", {("Quang Châu", 0)}),
        ("tuấn - qchâu", {("Quang Châu", 0)}),
        ("quangchau bao cao", {("Quang Châu", 0)}),
        ("gnam 1 và q.giáng 2", {("Giáng Nam 1", 0), ("Quá Giáng 2", 0)}),
        ("Quagn Châu nghỉ", {("Quang Châu", 1)}),
        ("MIêu Bôgn tối qua", {("Miếu Bông", 2)}),
        ("Qáu Giáng 1 với Nhơn Thjo hai", {("Quá Giáng 1", 1), ("Nhơn Thọ 2", 2)}),
        ("Nhơn Thọ 1 và 2", {("Nhơn Thọ 1", 0), ("Nhơn Thọ 2", 0)}),
        ("Nhơn Thọ 1 hai bạn đi", {("Nhơn Thọ 1", 0)}),
        ("Quá Giáng họp", {("Quá Giáng 1", 0), ("Quá Giáng 2", 0)}),
        ("hân hạnh được gặp con dâu", set()),
        ("cái đồng hồ", set()),
        ("tay an", {("Tây An", 0)}),
        ("tây bắc", set()),
        ("", set()),
    ],
)
def test_a_name_is_found_as_it_is_written(names: GroupNames, text: str, found: set[tuple[str, int]]) -> None:
    assert {(one.name, one.wrong) for one in names.find(tokenize(text))} == found


WORDS = ["quang", "chau", "giáng", "nam", "1", "2", "nhơn", "thọ", "và", ",", "-", "cồn", "dầu", "qchâu", "miếu"]


@given(st.lists(st.sampled_from(WORDS), max_size=60))
def test_every_mention_lies_within_the_text(names: GroupNames, words: list[str]) -> None:
    tokens = tokenize(" ".join(words))
    assert all(0 <= one.start < one.end <= len(tokens) for one in names.find(tokens))
