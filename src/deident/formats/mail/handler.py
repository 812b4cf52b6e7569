"""Mail and saved web pages: EML and MHTML, masked by offset in the message that came.

Headers, names of attachments, texts between the parts and plain texts are read here; pages,
attachments and forwarded messages go through the line as documents of their own. What no mask
touches keeps its bytes; a part that changes is written in the charset and encoding it had.
"""

from __future__ import annotations

import threading
from email import message_from_bytes
from email.header import decode_header, make_header
from typing import TYPE_CHECKING

from deident.errors import UnreadableError
from deident.formats.mail.copy import Copy
from deident.formats.mail.letter import Letter
from deident.formats.mail.parts import WHERE
from deident.formats.paging import in_pages
from deident.model import Document, Reason, Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deident.formats import Limits
    from deident.model import MaskPlan, Unread

_MEDIA_TYPES = frozenset({"message/rfc822", "multipart/related"})


class MailHandler:
    """Messages as mail programs store them. The last one is kept taken apart."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._lock = threading.Lock()
        self._last: tuple[Source, Letter] | None = None

    @property
    def media_types(self) -> frozenset[str]:
        """The media types this handler answers for."""
        return _MEDIA_TYPES

    def read(self, source: Source) -> Document:
        """Return every text of the message, and everything that travels in it."""
        letter = self._letter(source)
        return Document(
            pages=tuple(in_pages([segment] for segment in letter.segments)),
            embedded=letter.embedded,
            removables=letter.removables,
            unread=letter.unread,
        )

    def apply(self, source: Source, plan: MaskPlan) -> Source:
        """Return the message with masks, removals and replacements written."""
        masked = Copy(self._letter(source)).masked(plan)
        return Source(name=source.name, data=masked, media_type=source.media_type)

    def unseen(self, masked: Source) -> tuple[Unread, ...]:
        """Name the signatures that were not removed: nobody reads what stands in them."""
        return self._letter(masked).signatures_left

    def notes(self, masked: Source) -> tuple[Reason, ...]:
        """Say how many attachments the copy has only the names of."""
        emptied = self._letter(masked).emptied
        return (Reason(code="EMPTIED", params=(emptied,)),) if emptied else ()

    def decoded(self, masked: Source) -> Iterator[bytes]:
        """Yield the message, and its headers and parts as the standard library unpacks them."""
        raw = bytes(masked.data)
        yield raw
        for part in message_from_bytes(raw).walk():
            for value in part.values():
                yield _header(str(value)).encode("utf-8", "replace")
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                yield payload
                charset = part.get_content_charset() or "utf-8"
                yield _text(payload, charset).encode("utf-8", "replace")

    def _letter(self, source: Source) -> Letter:
        # A message is held in memory whole.
        most = min(self._limits.file_bytes, self._limits.member_bytes)
        if len(source.data) > most:
            raise UnreadableError(WHERE, "TOO_LARGE", "it is larger than the limit", limit=most)
        with self._lock:
            if self._last is None or self._last[0] is not source:
                self._last = source, Letter(bytes(source.data), self._limits)
            return self._last[1]


def _header(value: str) -> str:
    try:
        return str(make_header(decode_header(value)))
    except (ValueError, LookupError):
        return value


def _text(payload: bytes, charset: str) -> str:
    try:
        return payload.decode(charset, "replace")
    except LookupError:
        return payload.decode("utf-8", "replace")
