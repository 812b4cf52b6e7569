"""What may be reached from a page, key by key: fonts, pictures, forms, patterns, and no more.

A page's resources are the only way into the fresh document, so this is where previews, metadata,
private notes of programs, alternate pictures and unused objects are left behind.
"""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING, Any

from deident.errors import UnreadableError
from deident.formats.pdf.names import Names
from deident.formats.pdf.operators import plain
from deident.formats.pdf.palettes import round_palette
from deident.formats.pdf.samples import (
    bare_font,
    bare_map,
    components,
    cut_picture,
    plain_name,
    without_profile,
)
from deident.formats.pdf.streams import filter_names
from deident.formats.pdf.unsaid import Unsaid

if TYPE_CHECKING:
    import pikepdf

    from deident.formats import Limits
    from deident.formats.pdf.layers import Layers
    from deident.formats.pdf.streams import Budget

_RESOURCES = frozenset({"/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/XObject", "/Font"})
_STREAM = frozenset({"/Length", "/Filter", "/DecodeParms"})
_FORM = _STREAM | {"/Type", "/Subtype", "/FormType", "/BBox", "/Matrix", "/Resources", "/Group"}
_IMAGE = _STREAM | {
    "/Type", "/Subtype", "/Width", "/Height", "/ColorSpace", "/BitsPerComponent", "/Intent",
    "/ImageMask", "/Mask", "/Decode", "/Interpolate", "/SMask", "/SMaskInData", "/Matte",
}  # fmt: skip
_FONT = frozenset({
    "/Type", "/Subtype", "/BaseFont", "/FirstChar", "/LastChar", "/Widths", "/FontDescriptor",
    "/Encoding", "/ToUnicode", "/DescendantFonts", "/CIDSystemInfo", "/W", "/DW", "/W2", "/DW2",
    "/CIDToGIDMap", "/FontBBox", "/FontMatrix", "/CharProcs", "/Resources",
})  # fmt: skip
_STATE = frozenset({
    "/Type", "/LW", "/LC", "/LJ", "/ML", "/D", "/RI", "/OP", "/op", "/OPM", "/Font", "/BG", "/BG2",
    "/UCR", "/UCR2", "/TR", "/TR2", "/HT", "/FL", "/SM", "/SA", "/BM", "/SMask", "/CA", "/ca",
    "/AIS", "/TK",
})  # fmt: skip
_FORBIDDEN = frozenset({
    "/Metadata", "/PieceInfo", "/LastModified", "/StructParent", "/StructParents", "/OC", "/OPI",
    "/Alternates", "/Ref", "/AF", "/Lang", "/ActualText", "/Alt", "/E", "/Parent", "/P", "/Pg",
    "/Measure", "/PtData", "/ID", "/Thumb", "/Annots", "/A", "/AA", "/JS", "/FontFamily",
    "/CharSet",
})  # fmt: skip
_NAME = re.compile(rb"/([^\s/<>\[\](){}%]*)")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_DRAWN = re.compile(rb"/([^\s/<>\[\](){}%]*)\s+(?:%[^\r\n]*\s+)*Do\b")
_DEEPEST = 60
_MOST_VISITED = 2_000_000


