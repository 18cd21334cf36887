"""Results folders without a solver: the files, names and units that a run writes, with made-up but plausible values."""
import json

import numpy as np
from vtkmodules.util.numpy_support import numpy_to_vtk, numpy_to_vtkIdTypeArray
from vtkmodules.vtkCommonCore import vtkPoints
from vtkmodules.vtkCommonDataModel import VTK_HEXAHEDRON, VTK_LINE, VTK_QUAD, vtkCellArray, vtkUnstructuredGrid
from vtkmodules.vtkIOXML import vtkXMLUnstructuredGridWriter


def write(folder, name, points, cells, kind, fields, n_ranks=1):
    """A .vtu of each rank, made of separate patches (no shared points), a .pvtu for several, and the .pvd that names it."""
    folder.mkdir(parents=True, exist_ok=True)
    by_cell = {key for key, values in fields.items() if len(values) == len(cells) != len(points)}
    for rank, own in enumerate(np.array_split(np.arange(len(cells)), n_ranks)):
        write_piece(
            folder / f"{name}_{rank}.vtu",
            points,
            cells[own],
            kind,
            {
                key: np.repeat(v[own], cells.shape[1], axis=0) if key in by_cell else v[cells[own].ravel()]
                for key, v in fields.items()
            },
        )
    main_file = f"{name}_0.vtu"
    if n_ranks > 1:
        main_file = f"{name}.pvtu"
        arrays = "".join(
            f'<PDataArray type="Float32" Name="{key}" NumberOfComponents="{3 if v.ndim == 2 else 1}"/>\n'
            for key, v in fields.items()
        )
        pieces = "".join(f'<Piece Source="{name}_{rank}.vtu"/>\n' for rank in range(n_ranks))
        (folder / main_file).write_text(
            '<?xml version="1.0"?>\n<VTKFile type="PUnstructuredGrid" version="0.1" byte_order="LittleEndian">'
            '<PUnstructuredGrid GhostLevel="0">\n'
            f'<PPointData>\n{arrays}</PPointData>\n<PPoints><PDataArray type="Float32" NumberOfComponents="3"/></PPoints>\n{pieces}'
            "</PUnstructuredGrid></VTKFile>\n"
        )
    (folder / f"{name}.pvd").write_text(
        '<?xml version="1.0"?>\n<VTKFile type="Collection" version="0.1"><Collection>\n'
        f'<DataSet timestep="0" group="" part="0" file="{main_file}"/>\n</Collection></VTKFile>\n'
    )


def series(folder, name, files):
    """The series of a transient run: a file for each second."""
    entries = "".join(f'<DataSet timestep="{k}" group="" part="0" file="{file}"/>\n' for k, file in enumerate(files))
    (folder / f"{name}_series.pvd").write_text(
        f'<?xml version="1.0"?>\n<VTKFile type="Collection" version="0.1"><Collection>\n{entries}</Collection></VTKFile>\n'
    )


def write_piece(path, points, cells, kind, fields):
    flat = points[cells.ravel()]
    flat = np.column_stack([flat, np.zeros((len(flat), 3 - flat.shape[1]))])
    grid, coordinates, array = vtkUnstructuredGrid(), vtkPoints(), vtkCellArray()
    coordinates.SetData(numpy_to_vtk(np.ascontiguousarray(flat, dtype=np.float32), deep=True))
    connectivity = np.arange(cells.size, dtype=np.int64)
    array.SetData(cells.shape[1], numpy_to_vtkIdTypeArray(connectivity, deep=True))
    grid.SetPoints(coordinates)
    grid.SetCells(kind, array)
    for field, values in fields.items():
        vtk_values = numpy_to_vtk(np.ascontiguousarray(values, dtype=np.float32), deep=True)
        vtk_values.SetName(field)
        grid.GetPointData().AddArray(vtk_values)
    writer = vtkXMLUnstructuredGridWriter()
    writer.SetFileName(str(path))
    writer.SetInputData(grid)
    writer.Write()


def quads(nx, ny):
    i, j = np.meshgrid(np.arange(nx), np.arange(ny), indexing="ij")
    a = (i * (ny + 1) + j).ravel()
    return np.column_stack([a, a + ny + 1, a + ny + 2, a + 1])


def hexes(nx, ny, nz):
    i, j, k = np.meshgrid(np.arange(nx), np.arange(ny), np.arange(nz), indexing="ij")
    di, dj = (ny + 1) * (nz + 1), nz + 1
    a = (i * di + j * dj + k).ravel()
    bottom = np.column_stack([a, a + di, a + di + dj, a + dj])
    return np.column_stack([bottom, bottom + 1])


def quantities(mean, peak, potential):
    values = {
        "mean_current_density": (mean, "A/m^2"),
        "max_over_mean": (peak, "1"),
        "min_over_mean": (0.8, "1"),
        "tip_to_valley": (1.2 * peak, "1"),
        "electrode_potential": (potential, "V"),
        "min_surface_concentration": (2000 - 3 * mean, "mol/m^3"),
        "coulombic_efficiency": (0.99 - 1e-4 * mean, "1"),
    }
    result = {key: {"value": value, "unit": unit, "error": 0.01 * abs(value)} for key, (value, unit) in values.items()}
    result["sand_time"] = None
    return result


