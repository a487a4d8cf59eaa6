"""The check as an administrator reads it: every misconfiguration in words, and a real account asked without a sound."""

import json
import shutil
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.event_fields import parse_body
from bot.simulator.faults import FaultKind
from bot.simulator.sample_photos import sample_photo
from commands import check as command
from storage.database import Database
from tests.databases import ready_file
from tests.journeys.town import Town

Check = Callable[..., tuple[int, str]]
ROOT = Path(__file__).parents[2]
GOOD = {
    "PUBLIC_URL": "https://hoaxuan.gov.vn",
    "TRUSTED_PROXY": "127.0.0.1",
    "SECRET_KEY": "0f" * 32,
    "API_TOKEN": "1e" * 16,
    "ZALO_APP_ID": "1234567890123456789",
    "ZALO_APP_SECRET": "appKey2026",
    "ZALO_OA_ID": "4400000000000000001",
    "ZALO_WEBHOOK_SECRETS": "accountKey2026",
    "ZALO_ACCESS_TOKEN": "a-token",
    "ZALO_REFRESH_TOKEN": "another-token",
}


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Check:
    """Runs the check of a good installation with some things changed; its code and what it printed."""
    url = ready_file(tmp_path / "ward.sqlite3")
    for name, value in {**GOOD, "DATABASE_URL": url, "MEDIA_DIR": str(tmp_path / "media")}.items():
        monkeypatch.setenv(name, value)

    def run(*words: str, **changes: str) -> tuple[int, str]:
        for name, value in changes.items():
            monkeypatch.setenv(name, value)
        parser = ArgumentParser()
        command.add_arguments(parser)
        code = command.run(parser.parse_args(list(words)))
        return code, capsys.readouterr().out

    return run


def test_a_good_installation_has_no_problem(check: Check) -> None:
    code, told = check()
    assert (code, "PROBLEM" in told) == (0, False)


@pytest.mark.parametrize(
    ("changes", "code", "sentence"),
    [
        ({"GATHER_SECONDS": "soon"}, 1, "GATHER_SECONDS"),
        ({"ZALO_REQUESTS_PER_MINUTE": "0"}, 1, "ZALO_REQUESTS_PER_MINUTE"),
        ({"ZALO_APP_ID": ""}, 1, "ZALO_APP_ID is empty: no event can be verified"),
        ({"ZALO_APP_ID": "my app"}, 1, "ZALO_APP_ID is not a number"),
        ({"ZALO_OA_ID": GOOD["ZALO_APP_ID"]}, 1, "are the same"),
        ({"ZALO_WEBHOOK_SECRETS": ""}, 1, "copy the OA Secret Key"),
        ({"ZALO_WEBHOOK_SECRETS": "abc"}, 0, "very short"),
        ({"ZALO_WEBHOOK_SECRETS": "appKey2026"}, 0, "the app's secret is among ZALO_WEBHOOK_SECRETS"),
        ({"ZALO_REFRESH_TOKEN": ""}, 1, "they come as a pair"),
        ({"ZALO_ACCESS_TOKEN": "", "ZALO_REFRESH_TOKEN": ""}, 1, "nothing can be sent"),
        ({"PUBLIC_URL": "http://127.0.0.1:8000"}, 0, "Zalo cannot reach this machine there"),
        ({"PUBLIC_URL": "http://hoaxuan.gov.vn"}, 1, "PUBLIC_URL is not https"),
        ({"PUBLIC_URL": "https://hoaxuan.gov.vn:8443"}, 0, "has a port or a path"),
        ({"TRUSTED_PROXY": ""}, 0, "locks out everybody"),
        ({"SECRET_KEY": ""}, 0, "SECRET_KEY is empty"),
        ({"API_TOKEN": ""}, 0, "the read API refuses everybody"),
        ({"API_TOKEN": "short"}, 1, "can be guessed"),
        ({"API_TOKEN": "changeme-changeme"}, 1, "looks like an example"),
        ({"WARD_DIR": "/nowhere"}, 1, "the file is missing"),
        ({"MEDIA_DIR": "/proc/media"}, 1, "/proc/media"),
        ({"DATABASE_URL": "postgresql+psycopg://nobody@127.0.0.1:9/ward"}, 1, "the database does not answer"),
    ],
)
def test_each_misconfiguration_has_its_sentence(
    check: Check, changes: dict[str, str], code: int, sentence: str
) -> None:
    found, told = check(**changes)
    assert sentence in told
    assert found == code
    assert not any(secret in told for secret in ("appKey2026", "accountKey2026", "another-token", GOOD["SECRET_KEY"]))


@pytest.mark.parametrize(
    ("statement", "code", "sentence"),
    [
        ("UPDATE alembic_version SET version_num = '0001'", 0, "the database is at schema 0001"),
        ("UPDATE alembic_version SET version_num = '9999'", 1, "install the newer program"),
        ("DROP TABLE alembic_version", 0, "the database is at schema none"),
        (
            "INSERT INTO quarantine (received_at, reason, signature, size, body) "
            "VALUES ('2026-11-23 02:00:00', 'bad signature', '', 2, '{}')",
            0,
            "python app.py quarantine replay",
        ),
        (
            "INSERT INTO zalo_tokens (id, access_token, refresh_token, expires_at, saved_at, problem) "
            "VALUES (1, 'a', 'b', '2026-11-23 02:00:00', '2026-11-23 02:00:00', '-14014')",
            1,
            "Zalo refused to renew the tokens (-14014)",
        ),
    ],
)
def test_what_the_database_holds_is_told(
    check: Check, tmp_path: Path, statement: str, code: int, sentence: str
) -> None:
    database = Database(f"sqlite:///{tmp_path / 'ward.sqlite3'}")
    with database.begin() as work:
        work.session.execute(text(statement))
    database.close()
    found, told = check()
    assert sentence in told
    assert found == code


def test_an_installation_without_officers_is_told_how_to_make_one(check: Check) -> None:
    assert "python app.py staff add" in check()[1]


def test_a_year_without_holidays_or_duties_is_told(check: Check, tmp_path: Path) -> None:
    ward = Path(shutil.copytree(ROOT / "ward", tmp_path / "ward"))
    (ward / "holidays.toml").write_text(
        '[[days_off]]\nfirst = 2020-01-01\nname = "Tết"\nconfirmed = true\n', encoding="utf-8"
    )
    duties = (ward / "duties.toml").read_text(encoding="utf-8")
    (ward / "duties.toml").write_text(
        duties.replace("valid_from = 2026", "valid_from = 2020").replace("valid_to = 2026", "valid_to = 2020"),
        encoding="utf-8",
    )
    _, told = check(WARD_DIR=str(ward))
    assert "holidays.toml ends with 2020-01-01" in told
    assert "duties.toml: N01 has no period after today" in told


def test_programs_read_one_finding_a_line(check: Check) -> None:
    _, told = check("--json", ZALO_APP_ID="")
    findings = [json.loads(line) for line in told.splitlines()]
    assert {finding["weight"] for finding in findings} >= {"ok", "PROBLEM"}
    assert all(finding["words"] for finding in findings)


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    town = Town(tmp_path)
    yield town
    town.close()


@pytest.fixture
def live(town: Town, check: Check, tmp_path: Path) -> Check:
    """Runs `check --live` against the simulated Zalo, on the database of the town."""
    environment = town.simulator.environment() | {"DATABASE_URL": f"sqlite:///{tmp_path / 'town.sqlite3'}"}
    return lambda *words: check("--live", *words, **environment)


def test_a_living_account_is_asked_without_a_sound(town: Town, live: Check) -> None:
    hoa = town.resident("Hoa")
    hoa.sends_photos(2, caption="rác đổ tràn ra đường Mẹ Thứ")
    hoa.drops_pin()
    heard = len(hoa.heard)
    _, told = live()
    for sentence in (
        "Zalo takes our token",
        "the record of chats can be read",
        "groups can be read: 0 of them",
        "question 11",
        "question 15",
        "with the present secrets, 0 in quarantine",
        "question 4, photos in one event: at most 1",
        "question 6, latitude comes as str",
        "cannot be answered by asking",
    ):
        assert sentence in told
    assert len(hoa.heard) == heard


def test_only_who_agreed_hears_a_test_message(town: Town, live: Check) -> None:
    hoa = town.resident("Hoa")
    hoa.says("xin chào")
    _, told = live("--send-to", hoa.person.id)
    assert hoa.heard_with("tin thử")
    assert "question 8" in told


def test_what_is_kept_holds_nothing_of_anybody(town: Town, live: Check, tmp_path: Path) -> None:
    hoa = town.resident("Nguyễn Thị Hoa")
    words = "rác đổ tràn ra đường Mẹ Thứ, gọi 0905123456"
    hoa.says(words)
    town.simulator.send_photos(hoa.person, [sample_photo(seed=1)], caption=words)
    town.settle()
    live("--record", str(tmp_path / "kept"))
    kept = {path.stem: path.read_text(encoding="utf-8") for path in (tmp_path / "kept").iterdir()}
    assert {"event-user_send_text", "event-user_send_image"} <= set(kept)
    assert any(name.startswith("answer-") for name in kept)
    for written in kept.values():
        for secret in ("Hoa", "Mẹ Thứ", "rác", "0905123456", hoa.person.id, town.simulator.options.oa_id, "127.0.0.1"):
            assert secret not in written
        assert parse_body(written.encode())


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (FaultKind.DROP_BEFORE, "the account: Zalo refused with"),
        (FaultKind.NOT_JSON, "the account: Zalo refused with"),
    ],
)
def test_a_zalo_that_does_not_answer_is_told_and_the_rest_goes_on(
    town: Town, live: Check, kind: FaultKind, sentence: str
) -> None:
    town.simulator.fault("/openapi/v2.0/oa/getoa", kind)
    code, told = live()
    assert code == 1
    assert sentence in told
    assert "groups can be read" in told
