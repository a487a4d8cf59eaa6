"""The committed model is what the committed examples teach, and adds up as it should."""

import gzip
import json
import math
from array import array
from collections.abc import Callable
from pathlib import Path

import pytest

from domain.errors import BadData
from domain.understanding import ActivityType, Category, Chat, Intent, QuestionTopic, Sender, Topic
from language.features import View
from language.intents import CATEGORY, INTENT, NO, NONE, QUESTION, TOPIC, URGENCY, YES
from language.interpreter import Interpreter
from language.loader import MODEL, NUMBER_MODEL, REPORT_MODEL, TOPIC_MODEL, WORD_MODEL, WORK_MODEL
from language.model import FORMAT, FeatureNumbers, Head, Model, load_model, shares, write_model
from language.report_leanings import (
    BELONGS,
    COMPANY,
    COUNTS,
    DAY,
    DAY_GOES_ON,
    FIELDS_OF,
    KIND,
    MEANT,
    NOTHING,
    PLACE,
    PLACE_GOES_ON,
    PLAN,
    TEAM,
    TEAM_NUMBER,
    TELLS_OF,
    TOGETHER,
    TOPICS,
)
from language.word_marks import BEGINNING, INSIDE, OUTSIDE
from training.examples import TRAIN, hash_of, read_examples

MOST_BYTES = 5_000_000
FILES = (MODEL, TOPIC_MODEL, REPORT_MODEL, WORD_MODEL, NUMBER_MODEL, WORK_MODEL)
SHORT = {"name": "h", "labels": ["a"], "bias": [0.0], "scale": 0.1}


@pytest.fixture(scope="module")
def model() -> Model:
    return load_model(MODEL)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_committed_models_were_learned_from_the_committed_examples(path: Path) -> None:
    assert load_model(path).trained_on == hash_of(read_examples(TRAIN)), "the examples have changed: run `make train`"


def test_every_decision_knows_every_answer(model: Model) -> None:
    assert {name: set(head.labels) for name, head in model.heads.items()} == {
        INTENT: set(Intent),
        CATEGORY: {*Category, NONE},
        URGENCY: {YES, NO},
    }
    assert {name: set(head.labels) for name, head in load_model(TOPIC_MODEL).heads.items()} == {
        TOPIC: set(Topic),
        QUESTION: set(QuestionTopic),
    }


def test_every_decision_about_reports_knows_every_answer() -> None:
    of_reports, of_words, of_numbers = map(load_model, (REPORT_MODEL, WORD_MODEL, NUMBER_MODEL))
    assert {name: set(head.labels) for name, head in of_reports.heads.items()} == {
        KIND: set(ActivityType),
        TOPICS: set(Topic),
        PLAN: {YES, NO},
    }
    assert {name: set(head.labels) for name, head in of_words.heads.items()} == {
        PLACE: {OUTSIDE, BEGINNING, INSIDE},
        DAY: {OUTSIDE, BEGINNING, INSIDE},
        PLACE_GOES_ON: {YES, NO},
        DAY_GOES_ON: {YES, NO},
    }
    assert {name: set(head.labels) for name, head in of_numbers.heads.items()} == {
        MEANT: {YES, NO},
        BELONGS: {YES, NO},
        TEAM: {YES, NO},
        TEAM_NUMBER: {YES, NO},
        COMPANY: {YES, NO},
        TOGETHER: {YES, NO},
        COUNTS: set(FIELDS_OF),
    }
    assert set(load_model(WORK_MODEL).heads[TELLS_OF].labels) == {*Topic, NOTHING}


def test_the_files_are_small_and_writing_them_again_gives_the_same_bytes(tmp_path: Path) -> None:
    assert sum(path.stat().st_size for path in FILES) < MOST_BYTES
    for path in FILES:
        write_model(load_model(path, keeps_names=True), tmp_path / "again.json.gz")
        assert (tmp_path / "again.json.gz").read_bytes() == path.read_bytes()


