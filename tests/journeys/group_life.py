"""A group of the account's and what people do in it, for the journeys."""

from collections.abc import Sequence

from sqlmodel import select

from bot.simulator.chats import SimulatedPerson
from bot.simulator.groups import SimulatedGroup
from bot.simulator.options import AlbumMode
from bot.simulator.sample_photos import sample_photo
from domain.teams import GroupPurpose
from storage import teams
from storage.tables import ChatMessage, GroupChat, InboxEvent
from tests.journeys.town import Resident, Town


class TownGroup:
    """One group, with everybody who is to be in it."""

    def __init__(self, town: Town, name: str, members: Sequence[Resident]) -> None:
        self._town = town
        self.group: SimulatedGroup = town.simulator.add_group(name, [one.person for one in members])
        town.settle()

    def says(self, who: Resident, text: str, quote: str | None = None) -> str:
        """Somebody writes, and the town becomes quiet; the id of the message."""
        message_id = self._town.simulator.say_in_group(who.person, self.group, text, quote=quote)
        self._town.settle()
        return message_id

    def sends_photos(
        self,
        who: Resident,
        count: int = 1,
        caption: str = "",
        album: AlbumMode = AlbumMode.SEPARATE_EVENTS,
        quote: str | None = None,
    ) -> None:
        """Somebody sends photos at once."""
        photos = [sample_photo(seed=number) for number in range(count)]
        phones = self._town.simulator.group_phones
        phones.send_photos(who.person, self.group, photos, caption=caption, album=album, quote=quote)
        self._town.settle()

    def mention(self) -> str:
        """How a phone spells a mention of the account."""
        return f"[@{self._town.simulator.options.oa_id}]"

    @property
    def heard(self) -> list[str]:
        """Everything that the account said here."""
        return [message.text for message in self._town.simulator.heard_in_group(self.group)]

    @property
    def last(self) -> str:
        """The last thing that it said here."""
        return self.heard[-1]

    @property
    def last_card(self) -> str:
        """Zalo's id of the last thing it said."""
        return self._town.simulator.heard_in_group(self.group)[-1].message_id

    @property
    def row(self) -> GroupChat:
        """What the register knows of it."""
        with self._town.service.database.read() as work:
            found = teams.group_of(work, self.group.id)
        assert found is not None
        return found

    @property
    def status(self) -> str:
        """Whether it can be spoken in, by the register."""
        return str(self.row.status)

    def is_for(self, purpose: GroupPurpose) -> None:
        """An officer says what it is for."""
        from handlers.groups import set_purpose

        with self._town.service.database.begin() as work:
            set_purpose(work, self.row.id, purpose)


def manager(town: Town, name: str = "Quản trị") -> SimulatedPerson:
    """Somebody who manages the account and follows it."""
    return town.simulator.add_person(name, follows=True, manages=True)


def taken(town: Town) -> Sequence[ChatMessage]:
    """The messages of groups that were kept."""
    with town.service.database.read() as work:
        return work.session.exec(select(ChatMessage).where(ChatMessage.group_id != None).order_by("id")).all()  # noqa: E711


def event_of(town: Town, message_id: str) -> InboxEvent:
    """What is kept of the arrival of one message."""
    with town.service.database.read() as work:
        return work.session.exec(select(InboxEvent).where(InboxEvent.dedupe_key.endswith(f":{message_id}"))).one()
