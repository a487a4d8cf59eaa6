"""What we ask Zalo to do: addresses, shapes of requests and how our buttons are spelt (zalo-platform §4, §5, §7)."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

import requests

from bot.answers import (
    AccountProfile,
    ConversationRow,
    PersonProfile,
    ReplyQuota,
    SentMessage,
    read_account,
    read_person,
    read_reply_quota,
    read_rows,
    read_sent,
)
from bot.error_codes import FailureClass
from bot.errors import classify, without_answer
from bot.group_answers import (
    GroupAsset,
    GroupAssetSource,
    GroupAssetType,
    GroupPage,
    MemberPage,
    ZaloGroup,
    read_assets,
    read_group,
    read_groups,
    read_members,
)
from bot.oauth_client import appsecret_proof
from bot.transport import DEFAULT_TIMEOUT, Answer, Timeout, ask
from domain.messages import Button, ButtonKind, OutgoingMessage

__all__ = ["ConversationRow", "SentMessage", "Tokens", "ZaloClient"]

MAX_ROWS = 10
SEND_PATH = "/v3.0/oa/message/cs"
GROUP_PATH = "/v3.0/oa/group/"
GROUP_SEND_PATH = f"{GROUP_PATH}message"
_NOT_A_DIGIT = re.compile(r"\D")


class Tokens(Protocol):
    """Where access tokens come from: the TokenKeeper, or one fixed token for a check at set-up."""

    def access_token(self) -> str:
        """A token for the next request."""

    def force_refresh(self, stale_token: str) -> str:
        """Another one than that which was just refused."""


class ZaloClient:
    """Zalo's OA API; every method is one request, repeated once with a fresh token if Zalo refuses the first.

    All raise ZaloFailure (bot/errors.py); reads can always be repeated, sends and changes may have an unknown outcome.
    """

    def __init__(
        self,
        *,
        openapi_url: str,
        tokens: Tokens,
        app_secret: str | None = None,
        use_proof: bool = False,
        timeout: Timeout = DEFAULT_TIMEOUT,
        session: requests.Session | None = None,
    ) -> None:
        """`openapi_url` is the host without version; `timeout` is (connect, read) in seconds.

        With `use_proof` every request bears the proof of the app secret, which Zalo demands of some apps.
        """
        self._openapi_url = openapi_url.rstrip("/")
        self._tokens = tokens
        self._proof_secret = app_secret if use_proof else None
        self._timeout = timeout
        self._session = session or requests.Session()

    def send_message(self, person_id: str, message: OutgoingMessage, quote: str | None = None) -> SentMessage:
        """Say something to one person; `quote` is the id of the message answered to (§4.1)."""
        content: dict[str, object] = {"text": message.text}
        if quote:
            content["quote_message_id"] = quote
        if message.buttons:
            buttons = [_button(button) for button in message.buttons]
            content["attachment"] = {"type": "template", "payload": {"buttons": buttons}}
        return self._send(SEND_PATH, {"recipient": {"user_id": person_id}, "message": content})

    def send_group_message(self, group_id: str, text: str) -> SentMessage:
        """Say something in a group of ours; groups know no buttons, and `[@id]` in the text mentions (§5.3)."""
        return self._send(GROUP_SEND_PATH, {"recipient": {"group_id": group_id}, "message": {"text": text}})

    def account(self) -> AccountProfile:
        """The official account itself: the cheapest proof that the token works (§7)."""
        return read_account(self._read("GET", "/v2.0/oa/getoa"))

    def recent_chats(self, offset: int = 0, count: int = MAX_ROWS) -> tuple[ConversationRow, ...]:
        """The newest messages of all private chats; at most 10 at a time, more is refused by Zalo (§7)."""
        return read_rows(self._read("GET", "/v2.0/oa/listrecentchat", data={"offset": offset, "count": count}))

    def conversation(self, person_id: str, offset: int = 0, count: int = MAX_ROWS) -> tuple[ConversationRow, ...]:
        """The newest messages of the chat with one person; at most 10 at a time (§7)."""
        data = {"user_id": person_id, "offset": offset, "count": count}
        return read_rows(self._read("GET", "/v2.0/oa/conversation", data=data))

    def person(self, person_id: str) -> PersonProfile:
        """What Zalo tells of one person (§7)."""
        return read_person(self._read("GET", "/v3.0/oa/user/detail", data={"user_id": person_id}), person_id=person_id)

    def quota(self, person_id: str) -> ReplyQuota:
        """When this person last wrote and what may still be said for free (§4.2)."""
        return read_reply_quota(self._read("POST", "/v3.0/oa/quota/message", document={"user_id": person_id}))

    def groups(self, offset: int = 0, count: int = MAX_ROWS) -> GroupPage:
        """The groups that the account owns; at most 10 at a time (§5.2)."""
        return read_groups(self._read_group("getgroupsofoa", offset=offset, count=count))

    def group(self, group_id: str) -> ZaloGroup:
        """One group; a disabled one answers too, one that is not ours is -403 (§5.2)."""
        return _found(read_group(self._read_group("getgroup", group_id=group_id)), is_repeatable=True)

    def group_members(self, group_id: str, offset: int = 0, count: int = MAX_ROWS) -> MemberPage:
        """Who is in a group, the account among them; at most 10 at a time (§5.2)."""
        return read_members(self._read_group("listmember", group_id=group_id, offset=offset, count=count))

    def pending_members(self, group_id: str, offset: int = 0, count: int = MAX_ROWS) -> MemberPage:
        """Who waits to be let into a group; at most 10 at a time (§5.2)."""
        return read_members(self._read_group("listpendinginvite", group_id=group_id, offset=offset, count=count))

    def group_conversation(self, group_id: str, offset: int = 0, count: int = MAX_ROWS) -> tuple[ConversationRow, ...]:
        """The newest messages of one group; at most 10 at a time (§5.2)."""
        return read_rows(self._read_group("conversation", group_id=group_id, offset=offset, count=count))

    def group_assets(self, asset_type: GroupAssetType, source: GroupAssetSource) -> tuple[GroupAsset, ...]:
        """The assets of one size and origin, each of which pays for one group (§5.1, §5.2)."""
        document = {"quota_owner": "OA", "product_type": asset_type, "quota_type": source}
        return read_assets(self._read("POST", "/v3.0/oa/quota/group", document=document))

    def create_group(
        self, name: str, asset_id: str, member_ids: Sequence[str], *, description: str | None = None
    ) -> ZaloGroup:
        """Make a group of 1 to 99 people, one of whom manages the account, out of a free asset (§5.2).

        -238 and -241 if the asset is taken or invalid, -230 and -232 if somebody may not be invited.
        """
        told = {"group_description": description} if description else {}
        members = {"asset_id": asset_id, "member_user_ids": list(member_ids)}
        return _found(read_group(self._change_group("creategroupwithoa", {"group_name": name, **told, **members})))

    def rename_group(self, group_id: str, name: str) -> None:
        """Give a group another name (§5.2)."""
        self._change_group("updateinfo", {"group_id": group_id, "group_name": name})

    def invite_members(self, group_id: str, person_ids: Sequence[str]) -> None:
        """Take people in who follow the account or wrote within 7 days; else -230 or -232 (§5.2)."""
        self._change_group("invite", {"group_id": group_id, "member_user_ids": list(person_ids)})

    def accept_members(self, group_id: str, person_ids: Sequence[str]) -> None:
        """Let people in who wait for it (§5.2)."""
        self._change_group("acceptpendinginvite", {"group_id": group_id, "member_user_ids": list(person_ids)})

    def reject_members(self, group_id: str, person_ids: Sequence[str]) -> None:
        """Turn people away who wait to be let in (§5.2)."""
        self._change_group("rejectpendinginvite", {"group_id": group_id, "member_user_ids": list(person_ids)})

    def remove_members(self, group_id: str, person_ids: Sequence[str]) -> None:
        """Take people out of a group (§5.2)."""
        self._change_group("removemembers", {"group_id": group_id, "member_user_ids": list(person_ids)})

    def dissolve_group(self, group_id: str) -> None:
        """End a group for everybody; its asset is free again (§5.2)."""
        self._change_group("delete", {"group_id": group_id})

    def _read_group(self, call: str, **query: object) -> object:
        texts = {name: str(value) for name, value in query.items()}
        return self._data("GET", GROUP_PATH + call, query=texts)

    def _change_group(self, call: str, document: Mapping[str, object]) -> object:
        return self._call("POST", GROUP_PATH + call, document=document, is_repeatable=False).body.get("data")

    def _send(self, path: str, document: Mapping[str, object]) -> SentMessage:
        answer = self._call("POST", path, document=document, is_repeatable=False)
        sent = read_sent(answer.body.get("data"))
        if sent is None:
            raise without_answer("no_message_id", outcome_known=False)
        return sent

    def _read(
        self,
        method: str,
        path: str,
        *,
        data: Mapping[str, object] | None = None,
        document: Mapping[str, object] | None = None,
    ) -> object:
        query = {"data": json.dumps(data, separators=(",", ":"))} if data is not None else None
        return self._data(method, path, query=query, document=document)

    def _data(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        document: Mapping[str, object] | None = None,
    ) -> object:
        answer = self._call(method, path, query=query, document=document, is_repeatable=True)
        found = answer.body.get("data")
        if found is None:
            raise without_answer("no_data", outcome_known=True)
        return found

    def _call(
        self,
        method: str,
        path: str,
        *,
        is_repeatable: bool,
        query: Mapping[str, str] | None = None,
        document: Mapping[str, object] | None = None,
    ) -> Answer:
        def attempt(token: str) -> Answer:
            return ask(
                self._session,
                method,
                self._openapi_url + path,
                headers=self._headers(token),
                timeout=self._timeout,
                is_repeatable=is_repeatable,
                query=query,
                document=document,
            )

        token = self._tokens.access_token()
        answer = attempt(token)
        failure = classify(answer.body.get("error"), answer.http_status, is_repeatable=is_repeatable)
        if failure and failure.failure_class is FailureClass.TOKEN:
            answer = attempt(self._tokens.force_refresh(token))
            failure = classify(answer.body.get("error"), answer.http_status, is_repeatable=is_repeatable)
        if failure:
            raise failure
        return answer

    def _headers(self, token: str) -> dict[str, str]:
        headers = {"access_token": token}
        if self._proof_secret:
            headers["appsecret_proof"] = appsecret_proof(self._proof_secret, token)
        return headers


def _found(group: ZaloGroup | None, *, is_repeatable: bool = False) -> ZaloGroup:
    if group is None:
        raise without_answer("no_group_id", outcome_known=is_repeatable)
    return group


def _button(button: Button) -> dict[str, object]:
    zalo_type, payload_of = BUTTONS[button.kind]
    return {"title": button.title, "type": zalo_type, "payload": payload_of(button.value)}


def _phone_code(number: str) -> str:
    """Digits alone, a leading 0 replaced by the country's 84; short numbers such as 114 stay as they are."""
    digits = _NOT_A_DIGIT.sub("", number)
    return f"84{digits[1:]}" if digits.startswith("0") else digits


BUTTONS: dict[ButtonKind, tuple[str, Callable[[str], object]]] = {
    ButtonKind.SAY: ("oa.query.hide", str),
    ButtonKind.OPEN_LINK: ("oa.open.url", lambda link: {"url": link}),
    ButtonKind.CALL: ("oa.open.phone", lambda number: {"phone_code": _phone_code(number)}),
}
