"""A sheet of frames in rows, with one legend below: figures of curves against time, capacity or distance."""
from . import caption, style

LEFT, GAP, ABOVE, BELOW = 15.0, 19.0, 6.0, 14.0  # [mm]


def compose(frames, names, width, per_row, high, pad=0.0):
    """`frames`: what draws each and returns its caption. `names`: of the curves, for the legend."""
    width -= pad
    rows = -(-len(frames) // per_row)
    n_legend, legend = style.legend_rows(names, width - 8) if len(names) > 1 else (1, 0.0)
    sheet = style.Sheet(width + pad, ABOVE - 1.0 + rows * (high + BELOW) + legend, pad)
    w = (width - LEFT - 4.0 - (per_row - 1) * GAP) / per_row
    for k, draw_it in enumerate(frames):
        at = LEFT + (k % per_row) * (w + GAP)
        axes = sheet.place(at, ABOVE + (k // per_row) * (high + BELOW), w, high)
        sheet.letter(axes, at - LEFT + 0.5)
        sheet.caption(draw_it(axes))
        style.open_frame(axes)
    if len(names) > 1:
        style.legend(sheet, names, n_legend, sheet.height - 0.5)
    return sheet


def save(run, variants, name, *sheet):
    """Files of the figure and its caption; composed once more where a label would be cut."""
    made = compose(*sheet)
    pad, _ = made.overhang()
    if pad > 0:
        style.plt.close(made.figure)
        made = compose(*sheet, pad=pad)
    return style.save(made.figure, run.folder / name) + caption.write(run, variants, made.captions, name)
