"""Figure of a deposit that grows: outlines of the surface over time for each variant, and the shape against the capacity."""
from dataclasses import replace

import numpy as np

from . import composed, geometry, history, parameter_study, parameters, style, tables
from .interpolation import CORNER, rounded
from .profiles import profile

MOST_OUTLINES, MOST_VARIANTS = 11, 2
NEAR = 0.1  # of the charge between two outlines: one that was written so near to where one is due stands for it
HIGH = 40.0  # [mm], of a frame


def wanted(run):
    return any(variant.data.get("growth") for variant in run.variants)


def outlines(run, variant):
    """(charge [mAh/cm^2], profile) of the surface, the first and the last among them: at even charges, of cycles in the order of time."""
    times, table = variant.times("surface"), history.read(variant)
    if table is None or not times:
        return []
    curves = [curve_at(run, variant, time) for time in times]
    there = [k for k, curve in enumerate(curves) if curve is not None]
    charges = np.interp([times[k] for k in there], table["time [s]"], table["charge [C/m^2]"]) / history.PER_MAH
    curves, steps = [curves[k] for k in there], np.diff(charges)
    if (steps > 0).all() or (steps < 0).all():
        return [at_charge(charges, curves, charge) for charge in np.linspace(charges[0], charges[-1], MOST_OUTLINES)]
    chosen = sorted(set(np.rint(np.linspace(0, len(curves) - 1, MOST_OUTLINES)).astype(int)))
    return [(charges[k], curves[k]) for k in chosen]


def curve_at(run, variant, time):
    grid = variant.grid("surface", time)
    surface = geometry.working_electrode(grid, run, variant) if grid is not None else None
    return profile(surface, run, geometry.tip_of(surface)) if surface is not None and len(surface.cells) else None


def at_charge(charges, curves, charge):
    """An outline that was written near a charge, or one between its neighbours: a run writes where its steps end."""
    k = min(np.count_nonzero((charges - charge) * (charges[-1] - charges[0]) < 0), len(charges) - 1)
    before = max(k - 1, 0)
    nearest = min((before, k), key=lambda i: abs(charges[i] - charge))
    step = abs(charges[-1] - charges[0]) / (MOST_OUTLINES - 1)
    alike = len(corners(curves[before])) == len(corners(curves[k])) and not any(np.isnan(curves[i].points).any() for i in (before, k))
    if abs(charges[nearest] - charge) <= NEAR * step or not alike:
        return charges[nearest], curves[nearest]
    return charge, between(curves[before], curves[k], (charge - charges[before]) / (charges[k] - charges[before]))


def corners(curve):
    """Points at which an outline turns sharply."""
    along = np.diff(curve.points, axis=0)
    along /= np.linalg.norm(along, axis=1)[:, None]
    return np.flatnonzero((along[1:] * along[:-1]).sum(axis=1) < np.cos(CORNER)) + 1


def between(one, other, share):
    """Points at the same part of the length of two outlines, from corner to corner, joined and divided there."""
    ends = [[0, *corners(curve), -1] for curve in (one, other)]
    ways = [np.interp(curve.arc, curve.arc[at], np.arange(len(at))) for curve, at in zip((one, other), ends)]
    way = ways[0] if len(ways[0]) >= len(ways[1]) else ways[1]

    def mixed(a, b):
        return (1 - share) * np.interp(way, ways[0], a) + share * np.interp(way, ways[1], b)

    points = np.column_stack([mixed(one.points[:, k], other.points[:, k]) for k in (0, 1)])
    fields = {name: mixed(values, other.fields[name]) for name, values in one.fields.items() if name in other.fields}
    return replace(one, points=points, arc=mixed(one.arc, other.arc), weights=np.linalg.norm(np.diff(points, axis=0), axis=1), fields=fields)


