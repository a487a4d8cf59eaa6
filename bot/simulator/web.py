"""The Flask application of the simulator: its hosts side by side, and the faults that strike around a call."""

from collections.abc import Callable
from pathlib import Path

from flask import Flask, Response, g, jsonify, request

from bot.simulator.answers import ZaloRefusal
from bot.simulator.control_routes import control_blueprint
from bot.simulator.faults import MAINTENANCE_PAGE, NOT_JSON, Fault, FaultKind, drop_connection
from bot.simulator.group_control_routes import group_control_blueprint
from bot.simulator.group_phones import GroupPhones
from bot.simulator.media_routes import media_blueprint
from bot.simulator.oauth_routes import oauth_blueprint
from bot.simulator.openapi_routes import BUSINESS, OPENAPI, openapi_blueprint
from bot.simulator.page_routes import page_blueprint
from bot.simulator.phones import Phones
from bot.simulator.switch_routes import switch_blueprint
from bot.simulator.world import World

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "simulator"
_LARGEST_REQUEST_BYTES = 64 * 1024 * 1024


def create_web(world: World, phones: Phones, group_phones: GroupPhones) -> Flask:
    """The application with all hosts and the faults in front of them."""
    web = Flask(__name__, template_folder=str(TEMPLATES), static_folder="static", static_url_path="/simulator/static")
    web.config["MAX_CONTENT_LENGTH"] = _LARGEST_REQUEST_BYTES
    web.json.sort_keys = False  # type: ignore[attr-defined]  # Flask's default provider has it, its base class not
    web.register_blueprint(openapi_blueprint(world, "openapi", OPENAPI))
    web.register_blueprint(openapi_blueprint(world, "business", BUSINESS))
    web.register_blueprint(oauth_blueprint(world))
    web.register_blueprint(media_blueprint(world))
    web.register_blueprint(control_blueprint(world, phones))
    web.register_blueprint(group_control_blueprint(world, group_phones))
    web.register_blueprint(switch_blueprint(world))
    web.register_blueprint(page_blueprint(world))
    web.before_request(lambda: _strike_before(world))
    web.after_request(_strike_after)
    return web


def _strike_before(world: World) -> Response | None:
    fault = world.faults.take(request.path)
    if fault is None:
        return None
    g.fault = fault
    answer = _BEFORE.get(fault.kind)
    return None if answer is None else answer(world, fault)


def _strike_after(answer: Response) -> Response:
    fault: Fault | None = g.get("fault")
    if fault is None:
        return answer
    if fault.kind is FaultKind.PROCESS_THEN_DROP:
        drop_connection(request.environ)
    if fault.kind is FaultKind.PROCESS_THEN_BAD_GATEWAY:
        return _bad_gateway()
    return answer


def _bad_gateway() -> Response:
    return Response(MAINTENANCE_PAGE, 502, content_type="text/html")


def _slow(world: World, fault: Fault) -> None:
    world.faults.linger(fault.seconds)


def _dropped(_world: World, _fault: Fault) -> Response:
    drop_connection(request.environ)
    return Response(status=444)


_BEFORE: dict[FaultKind, Callable[[World, Fault], Response | None]] = {
    FaultKind.ERROR_CODE: lambda _world, fault: jsonify(ZaloRefusal(fault.error_code).body()),
    FaultKind.BAD_GATEWAY: lambda _world, _fault: _bad_gateway(),
    FaultKind.NOT_JSON: lambda _world, _fault: Response(NOT_JSON, content_type="text/plain"),
    FaultKind.SLOW: _slow,
    FaultKind.DROP_BEFORE: _dropped,
}