def test_weights_are_added_up_view_by_view_and_levelled_by_length() -> None:
    head = Head(labels=("a", "b"), bias=(0.5, 0.0), scale=0.1, columns=(array_of(10, 20, 40), array_of(-10, 0, 4)))
    model = Model(trained_on="", numbers=FeatureNumbers(b"fone\nftwo\nethree"), heads={"h": head})
    known = model.known({View.FOLDED: frozenset({"one", "two", "unknown"}), View.EVIDENCE: frozenset({"three"})})
    scores = model.scores("h", known)
    assert scores["a"] == pytest.approx(0.5 + 0.1 * 30 / math.sqrt(2) + 0.1 * 40 / 8)
    assert scores["b"] == pytest.approx(0.1 * -10 / math.sqrt(2) + 0.1 * 4 / 8)


def test_a_decision_between_two_tells_how_much_speaks_for_the_second() -> None:
    head = Head(labels=("no", "yes"), bias=(0.5,), scale=0.1, columns=(array_of(10, -30),))
    model = Model(trained_on="", numbers=FeatureNumbers(b"fone\nftwo"), heads={"h": head})
    scores = model.scores("h", model.known({View.FOLDED: frozenset({"one", "two"})}))
    assert scores == {"no": 0.0, "yes": pytest.approx(0.5 + 0.1 * -20 / math.sqrt(2))}


def test_a_message_of_which_nothing_is_known_still_has_an_answer(model: Model) -> None:
    assert sum(shares(model.scores(INTENT, model.known({}))).values()) == pytest.approx(1)


@pytest.mark.parametrize(
    "content",
    [
        b"no JSON",
        json.dumps({"format": FORMAT + 1}).encode(),
        json.dumps({"format": FORMAT, "trained_on": ""}).encode(),
        json.dumps({"format": FORMAT, "trained_on": "", "names": 0, "heads": [{"name": "h"}]}).encode(),
        json.dumps({"format": FORMAT, "trained_on": "", "names": 0, "heads": [SHORT]}).encode(),
    ],
)
@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "packed"])
def test_a_file_that_is_no_model_is_told_with_what_to_do(
    tmp_path: Path, content: bytes, pack: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / "model.json.gz"
    path.write_bytes(pack(content))
    with pytest.raises(BadData, match=r"model\.json\.gz.*make train"):
        load_model(path)


def test_a_model_of_before_that_lacks_a_decision_is_told_of_when_it_is_loaded() -> None:
    with pytest.raises(BadData, match=r"no weights for weather.*make train"):
        load_model(MODEL, ["intent", "weather"])


def test_the_writer_knows_best_what_he_wants(interpreter: Interpreter) -> None:
    now = read_examples(TRAIN)[0].now
    for intent in (Intent.INCIDENT, Intent.SUPPORT_REQUEST, Intent.QUESTION, Intent.COMPLAINT):
        meaning = interpreter.understand(
            "đống rác ở đường Mẹ Thứ", now=now, sender=Sender.RESIDENT, chat=Chat.PRIVATE, wanted=intent
        )
        assert (meaning.intent, meaning.confidence) == (intent, 1.0)
        assert (meaning.category is not None) == (intent is Intent.INCIDENT)
        assert (meaning.topic is not None) == (intent in {Intent.SUPPORT_REQUEST, Intent.QUESTION})


def array_of(*weights: int) -> "array[int]":
    return array("b", weights)


def test_the_numbers_of_features_are_those_of_a_dictionary() -> None:
    names = ["fmột", "f một hai", "cabc", "e:x:1"]
    numbers = FeatureNumbers("\n".join(names).encode(), keeps_names=True)
    assert (numbers.names(), len(numbers)) == (names, len(names))
    assert [numbers.among(name[0], (name[1:],)) for name in names] == [[at] for at in range(len(names))]
    assert numbers.among("f", ("một", "unknown", " một hai")) == [0, 1]
    assert numbers.among("f", ()) == numbers.among("x", ("một",)) == []
    assert numbers.among("c", ("unknown",)) == []


def test_names_that_were_not_kept_cannot_be_told() -> None:
    with pytest.raises(ValueError, match="not kept"):
        FeatureNumbers(b"fa\nfb").names()
