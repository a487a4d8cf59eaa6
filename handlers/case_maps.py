"""Where a case is on a map, as links that a phone or a browser opens."""

from urllib.parse import urlencode

from handlers.office import Office
from storage.tables import Incident


def map_links(incident: Incident, office: Office) -> dict[str, str]:
    """Addresses of the place on maps, by name: its point where one is known, else a search for its words."""
    if incident.latitude is not None and incident.longitude is not None:
        return links_to_point(incident.latitude, incident.longitude)
    return links_to_words(incident, office)


def links_to_words(incident: Incident, office: Office) -> dict[str, str]:
    """Addresses that search for the place by its words; none where nobody said where it is."""
    if not incident.location_text:
        return {}
    words = f"{incident.location_text}, {office.ward.name}, {office.ward.city}"
    return {
        "openstreetmap": f"https://www.openstreetmap.org/search?{urlencode({'query': words})}",
        "google": f"https://www.google.com/maps/search/?{urlencode({'api': 1, 'query': words})}",
    }


def links_to_point(latitude: float, longitude: float) -> dict[str, str]:
    """Addresses of one point in WGS 84 degrees."""
    point = f"{latitude:.6f},{longitude:.6f}"
    marker = urlencode({"mlat": f"{latitude:.6f}", "mlon": f"{longitude:.6f}"})
    return {
        "openstreetmap": f"https://www.openstreetmap.org/?{marker}#map=18/{latitude:.6f}/{longitude:.6f}",
        "google": f"https://www.google.com/maps/search/?{urlencode({'api': 1, 'query': point})}",
    }
