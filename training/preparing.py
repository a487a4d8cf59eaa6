"""What the examples teach: each becomes features and the right answers of the decisions it can speak to."""

import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from sys import intern
from typing import Any

from domain.understanding import Intent, Sender
from language.features import Features, View
from language.intents import CATEGORY, INTENT, NO, NONE, QUESTION, TOPIC, URGENCY, YES
from language.interpreter import Interpreter
from language.reading import Reading
from language.report_leanings import KIND, PLAN, TOPICS
from training.examples import Example

WITHOUT_ACCENTS = 0.5
FROM_A_MEMBER = 0.5


# One answer, or all that hold of several.
Answer = str | frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Sample:
    """One message as features, who wrote it, and the right answer of each decision that it can teach."""

    persona: str
    features: Mapping[View, Collection[str]]
    answers: dict[str, Answer]
    weight: float = 1.0


def kept(features: Features) -> dict[View, tuple[str, ...]]:
    """The same features, each name held once for all samples: there are a hundred million of them."""
    return {view: tuple(map(intern, names)) for view, names in features.items()}


def samples_of(examples: Iterable[Example], interpreter: Interpreter) -> list[Sample]:
    """Each example as it is written, and once more without its accents, which counts half.

    What residents write counts half as much again as from a member: he too has a lamp that is broken, and must not be
    taken to report his work for being a member.
    """
    return [
        Sample(
            persona=example.persona,
            features=kept(_read(text, example, interpreter, sender).features),
            answers=answers_of(example),
            weight=weight * share,
        )
        for example in examples
        for text, weight in spellings_of(example)
        for sender, share in _senders(example)
    ]


def _senders(example: Example) -> Iterable[tuple[Sender, float]]:
    yield example.sender, 1.0
    if example.sender is Sender.RESIDENT and example.intent is not Intent.ACTIVITY_REPORT:
        yield Sender.MEMBER, FROM_A_MEMBER


def report_samples_of(examples: Iterable[Example], interpreter: Interpreter) -> list[Sample]:
    """Each report whose fields are told, likewise: what its kind and its topics are learned from."""
    return [
        Sample(
            persona=example.persona,
            features=kept(_report_features(text, example, interpreter)),
            answers=report_answers_of(example.gold["activity"]),
            weight=weight,
        )
        for example in examples
        if example.gold.get("activity")
        for text, weight in spellings_of(example)
    ]


def spellings_of(example: Example) -> Iterable[tuple[str, float]]:
    """The text as it is written, and once more without its accents, with how much each counts."""
    yield example.text, 1.0
    bare = without_accents(example.text)
    if bare != unicodedata.normalize("NFC", example.text):
        yield bare, WITHOUT_ACCENTS


def _read(text: str, example: Example, interpreter: Interpreter, sender: Sender) -> Reading:
    return interpreter.read(text, sender=sender, chat=example.chat)


def _report_features(text: str, example: Example, interpreter: Interpreter) -> Features:
    reading = _read(text, example, interpreter, example.sender)
    return interpreter.read_report(reading, now=example.now).features(reading.features)


def without_accents(text: str) -> str:
    """The text as it is typed on a keyboard without accents."""
    decomposed = unicodedata.normalize("NFD", text)
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return bare.replace("\N{LATIN SMALL LETTER D WITH STROKE}", "d").replace(
        "\N{LATIN CAPITAL LETTER D WITH STROKE}", "D"
    )


def answers_of(example: Example) -> dict[str, Answer]:
    """The decisions that an example teaches: a category where something is broken, a topic where help is wanted."""
    answers: dict[str, Answer] = {INTENT: str(example.intent)}
    if example.intent in {Intent.INCIDENT, Intent.SUPPORT_REQUEST}:
        answers |= {URGENCY: YES if example.urgent else NO} if "urgent" in example.gold else {}
    if example.intent is Intent.INCIDENT and "category" in example.gold:
        answers[CATEGORY] = str(example.category or NONE)
    if example.intent is Intent.SUPPORT_REQUEST and example.topic:
        answers[TOPIC] = str(example.topic)
    if example.intent is Intent.QUESTION and example.topic:
        answers[QUESTION] = str(example.topic)
    return answers


def report_answers_of(activity: Mapping[str, Any]) -> dict[str, Answer]:
    """The kind of a report, its topics, of which it may have none, and whether it is a plan."""
    return {
        KIND: str(activity["activity_type"]),
        TOPICS: frozenset(map(str, activity.get("topics") or ())),
        PLAN: YES if activity.get("is_plan") else NO,
    }
