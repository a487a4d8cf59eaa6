"""One call of the app on its way in: its token and rate are checked, its body read, its answer put together."""

import json
from typing import Any

from flask import Response, jsonify, request

from bot.simulator.answers import ZaloRefusal, success, token_refused
from bot.simulator.listener import zalo_header
from bot.simulator.world import World

_UNMETERED = frozenset({"/v3.0/oa/message/template"})


class TokenRefused(Exception):
    """The access token is missing, unknown or too old; the style of saying so is a switch."""


def check_caller(world: World, path: str) -> None:
    """Refuse a call with a bad token, a bad proof (-242) or above the rate (-32); template sends are not counted."""
    token = zalo_header("access_token")
    if token is None or not world.desk.is_good(token):
        raise TokenRefused
    proof = zalo_header("appsecret_proof") or ""
    if world.switches.requires_proof and not world.desk.is_proof(token, proof):
        raise ZaloRefusal(-242)
    if path not in _UNMETERED:
        world.meter.count()


def json_body() -> dict[str, Any]:
    """The JSON object in the body; anything else is refused with -201."""
    body = request.get_json(force=True, silent=True)
    if not isinstance(body, dict):
        raise ZaloRefusal(-201, "body")
    return body


def data_parameter() -> dict[str, Any]:
    """The JSON object in the query parameter `data`, the grammar of the GET calls (§0)."""
    try:
        body = json.loads(request.args.get("data", ""))
    except ValueError as error:
        raise ZaloRefusal(-201, "data") from error
    if not isinstance(body, dict):
        raise ZaloRefusal(-201, "data")
    return body


def whole_number(body: dict[str, Any], key: str, default: int, largest: int) -> int:
    """A count or offset; above `largest` it is refused with -210, not clamped."""
    value = body.get(key, default)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ZaloRefusal(-201, key)
    if value > largest:
        raise ZaloRefusal(-210, key)
    return value


def answered(data: object) -> Response:
    """HTTP 200 around good data."""
    return jsonify(success(data))


def refused(refusal: ZaloRefusal) -> Response:
    """HTTP 200 around a refusal."""
    return jsonify(refusal.body())


def token_answer(world: World) -> Response:
    """The answer to a bad token, in the style that the switches ask for."""
    status, body = token_refused(world.switches.token_refusal)
    answer = jsonify(body)
    answer.status_code = status
    return answer
