"""Pictures painted over: every sample under a box becomes one constant, whatever the encoding.

Flate, LZW and the like are decoded to samples and painted as they are; JPEG is decoded, painted and
encoded with its own tables; JPEG 2000 goes through Pillow, fax and JBIG2 through pdfium. Soft masks
and stencils under the same box are painted too: a number can be the shape of a mask.
"""

from __future__ import annotations

import io
import math
from typing import TYPE_CHECKING, Any

import numpy as np

from deident.formats.image.whole import whole_pictures
from deident.formats.pdf.pdfium import opened, opened_page
from deident.formats.pdf.render import first_picture
from deident.formats.pdf.streams import unpacked

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pikepdf
    from numpy.typing import NDArray
    from PIL.Image import Image

    from deident.formats.pdf.resources import Resources

Area = list[tuple[float, float]]
"""A box in the coordinates of the unit square a picture fills, y up."""

_MIDDLE = 127
_MOST_SAMPLES = 1_500_000_000
_LOSSLESS = frozenset(
    {"/FlateDecode", "/LZWDecode", "/RunLengthDecode", "/ASCII85Decode", "/ASCIIHexDecode"}
)
_COMPONENTS = {
    "/DeviceGray": 1, "/CalGray": 1, "/G": 1, "/DeviceRGB": 3, "/CalRGB": 3, "/RGB": 3,
    "/Lab": 3, "/DeviceCMYK": 4, "/CMYK": 4, "/Indexed": 1, "/I": 1, "/Separation": 1,
}  # fmt: skip
_SUBTRACTIVE = frozenset({"/DeviceCMYK", "/CMYK", "/Separation", "/DeviceN"})


class UnpaintableError(ValueError):
    """The picture is broken, or encoded in a way nobody here can write back."""


def painted(pdf: pikepdf.Pdf, image: pikepdf.Object, areas: Sequence[Area]) -> pikepdf.Object:
    """Return a copy of a picture, its masks included, without the pixels in the areas.

    Raises:
        UnpaintableError: it cannot be decoded for certain.
    """
    import pikepdf

    try:
        copy = _painted(pdf, image, areas)
        for key in ("/SMask", "/Mask"):
            if isinstance(mask := image.get(key), pikepdf.Stream):
                copy[key] = _painted(pdf, mask, areas)
    except (pikepdf.PdfError, OSError, ValueError, TypeError, KeyError, AttributeError):
        raise UnpaintableError("undecodable") from None
    return copy


def painted_inline(
    pdf: pikepdf.Pdf,
    instruction: Any,  # noqa: ANN401
    resources: Resources,
    areas: Sequence[Area],
) -> pikepdf.Object:
    """Return the picture of a BI … EI, painted, as one that has a name."""
    import pikepdf

    try:
        return painted(pdf, _standalone(pdf, instruction.iimage, resources), areas)
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError):
        raise UnpaintableError("undecodable") from None


def _standalone(pdf: pikepdf.Pdf, inline: Any, resources: Resources) -> pikepdf.Object:  # noqa: ANN401
    """Make a picture with a name of an inline one."""
    import pikepdf

    stream = pdf.make_stream(inline.read_raw_bytes())
    for key, value in inline.obj.items():
        stream[key] = value
    stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    if isinstance(space := stream.get("/ColorSpace"), pikepdf.Name):
        stream.ColorSpace = resources.get("/ColorSpace", str(space)) or space
    return stream


def _painted(pdf: pikepdf.Pdf, image: pikepdf.Object, areas: Sequence[Area]) -> pikepdf.Object:
    width, height = int(image.Width), int(image.Height)
    if width < 1 or height < 1 or width * height * 4 > _MOST_SAMPLES:
        raise UnpaintableError("size")
    filters = _filters(image)
    if all(name in _LOSSLESS for name in filters):
        return _paint_samples(pdf, image, unpacked(image), areas)
    last, before = filters[-1], filters[:-1]
    if not all(name in _LOSSLESS for name in before):
        raise UnpaintableError("filters")
    if last == "/DCTDecode":
        return _paint_jpeg(pdf, image, areas)
    if last == "/JPXDecode":
        return _paint_jpeg2000(pdf, image, areas)
    if last in {"/CCITTFaxDecode", "/JBIG2Decode"}:
        return _paint_samples(pdf, image, _bilevel(image), areas)
    raise UnpaintableError("filter")


def _filters(image: pikepdf.Object) -> list[str]:
    import pikepdf

    filters = image.get("/Filter", ())
    return [str(filters)] if isinstance(filters, pikepdf.Name) else [str(one) for one in filters]


