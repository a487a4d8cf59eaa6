"""Learn the models from the labelled messages and write them into `language/data/`; `--check` only compares.

python -m training [--corrections FILE ...] [--check] [--processes N]
"""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from language.model import load_model
from training.comparing import differences
from training.teaching import train


def main() -> int:
    """Train, then write, or compare and answer 1 where a committed model differs."""
    parser = argparse.ArgumentParser(prog="python -m training", description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--corrections", type=Path, nargs="*", default=[], help="exported corrections to learn from too"
    )
    parser.add_argument("--check", action="store_true", help="write nothing; tell how the committed models differ")
    parser.add_argument(
        "--processes", type=int, default=1, help="how many learn at the same time, up to three (default: %(default)s)"
    )
    arguments = parser.parse_args()
    with TemporaryDirectory() as folder:
        learned = train(arguments.corrections, Path(folder), processes=arguments.processes)
        if arguments.check:
            return _told(learned)
        for path, made in learned.items():
            path.write_bytes(made.read_bytes())
            print(f"{path.name}: {path.stat().st_size / 1e6:.2f} MB")
    return 0


def _told(learned: Mapping[Path, Path]) -> int:
    found = [
        f"{path.name}: {told}"
        for path, made in learned.items()
        for told in differences(load_model(path, keeps_names=True), load_model(made, keeps_names=True))
    ]
    print(
        "\n".join(found) or "the committed models are what the examples teach", file=sys.stderr if found else sys.stdout
    )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
