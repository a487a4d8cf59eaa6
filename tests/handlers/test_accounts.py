"""Accounts: what is accepted, what a password opens, what ends sessions."""

import pytest
from argon2 import PasswordHasher

from domain.errors import NotAllowed, NotFound, Refused
from domain.staff import Role
from handlers.accounts import AddOfficer, add_officer, change_password, check_password, disable, note_login
from storage import staff
from storage.database import Database
from storage.tables import Officer
from tests.conftest import SettableClock

PASSWORD = "một-mật-khẩu-dài"


def make(database: Database, clock: SettableClock, **changes: object) -> Officer:
    values = {"username": "lan", "full_name": "Nguyễn Thị Lan", "role": Role.OFFICER, "password": PASSWORD, **changes}
    with database.begin() as work:
        return add_officer(work, AddOfficer(**values), now=clock())  # type: ignore[arg-type]  # a test's own mixture


def test_a_password_is_kept_as_an_argon2id_hash_only(database: Database, clock: SettableClock) -> None:
    officer = make(database, clock)
    assert officer.password_hash.startswith("$argon2id$")
    assert PASSWORD not in officer.password_hash


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"username": "a"}, "bad_username"),
        ({"username": "lan<script>"}, "bad_username"),
        ({"username": "đặng"}, "bad_username"),
        ({"full_name": "  "}, "name_needed"),
        ({"password": "ngắn"}, "bad_password"),
        ({"password": "x" * 201}, "bad_password"),
    ],
)
def test_a_bad_wish_for_an_account_is_refused(
    database: Database, clock: SettableClock, changes: dict[str, object], code: str
) -> None:
    with pytest.raises(Refused, match=code):
        make(database, clock, **changes)


def test_a_username_is_given_once_whatever_its_capitals(database: Database, clock: SettableClock) -> None:
    make(database, clock)
    with pytest.raises(Refused, match="username_taken"):
        make(database, clock, username="LAN")


def test_the_right_password_opens_the_account(database: Database, clock: SettableClock) -> None:
    officer = make(database, clock)
    assert check_password(officer, PASSWORD) is officer


@pytest.mark.parametrize("password", ["", "sai", PASSWORD + " ", "x" * 100_000, "\x00"])
def test_any_other_password_does_not(database: Database, clock: SettableClock, password: str) -> None:
    officer = make(database, clock)
    with pytest.raises(NotAllowed, match="wrong_login"):
        check_password(officer, password)


def test_nobody_and_the_disabled_are_refused_alike(database: Database, clock: SettableClock) -> None:
    make(database, clock)
    with database.begin() as work:
        closed = disable(work, "lan", now=clock())
    for nobody in (None, closed):
        with pytest.raises(NotAllowed, match="wrong_login"):
            check_password(nobody, PASSWORD)


def test_a_hash_of_older_parameters_is_renewed_at_log_in(database: Database, clock: SettableClock) -> None:
    officer = make(database, clock)
    old = PasswordHasher(time_cost=1, memory_cost=8_192, parallelism=1).hash(PASSWORD)
    with database.begin() as work:
        kept = staff.get_officer(work, officer.id)
        assert kept is not None
        kept.password_hash = old
    with database.begin() as work:
        note_login(work, officer.id, PASSWORD, now=clock())
    with database.read() as work:
        renewed = staff.find_officer(work, "lan")
    assert renewed is not None
    assert renewed.password_hash != old
    assert renewed.last_login_at == clock()
    assert check_password(renewed, PASSWORD) is renewed


def test_a_new_password_and_a_closing_each_change_the_session_key(database: Database, clock: SettableClock) -> None:
    keys = [make(database, clock).session_key]
    with database.begin() as work:
        keys.append(change_password(work, "lan", "một mật khẩu mới").session_key)
    with database.begin() as work:
        keys.append(disable(work, "lan", now=clock()).session_key)
    assert len(set(keys)) == 3


def test_an_account_that_is_not_there_cannot_be_changed(database: Database, clock: SettableClock) -> None:
    with database.begin() as work, pytest.raises(NotFound, match="no_such_officer"):
        disable(work, "nobody", now=clock())
