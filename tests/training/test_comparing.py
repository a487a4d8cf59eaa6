"""Two models are the same within rounding, and what separates them is told."""

from array import array

from language.model import FeatureNumbers, Head, Model
from training.comparing import differences


def model_of(*weights: int, trained_on: str = "x", features: tuple[str, ...] = ("fa", "fb")) -> Model:
    columns = (array("b", weights[::2]), array("b", weights[1::2]))
    head = Head(labels=("no", "yes"), bias=(0.0, 0.0), scale=0.01, columns=columns)
    numbers = FeatureNumbers("\n".join(features).encode(), keeps_names=True)
    return Model(trained_on=trained_on, numbers=numbers, heads={"h": head})


def test_rounding_is_no_difference() -> None:
    assert differences(model_of(1, 2, 3, 4), model_of(2, 2, 3, 3)) == []


def test_other_examples_are_told() -> None:
    (told,) = differences(model_of(1, 2, 3, 4), model_of(1, 2, 3, 4, trained_on="y"))
    assert "other examples" in told


def test_another_weight_is_told() -> None:
    (told,) = differences(model_of(1, 2, 3, 4), model_of(1, 2, 3, 90))
    assert told == "h: a weight differs by 0.8600"


def test_other_features_are_told() -> None:
    (told,) = differences(model_of(1, 2, 3, 4), model_of(1, 2, 3, 4, features=("fa", "fc")))
    assert "2 features" in told
