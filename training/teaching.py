"""What each way of reading the examples teaches, learned beside each other in processes of their own."""

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from language.intents import MessageWeights
from language.interpreter import Interpreter
from language.loader import MODEL, NUMBER_MODEL, REPORT_MODEL, TOPIC_MODEL, WORD_MODEL, WORK_MODEL, load_lexicon
from language.model import write_model
from language.report_leanings import ReportWeights
from training.examples import TRAIN, Example, hash_of, read_examples
from training.learning import learn
from training.lessons import OF_MESSAGES, OF_NUMBERS, OF_REPORTS, OF_TOPICS, OF_WORDS, OF_WORK, Lesson
from training.preparing import Sample, report_samples_of, samples_of
from training.report_samples import word_samples_of
from ward.gazetteer import load_gazetteer

ROOT = Path(__file__).parents[1]
KEYWORDS = ROOT / "templates" / "keywords.toml"
GAZETTEER = ROOT / "ward" / "gazetteer.json"
# What each way of reading the examples teaches; those that take longest come first.
_TAUGHT: tuple[tuple[Callable[[list[Example], Interpreter], list[Sample]], dict[Path, Lesson]], ...] = (
    (word_samples_of, {WORD_MODEL: OF_WORDS, NUMBER_MODEL: OF_NUMBERS, WORK_MODEL: OF_WORK}),
    (samples_of, {MODEL: OF_MESSAGES, TOPIC_MODEL: OF_TOPICS}),
    (report_samples_of, {REPORT_MODEL: OF_REPORTS}),
)


def train(corrections: Sequence[Path], folder: Path, *, processes: int = 1) -> dict[Path, Path]:
    """Write the models of `language/data/train/` and of these files into a folder; where each is, by where it belongs.

    Each way of reading the examples has a process of its own, which gives its gigabytes back when it ends.
    """
    with ProcessPoolExecutor(max_workers=processes, max_tasks_per_child=1) as pool:
        list(pool.map(partial(_teach, corrections, folder), range(len(_TAUGHT))))
    return {path: folder / path.name for _, models in _TAUGHT for path in models}


def _teach(corrections: Sequence[Path], folder: Path, way: int) -> None:
    """Learn and write what one way of reading teaches."""
    examples = read_examples(TRAIN, *corrections)
    interpreter = Interpreter(
        load_lexicon(KEYWORDS), load_gazetteer(GAZETTEER), MessageWeights.unlearned(), ReportWeights.unlearned()
    )
    samples_from, models = _TAUGHT[way]
    samples, hashed = samples_from(examples, interpreter), hash_of(examples)
    for path, lesson in models.items():
        write_model(learn(samples, *lesson, trained_on=hashed), folder / path.name)
