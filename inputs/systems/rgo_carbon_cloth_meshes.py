#!/usr/bin/python3
"""Writes the three meshes of rgo_carbon_cloth.prm beside itself: half of a fibre in its cell, lines of second order."""
import math
from pathlib import Path

RADIUS, TOOTH, HULL = 5.0, 1.0, 6.5  # [um] of the fibre, height of a tooth, outer radius of the hull
HALF, TOP = 10.0, 60.0  # [um] half of the distance between fibres, end of the cell
SPACING, WIDTH = 30.0, 6.0  # [degrees] between teeth, half a tooth
N = 120  # cells about the fibre
BOX = HALF * math.tan(math.radians(57.0))  # [um] the rays from the fibre end in a box of this height, with a node in its corner


def with_teeth(angle):
    degrees = math.degrees(angle)
    off = abs(degrees - SPACING * round(degrees / SPACING)) / WIDTH
    return RADIUS + (TOOTH * math.cos(0.5 * math.pi * off) ** 2 if off < 1.0 else 0.0)


def smooth(_):
    return HULL


def to_box(angle):
    x, y = math.cos(angle), abs(math.sin(angle))
    return min(HALF / x if x > 1e-9 else math.inf, BOX / y if y > 1e-9 else math.inf)


def growing(n, rate):
    return [math.expm1(rate * k / n) / math.expm1(rate) for k in range(n + 1)]


class Mesh:
    """Nodes by their place, lines and quadrilaterals with their physical groups, and the nodes in the middle of their sides."""

    def __init__(self):
        self.nodes, self.lines, self.cells, self.middles = {}, [], [], {}

    def node(self, x, y):
        return self.nodes.setdefault((round(x, 7) + 0.0, round(y, 7) + 0.0), len(self.nodes) + 1)

    def middle(self, a, b):
        if (a, b) not in self.middles:
            (x, y), (u, v) = (list(self.nodes)[i - 1] for i in (a, b))
            self.middles[a, b] = self.middles[b, a] = self.node(0.5 * (x + u), 0.5 * (y + v))
        return self.middles[a, b]

    def write(self, path, has_hull):
        names = ['1 1 "zinc"', '1 2 "solution"', '1 3 "walls"', '2 4 "electrolyte"'] + ['2 5 "hull"'] * has_hull
        elements = [f"8 2 {g} {g} {a} {b} {self.middle(a, b)}" for g, a, b in self.lines]
        for group, c in self.cells:
            all_nodes = [*c, *(self.middle(c[i], c[(i + 1) % 4]) for i in range(4))]
            elements.append(f"16 2 {group} {group} " + " ".join(map(str, all_nodes)))
        text = ["$MeshFormat", "2.2 0 8", "$EndMeshFormat", "$PhysicalNames", str(len(names)), *names, "$EndPhysicalNames"]
        text += ["$Nodes", str(len(self.nodes)), *(f"{i} {x:.6g} {y:.6g} 0" for (x, y), i in self.nodes.items()), "$EndNodes"]
        text += ["$Elements", str(len(elements)), *(f"{i} {e}" for i, e in enumerate(elements, 1)), "$EndElements"]
        path.write_text("\n".join(text) + "\n", encoding="utf-8")


def fibre(name, inner, n_hull, n_outside):
    mesh = Mesh()
    angles = [math.radians(-90.0 + 180.0 * k / N) for k in range(N + 1)]

    def ring(angle, end_of_list=None):
        """Nodes from the fibre outward, through the hull and to the box."""
        begin, end = inner(angle), to_box(angle)
        inside = [begin + (HULL - begin) * k / n_hull for k in range(n_hull)]
        first = HULL if n_hull else begin
        radii = inside + [first + (end - first) * s for s in growing(n_outside, 1.2)]
        x, y = math.cos(angle) if abs(math.cos(angle)) > 1e-12 else 0.0, math.sin(angle)
        return [mesh.node(r * x, r * y) for r in radii[:end_of_list]]

    rings = [ring(angle) for angle in angles]
    for k in range(N):
        between = ring(0.5 * (angles[k] + angles[k + 1]), -1)  # on the curves of the fibre and of the hull
        for a, b, m in zip(rings[k], rings[k + 1], between):
            mesh.middles[a, b] = mesh.middles[b, a] = m
        for j in range(n_hull + n_outside):
            corners = rings[k][j], rings[k][j + 1], rings[k + 1][j + 1], rings[k + 1][j]
            mesh.cells.append((5 if j < n_hull else 4, corners))
        mesh.lines.append((1, rings[k][0], rings[k + 1][0]))
    places = list(mesh.nodes)  # in the order of their numbers
    lid = [r[-1] for r in rings if places[r[-1] - 1][1] > BOX - 1e-6]
    mesh.lines += [(3, a[-1], b[-1]) for a, b in zip(rings, rings[1:]) if not {a[-1], b[-1]} <= set(lid)]
    for column in (rings[0], rings[-1]):
        mesh.lines += [(3, *pair) for pair in zip(column, column[1:])]
    lid.reverse()  # x rises
    rows = [[mesh.node(places[i - 1][0], BOX + (TOP - BOX) * s) for i in lid] for s in growing(3, 1.0)]
    for low, high in zip(rows, rows[1:]):
        mesh.cells += [(4, (low[i], low[i + 1], high[i + 1], high[i])) for i in range(len(lid) - 1)]
        mesh.lines += [(3, low[0], high[0]), (3, low[-1], high[-1])]
    mesh.lines += [(2, *pair) for pair in zip(rows[-1], rows[-1][1:])]
    mesh.write(Path(__file__).parent / name, n_hull > 0)


fibre("rgo_fibre_with_teeth.msh", with_teeth, 0, 4)
fibre("rgo_fibre_in_hull.msh", with_teeth, 2, 3)
fibre("rgo_smooth_fibre.msh", smooth, 0, 3)