def _paint_samples(
    pdf: pikepdf.Pdf, image: pikepdf.Object, raw: bytes, areas: Sequence[Area]
) -> pikepdf.Object:
    width, height = int(image.Width), int(image.Height)
    stencil = bool(image.get("/ImageMask", False))
    bits = 1 if stencil else int(image.get("/BitsPerComponent", 1 if _is_bilevel(image) else 8))
    space = None if stencil else image.ColorSpace
    count = 1 if space is None else _components(space)
    if bits not in {1, 2, 4, 8, 16}:
        raise UnpaintableError("bits")
    row = (width * count * bits + 7) // 8
    if len(raw) < row * height:
        raise UnpaintableError("cut off")
    rows = np.frombuffer(raw, dtype=np.uint8)[: row * height].reshape(height, row).copy()
    full = _constant_is_full(image, space, stencil=stencil)
    for top, line in _covered(areas, width, height):
        if bits < 8:
            single = np.unpackbits(rows[top])
            single[: width * count * bits][np.repeat(line, count * bits)] = full
            rows[top] = np.packbits(single)
        else:
            rows[top, : width * count * bits // 8][np.repeat(line, count * bits // 8)] = 255 * full
    copy = _copied(pdf, image, rows.tobytes())
    if not stencil:
        copy.BitsPerComponent = bits
    return copy


def _is_bilevel(image: pikepdf.Object) -> bool:
    return bool(set(_filters(image)) & {"/CCITTFaxDecode", "/JBIG2Decode"})


def _constant_is_full(image: pikepdf.Object, space: Any, *, stencil: bool) -> int:  # noqa: ANN401
    """Say whether the constant has all bits set: black ink, or what a stencil does not paint."""
    decode = [float(number) for number in image.get("/Decode", ())]
    turned = bool(decode) and decode[0] > decode[1]
    ink = stencil or (space is not None and _space_name(space) in _SUBTRACTIVE)
    return int(ink != turned)


def _space_name(space: Any) -> str:  # noqa: ANN401
    import pikepdf

    return str(space if isinstance(space, pikepdf.Name) else space[0])


def _components(space: Any) -> int:  # noqa: ANN401
    name = _space_name(space)
    if name == "/ICCBased":
        return int(space[1].N)
    if name == "/DeviceN":
        return len(space[1])
    if name not in _COMPONENTS:
        raise UnpaintableError("colour space")
    return _COMPONENTS[name]


def _covered(areas: Sequence[Area], width: int, height: int) -> list[tuple[int, NDArray[np.bool_]]]:
    """Return the rows that areas touch, each with the pixels they touch in it."""
    from PIL import Image, ImageDraw

    rows: dict[int, NDArray[np.bool_]] = {}
    for area in areas:
        points = [(x * width, (1 - y) * height) for x, y in area]
        top = max(0, math.floor(min(y for _, y in points)))
        bottom = min(height, math.ceil(max(y for _, y in points)))
        if bottom <= top:
            continue
        sheet = Image.new("1", (width, bottom - top))
        corners = [(_nearest(x), _nearest(y - top)) for x, y in points]
        ImageDraw.Draw(sheet).polygon(corners, fill=1, outline=1, width=1)
        for at, line in enumerate(np.asarray(sheet), start=top):
            rows[at] = rows[at] | line if at in rows else line
    return list(rows.items())


def _nearest(number: float) -> float:
    return min(max(number, -1e6), 1e6)


def _copied(pdf: pikepdf.Pdf, image: pikepdf.Object, raw: bytes) -> pikepdf.Object:
    copy = pdf.make_stream(raw)
    for key in image.keys() - {"/Length", "/Filter", "/DecodeParms", "/SMaskInData"}:
        copy[key] = image[key]
    return copy


def _bilevel(image: pikepdf.Object) -> bytes:
    """Decode fax and JBIG2 with pdfium, as plain black and white, to packed bits."""
    import pikepdf

    holder = pikepdf.Pdf.new()
    page = holder.add_blank_page(page_size=(72, 72))
    plain = holder.make_stream(image.read_raw_bytes())
    plain.Type, plain.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    plain.Width, plain.Height, plain.BitsPerComponent = image.Width, image.Height, 1
    plain.ColorSpace, plain.Filter = pikepdf.Name.DeviceGray, image.Filter
    if "/DecodeParms" in image:
        plain.DecodeParms = _own(holder, image.DecodeParms)
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=plain))
    page.Contents = holder.make_stream(b"72 0 0 72 0 0 cm /I Do")
    saved = io.BytesIO()
    holder.save(saved)
    with opened(saved.getvalue()) as document, opened_page(document, 0) as loaded:
        pixels = first_picture(loaded)
    if pixels is None or pixels.shape != (int(image.Height), int(image.Width)):
        raise UnpaintableError("size")
    return np.packbits(pixels > _MIDDLE, axis=1).tobytes()


