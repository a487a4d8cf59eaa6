"""What members do in groups on their phones: write, send, ask to join, come and go; each act becomes its event."""

from collections.abc import Sequence
from dataclasses import replace

from bot.simulator import group_account, payloads
from bot.simulator.answers import ZaloRefusal
from bot.simulator.chats import ChatLine, LineKind, Side, SimulatedPerson
from bot.simulator.group_events import tell_change, tell_line
from bot.simulator.groups import SimulatedGroup
from bot.simulator.media import MediaFault
from bot.simulator.options import AlbumMode
from bot.simulator.world import World
from domain.events import GroupChange


class GroupPhones:
    """The phones of all members; LookupError for those who are not in the group or may not write there."""

    def __init__(self, world: World) -> None:
        self._world = world

    def say(self, person: SimulatedPerson, group: SimulatedGroup, text: str, *, quote: str | None = None) -> str:
        """Write a text, in which `[@id]` mentions somebody; the id of the message comes back."""
        return self._send(person, group, LineKind.TEXT, text=text, quote=quote)

    def send_photos(
        self,
        person: SimulatedPerson,
        group: SimulatedGroup,
        photos: Sequence[bytes],
        *,
        caption: str = "",
        album: AlbumMode = AlbumMode.SEPARATE_EVENTS,
        fault: MediaFault | None = None,
        quote: str | None = None,
    ) -> tuple[str, ...]:
        """Send photos at once, the words and what they reply to with the first; the message ids come back."""
        with self._world.lock:
            urls = [self._world.store(photo, "photo.jpg", fault) for photo in photos]
            albums = [urls] if album is AlbumMode.ONE_EVENT else [[url] for url in urls]
            return tuple(
                self._send_pictures(person, group, urls, *(("", None) if position else (caption, quote)))
                for position, urls in enumerate(albums)
            )

    def send_file(self, person: SimulatedPerson, group: SimulatedGroup, content: bytes, name: str) -> str:
        """Send a file under its name."""
        url = self._world.store(content, name)
        attachments = [payloads.document(url, name, content)]
        return self._send(person, group, LineKind.FILE, attachments=attachments, media_urls=(url,))

    def send_sticker(self, person: SimulatedPerson, group: SimulatedGroup, picture: bytes) -> str:
        """Send a sticker."""
        url = self._world.store(picture, "sticker.png")
        return self._send(person, group, LineKind.STICKER, attachments=[payloads.sticker(url)], media_urls=(url,))

    def join(self, person: SimulatedPerson, group: SimulatedGroup) -> bool:
        """Come in by the group's link; False if that made a request that the account has to accept."""
        world = self._world
        with world.lock:
            known = world.groups.group(group.id)
            if person.id in known.member_ids:
                return True
            if person.id in known.pending_ids:
                return False
            if known.settings.approves_joining:
                world.groups.keep(replace(known, pending_ids=(*known.pending_ids, person.id)))
                tell_change(world, known, GroupChange.JOIN_REQUESTED, [person.id])
                return False
            group_account.let_in(world, known, [person.id])
            tell_change(world, known, GroupChange.JOINED, [person.id])
            return True

    def leave(self, person: SimulatedPerson, group: SimulatedGroup) -> None:
        """Go out of the group."""
        with self._world.lock:
            known = _group_of_member(self._world, person, group)
            group_account.remove_members(self._world, known, [person.id])

    def _send_pictures(
        self,
        person: SimulatedPerson,
        group: SimulatedGroup,
        urls: Sequence[str],
        caption: str,
        quote: str | None,
    ) -> str:
        attachments = [payloads.picture("image", url) for url in urls]
        return self._send(
            person, group, LineKind.IMAGE, text=caption, quote=quote, attachments=attachments, media_urls=tuple(urls)
        )

    def _send(
        self,
        person: SimulatedPerson,
        group: SimulatedGroup,
        kind: LineKind,
        *,
        text: str = "",
        quote: str | None = None,
        attachments: Sequence[payloads.Payload] = (),
        media_urls: tuple[str, ...] = (),
    ) -> str:
        world = self._world
        with world.lock:
            known = _group_to_write_in(world, person, group)
            world.note_interaction(person)
            line = world.chats.add(
                ChatLine(
                    message_id=world.new_message_id(),
                    person_id=person.id,
                    group_id=known.id,
                    side=Side.RESIDENT,
                    kind=kind,
                    at=world.now(),
                    text=text,
                    media_urls=media_urls,
                    quoted_message_id=quote,
                )
            )
            tell_line(world, known, line, attachments)
            return line.message_id


def _group_to_write_in(world: World, person: SimulatedPerson, group: SimulatedGroup) -> SimulatedGroup:
    known = _group_of_member(world, person, group)
    if known.settings.only_admins_write and person.id not in known.admin_ids:
        raise LookupError("only admins write in this group")
    return known


def _group_of_member(world: World, person: SimulatedPerson, group: SimulatedGroup) -> SimulatedGroup:
    try:
        known = world.groups.group(group.id)
    except ZaloRefusal as error:
        raise LookupError("there is no such group") from error
    if person.id not in known.member_ids:
        raise LookupError("only members act in a group")
    return known
