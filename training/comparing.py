"""What separates two models: whether one is, within rounding, what the same examples teach again."""

from language.model import Model

MOST_DIFFERENT_FEATURES = 0.01
MOST_DIFFERENT_WEIGHT = 3


def differences(committed: Model, fresh: Model) -> list[str]:
    """Each way in which the committed model is not the fresh one, in words; none when it is within tolerance."""
    found = []
    if committed.trained_on != fresh.trained_on:
        found.append("the committed model was learned from other examples")
    strange = set(committed.numbers.names()) ^ set(fresh.numbers.names())
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
    one, other = committed.heads[name], fresh.heads[name]
    numbers = {feature: number for number, feature in enumerate(fresh.numbers.names())}
    shared = [(at, numbers[feature]) for at, feature in enumerate(committed.numbers.names()) if feature in numbers]
    return max(
        (
            abs(mine[at] * one.scale - theirs[number] * other.scale)
            for mine, theirs in zip(one.columns, other.columns, strict=True)
            for at, number in shared
        ),
        default=0.0,
    )