def told_most(shapes):
    """Variants whose outlines are shown: those of which the tip gains least and most on the rest of the surface."""

    def gain(entry):
        heights = [np.ptp(curve.points[:, 1]) for _, curve in (entry[1][0], entry[1][-1])]
        return heights[1] - heights[0]

    ordered = sorted(shapes, key=gain)
    return shapes if len(shapes) <= MOST_VARIANTS else [ordered[0], ordered[-1]]


def limits(shapes):
    """Of the outlines of all variants, (left, right), (bottom, top), with a margin: shapes beside each other have one scale."""
    points = np.concatenate([curve.points for _, curves in shapes for _, curve in curves])
    low, high = np.nanmin(points, axis=0)[:2], np.nanmax(points, axis=0)[:2]
    margin = np.array([0.02, 0.05]) * (high - low)
    return tuple(zip(low - margin, high + margin))


def height_of(window, width):
    """Of a frame in which a window keeps its proportions [mm]."""
    (left, right), (bottom, top) = window
    return min(HIGH, width * (top - bottom) / (right - left))


def without_key(run, variant):
    """The name of a variant, without that of the key which was varied: "coated, 1 mA/cm^2"."""
    key = parameter_study.swept_key(run)
    return variant.name.replace(f"{key.split('/')[-1]} ", "") if key else variant.name


def draw_outlines(run, variant, curves, largest, window):
    def draw_it(axes):
        charges = [abs(charge) for charge, _ in curves]
        cycles = charges[-1] < max(charges)  # some of it was stripped: by the order in time
        for number, (charge, curve) in enumerate(curves):
            share = number / max(len(curves) - 1, 1) if cycles else abs(charge) / largest if largest > 0 else 0.0
            shade = style.plt.cm.viridis(0.9 * share)
            axes.plot(*rounded(curve.points)[:, :2].T, color=shade, linewidth=0.8)
        axes.set(xlim=window[0], ylim=window[1])
        axes.set_aspect("equal", adjustable="box", anchor="N")
        style.length_axis(axes.xaxis, "position")
        style.length_axis(axes.yaxis, "height")
        first, last = charges[0], charges[-1]
        said = "" if cycles else f", {first:.2g} to {last:.3g} mAh cm⁻²"
        axes.set_title(without_key(run, variant) + said, fontsize="small")
        if cycles:
            return f"outlines of the surface of {variant.name} at {len(curves)} times, dark to light"
        step = abs(curves[-1][0] - curves[0][0]) / max(len(curves) - 1, 1)
        return f"outlines of the surface of {variant.name} every {step:.2g} mAh/cm², dark to light, interpolated where none was written near that charge"

    return draw_it


def capacities(tables):
    """What lies on the axis [mAh/cm^2], and its name: of cycles, which come back, the charge of all half cycles."""
    charges = [table["charge [C/m^2]"] / history.PER_MAH for _, table in tables]
    steps = [np.diff(charge) for charge in charges]
    turns = any((step < -1e-9).any() and (step > 1e-9).any() for step in steps)
    if not turns:
        return charges, "capacity"
    return [np.concatenate([[0.0], np.cumsum(np.abs(np.diff(charge)))]) for charge in charges], "charge passed, both ways"


def against_charge(tables, values_of, label, says):
    """`values_of(table)`: metres."""

    def draw_it(axes):
        places, name = capacities(tables)
        for k, ((variant, table), place) in enumerate(zip(tables, places)):
            axes.plot(place, 1e6 * values_of(table), **history.line_of(k, len(tables), None))
        axes.set_xlabel(f"{name} (mAh cm⁻²)")
        axes.set_ylabel(label)
        return f"{says}, against the {name}"

    return draw_it


def tip_over_base(tables):
    frame = against_charge(
        tables,
        lambda table: history.column(table, "tip_growth") - history.column(table, "base_growth"),
        "tip growth less\nbase growth (µm)",
        "growth of the highest point less that of the lowest",
    )

    def draw_it(axes):
        axes.axhline(0, color="0.7", linewidth=0.5, zorder=0)
        return frame(axes)

    return draw_it


