"""A transient run at chosen times: maps in rows, profiles in frames beside each other; times told apart by colour."""
import numpy as np

from . import across, caption, columns, curves, geometry, maps, panel, ranges, style, tables
from .style import plt

N_TIMES, MOST_VARIANTS = 3, 5  # on a narrow page so many frames as have room
SAME = 1e-3  # of the longest run: the end of a step and the beginning of the next
NEAR = 0.03  # of the longest run: states this near to a time stand for it
KINDS = ("concentration", "field", "potential")


def wanted(run):
    return any(len(variant.times()) > 1 for variant in run.variants)


def spread(times):
    """An early, a middle and the last of the times; the beginning only where little else was written, none just before another."""
    times = [t for t, following in zip(times, [*times[1:], np.inf]) if following - t > SAME * times[-1]]
    times = times[1:] if len(times) > N_TIMES else times
    return [times[i] for i in sorted({round(k * (len(times) - 1) / (N_TIMES - 1)) for k in range(N_TIMES)})]


def chosen_times(run, variants):
    """Names of the times, and those of each variant: the same where all wrote near them, else its own early, middle and last."""
    written = [variant.times() for variant in variants]
    targets = run.options.times or spread(min(written, key=len))
    near = [[min(times, key=lambda t: abs(t - target)) for target in targets] for times in written]
    longest = max(times[-1] for times in written)
    if run.options.times or all(abs(t - target) <= NEAR * longest for times in near for t, target in zip(times, targets)):
        return [style.duration(target) for target in targets], near
    own = [spread(times) for times in written]
    n = min(map(len, own))
    return {1: ["end"], 2: ["beginning", "end"], 3: ["early", "middle", "end"]}[n], [[*times[: n - 1], times[-1]] for times in own]


def colour(k, n):
    return plt.get_cmap("viridis")(0.9 * k / max(n - 1, 1))


class FrameRow:
    """A frame for each variant, a curve for each time: values(column) against place(column), on one scale."""

    def __init__(self, states, names, width, curve, axis, label, unit):
        self.states, self.names, self.width, self.curve, self.axis, self.label, self.unit = (
            states,
            names,
            width,
            curve,
            axis,
            label,
            unit,
        )
        self.legend = style.legend_rows(self.names, width - 8)
        self.height = 9.5 + 32.0 + style.below() + self.legend[1]

    def draw(self, sheet, top, largest=None):
        """`largest`: value (SI) that chooses the unit, where it is to be that of other frames."""
        n = len(self.states)
        w = (self.width - maps.LEFT - 4.0 - (n - 1) * maps.GAP) / n
        drawn = [[self.curve(c) for c in states] for states in self.states]
        found = [pair[1] for row in drawn for pair in row if pair is not None]
        factor, unit = style.scale(self.unit, largest or max(map(style.largest, found)))
        for i, row in enumerate(drawn):
            axes = sheet.place(maps.LEFT + i * (w + maps.GAP), top + 9.5, w, 32.0)
            if i == 0:
                sheet.letter(axes)
            for k, pair in enumerate(row):
                if pair is not None:
                    axes.plot(pair[0], factor * pair[1], color=colour(k, len(row)))
            style.autoscale(axes, [factor * values for values in found])
            axes.ticklabel_format(axis="y", useOffset=False)
            axes.margins(x=0)
            axes.xaxis.set_major_locator(plt.MaxNLocator(max(3, int(w / 11)), prune="both"))
            axes.tick_params(labelleft=i == 0)
            axes.set_ylabel(style.labelled(self.label, unit, 26) if i == 0 else "")
            style.length_axis(axes.xaxis, self.axis)
            axes.set_title(style.fill(self.states[i][0].variant.name, max(int(w / (0.185 * plt.rcParams["font.size"])), 8)), pad=2)
            style.open_frame(axes)
        handles = [plt.Line2D([], [], color=colour(k, len(self.names)), label=name) for k, name in enumerate(self.names)]
        sheet.figure.legend(
            handles=handles,
            loc="lower center",
            bbox_to_anchor=(0.5, 1 - (top + self.height - 0.5) / sheet.height),
            ncol=self.legend[0],
            handlelength=1.8,
            borderaxespad=0.0,
            borderpad=0.0,
        )
        at = [f"{row[0].variant.name} {', '.join(style.duration(c.time) for c in row)}" for row in self.states]
        sheet.caption(f"{self.label} of each variant, {', '.join(self.names)}: at {'; '.join(at)}")


