"""A sheet of frames in rows, with one legend below: figures of curves against time, capacity or distance."""
from . import caption, style

LEFT, GAP, ABOVE, BELOW = 15.0, 19.0, 6.0, 14.0  # [mm]


def compose(frames, names, width, per_row, high, pad=0.0, right=0.0):
    """
    `frames`: what draws each and returns its caption. `names`: of the curves, for the legend. `high`: of all rows or of each.
    `pad`, `right`: more room at either side [mm].
    """
    width -= pad + right
    rows = -(-len(frames) // per_row)
    n_legend, legend = style.legend_rows(names, width - 8) if len(names) > 1 else (1, 0.0)
    heights = list(high) if isinstance(high, (list, tuple)) else rows * [high]
    sheet = style.Sheet(width + pad + right, ABOVE - 1.0 + sum(heights) + rows * BELOW + legend, pad)
    w = frame_width(width, per_row)
    for k, draw_it in enumerate(frames):
        at = LEFT + (k % per_row) * (w + GAP)
        row = k // per_row
        axes = sheet.place(at, ABOVE + sum(heights[:row]) + row * BELOW, w, heights[row])
        sheet.letter(axes, at - LEFT + 0.5)
        sheet.caption(draw_it(axes))
        axes.set_xlabel(style.broken(axes.get_xlabel(), w + 0.5 * GAP))
        style.open_frame(axes)
    if len(names) > 1:
        style.legend(sheet, names, n_legend, sheet.height - 0.5)
    return sheet


def frame_width(width, per_row):
    return (width - LEFT - 4.0 - (per_row - 1) * GAP) / per_row


def save(run, variants, name, *sheet):
    """Files of the figure and its caption; composed once more where a label would be cut."""
    made = style.fitted(lambda pad, missing: compose(*sheet, pad=pad, right=missing))
    return style.save(made.figure, run.folder / name) + caption.write(run, variants, made.captions, name)
