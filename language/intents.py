"""How a reading becomes a meaning: the learned weights propose, and the rules that are surer have the last word."""

from dataclasses import dataclass

from domain.understanding import Category, Intent, QuestionTopic, Topic
from language.lexicon import Cue
from language.model import Model, shares
from language.reading import Reading

INTENT, CATEGORY, TOPIC, QUESTION, URGENCY = "intent", "category", "topic", "question", "urgency"
NONE, YES, NO = "none", "yes", "no"
_CONFIDENCE_OF_A_BARE_PLACE = 0.2
_CONCERNED = {Intent.INCIDENT, Intent.SUPPORT_REQUEST}


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What a message wants, how clear its lead is (0-1), and what it is about."""

    intent: Intent
    confidence: float
    category: Category | None = None
    topic: Topic | QuestionTopic | None = None
    urgent: bool = False


def judge(reading: Reading, model: Model) -> Verdict:
    """The likeliest meaning of a message."""
    known = model.known(reading.features())
    chances = shares(model.scores(INTENT, known))
    first, second = sorted(chances, key=lambda label: -chances[label])[:2]
    intent = Intent(first)
    category = _winner(model.scores(CATEGORY, known)) if intent is Intent.INCIDENT else NONE
    topic: Topic | QuestionTopic | None = None
    if intent is Intent.SUPPORT_REQUEST:
        topic = Topic(_winner(model.scores(TOPIC, known)))
    elif intent is Intent.QUESTION:
        topic = QuestionTopic(_winner(model.scores(QUESTION, known)))
    return Verdict(
        intent=intent,
        confidence=round(chances[first] - chances[second], 3),
        category=Category(category) if category != NONE else None,
        topic=topic,
        urgent=intent in _CONCERNED and _is_urgent(reading, model.scores(URGENCY, known)),
    )


def _winner(scores: dict[str, float]) -> str:
    return max(scores, key=lambda label: scores[label])


def _is_urgent(reading: Reading, scores: dict[str, float]) -> bool:
    danger = scores[YES] - scores[NO]
    if reading.evidence.has(Cue.OVER):
        danger -= 2.0
    return danger + 1.0 * reading.evidence.is_dangerous > 0
