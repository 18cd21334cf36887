"""The text beside a figure: what each panel shows, the reported numbers with their errors, why a field may be least at a tip."""
import numpy as np

from . import across, maps, parameters, ranges, style
from .columns import view

NUMBERS = [
    "mean_current_density",
    "max_over_mean",
    "tip_to_valley",
    "electrode_potential",
    "cell_voltage",
    "min_surface_concentration",
    "limiting_current_fraction",
    "coulombic_efficiency",
    "peak_electric_field",
]
SHARE, NEARLY_ALL = "coulombic_efficiency", 0.01  # what is lost is the message where so little is
EXACT = 1e-6  # of a number: a smaller error is none
MOST_LISTED, FEW = 5, 3  # variants of which the caption gives numbers: of few all of them
FIRST = 4  # numbers of each variant where there are more than a few
EVEN = 1.15  # largest over mean current: kinetics rule below


def number(run, variant, key):
    """ "electrode potential -17.36 ± 0.01 mV"; empty where there is none."""
    found = variant.quantity(key)
    if found is None:
        return ""
    factor, unit = run.customary_unit(key)
    value, error = factor * found[0], abs(factor) * found[1]
    unit = "" if unit in ("", "1") else " " + unit
    if key == SHARE and 0 < 1 - value < NEARLY_ALL:
        text = f"1 \N{MINUS SIGN} {1 - value:.2g}"
    elif error > EXACT * abs(value):
        decimals = int(np.clip(-np.floor(np.log10(error)), 0, 6))
        text = f"{value:.{decimals}f} ± {error:.1g}"
    else:
        text = f"{value:.5g}"
    return f"{run.label(key)} {text}{unit}"


def least_at_tip(column):
    """Whether the field in the solution is weaker at the tip than on the flank while the current is even."""
    uniformity = column.variant.quantity("max_over_mean")
    values = column.values(maps.FIELD)
    if not uniformity or uniformity[0] > EVEN or values is None or column.profile is None or not column.profile.from_tip:
        return False
    points = column.section.points[column.material() < 0.5]
    values = values[column.material() < 0.5]
    line = column.profile.points[np.isfinite(column.profile.points[:, 0])]
    flank = line[np.linspace(0, len(line) - 1, 40).astype(int)]
    at = [values[np.argmin(np.linalg.norm(points - p, axis=1))] for p in flank]
    tip = values[np.argmin(np.linalg.norm(points - line[np.argmax(line[:, 1])], axis=1))]
    return tip < 0.97 * max(at)


EXPLANATION = (
    "the field is weaker at the tip than on the flank although the current density is nearly even: kinetics keep that, and with it the "
    "normal field, so, while the tangential field is zero at the tip and in the valley and largest on the flank. Near the limiting "
    "current, or without kinetics, the field is largest at the tip."
)


def explained(columns):
    """Why the field is least at the tip; of which variants, where not of all."""
    found = [column for column in columns if least_at_tip(column)]
    if not found:
        return []
    names = "" if len(found) == len(columns) else f"in {', '.join(column.variant.name for column in found)}: "
    text = names + EXPLANATION
    return [text[0].upper() + text[1:]]


def numbers(run, variants):
    """A line for each variant, and one for what all have in common; of many variants, where the numbers are."""
    if len(variants) > MOST_LISTED:
        return [f"The numbers of all {len(variants)} variants are in quantities.csv."]
    said = [{key: text for key in NUMBERS if (text := number(run, variant, key)) and not is_one(variant, key)} for variant in variants]
    shared = {key: text for key, text in said[0].items() if len(said) > 1 and all(one.get(key) == text for one in said)} if said else {}
    lines = [f"All: {', '.join(shared.values())}."] if shared else []
    for variant, own in zip(variants, said):
        told_apart = parameters.told_apart(run, variant)
        own = [text for key, text in own.items() if key not in shared][: FIRST if len(variants) > FEW else None]
        lines += [f"{variant.name}{f' ({told_apart})' if told_apart else ''}: {', '.join(own)}."] if own else []
    return lines


def is_one(variant, key):
    """Of a flat electrode, or without a loss: no news."""
    return variant.unit(key) in ("", "1") and abs(variant.quantity(key)[0] - 1) < EXACT


def colours(run, shown):
    """Whose values the colours span where there are films."""
    shown = [column for column in shown if column.section is not None]
    films = [column for column in shown if column.has_film()]
    if not films or across.instead_of_maps(run, shown):
        return []
    window = view(shown, run)
    filled = [column.variant.name for column in films if ranges.filled(column, window)]
    if not filled:
        return ["Colours span the values in the solution, not those in films."]
    others = "" if len(filled) == len(shown) else "; of the others the values in the solution"
    return [f"Colours of {', '.join(filled)} span the values in the film, which fills the window{others}."]


def write(run, variants, captions, name, columns=()):
    """caption.txt of figure.*, NAME_caption.txt of another. `columns`: what was drawn of the fields."""
    lines = [run.title if run.title[-1] in ".?!" else run.title + "."] if run.title else []
    lines += [f"({chr(ord('a') + i)}) {text[0].upper() + text[1:]}." for i, text in enumerate(captions)]
    lines += numbers(run, variants)
    lines += explained(columns)
    lines += colours(run, columns)
    lines.append(
        "±: estimated error of the discretization. The mean current density of the list is over the projected area; the mean by "
        "which local ones are divided is over the true area."
    )
    path = run.folder / ("caption.txt" if name == "figure" else f"{name}_caption.txt")
    path.write_text(style.printed("\n".join(lines)) + "\n", encoding="utf-8")
    return [str(path)]
