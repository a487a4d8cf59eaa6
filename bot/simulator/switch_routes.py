"""The control API for Zalo itself: clock, webhook, switches, faults, tokens and the limit of calls."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, Response, jsonify

from bot.simulator import account
from bot.simulator.calls import json_body
from bot.simulator.control_guard import guard
from bot.simulator.control_views import state_view
from bot.simulator.deliveries import SignatureStyle
from bot.simulator.faults import Fault, FaultKind
from bot.simulator.media import MediaFault
from bot.simulator.options import GroupEventNames, TokenRefusal
from bot.simulator.world import World

_WORDS: dict[str, Callable[[Any], object]] = {
    "signature": SignatureStyle,
    "token_refusal": TokenRefusal,
    "group_event_names": GroupEventNames,
    "media_fault": lambda word: MediaFault(word) if word else None,
    "delay": lambda seconds: timedelta(seconds=float(seconds)),
    "copies": int,
    "retry_scale": float,
}
_TOKEN_ACTS: dict[str, Callable[[World], object]] = {
    "expire": lambda world: world.desk.expire(),
    "revoke": account.revoke_permission,
    "issue": lambda world: world.desk.issue(),
}


def switch_blueprint(world: World) -> Blueprint:
    """All routes that change how Zalo behaves."""
    blueprint = Blueprint("switches", __name__, url_prefix="/simulator")
    guard(blueprint)
    _add_clock(blueprint, world)
    _add_webhook(blueprint, world)
    _add_limits(blueprint, world)
    _add_faults(blueprint, world)
    return blueprint


def _add_clock(blueprint: Blueprint, world: World) -> None:
    clock = world.options.clock

    @blueprint.post("/clock")
    def move_clock() -> Response:
        asked = json_body()
        if "advance_seconds" in asked:
            clock.advance(timedelta(seconds=float(asked["advance_seconds"])))
        if "at" in asked:
            clock.set(datetime.fromisoformat(asked["at"]))
        if "frozen" in asked:
            (clock.freeze if asked["frozen"] else clock.run)()
        return jsonify({"now": world.now().isoformat(), "frozen": clock.is_frozen})


def _add_webhook(blueprint: Blueprint, world: World) -> None:
    @blueprint.post("/webhook")
    def change_webhook() -> Response:
        asked = json_body()
        with world.lock:
            if "url" in asked:
                world.webhook.url = asked.pop("url")
            if asked.pop("enable", False):
                world.webhook.enable()
            world.webhook.modes = replace(world.webhook.modes, **_read(asked))
            if not world.webhook.modes.swapped:
                world.webhook.release()
            return jsonify(state_view(world, "", 0)["webhook"])

    @blueprint.post("/switches")
    def change_switches() -> Response:
        with world.lock:
            world.switches = replace(world.switches, **_read(json_body()))
        return _done()


def _add_limits(blueprint: Blueprint, world: World) -> None:
    @blueprint.post("/limit")
    def change_limit() -> Response:
        asked = json_body()["requests_per_minute"]
        with world.lock:
            world.meter.limit = int(asked) if asked is not None else None
        return _done()

    @blueprint.post("/tokens")
    def change_tokens() -> Response:
        with world.lock:
            _TOKEN_ACTS[json_body()["act"]](world)
        return _done()


def _add_faults(blueprint: Blueprint, world: World) -> None:
    @blueprint.post("/faults")
    def add_fault() -> Response:
        asked = json_body()
        world.faults.add(Fault(**(asked | {"kind": FaultKind(asked["kind"])})))
        return _done()

    @blueprint.delete("/faults")
    def clear_faults() -> Response:
        world.faults.clear()
        return _done()


def _done() -> Response:
    return jsonify({"error": None})


def _read(asked: dict[str, Any]) -> dict[str, Any]:
    return {name: _WORDS[name](value) if name in _WORDS else value for name, value in asked.items()}
