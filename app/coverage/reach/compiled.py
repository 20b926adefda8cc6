"""Sums over all pairs within a bound, compiled by numba. Only for `choose`: numba is an optional extra.

Threads may run `sweep` side by side, each for targets of its own; each sum is made by one thread in one order,
so results do not depend on their number. numba keeps machine code until this file changes: whatever a sweep calls
belongs in here.
"""

import math

import numpy as np

from app.coverage.geodesy import Floats, Indices
from app.coverage.reach.bands import PAD, BandIndex
from app.coverage.reach.ecef import SECOND_ECCENTRICITY_2
from app.coverage.reach.forms import BINARY, EXP, EXPONENTIAL, LINEAR, LOGISTIC, POWER, SMOOTH, form
from app.coverage.reach.machine import compiled
from app.coverage.reach.task import Found, Task


def sweep(targets: Floats, sources: BandIndex, values: Floats, task: Task) -> Found:
    """Sums (n,) of `values` x weight over the sources within the bound of each target, how many they are, and
    how many are at the rim; `targets` is rows (6, n), `values` are in the index's order.
    """
    total = targets.shape[1]
    sums, within, rim = np.zeros(total), np.zeros(total), np.zeros(total)
    kind, numbers = form(task.decay)
    grid = np.array((sources.bottom, sources.height, sources.reach))
    limits = np.array((task.inside2, task.outside2, task.factor**2, task.decay.bound**2))
    points = sources.points.rows
    _sums(
        targets, points, sources.first, grid, values, limits, kind, task.squared, numbers, sums, within, rim
    )
    return Found(sums, within, rim)


@compiled
def _weight(kind: int, numbers: Floats, cost2: float, bound2: float) -> float:
    if kind == EXP:
        bell: float = max(numbers[1] * math.exp(-numbers[0] * cost2 / bound2) + numbers[2], 0.0)
        return bell
    cost = math.sqrt(cost2)
    if kind == EXPONENTIAL:
        return math.exp(-numbers[0] * cost)
    if kind == POWER:
        far: float = (max(cost, numbers[1]) / numbers[1]) ** -numbers[0]
        return far
    if kind == LINEAR:
        return max(1.0 - cost / math.sqrt(bound2), 0.0)
    if kind == LOGISTIC:
        at_zero = 1.0 + math.exp(-numbers[0] / numbers[1])
        return at_zero / (1.0 + math.exp((cost - numbers[0]) / numbers[1]))
    half = (len(numbers) - 1) // 2
    between: float = np.interp(cost, numbers[:half], numbers[half : 2 * half])
    return between


@compiled
def _first_from(lon: Floats, start: int, stop: int, bound: float) -> int:
    """The first of the sorted `lon` between start and stop that is not below `bound`."""
    while start < stop:
        middle = (start + stop) // 2
        if lon[middle] < bound:
            start = middle + 1
        else:
            stop = middle
    return start


@compiled
def _width(lat: float, cosine: float, tangent: float, low: float, high: float, disk: float) -> float:
    """As bands.half_width, of one target; `disk` is sin^2 of half the reach."""
    at = min(max(tangent, low), high)
    half = math.sin((lat - at) / 2)
    share = (disk - half * half) / (cosine * math.cos(at))
    return 2.0 * math.asin(math.sqrt(min(max(share, 0.0), 1.0))) + PAD


