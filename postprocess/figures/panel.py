"""The comparison of a few variants: maps, the magnified tip, the electrode of a 3-D run and profiles; at most five panels."""
from dataclasses import replace

from . import across, caption, columns, curves, maps, paraview_script, render, style, tables, zoom
from .solid import SolidRow

RIGHT = 20.0  # [mm] of colour bars, more where their numbers are long
MOST, HIGHEST = 5, 235.0  # panels, mm of a page


def draw(run, variants, name):
    """
    Writes figure and caption; returns their names. The electrode of a 3-D run has a page of its own, surface.*, where there is no
    room for it beside the maps, the magnified tip and the profiles.
    """
    shown = columns.columns_of(run, variants)
    tabulated = (tables.profiles(run, shown) + across_tables(run, shown) if name == "figure" else []) + paraview_script.write(run, shown)
    width = width_of(run, len(shown))
    crowded = name == "figure" and height_of(all_rows(run, shown, width, RIGHT, MOST, True)) > HIGHEST and is_solid(run, shown)
    if crowded:
        flat = replace(run, options=replace(run.options, panels=tuple(p for p in run.options.panels if p != "surface")))
        written = page(flat, shown, name, rows_of)
        return written + page(run, shown, "surface", solid_rows) + tabulated
    return page(run, shown, name, rows_of) + tabulated


def across_tables(run, shown):
    """The data of curves across the cell, where these stand for maps."""
    with_section = [column for column in shown if column.section is not None]
    if not with_section or not across.instead_of_maps(run, with_section):
        return []
    return [tables.across(run, column, curves) for column in with_section if (curves := across.table(column))]


def page(run, shown, name, rows):
    """Composes the rows(run, shown, width, right), again where a long number needs more room; nothing where there are none."""
    if not rows(run, shown, width_of(run, len(shown)), RIGHT):  # flat electrodes at rest
        return []
    sheet = style.fitted(lambda pad, missing: compose(run, shown, rows, pad, RIGHT + missing))  # long numbers at an axis or a bar
    variants = [column.variant for column in shown]
    return style.save(sheet.figure, run.folder / name) + caption.write(run, variants, sheet.captions, name, shown)


def width_of(run, n):
    return run.options.width or (style.ONE_COLUMN if n == 1 else style.TWO_COLUMNS)


def compose(run, shown, rows, pad=0.0, right=RIGHT):
    """All rows from the upper edge to the lower; `pad`: more room at the left, `right`: of the colour bars [mm]."""
    width = width_of(run, len(shown)) - pad
    rows = rows(run, shown, width, right)
    title = run.title if not any(isinstance(row, maps.MapRow) for row in rows) else ""
    sheet = style.Sheet(width + pad, 1.0 + height_of(rows) + (5.0 if title else 0.0), pad)
    top = 0.0
    if title:
        sheet.text(width / 2, 1.0, title, ha="center", va="top")
        top = 5.0
    for row in rows:
        row.draw(sheet, top)
        top += row.height
    return sheet


def rows_of(run, shown, width, right):
    """All that there is to show; on a page that is full the magnified tip gives way, then the first of two maps."""
    for most_maps, magnified in ((MOST, True), (MOST, False), (1, False)):
        rows = all_rows(run, shown, width, right, most_maps, magnified)
        if height_of(rows) <= HIGHEST or run.options.panels == ["zoom"]:
            break
    return rows


def height_of(rows):
    return sum(row.height for row in rows)


def is_solid(run, shown):
    """Whether there is an electrode of a 3-D run to draw, and a screen for it."""
    return (
        "surface" in run.options.panels and run.dimension == 3 and render.possible() and any(c.surface is not None for c in shown)
    )


def solid_rows(run, shown, width, right):
    """A page of the electrode alone: from the side and from above."""
    return [SolidRow(shown, run, width, right), SolidRow(shown, run, width, right, view="above")]


def all_rows(run, shown, width, right, most_maps, magnified):
    options = run.options
    solid = is_solid(run, shown)
    found = map_rows(run, shown, width, right, solid, most_maps) if "maps" in options.panels else []
    rows = list(found)
    feature = columns.feature(shown)
    magnifies = feature is not None or any(zoom.edge_of_film(column) is not None for column in shown)
    if magnified and magnifies and wants_zoom(shown, options) and len(rows) + solid < MOST - 1:
        drawn = [row.map for row in found if isinstance(row, maps.MapRow) and row.map.kind == "field"]
        field = drawn[0] if drawn else maps.Map("field", shown, columns.view(shown, run), options)
        if field.columns and (feature is not None or any(zoom.edge_of_film(column) is not None for column in field.columns)):
            row = zoom.ZoomRow(field, feature[2] if feature is not None else None, width, right)
            rows += [row] if row.side > 13.0 else []
    if solid:
        rows.append(SolidRow(shown, run, width, right))
    chosen = curves.worth_drawing(shown)[: min(2, MOST - len(rows))] if "profiles" in options.panels else []
    if chosen:
        rows.append(curves.CurveRow(shown, chosen, width))
    return rows


def wants_zoom(shown, options):
    """Where there is a film to see, or nothing else is asked for."""
    if "zoom" not in options.panels or not any(c.values(maps.FIELD) is not None for c in shown):
        return False
    return options.panels == ["zoom"] or any(c.has_film() and c.section is not None for c in shown)


def map_rows(run, shown, width, right, solid, most):
    """Concentration (or the potential) and the field; the current density is kappa times that: the same picture again."""
    with_section = [c for c in shown if c.section is not None]
    if not with_section:
        return []
    window = columns.view(with_section, run)
    kinds = run.options.fields or ["concentration", "field"]
    if across.instead_of_maps(run, with_section):
        if not run.options.fields and not maps.Map("concentration", with_section, window, run.options).columns:
            kinds = ["potential", "field"]
        row = across.AcrossRow(with_section, width, run.options, kinds)
        return [row] if row.maps else []
    found = [maps.Map(kind, with_section, window, run.options) for kind in kinds]
    if not run.options.fields:
        if not found[0].columns:
            found[0] = maps.Map("potential", with_section, window, run.options)
        if not found[1].columns and not solid:
            found[1] = maps.Map("current", with_section, window, run.options)
    rows, named = [], None
    for one in [one for one in found if one.columns][-most:]:
        rows.append(maps.MapRow(one, width, right, named != one.columns, lines=not rows))
        named = one.columns
    return rows