def _own(holder: pikepdf.Pdf, parameters: Any) -> Any:  # noqa: ANN401
    """Copy decoding parameters; JBIG2's shared symbols are a stream among them."""
    import pikepdf

    if isinstance(parameters, pikepdf.Array):
        return pikepdf.Array([_own(holder, one) for one in parameters])
    if not isinstance(parameters, pikepdf.Dictionary):
        return parameters
    return pikepdf.Dictionary(
        {
            key: holder.copy_foreign(value) if isinstance(value, pikepdf.Stream) else value
            for key, value in parameters.items()
        }
    )


def _paint_jpeg(pdf: pikepdf.Pdf, image: pikepdf.Object, areas: Sequence[Area]) -> pikepdf.Object:
    import pikepdf
    from PIL import Image

    raw = _undressed(image)
    picture = Image.open(io.BytesIO(raw), formats=("JPEG",))
    if picture.width * picture.height * 4 > _MOST_SAMPLES:
        raise UnpaintableError("size")
    with whole_pictures():
        picture.load()
    if picture.mode not in {"L", "RGB"}:
        return _paint_cmyk(pdf, image, picture, areas)
    _blacken(picture, areas)
    out = io.BytesIO()
    picture.info.clear()
    picture.save(out, "JPEG", quality="keep")
    copy = _copied(pdf, image, out.getvalue())
    copy.Filter = pikepdf.Name.DCTDecode
    copy.Width, copy.Height = picture.size
    return copy


def _undressed(image: pikepdf.Object) -> bytes:
    """Return the bytes of a picture without the text filters around them."""
    filters = _filters(image)
    if len(filters) == 1:
        return bytes(image.read_raw_bytes())
    import pikepdf

    # qpdf decodes what stands before the picture's own filter only where it is all there is.
    holder = pikepdf.Pdf.new()
    inner = holder.make_stream(bytes(image.read_raw_bytes()))
    inner.Filter = pikepdf.Array([pikepdf.Name(name) for name in filters[:-1]])
    return unpacked(inner)


def _paint_cmyk(
    pdf: pikepdf.Pdf, image: pikepdf.Object, picture: Image, areas: Sequence[Area]
) -> pikepdf.Object:
    if picture.mode != "CMYK":
        raise UnpaintableError("mode")
    samples = np.asarray(picture)
    # Pillow turns the inks of Adobe's files over; PDF readers do not.
    raw = (255 - samples if "adobe" in picture.info else samples).tobytes()
    copy = _paint_samples(pdf, _sized(pdf, image, picture.size), raw, areas)
    copy.BitsPerComponent = 8
    return copy


def _sized(pdf: pikepdf.Pdf, image: pikepdf.Object, size: tuple[int, int]) -> pikepdf.Object:
    copy = _copied(pdf, image, b"")
    copy.Width, copy.Height = size
    copy.BitsPerComponent = 8
    return copy


def _paint_jpeg2000(
    pdf: pikepdf.Pdf, image: pikepdf.Object, areas: Sequence[Area]
) -> pikepdf.Object:
    import pikepdf
    from PIL import Image

    picture = Image.open(io.BytesIO(_undressed(image)), formats=("JPEG2000",))
    if picture.width * picture.height * 4 > _MOST_SAMPLES:
        raise UnpaintableError("size")
    with whole_pictures():
        picture.load()
    if picture.mode not in {"L", "RGB"} or int(image.get("/SMaskInData", 0)):
        raise UnpaintableError("mode")
    plain = _sized(pdf, image, picture.size)
    if "/ColorSpace" not in plain or _components(plain.ColorSpace) != len(picture.getbands()):
        plain.ColorSpace = (
            pikepdf.Name.DeviceGray if picture.mode == "L" else pikepdf.Name.DeviceRGB
        )
    return _paint_samples(pdf, plain, picture.tobytes(), areas)


def _blacken(picture: Image, areas: Sequence[Area]) -> None:
    from PIL import Image

    for top, line in _covered(areas, *picture.size):
        mask = Image.fromarray(line[None, :])
        picture.paste(0, (0, top, picture.width, top + 1), mask)
