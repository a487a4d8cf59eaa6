"""The learned weights: read from their file and added up for one message, without any library of numbers."""

import gzip
import json
import math
import zlib
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from operator import itemgetter
from pathlib import Path
from typing import Any, Protocol

from domain.errors import BadData
from language.features import Features, View

FORMAT = 3
_REST = 2**32 - 1
_SHORT = 2**16 - 1
_UNLEVELLED_SIZE = 64.0


@dataclass(frozen=True, kw_only=True)
class Head:
    """One decision: its possible answers, how each begins, and for each a signed byte for every feature.

    A decision between two has one column: how much speaks for the second rather than the first.
    """

    labels: tuple[str, ...]
    bias: tuple[float, ...]
    scale: float
    columns: "tuple[array[int], ...]"


class FeatureNumbers:
    """The number of every feature, view by view: a tenth of what a dictionary would hold.

    Features are written with the letter of their view before them. The names themselves are kept only where asked for:
    training compares and writes them, understanding never needs them.
    """

    def __init__(self, names: bytes, *, keeps_names: bool = False) -> None:
        hashes: dict[str, array[int]] = {}
        numbers: dict[str, array[int]] = {}
        count = 0
        for line in BytesIO(names):
            name = line.rstrip(b"\n").decode()
            hashes.setdefault(name[:1], array("q")).append(hash(name[1:]))
            numbers.setdefault(name[:1], array("I")).append(count)
            count += 1
        self._count = count
        self._names = zlib.compress(names) if keeps_names else None
        self._by_view = {view: _Drawers(hashes[view], numbers[view]) for view in hashes}

    def among(self, view: str, names: Iterable[str]) -> list[int]:
        """The numbers of those of these names that are known in this view."""
        drawers = self._by_view.get(view)
        return drawers.among(names) if drawers else []

    def names(self) -> list[str]:
        """Every name in the order of the numbers. Raises ValueError where they were not kept."""
        if self._names is None:
            raise ValueError("the names of these features were not kept")
        return [line.rstrip(b"\n").decode() for line in BytesIO(zlib.decompress(self._names))]

    def __len__(self) -> int:
        return self._count


class _Drawers:
    """Numbers by the hash of a name, in about as many small drawers as there are names.

    A drawer and 32 bits more tell a name; of the others in its drawer one in four billion is taken for it. A name that
    lies in a set has its hash at hand.
    """

    __slots__ = ("_begins", "_bits", "_mask", "_numbers", "_rests")

    def __init__(self, hashes: "array[int]", numbers: "array[int]") -> None:
        self._bits = max(len(hashes).bit_length(), 1)
        self._mask = mask = 2**self._bits - 1
        order = sorted(range(len(hashes)), key=lambda at: hashes[at] & mask)
        smallest = "H" if len(order) <= _SHORT and (not numbers or numbers[-1] <= _SHORT) else "I"
        self._rests = array("I", (hashes[at] >> self._bits & _REST for at in order))
        self._numbers = array(smallest, (numbers[at] for at in order))
        self._begins = array(smallest, _beginnings([hashes[at] & mask for at in order], mask))

    def among(self, names: Iterable[str]) -> list[int]:
        """The numbers of those of these names that lie here."""
        rests, numbers, begins, bits, mask = self._rests, self._numbers, self._begins, self._bits, self._mask
        found = []
        for hashed in map(hash, names):
            drawer = hashed & mask
            at, end = begins[drawer], begins[drawer + 1]
            if at < end:
                rest = hashed >> bits & _REST
                while at < end:
                    if rests[at] == rest:
                        found.append(numbers[at])
                        break
                    at += 1
        return found


def _beginnings(drawers: Sequence[int], last: int) -> Iterator[int]:
    """Where each drawer begins among the features, which lie in the order of drawers; then where the last ends."""
    at = 0
    for drawer in range(last + 1):
        yield at
        while at < len(drawers) and drawers[at] == drawer:
            at += 1
    yield at


@dataclass(frozen=True, kw_only=True)
class KnownFeatures:
    """The features of one message that the model knows: of each view its level, its first row, and what takes all rows.

    Of the first row it takes two, for a single row would come without a tuple.
    """

    by_view: tuple[tuple[float, int, Callable[[Sequence[int]], tuple[int, ...]]], ...]


