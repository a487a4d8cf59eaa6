"""Logging in, staying in, being thrown out."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from dashboard.login import own_path
from handlers.accounts import change_password, disable
from storage.database import Database
from tests.conftest import SettableClock
from tests.dashboard.conftest import PASSWORD, log_in, token_of

STAFF_PAGES = ["/", "/incidents", "/incidents/1", "/tasks", "/outbox", f"/media/{'a' * 64}"]


@pytest.mark.parametrize("path", STAFF_PAGES)
def test_a_stranger_is_sent_to_the_log_in_page(stranger: FlaskClient, path: str) -> None:
    answer = stranger.get(path)
    assert answer.status_code == 303
    assert answer.location.startswith("/login")


def test_after_logging_in_an_officer_lands_where_he_wanted_to_go(
    stranger: FlaskClient, add_account: Callable[..., int]
) -> None:
    add_account()
    location = stranger.get("/incidents?late=1").location
    assert location == "/login?next=/incidents?late%3D1"
    assert 'value="/incidents?late=1"' in stranger.get(location).text
    assert log_in(stranger, next="/incidents?late=1").location == "/incidents?late=1"


def test_the_name_is_read_without_regard_to_capitals(stranger: FlaskClient, add_account: Callable[..., int]) -> None:
    add_account()
    assert log_in(stranger, "LAN").status_code == 303


@pytest.mark.parametrize(("username", "password"), [("lan", "sai-mật-khẩu-rồi"), ("nobody", PASSWORD), ("", "")])
def test_a_wrong_log_in_says_so_without_saying_which_part_was_wrong(
    stranger: FlaskClient, add_account: Callable[..., int], username: str, password: str
) -> None:
    add_account()
    answer = log_in(stranger, username, password)
    assert answer.status_code == 401
    assert "Tên đăng nhập hoặc mật khẩu không đúng." in answer.text
    assert stranger.get("/incidents").status_code == 303


def test_a_disabled_account_cannot_log_in(
    stranger: FlaskClient, add_account: Callable[..., int], database: Database, clock: SettableClock
) -> None:
    add_account()
    with database.begin() as work:
        disable(work, "lan", now=clock())
    assert log_in(stranger).status_code == 401


def test_disabling_an_account_ends_its_sessions(browser: FlaskClient, database: Database, clock: SettableClock) -> None:
    with database.begin() as work:
        disable(work, "lan", now=clock())
    assert browser.get("/incidents").status_code == 303


def test_a_changed_password_ends_every_session(browser: FlaskClient, database: Database) -> None:
    with database.begin() as work:
        change_password(work, "lan", "một mật khẩu khác")
    assert browser.get("/incidents").status_code == 303


def test_a_session_ends_after_eight_idle_hours(browser: FlaskClient, clock: SettableClock) -> None:
    for _ in range(3):
        clock.advance(hours=7, minutes=59)
        assert browser.get("/incidents").status_code == 200
    clock.advance(hours=8, minutes=1)
    assert browser.get("/incidents").status_code == 303


def test_a_session_ends_after_a_week_however_busy(browser: FlaskClient, clock: SettableClock) -> None:
    for _ in range(24):
        clock.advance(hours=7)
        assert browser.get("/incidents").status_code == 200
    clock.advance(hours=1)
    assert browser.get("/incidents").status_code == 303


def test_logging_out_closes_the_session(browser: FlaskClient) -> None:
    assert browser.post("/logout", data={"csrf_token": token_of(browser, "/tasks")}).status_code == 303
    assert browser.get("/incidents").status_code == 303


def test_logging_out_needs_the_form_token(browser: FlaskClient) -> None:
    assert browser.post("/logout").status_code == 400
    assert browser.get("/incidents").status_code == 200


def test_logging_in_needs_the_form_token(stranger: FlaskClient, add_account: Callable[..., int]) -> None:
    add_account()
    answer = stranger.post("/login", data={"username": "lan", "password": PASSWORD})
    assert answer.status_code == 400
    assert "tải lại trang" in answer.text
    assert stranger.get("/incidents").status_code == 303


def test_a_form_token_of_another_browser_is_refused(app: Flask, add_account: Callable[..., int]) -> None:
    add_account()
    foreign = token_of(app.test_client())
    victim = app.test_client()
    token_of(victim)
    data = {"csrf_token": foreign, "username": "lan", "password": PASSWORD}
    assert victim.post("/login", data=data).status_code == 400


def test_too_many_wrong_passwords_for_one_name_are_stopped(
    stranger: FlaskClient, add_account: Callable[..., int]
) -> None:
    add_account()
    assert [log_in(stranger, password="sai-mật-khẩu").status_code for _ in range(10)] == [401] * 10
    stopped = log_in(stranger)
    assert stopped.status_code == 429
    assert "đợi 15 phút" in stopped.text
    assert stopped.headers["Retry-After"] == "900"


def test_too_many_wrong_names_from_one_address_are_stopped(stranger: FlaskClient) -> None:
    answers = [log_in(stranger, f"name-{number}", "sai").status_code for number in range(41)]
    assert answers == [401] * 40 + [429]


def test_right_passwords_do_not_count_as_tries(app: Flask, add_account: Callable[..., int]) -> None:
    add_account()
    assert [log_in(app.test_client()).status_code for _ in range(12)] == [303] * 12


@pytest.mark.parametrize(
    "hostile",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "/\t/evil.example/",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/\r\nSet-Cookie: a=b",
        "evil.example",
        "/incidents\\..\\x",
        "",
    ],
)
def test_after_logging_in_nobody_is_led_away(
    stranger: FlaskClient, add_account: Callable[..., int], hostile: str
) -> None:
    add_account()
    assert own_path(hostile) is None
    assert log_in(stranger, next=hostile).location == "/"


def test_the_cookie_is_closed_to_scripts_and_other_sites(stranger: FlaskClient, app: Flask) -> None:
    cookie = stranger.get("/login").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    app.config["SESSION_COOKIE_SECURE"] = True
    assert "Secure" in app.test_client().get("/login").headers["Set-Cookie"]


def test_logging_in_makes_a_new_session(stranger: FlaskClient, add_account: Callable[..., int]) -> None:
    add_account()
    before = token_of(stranger)
    log_in(stranger)
    assert stranger.post("/logout", data={"csrf_token": before}).status_code == 400


@pytest.mark.parametrize("path", ["/login", "/incidents", "/nowhere"])
def test_every_page_carries_strict_headers(browser: FlaskClient, path: str) -> None:
    headers = browser.get(path, follow_redirects=True).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"


def test_pages_hold_no_script_and_no_inline_style(browser: FlaskClient) -> None:
    for path in ("/incidents", "/tasks", "/outbox"):
        page = browser.get(path).text
        assert "<script" not in page
        assert " style=" not in page
        assert "<style" not in page
