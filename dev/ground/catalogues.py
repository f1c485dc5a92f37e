"""The translation catalogues: exported, merged and checked. Runs in the Python environment."""

import re
import sys
from pathlib import Path

import polib

# What a translation must repeat as it is: values, inline expressions, template directives.
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\{.*?\}\}|\bt-[\w-]+=\"[^\"]*\"|\$\{.*?\}")
SHOWN = 10
HEADERS = {
    "fr": {
        "Language": "fr",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n > 1);",
    },
}


def main(action, fresh_file, pot_file, *po_files):
    fresh = polib.pofile(fresh_file)
    if action == "merge":
        _merge_template(fresh, fresh_file, pot_file)
        for po_file in po_files:
            _merge(fresh, po_file)
        return 0
    problems = _compare_template(fresh, pot_file)
    for po_file in po_files:
        problems += [f"{Path(po_file).name}: {text}" for text in _check(fresh, po_file)]
    for problem in problems[:SHOWN]:
        print(problem)
    if len(problems) > SHOWN:
        print(f"... and {len(problems) - SHOWN} more")
    return 1 if problems else 0


def _key(entry):
    return entry.msgctxt, entry.msgid


def _sources(entry):
    return sorted({source for source, _line in entry.occurrences})


def _by_key(catalogue):
    return {_key(entry): entry for entry in catalogue if not entry.obsolete}


def _compare_template(fresh, pot_file):
    """Return what differs, but for dates, line numbers and order."""
    if not Path(pot_file).exists():
        return [f"{pot_file} is missing: run dev/i18n"]
    old, new = _by_key(polib.pofile(pot_file)), _by_key(fresh)
    problems = [f"not in the .pot: {key[1]!r}" for key in new if key not in old]
    problems += [f"no longer in the sources: {key[1]!r}" for key in old if key not in new]
    problems += [
        f"used elsewhere than the .pot says: {key[1]!r}"
        for key, entry in new.items()
        if key in old and _sources(old[key]) != _sources(entry)
    ]
    return [*problems, "the .pot is stale: run dev/i18n"] if problems else []


def _check(fresh, po_file):
    if not Path(po_file).exists():
        yield "is missing: run dev/i18n"
        return
    catalogue = polib.pofile(po_file)
    known = _by_key(catalogue)
    for key in _by_key(fresh):
        if key not in known:
            yield f"lacks {key[1]!r}: run dev/i18n"
    for entry in catalogue:
        if entry.obsolete:
            yield f"obsolete {entry.msgid!r}"
        elif entry.fuzzy:
            yield f"fuzzy {entry.msgid!r}"
        elif not entry.msgstr.strip():
            yield f"not translated {entry.msgid!r}"
        elif entry.msgid == entry.msgid.strip() and entry.msgstr != entry.msgstr.strip():
            # As the space of “ :” at the beginning: Odoo drops it, say it otherwise.
            yield f"spaces at an end that get lost {entry.msgstr!r}"
        elif _placeholders(entry.msgid) != _placeholders(entry.msgstr):
            yield f"other placeholders than in {entry.msgid!r}: {entry.msgstr!r}"


def _placeholders(text):
    return sorted(PLACEHOLDER.findall(text))


def _merge_template(fresh, fresh_file, pot_file):
    """Replace the .pot by the export, unless only its dates differ."""
    if _compare_template(fresh, pot_file):
        Path(pot_file).write_text(Path(fresh_file).read_text())
        print(f"{pot_file}: {len(fresh)} terms")


def _merge(fresh, po_file):
    """Give a language the terms of the export, and keep what was translated."""
    path = Path(po_file)
    old = polib.pofile(po_file) if path.exists() else polib.POFile()
    known = _by_key(old)
    merged = polib.POFile(wrapwidth=fresh.wrapwidth)
    merged.metadata = {**fresh.metadata, **HEADERS[path.stem], **old.metadata}
    for entry in fresh:
        mine = known.get(_key(entry))
        entry.msgstr = mine.msgstr if mine and not mine.fuzzy else ""
        merged.append(entry)
    todo = sum(not entry.msgstr for entry in merged)
    print(f"{po_file}: {len(merged)} terms, {todo} to translate")
    if not path.exists() or str(merged) != str(old):
        merged.save(po_file)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
