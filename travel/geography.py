"""Distances on the globe, in plain numbers."""

from math import asin, cos, radians, sin, sqrt

EARTH_KM = 6371.0088


def distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the great-circle distance between two ``(latitude, longitude)`` in degrees."""
    lat_1, lon_1, lat_2, lon_2 = map(radians, (*one, *other))
    chord = sin((lat_2 - lat_1) / 2) ** 2
    chord += cos(lat_1) * cos(lat_2) * sin((lon_2 - lon_1) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(min(1.0, chord)))


def read_position(text: str) -> tuple[float, float] | None:
    """Return the degrees of `50.43,2.83`, None for anything else."""
    try:
        latitude, longitude = map(float, (text or "").split(","))
    except ValueError:
        return None
    if abs(latitude) <= 90 and abs(longitude) <= 180:
        return latitude, longitude
    return None
