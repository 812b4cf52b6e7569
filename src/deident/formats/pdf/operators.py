"""Content streams made plain: every operand belongs to an operator, every operator draws.

Readers skip what they do not know, so a number can stand in a stream as an operand too many, under
an operator that is none, in a comment, in a mark's name or properties (pdfium even returns an
ActualText as the text), in a key of a picture inside the stream, or in letters of no size. All of
that goes, and the marks with it: without a structure tree they say nothing.
"""

from __future__ import annotations

import re
import warnings
import zlib
from typing import TYPE_CHECKING, Any

from deident.formats.pdf.geometry import UNIT, Matrix, times
from deident.formats.pdf.render import PICTURE_MARK
from deident.formats.pdf.streams import unpacked

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pikepdf

_COUNTS: dict[str, int] = {
    **dict.fromkeys(("q", "Q", "h", "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "n"), 0),
    **dict.fromkeys(("W", "W*", "BT", "ET", "T*"), 0),
    **dict.fromkeys(("w", "J", "j", "M", "ri", "i", "gs", "CS", "cs", "G", "g", "sh", "Do"), 1),
    **dict.fromkeys(("Tc", "Tw", "Tz", "TL", "Tr", "Ts", "Tj", "TJ", "'"), 1),
    **dict.fromkeys(("d", "m", "l", "Tf", "Td", "TD", "d0"), 2),
    **dict.fromkeys(("RG", "rg", '"'), 3),
    **dict.fromkeys(("re", "v", "y", "K", "k"), 4),
    **dict.fromkeys(("c", "cm", "Tm", "d1"), 6),
    **dict.fromkeys(("SC", "sc", "SCN", "scn"), 33),
}
_KNOWN = frozenset(name.encode() for name in _COUNTS) | {b"true", b"false", b"null"}
_STRING = rb"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\)|<[0-9A-Fa-f\s]*>(?!>)"
_STRINGS = re.compile(rb"(?<!<)(?:" + _STRING + rb")", re.DOTALL)
_PROPERTIES = re.compile(rb"/[^\s/<>\[\](){}%]*\s*<<[^<>]*>>\s*(?:BDC|DP)\b")
_MARKS = re.compile(rb"/[^\s/<>\[\](){}%]*\s+(?:/[^\s/<>\[\](){}%]*\s+(?:BDC|DP)|BMC|MP)\b|\bEMC\b")
_MARK_NAMES = (b"BDC", b"BMC", b"EMC", b"DP", b"MP")
_ANY_MARK = re.compile(rb"\b(?:BDC|BMC|EMC|DP|MP)\b")
_SHOWN = re.compile(rb"\(\)\s*(?:Tj\b|['\"](?!\S))|\[[^\[\]]*\]\s*TJ\b")
_TOKEN = re.compile(rb"/?[^\s/<>\[\](){}%]+")
_NUMBER = re.compile(rb"[-+.]*[0-9]{0,9}(?:\.[-0-9]*)?")
_NO_SIZE = re.compile(rb"(?<![0-9.])-?0*\.?0*\s+Tf\b")
_SMALLEST = 1e-9
_SHOWING = {"Tj": "", "TJ": "", "'": "T*", '"': "T*"}
_OWN_PICTURE = re.compile(
    rb"/" + PICTURE_MARK.encode() + rb" BMC\nq [-0-9. ]+ cm /Page Do Q\nEMC\n"
)
_INLINE = re.compile(rb"(?<!\S)BI\s")


def plain(content: bytes, pdf: pikepdf.Pdf) -> bytes:
    """Return a content stream with nothing in it that nobody draws."""
    picture, rest = _own_picture(content)
    if any(mark in rest for mark in _MARK_NAMES) and not _has_inline(rest):
        rest = _without_marks(rest)
    return picture + (rest if _is_plain(rest) else _rewritten(rest, pdf))


def _own_picture(content: bytes) -> tuple[bytes, bytes]:
    """Part off the picture that we put in the place of a page: its mark is how we know it again."""
    found = _OWN_PICTURE.match(content)
    return (found[0], content[found.end() :]) if found else (b"", content)


def balanced(content: bytes, pdf: pikepdf.Pdf) -> bytes:
    """Return a content stream in which every q has its Q, and no Q is left over."""
    import pikepdf

    kept: list[object] = []
    depth = 0
    for one in parsed(content, pdf):
        operator = str(one.operator)
        depth += {"q": 1, "Q": -1}.get(operator, 0)
        if depth < 0:
            depth = 0
        else:
            kept.append(one)
    return pikepdf.unparse_content_stream(kept) + b"\nQ" * depth  # type: ignore[arg-type]


def _has_inline(content: bytes) -> bool:
    return b"BI" in content and _INLINE.search(content) is not None


def _without_marks(content: bytes) -> bytes:
    """Take the marks out, as far as that can be done without cutting the stream up."""
    strings = _STRINGS.findall(content)
    if any(_ANY_MARK.search(one) for one in strings):
        return content
    return _MARKS.sub(b"", _PROPERTIES.sub(b"", content))


def _is_plain(content: bytes) -> bool:
    """Say quickly whether a stream holds only operators that draw, with their operands."""
    bare = _STRINGS.sub(b"()", content)
    if b"%" in bare or b"<" in bare or _has_inline(bare):
        return False
    left = _SHOWN.sub(b" ", bare)
    if b"(" in left:
        return False
    words = set(_TOKEN.findall(left))
    odd = (word for word in words - _KNOWN if word[:1] != b"/" and not _NUMBER.fullmatch(word))
    return next(odd, None) is None and not _has_no_size(bare)


def _has_no_size(bare: bytes) -> bool:
    if _NO_SIZE.search(bare):
        return True
    planes = {
        tuple(part.rsplit(None, 6)[-6:-2])
        for operator in (b"Tm", b"cm")
        for part in bare.split(operator)[:-1]
    }
    return any(len(plane) < 4 or _is_flat(plane) for plane in planes)


def _is_flat(plane: tuple[bytes, ...]) -> bool:
    try:
        a, b, c, d = map(float, plane)
    except ValueError:
        return True
    return abs(a * d - b * c) < _SMALLEST


def _rewritten(content: bytes, pdf: pikepdf.Pdf) -> bytes:
    """Parse and write the stream again: slower, and certain."""
    import pikepdf

    written: list[Any] = [*_kept(parsed(content, pdf), pdf)]
    return pikepdf.unparse_content_stream(written)


def _kept(instructions: list[Any], pdf: pikepdf.Pdf) -> Iterator[Any]:
    import pikepdf

    sizes = _Sizes()
    for one in instructions:
        operator = str(one.operator)
        if operator == "INLINE IMAGE":
            yield _bare(one, pdf)
            continue
        count = _COUNTS.get(operator)
        if count is None:
            continue
        operands = list(one.operands)[-count:] if count else []
        sizes.follow(operator, operands)
        if operator not in _SHOWING or not sizes.are_nothing:
            yield operands, one.operator
        elif _SHOWING[operator]:
            yield [], pikepdf.Operator(_SHOWING[operator])


class _Sizes:
    """How large letters are: those of no size at all are seen by no reader."""

    def __init__(self) -> None:
        self._saved: list[tuple[Matrix, float]] = []
        self._ctm: Matrix = UNIT
        self._text: Matrix = UNIT
        self._size = 1.0

    @property
    def are_nothing(self) -> bool:
        a, b, c, d, _, _ = times(self._text, self._ctm)
        return self._size == 0 or abs(a * d - b * c) < _SMALLEST

    def follow(self, operator: str, operands: list[Any]) -> None:
        if operator == "q":
            self._saved.append((self._ctm, self._size))
        elif operator == "Q" and self._saved:
            self._ctm, self._size = self._saved.pop()
        elif operator == "BT":
            self._text = UNIT
        elif operator == "Tf" and len(operands) == 2:
            self._size = _float(operands[1])
        elif operator in ("cm", "Tm") and len(operands) == 6:
            a, b, c, d, e, f = map(_float, operands)
            if operator == "cm":
                self._ctm = times((a, b, c, d, e, f), self._ctm)
            else:
                self._text = (a, b, c, d, e, f)


def _float(operand: Any) -> float:  # noqa: ANN401 - a number, or what stands in its place
    try:
        return float(operand)
    except (TypeError, ValueError):
        return 0.0


_IMAGE_KEYS = {
    "/W": "/W", "/Width": "/W", "/H": "/H", "/Height": "/H", "/BPC": "/BPC",
    "/BitsPerComponent": "/BPC", "/CS": "/CS", "/ColorSpace": "/CS", "/F": "/F", "/Filter": "/F",
    "/DP": "/DP", "/DecodeParms": "/DP", "/D": "/D", "/Decode": "/D", "/IM": "/IM",
    "/ImageMask": "/IM", "/I": "/I", "/Interpolate": "/I", "/Intent": "/Intent",
}  # fmt: skip
_COMPONENTS = {
    "/G": 1, "/DeviceGray": 1, "/RGB": 3, "/DeviceRGB": 3, "/CMYK": 4, "/DeviceCMYK": 4,
}  # fmt: skip
_LOSSLESS = frozenset({"/A85", "/ASCII85Decode", "/AHx", "/ASCIIHexDecode", "/Fl", "/FlateDecode"})


def _bare(one: Any, pdf: pikepdf.Pdf) -> Any:  # noqa: ANN401 - what pikepdf parses
    """Return a picture inside the stream without odd keys and without bytes behind its samples."""
    import pikepdf

    image = one.iimage
    keys = {_IMAGE_KEYS[key]: value for key, value in image.obj.items() if key in _IMAGE_KEYS}
    need = _needed(keys)
    filters = keys.get("/F", pikepdf.Array())
    names = [str(filters)] if isinstance(filters, pikepdf.Name) else [str(one) for one in filters]
    raw = bytes(image.read_raw_bytes())
    if not need or "/DP" in keys or not all(name in _LOSSLESS for name in names):
        return one if len(keys) == len(image.obj) else _inline(keys, raw, pdf)
    samples = zlib.compress(_undressed(raw, names, pdf)[:need]).hex().encode() + b">"
    keys["/F"] = pikepdf.Array([pikepdf.Name.AHx, pikepdf.Name.Fl])
    return _inline(keys, samples, pdf)


def _inline(keys: dict[str, Any], raw: bytes, pdf: pikepdf.Pdf) -> Any:  # noqa: ANN401 - what pikepdf parses
    import pikepdf

    pairs = pikepdf.Dictionary(keys).unparse(resolved=True).strip(b"<> ")
    return parsed(b"BI\n" + pairs + b"\nID\n" + raw + b"\nEI", pdf)[0]


def _needed(keys: dict[str, Any]) -> int:
    """Return how many bytes the samples take; 0 where that is not known here."""
    wide, high = int(keys.get("/W", 0)), int(keys.get("/H", 0))
    if bool(keys.get("/IM", False)):
        return (wide + 7) // 8 * high
    count = _COMPONENTS.get(str(keys.get("/CS")), 0)
    return (wide * count * int(keys.get("/BPC", 8)) + 7) // 8 * high


def _undressed(raw: bytes, names: list[str], pdf: pikepdf.Pdf) -> bytes:
    import pikepdf

    if not names:
        return raw
    long = {"/A85": "/ASCII85Decode", "/AHx": "/ASCIIHexDecode", "/Fl": "/FlateDecode"}
    stream = pdf.make_stream(raw)
    stream.Filter = pikepdf.Array([pikepdf.Name(long.get(name, name)) for name in names])
    return unpacked(stream)


def parsed(content: bytes, pdf: pikepdf.Pdf) -> list[Any]:
    """Return the operators of a content stream with their operands."""
    import pikepdf

    with warnings.catch_warnings():
        # A broken end is cut off here as it is everywhere else.
        warnings.simplefilter("ignore")
        return list(pikepdf.parse_content_stream(pdf.make_stream(content)))