@dataclass(frozen=True, kw_only=True)
class Model:
    """Weights of every decision; `trained_on` is the hash of the examples they were learned from."""

    trained_on: str
    numbers: FeatureNumbers
    heads: Mapping[str, Head]

    @classmethod
    def unlearned(cls) -> "Model":
        """A model that knows nothing: for reading messages that are only to be learned from."""
        return cls(trained_on="", numbers=FeatureNumbers(b""), heads={})

    def known(self, features: Features) -> KnownFeatures:
        """Which of a message's features have weights, each view levelled for the length of the message."""
        views = ((view, self.numbers.among(view, names)) for view, names in features.items())
        return KnownFeatures(
            by_view=tuple(
                (1 / level_of(view, len(found)), found[0], itemgetter(*found, found[0]))
                for view, found in views
                if found
            )
        )

    def scores(self, head: str, known: KnownFeatures) -> dict[str, float]:
        """How much speaks for each answer of one decision, in natural logarithms of odds."""
        chosen = self.heads[head]
        totals = list(chosen.bias)
        for factor, first, take in known.by_view:
            weight = factor * chosen.scale
            for label, column in enumerate(chosen.columns):
                totals[label] += (sum(take(column)) - column[first]) * weight
        return dict(zip(chosen.labels, totals if len(totals) == len(chosen.labels) else (0.0, *totals), strict=True))


def level_of(view: View, count: int) -> float:
    """By what the sum of a view's weights is divided: long messages do not shout; evidence is not levelled."""
    return math.sqrt(_UNLEVELLED_SIZE if view is View.EVIDENCE else count)


def shares(scores: Mapping[str, float]) -> dict[str, float]:
    """Probabilities out of scores: they add up to one."""
    highest = max(scores.values())
    powers = {label: math.exp(score - highest) for label, score in scores.items()}
    total = sum(powers.values())
    return {label: power / total for label, power in powers.items()}


def log_odds(chance: float, *, least: float) -> float:
    """The natural logarithm of the odds of a probability; both it and its opposite are at least so much."""
    return math.log(max(chance, least) / max(1 - chance, least))


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


def load_model(path: Path, heads: Collection[str] = (), *, keeps_names: bool = False) -> Model:
    """Read a model file piece by piece, so that little is held twice; raises BadData that says to train again.

    Also one that lacks the weights of any of these decisions is of no use. With `keeps_names` it can be compared and
    written again.
    """
    try:
        with gzip.open(path) as file:
            told = json.loads(file.readline())
            if told["format"] != FORMAT:
                raise ValueError(f"format {told['format']}")
            numbers = FeatureNumbers(file.read(told["names"]), keeps_names=keeps_names)
            if not numbers:
                raise ValueError("no features")
            found = {fields["name"]: _head(fields, file, len(numbers)) for fields in told["heads"]}
        if missing := sorted(set(heads) - found.keys()):
            raise ValueError(f"no weights for {', '.join(missing)}")
        return Model(trained_on=told["trained_on"], numbers=numbers, heads=found)
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError) as error:
        raise BadData(f"{path}: cannot be used as a model ({error}). Run `make train`.") from error


def _head(told: dict[str, Any], file: _Readable, count: int) -> Head:
    """One decision; the weights of all answers of all decisions follow each other in the order of the header."""
    columns = tuple(array("b", file.read(count)) for _ in told["bias"])
    if any(len(column) != count for column in columns):
        raise ValueError("weights are missing")
    return Head(labels=tuple(told["labels"]), bias=tuple(told["bias"]), scale=told["scale"], columns=columns)


def write_model(model: Model, path: Path) -> None:
    """Write a model: a line of JSON, the names of the features, the weights; the same model gives the same bytes."""
    names = "\n".join(model.numbers.names()).encode()
    header = {
        "format": FORMAT,
        "trained_on": model.trained_on,
        "names": len(names),
        "heads": [
            {"name": name, "labels": head.labels, "bias": [round(value, 4) for value in head.bias], "scale": head.scale}
            for name, head in model.heads.items()
        ],
    }
    weights = b"".join(column.tobytes() for head in model.heads.values() for column in head.columns)
    path.write_bytes(gzip.compress(json.dumps(header).encode() + b"\n" + names + weights, mtime=0))
