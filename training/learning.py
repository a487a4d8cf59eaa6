"""How weights are found: a regularised logistic regression for each decision, rounded to bytes."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy
from scipy.sparse import csr_matrix, diags
from sklearn.linear_model import LogisticRegression

from language.features import View
from language.intents import CATEGORY, INTENT, QUESTION, TOPIC, URGENCY
from language.model import FeatureNumbers, Head, Model, level_of
from language.report_leanings import COUNTS, DAY, PLACE, TELLS_OF
from training.preparing import Sample

ROUNDS = 800
LARGEST_BYTE = 127
COMMON = 500


class Fitted(NamedTuple):
    """One decision as it was learned: its answers, the weights of every feature, how each answer begins.

    `worth` tells for each feature how much it decides in all messages together: its weight less what it may have for
    being rare.
    """

    labels: list[str]
    weights: Any
    bias: Any
    worth: Any


@dataclass(frozen=True, kw_only=True)
class Options:
    """How strongly weights are held back for each decision, and what a feature needs in order to be kept.

    With `rarity` above nought what few messages have may weigh more than what most have, by that power of their number.
    """

    strength: dict[str, float] = field(default_factory=dict)
    usual_strength: float = 10.0
    rarity: dict[str, float] = field(default_factory=dict)
    fewest_writers: int = 2
    levelling: float = 0.5
    smallest_weight: float = 0.044


MESSAGE_OPTIONS = Options(rarity={INTENT: 0.2, CATEGORY: 0.375, URGENCY: 0.375})
TOPIC_OPTIONS = Options(rarity={TOPIC: 0.375, QUESTION: 0.375}, smallest_weight=0.085)
REPORT_OPTIONS = Options(usual_strength=30.0, smallest_weight=0.048)
WORD_OPTIONS = Options(
    levelling=0.0, usual_strength=30.0, strength={PLACE: 10.0}, rarity={PLACE: 0.2, DAY: 0.2}, smallest_weight=0.045
)
NUMBER_OPTIONS = Options(levelling=0.0, usual_strength=30.0, strength={COUNTS: 10.0}, smallest_weight=0.065)
WORK_OPTIONS = Options(levelling=0.0, rarity={TELLS_OF: 0.2}, smallest_weight=0.065)


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
    """A row of levelled features for each sample; built in arrays, for there are a hundred million entries."""
    ends, columns, values = array("q", [0]), array("i"), array("d")
    for sample in samples:
        for view, found in sample.features.items():
            known = sorted(number for name in found if (number := numbers.get(view + name)) is not None)
            columns.extend(known)
            values.extend([1 / level_of(View(view), len(known))] * len(known) if known else [])
        ends.append(len(columns))
    entries = (numpy.frombuffer(values), numpy.frombuffer(columns, dtype="i4"), numpy.frombuffer(ends, dtype="i8"))
    return csr_matrix(entries, shape=(len(samples), len(numbers)))


def _fit(samples: Sequence[Sample], head: str, numbers: dict[str, int], options: Options) -> Fitted:
    taught = [sample for sample in samples if head in sample.answers]
    features, weights = _matrix(taught, numbers), [sample.weight for sample in taught]
    leeway = _leeway(features, options.rarity.get(head, 0.0))
    answers = [sample.answers[head] for sample in taught]
    learn_answers = _fit_each if isinstance(answers[0], frozenset) else _fit_one_of
    labels, found, bias = learn_answers(features @ diags(leeway), answers, weights, head, options)
    return Fitted(labels, found * leeway[:, None], bias, numpy.abs(found).max(axis=1))


def _leeway(features: Any, rarity: float) -> Any:
    """How far each weight may go: features are multiplied by it for learning, and so are the weights found."""
    common = numpy.maximum(features.getnnz(axis=0), 1)
    return (common / COMMON) ** -rarity


def _fit_each(
    features: Any, answers: Sequence[Any], weights: list[float], head: str, options: Options
) -> tuple[list[str], Any, Any]:
    """A yes or no for each label by itself: several may hold, or none."""
    labels = sorted(set().union(*answers))
    strength = options.strength.get(head, options.usual_strength)
    fits = []
    for label in labels:
        regression = LogisticRegression(C=strength, max_iter=ROUNDS, tol=1e-5)
        fits.append(regression.fit(features, [label in answer for answer in answers], sample_weight=weights))
    return labels, numpy.vstack([fit.coef_ for fit in fits]).T, numpy.concatenate([fit.intercept_ for fit in fits])


def _fit_one_of(
    features: Any, answers: Sequence[Any], weights: list[float], head: str, options: Options
) -> tuple[list[str], Any, Any]:
    common = Counter(answers)
    strength = options.strength.get(head, options.usual_strength)
    balance = {label: (len(answers) / (len(common) * count)) ** options.levelling for label, count in common.items()}
    regression = LogisticRegression(C=strength, max_iter=ROUNDS, tol=1e-5, class_weight=balance)
    regression.fit(features, answers, sample_weight=weights)
    return list(regression.classes_), regression.coef_.T, regression.intercept_


def _packed(names: list[str], fitted: dict[str, Fitted], smallest: float, trained_on: str) -> Model:
    """Leave out what weighs next to nothing anywhere, and round the rest to bytes."""
    largest = {head: float(numpy.abs(one.weights).max()) for head, one in fitted.items()}
    kept = numpy.zeros(len(names), dtype=bool)
    for one in fitted.values():
        kept |= one.worth >= smallest * one.worth.max()
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
        for head, (labels, weights, bias, _) in fitted.items()
    }
    left = [name for name, keep in zip(names, kept, strict=True) if keep]
    return Model(trained_on=trained_on, numbers=FeatureNumbers("\n".join(left).encode(), keeps_names=True), heads=heads)
