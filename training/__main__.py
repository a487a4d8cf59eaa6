"""Learn the model from the labelled messages and write it into `language/data/`; `--check` only compares.

python -m training [--corrections FILE ...] [--check]
"""

import argparse
import sys
from pathlib import Path

from language.interpreter import Interpreter
from language.loader import MODEL, load_lexicon
from language.model import Model, load_model, write_model
from training.comparing import differences
from training.examples import TRAIN, hash_of, read_examples
from training.learning import Options, learn
from training.preparing import HEADS, samples_of
from ward.gazetteer import load_gazetteer

ROOT = Path(__file__).parents[1]
KEYWORDS = ROOT / "templates" / "keywords.toml"
GAZETTEER = ROOT / "ward" / "gazetteer.json"


def main() -> int:
    """Train, then write, or compare and answer 1 where the committed model differs."""
    parser = argparse.ArgumentParser(prog="python -m training", description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--corrections", type=Path, nargs="*", default=[], help="exported corrections to learn from too"
    )
    parser.add_argument("--check", action="store_true", help="write nothing; tell how the committed model differs")
    arguments = parser.parse_args()
    model = train(arguments.corrections)
    if not arguments.check:
        write_model(model, MODEL)
        print(f"{MODEL.name}: {len(model.numbers)} features, {MODEL.stat().st_size / 1e6:.2f} MB")
        return 0
    found = differences(load_model(MODEL), model)
    print(
        "\n".join(found) or "the committed model is what the examples teach", file=sys.stderr if found else sys.stdout
    )
    return 1 if found else 0


def train(corrections: list[Path]) -> Model:
    """The model of the examples of `language/data/train/` and of these files."""
    examples = read_examples(TRAIN, *corrections)
    interpreter = Interpreter(load_lexicon(KEYWORDS), load_gazetteer(GAZETTEER), Model.unlearned())
    return learn(samples_of(examples, interpreter), HEADS, Options(), trained_on=hash_of(examples))


if __name__ == "__main__":
    sys.exit(main())
