"""What scanners, telephones, copiers and stamps do to a page. The truth moves with the picture."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from math import cos, pi, sin
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont
from tests.corpus.pages.canvas import FACES
from tests.corpus.pages.geometry import onto, rotation, warped
from tests.corpus.pages.truth import Role

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from numpy.typing import NDArray
    from tests.corpus.pages.truth import Sheet

    Pixels = NDArray[np.float32]
    Change = Callable[[Sheet, Random], Sheet]

_PAPER = (255, 255, 255)
_SEAL_INK = (214, 38, 42)


def skewed(sheet: Sheet, rng: Random) -> Sheet:
    """Lay the page on the glass one to three degrees askew."""
    return _turned(sheet, rng.choice((-1, 1)) * rng.uniform(1, 3))


def tilted(sheet: Sheet, rng: Random) -> Sheet:
    """Turn the page by a larger small angle."""
    return _turned(sheet, rng.choice((-1, 1)) * rng.uniform(3, 8))


def noisy(sheet: Sheet, rng: Random) -> Sheet:
    """Add the noise of a bad sensor, and specks."""
    pixels = _pixels(sheet)
    chance = _chance(rng)
    pixels += chance.normal(0, rng.uniform(12, 26), pixels.shape).astype(np.float32)
    specks = chance.random(pixels.shape[:2])
    pixels[specks < 0.0015] = 40
    pixels[specks > 0.9985] = 250
    return _painted(sheet, pixels)


def sealed(sheet: Sheet, rng: Random) -> Sheet:
    """Stamp a round red seal over values, as stamps fall."""
    values = sheet.of(Role.VALUE)
    radius = 58 * sheet.dpi / 72
    quad = rng.choice(rng.choice(values).quads)
    x = (quad[0] + quad[4]) / 2 + rng.uniform(-0.4, 0.4) * radius
    y = (quad[1] + quad[5]) / 2 + rng.uniform(-0.4, 0.4) * radius
    stamp = _seal(round(radius), rng.uniform(-25, 25))
    layer = Image.new("RGB", sheet.image.size, _PAPER)
    layer.paste(stamp, (round(x) - stamp.width // 2, round(y) - stamp.height // 2))
    return replace(sheet, image=ImageChops.multiply(sheet.image, layer))


def stamped(sheet: Sheet, rng: Random) -> Sheet:
    """Stamp a blue seal over values, as banks and delivery services do."""
    red = sealed(sheet, rng).image
    seal = ImageChops.add(ImageChops.invert(sheet.image), red)
    red_channel, green, blue = seal.split()
    layer = Image.merge("RGB", (blue, green, red_channel))
    return replace(sheet, image=ImageChops.multiply(sheet.image, layer))


def watermarked(sheet: Sheet, rng: Random) -> Sheet:
    """Write grey words across the page, as offices do before they hand out a copy."""
    width, height = sheet.image.size
    path, index = FACES["hei"]
    letters = ImageFont.truetype(path, round(26 * sheet.dpi / 72), index=index)
    layer = Image.new("RGB", (2 * width, 2 * height), _PAPER)
    draw, step = ImageDraw.Draw(layer), round(150 * sheet.dpi / 72)
    for top in range(0, 2 * height, step):
        for left in range(-step, 2 * width, 2 * step):
            draw.text((left, top), "虚构县存档", font=letters, fill=(190, 190, 196))
    layer = layer.rotate(rng.uniform(22, 38), Image.Resampling.BICUBIC, fillcolor=_PAPER)
    part = layer.crop((width // 2, height // 2, width // 2 + width, height // 2 + height))
    return replace(sheet, image=ImageChops.multiply(sheet.image, part))


def faint(sheet: Sheet, rng: Random) -> Sheet:
    """Print with the last of the toner on grey paper."""
    ground, depth = rng.uniform(205, 240), rng.uniform(60, 95)
    ink = np.float32(depth / 255) * (255 - _pixels(sheet))
    return _painted(sheet, np.float32(ground) - ink)


def shadowed(sheet: Sheet, rng: Random) -> Sheet:
    """Let the shadow of a hand or of the book's back fall over the page."""
    return _painted(sheet, _pixels(sheet) * _light(sheet, rng, rng.uniform(0.35, 0.55)))


def folded(sheet: Sheet, rng: Random) -> Sheet:
    """Fold the page once or twice: a bright or dark crease, and one side in less light."""
    pixels = _pixels(sheet)
    height, width = pixels.shape[:2]
    across = np.arange(height, dtype=np.float32)
    creases = (0.5,) if rng.random() < 0.5 else (0.333, 0.666)
    for share in creases:
        crease = height * (share + rng.uniform(-0.02, 0.02))
        slope = rng.uniform(-0.01, 0.01)
        places = crease + slope * np.arange(width, dtype=np.float32)
        distance = across[:, None] - places[None, :]
        soft = 2.2 * sheet.dpi / 72
        depth = rng.choice((-70.0, -110.0, 60.0))
        pixels += (depth * np.exp(-((distance / soft) ** 2)))[:, :, None]
        pixels *= np.where(distance > 0, rng.uniform(0.86, 0.94), 1.0)[:, :, None]
    return _painted(sheet, pixels)


