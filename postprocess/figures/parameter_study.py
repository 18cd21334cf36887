"""Many variants: reported numbers against the key that was varied, and the profiles of all; maps of four go to maps.png."""
from os.path import commonprefix

import numpy as np

from . import geometry, panel, results, style
from .style import MM, plt

FEW = 5

# Reported numbers in the order in which they are chosen; of potentials the absolute value is shown.
NUMBERS = ["electrode_potential", "mean_current_density", "surface_charge_density", "max_over_mean", "tip_to_valley", "min_surface_concentration",
           "limiting_current_fraction", "coulombic_efficiency", "peak_electric_field", "cell_voltage"]
POTENTIALS = {"electrode_potential", "cell_voltage"}


def wanted(run):
    return len(run.variants) > FEW


def number(variant, key):
    """A numeric parameter of a variant, None where it has none."""
    entry = (variant.data.get("parameters") or {}).get(key)
    value = entry.get("value") if isinstance(entry, dict) else entry
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def swept_key(run):
    """The overridden key with the most different numbers (at least three)."""
    keys = dict.fromkeys(key for variant in run.variants for key in variant.data.get("parameters") or {})
    count = {key: len({number(v, key) for v in run.variants} - {None}) for key in keys}
    best = max(count, key=count.get, default=None)
    return best if best is not None and count[best] >= 3 else None


def shown_value(variant, key):
    entry, value = variant.data["parameters"][key], number(variant, key)
    if value is None:
        return results.parameter_text(variant, key)
    factor, unit = style.scale((entry.get("unit") or "") if isinstance(entry, dict) else "", abs(value))
    return f"{factor * value:.4g} {unit}".strip()


def series_of(run, key):
    """Variants that differ in the swept key only belong together: {what their names share, or their other parameters: variants}."""
    groups = {}
    for variant in run.variants:
        if number(variant, key) is None:
            continue
        others = [k for k in variant.data.get("parameters") or {} if k != key]
        name = ", ".join(f"{k.split('/')[-1]} {shown_value(variant, k)}" for k in others)
        groups.setdefault(name, []).append(variant)
    for variants in groups.values():
        variants.sort(key=lambda v: number(v, key))
    shared = [commonprefix([v.name for v in variants]).strip(" ,-=") for variants in groups.values()]
    if all(shared) and len(set(shared)) == len(shared):
        return dict(zip(shared, groups.values()))
    return groups


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


def uneven(columns):
    """Whether the current varies along the surface of any variant by more than 0.1 %."""
    sets = [c.profile.fields[geometry.CURRENT] for c in columns if c.profile is not None and geometry.CURRENT in c.profile.fields]
    return any(np.nanmax(s) - np.nanmin(s) > 1e-3 * style.largest(s) for s in sets)


