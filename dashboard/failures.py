"""How a refusal or a failure reads: a sentence on a page for people, JSON for programs, nothing of our inside."""

from http import HTTPStatus

from flask import Flask, g, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from dashboard.context import context
from dashboard.headers import add_headers
from domain.errors import Incomplete, NotAllowed, NotFound, Refused, Stale, WrongState

REFUSAL_STATUS: dict[type[Refused], int] = {
    NotAllowed: HTTPStatus.FORBIDDEN,
    NotFound: HTTPStatus.NOT_FOUND,
    WrongState: HTTPStatus.CONFLICT,
    Stale: HTTPStatus.CONFLICT,
    Incomplete: HTTPStatus.UNPROCESSABLE_ENTITY,
}
_OTHER = "other"
_THROTTLE_SECONDS = "900"


def register(app: Flask) -> None:
    """Let the app answer refusals and failures in words."""
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(HTTPException, _failed)


def refusal_status(refused: Refused) -> int:
    """The HTTP status of a refusal."""
    return REFUSAL_STATUS.get(type(refused), HTTPStatus.UNPROCESSABLE_ENTITY)


def _refused(refused: Refused) -> ResponseReturnValue:
    return _page(refusal_status(refused), context().office.texts.refusal(refused))


def _failed(failure: HTTPException) -> ResponseReturnValue:
    code = failure.code or HTTPStatus.INTERNAL_SERVER_ERROR
    if failure.response is not None or code < HTTPStatus.BAD_REQUEST:
        return failure.get_response()
    if request.path.startswith(("/api/", "/open311/")):
        return jsonify(error=failure.name), code
    words = context().office.texts.group("failure")
    return _page(code, words.get(str(code), words[_OTHER]))


def _page(code: int, sentence: str) -> ResponseReturnValue:
    g.without_frame = True
    page = render_template("dashboard/failure.html", frame=None, code=code, sentence=sentence)
    headers = {"Retry-After": _THROTTLE_SECONDS} if code == HTTPStatus.TOO_MANY_REQUESTS else {}
    response = add_headers(make_response(page, code))
    response.headers.update(headers)
    return response
