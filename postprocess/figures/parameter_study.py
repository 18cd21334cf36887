"""Many variants: reported numbers against the key that was varied; maps and profiles of five go to maps.png."""
import re
from os.path import commonprefix

import numpy as np

from . import caption, columns, frames, geometry, panel, parameters, results, style, tables
from .parameters import number
from .style import plt

FEW, MOST = 5, 5  # variants in a comparison, panels
# A range of inputs by this factor is drawn on a logarithmic axis; one of 10 where half of them lie below this share of the largest.
LINES = ["-", "--", ":", "-."]
DECADES, CROWDED = 30, 0.2

# Reported numbers in the order in which they are chosen; of potentials the absolute value is shown.
NUMBERS = [
    "scaffold_top_share",
    "scaffold_bottom_share",
    "surface_ph",
    "electrode_potential",
    "mean_current_density",
    "surface_charge_density",
    "max_over_mean",
    "tip_to_valley",
    "min_surface_concentration",
    "limiting_current_fraction",
    "coulombic_efficiency",
    "surface_saturation",
    "byproduct_growth",
    "peak_electric_field",
    "cell_voltage",
]
POTENTIALS = {"electrode_potential", "cell_voltage"}


def wanted(run):
    return len(run.variants) > FEW


def swept_key(run):
    """The overridden key with the most different numbers (at least three)."""
    keys = dict.fromkeys(key for variant in run.variants for key in variant.data.get("parameters") or {})
    count = {key: len({number(v, key) for v in run.variants} - {None}) for key in keys}
    best = max(count, key=count.get, default=None)
    return best if best is not None and count[best] >= 3 else None


def series_of(run, key):
    """Variants that differ in the swept key only belong together: {what their names share, or their other parameters: variants}."""
    groups = {}
    for variant in run.variants:
        if number(variant, key) is not None:
            groups.setdefault(parameters.told_apart(run, variant, key), []).append(variant)
    for variants in groups.values():
        variants.sort(key=lambda v: number(v, key))
    shared = [commonprefix([v.name for v in variants]).strip(" ,-=") for variants in groups.values()]
    name = key.split("/")[-1]  # cases are named by it: it says nothing of the series
    shared = [re.sub(re.escape(name) + r"\s*[-\d.]*$", "", text).strip(" ,-=") for text in shared]
    if all(shared) and len(set(shared)) == len(shared):
        return dict(zip(shared, groups.values()))
    # one alone has a name of its own; what is not there in a series is not worth a word
    named = [
        variants[0].name if len(variants) == 1 else ", ".join(p for p in text.split(", ") if not p.endswith(" not enabled"))
        for text, variants in groups.items()
    ]
    return dict(zip(named, groups.values())) if len(set(named)) == len(named) else groups


def looks(names):
    """Colour and line of each series. Of names in two parts that all go with each other the colour is the first, the line the second."""
    parts = [name.split(", ") for name in names]
    firsts, seconds = (list(dict.fromkeys(part[k] for part in parts if len(part) == 2)) for k in (0, 1))
    n, m = len(firsts), len(seconds)
    if 1 < n <= len(style.COLOURS) and 1 < m <= len(LINES) and n * m == len(names) == len(set(map(tuple, parts))):
        return [(style.colour(firsts.index(a), n), LINES[seconds.index(b)]) for a, b in parts]
    return [(style.colour(i, len(parts)), style.dash(i, len(parts))) for i in range(len(parts))]


def inside(names, colour, line):
    """Points are open where the line tells series of one colour apart: below them those of the others are seen."""
    alike = sum(one == colour for one, _ in looks(names)) > 1
    return "white" if alike and line != LINES[0] else colour


def shown_numbers(run):
    """Those that every second variant has, that are not the same in all and not what was varied."""
    chosen = []
    given = any("current density" in key for variant in run.variants for key in variant.data.get("parameters") or {})
    for name in NUMBERS:
        if name in ("mean_current_density", "peak_electric_field") and given:
            continue
        values = [v.quantity(name)[0] for v in run.variants if v.quantity(name)]
        if len(values) * 2 >= len(run.variants) and np.ptp(values) > 1e-6 * style.largest(values):
            chosen.append(name)
    return chosen


