"""The pair of tokens survives refusals, crashes and company, and is never spent twice on purpose."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.error_codes import FailureClass
from bot.errors import ConsentNeeded, ZaloFailure
from bot.tokens import OAuthClient, OAuthSettings, TokenKeeper, TokenPair, TokenState, appsecret_proof
from tests.bot.wire_server import Reply, WireServer, json_reply

NOW = datetime(2026, 10, 1, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
NEXT = json_reply(access_token="access-2", refresh_token="refresh-2", expires_in="90000")
REFUSED = json_reply(error=-14014, error_name="refused", error_description="code has expired")


class Shelf:
    """The rules of a token store, kept in memory."""

    def __init__(self, state: TokenState | None) -> None:
        self.state = state
        self._lock = threading.Lock()

    def load(self) -> TokenState | None:
        return self.state

    def begin_refresh(self, pair: TokenPair, *, now: datetime, lease: timedelta) -> bool:
        with self._lock:
            assert self.state is not None
            began_at = self.state.refresh_began_at
            if self.state.pair != pair or (began_at and began_at > now - lease):
                return False
            self.state = replace(self.state, refresh_began_at=now)
            return True

    def save(self, pair: TokenPair, *, now: datetime) -> None:
        self.state = TokenState(pair=pair)

    def note_refresh_failed(self, problem: str, *, outcome_known: bool) -> None:
        assert self.state is not None
        began_at = None if outcome_known else self.state.refresh_began_at
        self.state = replace(self.state, problem=problem, refresh_began_at=began_at)


class House:
    """A keeper with its shelf and its clock, asking the given server."""

    def __init__(self, server: WireServer, *, expires_in: timedelta, began_at: datetime | None = None) -> None:
        pair = TokenPair(access_token="access-1", refresh_token="refresh-1", expires_at=NOW + expires_in)
        self.now = NOW
        self.server = server
        self.shelf = Shelf(TokenState(pair=pair, refresh_began_at=began_at))
        self.keeper = self.another_process()

    def another_process(self) -> TokenKeeper:
        settings = OAuthSettings(
            oauth_url=self.server.url, app_id="2718281828459045235", app_secret="app-secret", timeout=(1, 0.3)
        )
        return TokenKeeper(self.shelf, OAuthClient(settings, lambda: self.now), lambda: self.now)

    @property
    def state(self) -> TokenState:
        assert self.shelf.state is not None
        return self.shelf.state


def test_the_proof_of_the_app_secret_matches_the_vector() -> None:
    proof = "7cd219ca40dda5fec1efaca56bc3ef75e8e8b1736b3adda56937d7b269cbba16"
    assert appsecret_proof("app-secret-test", "access-token-test") == proof


def test_tokens_never_show_when_a_pair_is_printed() -> None:
    printed = repr(TokenPair(access_token="secret-a", refresh_token="secret-r", expires_at=NOW))
    assert "secret" not in printed


def test_a_young_token_is_used_without_asking_anybody(server: WireServer) -> None:
    house = House(server, expires_in=2 * HOUR)
    assert house.keeper.access_token() == "access-1"
    assert server.asked == []


def test_a_token_is_refreshed_an_hour_ahead_and_kept_before_it_is_used(server: WireServer) -> None:
    server.will_answer(NEXT)
    house = House(server, expires_in=HOUR)
    assert house.keeper.access_token() == "access-2"
    assert house.state.pair.refresh_token == "refresh-2"
    assert house.state.pair.expires_at == NOW + timedelta(seconds=90000)
    assert house.state.refresh_began_at is None
    asked = server.asked[0]
    assert (asked.method, asked.path, asked.headers["secret_key"]) == ("POST", "/v4/oa/access_token", "app-secret")
    assert asked.form == {
        "app_id": ["2718281828459045235"],
        "grant_type": ["refresh_token"],
        "refresh_token": ["refresh-1"],
    }


@pytest.mark.parametrize("expires_in", [None, "", "soon", "0", -5, 1e12])
def test_an_absurd_lifetime_counts_as_twenty_five_hours(server: WireServer, expires_in: object) -> None:
    server.will_answer(json_reply(access_token="a", refresh_token="r", expires_in=expires_in))
    house = House(server, expires_in=HOUR)
    house.keeper.access_token()
    assert house.state.pair.expires_at == NOW + 25 * HOUR


def test_the_store_is_read_each_time(server: WireServer) -> None:
    house = House(server, expires_in=5 * HOUR)
    house.keeper.access_token()
    house.shelf.save(TokenPair(access_token="granted", refresh_token="anew", expires_at=NOW + 9 * HOUR), now=NOW)
    assert house.keeper.access_token() == "granted"


def test_many_threads_spend_a_refresh_token_once(server: WireServer) -> None:
    server.will_answer(NEXT, REFUSED)
    house = House(server, expires_in=timedelta(minutes=-1))
    got: list[str] = []
    threads = [threading.Thread(target=lambda: got.append(house.keeper.access_token())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == ["access-2"] * 8
    assert len(server.asked) == 1


def test_a_refused_token_is_replaced_but_a_newer_one_is_simply_used(server: WireServer) -> None:
    server.will_answer(NEXT, REFUSED)
    house = House(server, expires_in=5 * HOUR)
    assert house.keeper.force_refresh("access-1") == "access-2"
    assert house.keeper.force_refresh("access-1") == "access-2"
    assert len(server.asked) == 1


def test_while_another_process_refreshes_nobody_else_does(server: WireServer) -> None:
    house = House(server, expires_in=5 * HOUR, began_at=NOW - timedelta(seconds=3))
    with pytest.raises(ZaloFailure) as told:
        house.keeper.force_refresh("access-1")
    assert (told.value.code, told.value.retryable) == ("refresh_busy", True)
    assert server.asked == []


@pytest.mark.parametrize("lost", [Reply(drops=True), Reply(holds=True), Reply(status=502, body=b"<html>")])
def test_after_a_lost_answer_the_old_token_serves_then_one_more_refresh(server: WireServer, lost: Reply) -> None:
    server.will_answer(lost, NEXT)
    house = House(server, expires_in=HOUR)
    assert house.keeper.access_token() == "access-1"
    assert house.state.refresh_began_at == NOW
    house.now += timedelta(minutes=2)
    assert house.another_process().access_token() == "access-1"
    assert len(server.asked) == 1
    assert house.another_process().force_refresh("access-1") == "access-2"


def test_after_a_crash_a_spent_refresh_token_ends_in_the_wish_for_consent(server: WireServer) -> None:
    server.will_answer(REFUSED)
    house = House(server, expires_in=5 * HOUR, began_at=NOW - timedelta(minutes=5))
    assert house.keeper.access_token() == "access-1"
    with pytest.raises(ConsentNeeded):
        house.keeper.force_refresh("access-1")
    assert house.state.needs_consent
    with pytest.raises(ConsentNeeded):
        house.another_process().force_refresh("access-1")
    assert len(server.asked) == 1


def test_whoever_wanted_a_token_knows_that_his_request_never_left(server: WireServer) -> None:
    server.will_answer(Reply(drops=True))
    house = House(server, expires_in=-HOUR)
    with pytest.raises(ZaloFailure) as told:
        house.keeper.access_token()
    assert (told.value.outcome_known, told.value.retryable) == (True, True)


def test_a_failed_refresh_is_not_repeated_at_once_while_the_old_token_serves(server: WireServer) -> None:
    server.will_answer(json_reply(error=-32, message="slow down"), NEXT)
    house = House(server, expires_in=HOUR)
    assert [house.keeper.access_token() for _ in range(5)] == ["access-1"] * 5
    assert len(server.asked) == 1
    house.now += timedelta(minutes=1)
    assert house.keeper.access_token() == "access-2"


def test_without_any_token_consent_is_needed(server: WireServer) -> None:
    house = House(server, expires_in=HOUR)
    house.shelf.state = None
    with pytest.raises(ConsentNeeded):
        house.keeper.access_token()


@pytest.mark.parametrize(
    ("body", "failure_class", "needs_consent"),
    [
        ({"error": -14002}, FailureClass.ADMIN, False),
        ({"error": -14003}, FailureClass.ADMIN, False),
        ({"error": -14004, "message": "Invalid secret key, refresh denied"}, FailureClass.ADMIN, False),
        ({"error": "-14012"}, FailureClass.ADMIN, False),
        ({"error": "404", "message": "empty api"}, FailureClass.ADMIN, False),
        ({"error": -1, "message": "what?"}, FailureClass.ADMIN, False),
        ({"error": -32}, FailureClass.RETRY, False),
        ({"error": -14014}, FailureClass.ADMIN, True),
        ({"error": -14005}, FailureClass.ADMIN, True),
        ({"error": -14010}, FailureClass.ADMIN, True),
        ({"error": -14019}, FailureClass.ADMIN, True),
        ({"error": "-14020"}, FailureClass.ADMIN, True),
        ({"error": -118, "error_name": "invalid_grant"}, FailureClass.ADMIN, True),
        ({"error": -99, "error_description": "The Refresh token is unknown"}, FailureClass.ADMIN, True),
    ],
)
def test_each_refusal_of_a_refresh_is_classed(
    server: WireServer, body: dict[str, object], failure_class: FailureClass, needs_consent: bool
) -> None:
    server.will_answer(json_reply(**body))
    house = House(server, expires_in=-HOUR)
    with pytest.raises(ZaloFailure) as told:
        house.keeper.access_token()
    assert (told.value.failure_class, house.state.needs_consent) == (failure_class, needs_consent)
    assert isinstance(told.value, ConsentNeeded) is needs_consent
