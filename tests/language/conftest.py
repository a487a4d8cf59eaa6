"""The interpreter of the real ward, built once for all tests of this folder."""

from pathlib import Path

import pytest

from language.interpreter import Interpreter
from language.loader import load_interpreter
from ward.gazetteer import load_gazetteer

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def interpreter() -> Interpreter:
    return load_interpreter(ROOT / "templates/keywords.toml", load_gazetteer(ROOT / "ward/gazetteer.json"))
