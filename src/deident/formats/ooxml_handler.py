"""What the handlers of office documents share: a `Profile` makes one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deident.formats.ooxml_apply import OfficeWriter
from deident.formats.ooxml_office import Office, Reading, pictures
from deident.model import Document, Embedded, Locator, Removable, Source, Unread

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from deident.formats import Limits
    from deident.formats.ooxml_office import Profile
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

    @property
    def media_types(self) -> frozenset[str]:
        """The media types this handler answers for."""
        return self._media_types

    def read(self, source: Source) -> Document:
        """Return every place text can hide, in all parts that say something."""
        office = Office(source, self._limits, self._profile)
        reading = Reading(office)
        return Document(
            pages=reading.pages(),
            embedded=_Pictures(office),
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
        office = Office(masked, self._limits, self._profile)
        left = set(Reading(office).removable) - self._profile.readable
        return (
            *office.package.tails(),
            *(Unread(code="UNKNOWN_PART", where=kind) for kind in sorted(left)),
        )


class _Pictures:
    """The pictures of a document, by the names of their parts."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._names = pictures(office)

    def __iter__(self) -> Iterator[Embedded]:
        for name in self._names:
            content = self._office.package.read(name)
            yield Embedded(name, Source(name=name.rpartition("/")[2], data=content))
