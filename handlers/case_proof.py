"""*Done*: what proves it comes with the word, right after it, or under the card; without it there is one question."""

from collections.abc import Sequence

from domain.case_endings import ALBUM_WINDOW, PROOF_WINDOW, RUNNING
from domain.chat_commands import WorkCommand
from domain.errors import WrongState
from domain.incidents import HistoryKind, IncidentStatus
from domain.ward import Proof
from handlers.proof_check import check_photo
from handlers.response_team import Step, check_holder, check_open, is_taken
from handlers.step_effects import hold, move, note, noted, say
from storage import case_work
from storage.tables import StoredAttachment


def finish(step: Step, command: WorkCommand) -> None:
    """The case is done once it is proven as its category wants; else it waits for that (product C2).

    Raises WrongState or NotAllowed.
    """
    incident, words = step.incident, noted(command.rest)
    check_open(incident)
    check_holder(step)
    files = _attach(step)
    if _is_proven(step, words):
        _resolve(step, words)
        _check(step, files)
        return
    _wait(step, words)
    say(step, "case_ask_proof", proof=step.reporting.office.ward.proof_of(incident.category))


def _is_proven(step: Step, words: str) -> bool:
    if step.incident.proofs:
        return True
    return step.reporting.office.ward.proof_of(step.incident.category) is Proof.NOTE and bool(words)


def _wait(step: Step, words: str) -> None:
    """It stays in progress, in his hands; a photo of his within half an hour finishes it."""
    incident = step.incident
    if incident.status is not IncidentStatus.IN_PROGRESS:
        move(step, IncidentStatus.IN_PROGRESS)
    if not is_taken(step.work, incident, step.reporting.today):
        hold(step)
    note(step, HistoryKind.PROOF_ASKED, words)
    incident.proof_asked_of = step.reporting.person.id
    incident.proof_until_at = step.reporting.now + PROOF_WINDOW


def _resolve(step: Step, words: str) -> None:
    incident = step.incident
    if not is_taken(step.work, incident, step.reporting.today):
        hold(step)
    move(step, IncidentStatus.RESOLVED, words=words)
    incident.proof_asked_of = step.reporting.person.id
    incident.proof_until_at = step.reporting.now + ALBUM_WINDOW
    say(step, "case_done")


def take_proof(step: Step) -> None:
    """Photos without a word: under a card, or after *done*; what was waited for is finished by them.

    Raises WrongState where the case is over, or NotAllowed where somebody else has it.
    """
    incident = step.incident
    awaited = incident.proof_asked_of == step.reporting.person.id and _is_in_time(step)
    if not awaited:
        check_open(incident)
        check_holder(step)
    elif incident.status not in (*RUNNING, IncidentStatus.RESOLVED):
        raise WrongState("case_answered", code=incident.code, status=incident.status)
    files = _attach(step)
    if not files:
        return
    if incident.status is IncidentStatus.RESOLVED:
        note(step, HistoryKind.PROOF_ADDED)
    elif awaited:
        asked = case_work.last_line(step.work, incident.id, HistoryKind.PROOF_ASKED)
        _resolve(step, asked.note if asked else "")
    else:
        note(step, HistoryKind.PROOF_ADDED)
        say(step, "case_proof_noted")
    _check(step, files)


def _is_in_time(step: Step) -> bool:
    until = step.incident.proof_until_at
    return until is not None and step.reporting.now <= until


def _attach(step: Step) -> list[StoredAttachment]:
    """Only what was said after the report can show that it was done."""
    began_at = step.incident.reopened_at or step.incident.opened_at
    later = [message for message in step.messages if message.occurred_at >= began_at]
    return case_work.attach_proof(step.work, step.incident, later)


def _check(step: Step, files: Sequence[StoredAttachment]) -> None:
    """What is fetched already is compared at once; the rest when it has come."""
    for file in files:
        check_photo(step.work, step.reporting.office, file.id, now=step.reporting.now)
