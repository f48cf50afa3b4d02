"""One picture decoded, as a program of its own: `python decoding.py SOURCE KIND` writes its smaller copies into the folder it stands in.

It may be killed at any moment. It knows nothing of us but this file, and says in one line of JSON how it went: `{"width": …, "height": …}`, in
pixels as a person sees the picture, or `{"why": …}` with `too_large` or `broken`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

# The longest side of each copy, in pixels; the largest first, each is made of the one before it.
SIZES = {"preview": 1600, "thumbnail": 480}
# As many pixels are decoded, so that none takes 200 MB more than the bare program: of a JPEG, which is decoded smaller at once, of a HEIC, of anything else.
PIXELS = {"jpg": 100_000_000, "heic": 25_000_000}
PIXELS_ELSE = 17_000_000
SIDE = 30_000
# How a picture is turned that was taken so (EXIF orientation), by Pillow's `Transpose`.
_ORIENTATION = 0x0112
_TURNS = {2: 0, 3: 3, 4: 1, 5: 5, 6: 4, 7: 6, 8: 2}
_FORMATS = {"jpg": "JPEG", "png": "PNG", "gif": "GIF", "webp": "WEBP", "bmp": "BMP", "heic": "HEIF"}


def decode(source: Path, kind: str, folder: Path) -> dict[str, object]:
    """Write the copies of a picture of that kind into a folder: the first frame, upright, on white, without anything but its pixels."""
    from PIL import Image

    # Ours are narrower, and asked before a pixel is decoded.
    Image.MAX_IMAGE_PIXELS = None
    if kind == "heic":
        import pillow_heif

        pillow_heif.options.DECODE_THREADS = 1
        pillow_heif.register_heif_opener(thumbnails=False)
    with Image.open(source, formats=[_FORMATS[kind]]) as opened:
        most = PIXELS_ELSE if opened.info.get("progressive") else PIXELS.get(kind, PIXELS_ELSE)
        if opened.width * opened.height > most or max(opened.size) > SIDE:
            return {"why": "too_large"}
        turning = _turning(opened)
        width, height = opened.size if turning < 5 else opened.size[::-1]
        copy = _even(opened)
        copy.thumbnail((SIZES["preview"], SIZES["preview"]))
        if turning in _TURNS:
            copy = copy.transpose(Image.Transpose(_TURNS[turning]))
        copy = copy.convert("RGBA")
    # Pixels alone go over: no EXIF (place, telephone, name), no profile, no remark.
    plain = Image.new("RGB", copy.size, "white")
    plain.paste(copy, mask=copy.getchannel("A"))
    for name, side in SIZES.items():
        plain.thumbnail((side, side))
        plain.save(folder / f"{name}.jpg", "JPEG", quality=80, progressive=True)
    return {"width": width, "height": height}


def _turning(opened: Image) -> int:
    """Give how the camera was held (1 to 8); torn data about a picture do not make the picture unseen."""
    try:
        said = opened.getexif().get(_ORIENTATION, 1)
    except Exception:  # whatever the reader of these data stumbles over
        return 1
    return said if said in _TURNS else 1


def _even(opened: Image) -> Image:
    """Give the picture in a mode that can be made smaller: palettes mix no colours, and 16 bits are cut to their upper 8."""
    if opened.mode in ("P", "PA", "1"):
        return opened.convert("RGBA" if "transparency" in opened.info or opened.mode == "PA" else "RGB")
    if opened.mode.startswith("I"):
        return opened.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    return opened


def main() -> None:
    """Decode `argv[1]`, of the kind `argv[2]`, into the folder in which the program runs."""
    try:
        answer = decode(Path(sys.argv[1]), sys.argv[2], Path())
    except Exception:  # Each decoder has its own for what is broken; whatever it is, there is no copy.
        answer = {"why": "broken"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