def smooth(arc, values, from_tip):
    """The parabola that fits best about each point, over some three points to either side: without the steps of single cells."""
    if from_tip:  # even about the tip
        arc, values = np.concatenate([-arc[:0:-1], arc]), np.concatenate([values[:0:-1], values])
    reach = np.maximum(np.convolve(np.gradient(arc), np.ones(5) / 5, "same"), 1e-12)
    found = np.empty_like(values)
    for k, (at, width) in enumerate(zip(arc, reach)):
        x = (arc - at) / (1.5 * width)
        near = np.abs(x) < 3
        if np.unique(x[near]).size < 4:
            found[k] = values[k]
            continue
        found[k] = np.polyfit(x[near], values[near], 2, w=np.exp(-0.25 * x[near] ** 2))[2]
    return found[len(found) // 2 :] if from_tip else found


def thickness_along(shapes):
    def draw_it(axes):
        starts = [np.nanmin(curves[-1][1].arc) for _, curves in shapes]
        apart = np.ptp(starts) > 0.02 * max(np.nanmax(curves[-1][1].arc) - np.nanmin(curves[-1][1].arc) for _, curves in shapes)
        for k, (variant, curves) in enumerate(shapes):
            curve = curves[-1][1]
            values = curve.fields.get("deposit thickness [um]")
            if values is not None:
                arc, first = np.unique(np.round(curve.arc, 9), return_index=True)
                shown = smooth(arc, values[first], arc[0] >= 0)
                axes.plot(arc - arc[0] if apart else arc, shown, **history.line_of(k, len(shapes), None))
        axes.set_xlabel("distance along the surface (µm)")
        axes.set_ylabel("deposit (µm)")
        origin = "from the left end" if apart else "from the tip"  # a plane has its highest point anywhere
        return f"thickness of the deposit along the surface at the end, {origin}, without the steps of single cells"

    return draw_it


def rate_of_roughness(table):
    """Relative growth of the roughness per thickness of the deposit [1/µm]; NaN of a flat surface."""
    rough, thick = history.column(table, "roughness_quadratic"), 1e6 * history.column(table, "deposit_thickness")
    grown = np.flatnonzero(thick > 0)
    if not len(grown) or not rough[0] > 0:
        return np.nan
    return np.log(rough[grown[-1]] / rough[0]) / thick[grown[-1]]


def shorted(variant):
    return "touches" in (variant.data["growth"].get("ended_because") or "")


def frame_against_key(run, key, numbers, label, says, signed=True):
    """Of a parameter study: numbers of the variants (by name) against what was varied."""
    groups = parameter_study.series_of(run, key)

    def draw_it(axes):
        inputs = [parameters.number(v, key) for variants in groups.values() for v in variants]
        factor, unit = style.scale(parameter_study.unit_of(run, key), parameter_study.typical(inputs))
        for k, variants in enumerate(groups.values()):
            pairs = [(factor * parameters.number(v, key), numbers[v.name]) for v in variants if np.isfinite(numbers.get(v.name, np.nan))]
            if pairs:
                axes.plot(*zip(*pairs), marker="o", markersize=2.6, **history.line_of(k, len(groups)))
        if signed:
            axes.axhline(0, color="0.7", linewidth=0.5, zorder=0)
        if parameter_study.by_decades(inputs):
            axes.set_xscale("log")
            axes.xaxis.set_major_formatter(lambda x, _: f"{x:g}")
        axes.set_xlabel(style.labelled(parameters.in_words(key), unit))
        axes.set_ylabel(label)
        return f"{says}, against {parameters.in_words(key)}"

    return draw_it, list(groups)


def against_key(run, key, tables):
    """
    Growth rates; where the deposit has touched the other electrode, the capacity until it did, with outlines. Frames, the windows of
    those with outlines, which are last, names of the lines, and for the table what was drawn and its values.
    """
    if not all(shorted(variant) for variant, _ in tables):
        rates = {variant.name: rate_of_roughness(table) for variant, table in tables}
        frame, names = frame_against_key(run, key, rates, "growth rate of the\nroughness (µm⁻¹)",
                                         "ln(Rq at the end/Rq at the start) over the thickness of the deposit")
        return [frame], [], names, ("ln(Rq at the end / Rq at the start) over deposit thickness [1/um]", rates)
    charges = {variant.name: abs(table["charge [C/m^2]"][-1]) / history.PER_MAH for variant, table in tables}
    frame, names = frame_against_key(run, key, charges, "capacity until\ncontact (mAh cm⁻²)",
                                     "charge over the projected area until the deposit touches the other electrode", False)
    shapes = [(variant, curves) for variant, _ in tables if (curves := outlines(run, variant))]
    shapes.sort(key=lambda entry: charges[entry[0].name])
    largest = max((abs(curves[-1][0]) for _, curves in shapes), default=0.0)
    chosen = shapes[-1:] + shapes[:1] if len(shapes) > 1 else shapes
    window = limits(chosen) if chosen else None
    return [frame] + [draw_outlines(run, variant, curves, largest, window) for variant, curves in chosen], len(chosen) * [window], names, (
        "capacity until contact [mAh/cm^2]", charges)


def study_key(run):
    """What a parameter study varies; None: a few variants, whose outlines say more."""
    return parameter_study.swept_key(run) if parameter_study.wanted(run) else None


def draw(run):
    """The figure, its caption and the tables of its curves."""
    grown = [variant for variant in run.variants if variant.data.get("growth")]
    histories = [(variant, table) for variant in grown if (table := history.read(variant)) is not None]
    if not histories:
        return []
    if key := study_key(run):
        frames, windows, names, drawn = against_key(run, key, histories)
        width = run.options.width or style.ONE_COLUMN
        heights = [HIGH] + [height_of(window, composed.frame_width(width, 1)) for window in windows]
        groups, unit = parameter_study.series_of(run, key), parameter_study.unit_of(run, key)
        table = tables.growth_study(run, groups, parameters.number, key, unit, *drawn)
        return [*composed.save(run, grown, "growth", frames, names, width, 1, heights), table]
    shapes = [(variant, curves) for variant in grown if (curves := outlines(run, variant))]
    largest = max((abs(curves[-1][0]) for _, curves in shapes), default=0.0)
    told = told_most(shapes)
    frames = [draw_outlines(run, variant, curves, largest, limits(told)) for variant, curves in told]
    frames.append(tip_over_base(histories))
    frames.append(
        against_charge(histories, lambda table: history.column(table, "roughness_quadratic"), "roughness Rq (µm)", "roughness Rq")
    )
    if any("deposit thickness [um]" in curves[-1][1].fields for _, curves in shapes):
        frames.append(thickness_along(shapes))
    width = run.options.width or style.TWO_COLUMNS
    names, per_row = [variant.name for variant, _ in histories], 1 if width < 120 else 2
    heights = [HIGH for _ in range(-(-len(frames) // per_row))]
    if len(told) % per_row == 0:  # rows of outlines alone
        heights[: len(told) // per_row] = [height_of(limits(told), composed.frame_width(width, per_row))] * (len(told) // per_row)
    written = [tables.outlines(variant, curves) for variant, curves in shapes]
    written += [growth_table(variant, table) for variant, table in histories]
    return composed.save(run, grown, "growth", frames, names, width, per_row, heights) + written


def growth_table(variant, table):
    capacity = table["charge [C/m^2]"] / history.PER_MAH
    passed = np.concatenate([[0.0], np.cumsum(np.abs(np.diff(capacity)))])
    found = {
        "tip growth": history.column(table, "tip_growth"),
        "base growth": history.column(table, "base_growth"),
        "roughness Rq": history.column(table, "roughness_quadratic"),
        "deposit thickness": history.column(table, "deposit_thickness"),
    }
    return tables.growth(variant, capacity, passed, {name: values for name, values in found.items() if values is not None})
