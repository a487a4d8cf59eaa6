"""The headers of every staff page: nothing foreign loads, nobody frames it, nothing of it is kept."""

from flask import Response, request

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
_STATIC_SECONDS = 3600


def add_headers(response: Response) -> Response:
    """The headers of every staff page; a page that says nothing about caching is not kept."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint == "staff.static":
        response.headers["Cache-Control"] = f"private, max-age={_STATIC_SECONDS}"
    elif not response.cache_control:
        response.headers["Cache-Control"] = "no-store"
    return response
