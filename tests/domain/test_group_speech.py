"""When a member's words in a group are a report beyond doubt, so that the bot may speak without being asked."""

import pytest

from domain.group_speech import is_clearly_report
from domain.understanding import ActivityFields, ActivityType, Intent, Topic, Understanding

WHOLE = {"activity_type": ActivityType.GUIDANCE, "people": 35, "topics": (Topic.VNEID,)}


@pytest.mark.parametrize(
    ("intent", "confidence", "fields", "is_clear"),
    [
        (Intent.ACTIVITY_REPORT, 0.9, WHOLE, True),
        (Intent.ACTIVITY_REPORT, 0.3, WHOLE, True),
        (Intent.ACTIVITY_REPORT, 0.29, WHOLE, False),
        (Intent.ACTIVITY_REPORT, 0.4, WHOLE | {"topics": ()}, False),
        (Intent.ACTIVITY_REPORT, 0.5, WHOLE | {"topics": ()}, True),
        (Intent.ACTIVITY_REPORT, 0.9, WHOLE | {"people": None}, False),
        (Intent.ACTIVITY_REPORT, 0.9, WHOLE | {"people": None, "counts": {"vneid": 20}}, True),
        (Intent.ACTIVITY_REPORT, 0.9, WHOLE | {"is_plan": True}, False),
        (Intent.ACTIVITY_REPORT, 0.9, WHOLE | {"activity_type": ActivityType.CORRECTION}, False),
        (Intent.ACTIVITY_REPORT, 0.9, WHOLE | {"activity_type": ActivityType.OTHER}, False),
        (Intent.ACTIVITY_REPORT, 0.9, WHOLE | {"activity_type": None}, False),
        (Intent.SMALLTALK, 1.0, WHOLE, False),
    ],
)
def test_only_a_sure_done_and_counted_activity_is_clear(
    intent: Intent, confidence: float, fields: dict[str, object], is_clear: bool
) -> None:
    said = ActivityFields(**fields)  # type: ignore[arg-type]
    assert is_clearly_report(Understanding(intent=intent, confidence=confidence, activity=said)) is is_clear


def test_words_without_an_activity_are_none() -> None:
    assert not is_clearly_report(Understanding(intent=Intent.ACTIVITY_REPORT, confidence=1.0))
