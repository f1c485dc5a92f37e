"""What is asked of an OSRM server, and what it answers."""

from collections.abc import Iterable, Iterator

from .legs import Leg, Point

# A server refuses tables of more than 100 places unless told otherwise.
PLACES = 100


def batches(
    pairs: Iterable[tuple[Point, Point]], size: int = PLACES
) -> Iterator[list[tuple[Point, Point]]]:
    """Yield the pairs in groups whose places, counted once, are at most ``size``."""
    group, places = [], set()
    for pair in pairs:
        if len(places | set(pair)) > size:
            yield group
            group, places = [], set()
        group.append(pair)
        places.update(pair)
    if group:
        yield group


def table_url(base: str, pairs: list[tuple[Point, Point]]) -> str:
    """Return the address of the table that holds every pair."""
    places, sources, destinations = _table(pairs)
    coordinates = ";".join(f"{longitude:.5f},{latitude:.5f}" for latitude, longitude in places)
    numbers = {place: number for number, place in enumerate(places)}
    return (
        f"{base.rstrip('/')}/table/v1/driving/{coordinates}?annotations=duration,distance"
        f"&sources={_join(numbers, sources)}&destinations={_join(numbers, destinations)}"
    )


def read_table(pairs: list[tuple[Point, Point]], answer) -> dict[tuple[Point, Point], Leg]:
    """Return the legs by pair; one without road between its ends is left out.

    :raises ValueError: the answer is no table of these places
    """
    _places, sources, destinations = _table(pairs)
    rows = {place: number for number, place in enumerate(sources)}
    columns = {place: number for number, place in enumerate(destinations)}
    try:
        if answer["code"] != "Ok":
            raise ValueError(f"the routing server answers {answer['code']!r}")
        cells = {
            (one, other): (
                answer["distances"][rows[one]][columns[other]],
                answer["durations"][rows[one]][columns[other]],
            )
            for one, other in pairs
        }
        legs = {
            pair: Leg(metres / 1000, seconds / 60)
            for pair, (metres, seconds) in cells.items()
            if metres is not None and seconds is not None
        }
    except (IndexError, KeyError, TypeError) as error:
        raise ValueError("the routing server answers no table of the places asked for") from error
    if not all(0 <= value < float("inf") for leg in legs.values() for value in leg):
        raise ValueError("the routing server answers distances that are none")
    return legs


def _table(pairs):
    """Return the places, those that lead somewhere and those led to, each once."""
    sources = list(dict.fromkeys(one for one, _other in pairs))
    destinations = list(dict.fromkeys(other for _one, other in pairs))
    return list(dict.fromkeys((*sources, *destinations))), sources, destinations


def _join(numbers, places):
    return ";".join(str(numbers[place]) for place in places)
