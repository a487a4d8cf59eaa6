"""What the account says: a checked message is charged, put into the chat, echoed and delivered to the phone."""

from datetime import datetime

from bot.simulator import identifiers, payloads
from bot.simulator.answers import ZaloRefusal
from bot.simulator.chats import ChatLine, LineKind, Side, SimulatedPerson
from bot.simulator.message_rules import AskedMessage
from bot.simulator.uploads import UploadKind
from bot.simulator.world import World

_PICTURES = frozenset({UploadKind.IMAGE, UploadKind.GIF})


def say(world: World, asked: AskedMessage) -> dict[str, object]:
    """Send one message of the app; answers with the `data` of Zalo's reply, or raises ZaloRefusal."""
    person = world.chats.person(asked.recipient_id)
    media_urls = media_urls_of(world, asked)
    check_quote(world, asked)
    standing, quota = world.ledger.charge(world.chats.standing(person.id), pays=world.switches.pays_over_quota)
    world.chats.change_standing(person.id, standing)
    line = world.chats.add(
        ChatLine(
            message_id=world.new_message_id(),
            person_id=person.id,
            side=Side.ACCOUNT,
            kind=asked.kind,
            at=world.now(),
            text=asked.text,
            buttons=asked.buttons,
            media_urls=media_urls,
            quoted_message_id=asked.quoted_message_id,
        )
    )
    _announce(world, person, line)
    return _answer(world, line, quota)


def say_as_human(world: World, person: SimulatedPerson, text: str, admin_id: str) -> ChatLine:
    """A human answers from Zalo's own tool: no window, no charge, and an echo that names the human."""
    line = world.chats.add(
        ChatLine(
            message_id=world.new_message_id(),
            person_id=person.id,
            side=Side.HUMAN,
            kind=LineKind.TEXT,
            at=world.now(),
            text=text,
        )
    )
    _announce(world, person, line, admin_id)
    return line


def react(world: World, person_id: str, message_id: str, icon: str) -> dict[str, object]:
    """The account puts an icon on a message of this person's chat."""
    person = world.chats.person(person_id)
    line = world.chats.line(message_id)
    if line is None or line.chat_id != person.id:
        raise ZaloRefusal(-201, "react_message_id")
    world.chats.mark_reaction(message_id, icon)
    if world.switches.echoes:
        message: payloads.Payload = {"msg_id": message_id, "react_icon": icon}
        event = payloads.from_account(world.account, person, "oa_reacted_message", message, world.now())
        world.post(person.id, event)
    return {"message_id": message_id, "user_id": person.id}


def revoke_permission(world: World) -> None:
    """The account takes back what it allowed the app: the tokens die, and an event says so."""
    world.desk.revoke()
    world.post("", payloads.flat(world.account, "permission_revoked", {}, world.now()))


def _announce(world: World, person: SimulatedPerson, line: ChatLine, admin_id: str | None = None) -> None:
    if world.switches.echoes:
        world.post(person.id, _echo(world, person, line, admin_id))
    if world.switches.receipts:
        world.chats.mark_received(line.message_id, line.at)
        message: payloads.Payload = {"msg_id": line.message_id}
        event = payloads.from_account(world.account, person, "user_received_message", message, line.at)
        world.post(person.id, event)


def _echo(world: World, person: SimulatedPerson, line: ChatLine, admin_id: str | None) -> payloads.Payload:
    attachments = [payloads.picture(line.kind, url) for url in line.media_urls] + payloads.echo_buttons(line.buttons)
    message = payloads.message(line.message_id, text=line.text, quote=line.quoted_message_id, attachments=attachments)
    event_name = f"oa_send_{line.kind}"
    return payloads.from_account(world.account, person, event_name, message, line.at, admin_id=admin_id)


def media_urls_of(world: World, asked: AskedMessage) -> tuple[str, ...]:
    """Where the picture or file of a message lies; what was not uploaded or too long ago is refused with -100."""
    if asked.url:
        return (asked.url,)
    if asked.attachment_id and asked.kind is not LineKind.STICKER:
        return (world.uploads.find(asked.attachment_id, _PICTURES, world.now()).url,)
    if asked.file_token:
        return (world.uploads.find(asked.file_token, frozenset({UploadKind.FILE}), world.now()).url,)
    return ()


def check_quote(world: World, asked: AskedMessage) -> None:
    """Refuse with -201 a quote of what was not said in the same chat."""
    if asked.quoted_message_id is None:
        return
    quoted = world.chats.line(asked.quoted_message_id)
    if quoted is None or quoted.chat_id != asked.recipient_id:
        raise ZaloRefusal(-201, "quote_message_id")


def _answer(world: World, line: ChatLine, quota: dict[str, object]) -> dict[str, object]:
    answer: dict[str, object] = {
        "message_id": line.message_id,
        "user_id": line.person_id,
        "sent_time": _milliseconds(line.at),
    }
    return answer | ({"quota": quota} if world.switches.quota_in_answers else {})


def _milliseconds(at: datetime) -> str:
    return str(identifiers.milliseconds(at))
