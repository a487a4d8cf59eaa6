"""What is seen of the topics around two numbers of a report."""

import pytest

from domain.understanding import Topic
from language.activity_topics import TopicHit
from language.topics_near import topics_near

VNEID, WALLETS = Topic.VNEID, Topic.PAYMENTS


def hit(topic: Topic, start: int) -> TopicHit:
    return TopicHit(topic=topic, start=start, end=start + 1, weight=1.0)


@pytest.mark.parametrize(
    ("topics", "seen"),
    [
        ([], {"about:-:-", "about:True:True", "between:0", "topics:0"}),
        ([hit(VNEID, 3), hit(WALLETS, 8)], {f"about:{VNEID}:{WALLETS}", "about:False:False", "between:1", "topics:2"}),
        ([hit(VNEID, 0)], {f"left:{VNEID}:{VNEID}", "left:True:False", "right:-:-", "between:0"}),
        ([hit(VNEID, 40)], {"about:-:-", "topics:1"}),
        ([hit(VNEID, 3), hit(VNEID, 4)], {f"between:{VNEID}", "between:1", "topics:1"}),
    ],
)
def test_both_numbers_are_seen_with_the_topic_nearest_to_each(topics: list[TopicHit], seen: set[str]) -> None:
    assert seen <= set(topics_near(topics, 2, 6))
