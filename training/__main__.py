"""Learn the models from the labelled messages and write them into `language/data/`; `--check` only compares.

python -m training [--corrections FILE ...] [--check]
"""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from language.intents import MessageWeights
from language.interpreter import Interpreter
from language.loader import MODEL, NUMBER_MODEL, REPORT_MODEL, TOPIC_MODEL, WORD_MODEL, WORK_MODEL, load_lexicon
from language.model import Model, load_model, write_model
from language.report_leanings import ReportWeights
from training.comparing import differences
from training.examples import TRAIN, Example, hash_of, read_examples
from training.learning import learn
from training.lessons import OF_MESSAGES, OF_NUMBERS, OF_REPORTS, OF_TOPICS, OF_WORDS, OF_WORK, Lesson
from training.preparing import Sample, report_samples_of, samples_of
from training.report_samples import word_samples_of
from ward.gazetteer import load_gazetteer

ROOT = Path(__file__).parents[1]
KEYWORDS = ROOT / "templates" / "keywords.toml"
GAZETTEER = ROOT / "ward" / "gazetteer.json"
# What each way of reading the examples teaches.
_TAUGHT: tuple[tuple[Callable[[list[Example], Interpreter], list[Sample]], dict[Path, Lesson]], ...] = (
    (samples_of, {MODEL: OF_MESSAGES, TOPIC_MODEL: OF_TOPICS}),
    (report_samples_of, {REPORT_MODEL: OF_REPORTS}),
    (word_samples_of, {WORD_MODEL: OF_WORDS, NUMBER_MODEL: OF_NUMBERS, WORK_MODEL: OF_WORK}),
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
    hashed = hash_of(examples)
    for samples_from, models in _TAUGHT:
        samples = samples_from(examples, interpreter)
        for path, lesson in models.items():
            learned[path] = learn(samples, *lesson, trained_on=hashed)
        del samples  # before the next ones come: they take gigabytes
    return learned


if __name__ == "__main__":
    sys.exit(main())
