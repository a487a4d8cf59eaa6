"""Names of groups as people write them: the sure ones, the doubtful ones, and those that mean nobody."""

import unicodedata

import pytest

from domain.group_links import TeamName
from domain.teams import GroupPurpose
from language.group_names import GroupNames

NAMES = GroupNames("phường Hòa Xuân")
TEAMS = [
    TeamName(team_id=1, number=1, names=("Tổ CNSCĐ tổ dân phố số 1", "Tổ dân phố số 1")),
    TeamName(team_id=12, number=12, names=("Tổ CNSCĐ số 12", "Tổ dân phố số 12")),
    TeamName(team_id=20, number=None, names=("Tổ CNSCĐ thôn Quang Châu", "Thôn Quang Châu")),
    TeamName(team_id=21, number=None, names=("Tổ CNSCĐ thôn Cẩm Nê", "Thôn Cẩm Nê")),
    TeamName(team_id=22, number=None, names=("Tổ CNSCĐ thôn Cổ Mân", "Thôn Cổ Mân")),
    TeamName(team_id=23, number=None, names=("Tổ CNSCĐ thôn Cổ Mân Đông", "Thôn Cổ Mân Đông")),
]


@pytest.mark.parametrize(
    ("name", "team_id"),
    [
        ("CNSCĐ-Tổ dân phố số 1-Phường Hòa Xuân", 1),
        ("CNSCĐ - Tổ dân phố số 12 - Phường Hòa Xuân", 12),
        ("cnscd-to dan pho so 12-phuong hoa xuan", 12),
        ("CNSCĐ TDP12 P. Hòa Xuân", 12),
        ("CNSCĐ–TDP số 01–P.Hoà Xuân", 1),
        ("Phường Hòa Xuân - Tổ dân phố số 12 - CNSCĐ", 12),
        ("CNCSĐ-Tổ dân phố số 12-Phường Hòa Xuân", 12),
        ("CNSCĐ-Tổ dân phó số 12-Phường Hoà Xuân", 12),
        ("Tổ công nghệ số cộng đồng tổ 12", 12),
        ("Nhóm Zalo CNSCĐ Tổ 12", 12),
        ("Tổ CNSCĐ và Đề án 06 tổ dân phố số 12 phường Hòa Xuân", 12),
        ("CNSCĐ-Thôn Quang Châu-Phường Hòa Xuân", 20),
        ("cnscd thon cam ne", 21),
        ("CNSCĐ - Cổ Mân - P Hòa Xuân", 22),
        ("CNSCĐ-Thôn Cổ Mân Đông-Phường Hòa Xuân", 23),
        (unicodedata.normalize("NFD", "CNSCĐ-Thôn Quang Châu-Phường Hòa Xuân"), 20),
    ],
)
def test_a_plain_name_is_sure(name: str, team_id: int) -> None:
    match = NAMES.match(name, TEAMS)
    assert (match.team_id, match.purpose, match.is_sure) == (team_id, GroupPurpose.TEAM, True)


@pytest.mark.parametrize(
    ("name", "team_id"),
    [
        ("Tổ dân phố số 12 - Hòa Xuân", 12),
        ("CNSCĐ 12", 12),
        ("CNSCĐ phụ nữ tổ 12", 12),
        ("CNSCĐ Tổ 12A", 12),
        ("CNSCĐ-Thôn Quang Chau nhỏ-Phường Hòa Xuân", 20),
        ("CNSCĐ-Thôn Quanh Châu-Phường Hòa Xuân", 20),
    ],
)
def test_a_doubtful_name_is_only_proposed(name: str, team_id: int) -> None:
    match = NAMES.match(name, TEAMS)
    assert (match.team_id, match.is_sure) == (team_id, False)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Gia đình vui vẻ",
        "CNSCĐ",
        "CNSCĐ-Tổ dân phố số 99-Phường Hòa Xuân",
        "CNSCĐ-Tổ dân phố số 1-2-Phường Hòa Xuân",
        "CNSCĐ-Tổ dân phố số 12-Phường Hòa Quý",
        "CNSCĐ-Thôn Phong Nam-Phường Hòa Xuân",
        "12" * 200,
        "\u200b[@4400000000000000001]",
    ],
)
def test_a_name_that_means_no_team_of_ours_means_nobody(name: str) -> None:
    assert NAMES.match(name, TEAMS).team_id is None


@pytest.mark.parametrize(
    ("name", "purpose"),
    [
        ("CNSCĐ-Phường Hòa Xuân", GroupPurpose.WARD),
        ("Tổ CNSCĐ phường hoà xuân", GroupPurpose.WARD),
        ("Tổ phản ứng nhanh phường Hòa Xuân", GroupPurpose.RESPONSE_TEAM),
        ("to phan ung nhanh", GroupPurpose.RESPONSE_TEAM),
    ],
)
def test_the_wards_own_groups_are_proposed_and_never_sure(name: str, purpose: GroupPurpose) -> None:
    match = NAMES.match(name, TEAMS)
    assert (match.team_id, match.purpose, match.is_sure) == (None, purpose, False)


@pytest.mark.parametrize(
    ("name", "follows"),
    [
        ("CNSCĐ-Tổ dân phố số 12-Phường Hòa Xuân", True),
        ("cnscđ – tổ dân phố số 12 – phường hòa xuân", True),
        ("CNSCĐ-TDP 12-P Hòa Xuân", True),
        ("CNSCĐ-Tổ dân phố số 12", False),
        ("Tổ dân phố số 12-CNSCĐ-Phường Hòa Xuân", False),
        ("CNSCĐ Tổ dân phố số 12 Phường Hòa Xuân", False),
        ("CNSCĐ-Tổ dân phố số 1-Phường Hòa Xuân", False),
        ("CNSCĐ-Tổ dân phố số 12 vui vẻ-Phường Hòa Xuân", False),
        ("CNSCĐ-Tổ dân phố số 12-Phường Hòa Quý", False),
        ("CNSCĐ-Tổ dân phố số 12-Hòa Xuân", False),
    ],
)
def test_the_syntax_of_the_plan_forgives_case_and_accents_and_nothing_else(name: str, follows: bool) -> None:
    assert NAMES.follows_syntax(name, TEAMS[1]) is follows