@compiled
def _run(
    target: Floats,
    points: Floats,
    start: int,
    stop: int,
    values: Floats,
    limits: Floats,
    kind: int,
    squared: bool,
    numbers: Floats,
) -> tuple[float, float, float]:
    """Sum, number within and number at the rim for one target and one range of sorted points."""
    x, y, z = points[2, start:stop], points[3, start:stop], points[4, start:stop]
    inverse_square, value = points[5, start:stop], values[start:stop]
    tx, ty, tz, own = target[2], target[3], target[4], target[5]
    inside2, outside2, factor2, bound2 = limits[0], limits[1], limits[2], limits[3]
    to_share = factor2 / bound2
    c0, c1, c2, c3, c4, c5 = numbers[0], 0.0, 0.0, 0.0, 0.0, 0.0
    c6, c7, c8, c9, c10, c11, scale, shift = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    if kind == SMOOTH:
        c1, c2, c3, c4, c5 = numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]
        c6, c7, c8, c9, c10, c11 = numbers[6], numbers[7], numbers[8], numbers[9], numbers[10], numbers[11]
        scale, shift = numbers[12], numbers[13]
    total, within, rim = 0.0, 0.0, 0.0
    for k in range(stop - start):
        dx, dy, dz = tx - x[k], ty - y[k], tz - z[k]
        dz2 = dz * dz
        chord2 = dx * dx + dy * dy + dz2
        mean = 0.5 * (own + inverse_square[k])
        w = chord2 + SECOND_ECCENTRICITY_2 * dz2
        t = w * mean
        distance2 = chord2 + t * w * (1 / 12 + t * (1 / 90))
        carried = value[k]
        if kind == SMOOTH:
            u = distance2 * to_share
            p = c11 * u + c10
            p = p * u + c9
            p = p * u + c8
            p = p * u + c7
            p = p * u + c6
            p = p * u + c5
            p = p * u + c4
            p = p * u + c3
            p = p * u + c2
            p = p * u + c1
            p = p * u + c0
            p = p * p
            p = p * p
            p = p * p
            p = max(scale * p + shift, 0.0)
            carried *= p * p if squared else p
        elif kind != BINARY and distance2 <= inside2:
            p = _weight(kind, numbers, distance2 * factor2, bound2)
            carried *= p * p if squared else p
        inside = distance2 <= inside2
        total += carried if inside else 0.0
        within += 1.0 if inside else 0.0
        rim += 1.0 if (distance2 <= outside2) and not inside else 0.0
    return total, within, rim


@compiled
def _sums(
    targets: Floats,
    points: Floats,
    first: Indices,
    grid: Floats,
    values: Floats,
    limits: Floats,
    kind: int,
    squared: bool,
    numbers: Floats,
    sums: Floats,
    within: Floats,
    rim: Floats,
) -> None:
    """Fill `sums`, `within` and `rim` for all targets."""
    bottom, height, reach = grid[0], grid[1], grid[2]
    bands = len(first) - 1
    disk = math.sin(reach / 2) ** 2
    longitudes = points[0]
    for i in range(targets.shape[1]):
        target = np.ascontiguousarray(targets[:, i])
        lon, lat = target[0], target[1]
        cosine = math.cos(lat)
        tangent = math.asin(min(max(math.sin(lat) / math.cos(min(reach, 1.5)), -1.0), 1.0))
        pole = abs(lat) + reach >= np.pi / 2 - PAD
        low = max(math.floor((lat - reach - bottom) / height), 0)
        high = min(math.floor((lat + reach - bottom) / height) + 1, bands)
        for band in range(low, high):
            begin, end = first[band], first[band + 1]
            if begin == end:
                continue
            edge = bottom + band * height
            width = 10.0 if pole else _width(lat, cosine, tangent, edge - PAD, edge + height + PAD, disk)
            whole = width >= np.pi
            for turn in (0, 1, -1):
                west, east = lon - width, lon + width
                if turn != 0 and (whole or (west >= -np.pi if turn == 1 else east <= np.pi)):
                    continue
                start, stop = begin, end
                if not whole:
                    start = _first_from(longitudes, begin, end, west + turn * 2 * np.pi)
                    stop = _first_from(longitudes, start, end, east + turn * 2 * np.pi + PAD)
                if stop > start:
                    a, b, c = _run(target, points, start, stop, values, limits, kind, squared, numbers)
                    sums[i] += a
                    within[i] += b
                    rim[i] += c