def used_input(folder, film, electrode="working electrode"):
    """used.prm with what figures read of it."""
    boundaries = "".join(
        f"  subsection {name}\n    set Condition = {'electrode' if name == electrode else 'bulk'}\n  end\n"
        for name in ("counter", "working electrode")
    )
    (folder / "used.prm").write_text(
        f"set Title = made up\nsubsection Geometry\n  set Type = protrusion\nend\nsubsection Coatings\n  subsection film\n"
        f"    set Enabled = {'true' if film else 'false'}\n  end\nend\nsubsection Boundaries\n{boundaries}end\n"
    )


def cycling(folder, potential, current=100.0, n=4):
    """history.csv of n half cycles of 1 h with rests between; deposition positive."""
    rows, time, charge = [], 0.0, 0.0
    for half in range(n):
        sign = 1 if half % 2 == 0 else -1
        for step, flowing in ((2 * half + 1, True), (2 * half + 2, False)):
            for _ in range(20):
                time += 180.0 if flowing else 6.0
                charge += 180.0 * sign * current if flowing else 0.0
                share = (time % 3600) / 3600
                rows.append(
                    [
                        step,
                        "plate" if flowing else "rest",
                        time,
                        180,
                        charge,
                        -sign * potential * (1 + 0.1 * share) * flowing,
                        sign * current * flowing,
                        2000 - sign * 50 * flowing * np.sqrt(share),
                    ]
                )
    head = "position,step,time [s],time step [s],charge [C/m^2],electrode_potential [V],mean_current_density [A/m^2],"
    head += "min_surface_concentration [mol/m^3]"
    (folder / "history.csv").write_text("\n".join([head] + [",".join(map(str, row)) for row in rows]) + "\n")


def summary(folder, title, dimension, variants, axisymmetric=False, mirrors=("x=0",), feature=4.0):
    data = {
        "program": {"version": "0.1.0"},
        "case": {"title": title, "input": "made_up.prm", "dimension": dimension, "axisymmetric": axisymmetric},
        "geometry": {"kind": "made up", "symmetric": list(mirrors), "feature_size": feature},
        "variants": variants,
    }
    (folder / "summary.json").write_text(json.dumps(data, indent=1))


def spectrum(folder, film=0.0):
    """impedance.csv of a resistance, an electrode and a film, in ohm cm^2."""
    frequency = 10.0 ** np.arange(6, -2.01, -0.25)
    s = 2j * np.pi * frequency
    electrode, solution = 2 / (1 + s * 1e-4) + film / (1 + s * 1e-6), np.full_like(s, 0.2)
    whole = electrode + solution
    columns = {
        "frequency [Hz]": frequency,
        "Re Z [ohm cm^2]": whole.real,
        "Im Z [ohm cm^2]": whole.imag,
        "|Z| [ohm cm^2]": abs(whole),
        "phase [deg]": np.angle(whole, deg=True),
    }
    for name, part in (("working electrode", electrode), ("electrolyte", solution)):
        columns |= {f"Re Z {name} [ohm cm^2]": part.real, f"Im Z {name} [ohm cm^2]": part.imag}
    columns["linear iterations"] = np.full(len(s), 12)
    rows = [",".join(columns)] + [",".join(f"{x:.10g}" for x in row) for row in zip(*columns.values())]
    (folder / "impedance.csv").write_text("\n".join(rows) + "\n")


def volume_fields(points, height, gap, peak):
    """Above a surface of the given height: everything decays with the distance from it, faster beside a tip."""
    vertical = points[:, -1]
    s = (vertical - height) / (gap - height)
    lift = 1 + (peak - 1) * np.exp(-3 * s) * height / max(height.max(), 1e-12)
    dim = points.shape[1]
    across = np.zeros((len(points), 3))
    across[:, 0] = -0.6 * np.sign(points[:, 0]) * np.exp(-4 * s) * height / max(height.max(), 1e-12)
    across[:, dim - 1] = -1
    current = 100 * lift[:, None] * across
    return {
        "electrostatic potential [V]": -0.05 + 0.05 * s,
        "electric field [V/m]": current / 5.0,
        "current density [A/m^2]": current,
        "concentration of Zn2+ [mol/m^3]": 2000 - 400 * (1 - s) * lift,
        "concentration of SO4 2- [mol/m^3]": 2000 - 400 * (1 - s) * lift,
        "flux of Zn2+ [mol/m^2/s]": current / 2e5,
        "conductivity [S/m]": 5 + 0 * s,
        "charge density [C/m^3]": 0 * s,
    }


