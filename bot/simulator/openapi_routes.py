"""Which paths the OpenAPI and business hosts know; every other is an empty api (§0)."""

from collections.abc import Callable

from flask import Blueprint, Response, jsonify, request

from bot.simulator import group_reads, group_writes, openapi_reads, openapi_writes
from bot.simulator.answers import EMPTY_API, ZaloRefusal
from bot.simulator.calls import TokenRefused, answered, check_caller, refused, token_answer
from bot.simulator.uploads import UploadKind
from bot.simulator.world import World

Answerer = Callable[[World], object]

OPENAPI: dict[tuple[str, str], Answerer] = {
    ("POST", "/v3.0/oa/message/cs"): openapi_writes.send_consultation,
    ("POST", "/v3.0/oa/message/template"): openapi_writes.send_template,
    ("POST", "/v2.0/oa/message"): openapi_writes.react,
    ("POST", "/v2.0/oa/upload/image"): openapi_writes.upload(UploadKind.IMAGE),
    ("POST", "/v2.0/oa/upload/gif"): openapi_writes.upload(UploadKind.GIF),
    ("POST", "/v2.0/oa/upload/file"): openapi_writes.upload(UploadKind.FILE),
    ("POST", "/v3.0/oa/quota/message"): openapi_reads.quota,
    ("GET", "/v3.0/oa/user/detail"): openapi_reads.user_detail,
    ("GET", "/v3.0/oa/user/getlist"): openapi_reads.user_list,
    ("GET", "/v2.0/oa/getoa"): openapi_reads.account_detail,
    ("GET", "/v2.0/oa/listrecentchat"): openapi_reads.recent_chats,
    ("GET", "/v2.0/oa/conversation"): openapi_reads.conversation,
    ("POST", "/v3.0/oa/quota/group"): group_reads.assets,
    ("GET", "/v3.0/oa/group/getgroup"): group_reads.group_detail,
    ("GET", "/v3.0/oa/group/getgroupsofoa"): group_reads.group_list,
    ("GET", "/v3.0/oa/group/listmember"): group_reads.members,
    ("GET", "/v3.0/oa/group/listpendinginvite"): group_reads.pending_members,
    ("GET", "/v3.0/oa/group/conversation"): group_reads.conversation,
    ("GET", "/v3.0/oa/group/listrecentchat"): group_reads.recent_chats,
    ("POST", "/v3.0/oa/group/creategroupwithoa"): group_writes.create,
    ("POST", "/v3.0/oa/group/updateinfo"): group_writes.update_info,
    ("POST", "/v3.0/oa/group/updateasset"): group_writes.update_asset,
    ("POST", "/v3.0/oa/group/delete"): group_writes.delete,
    ("POST", "/v3.0/oa/group/message"): group_writes.send,
    **{("POST", f"/v3.0/oa/group/{name}"): change for name, change in group_writes.MEMBER_CHANGES.items()},
}
BUSINESS: dict[tuple[str, str], Answerer] = {
    ("POST", "/message/template"): openapi_writes.send_template_by_phone,
}


def openapi_blueprint(world: World, name: str, calls: dict[tuple[str, str], Answerer]) -> Blueprint:
    """One host under its prefix `/<name>`, answering the given calls."""
    blueprint = Blueprint(name, __name__, url_prefix=f"/{name}")

    @blueprint.route("/<path:rest>", methods=["GET", "POST", "PUT", "DELETE"])
    def call(rest: str) -> Response:
        answerer = calls.get((request.method, f"/{rest}"))
        return jsonify(EMPTY_API) if answerer is None else _answer(world, f"/{rest}", answerer)

    return blueprint


def _answer(world: World, path: str, answerer: Answerer) -> Response:
    with world.lock:
        try:
            check_caller(world, path)
            return answered(answerer(world))
        except TokenRefused:
            return token_answer(world)
        except ZaloRefusal as refusal:
            return refused(refusal)
