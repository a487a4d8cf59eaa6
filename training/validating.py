"""Models that have not met the writers they are judged by: the training examples divided by persona and template."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from language.intents import HEADS
from language.interpreter import Interpreter
from language.loader import load_lexicon
from language.model import Model
from language.report_leanings import NUMBER_HEADS, REPORT_HEADS, WORD_HEADS, ReportWeights
from training.examples import Example, folds_of
from training.learning import NUMBER_OPTIONS, REPORT_OPTIONS, WORD_OPTIONS, Options, learn
from training.preparing import Sample, report_samples_of, samples_of
from training.report_samples import word_samples_of
from ward.gazetteer import load_gazetteer

ROOT = Path(__file__).parents[1]
KEYWORDS = ROOT / "templates" / "keywords.toml"
GAZETTEER = ROOT / "ward" / "gazetteer.json"


def interpreters_without(examples: Sequence[Example], count: int) -> Iterator[tuple[list[Example], Interpreter]]:
    """For each part: its examples, and an interpreter that learned from all the others."""
    lexicon, gazetteer = load_lexicon(KEYWORDS), load_gazetteer(GAZETTEER)
    reader = Interpreter(lexicon, gazetteer, Model.unlearned(), ReportWeights.unlearned())
    samples = [samples_of([example], reader) for example in examples]
    reports = [report_samples_of([example], reader) for example in examples]
    words = [word_samples_of([example], reader) for example in examples]
    parts = folds_of(examples, count)
    for part in range(count):
        model = learn(_others(samples, parts, part), HEADS, Options(), trained_on="")
        weights = ReportWeights(
            of_reports=learn(_others(reports, parts, part), REPORT_HEADS, REPORT_OPTIONS, trained_on=""),
            of_words=learn(_others(words, parts, part), WORD_HEADS, WORD_OPTIONS, trained_on=""),
            of_numbers=learn(_others(words, parts, part), NUMBER_HEADS, NUMBER_OPTIONS, trained_on=""),
        )
        left_out = [example for example, at in zip(examples, parts, strict=True) if at == part]
        yield left_out, Interpreter(lexicon, gazetteer, model, weights)


def _others(samples: Sequence[Sequence[Sample]], parts: Sequence[int], part: int) -> list[Sample]:
    return [sample for group, at in zip(samples, parts, strict=True) if at != part for sample in group]
