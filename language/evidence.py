"""What the phrases of a message add up to: the weight of every intent, category, topic and cue, and present danger."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from language.lexicon import Dangers, Hidden, Lexicon, Signal, SignalKey
from language.normalising import Token
from language.phrases import Hit, longest_only

_DANGER_REACH = 18
KeyT = TypeVar("KeyT", bound=SignalKey)


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """The visible hits of a message, and whether they show present danger, beyond doubt or not."""

    hits: tuple[Hit[Signal], ...]
    is_dangerous: bool
    is_surely_dangerous: bool

    def weights(self, kind: type[KeyT]) -> dict[KeyT, float]:
        """The summed weight of every key of one kind, absent ones left out."""
        totals: dict[KeyT, float] = defaultdict(float)
        for hit in self.hits:
            if isinstance(hit.meaning.key, kind):
                totals[hit.meaning.key] += hit.meaning.weight
        return dict(totals)

    def has(self, key: SignalKey) -> bool:
        """Whether any phrase speaks for this key."""
        return any(hit.meaning.key == key and type(hit.meaning.key) is type(key) for hit in self.hits)

    def of_kind(self, kind: type[SignalKey]) -> list[Hit[Signal]]:
        """The hits of one kind in the order of the text."""
        return [hit for hit in self.hits if isinstance(hit.meaning.key, kind)]


def gather_evidence(
    tokens: Sequence[Token], lexicon: Lexicon, *, place_spans: Sequence[tuple[int, int]] = ()
) -> Evidence:
    """Find every phrase; longer ones hide shorter ones of their kind, hidden ones hide all inside them.

    `place_spans` are stretches of the original text that name places: no word inside them tells what is wrong there.
    """
    hits = [
        hit
        for hit in lexicon.signals.find_all(tokens)
        if not any(start <= tokens[hit.start].start and tokens[hit.end - 1].end <= end for start, end in place_spans)
    ]
    hiding = longest_only([hit for hit in hits if isinstance(hit.meaning.key, Hidden)])
    open_hits = [hit for hit in hits if not any(mask.covers(hit) for mask in hiding)]
    by_kind: dict[type[SignalKey], list[Hit[Signal]]] = defaultdict(list)
    for hit in open_hits:
        by_kind[type(hit.meaning.key)].append(hit)
    visible = [hit for kind in by_kind.values() for hit in longest_only(kind)]
    visible.sort(key=lambda hit: hit.start)
    found = _dangers_in(tokens, lexicon.dangers)
    return Evidence(
        hits=tuple(visible), is_dangerous=bool(found), is_surely_dangerous=bool(found & lexicon.dangers.sure)
    )


def _dangers_in(tokens: Sequence[Token], dangers: Dangers) -> set[int]:
    """The numbers of the dangers of which every part stands there, each not far from the part before it."""
    last_seen: dict[int, dict[int, int]] = defaultdict(dict)
    found: set[int] = set()
    for hit in dangers.phrases.find_all(tokens):
        number, part = hit.meaning
        last_seen[number][part] = hit.end
        near = [at for at in last_seen[number].values() if hit.end - at <= _DANGER_REACH]
        if len(near) == dangers.sizes[number]:
            found.add(number)
    return found
