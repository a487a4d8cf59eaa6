"""Models that have not met the writers they are judged by: the training examples divided by persona and template."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from language.interpreter import Interpreter
from language.loader import load_lexicon
from language.model import Model
from training.examples import Example, folds_of
from training.learning import Options, learn
from training.preparing import HEADS, samples_of
from ward.gazetteer import load_gazetteer

ROOT = Path(__file__).parents[1]
KEYWORDS = ROOT / "templates" / "keywords.toml"
GAZETTEER = ROOT / "ward" / "gazetteer.json"


def interpreters_without(examples: Sequence[Example], count: int) -> Iterator[tuple[list[Example], Interpreter]]:
    """For each part: its examples, and an interpreter that learned from all the others."""
    lexicon, gazetteer = load_lexicon(KEYWORDS), load_gazetteer(GAZETTEER)
    reader = Interpreter(lexicon, gazetteer, Model.unlearned())
    samples = [samples_of([example], reader) for example in examples]
    parts = folds_of(examples, count)
    for part in range(count):
        known = [sample for group, at in zip(samples, parts, strict=True) if at != part for sample in group]
        model = learn(known, HEADS, Options(), trained_on="")
        left_out = [example for example, at in zip(examples, parts, strict=True) if at == part]
        yield left_out, Interpreter(lexicon, gazetteer, model)
