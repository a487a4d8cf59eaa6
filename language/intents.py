"""How evidence becomes a meaning: which intent, category and topic win, how surely, and whether it is urgent."""

import re
from dataclasses import dataclass

from domain.understanding import ActivityType, Category, Chat, Intent, QuestionTopic, Sender, Topic
from language.evidence import Evidence
from language.lexicon import Cue

_MOST_FROM_CATEGORY = 6.0
_MOST_FROM_TOPIC = 6.0
_DANGER, _TEAM, _COUNT, _THANKS, _MENDED, _CONTACT = 3.0, 2.0, 1.5, 2.0, 6.0, 1.5
_TOPIC_WITHOUT_REQUEST = 0.5
_SENDER_FACTORS = {Sender.MEMBER: 1.3, Sender.RESIDENT: 0.5}
_CHAT_FACTORS = {Chat.PRIVATE: 1.0, Chat.GROUP: 1.1}
_NUISANCE_DECIDES = {Category.NOISE: 1.3, Category.FIRE: 1.5, Category.ANIMALS: 1.2}
_CONTACT_SIGNS = re.compile(r"https?://|\b0\d{2}[\dx.\s]{2,}", re.IGNORECASE)
_CONFIDENCE_OF_A_BARE_PLACE = 0.2
_MOST_OF_POLITENESS = 2.0


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What else is known of a message when its intent is weighed."""

    text: str
    sender: Sender
    chat: Chat
    names_team: bool
    counted_numbers: int
    names_place: bool


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """The winning intent and how clear its lead is, 0-1."""

    intent: Intent
    confidence: float


def judge_intent(evidence: Evidence, around: Surroundings) -> Verdict:
    """The intent with the most weight; a named place with at most polite words is an unsure incident."""
    scores = _scores(evidence, around)
    ranked = sorted(scores, key=lambda intent: -scores[intent])
    best, second = scores[ranked[0]], scores[ranked[1]]
    is_mere_politeness = ranked[0] is Intent.SMALLTALK and best <= _MOST_OF_POLITENESS
    if around.names_place and (best <= 0 or is_mere_politeness):
        return Verdict(intent=Intent.INCIDENT, confidence=_CONFIDENCE_OF_A_BARE_PLACE)
    if best <= 0:
        return Verdict(intent=Intent.SMALLTALK, confidence=0.0)
    return Verdict(intent=ranked[0], confidence=round((best - max(second, 0.0)) / best, 3))


def _scores(evidence: Evidence, around: Surroundings) -> dict[Intent, float]:
    scores = dict.fromkeys(Intent, 0.0) | evidence.weights(Intent)
    scores[Intent.INCIDENT] += min(_largest(evidence.weights(Category)), _MOST_FROM_CATEGORY)
    scores[Intent.INCIDENT] += _DANGER * evidence.is_dangerous
    topic = min(_largest(evidence.weights(Topic)), _MOST_FROM_TOPIC)
    scores[Intent.SUPPORT_REQUEST] += topic if scores[Intent.SUPPORT_REQUEST] else topic * _TOPIC_WITHOUT_REQUEST
    scores[Intent.QUESTION] += _largest(evidence.weights(QuestionTopic))
    scores[Intent.ACTIVITY_REPORT] += _activity_weight(evidence, around)
    scores[Intent.ACTIVITY_REPORT] *= _SENDER_FACTORS[around.sender] * _CHAT_FACTORS[around.chat]
    scores[Intent.SPAM] += _CONTACT * bool(scores[Intent.SPAM] and _CONTACT_SIGNS.search(around.text))
    scores[Intent.SMALLTALK] += _thanks_weight(evidence)
    return scores


def _activity_weight(evidence: Evidence, around: Surroundings) -> float:
    kinds = sum(evidence.weights(ActivityType).values())
    return kinds + _TEAM * around.names_team + _COUNT * around.counted_numbers


def _thanks_weight(evidence: Evidence) -> float:
    """Thanks for a thing that was mended name an incident without reporting one."""
    if not evidence.has(Cue.THANKS):
        return 0.0
    if evidence.has(Cue.UNMENDED):
        return -_THANKS
    return _THANKS + _MENDED * evidence.has(Cue.MENDED)


def judge_category(evidence: Evidence) -> Category | None:
    """The category with the most weight; None when no word tells."""
    weights = evidence.weights(Category)
    return max(weights, key=lambda each: weights[each] * _NUISANCE_DECIDES.get(each, 1.0), default=None)


def judge_topic(evidence: Evidence, intent: Intent) -> Topic | QuestionTopic | None:
    """What a support request or a question is about."""
    if intent is Intent.SUPPORT_REQUEST:
        topics = evidence.weights(Topic)
        return max(topics, key=lambda topic: topics[topic], default=None)
    if intent is Intent.QUESTION:
        questions = evidence.weights(QuestionTopic)
        return max(questions, key=lambda question: questions[question], default=None)
    return None


def judge_urgency(evidence: Evidence, intent: Intent) -> bool:
    """Whether there is present danger that is not over (product C8)."""
    concerns = intent in {Intent.INCIDENT, Intent.SUPPORT_REQUEST}
    return concerns and evidence.is_dangerous and not evidence.has(Cue.OVER)


def _largest(weights: dict[Category, float] | dict[Topic, float] | dict[QuestionTopic, float]) -> float:
    return max(weights.values(), default=0.0)
