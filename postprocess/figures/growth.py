"""Figure of a deposit that grows: outlines of the surface over time for each variant, and the shape against the capacity."""
import numpy as np

from . import caption, geometry, history, results, style
from .profiles import profile

MOST_OUTLINES, MOST_VARIANTS = 11, 4
PER_MAH = 36000.0  # C/m^2 of 1 mAh/cm^2


def wanted(run):
    return any(variant.data.get("growth") for variant in run.variants)


def surface_times(variant):
    path = variant.folder / "surface_series.pvd"
    return sorted(float(entry.get("timestep", 0)) for entry in results.data_sets(path)) if path.is_file() else []


def outlines(run, variant):
    """(charge [mAh/cm^2], points [um], fields) of the surface at times spread over the run, the first and the last among them."""
    times, table = surface_times(variant), history.read(variant)
    if table is None or not times:
        return []
    chosen = [times[k] for k in sorted(set(np.rint(np.linspace(0, len(times) - 1, MOST_OUTLINES)).astype(int)))]
    found = []
    for time in chosen:
        grid = variant.grid("surface", time)
        surface = geometry.working_electrode(grid, run, variant) if grid is not None else None
        curve = profile(surface, run, geometry.tip_of(surface)) if surface is not None and len(surface.cells) else None
        if curve is not None:
            charge = np.interp(time, table["time [s]"], table["charge [C/m^2]"]) / PER_MAH
            found.append((charge, curve))
    return found


def draw_outlines(run, variant, curves, largest):
    def draw_it(axes):
        for charge, curve in curves:
            shade = style.plt.cm.viridis(0.9 * abs(charge) / largest if largest > 0 else 0.0)
            axes.plot(curve.points[:, 0], curve.points[:, 1], color=shade, linewidth=0.8)
        axes.set_aspect("equal", adjustable="datalim")
        axes.set_xlabel("µm")
        axes.set_ylabel("µm")
        axes.set_title(variant.name, fontsize="small")
        step = abs(curves[-1][0] - curves[0][0]) / max(len(curves) - 1, 1)
        return f"outlines of the surface of {variant.name} every {step:.2g} mAh/cm² or so, dark to light"

    return draw_it


def against_charge(tables, name, label):
    def draw_it(axes):
        for k, (variant, table) in enumerate(tables):
            axes.plot(
                table["charge [C/m^2]"] / PER_MAH, 1e6 * history.column(table, name), **history.line_of(k, len(tables), None)
            )
        axes.set_xlabel("capacity (mAh cm⁻²)")
        axes.set_ylabel(label)
        return f"{label.replace(' (µm)', '')} against the capacity"

    return draw_it


def tip_over_base(tables):
    def draw_it(axes):
        for k, (variant, table) in enumerate(tables):
            rise = history.column(table, "tip_growth") - history.column(table, "base_growth")
            axes.plot(table["charge [C/m^2]"] / PER_MAH, 1e6 * rise, **history.line_of(k, len(tables), None))
        axes.axhline(0, color="0.7", linewidth=0.5, zorder=0)
        axes.set_xlabel("capacity (mAh cm⁻²)")
        axes.set_ylabel("tip growth less\nbase growth (µm)")
        return "growth of the highest point less that of the lowest, against the capacity"

    return draw_it


def thickness_along(shapes):
    def draw_it(axes):
        for k, (variant, curves) in enumerate(shapes):
            curve = curves[-1][1]
            values = curve.fields.get("deposit thickness [um]")
            if values is not None:
                axes.plot(curve.arc, values, **history.line_of(k, len(shapes), None))
        axes.set_xlabel("distance along the surface (µm)")
        axes.set_ylabel("deposit (µm)")
        return "thickness of the deposit along the surface at the end, from the tip"

    return draw_it


def compose(run, shapes, tables, pad=0.0):
    width = (run.options.width or style.TWO_COLUMNS) - pad
    largest = max((abs(curves[-1][0]) for _, curves in shapes if curves), default=0.0)
    frames = [draw_outlines(run, variant, curves, largest) for variant, curves in shapes[:MOST_VARIANTS] if curves]
    frames += [tip_over_base(tables), against_charge(tables, "roughness_quadratic", "roughness Rq (µm)")]
    if shapes and any("deposit thickness [um]" in curves[-1][1].fields for _, curves in shapes if curves):
        frames.append(thickness_along([(v, c) for v, c in shapes if c]))
    per_row = 1 if width < 120 else 2
    rows, high, left, gap = -(-len(frames) // per_row), 40.0, 15.0, 19.0
    names = [variant.name for variant, _ in tables]
    n_legend, legend = style.legend_rows(names, width - 8) if len(names) > 1 else (1, 0.0)
    sheet = style.Sheet(width + pad, 5.0 + rows * (high + 16.0) + legend, pad)
    w = (width - left - 4.0 - (per_row - 1) * gap) / per_row
    for k, draw_it in enumerate(frames):
        at = left + (k % per_row) * (w + gap)
        axes = sheet.place(at, 7.0 + (k // per_row) * (high + 16.0), w, high)
        sheet.letter(axes, at - left + 0.5)
        sheet.caption(draw_it(axes))
        style.open_frame(axes)
    if len(names) > 1:
        style.legend(sheet, names, n_legend, sheet.height - 0.5)
    return sheet


def draw(run):
    """The figure and its caption."""
    grown = [variant for variant in run.variants if variant.data.get("growth")]
    tables = [(variant, table) for variant in grown if (table := history.read(variant)) is not None]
    shapes = [(variant, outlines(run, variant)) for variant in grown]
    if not tables:
        return []
    sheet = compose(run, shapes, tables)
    pad, _ = sheet.overhang()
    if pad > 0:
        style.plt.close(sheet.figure)
        sheet = compose(run, shapes, tables, pad)
    written = style.save(sheet.figure, run.folder / "growth")
    return written + caption.write(run, grown, sheet.captions, "growth")
