"""Pictures for tests, all of them generated: photos with what telephones write into them, and what hostile people make."""

import io
import struct
import zlib

from PIL import Image


def picture(format_: str = "JPEG", size: tuple[int, int] = (64, 48), mode: str = "RGB", **more) -> bytes:
    """Return a picture of these measures whose left half is red and whose right half is blue."""
    made = Image.new("RGB", size, "red")
    made.paste("blue", (size[0] // 2, 0, size[0], size[1]))
    out = io.BytesIO()
    made.convert(mode).save(out, format_, **more)
    return out.getvalue()


def photo(orientation: int = 6, where: bytes = b"N31.2304") -> bytes:
    """Return a photo as a telephone takes it: held sideways, with the place where it was taken in its data."""
    data = Image.Exif()
    data[0x0112], data[0x010F], data[0x8769] = orientation, "HUAWEI", {0x927C: where}
    data[0x8825] = {1: "N", 2: (31.0, 13.0, 49.0)}
    return picture(exif=data, comment=where)


def heic(size: tuple[int, int] = (64, 48)) -> bytes:
    """Return a photo in the format of iPhones."""
    import pillow_heif

    out = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", size, "green")).save(out, quality=50)
    return out.getvalue()


def png_of(width: int, height: int, rows: bytes = b"", *, depth: int = 8, colour: int = 2) -> bytes:
    """Return a PNG that says it has these measures, whatever its packed rows hold."""
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    )