class Whitelist:
    """Cleans every object a page reaches, each of them once."""

    def __init__(self, pdf: pikepdf.Pdf, layers: Layers, budget: Budget, limits: Limits) -> None:
        self._pdf = pdf
        self._layers = layers
        self._budget = budget
        self._limits = limits
        self._visited: set[tuple[int, int]] = set()
        self._called = Names(pdf)
        self.hid_layers = False
        self.changed_within = False
        """Whether a form, a pattern or a glyph no longer draws what it drew."""
        self.unsaid = Unsaid(budget.decoded)
        self.fonts: dict[tuple[int, int], pikepdf.Object] = {}

    def content(self, raw: bytes, resources: pikepdf.Object) -> bytes:
        """Clean the bytes of a content stream."""
        if self._layers:
            raw, hid = self._layers.without_hidden(raw, resources, self._pdf)
            self.hid_layers = self.hid_layers or hid
        return self._called.in_content(plain(raw, self._pdf))

    def resources(self, resources: pikepdf.Object | None, content: bytes) -> pikepdf.Dictionary:
        """Return a page's own resource dictionary: only what its content names, and clean."""
        import pikepdf

        fresh = pikepdf.Dictionary()
        if not isinstance(resources, pikepdf.Dictionary):
            return fresh
        self._called.in_resources(resources)
        names, drawn = _names(_NAME, content), _names(_DRAWN, content)
        self._borrowed(resources, drawn, names)
        for category in _RESOURCES:
            entries = resources.get(category)
            if not isinstance(entries, pikepdf.Dictionary):
                continue
            wanted = drawn if category == "/XObject" else names
            # A name may lead to no object.
            kept = {
                name: one for name, one in entries.items() if name in wanted and one is not None
            }
            for name, one in kept.items():
                if category == "/Font" and not one.is_indirect:
                    kept[name] = self._pdf.make_indirect(one)
                self._resource(kept[name], category, resources)
            if kept:
                fresh[category] = pikepdf.Dictionary(kept)
        return fresh

    def _borrowed(self, resources: pikepdf.Object, drawn: set[str], names: set[str]) -> None:
        """Add what forms without resources of their own use of the page's."""
        import pikepdf

        waiting, known = list(drawn), set(drawn)
        forms = resources.get("/XObject", pikepdf.Dictionary())
        while waiting:
            form = forms.get(waiting.pop()) if isinstance(forms, pikepdf.Dictionary) else None
            if not isinstance(form, pikepdf.Stream) or "/Resources" in form:
                continue
            if str(form.get("/Subtype")) != "/Form":
                continue
            content = self._budget.decoded(form)
            names |= set(map(self._called.plain, _names(_NAME, content)))
            new = set(map(self._called.plain, _names(_DRAWN, content))) - known
            drawn |= new
            known |= new
            waiting += new

    def _resource(self, one: Any, category: str, outer: pikepdf.Object) -> None:  # noqa: ANN401
        if category == "/XObject":
            self._drawn(one, outer)
        elif category == "/Font":
            self._font(one, 0)
        elif category == "/ExtGState":
            self._state(one)
        else:
            self._any(one, 0)

    def _state(self, state: Any) -> None:  # noqa: ANN401
        import pikepdf

        if not isinstance(state, pikepdf.Dictionary) or not self._first_visit(state):
            return
        _keep(state, _STATE)
        if "/Font" in state:
            self._font(state.Font[0], 0)
        for key in state.keys() - {"/Font"}:
            self._any(state[key], 0)
        self.unsaid.mask(state)

    def _first_visit(self, one: pikepdf.Object) -> bool:
        key = one.objgen
        if key == (0, 0):
            return True
        if key in self._visited:
            return False
        self._visited.add(key)
        if len(self._visited) > _MOST_VISITED:
            raise UnreadableError("the file", "TOO_LARGE", "more objects than are allowed")
        return True

    def _drawn(self, one: pikepdf.Object, outer: pikepdf.Object) -> None:
        if not self._first_visit(one):
            return
        if str(one.get("/Subtype")) == "/Image":
            self._image(one)
        elif str(one.get("/Subtype")) == "/PS":
            # Only a printer would run it.
            one.write(b"")
            _keep(one, _STREAM)
        else:
            self._content_stream(one, _FORM, outer)

    def _image(self, image: pikepdf.Object) -> None:
        import pikepdf

        width, height = (int(image.get(key, 0)) for key in ("/Width", "/Height"))
        if width * height > self._limits.pixels:
            raise UnreadableError("a picture", "TOO_LARGE", "more pixels than are allowed")
        _keep(image, _IMAGE)
        cut_picture(image, self._budget.decoded)
        for key in ("/SMask", "/Mask"):
            if isinstance(mask := image.get(key), pikepdf.Stream) and self._first_visit(mask):
                self._image(mask)
        if "/ColorSpace" in image:
            self._any(image.ColorSpace, 0)

    def _content_stream(
        self, stream: pikepdf.Object, keys: frozenset[str], outer: pikepdf.Object | None
    ) -> None:
        import pikepdf

        own = stream.get("/Resources", outer)
        own = pikepdf.Dictionary() if own is None else own
        before = self._budget.decoded(stream)
        cleaned = self.content(before, own)
        self.changed_within = self.changed_within or cleaned != before
        if "/Resources" in stream:
            stream.Resources = self.resources(own, cleaned)
        _keep(stream, keys)
        if "/Group" in stream:
            self._any(stream.Group, 0)
        stream.write(cleaned)
        if keys is _PATTERN:
            self.unsaid.tile(stream, cleaned)
        elif keys is _STREAM:
            self.unsaid.glyph(stream, cleaned)

    def _font(self, font: Any, depth: int) -> None:  # noqa: ANN401
        import pikepdf

        if not isinstance(font, pikepdf.Dictionary) or not self._first_visit(font):
            return
        _keep(font, _FONT)
        _named_plainly(font, "/BaseFont")
        if not depth:
            self.fonts[font.objgen] = font
        resources = font.get("/Resources")
        if isinstance(resources, pikepdf.Dictionary):
            self._called.in_resources(resources)
        if "/CharProcs" in font:
            for program in font.CharProcs.values():
                if isinstance(program, pikepdf.Stream) and self._first_visit(program):
                    self._content_stream(program, _STREAM, resources)
        if resources is not None:
            self._any(resources, depth + 1)
        for descendant in font.get("/DescendantFonts", ()):
            self._font(descendant, depth + 1)
        for key in ("/FontDescriptor", "/Encoding", "/ToUnicode", "/CIDToGIDMap"):
            if key in font:
                self._any(font[key], depth + 1)
        for key in ("/ToUnicode", "/Encoding"):
            if isinstance(font.get(key), pikepdf.Stream):
                self._bared(font[key])

    def _any(self, one: Any, depth: int) -> None:  # noqa: ANN401
        """Walk an object of any other kind and take out the keys no drawing needs."""
        import pikepdf

        if depth > _DEEPEST:
            raise UnreadableError("an object", "MALFORMED", "objects are nested too deeply")
        if isinstance(one, pikepdf.Array):
            if len(one) < _LONG and self._first_visit(one):
                without_profile(one, self._budget.decoded)
                round_palette(one, components, self._budget.decoded)
                for item in one:
                    self._any(item, depth + 1)
            return
        if not isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            return
        if str(one.get("/Subtype")) in {"/Form", "/Image"}:
            self._drawn(one, pikepdf.Dictionary())
        elif self._first_visit(one):
            if isinstance(one, pikepdf.Stream) and "/PaintType" in one:
                self._content_stream(one, _PATTERN, None)
                return
            for key in one.keys() & _FORBIDDEN:
                del one[key]
            _named_plainly(one, "/FontName")
            for key in one.keys() & _PROGRAMS:
                self._bare_program(one[key])
            if isinstance(one, pikepdf.Stream):
                self._packed(one)
                if one.get("/FunctionType") == _CALCULATED:
                    self._bared(one)
            for value in one.values():
                self._any(value, depth + 1)

    def _bared(self, stream: pikepdf.Object) -> None:
        """Take the comments out of a character map or a function."""
        import pikepdf

        before = self._budget.decoded(stream)
        if (bare := bare_map(before)) != before:
            stream.write(zlib.compress(bare), filter=pikepdf.Name.FlateDecode)

    def _bare_program(self, stream: Any) -> None:  # noqa: ANN401 - pikepdf.Stream
        import pikepdf

        if not isinstance(stream, pikepdf.Stream) or stream.objgen in self._visited:
            return
        before = self._budget.decoded(stream)
        if (bare := bare_font(before)) != before:
            stream.write(zlib.compress(bare), filter=pikepdf.Name.FlateDecode)

    def _packed(self, stream: pikepdf.Object) -> None:
        """Pack a stream as it would be saved, so that its copy gives the same copy again."""
        import pikepdf

        if stream.get("/Filter") == pikepdf.Name.FlateDecode:
            return
        if all(name in _TEXTUAL for name in filter_names(stream)):
            packed = zlib.compress(self._budget.decoded(stream))
            stream.write(packed, filter=pikepdf.Name.FlateDecode)