def uneven(shown):
    """Whether the current varies along the surface of any variant by more than 0.1 %."""
    sets = [c.profile.fields[geometry.CURRENT] for c in shown if c.profile is not None and geometry.CURRENT in c.profile.fields]
    return any(np.nanmax(s) - np.nanmin(s) > 1e-3 * style.largest(s) for s in sets)


def draw(run):
    """The reported numbers; maps and profiles of five variants beside them where the current varies along the surface."""
    numbers, key = shown_numbers(run)[:MOST], swept_key(run)
    try:
        shown = columns.columns_of(run, run.variants, volume=False)
    except results.Unusable:
        if not numbers:
            raise
        shown = []
    written = []
    if numbers:
        groups = series_of(run, key) if key else {}
        sheet = compose(run, numbers if key else numbers[:3], key, groups)
        pad, _ = sheet.overhang()
        if pad > 0:
            plt.close(sheet.figure)
            sheet = compose(run, numbers if key else numbers[:3], key, groups, pad)
        written += style.save(sheet.figure, run.folder / "figure") + caption.write(run, run.variants, sheet.captions, "figure")
        if key:
            written.append(tables.study(run, groups, number, key, unit_of(run, key), numbers))
    written += tables.profiles(run, shown)
    if uneven(shown):
        chosen = sorted({round(i * (len(run.variants) - 1) / (FEW - 1)) for i in range(FEW)})
        written += panel.draw(run, [run.variants[i] for i in chosen], "maps")
    return written


