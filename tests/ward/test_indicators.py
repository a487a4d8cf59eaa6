"""Mistakes in `indicators.toml` are told with file, line and field before anything starts."""

import shutil
from pathlib import Path

import pytest

from domain.errors import BadData
from domain.indicators import Catalogue, FigureKind, FigureSource, Scope
from ward.indicators import load_indicators

FILE = Path(__file__).parents[2] / "ward" / "indicators.toml"
UNITS = {"van_hoa_xa_hoi", "kinh_te_ha_tang_do_thi", "cong_an", "su_nghiep_cong", "hanh_chinh_cong"}


def load(path: Path) -> Catalogue:
    return load_indicators(path, units=UNITS, duties={"N01"})


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copy(FILE, tmp_path))


def test_the_catalogue_holds_the_core_of_every_group() -> None:
    catalogue = load(FILE)
    core = {one.code for one in catalogue.indicators if one.is_on}
    wanted = {"A02", "A05", "B03", "C01", "C02", "D01", "D03", "E02", "E03", "E06", "F01a", "G01", "H01", "I01a", "L01"}
    assert wanted <= core
    assert {"C04", "F12"}.isdisjoint(core)


def test_what_is_found_says_of_which_facts_and_what_is_computed_of_which_figures() -> None:
    for one in load(FILE).indicators:
        assert (one.origin is not None) >= (one.source is FigureSource.FOUND)
        assert (one.ratio is not None) == (one.source is FigureSource.COMPUTED)
        assert not (one.is_cumulative and one.kind is FigureKind.STOCK)


def test_a_code_is_found_however_it_is_spelt() -> None:
    catalogue = load(FILE)
    found = catalogue.find("e04B")
    assert found is not None
    assert found.code == "E04b"
    assert catalogue.find("Z99") is None
    assert all(one.scope is not Scope.WARD for one in catalogue.shown(for_teams=True))


@pytest.mark.parametrize(
    ("found", "written", "told"),
    [
        ('convention = "decree_09_2019"', 'convention = "lunar"', "report.convention"),
        ('team_duty = "N01"', 'team_duty = "N77"', "report.team_duty: no duty N77"),
        ('code = "A01a"', 'code = "1A"', "line 65: indicators[1].code"),
        ('code = "A01a"', 'code = "A01b"', "code used twice: A01b"),
        ('code = "A01a"', 'code = "K01"', "no group for K"),
        ('source = "team"', 'source = "rumour"', "source"),
        ('source = "team"', 'source = "computed"', "needs ratio"),
        ('source = "team"', 'source = "office"', "needs owner"),
        ('owner = "cong_an"', 'owner = "nobody"', "no unit nobody"),
        ('from = { roster = "teams" }', 'from = { roster = "teams", field = "turns" }', "exactly one of"),
        ('from = { roster = "teams" }', 'from = { roster = "teams", topics = ["ai"] }', "need a field"),
        ('from = { topics = ["vneid"]', 'from = { topics = ["zalo"]', "topics"),
        ('within = "E01"', 'within = "E99"', "names E99, which is not there"),
        ('target = { words = "100%", share = 1.0 }', 'target = { words = "100%", share = 100 }', "target.share"),
        ('kind = "stock"\non = true\nwithin', 'kind = "stock"\ncumulative = true\nwithin', "not summed"),
        ("[[indicators]]", "[[indicators]", "line"),
    ],
)
def test_a_mistake_is_told_where_it_stands(copy: Path, found: str, written: str, told: str) -> None:
    text = copy.read_text(encoding="utf-8")
    assert f"\n{found}" in text
    copy.write_text(text.replace(f"\n{found}", f"\n{written}", 1), encoding="utf-8")
    with pytest.raises(BadData) as problem:
        load(copy)
    assert told in str(problem.value)
    assert "indicators.toml" in str(problem.value)
