"""What every route of the control API refuses: posts from other sites, and bodies that cannot be read."""

from typing import Any

from flask import Blueprint, Response, abort, jsonify, request

from domain.errors import HoaXuanError


def guard(blueprint: Blueprint) -> None:
    """Refuse other sites with 403 and what cannot be read or done with 400."""
    blueprint.before_request(_refuse_other_sites)
    for kind in (ValueError, TypeError, KeyError, LookupError, HoaXuanError):
        blueprint.register_error_handler(kind, _unreadable)


def words_of(asked: dict[str, Any], key: str = "text") -> str:
    """Words that somebody typed, without blanks around them; ValueError if there are none."""
    words = str(asked[key]).strip()
    if not words:
        raise ValueError(f"{key} is empty")
    return words


def _refuse_other_sites() -> None:
    origin = request.headers.get("Origin")
    if request.method in ("POST", "DELETE") and origin is not None and origin != request.host_url.rstrip("/"):
        abort(403)


def _unreadable(error: Exception) -> tuple[Response, int]:
    return jsonify({"error": type(error).__name__}), 400
