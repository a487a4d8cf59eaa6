"""What residents do on their phones: writing, sending, tapping, reading, following; each act becomes its event."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.simulator import payloads
from bot.simulator.chats import ButtonType, ChatLine, HeardButton, LineKind, Side, SimulatedPerson
from bot.simulator.media import MediaFault
from bot.simulator.options import AlbumMode, CaptionOn
from bot.simulator.world import World

_BETWEEN_PHOTOS = timedelta(milliseconds=120)
_QUERIES = frozenset({ButtonType.QUERY_SHOW, ButtonType.QUERY_HIDE})


class Phones:
    """All phones of all people; every method may be called from any thread."""

    def __init__(self, world: World) -> None:
        self._world = world

    def say(self, person: SimulatedPerson, text: str, *, quote: str | None = None, hidden: bool = False) -> str:
        """Write a text; the id of the message comes back. `hidden` is what a silent button sends."""
        return self._send(person, LineKind.TEXT, text=text, quote=quote, hidden=hidden)

    def send_photos(
        self,
        person: SimulatedPerson,
        photos: Sequence[bytes],
        *,
        caption: str = "",
        album: AlbumMode = AlbumMode.SEPARATE_EVENTS,
        caption_on: CaptionOn = CaptionOn.FIRST,
        fault: MediaFault | None = None,
        failures: int = 2,
    ) -> tuple[str, ...]:
        """Send photos at once; the message ids come back in the order of sending.

        `fault` breaks the fetching of every one of them, `failures` is how often a flaky one fails first.
        """
        with self._world.lock:
            urls = [self._world.store(photo, "photo.jpg", fault, failures) for photo in photos]
            groups = [urls] if album is AlbumMode.ONE_EVENT else [[url] for url in urls]
            captions = _captions(caption, caption_on, len(groups))
            sent = [
                self._send_pictures(person, group, words, self._world.now() + position * _BETWEEN_PHOTOS)
                for position, (group, words) in enumerate(zip(groups, captions, strict=True))
            ]
            if caption and caption_on is CaptionOn.OWN_MESSAGE:
                sent.append(self.say(person, caption))
            return tuple(sent)

    def send_pin(self, person: SimulatedPerson, latitude: float, longitude: float, *, text: str = "") -> str:
        """Drop a pin, in degrees; whether it travels as strings or numbers is a switch of the simulator."""
        as_numbers = self._world.switches.numeric_coordinates
        pin = payloads.location(latitude, longitude, as_numbers=as_numbers)
        with self._world.lock:
            return self._send(
                person, LineKind.LOCATION, text=text, attachments=[pin], latitude=latitude, longitude=longitude
            )

    def send_audio(self, person: SimulatedPerson, recording: bytes) -> str:
        """Send a voice note."""
        url = self._world.store(recording, "voice.amr")
        return self._send(person, LineKind.AUDIO, attachments=[payloads.audio(url)], media_urls=(url,))

    def send_video(self, person: SimulatedPerson, video: bytes, *, description: str = "") -> str:
        """Send a video."""
        url = self._world.store(video, "video.mp4")
        attachment = payloads.described("video", url, description)
        return self._send(person, LineKind.VIDEO, attachments=[attachment], media_urls=(url,))

    def send_gif(self, person: SimulatedPerson, gif: bytes) -> str:
        """Send a moving picture."""
        url = self._world.store(gif, "moving.gif")
        return self._send(person, LineKind.GIF, attachments=[payloads.picture("gif", url)], media_urls=(url,))

    def send_file(self, person: SimulatedPerson, content: bytes, name: str) -> str:
        """Send a file under its name."""
        url = self._world.store(content, name)
        attachment = payloads.document(url, name, content)
        return self._send(person, LineKind.FILE, attachments=[attachment], media_urls=(url,))

    def send_sticker(self, person: SimulatedPerson, picture: bytes) -> str:
        """Send a sticker."""
        url = self._world.store(picture, "sticker.png")
        return self._send(person, LineKind.STICKER, attachments=[payloads.sticker(url)], media_urls=(url,))

    def send_link(self, person: SimulatedPerson, link: str, *, description: str = "") -> str:
        """Send a link; its address stands in the text as well."""
        attachment = payloads.described("link", link, description)
        return self._send(person, LineKind.LINK, text=link, attachments=[attachment])

    def send_contact_card(self, person: SimulatedPerson, phone: str) -> str:
        """Send somebody's contact card: a link whose description is JSON with the phone number."""
        description = json.dumps({"phone": phone, "qrCodeUrl": self._world.base_url})
        attachment = payloads.described("link", self._world.base_url, description)
        return self._send(person, LineKind.BUSINESS_CARD, attachments=[attachment])

    def tap(self, person: SimulatedPerson, wanted: str) -> str | None:
        """Tap the button with this title or value under the newest line that offers it.

        The id of the message that the tap sends comes back, None for links and calls. LookupError if nobody offers it.
        """
        with self._world.lock:
            for line in reversed(self._world.chats.lines(person.id)):
                for button in line.buttons:
                    if wanted in (button.title, button.value):
                        return self.press(person, button)
        raise LookupError(f"no message to {person.id} offers a button like that")

    def press(self, person: SimulatedPerson, button: HeardButton) -> str | None:
        """Press exactly this button: a query writes its value, the others leave the chat."""
        if button.type not in _QUERIES:
            return None
        return self.say(person, button.value, hidden=button.type is ButtonType.QUERY_HIDE)

    def see(self, person: SimulatedPerson) -> tuple[str, ...]:
        """Read everything the account said; the ids of what was unread come back."""
        world = self._world
        with world.lock:
            unseen = [
                line.message_id
                for line in world.chats.lines(person.id)
                if line.side is not Side.RESIDENT and line.seen_at is None
            ]
            for message_id in unseen:
                world.chats.mark_seen(message_id, world.now())
            if unseen and world.switches.receipts:
                message: payloads.Payload = {"msg_ids": unseen}
                world.post(
                    person.id,
                    payloads.from_account(world.account, person, "user_seen_message", message, world.now()),
                )
            return tuple(unseen)

    def react(self, person: SimulatedPerson, message_id: str, icon: str) -> None:
        """Put an icon on a line of the chat."""
        world = self._world
        with world.lock:
            world.chats.mark_reaction(message_id, icon)
            message: payloads.Payload = {"msg_id": message_id, "react_icon": icon}
            world.note_interaction(person)
            world.post(
                person.id,
                payloads.from_person(world.account, person, "user_reacted_message", message, world.now()),
            )

    def follow(self, person: SimulatedPerson) -> None:
        """Follow the account, which opens the window."""
        self._change_follow(person, follows=True)

    def unfollow(self, person: SimulatedPerson) -> None:
        """Stop following."""
        self._change_follow(person, follows=False)

    def click_chat_now(self, person: SimulatedPerson) -> None:
        """Open the chat for the first time without writing, which opens the window."""
        world = self._world
        with world.lock:
            world.note_interaction(person)
            world.post(person.id, payloads.chat_now(world.account, person, world.now()))

    def submit_info(self, person: SimulatedPerson, info: Mapping[str, object]) -> None:
        """Answer a form that asks for contact details."""
        world = self._world
        with world.lock:
            world.note_interaction(person)
            world.post(person.id, payloads.info_submitted(world.account, person, info, world.now()))

    def block(self, person: SimulatedPerson, *, blocks: bool = True) -> None:
        """Block the account, or let it speak again."""
        chats = self._world.chats
        with self._world.lock:
            chats.change_standing(person.id, replace(chats.standing(person.id), blocks=blocks))

    def _change_follow(self, person: SimulatedPerson, *, follows: bool) -> None:
        world = self._world
        with world.lock:
            if follows:
                world.note_interaction(person)
            world.chats.change_standing(person.id, replace(world.chats.standing(person.id), follows=follows))
            event_name = "follow" if follows else "unfollow"
            world.post(person.id, payloads.follow_change(world.account, person, event_name, world.now()))

    def _send_pictures(self, person: SimulatedPerson, urls: Sequence[str], caption: str, at: datetime) -> str:
        attachments = [payloads.picture("image", url) for url in urls]
        return self._send(person, LineKind.IMAGE, text=caption, attachments=attachments, media_urls=tuple(urls), at=at)

    def _send(
        self,
        person: SimulatedPerson,
        kind: LineKind,
        *,
        text: str = "",
        quote: str | None = None,
        hidden: bool = False,
        attachments: Sequence[payloads.Payload] = (),
        media_urls: tuple[str, ...] = (),
        latitude: float | None = None,
        longitude: float | None = None,
        at: datetime | None = None,
    ) -> str:
        world = self._world
        with world.lock:
            world.note_interaction(person)
            line = world.chats.add(
                ChatLine(
                    message_id=world.new_message_id(),
                    person_id=person.id,
                    side=Side.RESIDENT,
                    kind=kind,
                    at=at or world.now(),
                    text=text,
                    media_urls=media_urls,
                    latitude=latitude,
                    longitude=longitude,
                    quoted_message_id=quote,
                    hidden=hidden,
                )
            )
            message = payloads.message(line.message_id, text=text, quote=quote, attachments=attachments)
            event_name = f"user_send_{kind}"
            event = payloads.from_person(world.account, person, event_name, message, line.at)
            world.post(person.id, event, line.message_id)
            return line.message_id


def _captions(caption: str, caption_on: CaptionOn, count: int) -> list[str]:
    captions = [""] * count
    positions = {CaptionOn.FIRST: 0, CaptionOn.LAST: count - 1}
    if caption_on in positions and count:
        captions[positions[caption_on]] = caption
    return captions
