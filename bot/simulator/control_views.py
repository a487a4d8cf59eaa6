"""How the chat page and tests see the simulator's state as JSON: lines with ticks, people, clock and webhook."""

from bot.simulator.chats import ChatLine, Side
from bot.simulator.deliveries import FINISHED, Delivery, DeliveryStatus
from bot.simulator.world import World

_SHOWN_DELIVERIES = 12


def state_view(world: World, person_id: str | None, since: int) -> dict[str, object]:
    """Everything that changed after revision `since`, for one chat, with the whole of the small rest."""
    lines = world.chats.lines(person_id, since=since) if person_id else []
    return {
        "revision": world.chats.revision,
        "now": world.now().isoformat(),
        "frozen": world.options.clock.is_frozen,
        "people": [_person_view(world, each) for each in world.chats.people],
        "lines": [_line_view(world, line) for line in lines],
        "webhook": _webhook_view(world),
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


def _line_view(world: World, line: ChatLine) -> dict[str, object]:
    return {
        "message_id": line.message_id,
        "side": line.side,
        "kind": line.kind,
        "text": line.text,
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
        "disabled": webhook.disabled_at is not None,
        "waiting": sum(each.status not in FINISHED and each not in retrying for each in deliveries),
        "retrying": len(retrying),
        "next_retry_at": min((each.due_at for each in retrying), default=world.now()).isoformat(),
        "delivered": sum(each.status is DeliveryStatus.DELIVERED for each in deliveries),
        "newest": [delivery_view(each) for each in deliveries[-_SHOWN_DELIVERIES:][::-1]],
    }
