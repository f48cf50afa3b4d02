"""Which files are taken, told by their names and by how they begin: the one list for forms, the API and the store."""

from duban.papers import pictures

_COMPOUND, _ARCHIVE = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
# Extension → how the content must begin; an empty tuple: text, which must decode. Pictures are told by `pictures.kind_of`.
_PAPERS: dict[str, tuple[bytes, ...]] = {
    "pdf": (b"%PDF-",),
    "ofd": (_ARCHIVE,),
    "docx": (_ARCHIVE,),
    "xlsx": (_ARCHIVE,),
    "doc": (_COMPOUND,),
    "xls": (_COMPOUND,),
    "wps": (_COMPOUND, _ARCHIVE),
    "et": (_COMPOUND, _ARCHIVE),
    "zip": (_ARCHIVE,),
    "xlsb": (_ARCHIVE,),
    "ods": (_ARCHIVE,),
    "odt": (_ARCHIVE,),
    "rtf": (b"{\\rtf",),
    "txt": (),
    "csv": (),
}
# Extension → the kind that its content is.
PICTURES = {
    "jpg": "jpg",
    "jpeg": "jpg",
    "png": "png",
    "gif": "gif",
    "webp": "webp",
    "bmp": "bmp",
    "heic": "heic",
    "heif": "heic",
}
ACCEPTED = (*_PAPERS, *PICTURES)
SCANS = ("jpg", "jpeg", "png", "webp", "bmp", "heic", "heif", "pdf")


def extension_of(name: str) -> str:
    """Return the extension of a file's name in small letters, without its dot; empty where it has none."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def is_picture(name: str) -> bool:
    """Return whether a file that was taken under this name is a picture."""
    return extension_of(name) in PICTURES


def is_text(extension: str) -> bool:
    """Return whether such a file must be text."""
    return _PAPERS.get(extension) == ()


def named_truly(name: str, head: bytes) -> str | None:
    """Return the name that a file keeps, which begins with `head` (16 bytes will do); None where it is not what its name says.

    A picture that bears another picture's extension, as messengers hand them on, gets its own.
    """
    extension = extension_of(name)
    if extension in PICTURES:
        kind = pictures.kind_of(head)
        if kind and kind != PICTURES[extension]:
            return f"{name.rpartition('.')[0]}.{kind}"
        return name if kind else None
    starts = _PAPERS[extension]
    return name if not starts or head.startswith(starts) else None


def accept(extensions: tuple[str, ...] = ACCEPTED) -> str:
    """Return what the `accept` of a file field says, so that a browser offers these files, and a telephone its camera.

    HEIC is named only where it can be seen here: a telephone that is not asked for it hands the photo over as JPEG.
    """
    named = [each for each in extensions if PICTURES.get(each) != "heic" or pictures.takes_heic()]
    return ",".join([*(["image/*"] if "jpg" in extensions else []), *(f".{each}" for each in named)])
