"""How Zalo answers: HTTP 200 with error, message and data; and the words of the error codes it uses here."""

from bot.simulator.options import TokenRefusal
from domain.errors import HoaXuanError

SUCCESS = "Success"
EMPTY_API: dict[str, object] = {"error": 404, "message": "empty api"}

MESSAGES: dict[int, str] = {
    -32: "The request limit of the application or the official account is reached",
    -100: "The attachment does not exist or has expired",
    -108: "The phone number is invalid",
    -201: "The parameter is invalid",
    -210: "The parameter exceeds its limit",
    -211: "Out of quota",
    -213: "The user has not followed the official account",
    -216: "Access token is invalid",
    -217: "The user has blocked invitations from the official account",
    -220: "Access token is expired or removed",
    -230: "The user has not interacted with the official account in the last 7 days",
    -232: "The user has not interacted with the official account, or the interaction has expired",
    -237: "The group has been disabled because its asset has expired",
    -238: "The asset is already used by another group",
    -240: "The message API version 2 has been shut down",
    -241: "The asset is invalid",
    -242: "appsecret_proof is missing or wrong",
    -403: "The official account is not a member of this group",
}

_TOKEN_REFUSALS: dict[TokenRefusal, tuple[int, dict[str, object]]] = {
    TokenRefusal.MINUS_216: (200, {"error": -216, "message": MESSAGES[-216]}),
    TokenRefusal.PLUS_216_TEXT: (200, {"error": "216", "message": MESSAGES[-216]}),
    TokenRefusal.MINUS_220: (200, {"error": -220, "message": MESSAGES[-220]}),
    TokenRefusal.MINUS_401: (200, {"error": -401, "message": MESSAGES[-216]}),
    TokenRefusal.HTTP_401: (401, {"error": 401, "message": MESSAGES[-216]}),
}


class ZaloRefusal(HoaXuanError):
    """Zalo's refusal of one call; `code` is the number of zalo-platform §10.1."""

    def __init__(self, code: int, detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail

    def body(self) -> dict[str, object]:
        """The answer as it goes over the wire."""
        words = MESSAGES.get(self.code, "Request failed")
        return {"error": self.code, "message": f"{words}: {self.detail}" if self.detail else words}


def success(data: object) -> dict[str, object]:
    """A good answer around `data`; None leaves the data out."""
    answer: dict[str, object] = {"error": 0, "message": SUCCESS}
    if data is not None:
        answer["data"] = data
    return answer


def token_refused(style: TokenRefusal) -> tuple[int, dict[str, object]]:
    """HTTP status and body for a bad access token, in the chosen style."""
    return _TOKEN_REFUSALS[style]
