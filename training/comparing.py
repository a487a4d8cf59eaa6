"""What separates two models: whether one is, within rounding, what the same examples teach again."""

from language.model import Head, Model

MOST_DIFFERENT_FEATURES = 0.01
MOST_DIFFERENT_WEIGHT = 3


def differences(committed: Model, fresh: Model) -> list[str]:
    """Each way in which the committed model is not the fresh one, in words; none when it is within tolerance."""
    found = []
    if committed.trained_on != fresh.trained_on:
        found.append("the committed model was learned from other examples")
    strange = set(committed.numbers) ^ set(fresh.numbers)
    if len(strange) > MOST_DIFFERENT_FEATURES * len(fresh.numbers):
        found.append(f"{len(strange)} features are in one model only")
    if {name: head.labels for name, head in committed.heads.items()} != {
        name: head.labels for name, head in fresh.heads.items()
    }:
        return [*found, "the decisions have other answers"]
    for name in fresh.heads:
        largest = _largest_difference(committed, fresh, name)
        if largest > MOST_DIFFERENT_WEIGHT * fresh.heads[name].scale:
            found.append(f"{name}: a weight differs by {largest:.4f}")
    return found


def _largest_difference(committed: Model, fresh: Model, name: str) -> float:
    shared = set(committed.numbers) & set(fresh.numbers)
    return max(
        (
            abs(one - other)
            for feature in shared
            for one, other in zip(
                _weights(committed.heads[name], committed.numbers[feature]),
                _weights(fresh.heads[name], fresh.numbers[feature]),
                strict=True,
            )
        ),
        default=0.0,
    )


def _weights(head: Head, number: int) -> list[float]:
    (row,) = head.rows([number])
    return [weight * head.scale for weight in row]
