from .builder import Block, build_card, names
from .card import Problem, Reading
from .lines import read_lines

VERSIONS = {"", "2.1", "3.0", "4.0"}


def read_cards(content, today):
    """Return the :class:`Reading` of a file's bytes, whatever they are.

    A bad card costs itself only: the others are read. Nobody is born after
    ``today``.
    """
    reading, block, is_stray = Reading(), None, False
    for number, line in read_lines(content):
        mark = _mark(line)
        if mark == "BEGIN":
            _refuse_unclosed(block, reading)
            block, is_stray = Block(number, today), False
        elif mark == "END" and block:
            _close(block, reading)
            block = None
        elif block:
            block.keep(number, line)
        elif not is_stray:
            reading.problems.append(Problem(number, "stray"))
            is_stray = True
    _refuse_unclosed(block, reading)
    if not reading.cards and not reading.problems:
        reading.problems.append(Problem(1, "empty"))
    return reading


def _mark(line):
    """Return BEGIN or END for the first and last line of a card, else nothing."""
    is_mark = line and line.name in ("BEGIN", "END") and line.raw.strip().upper() == b"VCARD"
    return line.name if is_mark else ""


def _refuse_unclosed(block, reading):
    if block:
        reading.problems.append(Problem(block.start, "unclosed"))


def _close(block, reading):
    """Add the card to the reading, or why it is refused."""
    if problem := _refusal(block):
        reading.problems.append(problem)
        return
    reading.cards.append(build_card(block))
    reading.problems.extend(sorted(block.problems, key=lambda problem: problem.line))


def _refusal(block):
    kind = block.text("KIND").lower() or block.text("X-ADDRESSBOOKSERVER-KIND").lower()
    if block.version not in VERSIONS:
        return Problem(block.start, "version", block.version[:20])
    if kind not in ("", "individual", "org"):
        return Problem(block.start, "kind", kind[:20])
    if not any(names(block)):
        return Problem(block.start, "nameless")
    return None
