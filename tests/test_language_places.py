"""The scorer of places counts as the rules of labelling say."""

import pytest

from benchmarks.language_places import PlaceScore, score_places


@pytest.mark.parametrize(
    ("gold", "found", "score"),
    [
        ([], [], PlaceScore()),
        (["kiệt 45"], ["Kiệt 45"], PlaceScore(wanted=1, found=1, right=1, near_wanted=1, near_found=1)),
        (["gần chợ Cồn"], ["chợ Cồn"], PlaceScore(wanted=1, found=1, right=1, near_wanted=1, near_found=1)),
        (["số 8 Mẹ Thứ"], ["Mẹ Thứ"], PlaceScore(wanted=1, found=1, near_wanted=1, near_found=1)),
        (["số 8 Mẹ Thứ"], [], PlaceScore(wanted=1)),
        ([], ["tổ 5"], PlaceScore(found=1)),
        (["tổ 5"], ["tổ 5", "tổ 5"], PlaceScore(wanted=1, found=2, right=1, near_wanted=1, near_found=2)),
    ],
)
def test_a_span_is_found_if_it_is_equal_but_for_words_of_relation(
    gold: list[str], found: list[str], score: PlaceScore
) -> None:
    assert score_places(gold, found) == score


def test_scores_add_up_to_shares() -> None:
    total = score_places(["tổ 5", "kiệt 3"], ["tổ 5"]) + score_places([], ["chợ"])
    assert (total.recall, total.precision) == (0.5, 0.5)
    assert PlaceScore().recall == PlaceScore().precision == 1.0
