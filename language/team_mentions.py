"""Every naming of a group that bears a former village's name, and whether it is the team of which the report tells."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from language.activity_teams import group_of
from language.features import Features, View
from language.group_spellings import GroupMention, GroupNames
from language.normalising import Token
from language.places import FoundPlace
from language.report_patterns import WORDS
from language.report_text import ReportText
from language.surroundings import around, noted_beside, whereabouts

_REACH = 3


def group_mentions(
    tokens: Sequence[Token], places: Sequence[FoundPlace], names: GroupNames
) -> tuple[GroupMention, ...]:
    """Every group that is named, also without the word for a group, and those that are found as places."""
    own = names.find(tokens)
    covered = {at for one in own for at in range(one.start, one.end)}
    others = (one for one in _of_places(tokens, places) if covered.isdisjoint(range(one.start, one.end)))
    return tuple(sorted({*own, *others}, key=lambda one: (one.start, one.name)))


def _of_places(tokens: Sequence[Token], places: Iterable[FoundPlace]) -> Iterator[GroupMention]:
    starts = [token.start for token in tokens]
    for place in places:
        group = group_of(place)
        if group is not None and not group.isdecimal():
            covered = range(bisect_left(starts, place.start), bisect_left(starts, place.end))
            behind_its_kind = [at for at in covered if tokens[at].folded not in WORDS["group_words"]]
            if behind_its_kind:
                yield GroupMention(name=group, start=behind_its_kind[0], end=behind_its_kind[-1] + 1)


def group_features(
    report: ReportText, mentions: Sequence[GroupMention], notes: Sequence[frozenset[str]], *, has_number: bool
) -> list[Features]:
    """What is seen of each naming: the words around it, where it stands, whether a place or a numbered team is near."""
    seen = _Seen(report=report, mentions=mentions, notes=notes, has_number=has_number)
    return [{View.FOLDED: frozenset(seen.of(mention, rank))} for rank, mention in enumerate(mentions)]


@dataclass(frozen=True, kw_only=True)
class _Seen:
    """A report with its groups that are named, and whether a team is named by its number."""

    report: ReportText
    mentions: Sequence[GroupMention]
    notes: Sequence[frozenset[str]]
    has_number: bool

    def of(self, mention: GroupMention, rank: int) -> Iterator[str]:
        """What is seen of one naming."""
        words = self.report.seen_words
        yield from around(words, mention.start, mention.end, _REACH)
        yield f"is:{mention.name}"
        yield from (f"numbered:{self.has_number}", f"named:{min(len(self.mentions), 3)}")
        yield f"wrong:{mention.wrong}:{mention.is_sibling}"
        if mention.wrong:
            yield "says:" + " ".join(words[mention.start : mention.end])
        yield f"rank:{min(rank, 2)}"
        yield from whereabouts(words, mention.start, mention.end)
        yield from self._spelling(mention)
        yield from noted_beside(self.notes, mention.start, mention.end)

    def _spelling(self, mention: GroupMention) -> Iterator[str]:
        tokens = self.report.tokens[mention.start : mention.end]
        is_capital = all(
            self.report.is_capital(at) or self.report.tokens[at].is_number for at in range(mention.start, mention.end)
        )
        is_behind_kind = mention.start > 0 and self.report.seen_words[mention.start - 1] in WORDS["group_words"]
        yield from (f"capital:{is_capital}", f"marked:{any(token.is_marked for token in tokens)}")
        yield from (f"kind:{is_behind_kind}", f"kind:{is_behind_kind}:{self.has_number}")
