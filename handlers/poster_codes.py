"""A code from a poster in a message: it tells where and what; one that we do not know loses nothing."""

from domain.posters import poster_code
from domain.understanding import Intent, PlaceKind
from handlers.arrivals import Arrival
from handlers.gathering import case_to_join, gather, take_in
from handlers.turn import Turn, say
from storage import posters
from storage.tables import ChatMessage, Poster


def take_poster(turn: Turn, arrival: Arrival, message: ChatMessage) -> bool:
    """Let a code give a message its place and category; False when the message goes on as if there were none."""
    if arrival.poster is None or arrival.means(Intent.COMPLAINT):
        return False
    poster = posters.with_number(turn.work, arrival.poster)
    if poster is None or poster.retired_at is not None:
        say(turn, "poster_unknown", code=poster_code(arrival.poster), retired=poster is not None)
        return arrival.poster_alone and not arrival.brings_evidence
    message.reading = message.reading | _told_by(poster, arrival)
    incident = case_to_join(turn, message)
    if incident is not None and incident.lacks_place:
        take_in(turn, message)
        return True
    message.gathered = True
    gather(turn)
    return True


def _told_by(poster: Poster, arrival: Arrival) -> dict[str, object]:
    """What of the reading the code decides: place and category (product C2); danger keeps what the words say."""
    said = arrival.understanding.category if arrival.understanding.urgent else None
    place: dict[str, object] = {
        "span": poster.place,
        "label": poster.place,
        "kind": PlaceKind.LANDMARK,
        "name": poster.place_name or poster.place[:120],
        "group": poster.residential_group,
        "latitude": poster.latitude,
        "longitude": poster.longitude,
        "candidates": [],
    }
    return {
        "intent": Intent.INCIDENT,
        "confidence": 1.0,
        "category": said or poster.category,
        "category_doubts": [],
        "places": [place],
        "poster": poster.id,
        "poster_alone": arrival.poster_alone,
    }
