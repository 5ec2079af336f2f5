"""What is asked of a distribution, and what follows from it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, fields
from datetime import date
from itertools import count
from pathlib import Path

from duben.distribution import copies, lists, recipients
from duben.distribution.lists import ListData, RecipientShare
from duben.distribution.recipients import Recipients
from duben.layout import FontFace
from duben.model import Settings
from duben.publish import SigningKey

# Whatever these are, the copies are the same.
SAME_COPIES = ("jobs", "scheduler", "strict", "key")


@dataclass(frozen=True, slots=True)
class DistributionOptions:
    """What is asked for, beside book and table. ``scope`` is the 印发范围, ``day`` the date of the
    distribution ("" and None: as book.toml says), ``packed``: a .zip for each recipient; ``label``
    in mm, ``slips`` on a sheet; ``jobs`` and ``scheduler`` as for a build; ``key`` signs the
    manifests.
    """

    editions: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    scope: str = ""
    day: date | None = None
    packed: bool = False
    label: tuple[float, float] = lists.LABEL_SIZE
    slips: int = lists.SLIPS
    strict: bool = False
    jobs: int | None = None
    scheduler: str | None = None
    key: SigningKey | None = None


DEFAULT_OPTIONS = DistributionOptions()


@dataclass(frozen=True, slots=True)
class Distribution:
    """One distribution: where the book is, what it says of itself, who gets what, and where it
    goes.
    """

    folder: Path
    settings: Settings
    output: Path
    recipients: Recipients
    options: DistributionOptions
    faces: tuple[FontFace, ...]

    @property
    def id(self) -> str:
        """The id of the book."""
        return self.settings.book.id

    @property
    def scope(self) -> str:
        """The 印发范围."""
        return self.options.scope or self.settings.imprint.recipients

    @property
    def day(self) -> date | None:
        """The date of the distribution; None where neither the options nor the book have one."""
        return self.options.day or self.settings.book.date

    @property
    def editions(self) -> tuple[str, ...]:
        """The editions of which copies are made."""
        return self.options.editions or tuple(
            edition
            for edition in self.settings.output.editions
            if edition in copies.EDITIONS_OF_COPIES
        )

    @property
    def formats(self) -> tuple[str, ...]:
        """The formats of which copies are made; PDF only where there is an edition for it."""
        formats = self.options.formats or (
            ("pdf",) if self.options.editions else self.settings.output.formats
        )
        return tuple(name for name in formats if name != "pdf" or self.editions)

    def digest(self) -> str:
        """The same for the same table and the same options."""
        options = {
            field.name: getattr(self.options, field.name)
            for field in fields(self.options)
            if field.name not in SAME_COPIES
        }
        table = [asdict(recipient) for recipient in self.recipients.all]
        text = json.dumps([self.id, table, options, self.editions, self.formats], default=str)
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

    def shares(self, first: int) -> tuple[RecipientShare, ...]:
        """What each recipient gets, when numbers begin at ``first``."""
        numbers = count(first)
        ending = ".zip" if self.options.packed else ""
        people = self.recipients.all
        return tuple(
            RecipientShare(
                person, tuple(next(numbers) for _ in range(person.copies)), name + ending
            )
            for person, name in zip(people, recipients.file_names(people), strict=True)
        )

    def list_data(self, shares: tuple[RecipientShare, ...]) -> ListData:
        """What the lists say."""
        book = self.settings.book
        return ListData(
            book.title,
            book.version,
            self.settings.imprint.issuer or book.publisher,
            book.language,
            self.day,
            shares,
            self.recipients.heads,
            self.options.label,
            self.options.slips,
        )
