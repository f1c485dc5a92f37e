"""A table of plain values as a file: CSV and XLSX.

``columns`` are ``{"kind", "label"}``; false is a value that has no answer,
and an empty cell.
"""

import csv
import io

import xlsxwriter

from .sector_csv import guard

FORMATS = {"rate": "0.0%", "days": "0.0", "hours": "0.0", "number": "0"}
DECIMALS = {"rate": 4, "days": 2, "hours": 2}
WIDTHS = {"text": 28}


def table_csv(columns, rows):
    """Return a file that spreadsheets open as UTF-8, every cell a value and never a formula."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(guard(column["label"]) for column in columns)
    for row in rows:
        writer.writerow(
            _cell(value, column["kind"]) for value, column in zip(row, columns, strict=True)
        )
    return stream.getvalue().encode("utf-8-sig")


def table_xlsx(columns, rows, title):
    """Return a workbook of one sheet, whose first line stays in sight and can be filtered."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet(title[:31])
    formats = {kind: book.add_format({"num_format": words}) for kind, words in FORMATS.items()}
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    for index, column in enumerate(columns):
        kind = column["kind"]
        sheet.set_column(index, index, WIDTHS.get(kind, 12))
        # As text, whatever it starts with.
        sheet.write_string(0, index, column["label"], bold)
        for line, row in enumerate(rows, 1):
            if kind not in FORMATS:
                sheet.write_string(line, index, row[index] or "")
            elif row[index] is not False:
                sheet.write_number(line, index, row[index], formats[kind])
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(rows), len(columns) - 1)
    book.close()
    return stream.getvalue()


def _cell(value, kind):
    if value is False:
        return ""
    if isinstance(value, str):
        return guard(value)
    return round(value, DECIMALS.get(kind, 0)) if isinstance(value, float) else value
