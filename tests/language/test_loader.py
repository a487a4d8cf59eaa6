"""The word lists load, and a mistake in them is told with file and place."""

from pathlib import Path

import pytest

from domain.errors import BadData
from domain.understanding import Category, QuestionTopic, Topic
from language.files import DATA, read_words
from language.loader import load_lexicon
from language.shapes import KeywordsFile, PatternsFile, PlacesFile

KEYWORDS = Path(__file__).parents[2] / "templates/keywords.toml"


def test_every_category_and_topic_has_words() -> None:
    keywords = read_words(KEYWORDS, KeywordsFile)
    assert set(keywords.categories) == set(Category)
    assert set(keywords.topics) == set(Topic)
    assert set(keywords.questions) == set(QuestionTopic)


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ("[categories.cay_xanh]", "[categories.cay]", "categories.cay"),
        ('payload = "#menu"', 'payload = "menu"', "commands.menu.payload"),
        ("[commands.menu]", "[commands.carte]", "[commands]"),
        ("[commands.menu]", "[commands.menu", "line "),
    ],
)
def test_a_mistake_is_told_with_file_and_place(tmp_path: Path, old: str, new: str, part: str) -> None:
    text = KEYWORDS.read_text(encoding="utf-8")
    assert old in text
    broken = tmp_path / "keywords.toml"
    broken.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadData) as refusal:
        load_lexicon(broken)
    assert "keywords.toml" in str(refusal.value)
    assert part in str(refusal.value)


def test_a_mistake_in_the_place_words_is_told_with_file_and_place(tmp_path: Path) -> None:
    text = (DATA / "places.toml").read_text(encoding="utf-8")
    assert "relations = [" in text
    broken = tmp_path / "places.toml"
    broken.write_text(text.replace("relations = [", "relations = [7, ", 1), encoding="utf-8")
    with pytest.raises(BadData, match=r"places\.toml: words\.relations"):
        read_words(broken, PlacesFile)


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ("(?&between_goods)", "(?&between_gods)", r"patterns\.\w+.*'between_gods'"),
        ("(?&one_word_of_goods)(", "(?&goods)(", r"pieces.*'goods'"),
        ("[patterns]\n", "[patterns]\nopen = '('\n", r"patterns\.open.*no regular expression"),
    ],
)
def test_a_mistake_in_the_patterns_is_told_with_file_and_place(tmp_path: Path, old: str, new: str, part: str) -> None:
    text = (DATA / "patterns.toml").read_text(encoding="utf-8")
    assert old in text
    broken = tmp_path / "patterns.toml"
    broken.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadData, match=part):
        read_words(broken, PatternsFile)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadData, match=r"nothing\.toml: cannot be read"):
        load_lexicon(tmp_path / "nothing.toml")
