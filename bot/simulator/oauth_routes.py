"""The OAuth host: the page where an administrator consents, and the one address that gives tokens (§3)."""

from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, redirect, request
from werkzeug.wrappers import Response as PlainResponse

from bot.simulator.answers import EMPTY_API
from bot.simulator.listener import zalo_header
from bot.simulator.tokens import OAuthRefusal
from bot.simulator.world import World


def oauth_blueprint(world: World) -> Blueprint:
    """The host under `/oauth`; its answers are flat, not wrapped in `data`."""
    blueprint = Blueprint("oauth", __name__, url_prefix="/oauth")

    @blueprint.get("/v4/oa/permission")
    def permission() -> PlainResponse:
        try:
            return redirect(_callback(world))
        except OAuthRefusal as refusal:
            return jsonify(refusal.body())

    @blueprint.post("/v4/oa/access_token")
    def access_token() -> Response:
        with world.lock:
            try:
                return jsonify(world.desk.exchange(request.form, zalo_header("secret_key")))
            except OAuthRefusal as refusal:
                return jsonify(refusal.body())

    @blueprint.route("/<path:rest>", methods=["GET", "POST"])
    def unknown(rest: str) -> Response:
        return jsonify(EMPTY_API)

    return blueprint


def _callback(world: World) -> str:
    asked = request.args
    redirect_uri = asked.get("redirect_uri", "")
    with world.lock:
        code = world.desk.consent(
            app_id=asked.get("app_id", ""), redirect_uri=redirect_uri, challenge=asked.get("code_challenge", "")
        )
    answer = {"code": code, "oa_id": world.options.oa_id}
    if "state" in asked:
        answer["state"] = asked["state"]
    return f"{redirect_uri}{'&' if '?' in redirect_uri else '?'}{urlencode(answer)}"
