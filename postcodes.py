"""Postcodes and ranges of postcodes: which area covers a code, and where areas overlap.

Plain values only. A range has digits at both ends, as many on each side; any
other code, such as `1050AB`, stands for itself.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from heapq import heappop, heappush
from typing import NamedTuple

LONGEST = 10
# With a space inside, two codes whose comma was forgotten are longer than one.
LONGEST_SPACED = 7
PIECES = re.compile(r"[,;\r\n]+")
RANGE = re.compile(r"([0-9A-Z]+)[-–—]([0-9A-Z]+)")
DIGITS = re.compile(r"[0-9]+")
CODE = re.compile(r"[0-9A-Z]+")


class PostcodeError(ValueError):
    """``piece`` is the text that is wrong, ``reason`` why: code, range, length, order or comma."""

    def __init__(self, piece, reason):
        super().__init__(f"{reason}: {piece}")
        self.piece = piece
        self.reason = reason


class Range(NamedTuple):
    """The codes from ``first`` to ``last``, both included."""

    first: str
    last: str

    def __str__(self):
        return self.first if self.first == self.last else f"{self.first}-{self.last}"


def normalize(code: str) -> str:
    """Return a postcode in one spelling: `1050 ab` and `1050-AB` give 1050AB."""
    return re.sub(r"[\s\-–—]", "", code or "").upper()


def parse(text: str) -> tuple[Range, ...]:
    """Return the sorted ranges of `62100, 62200-62299`, those that touch made one."""
    pieces = (piece.strip() for piece in PIECES.split(text or ""))
    return _merge(_parse_piece(piece) for piece in pieces if piece)


def write(ranges) -> str:
    return ", ".join(map(str, ranges))


def _parse_piece(piece):
    plain = re.sub(r"\s", "", piece).upper()
    if parts := RANGE.fullmatch(plain):
        return _parse_range(piece, *parts.groups())
    if not CODE.fullmatch(plain) or len(plain) > LONGEST:
        raise PostcodeError(piece, "comma" if re.search(r"\s", piece) else "code")
    if plain != piece.upper() and len(plain) > LONGEST_SPACED:
        raise PostcodeError(piece, "comma")
    return Range(plain, plain)


def _parse_range(piece, first, last):
    if not (DIGITS.fullmatch(first) and DIGITS.fullmatch(last)):
        raise PostcodeError(piece, "range")
    if len(first) != len(last) or len(first) > LONGEST:
        raise PostcodeError(piece, "length")
    if first > last:
        raise PostcodeError(piece, "order")
    return Range(first, last)


def _place(found):
    """Return what ranges are sorted by: digits by their length, then the other codes."""
    return _place_of(found.first)


def _place_of(code):
    return not DIGITS.fullmatch(code), len(code), code


def _follows(one, other):
    """Tell whether ``other`` overlaps ``one`` or comes right after it."""
    if _place_of(one.last)[:2] != _place_of(other.first)[:2]:
        return False
    if not DIGITS.fullmatch(one.last):
        return one == other
    return int(other.first) <= int(one.last) + 1


def _merge(ranges):
    merged = []
    for found in sorted(ranges, key=_place):
        if merged and _follows(merged[-1], found):
            merged[-1] = Range(merged[-1].first, max(merged[-1].last, found.last))
        else:
            merged.append(found)
    return tuple(merged)


def covers(ranges: tuple[Range, ...], code: str) -> bool:
    """Tell whether the ranges of :func:`parse` hold a postcode."""
    code = normalize(code)
    place = bisect_right(ranges, _place_of(code), key=_place) - 1
    return place >= 0 and _holds(ranges[place], code)


def _holds(found, code):
    if found.first == found.last:
        return code == found.first
    is_digits = len(code) == len(found.first) and DIGITS.fullmatch(code)
    return bool(is_digits) and found.first <= code <= found.last


class PostcodeIndex:
    """Find the area of a postcode: where several cover it, the first one given."""

    def __init__(self, areas):
        """``areas`` yields ``(key, ranges)``, the most important first."""
        self._exact = {}
        spans = defaultdict(list)
        for rank, (key, ranges) in enumerate(areas):
            for found in ranges:
                if DIGITS.fullmatch(found.first):
                    spans[len(found.first)].append((int(found.first), int(found.last), rank, key))
                else:
                    self._exact.setdefault(found.first, key)
        self._digits = {length: _flatten(found) for length, found in spans.items()}

    def find(self, code):
        """Return the key of the area that covers ``code``, or None."""
        code = normalize(code)
        if not DIGITS.fullmatch(code):
            return self._exact.get(code)
        starts, keys = self._digits.get(len(code), ((), ()))
        place = bisect_right(starts, int(code)) - 1
        return keys[place] if place >= 0 else None


def _flatten(spans):
    """Return ``(starts, keys)``: from each start on, the first-ranked area or None."""
    spans = sorted(spans, key=lambda span: span[0])
    edges = sorted({edge for first, last, *_rest in spans for edge in (first, last + 1)})
    starts, keys, open_spans, place = [], [], [], 0
    for edge in edges:
        while place < len(spans) and spans[place][0] <= edge:
            _first, last, rank, key = spans[place]
            heappush(open_spans, (rank, place, last, key))
            place += 1
        while open_spans and open_spans[0][2] < edge:
            heappop(open_spans)
        starts.append(edge)
        keys.append(open_spans[0][3] if open_spans else None)
    return starts, keys


def overlaps(areas) -> dict:
    """Return ``{key: {other: ranges}}``, the codes that two areas share.

    ``areas`` yields ``(key, ranges)``, with ranges as :func:`parse` returns them.
    """
    everything = sorted(
        ((found, key) for key, ranges in areas for found in ranges),
        key=lambda pair: _place(pair[0]),
    )
    shared = defaultdict(lambda: defaultdict(list))
    reached = []
    for found, key in everything:
        reached = [pair for pair in reached if _holds(pair[0], found.first)]
        for other, owner in reached:
            common = Range(found.first, min(found.last, other.last))
            shared[key][owner].append(common)
            shared[owner][key].append(common)
        reached.append((found, key))
    return shared