def draw(run):
    """times.* and its caption; nothing where no field varies."""
    variants = [variant for variant in run.variants if len(variant.times()) > 1]
    room = int((panel.width_of(run, len(variants)) - maps.LEFT) / (maps.NARROWEST + maps.GAP))
    left_out = [variant.name for variant in variants[min(room, MOST_VARIANTS) :]]
    variants = variants[: min(room, MOST_VARIANTS)]
    names, times = chosen_times(run, variants)
    states = [[columns.Column(variant, run, time) for time in own] for variant, own in zip(variants, times)]
    if not drawn(run, states, panel.width_of(run, len(states)), panel.RIGHT, names):
        return []
    sheet = style.fitted(lambda pad, missing: compose(run, states, names, pad, panel.RIGHT + missing))
    if left_out:
        sheet.captions[-1] += f". For want of room not shown: {', '.join(left_out)} (--variants chooses)"
    return style.save(sheet.figure, run.folder / "times") + caption.write(run, variants, sheet.captions, "times") + written_tables(run, states)


def written_tables(run, states):
    """times.csv of each variant: across a layered cell what the figure shows, else the current along the electrode."""
    everyone = [column for row in states for column in row]
    with_section = [column for column in everyone if column.section is not None]
    shown = most_telling(run, with_section, columns.view(with_section, run))
    layered = across.instead_of_maps(run, with_section)
    written = []
    for row in states:
        if layered:
            curves_of = [(c.time, "distance from the electrode [um]", *across.layers(c, shown.name)[:1], shown.label.replace("²⁺", "2+"), shown.unit,
                          across.layers(c, shown.name)[1]) for c in row if c in with_section]
        else:
            curves_of = [(c.time, "arc length [um]", c.profile.arc, "deposition current density", "A/m^2", c.profile.fields[geometry.CURRENT])
                         for c in row if c.profile is not None and geometry.CURRENT in c.profile.fields]
        if curves_of:
            written.append(tables.times(run, row[0].variant, curves_of))
    return written


def compose(run, states, names, pad=0.0, right=panel.RIGHT):
    width = panel.width_of(run, len(states)) - pad
    rows = drawn(run, states, width, right, names)
    sheet = style.Sheet(width + pad, 1.0 + sum(row.height for row in rows), pad)
    top = 0.0
    for row in rows:
        row.draw(sheet, top)
        top += row.height
    return sheet


def drawn(run, states, width, right, names):
    return rows_of(run, states, names, [column for row in states for column in row], width, right)


def most_telling(run, shown, window):
    """The first of the fields that varies, in the same colours at all times; None where none does."""
    found = (maps.Map(kind, shown, window, run.options, together=True) for kind in run.options.fields or KINDS)
    return next((one for one in found if one.columns), None)


def rows_of(run, states, names, everyone, width, right):
    """Across a layered cell curves only; else a row of maps for each time, and the current along the electrode."""
    with_section = [column for column in everyone if column.section is not None]
    if not with_section:
        return []
    window = columns.view(with_section, run)
    shown = most_telling(run, with_section, window)
    if shown is None:
        return []
    if across.instead_of_maps(run, with_section):
        return [FrameRow(states, names, width, lambda c: across.layers(c, shown.name)[:2], "distance", shown.label, shown.unit)]
    rows = []
    for k, name in enumerate(names[:4]):
        part = shown.part([row[k] for row in states])
        if any(ranges.varies(column, shown.name, window) for column in part.columns):
            rows.append(maps.MapRow(part, width, right, not rows, not rows, name))
    profiles = [
        column for column in everyone if column.profile is not None and geometry.CURRENT in column.profile.fields and column.flows()
    ]
    if profiles:
        rows.append(
            FrameRow(
                states,
                names,
                width,
                lambda c: (c.profile.arc, c.profile.fields[geometry.CURRENT]) if c in profiles else None,
                "arc length",
                curves.CURVES[0][1],
                "A/m^2",
            )
        )
    return rows
