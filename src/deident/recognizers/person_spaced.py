"""Names of two characters with blanks between them, in a sentence: 由其叔叔张　　三监护.

The blanks are taken out, and the tagger reads what is left. A word spread over a line (金　额) is
no name, nor is the last character of one name with the first of the next (李强 高伟).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deident.recognizers import person_shapes as shapes
from deident.recognizers import tagger
from deident.recognizers.later import later
from deident.recognizers.person_labels import introduced
from deident.recognizers.person_surnames import PLAIN, SINGLE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_SPACED = later(
    f"[{''.join(sorted(SINGLE))}](?P<gap> {{1,4}})[{shapes.HAN}](?! {{1,4}}[{shapes.HAN}](?: |$))"
)
_AROUND = 5
_JOINT = "\n。\n"
# Log-odds from which a name is believed: behind a role, of a plain surname, of any.
_BEHIND_ROLE, _PLAIN, _ANY = -3.0, -1.0, 1.0


def spaced(
    text: str, ends: Collection[int], starts: Collection[int], marks: Collection[int]
) -> Iterator[tuple[int, int]]:
    """Yield where such names stand.

    `ends` and `starts` are those of names without blanks; `marks` is where a role ends.
    """
    places = [
        place
        for place in (_SPACED.finditer(text) if " " in text else ())
        if place.start() + 1 not in ends
        and place.end() - 1 not in starts
        and not shapes.is_unit(text, place.start())
    ]
    if not places:
        return
    pieces, wanted, at = [], {}, 0
    for place in places:
        before = text[max(0, place.start() - _AROUND) : place.start()]
        piece = f"{before}{place[0][0]}{place[0][-1]}{text[place.end() : place.end() + _AROUND]}"
        wanted[at + len(before)] = place
        pieces.append(piece)
        at += len(piece) + len(_JOINT)
    tight = _JOINT.join(pieces)
    for start, end, odds in zip(*tagger.likely(tight, _BEHIND_ROLE), strict=True):
        found = wanted.get(int(start))
        if found is None or end - start != 2:
            continue
        word = tight[start:end]
        least = _PLAIN if word[0] in PLAIN else _ANY
        if found.start() in marks or introduced(text, found.start()):
            least = _BEHIND_ROLE
        if odds >= least and not shapes.is_ordinary(word):
            yield found.span()
