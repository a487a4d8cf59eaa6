"""What the word lists alone would say of a message: one vote for an intent and how clear its lead is."""

from collections.abc import Iterator, Mapping
from typing import TypeVar

from domain.understanding import ActivityType, Category, Intent, QuestionTopic, Sender, Topic
from language.evidence import Evidence
from language.lexicon import Cue, SignalKey

KeyT = TypeVar("KeyT", bound=SignalKey)
_MOST_FROM_CATEGORY = 6.0
_MOST_FROM_TOPIC = 6.0
_DANGER, _TEAM, _COUNT, _THANKS, _MENDED, _CONTACT = 3.0, 2.0, 1.5, 2.0, 6.0, 1.5
_TOPIC_WITHOUT_REQUEST = 0.5
_SENDER_FACTORS = {Sender.MEMBER: 1.3, Sender.RESIDENT: 0.5}
_LEADS = (0.25, 0.5, 0.75)


def intent_scores(
    evidence: Evidence, *, sender: Sender, names_team: bool, counted_numbers: int, shows_contact: bool
) -> dict[Intent, float]:
    """The weight of the words for each intent."""
    scores = dict.fromkeys(Intent, 0.0) | evidence.weights(Intent)
    scores[Intent.INCIDENT] += min(_largest(evidence.weights(Category)), _MOST_FROM_CATEGORY)
    scores[Intent.INCIDENT] += _DANGER * evidence.is_dangerous
    topic = min(_largest(evidence.weights(Topic)), _MOST_FROM_TOPIC)
    scores[Intent.SUPPORT_REQUEST] += topic if scores[Intent.SUPPORT_REQUEST] else topic * _TOPIC_WITHOUT_REQUEST
    scores[Intent.QUESTION] += _largest(evidence.weights(QuestionTopic))
    kinds = sum(evidence.weights(ActivityType).values())
    scores[Intent.ACTIVITY_REPORT] += kinds + _TEAM * names_team + _COUNT * counted_numbers
    scores[Intent.ACTIVITY_REPORT] *= _SENDER_FACTORS[sender]
    scores[Intent.SPAM] += _CONTACT * bool(scores[Intent.SPAM] and shows_contact)
    scores[Intent.SMALLTALK] += _thanks_weight(evidence)
    return scores


def votes(kind: str, weights: Mapping[KeyT, float]) -> Iterator[str]:
    """The features of a vote: who leads, and how clearly, in steps."""
    ranked = sorted(weights, key=lambda key: (-weights[key], key))
    if not ranked or weights[ranked[0]] <= 0:
        yield f"{kind}:none"
        return
    second = weights[ranked[1]] if len(ranked) > 1 else 0.0
    lead = 1 - max(second, 0.0) / weights[ranked[0]]
    yield f"{kind}:first:{ranked[0]}"
    yield from (f"{kind}:first:{ranked[0]}:{step}" for step in _LEADS if lead >= step)
    if len(ranked) > 1 and second > 0:
        yield f"{kind}:second:{ranked[1]}"


def _thanks_weight(evidence: Evidence) -> float:
    """Thanks for a thing that was mended name an incident without reporting one."""
    if not evidence.has(Cue.THANKS):
        return 0.0
    if evidence.has(Cue.UNMENDED):
        return -_THANKS
    return _THANKS + _MENDED * evidence.has(Cue.MENDED)


def _largest(weights: Mapping[KeyT, float]) -> float:
    return max(weights.values(), default=0.0)
