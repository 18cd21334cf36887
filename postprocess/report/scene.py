"""What the viewer shows: surface and section of each variant as triangles with fields, in one compressed block.

The block holds, behind the length of its header and the header itself (JSON), arrays at offsets that the header names: points as
32-bit floats, corners of triangles as 32-bit integers, and each field as 16-bit integers between its least and largest value.
"""
import base64
import gzip
import json
import struct

import numpy as np
from figures import geometry, results, style
from vtkmodules.util.numpy_support import numpy_to_vtk, vtk_to_numpy
from vtkmodules.vtkFiltersCore import vtkQuadricDecimation

MOST_VARIANTS, MOST_TRIANGLES = 12, 60_000  # shown; in a part
TURN = 72  # segments of a surface of revolution
LEFT_OUT = ("boundary", "material", "rank", "subdomain", "cell size", "level")
CURRENT = geometry.CURRENT


class Part:
    """Triangles with values at their points."""

    def __init__(self, points, triangles, fields):
        used, corners = np.unique(triangles, return_inverse=True)
        corners = corners.reshape(-1, 3)
        fields = {name: np.nan_to_num(magnitude(values)[used]) for name, values in fields.items() if not name.startswith(LEFT_OUT)}
        _, first, group = np.unique(
            np.column_stack([points[used], *fields.values()]).astype(np.float32), axis=0, return_index=True, return_inverse=True
        )
        self.points = points[used][first]
        self.fields = {name: values[first] for name, values in fields.items()}
        self.triangles = group.ravel()[corners]


def compress(data):
    """As text for a page; browsers unpack it."""
    return base64.b64encode(gzip.compress(data, 9, mtime=0)).decode()


def magnitude(values):
    return values if values.ndim == 1 else np.linalg.norm(values, axis=1) if values.shape[1] != 3 else values[:, 2]


def halves(quadrilaterals):
    return np.concatenate([quadrilaterals[:, [0, 1, 2]], quadrilaterals[:, [0, 2, 3]]])


def extruded(surface, depth):
    """The line of a planar cell as a strip of that depth; with depth 0 that of an axisymmetric one, turned about x = 0."""
    n = len(surface.points)
    x, y = surface.points[:, 0], surface.points[:, 1]
    if depth:
        rings = [np.column_stack([x, y, np.full(n, z)]) for z in (0.0, -depth)]
    else:
        rings = [np.column_stack([x * np.cos(a), y, -x * np.sin(a)]) for a in np.linspace(0, 2 * np.pi, TURN + 1)]
    strips = [np.column_stack([surface.cells + i * n, surface.cells[:, ::-1] + (i + 1) * n]) for i in range(len(rings) - 1)]
    fields = {name: np.tile(values, len(rings)) for name, values in surface.fields.items() if values.ndim == 1}
    return Part(np.concatenate(rings), halves(np.concatenate(strips)), fields)


def parts_of(variant, run):
    """Surface and section of a variant, as far as it has them."""
    found, tip, surface, planes = {}, np.zeros(3), None, []
    grid = variant.grid("surface")
    if grid is not None:
        surface = geometry.working_electrode(grid, run, variant)
        surface = surface if len(surface.cells) else None
    if surface is not None:
        tip = geometry.tip_of(surface)
    planes = geometry.mirror_axes(run, tip)
    if surface is not None:
        if run.dimension == 3:
            whole = geometry.mirror_surface(surface, planes)
            found["surface"] = Part(whole.points, halves(whole.cells), {name: v for name, v in whole.fields.items() if v.ndim == 1})
        else:
            whole = surface if run.axisymmetric else geometry.mirror_surface(surface, planes)
            width = np.ptp(whole.points[whole.cells.ravel(), 0])
            found["surface"] = extruded(whole, 0.0 if run.axisymmetric else 0.5 * width)
    grid = variant.grid("volume")
    if grid is not None:
        cut = geometry.mirror_section(geometry.section(grid, run, tip), planes)
        flat = np.zeros(len(cut.points))
        points = np.column_stack([cut.points[:, 0], flat + tip[1], cut.points[:, 1]] if run.dimension == 3 else [cut.points, flat])
        found["section"] = Part(points, cut.triangles, cut.fields)
    return found


