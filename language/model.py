"""The learned weights: read from their file and added up for one message, without any library of numbers."""

import gzip
import json
import math
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from domain.errors import BadData
from language.features import Features, View

FORMAT = 1
_UNLEVELLED_SIZE = 64.0


@dataclass(frozen=True, kw_only=True)
class Head:
    """One decision: its possible answers, how each begins, and a signed byte for every feature and answer."""

    labels: tuple[str, ...]
    bias: tuple[float, ...]
    scale: float
    weights: "array[int]"

    def rows(self, numbers: Sequence[int]) -> "list[array[int]]":
        """The weights of these features, one row each."""
        width = len(self.labels)
        return [self.weights[number * width : (number + 1) * width] for number in numbers]


class FeatureNumbers(Mapping[str, int]):
    """The number of every feature, from one text of their names by line: a tenth of what a dictionary would hold."""

    def __init__(self, names: bytes) -> None:
        self._names = names
        hashes = array("q", map(hash, self))
        order = sorted(range(len(hashes)), key=hashes.__getitem__)
        self._hashes = array("q", (hashes[number] for number in order))
        self._numbers = array("I", order)

    def __getitem__(self, name: str) -> int:
        found: int | None = self.get(name)
        if found is None:
            raise KeyError(name)
        return found

    def get(self, name: str, default: Any = None) -> Any:
        """The number of a feature; two names of 64 bits in common are taken for one, which none of the learned have."""
        wanted = hash(name)
        at = bisect_left(self._hashes, wanted)
        return self._numbers[at] if at < len(self._hashes) and self._hashes[at] == wanted else default

    def __iter__(self) -> Iterator[str]:
        return (line.rstrip(b"\n").decode() for line in BytesIO(self._names))

    def __len__(self) -> int:
        return len(self._numbers)


@dataclass(frozen=True, kw_only=True)
class KnownFeatures:
    """The features of one message that the model knows, by view, as row numbers."""

    by_view: tuple[tuple[float, tuple[int, ...]], ...]


@dataclass(frozen=True, kw_only=True)
class Model:
    """Weights of every decision; `trained_on` is the hash of the examples they were learned from."""

    trained_on: str
    numbers: Mapping[str, int]
    heads: Mapping[str, Head]

    @classmethod
    def unlearned(cls) -> "Model":
        """A model that knows nothing: for reading messages that are only to be learned from."""
        return cls(trained_on="", numbers={}, heads={})

    def known(self, features: Features) -> KnownFeatures:
        """Which of a message's features have weights, each view levelled for the length of the message."""
        views = []
        for view, names in features.items():
            found = tuple(number for name in names if (number := self.numbers.get(view + name)) is not None)
            if found:
                views.append((1 / level_of(view, len(found)), found))
        return KnownFeatures(by_view=tuple(views))

    def scores(self, head: str, known: KnownFeatures) -> dict[str, float]:
        """How much speaks for each answer of one decision, in natural logarithms of odds."""
        chosen = self.heads[head]
        totals = list(chosen.bias)
        for factor, numbers in known.by_view:
            sums = map(sum, zip(*chosen.rows(numbers), strict=True))
            totals = [total + one * factor * chosen.scale for total, one in zip(totals, sums, strict=True)]
        return dict(zip(chosen.labels, totals, strict=True))


def level_of(view: View, count: int) -> float:
    """By what the sum of a view's weights is divided: long messages do not shout; evidence is not levelled."""
    return math.sqrt(_UNLEVELLED_SIZE if view is View.EVIDENCE else count)


def shares(scores: Mapping[str, float]) -> dict[str, float]:
    """Probabilities out of scores: they add up to one."""
    highest = max(scores.values())
    powers = {label: math.exp(score - highest) for label, score in scores.items()}
    total = sum(powers.values())
    return {label: power / total for label, power in powers.items()}


def load_model(path: Path) -> Model:
    """Read a model file piece by piece, so that little is held twice; raises BadData that says to train again."""
    try:
        with gzip.open(path) as file:
            told = json.loads(file.readline())
            if told["format"] != FORMAT:
                raise ValueError(f"format {told['format']}")
            numbers = FeatureNumbers(file.read(told["names"]))
            if not numbers:
                raise ValueError("no features")
            heads = {fields["name"]: _head(fields, file, len(numbers)) for fields in told["heads"]}
        return Model(trained_on=told["trained_on"], numbers=numbers, heads=heads)
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError) as error:
        raise BadData(f"{path}: cannot be used as a model ({error}). Run `make train`.") from error


def _head(told: dict[str, Any], file: IO[bytes], count: int) -> Head:
    """One decision; the weights of all of them follow each other in the order of the header."""
    weights = array("b", file.read(count * len(told["labels"])))
    if len(weights) != count * len(told["labels"]):
        raise ValueError("weights are missing")
    return Head(labels=tuple(told["labels"]), bias=tuple(told["bias"]), scale=told["scale"], weights=weights)


def write_model(model: Model, path: Path) -> None:
    """Write a model: a line of JSON, the names of the features, the weights; the same model gives the same bytes."""
    names = "\n".join(sorted(model.numbers, key=lambda name: model.numbers[name])).encode()
    header = {
        "format": FORMAT,
        "trained_on": model.trained_on,
        "names": len(names),
        "heads": [
            {"name": name, "labels": head.labels, "bias": [round(value, 4) for value in head.bias], "scale": head.scale}
            for name, head in model.heads.items()
        ],
    }
    weights = b"".join(head.weights.tobytes() for head in model.heads.values())
    path.write_bytes(gzip.compress(json.dumps(header).encode() + b"\n" + names + weights, mtime=0))
