"""Older documents: nothing is read of them but that they cannot be, or what they became."""

from __future__ import annotations

from fixtures import old_documents
from tests.contracts.entry import Entry, broken, noise

from deident.formats.legacy.handler import LegacyHandler
from deident.formats.legacy.kinds import DOC, MSG, ODT, THUMBS

ENTRIES = (
    Entry(
        name="legacy",
        handler=LegacyHandler,
        # What a conversion holds is read from the conversion; tests/formats/test_legacy.py.
        places={},
        hostile={
            **{name: broken(data, DOC) for name, data in old_documents.PROTECTED.items()},
            "a message": broken(old_documents.OPEN[MSG], MSG),
            "thumbnails": broken(old_documents.OPEN[THUMBS], THUMBS),
            "a container of nobody": broken(old_documents.OPEN[""], DOC),
            "cut off": broken(old_documents.OPEN[DOC][:-600], DOC),
            "a head alone": broken(old_documents.OPEN[DOC][:300], DOC),
            "noise": broken(old_documents.OPEN[DOC][:8] + noise(6000), DOC),
            "a locked OpenDocument": broken(old_documents.opendocument("", is_locked=True), ODT),
        },
    ),
)
