"""However long a text is, the tagger reads all of it."""

from __future__ import annotations

from deident.recognizers import tagger


def test_a_text_longer_than_is_weighed_at_once_loses_no_name() -> None:
    """Places are weighed some thousands at a time."""
    text = "经查，李建国、王秀英已到场。" * (tagger._AT_ONCE // 2)
    found = {tagged.start for tagged in tagger.names(text)}
    assert {at % len("经查，李建国、王秀英已到场。") for at in found} == {3, 7}
    assert len(found) == tagger._AT_ONCE