_LONG = 4_096
_PROGRAMS = frozenset({"/FontFile", "/FontFile2", "/FontFile3"})
_CALCULATED = 4  # a function written as a program
# Filters of font programs, character maps and profiles that are undone and done again.
_TEXTUAL = frozenset({"/ASCII85Decode", "/ASCIIHexDecode", "/LZWDecode", "/FlateDecode"})
_PATTERN = _STREAM | {
    "/Type", "/PatternType", "/PaintType", "/TilingType", "/BBox", "/XStep", "/YStep",
    "/Resources", "/Matrix",
}  # fmt: skip


def _named_plainly(font: pikepdf.Object, key: str) -> None:
    import pikepdf

    if isinstance(name := font.get(key), pikepdf.Name):
        font[key] = plain_name(name)


def _keep(one: pikepdf.Object, keys: frozenset[str]) -> None:
    for key in one.keys() - keys:
        del one[key]


def _names(pattern: re.Pattern[bytes], content: bytes) -> set[str]:
    """Return the names in a content stream, as pikepdf spells them."""
    found = set(pattern.findall(content))
    spelled = {
        _ESCAPE.sub(lambda code: bytes((int(code[1], 16),)), name) if b"#" in name else name
        for name in found
    }
    return {"/" + name.decode("utf-8", "surrogateescape") for name in spelled}
