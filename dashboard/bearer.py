"""How another program shows that it may read: the token of the settings as a bearer."""

import hmac

from flask import request

from dashboard.context import context


def bears_token() -> bool:
    """Whether this request bears the API token; without one in the settings nobody does."""
    token = context().api_token.encode()
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    genuine = hmac.compare_digest(given.strip().encode("utf-8", "surrogateescape"), token)
    return bool(token) and genuine and scheme.lower() == "bearer"
