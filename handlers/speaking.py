"""How a use case says something: a template and its values become one outbox row."""

from datetime import datetime

from domain.messages import Button, Priority
from handlers.office import Office
from storage import outbox
from storage.database import Work
from storage.tables import Person


def tell(
    work: Work,
    office: Office,
    person: Person,
    template: str,
    *,
    priority: Priority,
    dedupe_key: str,
    now: datetime,
    incident_id: int | None = None,
    extra_buttons: tuple[Button, ...] = (),
    **values: object,
) -> None:
    """Queue one message to one person; a repeated cause has the same key and says it once."""
    outbox.add(
        work,
        person,
        office.texts.message(template, extra_buttons=extra_buttons, **values),
        kind=template,
        dedupe_key=dedupe_key,
        priority=priority,
        now=now,
        incident_id=incident_id,
    )