def compose(run, numbers, key, groups, pad=0.0):
    """Frames of the numbers, three in a row; the legend above them."""
    width = (run.options.width or (style.TWO_COLUMNS if len(numbers) > 1 else style.ONE_COLUMN)) - pad
    per_row = min(3 if width > 120 else 1, max(len(numbers), 1))
    high = 34.0 if key else max(34.0, 4.2 * len(run.variants))
    size = plt.rcParams["font.size"]
    left, gap = (13.0, 19.0) if key else (6.0 + 0.19 * size * max(len(v.name) for v in run.variants), 8.0)
    handles = (
        [
            plt.Line2D(
                [],
                [],
                marker="o",
                markersize=2.6,
                color=colour,
                linestyle=line,
                linewidth=frames.width(i, len(groups)),
                markerfacecolor=inside(groups, colour, line),
                label=name,
            )
            for i, (name, (colour, line)) in enumerate(zip(groups, looks(groups)))
        ]
        if len(groups) > 1
        else []
    )
    handles += measured_handles(run) if key else []
    columns_of_legend, legend = style.legend_rows([h.get_label() for h in handles], width - 8) if handles else (1, 0.0)
    top = 6.0 + legend
    rows = -(-len(numbers) // per_row)
    below = style.below() + (0.5 if key else 0.4 * size)  # names of numbers take two lines
    sheet = style.Sheet(width + pad, top + rows * (high + 15.0) - 15.0 + below, pad)
    w = (width - left - 4 - (per_row - 1) * gap) / per_row
    for i, name in enumerate(numbers):
        at = left + (i % per_row) * (w + gap)
        axes = sheet.place(at, top + (i // per_row) * (high + 15.0), w, high)
        sheet.letter(axes, at - (13.0 if key else 5.0) if i % per_row else 0.5)
        draw_lines(axes, run, groups, key, name) if key else draw_points(axes, run, name, i % per_row == 0)
        sheet.caption(run.label(name) + (f" against {parameters.in_words(key)}" if key else " of each variant"))
    if handles:
        sheet.figure.legend(
            handles=handles,
            loc="upper center",
            bbox_to_anchor=(0.5, 1 - 0.8 / sheet.height),
            ncol=columns_of_legend,
            handlelength=1.8,
            columnspacing=1.4,
            borderaxespad=0.0,
            borderpad=0.0,
            labelspacing=0.25,
        )
    labels = dict.fromkeys(filter(None, (variant.data.get("label") for variant in run.variants)))
    if labels:
        sheet.captions[-1] += ". " + "; ".join(labels)
    return sheet


def by_decades(inputs):
    """Whether what was varied belongs on a logarithmic axis: it spans decades, or most of it would crowd at one end."""
    if min(inputs) <= 0:
        return False
    crowded = max(inputs) >= 10 * min(inputs) and np.median(inputs) < CROWDED * max(inputs)
    return crowded or max(inputs) > DECADES * min(inputs)


def typical(inputs):
    """The size that a unit is chosen for: the largest, or the middle of what spans decades."""
    sizes = np.abs(inputs)
    return np.median(sizes) if by_decades(sizes) else sizes.max()


def unit_of(run, key):
    entry = next(v.data["parameters"][key] for v in run.variants if number(v, key) is not None)
    return (entry.get("unit") or "") if isinstance(entry, dict) else ""


def values_of(variants, name):
    found = [v.quantity(name) or (np.nan, 0.0) for v in variants]
    values, errors = np.array(found).T
    return np.abs(values) if name in POTENTIALS else values, errors


def scaling(run, name):
    """Factor to the unit shown, and the label with it."""
    factor, shown = style.scale(run.unit(name), style.largest(values_of(run.variants, name)[0]))
    label = run.label(name)
    return factor, style.labelled(f"|{label}|" if name in POTENTIALS else label, shown, 26)


def measured_handles(run):
    """What the squares mean, for the legend."""
    found = [variant.measurement(name) for variant in run.variants for name in NUMBERS]
    kinds = {fitted for _, fitted in filter(None, found)}
    return [
        plt.Line2D(
            [],
            [],
            marker="s",
            markersize=5,
            linestyle="none",
            color="0.3",
            markerfacecolor="0.3" if fitted else "none",
            label="measured, fitted" if fitted else "measured, not fitted" if True in kinds else "measured",
        )
        for fitted in (True, False)
        if fitted in kinds
    ]


def draw_lines(axes, run, groups, key, shown):
    everyone = [v for group in groups.values() for v in group]
    factor, label = scaling(run, shown)
    unit = unit_of(run, key)
    inputs = [number(v, key) for v in everyone]
    x_factor, x_unit = style.scale(unit, typical(inputs))
    for i, ((name, group), (colour, line)) in enumerate(zip(groups.items(), looks(groups))):
        values, errors = values_of(group, shown)
        at = np.array([x_factor * number(v, key) for v in group])
        once = len(np.unique(at)) == len(at)  # several at one place differ in what the run does not tell: no line joins them
        axes.errorbar(
            at,
            factor * values,
            yerr=factor * errors if errors.any() else None,
            marker="o",
            markersize=3.6 - 1.4 * i / max(len(groups) - 1, 1),  # of curves that coincide the earlier ones are seen below the later
            capsize=1.5,
            linewidth=frames.width(i, len(groups)) if len(groups) > 1 else 1,
            linestyle=line if once else "none",
            color=colour,
            markerfacecolor=inside(groups, colour, line),
            label=name or None,
        )
        draw_measured(axes, group, key, shown, x_factor, factor, colour)
    if by_decades(inputs):
        axes.set_xscale("log")
        axes.xaxis.set_major_formatter(lambda x, _: f"{x:g}")
    axes.set(xlabel=style.labelled(parameters.in_words(key), x_unit), ylabel=label)
    axes.ticklabel_format(axis="y", useOffset=False)
    style.open_frame(axes)


def draw_measured(axes, group, key, shown, x_factor, factor, colour):
    """Measured numbers as squares: filled where parameters were fitted to them, open elsewhere."""
    for variant in group:
        found = variant.measurement(shown)
        if found:
            value, fitted = found
            axes.plot(
                x_factor * number(variant, key),
                factor * (abs(value) if shown in POTENTIALS else value),
                marker="s",
                markersize=5,
                linestyle="none",
                markeredgecolor=colour,
                markerfacecolor=colour if fitted else "none",
                zorder=3,
            )


def draw_points(axes, run, shown, names):
    """A point with its error bar for each variant: bars from zero would hide what lies close together."""
    factor, label = scaling(run, shown)
    values, errors = values_of(run.variants, shown)
    for i, row in enumerate(np.arange(len(run.variants))[::-1]):
        axes.axhline(row, color="0.9", linewidth=0.5, zorder=0)
        colour = style.colour(i, len(run.variants))
        axes.errorbar(
            factor * values[i], row, xerr=factor * errors[i] or None, marker="o", markersize=3.5, capsize=1.5, color=colour
        )
    axes.set_yticks(np.arange(len(run.variants))[::-1], [v.name for v in run.variants] if names else [])
    axes.margins(x=0.08)
    axes.ticklabel_format(axis="x", useOffset=False)
    axes.xaxis.set_major_locator(plt.MaxNLocator(4))
    axes.set_xlabel(label)
    style.open_frame(axes)
