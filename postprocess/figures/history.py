"""Figure of a transient run: history.csv of each variant against time, potential against capacity, voltammograms."""
import numpy as np

from . import composed, cycles, frames, style, tables

# Reported numbers, and the smallest change that is no rounding (SI).
PANELS = {"electrode_potential": 1e-6, "mean_current_density": 1e-6, "min_surface_concentration": 1e-6, "std_over_mean": 1e-4}


PER_MAH = 36000.0  # C/m^2 of 1 mAh/cm^2
MUCH_LONGER = 30  # times
OF_CYCLE = "coulombic_efficiency_of_cycle"
LOSES_NOTHING = 1e-3  # [%] of the charge of a cycle: less is the accuracy of the steps


def read(variant):
    """Columns of history.csv; None where the run was not transient."""
    history = variant.history()
    return history if history and len(history.get("time [s]", ())) else None


def column(history, name):
    """Values of a reported number, whatever its unit; None where the history has none."""
    return next((values for title, values in history.items() if title.partition(" [")[0] == name), None)


def wanted(run):
    return any(read(variant) is not None for variant in run.variants)


def varies(values, least):
    """By more than `least`, and than a millionth of the largest value."""
    values = values[np.isfinite(values)]
    return len(values) > 1 and np.ptp(values) > max(least, 1e-6 * np.max(np.abs(values)))


def is_swept(variant):
    return any(step.get("drive") == "sweep" for step in variant.data.get("programme") or [])


def line_of(k, n, history=None):
    """Colours as in all figures; earlier ones are wider, so that curves that coincide are seen, and those of many steps thin."""
    many = history is not None and len(np.unique(history.get("position", []))) > 40
    return {
        "linestyle": style.dash(k, n),
        "color": style.colour(k, n),
        "linewidth": 0.35 if many else frames.width(k, n),
        "zorder": 1.5 if many else 2,  # a band of pulses covers no other curve
    }


def uneven_durations(histories):
    """Whether runs that pass a charge take so different times that a frame in time would show one of them only."""
    ends = [h["time [s]"][-1] for _, h in histories]
    return max(ends) > MUCH_LONGER * min(ends) > 0 and all("charge [C/m^2]" in h and style.largest(h["charge [C/m^2]"]) > 0 for _, h in histories)


def against_charge_passed(run, histories, name):
    """What draws a reported number against the charge, of runs at very different currents."""

    def draw_it(axes):
        factor, unit = run.customary_unit(name)
        drawn = []
        for k, (variant, h) in enumerate(histories):
            if (values := column(h, name)) is not None:
                drawn.append(factor * values)
                axes.plot(h["charge [C/m^2]"] / PER_MAH, drawn[-1], **line_of(k, len(histories), h))
        style.autoscale(axes, drawn)
        axes.ticklabel_format(axis="y", useOffset=False)
        axes.set_xlabel("capacity (mAh cm⁻²)")
        axes.set_ylabel(style.labelled(run.label(name), style.typeset(unit), 28))
        return f"{run.label(name)} against the capacity"

    return draw_it


def against_time(run, histories, name):
    """What draws a reported number against time."""
    if uneven_durations(histories):
        return against_charge_passed(run, histories, name)
    having = [(variant.name, h["time [s]"], column(h, name)) for variant, h in histories if column(h, name) is not None]
    by_decades = frames.at_once([(time, values) for _, time, values in having])
    scale, unit = (1.0, "s") if by_decades else style.unit_of_time(max(h["time [s]"][-1] for _, h in histories))
    factor, shown_unit = run.customary_unit(name)
    shown_unit = style.typeset(shown_unit)
    if run.unit(name) == "mol/m^3":
        factor, shown_unit = style.scale(
            "mol/m^3", max(style.largest(column(h, name)) for _, h in histories if column(h, name) is not None)
        )

    def draw_it(axes):
        drawn = []
        for k, (variant, h) in enumerate(histories):
            if (values := column(h, name)) is not None:
                drawn.append(factor * values)
                axes.plot(h["time [s]"] / scale, drawn[-1], **line_of(k, len(histories), h))
        style.autoscale(axes, drawn)
        axes.ticklabel_format(axis="y", useOffset=False)
        axes.set_xlabel(f"time ({unit})")
        axes.set_ylabel(style.labelled(run.label(name), shown_unit, 28))
        pairs = [(time / scale, values) for (_, time, _), values in zip(having, drawn)]
        notes = [frames.scale_times(axes, pairs), frames.said([one for one, _, _ in having], pairs, axes)]
        frames.rounded_in_decades(axes)
        return "; ".join(filter(None, [f"{run.label(name)} against time", *notes]))

    return draw_it


