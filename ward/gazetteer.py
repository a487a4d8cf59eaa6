"""How `gazetteer.json` becomes the gazetteer of `domain/gazetteer.py`."""

from pathlib import Path

from domain.gazetteer import Gazetteer, GazetteerStreet, Landmark, NamedGroup, StreetFamily
from ward.files import read_json
from ward.gazetteer_shapes import FamilyShape, GazetteerFile, GroupShape, LandmarkShape, StreetShape

_NUMBERED = "numbered"


def load_gazetteer(path: Path) -> Gazetteer:
    """Read and check the gazetteer; raises BadData naming the file and the entry."""
    file = read_json(path, GazetteerFile)
    return Gazetteer(
        own_names=(*file.ward.spellings, file.ward.city),
        outline=tuple(file.ward.polygon_lonlat),
        streets=tuple(_street(shape) for shape in file.streets),
        families=tuple(_family(shape) for shape in file.street_families),
        landmarks=tuple(_landmark(shape) for shape in file.landmarks),
        named_groups=tuple(_group(shape) for shape in file.residential_groups if shape.kind != _NUMBERED),
    )


def _street(shape: StreetShape) -> GazetteerStreet:
    return GazetteerStreet(name=shape.name, confidence=shape.confidence, area=shape.area, aliases=tuple(shape.aliases))


def _family(shape: FamilyShape) -> StreetFamily:
    return StreetFamily(name=shape.family, confidence=shape.confidence, seen=tuple(shape.seen))


def _landmark(shape: LandmarkShape) -> Landmark:
    return Landmark(
        name=shape.name,
        kind=shape.type,
        confidence=shape.confidence,
        aliases=tuple(shape.aliases),
        street=shape.street,
        address=shape.address,
        area=shape.area,
    )


def _group(shape: GroupShape) -> NamedGroup:
    return NamedGroup(name=shape.name, confidence=shape.confidence, area=shape.area, aliases=tuple(shape.aliases))
