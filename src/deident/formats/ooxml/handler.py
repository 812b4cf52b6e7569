"""What the handlers of office documents share: a `Profile` makes one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deident.formats.ooxml.apply import OfficeWriter
from deident.formats.ooxml.office import Office, Reading
from deident.formats.ooxml.pictures import pictures
from deident.model import Document, Embedded, Locator, Removable, Source, Unread

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from deident.formats import Limits
    from deident.formats.ooxml.office import Profile
    from deident.formats.ooxml.pictures import Crops
    from deident.model import MaskPlan


class OfficeHandler:
    """Documents of one kind in Office Open XML.

    `plain_kinds` gives, for a media type and a file name's ending with macros, those without.
    """

    def __init__(
        self,
        limits: Limits,
        profile: Profile,
        media_types: frozenset[str],
        plain_kinds: Mapping[str, tuple[str, str]],
    ) -> None:
        self._limits = limits
        self._profile = profile
        self._media_types = media_types
        self._plain_kinds = plain_kinds
        self._last: tuple[Source, Reading] | None = None

    @property
    def media_types(self) -> frozenset[str]:
        """The media types this handler answers for."""
        return self._media_types

    def read(self, source: Source) -> Document:
        """Return every place text can hide, in all parts that say something."""
        reading = self._reading(source)
        return Document(
            pages=reading.pages(),
            embedded=_Pictures(reading.office, reading.crops),
            removables=tuple(
                Removable(kind, kind, Locator(part=kind.replace("-", " ")))
                for kind in reading.removable
            ),
            unread=tuple(dict.fromkeys(reading.unread)),
        )

    def apply(self, source: Source, plan: MaskPlan) -> Source:
        """Return a new package with the masks written, the removals made, the pictures replaced.

        Signatures go with any change. Everything else that is removed is named in the plan.
        """
        writer = OfficeWriter(Office(source, self._limits, self._profile), plan)
        masked = writer.write()
        name, media_type = source.name, source.media_type
        if writer.without_macros:
            ending = name[-5:].lower()
            media_type = self._plain_kinds.get(media_type.lower(), (media_type, ""))[0]
            if ending in {plain[:-1] + "m" for _, plain in self._plain_kinds.values()}:
                name = name[:-1] + "x"
        return Source(name=name, data=masked, media_type=media_type)

    def unseen(self, masked: Source) -> tuple[Unread, ...]:
        """Name what lies beside the members of the package, and what is there but not read."""
        reading = self._reading(masked)
        left = set(reading.removable) - self._profile.readable
        return (
            *reading.office.package.tails(),
            *(Unread(code="UNKNOWN_PART", where=kind) for kind in sorted(left)),
        )

    def _reading(self, source: Source) -> Reading:
        """Read a document, or remember it: the proof asks twice for the same one."""
        last = self._last
        if last is None or last[0] is not source:
            office = Office(source, self._limits, self._profile)
            self._last = last = (source, Reading(office))
        return last[1]


class _Pictures:
    """The pictures of a document, cut to what is shown, by the names of their parts."""

    def __init__(self, office: Office, crops: Crops) -> None:
        self._crops = crops
        self._names = pictures(office)

    def __iter__(self) -> Iterator[Embedded]:
        for name in self._names:
            content, kind = self._crops.cut(name)
            source = Source(name=name.rpartition("/")[2], data=content, media_type=kind)
            yield Embedded(name, source)
