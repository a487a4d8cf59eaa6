"""How a document's dataset becomes plain JSON to be kept, and the same dataset again."""

import json
from collections.abc import Mapping
from dataclasses import asdict, fields, is_dataclass
from datetime import date
from enum import StrEnum
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from domain.report_data import (
    Document,
    DocumentKind,
    MemberList,
    PersonDaySheet,
    TeamReport,
    UnitReport,
    WardReport,
)

_SHAPES: dict[DocumentKind, type[Any]] = {
    DocumentKind.TEAM: TeamReport,
    DocumentKind.WARD: WardReport,
    DocumentKind.AD_HOC: WardReport,
    DocumentKind.UNIT: UnitReport,
    DocumentKind.MEMBERS: MemberList,
    DocumentKind.PERSON_DAYS: PersonDaySheet,
}


def plain_document(document: Document) -> dict[str, Any]:
    """The dataset as plain JSON."""
    plain: dict[str, Any] = json.loads(json.dumps(asdict(document), ensure_ascii=False, default=str))
    return plain


def document_from(kind: DocumentKind, plain: Mapping[str, Any]) -> Document:
    """The dataset that `plain_document` put away; what a later version added takes its default."""
    document: Document = _built(_SHAPES[kind], plain)
    return document


def _built(shape: Any, value: Any) -> Any:
    if value is None:
        return None
    origin = get_origin(shape)
    if origin in (UnionType, Union):
        return _built_of_union([one for one in get_args(shape) if one is not type(None)], value)
    if origin is tuple:
        return tuple(_built(get_args(shape)[0], one) for one in value)
    if is_dataclass(shape):
        hints = get_type_hints(shape)
        known = {one.name for one in fields(shape)}
        return shape(**{name: _built(hints[name], one) for name, one in value.items() if name in known})  # type: ignore[operator]  # a class of dataclass
    if shape is date:
        return date.fromisoformat(value)
    return shape(value) if isinstance(shape, type) and issubclass(shape, StrEnum) else value


def _built_of_union(choices: list[Any], value: Any) -> Any:
    return _built(choices[0], value) if len(choices) == 1 else value
