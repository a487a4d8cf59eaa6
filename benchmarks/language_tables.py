"""The tables of the language benchmark: what was right of each intent, category, topic, place, style and field."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import fields as fields_of
from typing import Any

from domain.understanding import ActivityFields, Intent, Understanding
from training.examples import Example

Pair = tuple[Example, Understanding]
_LISTS = {"topics", "teams"}
_FIELDS = [field.name for field in fields_of(ActivityFields)]
_ABOUT_PLACES = {Intent.INCIDENT, Intent.SUPPORT_REQUEST, Intent.COMPLAINT}


def headline(judged: Sequence[Pair]) -> str:
    """The figures that product C8 sets bars for."""
    incidents = _of(judged, Intent.INCIDENT)
    requests = _of(judged, Intent.SUPPORT_REQUEST)
    questions = _of(judged, Intent.QUESTION)
    rows = [
        _row("intent", (one.intent == meaning.intent for one, meaning in judged), 93),
        _row("category of incidents", (one.category == meaning.category for one, meaning in incidents), 90),
        _row("topic of support requests", (one.topic == meaning.topic for one, meaning in requests), 90),
        _row("topic of questions", (one.topic == meaning.topic for one, meaning in questions), 90),
        *_found("urgent", [(one.urgent, meaning.urgent) for one, meaning in judged], (95, 85)),
        *_found("place spans", list(_spans(judged)), (90, 85)),
    ]
    return "\n".join(["| what | right | of | % | bar |", "| --- | --- | --- | --- | --- |", *rows])


def fields(judged: Sequence[Pair]) -> str:
    """Each intent, category and topic by itself: how many of it were found, how many so called were it."""
    lines = ["| word | found of it | % | rightly so called | % |", "| --- | --- | --- | --- | --- |"]
    for name in ("intent", "category", "topic"):
        pairs = [
            (getattr(one, name), getattr(meaning, name))
            for one, meaning in judged
            if name == "intent" or getattr(one, name) or (name == "category" and one.intent is Intent.INCIDENT)
        ]
        for word in sorted({str(gold) for gold, _ in pairs}):
            gold = [str(said) == word for told, said in pairs if str(told) == word]
            said = [str(told) == word for told, said in pairs if str(said) == word]
            found, right = f"{sum(gold)}/{len(gold)}", f"{sum(said)}/{len(said)}"
            lines.append(f"| {word} | {found} | {_percent(gold)} | {right} | {_percent(said)} |")
    return "\n".join(lines)


def styles(judged: Sequence[Pair]) -> str:
    """Intent, category and topic by style, and how far each lies behind standard."""
    by_style: dict[str, list[Pair]] = defaultdict(list)
    for pair in judged:
        by_style[pair[0].style].append(pair)
    lines = ["| style | messages | intent % | category % | topic % |", "| --- | --- | --- | --- | --- |"]
    for style, pairs in sorted(by_style.items(), key=lambda item: (item[0] != "standard", item[0])):
        intent = [one.intent == meaning.intent for one, meaning in pairs]
        category = [one.category == meaning.category for one, meaning in _of(pairs, Intent.INCIDENT)]
        topic = [one.topic == meaning.topic for one, meaning in pairs if one.topic]
        lines.append(f"| {style} | {len(pairs)} | {_percent(intent)} | {_percent(category)} | {_percent(topic)} |")
    return "\n".join(lines)


def confusion(judged: Sequence[Pair]) -> str:
    """What each intent was taken for."""
    taken = Counter((one.intent, meaning.intent) for one, meaning in judged)
    head = "| is \\ taken for | " + " | ".join(Intent) + " |"
    lines = [head, "| --- " * (len(Intent) + 1) + "|"]
    lines += [f"| {is_} | " + " | ".join(str(taken[is_, as_] or "") for as_ in Intent) + " |" for is_ in Intent]
    return "\n".join(lines)


def activities(judged: Sequence[Pair]) -> str:
    """Every field of the activity reports, wherever it was said or was read, and whole reports.

    A field that an example leaves out was not said: to read something into it is as wrong as to miss it.
    """
    rights: dict[str, list[bool]] = defaultdict(list)
    for one, meaning in judged:
        if one.intent is not Intent.ACTIVITY_REPORT or not one.gold.get("activity"):
            continue
        compared = _compared(one.gold["activity"], meaning)
        for name, right in compared.items():
            rights[name].append(right)
        rights["whole report"].append(all(compared.values()))
    if not rights:
        return "No activity reports."
    rows = [_row(name, right, 80 if name == "whole report" else 95) for name, right in sorted(rights.items())]
    return "\n".join(["| field | right | of | % | bar |", "| --- | --- | --- | --- | --- |", *rows])


def _compared(gold: dict[str, Any], meaning: Understanding) -> dict[str, bool]:
    """Whether each field is right that was said or was read."""
    said = meaning.activity
    pairs = {field: (gold.get(field), getattr(said, field, None)) for field in _FIELDS}
    return {field: _same(field, told, read) for field, (told, read) in pairs.items() if told or read}


def _same(name: str, gold: Any, said: Any) -> bool:
    if name in _LISTS:
        return set(gold or ()) == set(said or ())
    if not gold or not said:
        return not gold and not said
    return said == gold or str(said) == str(gold)


def _of(judged: Iterable[Pair], intent: Intent) -> list[Pair]:
    return [pair for pair in judged if pair[0].intent is intent]


def _spans(judged: Iterable[Pair]) -> Iterable[tuple[bool, bool]]:
    """Every span as told and as found: those of the example, then those found that it does not have."""
    for one, meaning in judged:
        if "locations" not in one.gold or one.intent not in _ABOUT_PLACES:
            continue
        told = list(one.gold["locations"])
        found = [place.span for place in meaning.places]
        yield from ((True, any(_touch(span, other) for other in found)) for span in told)
        yield from ((False, True) for span in found if not any(_touch(span, other) for other in told))


def _touch(one: str, other: str) -> bool:
    """Whether two spans name the same place: one lies in the other, or they share most of their words."""
    words, others = set(one.lower().split()), set(other.lower().split())
    return one in other or other in one or len(words & others) * 2 > max(len(words), len(others))


def _found(name: str, pairs: Sequence[tuple[bool, bool]], bars: tuple[int, int]) -> list[str]:
    recall = [said for told, said in pairs if told]
    precision = [told for told, said in pairs if said]
    return [_row(f"{name}: recall", recall, bars[0]), _row(f"{name}: precision", precision, bars[1])]


def _row(name: str, right: Iterable[bool], bar: int) -> str:
    results = list(right)
    return f"| {name} | {sum(results)} | {len(results)} | {_percent(results)} | {bar} |"


def _percent(right: Sequence[bool]) -> str:
    return f"{100 * sum(right) / len(right):.1f}" if right else "-"
