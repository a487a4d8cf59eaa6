"""Learn the models from the labelled messages and write them into `language/data/`; `--check` only compares.

python -m training [--corrections FILE ...] [--check]
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from language.intents import HEADS, TOPIC_HEADS, MessageWeights
from language.interpreter import Interpreter
from language.loader import MODEL, NUMBER_MODEL, REPORT_MODEL, TOPIC_MODEL, WORD_MODEL, WORK_MODEL, load_lexicon
from language.model import Model, load_model, write_model
from language.report_leanings import NUMBER_HEADS, REPORT_HEADS, WORD_HEADS, WORK_HEADS, ReportWeights
from training.comparing import differences
from training.examples import TRAIN, Example, hash_of, read_examples
from training.learning import (
    MESSAGE_OPTIONS,
    NUMBER_OPTIONS,
    REPORT_OPTIONS,
    TOPIC_OPTIONS,
    WORD_OPTIONS,
    WORK_OPTIONS,
    Options,
    learn,
)
from training.preparing import Sample, report_samples_of, samples_of
from training.report_samples import word_samples_of
from ward.gazetteer import load_gazetteer

ROOT = Path(__file__).parents[1]
KEYWORDS = ROOT / "templates" / "keywords.toml"
GAZETTEER = ROOT / "ward" / "gazetteer.json"
# What each way of reading the examples teaches: the models, their decisions, how their weights are held back.
_TAUGHT: tuple[
    tuple[Callable[[list[Example], Interpreter], list[Sample]], dict[Path, tuple[Sequence[str], Options]]], ...
] = (
    (samples_of, {MODEL: (HEADS, MESSAGE_OPTIONS), TOPIC_MODEL: (TOPIC_HEADS, TOPIC_OPTIONS)}),
    (report_samples_of, {REPORT_MODEL: (REPORT_HEADS, REPORT_OPTIONS)}),
    (
        word_samples_of,
        {
            WORD_MODEL: (WORD_HEADS, WORD_OPTIONS),
            NUMBER_MODEL: (NUMBER_HEADS, NUMBER_OPTIONS),
            WORK_MODEL: (WORK_HEADS, WORK_OPTIONS),
        },
    ),
)


def main() -> int:
    """Train, then write, or compare and answer 1 where a committed model differs."""
    parser = argparse.ArgumentParser(prog="python -m training", description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--corrections", type=Path, nargs="*", default=[], help="exported corrections to learn from too"
    )
    parser.add_argument("--check", action="store_true", help="write nothing; tell how the committed models differ")
    arguments = parser.parse_args()
    learned = train(arguments.corrections)
    if not arguments.check:
        for path, model in learned.items():
            write_model(model, path)
            print(f"{path.name}: {len(model.numbers)} features, {path.stat().st_size / 1e6:.2f} MB")
        return 0
    found = [
        f"{path.name}: {told}"
        for path, model in learned.items()
        for told in differences(load_model(path, keeps_names=True), model)
    ]
    print(
        "\n".join(found) or "the committed models are what the examples teach", file=sys.stderr if found else sys.stdout
    )
    return 1 if found else 0


def train(corrections: list[Path]) -> dict[Path, Model]:
    """The models of the examples of `language/data/train/` and of these files, by where they are kept."""
    examples = read_examples(TRAIN, *corrections)
    interpreter = Interpreter(
        load_lexicon(KEYWORDS), load_gazetteer(GAZETTEER), MessageWeights.unlearned(), ReportWeights.unlearned()
    )
    learned: dict[Path, Model] = {}
    for samples_from, models in _TAUGHT:
        samples = samples_from(examples, interpreter)
        for path, (heads, options) in models.items():
            learned[path] = learn(samples, heads, options, trained_on=hash_of(examples))
        del samples  # before the next ones come: they take gigabytes
    return learned


if __name__ == "__main__":
    sys.exit(main())
