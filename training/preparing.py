"""What the examples teach: each becomes features and the right answers of the decisions it can speak to."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from domain.understanding import Intent
from language.features import Features
from language.intents import CATEGORY, INTENT, NO, NONE, QUESTION, TOPIC, URGENCY, YES
from language.interpreter import Interpreter
from training.examples import Example

HEADS = (INTENT, CATEGORY, TOPIC, QUESTION, URGENCY)
WITHOUT_ACCENTS = 0.5


@dataclass(frozen=True, kw_only=True)
class Sample:
    """One message as features, who wrote it, and the right answer of each decision that it can teach."""

    persona: str
    features: Features
    answers: dict[str, str]
    weight: float = 1.0


def samples_of(examples: Iterable[Example], interpreter: Interpreter) -> list[Sample]:
    """Each example as it is written, and once more without its accents, which counts half."""
    return [sample for example in examples for sample in _samples(example, interpreter)]


def _samples(example: Example, interpreter: Interpreter) -> Iterable[Sample]:
    answers = answers_of(example)
    bare = without_accents(example.text)
    for text, weight in ((example.text, 1.0), (bare, WITHOUT_ACCENTS)):
        if text is bare and bare == unicodedata.normalize("NFC", example.text):
            continue
        yield Sample(
            persona=example.persona, features=_features(text, example, interpreter), answers=answers, weight=weight
        )


def _features(text: str, example: Example, interpreter: Interpreter) -> Features:
    return interpreter.read(text, sender=example.sender, chat=example.chat).features()


def without_accents(text: str) -> str:
    """The text as it is typed on a keyboard without accents."""
    decomposed = unicodedata.normalize("NFD", text)
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return bare.replace("\N{LATIN SMALL LETTER D WITH STROKE}", "d").replace(
        "\N{LATIN CAPITAL LETTER D WITH STROKE}", "D"
    )


def answers_of(example: Example) -> dict[str, str]:
    """The decisions that an example teaches: a category where something is broken, a topic where help is wanted."""
    answers = {INTENT: str(example.intent)}
    if example.intent in {Intent.INCIDENT, Intent.SUPPORT_REQUEST}:
        answers |= {URGENCY: YES if example.urgent else NO} if "urgent" in example.gold else {}
    if example.intent is Intent.INCIDENT and "category" in example.gold:
        answers[CATEGORY] = str(example.category or NONE)
    if example.intent is Intent.SUPPORT_REQUEST and example.topic:
        answers[TOPIC] = str(example.topic)
    if example.intent is Intent.QUESTION and example.topic:
        answers[QUESTION] = str(example.topic)
    return answers
