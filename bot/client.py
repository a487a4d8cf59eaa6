"""How we ask Zalo for anything: one token, one retry after a stale one, each answer read by its code (§4, §7)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

import requests

from bot.errors import FailureClass, ZaloFailure, classify, without_answer
from bot.event_fields import identifier, member
from bot.tokens import TokenKeeper, appsecret_proof
from bot.transport import DEFAULT_TIMEOUT, Timeout, ask
from domain.messages import Button, ButtonKind, OutgoingMessage

MESSAGE_PATH = "/v3.0/oa/message/cs"
ACCOUNT_PATH = "/v2.0/oa/getoa"
CONVERSATION_PATH = "/v2.0/oa/conversation"
RECENT_CHATS_PATH = "/v2.0/oa/listrecentchat"
PERSON_PATH = "/v3.0/oa/user/detail"
QUOTA_PATH = "/v3.0/oa/quota/message"
MAX_ROWS = 10
_BUTTON_TYPES = {
    ButtonKind.SAY: "oa.query.hide",
    ButtonKind.OPEN_LINK: "oa.open.url",
    ButtonKind.CALL: "oa.open.phone",
}


@dataclass(frozen=True, kw_only=True)
class SentMessage:
    """What Zalo says of a message it took; `free_replies_left` only where Zalo tells (zalo-platform §4.1)."""

    message_id: str
    quota_kind: str | None = None
    free_replies_left: int | None = None


class ZaloClient:
    """One official account's way to Zalo."""

    def __init__(
        self,
        *,
        openapi_url: str,
        tokens: TokenKeeper,
        app_secret: str = "",
        uses_proof: bool = False,
        timeout: Timeout = DEFAULT_TIMEOUT,
        session: requests.Session | None = None,
    ) -> None:
        """`uses_proof` adds `appsecret_proof`, needed only where the app has it switched on (else -242)."""
        self._url = openapi_url.rstrip("/")
        self._tokens = tokens
        self._app_secret = app_secret
        self._uses_proof = uses_proof
        self._timeout = timeout
        self._session = session or requests.Session()

    def send_message(self, person_id: str, message: OutgoingMessage, quote: str | None = None) -> SentMessage:
        """Say something to one person (consultation message).

        Raises ZaloFailure; with `outcome_known` False the message may have left and must not simply be sent again.
        """
        document = {"recipient": {"user_id": person_id}, "message": _spell(message, quote)}
        data = self._call("POST", MESSAGE_PATH, document=document, is_repeatable=False)
        message_id = identifier(member(data, "data", "message_id"))
        if not message_id:
            raise without_answer("no_message_id", outcome_known=False)
        return SentMessage(
            message_id=message_id,
            quota_kind=identifier(member(data, "data", "quota", "quota_type")) or None,
            free_replies_left=_count(member(data, "data", "quota", "remain")),
        )

    def account(self) -> Mapping[str, object]:
        """What Zalo says of the account: the cheapest sign that the token works."""
        return _object(self._call("GET", ACCOUNT_PATH))

    def person(self, person_id: str) -> Mapping[str, object]:
        """What Zalo says of a person."""
        return _object(self._call("GET", PERSON_PATH, query=_as_data({"user_id": person_id})))

    def quota(self, person_id: str) -> Mapping[str, object]:
        """How many messages may still go to a person, and when he last wrote."""
        return _object(self._call("POST", QUOTA_PATH, document={"user_id": person_id}))

    def recent_chats(self, *, offset: int = 0, count: int = MAX_ROWS) -> list[Mapping[str, object]]:
        """The newest messages of all private chats; at most 10 rows a request, else -210."""
        return _rows(self._call("GET", RECENT_CHATS_PATH, query=_as_data({"offset": offset, "count": count})))

    def conversation(self, person_id: str, *, offset: int = 0, count: int = MAX_ROWS) -> list[Mapping[str, object]]:
        """The newest messages of one private chat; at most 10 rows a request, else -210."""
        query = _as_data({"user_id": person_id, "offset": offset, "count": count})
        return _rows(self._call("GET", CONVERSATION_PATH, query=query))

    def _call(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        document: Mapping[str, object] | None = None,
        is_repeatable: bool = True,
    ) -> dict[str, object]:
        token = self._tokens.access_token()
        try:
            return self._ask(method, path, token, query, document, is_repeatable)
        except ZaloFailure as failure:
            if failure.failure_class is not FailureClass.TOKEN:
                raise
        return self._ask(method, path, self._tokens.force_refresh(token), query, document, is_repeatable)

    def _ask(
        self,
        method: str,
        path: str,
        token: str,
        query: Mapping[str, str] | None,
        document: Mapping[str, object] | None,
        is_repeatable: bool,
    ) -> dict[str, object]:
        headers = {"access_token": token}
        if self._uses_proof:
            headers["appsecret_proof"] = appsecret_proof(self._app_secret, token)
        answer = ask(
            self._session,
            method,
            self._url + path,
            headers=headers,
            timeout=self._timeout,
            is_repeatable=is_repeatable,
            query=query,
            document=document,
        )
        failure = classify(answer.body.get("error"), answer.http_status, is_repeatable=is_repeatable)
        if failure is not None:
            raise failure
        return answer.body


def _spell(message: OutgoingMessage, quote: str | None) -> dict[str, object]:
    spelt: dict[str, object] = {"text": message.text}
    if quote is not None:
        spelt["quote_message_id"] = quote
    if message.buttons:
        buttons = [_spell_button(button) for button in message.buttons]
        spelt["attachment"] = {"type": "template", "payload": {"buttons": buttons}}
    return spelt


def _spell_button(button: Button) -> dict[str, object]:
    payloads: dict[ButtonKind, object] = {
        ButtonKind.SAY: button.value,
        ButtonKind.OPEN_LINK: {"url": button.value},
        ButtonKind.CALL: {"phone_code": button.value},
    }
    return {"title": button.title, "type": _BUTTON_TYPES[button.kind], "payload": payloads[button.kind]}


def _as_data(query: Mapping[str, object]) -> dict[str, str]:
    return {"data": json.dumps(query)}


def _object(body: dict[str, object]) -> Mapping[str, object]:
    data = body.get("data")
    if not isinstance(data, dict):
        raise without_answer("no_data", outcome_known=True)
    return data


def _rows(body: dict[str, object]) -> list[Mapping[str, object]]:
    data = body.get("data")
    if isinstance(data, dict):
        data = data.get("data")
    return [row for row in data if isinstance(row, dict)] if isinstance(data, list) else []


def _count(value: object) -> int | None:
    text = identifier(value)
    return int(text) if text and text.isdecimal() else None
