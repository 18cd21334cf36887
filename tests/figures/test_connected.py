"""Fields whose cells share points, for the stream tracer of ParaView as it is set by default: test_connected.py."""
import sys
import tempfile
import unittest
from pathlib import Path

import numpy as np

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "postprocess"))
from figures import connected, field_files, geometry, recovery  # noqa: E402
from vtkmodules.util.numpy_support import vtk_to_numpy  # noqa: E402
from vtkmodules.vtkCommonDataModel import vtkDataObject  # noqa: E402
from vtkmodules.vtkFiltersFlowPaths import vtkStreamTracer  # noqa: E402
from vtkmodules.vtkFiltersVerdict import vtkCellSizeFilter  # noqa: E402
from vtkmodules.vtkIOXML import vtkXMLUnstructuredGridWriter  # noqa: E402

N, FILM = 4, 0.25  # cells along a side of the cube before refinement; height of the film


def grid(dim):
    """
    Cells of a unit square or cube, smaller twice towards the middle, each with points of its own. A film at the
    bottom has larger cells below smaller ones of the solution; current flows down and inwards, and its density jumps at the film.
    """
    cells = [(np.array(place) / N, 1 / N) for place in np.ndindex(*(N,) * dim)]
    middle = np.array([0.45] * (dim - 1) + [0.5])
    for reach in (0.3, 0.12):
        small = [(p, h) for p, h in cells if np.abs(p + h / 2 - middle).max() < reach and p[-1] > FILM - 1e-9]
        small += [(p, h) for p, h in cells if h == 1 / N and p[-1] < FILM - 1e-9 and np.all(p[:-1] < 0.2)]
        keys = {(*p, h) for p, h in small}
        cells = [(p, h) for p, h in cells if (*p, h) not in keys]
        cells += [(p + np.array(k) * h / 2, h / 2) for p, h in small for k in np.ndindex(*(2,) * dim)]
    corners = np.array([(0, 0), (1, 0), (1, 1), (0, 1)] if dim == 2 else
                       [(0, 0, 0), (1, 0, 0), (1, 1, 0), (0, 1, 0), (0, 0, 1), (1, 0, 1), (1, 1, 1), (0, 1, 1)])
    points = np.concatenate([p + h * corners for p, h in cells])
    material = np.repeat([float(p[-1] < FILM - 1e-9) for p, _ in cells], len(corners))
    current = np.zeros((len(points), 3))
    current[:, : dim - 1] = -0.1 * (points[:, : dim - 1] - 0.45) * (2 - material)[:, None]
    current[:, dim - 1] = -1.0
    in_space = np.column_stack([points, np.zeros((len(points), 3 - dim))])
    fields = {"current": current, "material": material, "u": points[:, -1] + 5 * material}
    return field_files.grid_of(in_space, np.arange(len(points)).reshape(len(cells), -1), fields)


def misses(grid, dim):
    """How far from the bottom the lines end that start at places near the top."""
    steps = np.linspace(0.03, 0.97, 23 if dim == 2 else 9)
    seeds = np.array([[x, 0.97, 0] for x in steps] if dim == 2 else [[x, y, 0.97] for x in steps for y in steps])
    tracer = vtkStreamTracer()
    tracer.SetInputData(grid)
    tracer.SetSourceData(geometry.as_polydata(geometry.Section(seeds, np.empty((0, 3)), {})))
    tracer.SetInputArrayToProcess(0, 0, 0, vtkDataObject.FIELD_ASSOCIATION_POINTS, "current")
    tracer.SetInterpolatorTypeToDataSetPointLocator()  # ParaView's default
    tracer.SetIntegrationDirectionToForward()
    tracer.SetIntegratorTypeToRungeKutta4()
    tracer.SetIntegrationStepUnit(vtkStreamTracer.LENGTH_UNIT)
    tracer.SetInitialIntegrationStep(0.01)
    tracer.SetMaximumPropagation(10.0)
    tracer.SetMaximumNumberOfSteps(1000)
    tracer.Update()
    lines = tracer.GetOutput()
    points = vtk_to_numpy(lines.GetPoints().GetData())
    ends = [points[lines.GetCell(k).GetPointId(lines.GetCell(k).GetNumberOfPoints() - 1)] for k in range(lines.GetNumberOfCells())]
    return np.array(ends)[:, dim - 1], len(seeds)