def draw(run):
    numbers, key = shown_numbers(run), swept_key(run)
    columns = []
    try:
        columns = panel.columns_of(run, run.variants)
    except results.Unusable:
        if not numbers:
            raise
    curves = panel.profile_rows(columns) if uneven(columns) else []
    numbers = numbers[: 6 if key else 3]
    per_row = min(3, max(len(numbers), 1))
    rows = -(-len(numbers) // per_row)
    width, cell_height = 180.0, max(34.0, 4.2 * len(run.variants)) if key is None else 34.0
    curve_rows = 1 if curves else 0
    groups = series_of(run, key) if key else {}
    legend = 3.0 + 4.0 * -(-len(groups) // 3) if len(groups) > 1 else 0.0  # above the frames, as is that of long names below them
    names = 6.4 * -(-len(columns) // 3) if curves and 6 < len(columns) <= 12 and max(len(c.variant.name) for c in columns) > 16 else 0.0
    height = 7 + legend + rows * (cell_height + 14) + curve_rows * 51 + names
    figure = plt.figure(figsize=(width * MM, height * MM))

    def place(left, top, w, h):
        return figure.add_axes([left / width, 1 - (legend + top + h) / height, w / width, h / height])

    gap = 18.0 if key else 8.0
    left = 15.0 if key else 44.0
    cell_width = (width - left - 4 - (per_row - 1) * gap) / per_row
    for i, name in enumerate(numbers):
        axes = place(left + (i % per_row) * (cell_width + gap), 7 + (i // per_row) * (cell_height + 14), cell_width, cell_height)
        draw_lines(axes, run, groups, key, name) if key else draw_bars(axes, run, name, i % per_row == 0)
        style.letter(axes, i, -4.6 if key or i % per_row else -10)
        if key and i == 0 and len(groups) > 1:
            figure.legend(handles=axes.get_legend_handles_labels()[0] + measured_handles(run), loc="upper center", bbox_to_anchor=(0.5, 1 - 3.5 / height), ncol=3, handlelength=1.6)
    if curves:
        panel.draw_curves(columns, curves, place, 8 + rows * (cell_height + 14), width, 36.0, len(numbers), legend=len(columns) <= 12 and not names)
    if names:
        axes = figure.axes[-1]
        figure.legend(*axes.get_legend_handles_labels(), loc="lower center", ncol=3, handlelength=1.6, fontsize=6, columnspacing=1.2, labelspacing=0.25)
    labels = dict.fromkeys(filter(None, (variant.data.get("label") for variant in run.variants)))
    figure.text(0.5, 1 - 0.5 / height, "; ".join(labels), ha="center", va="top", fontsize=7.5)
    written = style.save(figure, run.folder / "figure")
    if curves and any(column.section is not None for column in columns):
        chosen = sorted({round(i * (len(run.variants) - 1) / (FEW - 1)) for i in range(FEW)})
        written += panel.draw(run, [run.variants[i] for i in chosen], "maps")
    return written


def values_of(variants, name):
    found = [v.quantity(name) or (np.nan, 0.0) for v in variants]
    values, errors = np.array(found).T
    return np.abs(values) if name in POTENTIALS else values, errors


def scaling(run, name):
    """Factor to the unit shown, and the label with it."""
    unit = next((v.unit(name) for v in run.variants if v.unit(name)), "")
    factor, shown = style.scale(unit, style.largest(values_of(run.variants, name)[0]))
    label = run.label(name)
    return factor, style.labelled(f"|{label}|" if name in POTENTIALS else label, shown, 26)


def measured_handles(run):
    """What the squares mean, for the legend."""
    found = [variant.measurement(name) for variant in run.variants for name in NUMBERS]
    kinds = {fitted for _, fitted in filter(None, found)}
    return [plt.Line2D([], [], marker="s", markersize=5, linestyle="none", color="0.3", markerfacecolor="0.3" if fitted else "none",
                       label="measured, fitted" if fitted else "measured, not fitted" if True in kinds else "measured")
            for fitted in (True, False) if fitted in kinds]


def draw_lines(axes, run, groups, key, shown):
    everyone = [v for group in groups.values() for v in group]
    factor, label = scaling(run, shown)
    parameter = next(v.data["parameters"][key] for v in everyone)
    unit = (parameter.get("unit") or "") if isinstance(parameter, dict) else ""
    inputs = [number(v, key) for v in everyone]
    x_factor, x_unit = style.scale(unit, style.largest(inputs))
    for i, (name, group) in enumerate(groups.items()):
        values, errors = values_of(group, shown)
        axes.errorbar([x_factor * number(v, key) for v in group], factor * values, yerr=factor * errors, marker="o", markersize=2.6,
                      capsize=1.5, linewidth=1, linestyle=style.dash(i, len(groups)), color=style.colour(i, len(groups)), label=name or None)
        draw_measured(axes, group, key, shown, x_factor, factor, style.colour(i, len(groups)))
    if min(inputs) > 0 and max(inputs) / min(inputs) > 30:
        axes.set_xscale("log")
    axes.set(xlabel=style.labelled(key.split("/")[-1], x_unit), ylabel=label)
    axes.ticklabel_format(axis="y", useOffset=False)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


def draw_measured(axes, group, key, shown, x_factor, factor, colour):
    """Measured numbers as squares: filled where parameters were fitted to them, open elsewhere."""
    for variant in group:
        found = variant.measurement(shown)
        if found:
            value, fitted = found
            axes.plot(x_factor * number(variant, key), factor * (abs(value) if shown in POTENTIALS else value), marker="s", markersize=5, linestyle="none",
                      markeredgecolor=colour, markerfacecolor=colour if fitted else "none", zorder=3)


def draw_bars(axes, run, shown, names):
    factor, label = scaling(run, shown)
    values, errors = values_of(run.variants, shown)
    rows = np.arange(len(run.variants))[::-1]
    colours = [style.colour(i, len(run.variants)) for i in range(len(rows))]
    axes.barh(rows, factor * values, xerr=factor * errors if errors.any() else None, height=0.62, color=colours, error_kw={"linewidth": 0.7})
    axes.set_yticks(rows, [v.name for v in run.variants] if names else [])
    axes.set_xlabel(label)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
