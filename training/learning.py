"""How weights are found: a regularised logistic regression for each decision, rounded to bytes."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from language.features import View
from language.model import FeatureNumbers, Head, Model, level_of
from language.report_leanings import COUNTS
from training.preparing import Sample

Fitted = tuple[list[str], Any, Any]
ROUNDS = 400
LARGEST_BYTE = 127


@dataclass(frozen=True, kw_only=True)
class Options:
    """How strongly weights are held back for each decision, and what a feature needs in order to be kept."""

    strength: dict[str, float] = field(default_factory=dict)
    usual_strength: float = 10.0
    fewest_writers: int = 2
    levelling: float = 0.5
    smallest_weight: float = 0.045


REPORT_OPTIONS = Options(usual_strength=30.0, smallest_weight=0.0355)
WORD_OPTIONS = Options(levelling=0.0, usual_strength=30.0, smallest_weight=0.0355)
NUMBER_OPTIONS = Options(levelling=0.0, usual_strength=30.0, strength={COUNTS: 10.0}, smallest_weight=0.0355)


def learn(samples: Sequence[Sample], heads: Sequence[str], options: Options, *, trained_on: str) -> Model:
    """The weights of all decisions; the same samples give the same weights but for the last digits.

    Samples that teach none of these decisions are left aside.
    """
    samples = [sample for sample in samples if not sample.answers.keys().isdisjoint(heads)]
    names = _kept_names(samples, options.fewest_writers)
    numbers = {name: number for number, name in enumerate(names)}
    fitted = {head: _fit(samples, head, numbers, options) for head in heads}
    return _packed(names, fitted, options.smallest_weight, trained_on)


def _kept_names(samples: Sequence[Sample], fewest: int) -> list[str]:
    writers: dict[str, set[str]] = defaultdict(set)
    for sample in samples:
        for view, found in sample.features.items():
            for name in found:
                writers[view + name].add(sample.persona)
    return sorted(name for name, them in writers.items() if len(them) >= fewest)


def _matrix(samples: Sequence[Sample], numbers: dict[str, int]) -> Any:
    rows, columns, values = [], [], []
    for row, sample in enumerate(samples):
        for view, found in sample.features.items():
            known = sorted(number for name in found if (number := numbers.get(view + name)) is not None)
            rows += [row] * len(known)
            columns += known
            values += [1 / level_of(View(view), len(known))] * len(known) if known else []
    return csr_matrix((values, (rows, columns)), shape=(len(samples), len(numbers)))


def _fit(samples: Sequence[Sample], head: str, numbers: dict[str, int], options: Options) -> Fitted:
    taught = [sample for sample in samples if head in sample.answers]
    features, weights = _matrix(taught, numbers), [sample.weight for sample in taught]
    answers = [sample.answers[head] for sample in taught]
    if isinstance(answers[0], frozenset):
        return _fit_each(features, [frozenset(answer) for answer in answers], weights, head, options)
    return _fit_one_of(features, [str(answer) for answer in answers], weights, head, options)


def _fit_each(
    features: Any, answers: list[frozenset[str]], weights: list[float], head: str, options: Options
) -> Fitted:
    """A yes or no for each label by itself: several may hold, or none."""
    labels = sorted(set().union(*answers))
    strength = options.strength.get(head, options.usual_strength)
    fits = []
    for label in labels:
        regression = LogisticRegression(C=strength, max_iter=ROUNDS, tol=1e-5)
        fits.append(regression.fit(features, [label in answer for answer in answers], sample_weight=weights))
    return labels, numpy.vstack([fit.coef_ for fit in fits]).T, numpy.concatenate([fit.intercept_ for fit in fits])


def _fit_one_of(features: Any, answers: list[str], weights: list[float], head: str, options: Options) -> Fitted:
    common = Counter(answers)
    strength = options.strength.get(head, options.usual_strength)
    balance = {label: (len(answers) / (len(common) * count)) ** options.levelling for label, count in common.items()}
    regression = LogisticRegression(C=strength, max_iter=ROUNDS, tol=1e-5, class_weight=balance)
    regression.fit(features, answers, sample_weight=weights)
    labels, found, bias = list(regression.classes_), regression.coef_, regression.intercept_
    if len(labels) == 2:
        found, bias = numpy.vstack([-found / 2, found / 2]), numpy.array([-bias[0] / 2, bias[0] / 2])
    return labels, found.T, bias


def _packed(names: list[str], fitted: dict[str, Fitted], smallest: float, trained_on: str) -> Model:
    """Leave out what weighs next to nothing anywhere, and round the rest to bytes."""
    largest = {head: float(numpy.abs(weights).max()) for head, (_, weights, _) in fitted.items()}
    kept = numpy.zeros(len(names), dtype=bool)
    for head, (_, weights, _) in fitted.items():
        kept |= numpy.abs(weights).max(axis=1) >= smallest * largest[head]
    heads = {
        head: Head(
            labels=tuple(labels),
            bias=tuple(float(round(value, 4)) for value in bias),
            scale=float(f"{largest[head] / LARGEST_BYTE:.6g}"),
            columns=tuple(
                array("b", column.tolist())
                for column in numpy.rint(weights[kept] / largest[head] * LARGEST_BYTE).astype(int).T
            ),
        )
        for head, (labels, weights, bias) in fitted.items()
    }
    left = [name for name, keep in zip(names, kept, strict=True) if keep]
    return Model(trained_on=trained_on, numbers=FeatureNumbers("\n".join(left).encode(), keeps_names=True), heads=heads)