def surface_fields(height, mean, peak, film, boundary):
    relative = height / max(height.max(), 1e-12)
    current = mean * (0.8 + (peak - 0.8) * relative**4)
    return {
        "deposition current density [A/m^2]": current,
        "current density of zinc [A/m^2]": -current,
        "overpotential [V]": -0.04 - 0.01 * relative,
        "concentration of Zn2+ [mol/m^3]": 1700 - 200 * relative,
        "film thickness [m]": film * (0.5 + relative),
        "film resistance [ohm m^2]": film * 1e4 * (0.5 + relative),
        "deposition rate [m/s]": current * 4.7e-11,
        "height [um]": height,
        "distance from tip [um]": 4 * (1 - relative),
        "boundary": boundary + 0 * height,
    }


def without(fields, leave_out):
    return {name: values for name, values in fields.items() if not any(name.startswith(text) for text in leave_out)}


def planar(folder, names, axisymmetric=False, leave_out=(), n_ranks=1, mean=100.0):
    """A bump of 4 um in a half cell of 10 um x 30 um, the counter electrode in the surface file too; stripping where `mean` < 0."""
    nx, ny, gap = 60, 60, 30.0
    x, t = np.meshgrid(np.linspace(0, 10, nx + 1), np.linspace(0, 1, ny + 1) ** 1.6, indexing="ij")
    height = 4 * np.exp(-((x / 2.5) ** 2))
    points = np.column_stack([x.ravel(), (height + t * (gap - height)).ravel()])
    in_film = (np.arange(nx * ny) % ny < 4).astype(float)
    variants = {}
    for k, name in enumerate(names):
        peak = 2.6 / (1 + 0.5 * k)
        write(
            folder / name,
            "volume",
            points,
            quads(nx, ny),
            VTK_QUAD,
            {**without(volume_fields(points, height.ravel(), gap, peak), leave_out), "material": in_film},
            n_ranks,
        )
        base = np.column_stack([x[:, 0], height[:, 0]])
        top = np.column_stack([x[:, 0], gap + 0 * x[:, 0]])
        lines = np.column_stack([np.arange(nx), np.arange(nx) + 1])
        metal = surface_fields(height[:, 0], mean, peak, 3e-7 * k, 0)
        counter = surface_fields(0 * x[:, 0] + 1, -mean, 1, 0, 1)
        fields = {key: np.concatenate([metal[key], counter[key]]) for key in without(metal, leave_out)}
        write(
            folder / name,
            "surface",
            np.concatenate([base, top]),
            np.concatenate([lines, lines + nx + 1]),
            VTK_LINE,
            fields,
            n_ranks,
        )
        used_input(folder / name, k > 0)
        variants[name] = {"parameters": {}, "quantities": quantities(mean, peak, -0.04 - 0.01 * k)}
    summary(folder, "Bump", 2, variants, axisymmetric, ["x=0", "x=10"])


def pyramids(folder, names):
    """A quarter of a square pyramid, tip in the corner of a 5 um x 5 um x 12 um cell."""
    n, nz, gap = 24, 20, 12.0
    x, y, t = np.meshgrid(np.linspace(0, 5, n + 1), np.linspace(0, 5, n + 1), np.linspace(0, 1, nz + 1) ** 1.5, indexing="ij")
    height = 4 * np.maximum(0, 1 - np.maximum(x, y) / 4)
    points = np.column_stack([x.ravel(), y.ravel(), (height + t * (gap - height)).ravel()])
    in_film = (np.arange(n * n * nz) % nz < 2).astype(float)
    variants = {}
    for k, name in enumerate(names):
        peak = 2.8 / (1 + 0.8 * k)
        write(
            folder / name,
            "volume",
            points,
            hexes(n, n, nz),
            VTK_HEXAHEDRON,
            {**volume_fields(points, height.ravel(), gap, peak), "material": in_film},
        )
        base = np.column_stack([a[:, :, 0].ravel() for a in (x, y, height)])
        write(folder / name, "surface", base, quads(n, n), VTK_QUAD, surface_fields(base[:, 2], 100, peak, 2e-7 * k, 0))
        variants[name] = {"parameters": {}, "quantities": quantities(100, peak, -0.04 - 0.01 * k)}
    summary(folder, "Pyramids", 3, variants, mirrors=["x=0", "x=5", "y=0", "y=5"])


def parameter_study(folder):
    """Two thicknesses at six current densities."""
    planar(folder, [f"{thickness} nm at {current}" for thickness in (0, 300) for current in (1, 2, 5, 10, 20, 50)])
    data = json.loads((folder / "summary.json").read_text())
    for name, variant in data["variants"].items():
        thickness, current = float(name.split()[0]), float(name.split()[-1])
        variant["parameters"] = {
            "control/applied current density": {"value": 10 * current, "unit": "A/m^2"},
            "coatings/film/thickness": {"value": thickness * 1e-9, "unit": "m"},
        }
        used_input(folder / name, thickness > 0)
        variant["quantities"] = quantities(
            10 * current, 2.5 - 0.01 * current - 1e-3 * thickness, -0.03 * np.arcsinh(current) - 1e-5 * thickness
        )
    (folder / "summary.json").write_text(json.dumps(data))
