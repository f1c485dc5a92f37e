"""Sectors as lines of a CSV file, in plain values."""

import csv
import io
from typing import NamedTuple

COLUMNS = ("code", "name", "color", "postcodes")
OTHER_NAMES = {
    "colour": "color",
    "couleur": "color",
    "nom": "name",
    "codes postaux": "postcodes",
    "postcode": "postcodes",
}
# A spreadsheet would calculate what starts so: a quotation mark makes it text.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Row(NamedTuple):
    line: int
    code: str
    name: str
    color: str
    postcodes: str
    extra: bool


class MissingColumns(ValueError):
    """``names`` are the columns that the first line lacks."""

    def __init__(self, names):
        super().__init__(", ".join(names))
        self.names = names


def read_sectors(content: bytes) -> list[Row]:
    """Return the rows of a file separated by `,` or `;`, in UTF-8 or Latin-1."""
    text = _decode(content).replace("\0", "")
    head = text.partition("\n")[0]
    delimiter = ";" if head.count(";") > head.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    names = [name.strip().casefold() for name in next(reader, [])]
    names = [OTHER_NAMES.get(name, name) for name in names]
    if missing := [name for name in ("code", "name", "postcodes") if name not in names]:
        raise MissingColumns(missing)
    rows, start = [], reader.line_num + 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            rows.append(_read_row(start, names, cells))
        start = reader.line_num + 1
    return rows


def _read_row(line, names, cells):
    found = dict(zip(names, map(_unguard, cells), strict=False))
    extra = any(cell.strip() for cell in cells[len(names) :])
    return Row(line, *(found.get(name, "") for name in COLUMNS), extra)


def write_sectors(rows) -> bytes:
    """Return a file of ``(code, name, color, postcodes)`` that spreadsheets open as UTF-8."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(COLUMNS)
    writer.writerows([guard(str(cell)) for cell in row] for row in rows)
    return stream.getvalue().encode("utf-8-sig")


def _decode(content):
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def guard(cell):
    """Return a cell that no spreadsheet calculates."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _unguard(cell):
    cell = cell.strip()
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell
