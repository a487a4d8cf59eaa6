"""One message of a member in a group: who, in which group, for which of his teams, and what it replies to."""

from dataclasses import dataclass
from datetime import datetime

from domain.events import MessageReceived
from domain.group_speech import Address
from domain.teams import GroupPurpose
from handlers.arrivals import Arrival
from handlers.membership import Membership
from handlers.office import Office
from handlers.reporting import Reporting
from handlers.turn import Turn
from storage import conversations
from storage.database import Work
from storage.tables import Activity, GroupChat, OutboxMessage, Person


@dataclass(frozen=True, kw_only=True)
class GroupTurn:
    """Everything the use cases of groups work with; `card` is the message of ours that it replies to."""

    work: Work
    office: Office
    arrival: Arrival
    event: MessageReceived
    group: GroupChat
    person: Person
    places: tuple[Membership, ...]
    card: OutboxMessage | None
    cause: str
    now: datetime

    @property
    def is_spoken_to(self) -> bool:
        """Whether the bot is called, by a tag, a mention or a reply to one of its cards."""
        return self.arrival.address is not Address.NONE or self.card is not None

    @property
    def here(self) -> Membership | None:
        """His place in the team that this group belongs to."""
        if self.group.purpose is not GroupPurpose.TEAM:
            return None
        return next((place for place in self.places if place.team.id == self.group.team_id), None)

    def place_of(self, activity: Activity | None) -> Membership | None:
        """His place in the team that a record belongs to."""
        return next((place for place in self.places if activity and place.team.id == activity.team_id), None)

    def reporting(self, place: Membership | None = None) -> Reporting:
        """This message as a report for one team: that of the group, unless another is given."""
        return Reporting(
            work=self.work,
            office=self.office,
            person=self.person,
            place=place or self.here or self.places[0],
            now=self.now,
            cause=self.cause,
            group=self.group,
        )

    def private(self) -> Turn:
        """The private talk with the same person, for what is nobody else's business."""
        return Turn(
            work=self.work,
            office=self.office,
            person=self.person,
            conversation=conversations.of(self.work, self.person),
            now=self.now,
            cause=self.cause,
        )
