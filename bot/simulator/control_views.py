"""How the chat page and tests see the simulator's state as JSON: lines with ticks, people, groups, webhook."""

from bot.simulator.chats import ChatLine, Side
from bot.simulator.deliveries import FINISHED, Delivery, DeliveryStatus
from bot.simulator.group_events import name_of, named
from bot.simulator.groups import SimulatedGroup
from bot.simulator.switchboard_view import switchboard_view
from bot.simulator.world import World

_SHOWN_DELIVERIES = 12


def state_view(world: World, chat_id: str, since: int) -> dict[str, object]:
    """Everything that changed after revision `since`, for one person or group, with the whole of the small rest."""
    lines = world.chats.lines(chat_id, since=since)
    return {
        "revision": world.chats.revision,
        "now": world.now().isoformat(),
        "frozen": world.options.clock.is_frozen,
        "account": {"id": world.options.oa_id, "name": world.options.oa_name},
        "people": [_person_view(world, each) for each in world.chats.people],
        "groups": [_group_view(world, each) for each in world.groups.groups()],
        "lines": [_line_view(world, line) for line in lines],
        "webhook": _webhook_view(world),
        "switchboard": switchboard_view(world),
    }


def delivery_view(delivery: Delivery) -> dict[str, object]:
    """One webhook post without its body."""
    return {
        "number": delivery.number,
        "event_name": delivery.event_name,
        "status": delivery.status,
        "attempts": delivery.attempts,
        "answer": delivery.answer,
        "due_at": delivery.due_at.isoformat(),
    }


def _person_view(world: World, person_id: str) -> dict[str, object]:
    standing = world.chats.standing(person_id)
    lines = world.chats.lines(person_id)
    unread = sum(line.side is not Side.RESIDENT and line.seen_at is None for line in lines)
    return {
        "id": person_id,
        "name": world.chats.people[person_id].name,
        "unread": unread,
        "follows": standing.follows,
        "blocks": standing.blocks,
        "free_replies_left": world.ledger.free_left(standing),
        "last_interaction_at": standing.last_interaction_at.isoformat() if standing.last_interaction_at else None,
    }


def _group_view(world: World, group: SimulatedGroup) -> dict[str, object]:
    return {
        "id": group.id,
        "name": group.name,
        "members": group.member_ids,
        "admins": group.admin_ids,
        "pending": group.pending_ids,
        "enabled": world.groups.is_enabled(group),
        "deleted_at": world.groups.deleted_at(group).isoformat(),
        "approves_joining": group.settings.approves_joining,
    }


def _line_view(world: World, line: ChatLine) -> dict[str, object]:
    return {
        "message_id": line.message_id,
        "side": line.side,
        "kind": line.kind,
        "text": named(world, line.text) if line.group_id else line.text,
        "author": name_of(world, line.person_id) if line.group_id else "",
        "author_id": line.person_id,
        "at": line.at.isoformat(),
        "buttons": [{"title": each.title, "type": each.type, "value": each.value} for each in line.buttons],
        "media": [_preview_address(world, url) for url in line.media_urls],
        "latitude": line.latitude,
        "longitude": line.longitude,
        "quoted_message_id": line.quoted_message_id,
        "hidden": line.hidden,
        "reaction": line.reaction,
        "received": line.received_at is not None,
        "seen": line.seen_at is not None,
    }


def _preview_address(world: World, url: str) -> str:
    ours = f"{world.base_url}/media/"
    return f"/simulator/media/{url.removeprefix(ours).split('/')[0]}" if url.startswith(ours) else url


def _webhook_view(world: World) -> dict[str, object]:
    webhook = world.webhook
    deliveries = webhook.deliveries()
    retrying = [each for each in deliveries if each.status is DeliveryStatus.RETRYING]
    return {
        "url": webhook.url,
        "disabled_at": webhook.disabled_at.isoformat() if webhook.disabled_at else None,
        "waiting": sum(each.status not in FINISHED and each not in retrying for each in deliveries),
        "retrying": len(retrying),
        "next_retry_at": min((each.due_at for each in retrying), default=world.now()).isoformat(),
        "delivered": sum(each.status is DeliveryStatus.DELIVERED for each in deliveries),
        "newest": [delivery_view(each) for each in deliveries[-_SHOWN_DELIVERIES:][::-1]],
    }
