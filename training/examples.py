"""The labelled messages: read, checked, hashed, and put into groups that share a writer or a sentence pattern."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from domain.errors import BadData
from domain.understanding import Category, Chat, Intent, QuestionTopic, Sender, Topic
from language.files import DATA

TRAIN = DATA / "train"
TEST = DATA / "test"


@dataclass(frozen=True, kw_only=True)
class Example:
    """One message with what it means; `gold` holds the keys of product C8, `weight` how much it counts."""

    id: str
    persona: str
    template: str
    style: str
    text: str
    now: datetime
    sender: Sender
    chat: Chat
    intent: Intent
    category: Category | None
    topic: Topic | QuestionTopic | None
    urgent: bool
    gold: dict[str, Any]


def read_examples(*folders_or_files: Path) -> list[Example]:
    """Every example of these files, and of the JSONL files of these folders by name. Raises BadData with the line."""
    files = [file for path in folders_or_files for file in (sorted(path.glob("*.jsonl")) if path.is_dir() else [path])]
    return [example for file in files for example in _read(file)]


def _read(path: Path) -> Iterable[Example]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            yield _example(json.loads(line))
        except (ValueError, KeyError, TypeError) as error:
            raise BadData(f"{path}: line {number}: {error}. Correct this example.") from error


def _example(row: dict[str, Any]) -> Example:
    gold = row["gold"]
    intent = Intent(gold["intent"])
    kind = QuestionTopic if intent is Intent.QUESTION else Topic
    return Example(
        id=row["id"],
        persona=row["persona"],
        template=row["template"],
        style=row["style"],
        text=row["text"],
        now=datetime.fromisoformat(row["now"]),
        sender=Sender(row["sender"]),
        chat=Chat(row["chat"]),
        intent=intent,
        category=Category(gold["category"]) if gold.get("category") else None,
        topic=kind(gold["topic"]) if gold.get("topic") else None,
        urgent=bool(gold.get("urgent")),
        gold=gold,
    )


def hash_of(examples: Sequence[Example]) -> str:
    """One hash of everything the model learns from, in whatever order it stands."""
    lines = sorted(json.dumps(_taught(one), ensure_ascii=False) for one in examples)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _taught(one: Example) -> list[Any]:
    activity = sorted((one.gold.get("activity") or {}).items())
    return [one.text, one.sender, one.chat, one.intent, one.category, one.topic, one.urgent, activity]


def folds_of(examples: Sequence[Example], count: int) -> list[int]:
    """The fold of each example: those of one persona, or of one template, are never divided."""
    leader: dict[str, str] = {}

    def find(name: str) -> str:
        while leader.setdefault(name, name) != name:
            name = leader[name]
        return name

    for one in examples:
        leader[find(f"template {one.template}")] = find(f"persona {one.persona}")
    groups = [find(f"persona {one.persona}") for one in examples]
    sizes = [0] * count
    fold_of: dict[str, int] = {}
    for group in sorted(set(groups), key=lambda name: (-groups.count(name), name)):
        fold_of[group] = sizes.index(min(sizes))
        sizes[fold_of[group]] += groups.count(group)
    return [fold_of[group] for group in groups]
