"""Models that have not met the writers they are judged by: the training examples divided by persona and template."""

from collections.abc import Iterator, Sequence

from language.intents import MessageWeights
from language.interpreter import Interpreter
from language.loader import load_lexicon
from language.report_leanings import ReportWeights
from training.examples import Example, folds_of
from training.learning import learn
from training.lessons import OF_MESSAGES, OF_NUMBERS, OF_REPORTS, OF_TOPICS, OF_WORDS, OF_WORK
from training.preparing import Sample, report_samples_of, samples_of
from training.report_samples import word_samples_of
from training.teaching import GAZETTEER, KEYWORDS
from ward.gazetteer import load_gazetteer


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
            of_messages=learn(taught, *OF_MESSAGES, trained_on=""),
            of_topics=learn(taught, *OF_TOPICS, trained_on=""),
        )
        of_reports = ReportWeights(
            of_reports=learn(_others(reports, parts, part), *OF_REPORTS, trained_on=""),
            of_words=learn(taught_words, *OF_WORDS, trained_on=""),
            of_numbers=learn(taught_words, *OF_NUMBERS, trained_on=""),
            of_work=learn(taught_words, *OF_WORK, trained_on=""),
        )
        left_out = [example for example, at in zip(examples, parts, strict=True) if at == part]
        yield left_out, Interpreter(lexicon, gazetteer, of_messages, of_reports)


def _others(samples: Sequence[Sequence[Sample]], parts: Sequence[int], part: int) -> list[Sample]:
    return [sample for group, at in zip(samples, parts, strict=True) if at != part for sample in group]
