"""What every test of the simulator starts from: one running, a resident, a receiver of webhooks, and a caller."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import requests

from bot.simulator.chats import SimulatedPerson
from bot.simulator.options import SimulatorOptions
from bot.simulator.server import Simulator
from tests.bot.simulator.receiver import Receiver, listening


@dataclass(frozen=True, kw_only=True)
class Caller:
    """Calls the simulated OpenAPI as the app would, with the living token."""

    simulator: Simulator

    def post(self, path: str, body: object, **headers: str) -> Any:
        """The JSON answer to a POST."""
        url = f"{self.simulator.openapi_url}{path}"
        return requests.post(url, json=body, headers=self._headers(headers), timeout=10).json()

    def get(self, path: str, data: str) -> Any:
        """The JSON answer to a GET with the `data` parameter."""
        url = f"{self.simulator.openapi_url}{path}"
        return requests.get(url, params={"data": data}, headers=self._headers({}), timeout=10).json()

    def ask(self, path: str, **query: object) -> Any:
        """The JSON answer to a GET with ordinary parameters, as groups want them."""
        url = f"{self.simulator.openapi_url}{path}"
        parameters = {name: str(value) for name, value in query.items()}
        return requests.get(url, params=parameters, headers=self._headers({}), timeout=10).json()

    def group(self, act: str, **body: object) -> Any:
        """The JSON answer to a POST about a group."""
        return self.post(f"/v3.0/oa/group/{act}", body)

    def say_in_group(self, group_id: str, text: str = "Xin chào", **message: object) -> Any:
        """The JSON answer to a message to a group."""
        return self.group("message", recipient={"group_id": group_id}, message={"text": text, **message})

    def upload(self, kind: str, name: str, content: bytes) -> Any:
        """The JSON answer to an upload."""
        url = f"{self.simulator.openapi_url}/v2.0/oa/upload/{kind}"
        return requests.post(url, files={"file": (name, content)}, headers=self._headers({}), timeout=10).json()

    def say(self, person: SimulatedPerson, text: str = "Xin chào", **message: object) -> Any:
        """The JSON answer to a consultation message."""
        body = {"recipient": {"user_id": person.id}, "message": {"text": text, **message}}
        return self.post("/v3.0/oa/message/cs", body)

    def _headers(self, headers: dict[str, str]) -> dict[str, str]:
        return {"access_token": self.simulator.tokens()[0]} | headers


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    """A simulator without a rate limit."""
    with Simulator(SimulatorOptions(requests_per_minute=None, threads=4)) as running:
        yield running


@pytest.fixture
def caller(simulator: Simulator) -> Caller:
    """The app's side."""
    return Caller(simulator=simulator)


@pytest.fixture
def silent(simulator: Simulator) -> SimulatedPerson:
    """A resident who has never spoken."""
    return simulator.add_person("Lê Thị Im")


@pytest.fixture
def resident(simulator: Simulator) -> SimulatedPerson:
    """A resident who has just written."""
    person = simulator.add_person("Nguyễn Văn An")
    simulator.say(person, "chào phường")
    return person


@pytest.fixture
def receiver(simulator: Simulator) -> Iterator[Receiver]:
    """A webhook that the simulator posts to from now on."""
    with listening() as listener:
        simulator.webhook_url = listener.url
        yield listener
