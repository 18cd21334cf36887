"""The reported numbers of a run as tables: quantities, parts of the potential, measurements, fits, steps, balances."""
from figures import caption, style

from .html import escape, number, table, tag, with_error

FEW = 6  # variants that stand side by side; more stand below each other
NO_LOSS = 1e-6  # a balance below is rounding
CHARGE = 36_000  # C/m² in 1 mAh/cm²
PARTS = {
    "ohmic": "in the solution, by its resistance",
    "film": "across the coating",
    "activation": "of the charge transfer",
    "concentration": "of the difference in concentration between surface and bulk",
}


def value_of(entry):
    value = entry.get("value") if isinstance(entry, dict) else None
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def customary(run, name, entry):
    """Factor and unit in which a number is read."""
    if name in (run.summary.get("quantities") or {}):
        factor, unit = run.customary_unit(name)
    else:
        unit = entry.get("unit") or ""
        factor, unit = (1e3, "mV") if unit == "V" else (0.1, "mA/cm^2") if unit == "A/m^2" else (1.0, unit)
    return factor, "" if unit == "1" else unit


def shown_unit(unit):
    """mA/cm^2 as mA cm⁻², where it has that form."""
    try:
        return style.typeset(unit)
    except KeyError:
        return unit


def cell(entry, factor, name=""):
    value = value_of(entry)
    if value is None:
        return "–"
    error = entry.get("error")
    if name == caption.SHARE and 0 < 1 - value < caption.NEARLY_ALL:
        text = f"1&nbsp;−&nbsp;{number(1 - value, 3)}"
    else:
        text = with_error(factor * value, factor * error if isinstance(error, (int, float)) else None)
    return tag("span", text, title=f"{value:.12g} {entry.get('unit') or ''}".removesuffix(" 1").strip())


def names(run):
    """Numbers that any variant has, in the order of the run."""
    found = {}
    for variant in run.variants:
        for name, entry in (variant.data.get("quantities") or {}).items():
            if value_of(entry) is not None:
                found.setdefault(name, entry)
    return found


def kind(run, name):
    """Label and meaning of a number; those of walls bear the wall's name behind a stroke."""
    kinds = run.summary.get("quantities") or {}
    found = kinds.get(name) or kinds.get(name.partition("/")[0]) or {}
    label = found.get("label") or name.partition("/")[0].replace("_", " ")
    wall = name.partition("/")[2]
    return f"{label}, {wall}" if wall else label, found.get("meaning") or ""


def anchor(name):
    return "number-" + "".join(letter if letter.isalnum() else "-" for letter in name.partition("/")[0])


def linked(run, name, unit):
    label = tag("a", escape(kind(run, name)[0]), href="#" + anchor(name))
    return label + (f" ({escape(shown_unit(unit))})" if unit else "")


def notes_of(run, get):
    """What is said beside a number: once where all variants say the same."""
    said = {}
    for variant in run.variants:
        entry = get(variant)
        if isinstance(entry, dict) and entry.get("note"):
            said.setdefault(str(entry["note"]), []).append(variant.name)
    whole = len(said) == 1 and len(next(iter(said.values()))) == len(run.variants)
    return "<br>".join(escape(note if whole else f"{', '.join(variants)}: {note}") for note, variants in said.items())


def main_table(run):
    """A row a number, or a row a variant where there are many."""
    rows = []
    for name, example in names(run).items():
        factor, unit = customary(run, name, example)
        entries = [(variant.data.get("quantities") or {}).get(name) for variant in run.variants]
        rows.append(
            [
                linked(run, name, unit),
                *(cell(entry, factor, name) for entry in entries),
                notes_of(run, lambda variant, key=name: (variant.data.get("quantities") or {}).get(key)),
            ]
        )
    variants = [escape(variant.name) for variant in run.variants]
    if len(variants) <= FEW:
        noted = any(row[-1] for row in rows)
        return table(
            ["number", *variants, *(["note"] if noted else [])], rows if noted else [row[:-1] for row in rows], class_="numbers"
        )
    turned = [[variants[i], *(row[1 + i] for row in rows)] for i in range(len(variants))]
    noted = [[row[0], row[-1]] for row in rows if row[-1]]
    return table(["variant", *(row[0] for row in rows)], turned, class_="numbers") + table(["number", "note"], noted)


def glossary(run):
    """What each number means; the full text is in the manual."""
    entries = {}
    for name in names(run):
        label, meaning = kind(run, name.partition("/")[0])
        entries.setdefault(name.partition("/")[0], (label, meaning))
    terms = "".join(
        "\n"
        + tag("dt", escape(label), " ", tag("code", escape(name)), id=anchor(name))
        + tag("dd", escape(meaning) or "see the manual")
        for name, (label, meaning) in entries.items()
    )
    return tag("dl", terms) if terms else ""


