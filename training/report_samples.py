"""What the examples teach of the inside of reports: which words are place and day, what each number counts."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any

from language.companions import alone
from language.features import Features
from language.intents import NO, YES
from language.interpreter import Interpreter
from language.number_roles import Number
from language.report_figures import FIGURES
from language.report_leanings import (
    BELONGS,
    COMPANY,
    COUNTS,
    DAY,
    DAY_GOES_ON,
    FIELDS_OF,
    MEANT,
    NOTHING,
    PLACE,
    PLACE_GOES_ON,
    TEAM,
    TEAM_NUMBER,
    TELLS_OF,
    TOGETHER,
)
from language.report_reading import ReportReading
from language.report_text import ReportText
from language.word_marks import BEGINNING, INSIDE, LONGEST, OUTSIDE
from training.examples import Example
from training.preparing import Answer, Sample, kept, spellings_of, without_accents

_MOST_PARTS = 4
_MOST_NUMBERS = 12
_MEMBERS = "members"
_OF_ONE_TOPIC = ("people", "ewallet_accounts")
_NEVER_MEMBERS = frozenset({"households", "ewallet_accounts", "ocop_products", "files", "sessions"})
_ANSWERS = {fields: answer for answer, fields in FIELDS_OF.items()}


def word_samples_of(examples: Iterable[Example], interpreter: Interpreter) -> list[Sample]:
    """Every word and every number of each report whose fields are told, as typed and without accents."""
    found: list[Sample] = []
    for example in examples:
        if not example.gold.get("activity"):
            continue
        for text, weight in spellings_of(example):
            reading = interpreter.read(text, sender=example.sender, chat=example.chat)
            report = interpreter.read_report(reading, now=example.now)
            gold = _spelt_as(text, example)
            found += [
                Sample(persona=example.persona, features=kept(features), answers=answers, weight=weight)
                for features, answers in (
                    *_words(report, gold),
                    *_numbers(report, gold),
                    *_mentions(report, gold),
                    *_topics_of_numbers(report, gold),
                    *_named(report, gold),
                )
            ]
    return found


def _spelt_as(text: str, example: Example) -> Mapping[str, Any]:
    """The gold fields, with the words of place and day spelt as in this text."""
    gold = dict(example.gold["activity"])
    if text != example.text:
        gold |= {name: without_accents(gold[name]) for name in ("place", "date_expr") if gold.get(name)}
    return gold


def _words(report: ReportReading, gold: Mapping[str, Any]) -> Iterable[tuple[Any, dict[str, Answer]]]:
    places = _marks(report.report, gold.get("place"))
    days = _marks(report.report, gold.get("date_expr"))
    words = report.word_features()
    for at, features in enumerate(words):
        answers: dict[str, Answer] = {}
        if places is not None:
            answers[PLACE] = places[at]
        if days is not None:
            answers[DAY] = days[at]
        yield features, answers
    for head, marks in ((PLACE_GOES_ON, places), (DAY_GOES_ON, days)):
        if marks is not None and BEGINNING in marks:
            yield from _run(report, words, head, marks)


def _run(
    report: ReportReading, words: Sequence[Features], head: str, marks: Sequence[str]
) -> Iterable[tuple[Any, dict[str, Answer]]]:
    """Each token behind the first of a stretch, up to the one that is no more of it."""
    start = marks.index(BEGINNING)
    for at in range(start + 1, min(len(marks), start + LONGEST)):
        goes_on = marks[at] == INSIDE
        yield words[at] | report.run_features(start, at), {head: YES if goes_on else NO}
        if not goes_on:
            break


def _marks(report: ReportText, words: str | None) -> list[str] | None:
    """Of each token whether it begins, continues or lies outside these words; None when they are not in the text."""
    if not words:
        return [OUTSIDE] * len(report.tokens)
    start = report.text.find(words)
    if start < 0:
        return None
    marks: list[str] = []
    for token in report.tokens:
        is_within = start <= token.start < start + len(words)
        marks.append((INSIDE if BEGINNING in marks else BEGINNING) if is_within else OUTSIDE)
    return marks


def _numbers(report: ReportReading, gold: Mapping[str, Any]) -> Iterable[tuple[Any, dict[str, Answer]]]:
    """What each number counts; where a figure cannot be found among the numbers, only those of other figures teach."""
    if gold.get("is_plan"):
        return
    counts: list[set[str]] = [set() for _ in report.numbers]
    is_untold = False
    for field in FIGURES:
        chosen = _chosen(report, field, gold.get(field))
        is_untold |= chosen is None
        if field == "people":
            yield from _pairs(report, chosen or ())
        for at in chosen or ():
            counts[at].add(field)
    for number, fields in zip(report.numbers, counts, strict=True):
        answer = _ANSWERS.get(frozenset(fields))
        if answer is not None and (fields or not is_untold):
            yield number.features, {COUNTS: answer}


def _pairs(report: ReportReading, chosen: Sequence[int]) -> Iterable[tuple[Any, dict[str, Answer]]]:
    """Of every two numbers of persons, one of which was counted, whether both were."""
    for (one, other), features in report.number_pairs().items():
        if one in chosen or other in chosen:
            yield features, {TOGETHER: YES if one in chosen and other in chosen else NO}


def _mentions(report: ReportReading, gold: Mapping[str, Any]) -> Iterable[tuple[Any, dict[str, Answer]]]:
    """Whether each topic named is one of the work, and each number near one that of it."""
    topics, counts = set(gold.get("topics") or ()), gold.get("counts") or {}
    values = {number.value for number in report.numbers}
    for hit, features in zip(report.topics, report.mention_features(), strict=False):
        yield features, {MEANT: YES if hit.topic in topics else NO}
    for pair in report.pairs if not gold.get("is_plan") else ():
        wanted = counts.get(str(report.topics[pair.hit].topic))
        value = report.numbers[pair.number].value
        if wanted in {None, value} or wanted in values:  # else it is a sum of numbers: of which is not told
            yield pair.features, {BELONGS: YES if wanted == value else NO}


def _topics_of_numbers(report: ReportReading, gold: Mapping[str, Any]) -> Iterable[tuple[Any, dict[str, Answer]]]:
    """Of what work each number tells; what cannot be told apart, or found among the numbers, teaches nothing."""
    topics, told = gold.get("topics") or (), gold.get("counts") or {}
    if gold.get("is_plan") or not topics:
        return
    values = [number.value for number in report.numbers]
    is_of_one = not told and len(topics) == 1
    if is_of_one:
        answers = {gold.get(field): topics[0] for field in _OF_ONE_TOPIC}
    else:
        answers = {value: topic for topic, value in told.items() if list(told.values()).count(value) == 1}
    leaves_none = not is_of_one and all(value in values for value in told.values())
    for value, features in zip(values, report.number_topic_features(), strict=False):
        if value in told.values() or is_of_one:
            answer = answers.get(value) if values.count(value) == 1 else None
        else:
            answer = NOTHING if leaves_none else None
        if answer is not None:
            yield features, {TELLS_OF: answer}


def _named(report: ReportReading, gold: Mapping[str, Any]) -> Iterable[tuple[Any, dict[str, Answer]]]:
    """Whether each group with a name is a team that worked, and those named side by side the members who did."""
    named = {gold.get("team_name"), *gold.get("teams", ())}
    for group, features in zip(report.groups, report.group_features(), strict=True):
        yield features, {TEAM: YES if group.name in named else NO}
    numbers = {gold.get("team_number"), *gold.get("teams", ())}
    for number, features in zip(report.team_numbers, report.team_number_features(), strict=True):
        yield features, {TEAM_NUMBER: YES if number.value in numbers else NO}
    for company, features in zip(report.companies, report.company_features(), strict=True):
        yield features, {COMPANY: YES if company.value == gold.get("members") else NO}


def _chosen(report: ReportReading, field: str, wanted: int | None) -> tuple[int, ...] | None:
    """The numbers that make this figure: one by itself, else the fewest that add up to it; None when none do.

    Members may be told by their names alone; a number that happens to be theirs but counts something else is not it.
    """
    if wanted is None:
        return ()
    numbers, is_named = report.numbers, field == _MEMBERS and _are_named(report, wanted)
    single = [at for at, number in enumerate(numbers) if number.value_for(field) == wanted]
    if field == _MEMBERS:
        single = [at for at in single if _may_be_members(numbers[at], is_named=is_named)]
    if single:
        return (max(single, key=lambda at: (_fits(numbers[at], field), -at)),)
    return () if is_named else _adding_up(numbers, field, wanted)


def _adding_up(numbers: Sequence[Number], field: str, wanted: int) -> tuple[int, ...] | None:
    likely = [at for at, number in enumerate(numbers) if _fits(number, field) >= 0][:_MOST_NUMBERS]
    for size in range(2, _MOST_PARTS + 1):
        sums = [
            some for some in combinations(likely, size) if sum(numbers[at].value_for(field) for at in some) == wanted
        ]
        if sums:
            return max(sums, key=lambda some: sum(_fits(numbers[at], field) for at in some))
    return None


def _are_named(report: ReportReading, wanted: int) -> bool:
    return any(company.value == wanted for company in report.companies) or (wanted == 1 and alone(report.report))


def _may_be_members(number: Number, *, is_named: bool) -> bool:
    counts_else = number.counted is not None and number.counted.what in _NEVER_MEMBERS
    return not counts_else and (not is_named or _fits(number, _MEMBERS) > 0 or number.is_beside_speaker)


def _fits(number: Number, field: str) -> int:
    """How well what the grammar says of a number goes with this field."""
    if number.counted is None:
        return -1 if any(note.startswith(("team", "day", "time")) for note in _notes(number)) else 0
    what = number.counted.what
    if what == field or (field == "people" and what in {"turns", "weak_members"}):
        return 2
    if field == "ewallet_accounts" and number.counted.opened_wallets:
        return 2
    return 1 if field in {"people", "members"} and what in {"people", "members"} else 0


def _notes(number: Number) -> Iterable[str]:
    return (name for names in number.features.values() for name in names)