class Connected(unittest.TestCase):
    def check(self, dim, lost):
        """lost: lines that may end at the film, whose points are not those of the solution, though they are at the same places."""
        loose = grid(dim)
        raw, n = misses(loose, dim)
        self.assertTrue(len(raw) < n or raw.max() > 0.1)  # otherwise there would be no need of another file
        joined = connected.connected(loose)
        found, _ = misses(joined, dim)
        self.assertEqual(len(found), n)
        self.assertLess(np.sort(found)[-1 - lost], 0.02)
        return joined

    def sizes(self, grid, name):
        sizes = vtkCellSizeFilter()
        sizes.SetInputData(grid)
        sizes.Update()
        return vtk_to_numpy(sizes.GetOutput().GetCellData().GetArray(name))

    def keeps_values(self, grid, dim):
        points = vtk_to_numpy(grid.GetPoints().GetData())
        material, u = (vtk_to_numpy(grid.GetPointData().GetArray(name)) for name in ("material", "u"))
        np.testing.assert_allclose(u, points[:, dim - 1] + 5 * material, atol=1e-6)
        at_film = np.isclose(points[:, dim - 1], FILM)
        self.assertEqual(set(material[at_film]), {0.0, 1.0})
        pairs = np.unique(np.column_stack([np.round(points, 6), material]), axis=0)
        self.assertEqual(len(pairs), len(points))  # no point twice

    def test_lines_in_a_plane_reach_the_metal(self):
        joined = self.check(2, 0)
        areas = self.sizes(joined, "Area")
        self.assertAlmostEqual(areas.sum(), 1.0, places=6)
        self.assertGreater(areas.min(), 1e-4)
        self.keeps_values(joined, 2)

    def test_lines_in_space_reach_the_metal(self):
        joined = self.check(3, 1)
        volumes = self.sizes(joined, "Volume")
        self.assertAlmostEqual(volumes.sum(), 1.0, places=6)
        self.assertGreater(volumes.min(), 1e-6)
        self.keeps_values(joined, 3)

    def test_places_are_the_same_however_often_they_are_sought(self):
        """VTK's locator merges points on several threads, which race; exact numbers of the cube tell how many places there are."""
        points = vtk_to_numpy(grid(3).GetPoints().GetData()).astype(float)
        places = len(np.unique(np.round(points, 6), axis=0))
        self.assertEqual({len(recovery.merged(points)[1]) for _ in range(300)}, {places})

    def test_lines_reach_the_metal_at_all_times_of_a_series(self):
        """Written once for a longer run, then for one of two times, whose second state is twice as large."""
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            for times in ([0.0, 5.0, 7.5], [0.0, 2.5]):
                entries = []
                for k, time in enumerate(times):
                    loose = grid(2)
                    points = vtk_to_numpy(loose.GetPoints().GetData())
                    points *= 1 + k
                    writer = vtkXMLUnstructuredGridWriter()
                    writer.SetFileName(str(folder / f"{k}.vtu"))
                    writer.SetInputData(loose)
                    writer.Write()
                    entries.append(f'<DataSet timestep="{time}" part="0" file="{k}.vtu"/>')
                text = f'<VTKFile type="Collection"><Collection>{"".join(entries)}</Collection></VTKFile>'
                (folder / "volume_series.pvd").write_text(text)
                written = Path(connected.write_series(folder, folder / "volume_series.pvd"))
            self.assertEqual(written, folder / "volume_connected_series.pvd")
            self.assertEqual([time for time, _ in field_files.entries(written)], [0.0, 2.5])
            self.assertEqual(len(list((folder / "connected").iterdir())), 2)
            for k, (_, path) in enumerate(field_files.entries(written)):
                joined = field_files.read_vtu(path)
                points = vtk_to_numpy(joined.GetPoints().GetData())
                self.assertAlmostEqual(points.max(), 1.0 + k, places=6)
                points /= 1 + k
                found, n = misses(joined, 2)
                self.assertEqual(len(found), n)
                self.assertLess(found.max(), 0.02)


if __name__ == "__main__":
    unittest.main()
