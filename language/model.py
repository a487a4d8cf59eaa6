"""The learned weights: read from their file and added up for one message, without any library of numbers."""

import base64
import gzip
import json
import math
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

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
    """Read a model file; raises BadData that says to train again."""
    try:
        file = json.loads(gzip.decompress(path.read_bytes()))
        if file["format"] != FORMAT:
            raise ValueError(f"format {file['format']}")
        return Model(
            trained_on=file["trained_on"],
            numbers={name: number for number, name in enumerate(file["features"])},
            heads={name: _head(fields) for name, fields in file["heads"].items()},
        )
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        raise BadData(f"{path}: cannot be used as a model ({error}). Run `make train`.") from error


def write_model(model: Model, path: Path) -> None:
    """Write a model file; the same weights give the same bytes."""
    names = sorted(model.numbers, key=lambda name: model.numbers[name])
    heads = {
        name: {
            "labels": head.labels,
            "bias": [round(value, 4) for value in head.bias],
            "scale": head.scale,
            "weights": base64.b85encode(head.weights.tobytes()).decode(),
        }
        for name, head in model.heads.items()
    }
    file = {"format": FORMAT, "trained_on": model.trained_on, "features": names, "heads": heads}
    text = json.dumps(file, ensure_ascii=False, separators=(",", ":"))
    path.write_bytes(gzip.compress(text.encode(), mtime=0))


def _head(fields: dict[str, object]) -> Head:
    labels, bias, scale, weights = (fields[name] for name in ("labels", "bias", "scale", "weights"))
    if not (
        isinstance(labels, list) and isinstance(bias, list) and isinstance(scale, float) and isinstance(weights, str)
    ):
        raise ValueError("a head of another shape")
    return Head(
        labels=tuple(str(label) for label in labels),
        bias=tuple(float(value) for value in bias),
        scale=scale,
        weights=array("b", base64.b85decode(weights)),
    )
