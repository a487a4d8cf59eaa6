"""What a case's page shows of the work on it: who has it, its proof, more time, agencies, last words, the group."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.case_endings import ExtensionStatus, Verdict
from domain.ward import Proof
from handlers.case_cards import response_group
from handlers.office import Office
from storage import case_work, teams
from storage.database import Work
from storage.tables import Incident, IncidentExtension, IncidentReporter, OutboxMessage, StoredAttachment

RESPONSE_TEAM = "phan_ung_nhanh"


@dataclass(frozen=True, kw_only=True)
class Twin:
    """The earlier photo that a proof shows again, and the code of the case it belongs to."""

    photo: StoredAttachment
    code: str | None


@dataclass(frozen=True, kw_only=True)
class CaseWork:
    """Everything of the response team's work on one case; `members` are full names by our id of a member."""

    holder: str | None
    members: Mapping[int, str]
    proof: Proof
    proofs: Sequence[StoredAttachment]
    twins: Mapping[int, Twin]
    extensions: Sequence[IncidentExtension]
    waiting: IncidentExtension | None
    threads: Sequence[IncidentReporter]
    group_talk: Sequence[OutboxMessage]
    has_group: bool
    agencies: Sequence[str]

    @property
    def stars(self) -> list[int]:
        """The stars that reporters gave."""
        return [thread.stars for thread in self.threads if thread.stars is not None]

    @property
    def confirmed(self) -> int:
        """How many reporters say that it is done."""
        return sum(thread.verdict is Verdict.DONE for thread in self.threads)

    @property
    def missed(self) -> int:
        """How many reporters have not heard yet how it ended."""
        return sum(thread.missed_at is not None and thread.missed_told_at is None for thread in self.threads)


def load_case_work(
    work: Work,
    office: Office,
    incident: Incident,
    files: Sequence[StoredAttachment],
    said: Sequence[OutboxMessage],
    member_ids: set[int],
) -> CaseWork:
    """Gather the work on one case from its files, what we said about it, and the members its history names."""
    extensions = case_work.extensions(work, incident.id)
    wanted = member_ids | {one.asked_by_member for one in extensions if one.asked_by_member}
    members = teams.members(work, wanted | ({incident.taken_by} if incident.taken_by else set()))
    names = {member_id: member.full_name for member_id, member in members.items()}
    proofs = [file for file in files if file.after_work]
    return CaseWork(
        holder=names.get(incident.taken_by or 0),
        members=names,
        proof=office.ward.proof_of(incident.category),
        proofs=proofs,
        twins=_twins(work, proofs),
        extensions=extensions,
        waiting=next((one for one in extensions if one.status is ExtensionStatus.ASKED), None),
        threads=case_work.threads(work, incident.id),
        group_talk=[row for row in said if row.group_id is not None],
        has_group=response_group(work) is not None,
        agencies=[unit.name for unit in (*office.ward.units, *office.ward.agencies) if unit.key != RESPONSE_TEAM],
    )


def _twins(work: Work, proofs: Sequence[StoredAttachment]) -> dict[int, Twin]:
    found = case_work.photos(work, [file.same_as_id for file in proofs if file.same_as_id])
    return {
        file.id: Twin(photo=found[file.same_as_id][0], code=found[file.same_as_id][1])
        for file in proofs
        if file.same_as_id in found
    }