def photographed(sheet: Sheet, rng: Random) -> Sheet:
    """Photograph the page on a desk: perspective, uneven light, a little blur and noise."""
    width, height = sheet.image.size
    margin = round(0.06 * width)
    size = width + 2 * margin, height + 2 * margin
    corners = ((0, 0), (width, 0), (width, height), (0, height))
    lean = 0.045 * width
    places = [
        (x + margin + rng.uniform(-lean, lean), y + margin + rng.uniform(-lean, lean))
        for x, y in corners
    ]
    desk = rng.choice(((96, 74, 52), (70, 72, 76), (150, 142, 128)))
    photo = warped(sheet, onto(corners, places), size, desk)
    blurred = photo.image.filter(ImageFilter.GaussianBlur(0.45 * sheet.dpi / 150))
    lit = _pixels(replace(photo, image=blurred)) * _light(photo, rng, rng.uniform(0.5, 0.7))
    lit += _chance(rng).normal(0, 5, lit.shape).astype(np.float32)
    return _painted(photo, lit)


def faxed(sheet: Sheet, rng: Random) -> Sheet:
    """Send the page by fax: black or white only, ragged edges, specks."""
    grey = np.asarray(sheet.image.convert("L"), dtype=np.float32)
    chance = _chance(rng)
    grey = grey + chance.normal(0, 24, grey.shape).astype(np.float32)
    level = np.where(grey < rng.uniform(120, 165), 0, 255).astype(np.uint8)
    level[chance.random(level.shape) < 0.0012] = 0
    image = Image.fromarray(level).convert("RGB")
    return replace(sheet, image=image)


def inverted(sheet: Sheet, _rng: Random) -> Sheet:
    """Turn black to white and white to black, as microfilm readers do."""
    return replace(sheet, image=ImageChops.invert(sheet.image))


def compressed(sheet: Sheet, rng: Random) -> Sheet:
    """Compress as hard as old scanners do."""
    written = BytesIO()
    sheet.image.save(written, "JPEG", quality=rng.randint(12, 40))
    with Image.open(written) as opened:
        return replace(sheet, image=opened.convert("RGB"))


def combined(sheet: Sheet, rng: Random) -> Sheet:
    """Everything at once: askew, faint, noisy, and half of the time sealed."""
    if rng.random() < 0.5:
        sheet = sealed(sheet, rng)
    sheet = faint(skewed(sheet, rng), rng)
    pixels = _pixels(sheet)
    pixels += _chance(rng).normal(0, rng.uniform(6, 12), pixels.shape).astype(np.float32)
    return _painted(sheet, pixels)


def _turned(sheet: Sheet, degrees: float) -> Sheet:
    matrix, size = rotation(degrees, sheet.image.size)
    return warped(sheet, matrix, size, sheet.image.getpixel((0, 0)))  # type: ignore[arg-type]


def _chance(rng: Random) -> np.random.Generator:
    return np.random.default_rng(rng.getrandbits(64))


def _pixels(sheet: Sheet) -> Pixels:
    return np.asarray(sheet.image, dtype=np.float32).copy()


def _painted(sheet: Sheet, pixels: Pixels) -> Sheet:
    return replace(sheet, image=Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)))


def _light(sheet: Sheet, rng: Random, least: float) -> Pixels:
    """Return how bright each place is lit: full in one corner or along one edge, least opposite."""
    width, height = sheet.image.size
    angle = rng.uniform(0, 2 * pi)
    x = np.linspace(-1, 1, width, dtype=np.float32)[None, :]
    y = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    far = (x * cos(angle) + y * sin(angle)) / 1.42
    # Steep in its middle, as the edge of a shadow is.
    share = 1 / (1 + np.exp(-rng.uniform(3, 9) * (far - rng.uniform(-0.3, 0.3))))
    light: Pixels = (least + (1 - least) * share).astype(np.float32)[:, :, None]
    return light


def _seal(radius: int, lean: float) -> Image.Image:
    """Draw a round seal: ring, star, and an office's name along the ring."""
    side = 2 * radius + 8
    stamp = Image.new("RGB", (side, side), _PAPER)
    draw = ImageDraw.Draw(stamp)
    thick = max(2, radius // 14)
    draw.ellipse((4, 4, side - 4, side - 4), outline=_SEAL_INK, width=thick)
    middle = side / 2
    star = [
        (
            middle + radius * (0.3 if point % 2 == 0 else 0.12) * sin(point * pi / 5),
            middle - radius * (0.3 if point % 2 == 0 else 0.12) * cos(point * pi / 5),
        )
        for point in range(10)
    ]
    draw.polygon(star, fill=_SEAL_INK)
    path, index = FACES["bold"]
    letters = ImageFont.truetype(path, max(8, round(radius * 0.27)), index=index)
    name = "虚构县公共服务管理局"
    for number, character in enumerate(name):
        degrees = -125 + 250 * number / (len(name) - 1)
        glyph = Image.new("RGB", (side, side), _PAPER)
        ImageDraw.Draw(glyph).text(
            (middle, middle - radius * 0.72), character, font=letters, fill=_SEAL_INK, anchor="mm"
        )
        turned = glyph.rotate(-degrees, Image.Resampling.BICUBIC, fillcolor=_PAPER)
        stamp = ImageChops.multiply(stamp, turned)
    return stamp.rotate(lean, Image.Resampling.BICUBIC, fillcolor=_PAPER)
