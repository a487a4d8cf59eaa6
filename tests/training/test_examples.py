"""Examples are read strictly, hashed whatever their order, and divided so that no writer stands on both sides."""

import json
from collections import Counter
from math import ceil
from pathlib import Path
from typing import Any

import pytest

from domain.errors import BadData
from domain.understanding import Intent, QuestionTopic, Topic
from training.examples import TEST, TRAIN, folds_of, hash_of, read_examples
from training.preparing import answers_of, without_accents

FEWEST_WORDS = 5
MOST_SHARED = 0.8


def line(**changes: Any) -> str:
    row: dict[str, Any] = {
        "id": "x-1",
        "persona": "p1",
        "template": "t1",
        "style": "standard",
        "text": "rác ở chợ",
        "now": "2026-11-23T09:00:00+07:00",
        "sender": "resident",
        "chat": "private",
        "gold": {"intent": "incident", "category": "rac_moi_truong", "urgent": False},
    }
    return json.dumps(row | changes, ensure_ascii=False)


def file_of(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "some.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_topic_is_read_as_its_intent_says(tmp_path: Path) -> None:
    asked = {"intent": "question", "topic": "danh_ba"}
    helped = {"intent": "support_request", "topic": "ai", "urgent": False}
    one, two = read_examples(file_of(tmp_path, line(gold=asked), "", line(gold=helped)))
    assert (one.topic, two.topic) == (QuestionTopic.CONTACTS, Topic.AI)


@pytest.mark.parametrize(
    "bad", ["{", line(sender="cat"), line(gold={"intent": "question", "topic": "vneid"}), line(now="soon")]
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, bad: str) -> None:
    with pytest.raises(BadData, match=r"some\.jsonl: line 2"):
        read_examples(file_of(tmp_path, line(), bad))


def test_the_hash_knows_words_and_meaning_but_not_order(tmp_path: Path) -> None:
    one, two = line(text="một"), line(text="hai")
    first = hash_of(read_examples(file_of(tmp_path, one, two)))
    assert hash_of(read_examples(file_of(tmp_path, two, one))) == first
    assert hash_of(read_examples(file_of(tmp_path, one, line(text="ba")))) != first
    told = {"intent": "incident", "category": "cay_xanh", "urgent": False}
    assert hash_of(read_examples(file_of(tmp_path, one, line(text="hai", gold=told)))) != first


def test_no_writer_and_no_sentence_pattern_is_in_two_parts() -> None:
    examples = read_examples(TRAIN)
    parts = folds_of(examples, 4)
    for name in ("persona", "template"):
        of_one: dict[str, set[int]] = {}
        for example, part in zip(examples, parts, strict=True):
            of_one.setdefault(getattr(example, name), set()).add(part)
        assert all(len(found) == 1 for found in of_one.values())
    assert max(parts.count(part) for part in range(4)) < len(examples) / 2


def test_what_nobody_has_told_is_not_taught(tmp_path: Path) -> None:
    (example,) = read_examples(file_of(tmp_path, line(gold={"intent": "incident"})))
    assert answers_of(example) == {"intent": Intent.INCIDENT}


def test_accents_are_taken_off_as_people_type() -> None:
    assert without_accents("Đống rác ở Cồn Dầu") == "Dong rac o Con Dau"


def test_no_writer_and_no_near_copy_stands_in_both_parts() -> None:
    """Told by the id of the training side alone: nobody who teaches may read the texts of the other."""
    taught, held_out = read_examples(TRAIN), read_examples(TEST)
    assert not {one.persona for one in taught} & {one.persona for one in held_out}
    words = [_words(one.text) for one in held_out]
    common = Counter(word for them in words for word in them)
    with_rare_word: dict[str, set[int]] = {}
    for number, them in enumerate(words):
        for word in _rarest(them, common):
            with_rare_word.setdefault(word, set()).add(number)
    near = [
        one.id
        for one in taught
        if len(own := _words(one.text)) >= FEWEST_WORDS
        and any(
            len(own & words[number]) >= MOST_SHARED * len(own | words[number])
            for number in set().union(*(with_rare_word.get(word, set()) for word in _rarest(own, common)))
        )
    ]
    assert not near


def _rarest(words: set[str], common: Counter[str]) -> list[str]:
    """As many of the rarest words that two texts which share most of their words have one of these in common."""
    ordered = sorted(words, key=lambda word: (common[word], word))
    return ordered[: len(ordered) - ceil(MOST_SHARED * len(ordered)) + 1]


def _words(text: str) -> set[str]:
    return set(without_accents(text).lower().split())
