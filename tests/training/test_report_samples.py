"""What a told report teaches: words marked, numbers given to the figures they make, and nothing that is not told."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from domain.understanding import Chat, Intent, Sender
from language.intents import MessageWeights
from language.interpreter import Interpreter
from language.loader import load_lexicon
from language.report_leanings import COUNTS, DAY, NOTHING, PLACE, ReportWeights
from language.word_marks import OUTSIDE
from training.examples import Example
from training.preparing import Sample
from training.report_samples import word_samples_of
from ward.gazetteer import load_gazetteer

ROOT = Path(__file__).parents[2]
NOW = dt.datetime.fromisoformat("2026-11-25T21:40:00+07:00")


@pytest.fixture(scope="module")
def unlearned() -> Interpreter:
    lexicon = load_lexicon(ROOT / "templates" / "keywords.toml")
    gazetteer = load_gazetteer(ROOT / "ward" / "gazetteer.json")
    return Interpreter(lexicon, gazetteer, MessageWeights.unlearned(), ReportWeights.unlearned())


def samples(unlearned: Interpreter, text: str, **activity: Any) -> list[Sample]:
    example = Example(
        id="x",
        persona="p",
        template="t",
        style="standard",
        text=text,
        now=NOW,
        sender=Sender.MEMBER,
        chat=Chat.PRIVATE,
        intent=Intent.ACTIVITY_REPORT,
        category=None,
        topic=None,
        urgent=False,
        gold={"intent": "activity_report", "activity": {"activity_type": "huong_dan", **activity}},
    )
    return [sample for sample in word_samples_of([example], unlearned) if sample.weight == 1]


def answers(found: list[Sample], head: str) -> list[Any]:
    return [sample.answers[head] for sample in found if head in sample.answers]


def test_place_and_day_are_marked_word_by_word(unlearned: Interpreter) -> None:
    found = samples(unlearned, "tổ 5 tối qua ở nhà văn hóa", place="nhà văn hóa", date_expr="tối qua")
    assert answers(found, PLACE) == [OUTSIDE] * 5 + ["beginning", "inside", "inside"]
    assert answers(found, DAY) == [OUTSIDE, OUTSIDE, "beginning", "inside", *[OUTSIDE] * 4]


def test_a_figure_is_one_number_or_the_sum_of_some(unlearned: Interpreter) -> None:
    found = samples(unlearned, "tổ 5 giúp 12 người và 8 bác, 3 thành viên", people=20, members=3)
    assert answers(found, COUNTS) == [NOTHING, "people", "people", "members"]


def test_a_figure_that_is_not_among_the_numbers_leaves_open_which_of_them_count_nothing(unlearned: Interpreter) -> None:
    found = samples(unlearned, "tổ 5 giúp 12 người", people=12, members=2)
    assert answers(found, COUNTS) == ["people"]


def test_accounts_may_be_told_by_who_opened_them(unlearned: Interpreter) -> None:
    found = samples(unlearned, "tổ 5: 12 hộ mở ví", households=12, ewallet_accounts=12)
    assert answers(found, COUNTS) == [NOTHING, "households+ewallet_accounts"]


@pytest.mark.parametrize(
    ("text", "members", "told"),
    [
        ("em với chị Ly đi 2 nhà", 2, [NOTHING]),
        ("em với 2 bạn giúp 9 người", 3, ["members", NOTHING]),
        ("một mình em giúp 1 hộ", 1, [NOTHING]),
        ("dì Hoa với 3 đứa cháu giúp 3 người", 4, [NOTHING, NOTHING]),
    ],
)
def test_who_is_named_is_not_told_by_a_number_of_other_things(
    unlearned: Interpreter, text: str, members: int, told: list[str]
) -> None:
    assert answers(samples(unlearned, text, members=members), COUNTS)[-len(told) :] == told


def test_a_plan_teaches_no_numbers(unlearned: Interpreter) -> None:
    assert not answers(samples(unlearned, "mai tổ 5 mời 30 người", is_plan=True), COUNTS)


def test_words_that_are_not_in_the_text_teach_nothing_of_the_place(unlearned: Interpreter) -> None:
    assert not answers(samples(unlearned, "tổ 5 giúp 12 người", place="chợ", people=12), PLACE)
