"""Where the one living pair of Zalo's tokens is kept, for all processes (the store that `bot/tokens.py` asks for).

The methods are commits of their own, since a token that is used must be one that a crash cannot lose.
"""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update

from domain.permission import REVOKED
from storage import bookmarks
from storage.columns import columns_of
from storage.database import Database, Work
from storage.new_rows import insert_new
from storage.tables import Bookmark, ZaloToken

THE_ONE = 1
_tokens = columns_of(ZaloToken)


class StoredTokens:
    """The row with the pair."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def row(self) -> ZaloToken | None:
        """What is kept now, or None before the first permission."""
        with self._database.read() as work:
            return work.session.scalar(select(ZaloToken).where(_tokens.id == THE_ONE))

    def begin_refresh(self, access_token: str, *, now: datetime, lease: timedelta) -> bool:
        """Mark that a refresh begins, if this token is still the kept one and none began within the lease."""
        with self._database.begin() as work:
            marked = work.session.execute(
                update(ZaloToken)
                .where(
                    _tokens.id == THE_ONE,
                    _tokens.access_token == access_token,
                    or_(_tokens.refresh_began_at.is_(None), _tokens.refresh_began_at <= now - lease),
                )
                .values(refresh_began_at=now)
                .returning(_tokens.id)
                .execution_options(synchronize_session=False)
            ).all()
        return bool(marked)

    def save(self, access_token: str, refresh_token: str, *, expires_at: datetime, now: datetime) -> None:
        """Keep a new pair; whatever was noted about the old one is over."""
        with self._database.begin() as work:
            _keep(work, access_token, refresh_token, expires_at=expires_at, now=now)

    def take_first(self, access_token: str, refresh_token: str, *, expires_at: datetime, now: datetime) -> bool:
        """Keep a pair of the settings, known by a hash, once ever; False when it was taken before.

        That it is taken and the pair itself are one commit: a crash between the two would lose the permission.
        """
        name = f"pair {hashlib.sha256(f'{access_token} {refresh_token}'.encode()).hexdigest()[:32]}"
        with self._database.begin() as work:
            insert_new(work, Bookmark, [{"name": name, "at": now}], unique="name")
            is_new = bookmarks.at(work, name) == now
            if is_new:
                _keep(work, access_token, refresh_token, expires_at=expires_at, now=now)
        return is_new

    def note_refresh_failed(self, problem: str, *, outcome_known: bool) -> None:
        """Keep what went wrong; the mark stays when nobody knows whether the refresh token is spent."""
        values: dict[str, object] = {"problem": problem[:200]}
        if outcome_known:
            values["refresh_began_at"] = None
        with self._database.begin() as work:
            work.session.execute(
                update(ZaloToken)
                .where(_tokens.id == THE_ONE)
                .values(**values)
                .execution_options(synchronize_session=False)
            )


def _keep(work: Work, access_token: str, refresh_token: str, *, expires_at: datetime, now: datetime) -> None:
    work.session.merge(
        ZaloToken(
            id=THE_ONE,
            access_token=access_token,
            refresh_token=refresh_token,
            expires_at=expires_at,
            saved_at=now,
            refresh_began_at=None,
            problem=None,
        )
    )


def note_revoked(work: Work, *, at: datetime) -> bool:
    """The account took its permission back at an instant; False when the pair that we hold is newer than that."""
    noted = work.session.execute(
        update(ZaloToken)
        .where(_tokens.id == THE_ONE, _tokens.saved_at <= at)
        .values(problem=REVOKED)
        .returning(_tokens.id)
        .execution_options(synchronize_session=False)
    ).all()
    return bool(noted)
