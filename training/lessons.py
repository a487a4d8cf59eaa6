"""What each model learns: its decisions, and how their weights are held back."""

from collections.abc import Sequence
from typing import NamedTuple

from language.intents import HEADS, TOPIC_HEADS
from language.report_leanings import NUMBER_HEADS, REPORT_HEADS, WORD_HEADS, WORK_HEADS
from training.learning import (
    MESSAGE_OPTIONS,
    NUMBER_OPTIONS,
    REPORT_OPTIONS,
    TOPIC_OPTIONS,
    WORD_OPTIONS,
    WORK_OPTIONS,
    Options,
)


class Lesson(NamedTuple):
    """The decisions of one model and what holds for their weights, in the order in which `learn` takes them."""

    heads: Sequence[str]
    options: Options


OF_MESSAGES = Lesson(HEADS, MESSAGE_OPTIONS)
OF_TOPICS = Lesson(TOPIC_HEADS, TOPIC_OPTIONS)
OF_REPORTS = Lesson(REPORT_HEADS, REPORT_OPTIONS)
OF_WORDS = Lesson(WORD_HEADS, WORD_OPTIONS)
OF_NUMBERS = Lesson(NUMBER_HEADS, NUMBER_OPTIONS)
OF_WORK = Lesson(WORK_HEADS, WORK_OPTIONS)