def thinned(part, most):
    """With no more triangles than that; those go first without which shape and fields change least."""
    if len(part.triangles) <= most:
        return part
    names = list(part.fields)
    lows = [part.fields[name].min() for name in names]
    spreads = [np.ptp(part.fields[name]) or 1.0 for name in names]
    data = geometry.as_polydata(geometry.Surface(part.points, part.triangles, {}))
    scaled = np.column_stack([(part.fields[name] - low) / spread for name, low, spread in zip(names, lows, spreads)])
    data.GetPointData().SetScalars(numpy_to_vtk(np.ascontiguousarray(scaled), deep=True))
    thin = vtkQuadricDecimation()
    thin.SetInputData(data)
    thin.SetTargetReduction(1 - most / len(part.triangles))
    thin.AttributeErrorMetricOn()
    thin.ScalarsAttributeOn()
    thin.Update()
    output = thin.GetOutput()
    values = vtk_to_numpy(output.GetPointData().GetScalars()).reshape(-1, len(names))
    fields = {name: low + spread * np.clip(values[:, i], 0, 1) for i, (name, low, spread) in enumerate(zip(names, lows, spreads))}
    return Part(
        vtk_to_numpy(output.GetPoints().GetData()).astype(float),
        vtk_to_numpy(output.GetPolys().GetData()).reshape(-1, 4)[:, 1:],
        fields,
    )


class Block:
    """Arrays one behind the other, and where they begin."""

    def __init__(self):
        self.data = bytearray()

    def add(self, array):
        offset = len(self.data)
        self.data += array.tobytes()
        self.data += bytes(-len(self.data) % 4)
        return {"offset": offset, "length": int(array.size)}

    def add_field(self, values):
        low, high = float(values.min()), float(values.max())
        steps = np.rint((values - low) / ((high - low) or 1.0) * 65535).astype("<u2")
        return {**self.add(steps), "low": low, "high": high}

    def text(self, header):
        head = json.dumps(header, separators=(",", ":")).encode()
        head += b" " * (-len(head) % 4)
        return compress(struct.pack("<I", len(head)) + head + bytes(self.data))


def range_of(samples):
    """Least and largest value of a field over all variants; what a singular edge alone reaches is cut off."""
    values = np.concatenate(samples)
    low, high = float(values.min()), float(values.max())
    bulk = float(np.percentile(values, 99))
    if high > 2 * max(bulk, 0) > 0:
        high = bulk
    if high - low <= 1e-5 * max(abs(low), abs(high)):  # uniform but for rounding
        low, high = low - 0.5 * (abs(low) or 1), high + 0.5 * (abs(high) or 1)
    return low, high


def described(name, samples):
    """How a field is called and in which unit it is read, with its range in that unit."""
    label, _, unit = name.partition(" [")
    unit = unit.rstrip("]")
    factor, shown = style.scale(unit, max(style.largest(values) for values in samples))
    return {"label": label, "unit": shown, "factor": factor, "range": [factor * x for x in range_of(samples)]}


def chosen(variants):
    """A dozen of many, evenly spread."""
    if len(variants) <= MOST_VARIANTS:
        return list(variants)
    return [variants[i] for i in np.unique(np.linspace(0, len(variants) - 1, MOST_VARIANTS).round().astype(int))]


def order(name):
    """The current first, then what the figures show."""
    shown = (
        CURRENT,
        "current density",
        "electric field",
        "concentration of Zn",
        "electrostatic potential",
        "overpotential",
        "film",
    )
    return next((i for i, start in enumerate(shown) if name.startswith(start)), len(shown))


def encode(run, shown, most):
    """The block with parts of at most so many triangles."""
    block, header = Block(), {"dimension": run.dimension, "fields": {}, "variants": []}
    samples = {}
    for name, parts in shown:
        entry = {"name": name, "parts": {}}
        for kind, part in ((kind, thinned(part, most)) for kind, part in parts.items()):
            for field, values in part.fields.items():
                samples.setdefault((kind, field), []).append(values)
            entry["parts"][kind] = {
                "points": block.add(part.points.astype("<f4").ravel()),
                "triangles": block.add(part.triangles.astype("<u4").ravel()),
                "fields": {field: block.add_field(part.fields[field]) for field in part.fields},
            }
        header["variants"].append(entry)
    for (kind, field), values in sorted(samples.items(), key=lambda item: order(item[0][1])):
        if max(np.ptp(v) for v in values) > 0 or order(field) < 3:
            header["fields"].setdefault(kind, {})[field] = described(field, values)
    return block.text(header)


def build(run, room):
    """The block in at most `room` characters and the names of the variants in it; nothing where the run has no fields to show."""
    variants = chosen(run.variants)
    shown = []
    for variant in variants:
        try:
            parts = parts_of(variant, run)
        except results.Unusable:
            continue
        parts = {kind: part for kind, part in parts.items() if part.fields and len(part.triangles)}
        if parts:
            shown.append((variant.name, parts))
    most = MOST_TRIANGLES
    while shown:
        text = encode(run, shown, most)
        if len(text) <= room:
            return text, [name for name, _ in shown]
        if most > 4000:
            most //= 2
        else:
            shown.pop()
    return None, []
