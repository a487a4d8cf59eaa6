"""The page of printed codes."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import select

from domain.staff import Role
from storage.database import Database
from storage.tables import Poster
from tests.dashboard.conftest import token_of


def make(client: FlaskClient, **fields: str) -> str:
    data = {
        "csrf_token": token_of(client, "/posters"),
        "form_key": "form-1",
        "place": "Thùng rác đầu kiệt 40 Mẹ Thứ",
        "category": "rac_moi_truong",
        **fields,
    }
    return client.post("/posters", data=data, follow_redirects=True).text


def posters(database: Database) -> list[Poster]:
    with database.read() as work:
        return list(work.session.exec(select(Poster).order_by("id")).all())


@pytest.fixture
def app(app: Flask) -> Flask:
    """The dashboard of a ward whose account is known."""
    known = app.extensions["dashboard"]
    object.__setattr__(known, "account_id", "4318657068771012646")
    return app


def test_an_empty_page_says_what_codes_are_for(browser: FlaskClient) -> None:
    assert "Chưa có mã nào đang dùng." in browser.get("/posters").text


def test_a_code_is_made_with_the_place_of_the_gazetteer(browser: FlaskClient, database: Database) -> None:
    page = make(browser)
    assert "Đã tạo mã." in page
    assert "#C1" in page
    (poster,) = posters(database)
    assert (poster.number, poster.place_name) == (1, "Mẹ Thứ")


def test_the_second_click_makes_no_second_code_and_a_new_form_does(browser: FlaskClient, database: Database) -> None:
    make(browser)
    make(browser)
    make(browser, form_key="form-2")
    assert [poster.number for poster in posters(database)] == [1, 2]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"place": "  "}, "Cần ghi nơi dán mã"),
        ({"category": "x"}, "Cần ghi nơi dán mã"),
        ({"place": "x" * 161}, "quá dài"),
        ({"form_key": ""}, "Trang này đã cũ"),
    ],
)
def test_a_code_that_lacks_something_is_refused_and_keeps_what_was_typed(
    browser: FlaskClient, database: Database, fields: dict[str, str], words: str
) -> None:
    page = make(browser, **fields)
    assert words in page
    assert fields.get("place", "Thùng rác đầu kiệt 40 Mẹ Thứ") in page
    assert not posters(database)


def test_a_code_is_taken_down_and_put_back_and_its_number_never_used_again(
    browser: FlaskClient, database: Database
) -> None:
    make(browser)
    token = {"csrf_token": token_of(browser, "/posters")}
    for _ in range(2):
        page = browser.post("/posters/1/retire", data=token, follow_redirects=True).text
    assert "Đã ngừng dùng (1)" in page
    make(browser, form_key="form-2")
    assert [poster.number for poster in posters(database)] == [1, 2]
    assert "Đang dùng (2)" in browser.post("/posters/1/restore", data=token, follow_redirects=True).text
    assert browser.post("/posters/9/retire", data=token).status_code == 404


def test_the_chosen_codes_are_printed(browser: FlaskClient) -> None:
    make(browser)
    answer = browser.get("/posters.pdf?poster=1&layout=eight")
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF-")


@pytest.mark.parametrize("query", ["", "?poster=99", "?poster=x", "?layout=a4"])
def test_printing_nothing_is_said_in_words(browser: FlaskClient, query: str) -> None:
    answer = browser.get(f"/posters.pdf{query}")
    assert answer.status_code == 422
    assert "Hãy chọn ít nhất một mã để in." in answer.text


def test_a_retired_code_and_too_many_are_not_printed(browser: FlaskClient) -> None:
    make(browser)
    browser.post("/posters/1/retire", data={"csrf_token": token_of(browser, "/posters")})
    assert browser.get("/posters.pdf?poster=1").status_code == 422
    assert "tối đa 200 mã" in browser.get("/posters.pdf?" + "&".join(["poster=1"] * 201)).text


def test_without_an_account_the_page_says_what_to_do(browser: FlaskClient, app: Flask) -> None:
    make(browser)
    object.__setattr__(app.extensions["dashboard"], "account_id", "")
    assert "ZALO_OA_ID" in browser.get("/posters.pdf?poster=1").text


def test_who_only_looks_makes_no_codes(browser_of: Callable[[Role], FlaskClient]) -> None:
    leader = browser_of(Role.WARD_LEADER)
    assert "Tạo mã mới" not in leader.get("/posters").text
    data = {"csrf_token": token_of(leader, "/incidents"), "place": "x", "category": "khac", "form_key": "f"}
    assert leader.post("/posters", data=data).status_code == 403
    assert browser_of(Role.ADMINISTRATOR).get("/posters").status_code == 403
