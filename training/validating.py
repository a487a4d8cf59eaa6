"""Models that have not met the writers they are judged by: the training examples divided by persona and template."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from language.intents import HEADS, TOPIC_HEADS, MessageWeights
from language.interpreter import Interpreter
from language.loader import load_lexicon
from language.report_leanings import NUMBER_HEADS, REPORT_HEADS, WORD_HEADS, WORK_HEADS, ReportWeights
from training.examples import Example, folds_of
from training.learning import (
    MESSAGE_OPTIONS,
    NUMBER_OPTIONS,
    REPORT_OPTIONS,
    TOPIC_OPTIONS,
    WORD_OPTIONS,
    WORK_OPTIONS,
    learn,
)
from training.preparing import Sample, report_samples_of, samples_of
from training.report_samples import word_samples_of
from ward.gazetteer import load_gazetteer

ROOT = Path(__file__).parents[1]
KEYWORDS = ROOT / "templates" / "keywords.toml"
GAZETTEER = ROOT / "ward" / "gazetteer.json"


def interpreters_without(examples: Sequence[Example], count: int) -> Iterator[tuple[list[Example], Interpreter]]:
    """For each part: its examples, and an interpreter that learned from all the others."""
    lexicon, gazetteer = load_lexicon(KEYWORDS), load_gazetteer(GAZETTEER)
    reader = Interpreter(lexicon, gazetteer, MessageWeights.unlearned(), ReportWeights.unlearned())
    samples = [samples_of([example], reader) for example in examples]
    reports = [report_samples_of([example], reader) for example in examples]
    words = [word_samples_of([example], reader) for example in examples]
    parts = folds_of(examples, count)
    for part in range(count):
        taught, taught_words = _others(samples, parts, part), _others(words, parts, part)
        of_messages = MessageWeights(
            of_messages=learn(taught, HEADS, MESSAGE_OPTIONS, trained_on=""),
            of_topics=learn(taught, TOPIC_HEADS, TOPIC_OPTIONS, trained_on=""),
        )
        of_reports = ReportWeights(
            of_reports=learn(_others(reports, parts, part), REPORT_HEADS, REPORT_OPTIONS, trained_on=""),
            of_words=learn(taught_words, WORD_HEADS, WORD_OPTIONS, trained_on=""),
            of_numbers=learn(taught_words, NUMBER_HEADS, NUMBER_OPTIONS, trained_on=""),
            of_work=learn(taught_words, WORK_HEADS, WORK_OPTIONS, trained_on=""),
        )
        left_out = [example for example, at in zip(examples, parts, strict=True) if at == part]
        yield left_out, Interpreter(lexicon, gazetteer, of_messages, of_reports)


def _others(samples: Sequence[Sequence[Sample]], parts: Sequence[int], part: int) -> list[Sample]:
    return [sample for group, at in zip(samples, parts, strict=True) if at != part for sample in group]
