"""How a reading becomes a meaning: the learned weights propose, and the rules that are surer have the last word."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from domain.understanding import Category, Intent, QuestionTopic, Topic
from language.lexicon import Cue
from language.model import KnownFeatures, Model, shares
from language.reading import Reading

INTENT, CATEGORY, TOPIC, QUESTION, URGENCY = "intent", "category", "topic", "question", "urgency"
HEADS = (INTENT, CATEGORY, URGENCY)
TOPIC_HEADS = (TOPIC, QUESTION)
NONE, YES, NO = "none", "yes", "no"
_CONCERNED = (Intent.INCIDENT, Intent.SUPPORT_REQUEST)
_IDLE = {Intent.SMALLTALK, Intent.QUESTION}
_DANGER, _OVER, _UNREAL = 0.5, 2.0, 1.5
_LEAST_DANGER, _LEAST_WHERE_UNCLEAR, _UNCLEAR_LEAD = -1.4, 0.0, 0.1
_DOUBTED, _OUTWEIGHS, _LEAST_CONCERNED, _SURE_DANGER = 2.0, -0.4, 0.05, 50.0
_ABOUT: dict[Intent, tuple[str, type[Topic | QuestionTopic]]] = {
    Intent.SUPPORT_REQUEST: (TOPIC, Topic),
    Intent.QUESTION: (QUESTION, QuestionTopic),
}
_CONFIDENCE_OF_A_BARE_PLACE = 0.2
_CLEAR_CATEGORY_LEAD = 0.2
_SURE_WORD = 3.0
_LONGEST_CRY = 8
_LEAST_LIKELY = 0.05
_MOST_DOUBTS = 3


@dataclass(frozen=True, kw_only=True)
class MessageWeights:
    """The models of messages: of what is wanted, broken and urgent; of the topics of help and questions."""

    of_messages: Model
    of_topics: Model

    @classmethod
    def unlearned(cls) -> "MessageWeights":
        """Weights that know nothing: for reading messages that are only to be learned from."""
        return cls(of_messages=Model.unlearned(), of_topics=Model.unlearned())


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What a message wants, how clear its lead is (0-1), what it is about, and what else it may be."""

    intent: Intent
    confidence: float
    likely: tuple[Intent, ...] = ()
    category: Category | None = None
    category_doubts: tuple[Category, ...] = ()
    topic: Topic | QuestionTopic | None = None
    urgent: bool = False


def judge(reading: Reading, weights: MessageWeights, *, wanted: Intent | None = None) -> Verdict:
    """The likeliest meaning of a message, or its meaning as what its writer says he wants."""
    if wanted is None and reading.is_bare_place and not _is_surely_in_danger(reading):
        return Verdict(intent=Intent.INCIDENT, confidence=_CONFIDENCE_OF_A_BARE_PLACE)
    model = weights.of_messages
    known = model.known(reading.features)
    chances = shares(model.scores(INTENT, known))
    ranked = sorted(chances, key=lambda label: -chances[label])
    danger = partial(_danger, reading, model, known)
    intent = wanted or _intent(Intent(ranked[0]), chances, danger)
    categories = _ranked_categories(known, model, reading) if intent is Intent.INCIDENT else {}
    confidence = 1.0 if wanted else round(chances[ranked[0]] - chances[ranked[1]], 3)
    least = _LEAST_DANGER if confidence >= _UNCLEAR_LEAD else _LEAST_WHERE_UNCLEAR
    return Verdict(
        intent=intent,
        confidence=confidence,
        likely=tuple(Intent(label) for label in ranked if chances[label] >= _LEAST_LIKELY),
        category=_category(categories),
        category_doubts=_category_doubts(categories),
        topic=_topic(intent, reading, weights.of_topics),
        urgent=intent in _CONCERNED and danger() > least,
    )


def _intent(likeliest: Intent, chances: Mapping[str, float], danger: Callable[[], float]) -> Intent:
    """Somebody who is surely in danger neither chats nor asks, whatever his words look like.

    Nor is anything else taken for granted where the danger outweighs the doubt whether somebody should act.
    """
    concerned = sum(chances[intent] for intent in _CONCERNED)
    if likeliest in _CONCERNED or (likeliest not in _IDLE and concerned < _LEAST_CONCERNED):
        return likeliest
    found = danger()
    if likeliest in _IDLE and found >= _SURE_DANGER:
        return Intent.INCIDENT
    if concerned < _LEAST_CONCERNED or found + _DOUBTED * math.log(concerned / (1 - concerned)) <= _OUTWEIGHS:
        return likeliest
    return max(_CONCERNED, key=lambda intent: chances[intent])


def _ranked_categories(known: KnownFeatures, model: Model, reading: Reading) -> dict[str, float]:
    """The chance of every category, the likeliest first; a doubtful `other` gives way to what a sure word names."""
    chances = shares(model.scores(CATEGORY, known))
    ranked = dict(sorted(chances.items(), key=lambda item: -item[1]))
    first, second = list(ranked)[:2]
    named = [label for label, weight in reading.evidence.weights(Category).items() if weight >= _SURE_WORD]
    is_doubtful = first == Category.OTHER and ranked[first] - ranked[second] < _CLEAR_CATEGORY_LEAD
    if is_doubtful and len(named) == 1 and named[0] is not Category.OTHER:
        return {named[0].value: 1.0, **{label: 0.0 for label in ranked if label != named[0]}}
    return ranked


def _category(chances: dict[str, float]) -> Category | None:
    first = next(iter(chances), NONE)
    return Category(first) if first != NONE else None


def _category_doubts(chances: dict[str, float]) -> tuple[Category, ...]:
    """The categories to choose among, when none leads clearly."""
    ranked = list(chances)
    if not ranked or chances[ranked[0]] - chances[ranked[1]] >= _CLEAR_CATEGORY_LEAD:
        return ()
    return tuple(Category(label) for label in ranked if label != NONE)[:_MOST_DOUBTS]


def _topic(intent: Intent, reading: Reading, model: Model) -> Topic | QuestionTopic | None:
    if intent not in _ABOUT:
        return None
    head, kind = _ABOUT[intent]
    return kind(_winner(model.scores(head, model.known(reading.features))))


def _winner(scores: dict[str, float]) -> str:
    return max(scores, key=lambda label: scores[label])


def _danger(reading: Reading, model: Model, known: KnownFeatures) -> float:
    """How much speaks for a present danger (product C8): what rules know for sure, or words, rules and vetoes."""
    if _is_surely_in_danger(reading):
        return _SURE_DANGER
    scores = model.scores(URGENCY, known)
    danger = scores[YES] - scores[NO] + _DANGER * reading.evidence.is_dangerous
    return danger - _OVER * reading.evidence.has(Cue.OVER) - _UNREAL * _is_unreal(reading)


def _is_surely_in_danger(reading: Reading) -> bool:
    """A danger that needs no other sign, unless it is over, past, or only imagined."""
    vetoed = reading.evidence.has(Cue.OVER) or _is_unreal(reading)
    return (reading.evidence.is_surely_dangerous or _is_a_mere_cry(reading)) and not vetoed


def _is_a_mere_cry(reading: Reading) -> bool:
    """A few words that call for help and name no matter in which help could be meant."""
    evidence, words = reading.evidence, sum(token.is_word for token in reading.tokens)
    names_a_matter = any(evidence.weights(kind) for kind in (Topic, QuestionTopic))
    return evidence.has(Cue.CRY) and words <= _LONGEST_CRY and not names_a_matter


def _is_unreal(reading: Reading) -> bool:
    return reading.evidence.has(Cue.PAST) or reading.evidence.has(Cue.IMAGINED)
