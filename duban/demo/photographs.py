"""Photos of the invented offices, drawn: a bank of a river before and after it was put in order. Nobody and no place is on them."""

import io

from PIL import Image, ImageDraw

_SIZE = (800, 600)
# The sky above and at the hills, in red, green and blue; then what lies below it.
_SKY = {False: ((174, 182, 186), (201, 203, 200)), True: ((156, 199, 230), (220, 236, 245))}
_HILL, _BANK = {False: "#8d938a", True: "#7fa37c"}, {False: "#8a7a60", True: "#6fa35a"}
_WATER, _EDGE = {False: "#6f6a55", True: "#5e93b5"}, {False: "#4a4438", True: "#f2f2ee"}


def photo(place: str, day: str, *, after: bool) -> bytes:
    """Return a photo of a place as a JPEG, with the day in its corner; another place has other hills."""
    made = Image.new("RGB", _SIZE)
    draw = ImageDraw.Draw(made)
    upper, lower = _SKY[after]
    for y in range(300):
        draw.line((0, y, 800, y), tuple(a + (b - a) * y // 300 for a, b in zip(upper, lower, strict=True)))
    seed = sum(map(ord, place))
    for n in range(6):
        x, width = (seed * (n + 3) * 37) % 800, 120 + (seed * (n + 1)) % 140
        draw.ellipse((x - width, 230 - width // 5, x + width, 360), _HILL[after])
    draw.rectangle((0, 300, 800, 600), _BANK[after])
    shore = 420 + seed % 60
    draw.polygon([(0, shore + 60), (800, shore - 60), (800, 600), (0, 600)], _WATER[after])
    draw.line((0, shore + 60, 800, shore - 60), _EDGE[after], 8)
    if after:
        draw.rectangle((330, 330, 350, 440), "#d8dde1")
        draw.rectangle((250, 270, 430, 335), "#1d5fa8")
        for n in range(7):
            draw.ellipse((40 + n * 110, 345 + (n % 2) * 12, 100 + n * 110, 405 + (n % 2) * 12), "#4c8446")
    else:
        draw.ellipse((330, 360, 450, 480), "#2f2b25")
        draw.polygon([(350, 440), (430, 440), (520, 600), (300, 600)], "#4d4a33")
        for n in range(18):
            x, y = (seed * (n + 5) * 53) % 760, 320 + (seed * (n + 2) * 29) % 120
            draw.rectangle((x, y, x + 22, y + 9), ("#d9d4c7", "#a84f3a", "#e8e6df")[n % 3])
    draw.text((800 - 8 * len(day) - 90, 570), day, "#ffffff", font_size=26)
    out = io.BytesIO()
    made.save(out, "JPEG", quality=72)
    return out.getvalue()
