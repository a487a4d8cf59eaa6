"""How well places are found: spans found and precision, exact up to words of relation, and by overlap.

    python -m benchmarks.language_places FILE.jsonl … [--misses]

`score_places` compares the spans of one message; `PlaceScore`s add up.
"""

import argparse
import json
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from domain.understanding import Intent
from language.loader import load_lexicon
from language.normalising import fold, tokenize
from language.place_names import PlaceNames
from language.places import FoundPlace, PlaceFinder, places_for
from ward.gazetteer import load_gazetteer

ROOT = Path(__file__).parents[1]
PLACE_WORDS = ROOT / "language" / "data" / "places.toml"
WITH_PLACES = (Intent.INCIDENT, Intent.SUPPORT_REQUEST, Intent.COMPLAINT)
_ENOUGH = 0.5


@dataclass(frozen=True, kw_only=True)
class PlaceScore:
    """Counts of spans: written by the labeller, found, equal (relation words aside), and those that overlap by half."""

    wanted: int = 0
    found: int = 0
    right: int = 0
    near_wanted: int = 0
    near_found: int = 0

    def __add__(self, other: "PlaceScore") -> "PlaceScore":
        return PlaceScore(
            wanted=self.wanted + other.wanted,
            found=self.found + other.found,
            right=self.right + other.right,
            near_wanted=self.near_wanted + other.near_wanted,
            near_found=self.near_found + other.near_found,
        )

    @property
    def recall(self) -> float:
        """The share of written spans that were found, 0-1."""
        return _share(self.right, self.wanted)

    @property
    def precision(self) -> float:
        """The share of found spans that are right, 0-1."""
        return _share(self.right, self.found)

    @property
    def near_recall(self) -> float:
        """The share of written spans that some found span overlaps by half of their words."""
        return _share(self.near_wanted, self.wanted)

    @property
    def near_precision(self) -> float:
        """The share of found spans that overlap a written one by half of their words."""
        return _share(self.near_found, self.found)


def score_places(gold_spans: Sequence[str], found_spans: Sequence[str]) -> PlaceScore:
    """Compare the spans of one message; each written span can be found once."""
    wanted, found = [_bare(span) for span in gold_spans], [_bare(span) for span in found_spans]
    left = list(wanted)
    right = 0
    for span in found:
        if span in left:
            left.remove(span)
            right += 1
    return PlaceScore(
        wanted=len(wanted),
        found=len(found),
        right=right,
        near_wanted=sum(any(_overlaps(span, other) for other in found) for span in wanted),
        near_found=sum(any(_overlaps(span, other) for other in wanted) for span in found),
    )


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def _bare(span: str) -> tuple[str, ...]:
    """The words without accents, signs, and words of relation or of mere place (at, on) at the borders."""
    words = tuple(token.folded for token in tokenize(span) if token.is_word or token.is_number)
    return _cut(_cut(words)[::-1], is_reversed=True)[::-1] or words


def _cut(words: tuple[str, ...], *, is_reversed: bool = False) -> tuple[str, ...]:
    edges = _edge_words()
    while words:
        for length in (3, 2, 1):
            edge = words[:length][::-1] if is_reversed else words[:length]
            if len(words) > length and edge in edges:
                words = words[length:]
                break
        else:
            return words
    return words


@cache
def _edge_words() -> frozenset[tuple[str, ...]]:
    words = tomllib.loads(PLACE_WORDS.read_text(encoding="utf-8"))["words"]
    return frozenset(
        tuple(fold(word) for word in phrase.split()) for kind in ("relations", "prepositions") for phrase in words[kind]
    )


def _overlaps(one: Sequence[str], other: Sequence[str]) -> bool:
    common = len(set(one) & set(other))
    return common >= _ENOUGH * max(len(set(one)), len(set(other)))


def load_finder() -> Callable[[str], tuple[FoundPlace, ...]]:
    """What finds the places of a text, without judging the rest of the message."""
    lexicon = load_lexicon(ROOT / "templates/keywords.toml")
    finder = PlaceFinder(lexicon.places, PlaceNames(load_gazetteer(ROOT / "ward/gazetteer.json"), lexicon.places))
    return lambda text: finder.find(text, lexicon.spelling.respell(tokenize(text)))


def score_file(
    find: Callable[[str], tuple[FoundPlace, ...]], lines: Iterable[str], *, show: bool = False
) -> dict[str, PlaceScore]:
    """Scores by style and by intent, over messages whose intent carries places; places are judged by themselves."""
    scores: dict[str, PlaceScore] = defaultdict(PlaceScore)
    for line in lines:
        message = json.loads(line)
        gold = message["gold"]
        intent = Intent(gold["intent"])
        if intent not in WITH_PLACES:
            continue
        found = [place.span for place in places_for(intent, find(message["text"]))]
        score = score_places(gold["locations"], found)
        for key in ("all", message["style"], intent.value):
            scores[key] += score
        if show and not score.right == score.wanted == score.found:
            print(f"- {message['text']}\n    gold  {gold['locations']}\n    found {found}")
    return dict(scores)


def main() -> None:
    """Print the figures of the given files as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--misses", action="store_true", help="print every message that is not wholly right")
    arguments = parser.parse_args()
    find = load_finder()
    total: dict[str, PlaceScore] = defaultdict(PlaceScore)
    for file in arguments.files:
        with file.open(encoding="utf-8") as lines:
            for key, score in score_file(find, lines, show=arguments.misses).items():
                total[key] += score
    print("| messages | spans | found | precision | overlapping | overlapping precision |")
    print("|---|---:|---:|---:|---:|---:|")
    for key, score in total.items():
        print(
            f"| {key} | {score.wanted} | {score.recall:.1%} | {score.precision:.1%} "
            f"| {score.near_recall:.1%} | {score.near_precision:.1%} |"
        )


if __name__ == "__main__":
    main()
