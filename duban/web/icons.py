"""The few icons of the pages, drawn by hand on a grid of 24."""

ICONS = {
    "desk": '<path d="M3 10h18M5 10v10M19 10v10M9 10v4h6v-4M8 6h8v4H8z"/>',
    "ledger": '<path d="M5 3h14v18H5zM9 3v18M12 8h4M12 12h4M12 16h4"/>',
    "inbox": '<path d="M4 13l3-8h10l3 8v6H4zM4 13h5l1 3h4l1-3h5"/>',
    "sign": '<path d="M4 20h16M6 16l1-4 9-9 3 3-9 9zM14 5l3 3"/>',
    "pencil": '<path d="M5 19l1-4L16 5l3 3L9 18zM14 7l3 3"/>',
    "paper": '<path d="M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6"/>',
    "ranking": '<path d="M4 20V11h4v9M10 20V5h4v15M16 20v-6h4v6M3 20h18"/>',
    "statistics": '<path d="M4 4v16h16M7 15l4-5 3 3 5-7"/>',
    "people": '<circle cx="9" cy="8" r="3"/><path d="M3 20c0-4 3-6 6-6s6 2 6 6M16 5a3 3 0 010 6M17 14c3 .5 4 3 4 6"/>',
    "unit": '<path d="M4 21V8l8-5 8 5v13M3 21h18M9 21v-6h6v6M9 11h.01M15 11h.01"/>',
    "flag": '<path d="M5 21V4h13l-3 4 3 4H5"/>',
    "journal": '<path d="M6 3h13v18H6a2 2 0 010-4h13M6 3a2 2 0 00-2 2v14M9 8h6M9 12h6"/>',
    "regime": '<path d="M12 4v16M6 20h12M5 8h14M5 8l-3 6h6zM19 8l-3 6h6z"/>',
    "search": '<circle cx="11" cy="11" r="6"/><path d="M16 16l5 5"/>',
    "warning": '<path d="M12 4l9 16H3zM12 10v4M12 17h.01"/>',
    "clock": '<circle cx="12" cy="12" r="8"/><path d="M12 8v4l3 2"/>',
    "calendar": '<path d="M4 6h16v14H4zM4 10h16M8 3v4M16 3v4"/>',
    "check": '<path d="M5 12l5 5 9-10"/>',
    "cross": '<path d="M6 6l12 12M18 6L6 18"/>',
    "progress": '<path d="M12 4a8 8 0 108 8M12 8v4l3 2"/>',
    "eye": '<path d="M2 12c3-5 6-7 10-7s7 2 10 7c-3 5-6 7-10 7s-7-2-10-7z"/><circle cx="12" cy="12" r="3"/>',
    "back": '<path d="M9 6l-5 5 5 5M4 11h11a5 5 0 010 9h-3"/>',
    "forward": '<path d="M15 6l5 5-5 5M20 11H9a5 5 0 000 9h3"/>',
    "archive": '<path d="M3 5h18v4H3zM5 9v11h14V9M10 13h4"/>',
    "pause": '<path d="M8 5v14M16 5v14"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "lock": '<path d="M6 11h12v9H6zM8 11V8a4 4 0 018 0v3"/>',
    "user": '<circle cx="12" cy="8" r="4"/><path d="M4 21c0-5 4-7 8-7s8 2 8 7"/>',
    "link": '<path d="M10 14a4 4 0 006 0l3-3a4 4 0 00-6-6l-1 1M14 10a4 4 0 00-6 0l-3 3a4 4 0 006 6l1-1"/>',
    "print": '<path d="M7 9V3h10v6M7 17H4V9h16v8h-3M7 14h10v7H7z"/>',
    "download": '<path d="M12 4v11M7 11l5 5 5-5M4 20h16"/>',
    "upload": '<path d="M12 16V4M7 9l5-5 5 5M4 20h16"/>',
    "up": '<path d="M12 19V6M6 11l6-6 6 6"/>',
    "down": '<path d="M12 5v13M6 13l6 6 6-6"/>',
    "bell": '<path d="M6 17V11a6 6 0 0112 0v6l2 2H4zM10 21h4"/>',
    "help": '<circle cx="12" cy="12" r="9"/><path d="M9.5 9.5a2.5 2.5 0 113.5 2.3c-.7.3-1 .8-1 1.7M12 17h.01"/>',
    "more": '<path d="M5 12h.01M12 12h.01M19 12h.01" stroke-width="3"/>',
    "exit": '<path d="M14 4H5v16h9M10 12h11M17 8l4 4-4 4"/>',
}


def svg(name: str) -> str:
    """Return the inline SVG of that name; it is decoration, the word stands beside it. Raises KeyError where there is none."""
    return (
        '<svg class="icon" viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor" stroke-width="1.8" '
        f'stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">{ICONS[name]}</svg>'
    )
