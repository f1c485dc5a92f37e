"""Colours that can be read: contrast, and shades that carry white words."""

# Above the 4.5 that WCAG asks, so that a wash of the colour may lie beneath it.
READABLE = 5.5


def read_color(text):
    """Return the red, green and blue of ``#rrggbb``, from 0 to 255."""
    return tuple(int(text[place : place + 2], 16) for place in (1, 3, 5))


def write_color(color):
    return "#" + "".join(f"{round(part):02x}" for part in color)


def blend(color, other, share):
    """Return ``color`` with a ``share`` of ``other`` in it."""
    return tuple(a + (b - a) * share for a, b in zip(color, other, strict=True))


def luminance(color):
    """Return how light a colour is, from 0 to 1, as WCAG defines it."""
    parts = (part / 255 for part in color)
    parts = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def contrast(one, other):
    """Return the contrast of two colours, from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def contrast_with_white(color):
    return contrast(color, (255, 255, 255))


def shades(text):
    """Return the accent, a darker and a very light shade of a colour ``#rrggbb``."""
    black, white = (0, 0, 0), (255, 255, 255)
    accent = read_color(text)
    while contrast_with_white(accent) < READABLE:
        accent = blend(accent, black, 0.1)
    return {
        "accent": write_color(accent),
        "dark": write_color(blend(accent, black, 0.25)),
        "wash": write_color(blend(accent, white, 0.92)),
    }