def voltammogram(histories):
    def draw_it(axes):
        for k, (variant, h) in enumerate(histories):
            axes.plot(1e3 * h["electrode_potential [V]"], -0.1 * h["mean_current_density [A/m^2]"], **line_of(k, len(histories)))
        axes.axhline(0, color="0.7", linewidth=0.5, zorder=0)
        axes.set_xlabel("potential (mV vs. Zn)")
        axes.set_ylabel("current density, dissolution\npositive (mA cm⁻²)")
        return "voltammograms: mean current density over the projected area, dissolution positive"

    return draw_it


def against_capacity(histories):
    """Plating at negative, stripping at positive potentials."""

    def draw_it(axes):
        for k, (variant, h) in enumerate(histories):
            for half in cycles.halves(h):
                axes.plot(half.capacity, 1e3 * half.potential, **{**line_of(k, len(histories)), "linewidth": 0.9})
        axes.axhline(0, color="0.7", linewidth=0.5, zorder=0)
        axes.margins(x=0.02)
        axes.set_xlabel("capacity of the half cycle (mAh cm⁻²)")
        axes.set_ylabel("potential (mV)")
        return "potential against the capacity of each half cycle: plating below zero, stripping above"

    return draw_it


def efficiencies(variant):
    """Coulombic efficiency of each cycle [%], and when it was over [s]."""
    steps = [step for step in variant.data.get("programme") or [] if step.get(OF_CYCLE) is not None]
    return np.array([100 * step[OF_CYCLE] for step in steps]), np.array([step["end_s"] for step in steps])


def efficiency(histories):
    """Of each cycle; of single cycles a row for each variant. None where no variant has a cycle or all lose nothing."""
    found = [efficiencies(variant)[0] for variant, _ in histories]
    longest = max(map(len, found), default=0)
    if not longest or all(np.abs(values - 100).max(initial=0) < LOSES_NOTHING for values in found):
        return None

    def draw_it(axes):
        n = len(found)
        for k, values in enumerate(found):
            colour = style.colour(k, n)
            if longest > 1:
                axes.plot(np.arange(1, len(values) + 1), values, marker="o", markersize=2.6, **line_of(k, n))
                continue
            axes.axhline(n - k, color="0.9", linewidth=0.5, zorder=0)
            for value in values:
                axes.plot(value, n - k, marker="o", markersize=3.5, color=colour)
                left = value > 0.5 * (min(map(min, filter(len, found))) + max(map(max, filter(len, found))))
                axes.annotate(
                    f"{value:.4g}", (value, n - k), (-4 if left else 4, 0), textcoords="offset points", fontsize="small",
                    ha="right" if left else "left", va="center",
                )
        if longest > 1:
            axes.xaxis.set_major_locator(style.plt.MaxNLocator(integer=True))
            axes.set_xlabel("cycle")
            axes.set_ylabel("Coulombic efficiency\nof the cycle (%)")
            return "Coulombic efficiency of each cycle, stripped over plated charge"
        axes.set_yticks([])
        axes.set_ylim(0.4, n + 0.6)
        axes.margins(x=0.08)
        axes.set_xlabel("Coulombic efficiency of the cycle (%)")
        return "Coulombic efficiency of the cycle, stripped over plated charge, in the order of the legend"

    return draw_it


def chosen_frames(run, histories):
    """What is drawn, the most telling first: five at most. A prescribed current or potential is no news."""
    swept = any(is_swept(variant) for variant, _ in histories)
    drives = {step.get("drive") for variant, _ in histories for step in variant.data.get("programme") or []}
    cycled = any(cycles.are_there(h, swept) for _, h in histories)
    found = [voltammogram(histories)] if swept else []
    given = (
        {"electrode_potential", "mean_current_density"}
        if swept
        else {"mean_current_density"}
        if cycled and drives <= {"galvanostatic", "rest"}
        else set()
    )
    if cycled and not swept and uneven_durations(histories):
        given.add("electrode_potential")  # against the capacity of half cycles it is there
    for name, least in PANELS.items():
        if name not in given and any((values := column(h, name)) is not None and varies(values, least) for _, h in histories):
            found.append(against_time(run, histories, name))
    if cycled and not swept:
        found.insert(1, against_capacity(histories))
        if frame := efficiency(histories):
            found.insert(0, frame)
    return found[:5]


def draw(run):
    """The figure, its caption and the tables of its curves."""
    histories = [(variant, history) for variant in run.variants if (history := read(variant)) is not None]
    written = []
    if found := chosen_frames(run, histories):
        width = run.options.width or (style.TWO_COLUMNS if len(found) > 1 else style.ONE_COLUMN)
        per_row = 1 if width < 120 or len(found) == 1 else 3 if len(found) == 3 else 2
        variants = [variant for variant, _ in histories]
        written = composed.save(run, variants, "history", found, [variant.name for variant in variants], width, per_row, 36.0)
    for variant, history in histories:
        if is_swept(variant):
            written.append(tables.voltammogram(run, variant, history))
        elif cycles.are_there(history, False):
            written.append(tables.cycles(run, variant, cycles.halves(history)))
            if len((found := efficiencies(variant))[0]):
                written.append(tables.efficiency(variant, *found))
    return written
