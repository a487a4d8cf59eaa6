"""How the simulated OAuth host gives, rotates and refuses tokens."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from bot.simulator.options import SimulatorOptions, TokenRefusal
from bot.simulator.server import Simulator
from bot.simulator.tokens import challenge_of
from tests.bot.simulator.conftest import Caller

CALLBACK = "https://phuong.example.vn/oauth/zalo/callback"
VERIFIER = "a" * 43
CHALLENGE = "ZtNPunH49FD35FWYhT5Tv8I7vRKQJ8uxMaL0_9eHjNA"


def exchange(simulator: Simulator, *, secret: str | None = None, **form: str) -> Any:
    headers = {"secret_key": secret or simulator.options.app_secret}
    body = {"app_id": simulator.options.app_id} | form
    url = f"{simulator.oauth_url}/v4/oa/access_token"
    return requests.post(url, data=body, headers=headers, timeout=10).json()


def refresh(simulator: Simulator, token: str) -> Any:
    return exchange(simulator, grant_type="refresh_token", refresh_token=token)


def consent(simulator: Simulator, **asked: str) -> requests.Response:
    query = {"app_id": simulator.options.app_id, "redirect_uri": CALLBACK, "code_challenge": CHALLENGE} | asked
    url = f"{simulator.oauth_url}/v4/oa/permission"
    return requests.get(url, params=query, allow_redirects=False, timeout=10)


def code_of(answer: requests.Response) -> str:
    return parse_qs(urlsplit(answer.headers["Location"]).query)["code"][0]


def test_the_challenge_is_the_one_of_the_published_vector() -> None:
    assert challenge_of(VERIFIER) == CHALLENGE


def test_a_refresh_answers_flat_and_kills_the_old_pair(simulator: Simulator, caller: Caller) -> None:
    access, old = simulator.tokens()
    answer = refresh(simulator, old)
    assert set(answer) == {"access_token", "refresh_token", "expires_in"}
    assert answer["expires_in"] == "90000"
    assert (answer["access_token"], answer["refresh_token"]) == simulator.tokens()
    url = f"{simulator.openapi_url}/v2.0/oa/getoa"
    assert (
        requests.get(url, params={"data": "{}"}, headers={"access_token": access}, timeout=10).json()["error"] == -216
    )
    assert caller.get("/v2.0/oa/getoa", "{}")["error"] == 0


def test_a_refresh_token_works_once(simulator: Simulator) -> None:
    old = simulator.tokens()[1]
    refresh(simulator, old)
    again = refresh(simulator, old)
    assert again["error"] == -14014
    assert "access_token" not in again


def test_a_refresh_token_dies_after_three_months(simulator: Simulator) -> None:
    token = simulator.tokens()[1]
    simulator.clock.advance(timedelta(days=91))
    assert refresh(simulator, token)["error"] == -14014


@pytest.mark.parametrize(
    ("form", "secret", "code"),
    [
        ({"grant_type": "refresh_token", "refresh_token": "x"}, "wrong", -14004),
        ({"grant_type": "refresh_token", "refresh_token": "x", "app_id": "1"}, None, -14002),
        ({"grant_type": "refresh_token", "refresh_token": "x"}, None, -14014),
        ({"grant_type": "authorization_code", "code": "x"}, None, -14014),
        ({"grant_type": "password"}, None, -14014),
    ],
)
def test_each_wrong_request_is_refused_with_its_code(
    simulator: Simulator, form: dict[str, str], secret: str | None, code: int
) -> None:
    answer = exchange(simulator, secret=secret, **form)
    assert answer["error"] == code
    assert answer["error_description"]


def test_the_secret_is_read_from_the_header_with_an_underscore_only(simulator: Simulator) -> None:
    url = f"{simulator.oauth_url}/v4/oa/access_token"
    form = {"app_id": simulator.options.app_id, "grant_type": "refresh_token", "refresh_token": simulator.tokens()[1]}
    answer = requests.post(url, data=form, headers={"secret-key": simulator.options.app_secret}, timeout=10)
    assert answer.json()["error"] == -14004


def test_consent_leads_back_with_a_code_that_gives_tokens_once(simulator: Simulator) -> None:
    answer = consent(simulator, state="s-1")
    came_back = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert answer.headers["Location"].startswith(CALLBACK)
    assert (came_back["state"], came_back["oa_id"]) == (["s-1"], [simulator.options.oa_id])
    form = {"grant_type": "authorization_code", "code": came_back["code"][0], "code_verifier": VERIFIER}
    assert exchange(simulator, **form)["expires_in"] == "90000"
    assert exchange(simulator, **form)["error"] == -14014


@pytest.mark.parametrize(
    ("challenge", "verifier", "error"),
    [(CHALLENGE, "b" * 43, -14014), (CHALLENGE, "", -14014), ("", VERIFIER, -14014), ("", "", None)],
)
def test_the_verifier_has_to_fit_the_challenge(
    simulator: Simulator, challenge: str, verifier: str, error: int | None
) -> None:
    code = code_of(consent(simulator, code_challenge=challenge))
    answer = exchange(simulator, grant_type="authorization_code", code=code, code_verifier=verifier)
    assert answer.get("error") == error


def test_a_code_lives_ten_minutes(simulator: Simulator) -> None:
    code = code_of(consent(simulator))
    simulator.clock.advance(timedelta(minutes=11))
    answer = exchange(simulator, grant_type="authorization_code", code=code, code_verifier=VERIFIER)
    assert answer["error"] == -14014


def test_only_the_registered_callback_is_led_back_to() -> None:
    with Simulator(SimulatorOptions(callback_url=CALLBACK, threads=2)) as simulator:
        assert consent(simulator).status_code == 302
        assert consent(simulator, redirect_uri="https://elsewhere.example.vn/").json()["error"] == -14003
        assert consent(simulator, app_id="1").json()["error"] == -14002


def test_an_access_token_lives_twenty_five_hours(simulator: Simulator, caller: Caller) -> None:
    simulator.clock.freeze()
    simulator.issue_tokens()
    simulator.clock.advance(timedelta(hours=24, minutes=59))
    assert caller.get("/v2.0/oa/getoa", "{}")["error"] == 0
    simulator.clock.advance(timedelta(minutes=1))
    assert caller.get("/v2.0/oa/getoa", "{}")["error"] == -216


@pytest.mark.parametrize(
    ("style", "status", "error"),
    [
        (TokenRefusal.MINUS_216, 200, -216),
        (TokenRefusal.PLUS_216_TEXT, 200, "216"),
        (TokenRefusal.MINUS_220, 200, -220),
        (TokenRefusal.MINUS_401, 200, -401),
        (TokenRefusal.HTTP_401, 401, 401),
    ],
)
def test_a_bad_token_is_refused_in_the_chosen_style(
    simulator: Simulator, style: TokenRefusal, status: int, error: object
) -> None:
    simulator.switch(token_refusal=style)
    url = f"{simulator.openapi_url}/v3.0/oa/message/cs"
    for headers in ({}, {"access_token": "x"}, {"Authorization": f"Bearer {simulator.tokens()[0]}"}):
        answer = requests.post(url, json={}, headers=headers, timeout=10)
        assert (answer.status_code, answer.json()["error"]) == (status, error)


def test_the_proof_is_asked_for_only_when_switched_on(simulator: Simulator, caller: Caller) -> None:
    url = f"{simulator.openapi_url}/v2.0/oa/getoa"
    token = simulator.tokens()[0]
    assert caller.get("/v2.0/oa/getoa", "{}")["error"] == 0
    simulator.switch(requires_proof=True)
    assert caller.get("/v2.0/oa/getoa", "{}")["error"] == -242
    wrong = requests.get(url, headers={"access_token": token, "appsecret_proof": "0" * 64}, timeout=10)
    assert wrong.json()["error"] == -242


def test_the_proof_is_the_one_of_the_published_vector() -> None:
    with Simulator(SimulatorOptions(app_secret="app-secret-test", threads=2)) as simulator:
        proof = "7cd219ca40dda5fec1efaca56bc3ef75e8e8b1736b3adda56937d7b269cbba16"
        assert simulator.world.desk.is_proof("access-token-test", proof)


def test_revoked_permission_leaves_no_token(simulator: Simulator) -> None:
    access, old = simulator.tokens()
    simulator.revoke_permission()
    assert refresh(simulator, old)["error"] == -14014
    url = f"{simulator.openapi_url}/v2.0/oa/getoa"
    assert requests.get(url, headers={"access_token": access}, timeout=10).json()["error"] == -216


def test_there_is_no_address_for_refreshing_alone(simulator: Simulator) -> None:
    answer = requests.post(f"{simulator.oauth_url}/v4/oa/refresh_token", timeout=10)
    assert (answer.status_code, answer.json()["error"]) == (200, 404)