def split_table(run):
    """Parts of the potential, which add up to the overpotential."""
    found = dict.fromkeys(
        part
        for variant in run.variants
        for part, entry in (variant.data.get("voltage_split") or {}).items()
        if value_of(entry) is not None
    )
    titles = ["part of the potential (mV)", *(escape(variant.name) for variant in run.variants)]
    rows = [
        [
            tag("span", escape(part), title=PARTS.get(part)),
            *(cell((v.data.get("voltage_split") or {}).get(part), 1e3) for v in run.variants),
        ]
        for part in found
    ]
    if rows and len(run.variants) > FEW:
        titles, rows = turn(titles, rows)
    return table(titles, rows, class_="numbers")


def turn(titles, rows):
    """Columns as rows."""
    whole = [titles, *rows]
    turned = [[row[i] for row in whole] for i in range(len(titles))]
    return turned[0], turned[1:]


def measured_table(run):
    rows = []
    for variant in run.variants:
        entry = variant.data.get("measurement")
        if value_of(entry) is None:
            continue
        name = str(entry.get("quantity") or "")
        factor, unit = customary(run, name, entry)
        computed = (variant.data.get("quantities") or {}).get(name)
        rows.append(
            [
                escape(variant.name),
                linked(run, name, unit),
                number(factor * entry["value"]),
                cell(computed, factor),
                "yes" if entry.get("fitted") else "no",
                escape(entry.get("source") or ""),
            ]
        )
    return table(["variant", "number", "measured", "computed", "parameters fitted to it", "source"], rows)


def fits_table(run):
    rows = []
    for name, fit in (run.summary.get("fits") or {}).items():
        for key, entry in (fit.get("parameters") or {}).items():
            value = value_of(entry)
            if value is not None:
                rows.append(
                    [
                        escape(key),
                        number(value),
                        escape(entry.get("unit") or ""),
                        escape(name),
                        escape(", ".join(fit.get("variants") or [])),
                    ]
                )
    return table(["fitted parameter", "value", "unit", "fit", "to the measurements on"], rows)


def programme_table(run):
    rows = []
    for variant in run.variants:
        for step in variant.data.get("programme") or []:
            transition, efficiency = step.get("transition_time_s"), step.get("coulombic_efficiency_of_cycle")
            rows.append(
                [
                    escape(variant.name),
                    escape(step.get("step", "")),
                    number(step.get("end_s")),
                    escape(step.get("ended_because", "")),
                    number(round(step.get("charge_C_per_m2", 0.0) / CHARGE, 9) + 0.0),
                    number(1e3 * step.get("electrode_potential_V", 0.0)),
                    number(transition) if transition is not None else "",
                    number(100 * efficiency) if efficiency is not None else "",
                ]
            )
    return table(
        [
            "variant",
            "step",
            "end (s)",
            "because",
            "charge (mAh cm⁻²)",
            "potential at its end (mV)",
            "zinc used up after (s)",
            "Coulombic efficiency of the cycle (%)",
        ],
        rows,
    )


def impedance_table(run):
    rows = []
    for variant in run.variants:
        spectrum = variant.data.get("impedance") or {}
        cells = []
        for key in ("high_frequency_resistance", "polarisation_resistance"):
            value = value_of(spectrum.get(key))
            cells.append("–" if value is None else f"{number(1e4 * value)} at {number(spectrum[key].get('frequency'))}&nbsp;Hz")
        if spectrum:
            rows.append([escape(variant.name), *cells])
    return table(["variant", "high-frequency resistance (Ω cm²)", "polarisation resistance (Ω cm²)"], rows)


def balance_table(run):
    """What comes in and does not go out; only what is more than rounding."""
    rows = [
        [escape(variant.name), escape(name), number(value, 2)]
        for variant in run.variants
        for name, value in (variant.data.get("balance") or {}).items()
        if isinstance(value, (int, float)) and abs(value) > NO_LOSS
    ]
    return table(["variant", "balance of", "lost, as a share of what flows"], rows)


def computed_table(run):
    """Size and cost of the computation."""
    rows = []
    for variant in run.variants:
        mesh, wall = variant.data.get("mesh") or {}, variant.data.get("wall_time_s")
        if mesh:
            rows.append(
                [
                    escape(variant.name),
                    number(mesh.get("cells"), 9),
                    number(mesh.get("unknowns"), 9),
                    number(mesh.get("cycles")),
                    number(wall, 3),
                ]
            )
    return table(["variant", "cells", "unknowns", "meshes", "time (s)"], rows)
