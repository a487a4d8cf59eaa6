"""The ward's own data loads, says what the plan says, and mistakes in it are told with file and place."""

import shutil
import tomllib
from datetime import date
from pathlib import Path

import pytest

from domain.errors import BadData
from domain.understanding import Category, Intent, QuestionTopic, Topic
from domain.ward import Proof, Ward
from ward.loader import load_ward

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def ward() -> Ward:
    return load_ward(ROOT / "ward")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "ward", tmp_path / "ward", ignore=shutil.ignore_patterns("*.py", "__pycache__")))


def test_every_category_has_its_handling_time(ward: Ward) -> None:
    three = {"rac_moi_truong", "chieu_sang_dien", "giao_thong_via_he", "cay_xanh", "an_ninh_trat_tu", "tieng_on"}
    expected = {category: 3 if category in three else 5 for category in Category} | {Category.FIRE: 1}
    assert {category: rule.working_days for category, rule in ward.categories.items()} == expected
    assert {rule.urgent_working_days for rule in ward.categories.values()} == {1}


def test_noise_theft_and_fraud_are_proven_by_a_note(ward: Ward) -> None:
    for category in (Category.NOISE, Category.ORDER, Category.ONLINE_FRAUD):
        assert ward.categories[category].proof is Proof.NOTE
    assert ward.categories[Category.WASTE].proof is Proof.PHOTO


@pytest.mark.parametrize(
    ("category", "urgent", "due_on"),
    [
        (Category.WASTE, False, date(2026, 11, 27)),
        (Category.WASTE, True, date(2026, 11, 25)),
        (Category.FIRE, False, date(2026, 11, 25)),
        (Category.TELECOM, False, date(2026, 12, 1)),
        (None, False, date(2026, 12, 1)),
    ],
)
def test_a_case_of_monday_before_the_holiday_is_due_after_it(
    ward: Ward, category: Category | None, urgent: bool, due_on: date
) -> None:
    assert ward.due_on(date(2026, 11, 23), category, urgent=urgent) == due_on


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 24), False),
        (date(2026, 11, 23), True),
        (date(2026, 11, 28), False),
        (date(2026, 1, 2), False),
        (date(2026, 1, 10), True),
        (date(2026, 8, 22), True),
        (date(2026, 8, 31), False),
        (date(2026, 2, 16), False),
        (date(2027, 2, 11), False),
        (date(2027, 5, 3), False),
        (date(2027, 2, 12), True),
    ],
)
def test_days_off_count_unconfirmed_but_swaps_only_confirmed(ward: Ward, day: date, works: bool) -> None:
    assert ward.calendar.is_working_day(day) is works


def test_an_urgent_case_knows_whom_to_call(ward: Ward) -> None:
    assert [hotline.number for hotline in ward.hotlines_for(Category.FIRE)][0] == "114"
    assert [hotline.number for hotline in ward.hotlines_for(Category.LIGHTING)][0] == "1900 1909"
    assert {hotline.number for hotline in ward.hotlines_for(None)} == {"113", "114", "115"}


def test_the_phone_of_the_ward_is_unknown_until_filled_in(ward: Ward) -> None:
    assert ward.phone is None


def test_a_point_is_inside_the_ward_or_not(ward: Ward) -> None:
    assert ward.gazetteer.contains(latitude=16.005, longitude=108.215)
    assert not ward.gazetteer.contains(latitude=16.068, longitude=108.224)


def test_every_fixed_word_has_a_label() -> None:
    labels = tomllib.loads((ROOT / "templates/labels.toml").read_text(encoding="utf-8"))
    assert set(labels["category"]) == set(Category)
    assert set(labels["topic"]) == set(Topic) | set(QuestionTopic)
    assert set(labels["intent"]) == set(Intent)


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new", "parts"),
    [
        ("ward.toml", 'name = "', "name = ", ["ward.toml", "line 3"]),
        ("ward.toml", 'opens = "13:30"', 'opens = "11:00"', ["ward.toml", "overlap"]),
        ("ward.toml", 'opens = "07:30"', 'opens = "12:30"', ["ward.toml", "line ", "office_hours[1]", "before"]),
        ("ward.toml", "Asia/Ho_Chi_Minh", "Asia/Nowhere", ["line 5", "timezone", "time zone"]),
        ("ward.toml", '"chua_chay"', '"chua_chai"', ["emergency_hotlines", "chua_chai"]),
        ("categories.toml", "working_days = 3", "working_days = 0", ["categories.rac_moi_truong.working_days"]),
        ("categories.toml", 'proof = "note"', 'proof = "word"', ["line ", "an_ninh_trat_tu.proof", "photo"]),
        ("categories.toml", "[categories.khac]", "[categories.kac]", ["categories.kac"]),
        ("categories.toml", '"dien_luc"', '"dien"', ["categories.chieu_sang_dien.hotlines", "no hotline dien"]),
        ("hotlines.toml", 'number = "112"', 'number = "one"', ["line 10", "hotlines[2].number"]),
        ("hotlines.toml", 'key = "cuu_nan"', 'key = "tre_em"', ["key used twice: tre_em"]),
        ("hotlines.toml", "when =", "wenn =", ["hotlines[1].when"]),
        ("holidays.toml", "2026-11-24", "2026-11-34", ["holidays.toml", "line "]),
        ("holidays.toml", "last = 2026-02-22", "last = 2026-12-22", ["days_off[2]", "30 days"]),
        ("gazetteer.json", '"streets": [', '"streets": [,', ["gazetteer.json", "line "]),
        ("gazetteer.json", '"confidence": "high"', '"confidence": "sure"', ["gazetteer.json", "streets[1].confidence"]),
    ],
)
def test_a_mistake_is_told_with_file_and_place(copy: Path, file: str, old: str, new: str, parts: list[str]) -> None:
    _replace(copy / file, old, new)
    with pytest.raises(BadData) as refusal:
        load_ward(copy)
    for part in parts:
        assert part in str(refusal.value)


def test_a_missing_file_is_named(copy: Path) -> None:
    (copy / "hotlines.toml").unlink()
    with pytest.raises(BadData, match=r"hotlines\.toml: the file is missing"):
        load_ward(copy)


def test_a_file_that_is_not_utf8_is_named(copy: Path) -> None:
    (copy / "ward.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadData, match=r"ward\.toml: cannot be read as UTF-8"):
        load_ward(copy)
