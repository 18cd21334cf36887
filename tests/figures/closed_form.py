"""A field that is known, between coaxial cylinders: Laplace's equation on quadratic cells with hanging nodes, solved here."""
import numpy as np

INNER, OUTER = 1.0, 3.0


def cells():
    """(r, r', angle, angle') of each: the half near the inner cylinder is refined once more."""

    def block(r, angle, n_r, n_angle):
        edges_r, edges_angle = np.linspace(*r, n_r + 1), np.linspace(*angle, n_angle + 1)
        return [(edges_r[i], edges_r[i + 1], edges_angle[j], edges_angle[j + 1]) for i in range(n_r) for j in range(n_angle)]

    return (
        block((INNER, 1.5), (0, np.pi / 4), 4, 8)
        + block((INNER, 1.5), (np.pi / 4, np.pi / 2), 2, 4)
        + block((1.5, OUTER), (0, np.pi / 2), 6, 8)
    )


def nodes():
    """Polar coordinates of 9 nodes a cell, radius fastest."""
    return np.array(
        [
            [(r + (r_end - r) * i / 2, angle + (angle_end - angle) * j / 2) for j in range(3) for i in range(3)]
            for r, r_end, angle, angle_end in cells()
        ]
    )


def slopes(s, t):
    """Derivatives of the 9 shape functions in the unit square."""

    def shape(x):
        return np.array([(1 - x) * (1 - 2 * x), 4 * x * (1 - x), x * (2 * x - 1)]), np.array([4 * x - 3, 4 - 8 * x, 4 * x - 1])

    (f, df), (g, dg) = shape(s), shape(t)
    return np.array([np.outer(g, df).ravel(), np.outer(dg, f).ravel()])


def exact(points):
    """-grad ln r."""
    return -points / (points**2).sum(axis=1)[:, None]


def solve(polar, x):
    """Nodal values of the finite-element solution, those on the boundary given."""
    _, first, place = np.unique(np.round(polar.reshape(-1, 2), 9), axis=0, return_index=True, return_inverse=True)
    place, at = place.reshape(-1, 9), polar.reshape(-1, 2)[first]
    matrix = np.zeros((len(first), len(first)))
    for nodes_of, corner in zip(place, x):
        for s, ws in zip(*np.polynomial.legendre.leggauss(3)):
            for t, wt in zip(*np.polynomial.legendre.leggauss(3)):
                d = slopes((1 + s) / 2, (1 + t) / 2)
                jacobian = d @ corner
                gradient = np.linalg.solve(jacobian, d)
                matrix[np.ix_(nodes_of, nodes_of)] += 0.25 * ws * wt * abs(np.linalg.det(jacobian)) * gradient.T @ gradient
    value_of = {tuple(p): k for k, p in enumerate(np.round(at, 9))}
    constraint = np.eye(len(first))
    for nodes_of in place:  # the quarter points of an edge, where they exist, follow its three nodes
        for edge in (nodes_of[[0, 1, 2]], nodes_of[[6, 7, 8]], nodes_of[[0, 3, 6]], nodes_of[[2, 5, 8]]):
            for share in (0.25, 0.75):
                k = value_of.get(tuple(np.round(at[edge[0]] + share * (at[edge[2]] - at[edge[0]]), 9)))
                if k is not None:
                    constraint[k] = 0
                    constraint[k, edge] = (0.375, 0.75, -0.125) if share == 0.25 else (-0.125, 0.75, 0.375)
    given = np.isclose(at[:, 0], INNER) | np.isclose(at[:, 0], OUTER) | np.isclose(at[:, 1], 0) | np.isclose(at[:, 1], np.pi / 2)
    free = ~given & (constraint[np.arange(len(first)), np.arange(len(first))] == 1)
    known = np.where(given, np.log(at[:, 0]), 0)
    reduced = constraint[:, free]
    values = constraint @ known + reduced @ np.linalg.solve(
        reduced.T @ matrix @ reduced, -reduced.T @ matrix @ (constraint @ known)
    )
    return values[place]


def solution():
    """Points (9 a cell, shared with none), quadrilaterals and the field, as a run writes them."""
    polar = nodes()
    x = np.stack([polar[..., 0] * np.cos(polar[..., 1]), polar[..., 0] * np.sin(polar[..., 1])], axis=2)
    u = solve(polar, x)
    field = [
        -np.linalg.solve(slopes(k % 3 / 2, k // 3 / 2) @ corner, slopes(k % 3 / 2, k // 3 / 2) @ values)
        for corner, values in zip(x, u)
        for k in range(9)
    ]
    quads = np.array([[9 * c + 3 * j + i + k for k in (0, 1, 4, 3)] for c in range(len(x)) for j in range(2) for i in range(2)])
    points = x.reshape(-1, 2)
    return np.column_stack([points, 0 * points[:, 0]]), quads, np.column_stack([field, np.zeros(len(points))])
