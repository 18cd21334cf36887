"""Files of fields in every format, read with VTK and compared: test_field_formats.py PROGRAM SOURCES SCRATCH_DIR."""
import os
import shutil
import subprocess
import sys
import unittest
from pathlib import Path

import numpy as np

sys.dont_write_bytecode = True
PROGRAM, SOURCES, SCRATCH = (Path(argument).resolve() for argument in (sys.argv.pop(1) for _ in range(3)))
sys.path.insert(0, str(SOURCES / "postprocess"))
from figures import field_files, results  # noqa: E402
from vtkmodules.util.numpy_support import vtk_to_numpy  # noqa: E402

INPUT = """set Title = Formats
subsection Geometry
  set Type = protrusion
  set Shape = Gaussian
  set Height = 5 um
  set Standard deviation = 2 um
  set Cell half-width = 20 um
  set Gap = 30 um
end
subsection Electrolyte
  set Transport model = secondary
  set Conductivity = 5 S/m
end
subsection Reactions
  subsection zinc
    set Type = linear
    set Charge transfer resistance = 1 ohm cm^2
  end
end
subsection Boundaries
  subsection working electrode
    set Condition = electrode
    set Reactions = zinc
  end
  subsection counter
    set Condition = bulk
  end
  subsection sides
    set Condition = insulating
  end
end
subsection Control
  set Mode = galvanostatic
  set Applied current density = 10 mA/cm^2
end
subsection Discretization
  set Maximum cycles = 1
  set Minimum cycles = 1
end
"""


def run(name, *settings, ranks=1):
    """A run with these settings; its one variant."""
    SCRATCH.mkdir(parents=True, exist_ok=True)
    folder, text = SCRATCH / name, SCRATCH / f"{name}.prm"
    shutil.rmtree(folder, ignore_errors=True)
    text.write_text(INPUT)
    start = [] if ranks == 1 else ["mpirun", "--oversubscribe", "-n", str(ranks)]
    options = [word for setting in settings for word in ("--set", setting)]
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"}
    ended = subprocess.run(
        [*start, PROGRAM, text, "--no-figures", "--output", folder, *options], capture_output=True, text=True, env=environment
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "mca_" not in ended.stderr, ended.stderr  # OpenMPI's complaints
    return results.read(folder).variants[0]


def content(grid):
    """Fields at the middles of cells, in the order of these."""
    points = vtk_to_numpy(grid.GetPoints().GetData()).astype(float)
    cells = vtk_to_numpy(grid.GetCells().GetConnectivityArray()).reshape(grid.GetNumberOfCells(), -1)
    middles = points[cells].mean(axis=1)
    order = np.lexsort(np.round(middles, 3).T)
    fields = results.point_fields(grid)
    return middles[order], {name: values[cells].mean(axis=1)[order] for name, values in fields.items()}


def names(grid, name):
    array = grid.GetFieldData().GetAbstractArray(name)
    return [array.GetValue(i) for i in range(array.GetNumberOfValues())] if array is not None else None


class Formats(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.vtu = run("vtu")

    def agrees(self, variant, tolerance=1e-5):
        for kind in ("volume", "surface"):
            (middles, expected), (places, found) = content(self.vtu.grid(kind)), content(variant.grid(kind))
            np.testing.assert_allclose(places, middles, atol=1e-4)
            self.assertEqual(set(found), set(expected))
            for name, values in expected.items():
                scale = max(np.abs(values[np.isfinite(values)]).max(initial=0.0), 1e-300)
                np.testing.assert_allclose(found[name] / scale, values / scale, atol=tolerance, equal_nan=True, err_msg=name)

    def test_vtkhdf_has_the_same_fields(self):
        variant = run("vtkhdf", "Output/Format = vtkhdf")
        self.assertTrue((variant.folder / "volume.hdf").is_file())
        self.assertFalse((variant.folder / "volume.pvd").exists())
        self.agrees(variant)

    def test_xdmf_is_one_file(self):
        variant = run("xdmf", "Output/Format = xdmf")
        self.assertEqual([path.name for path in variant.folder.glob("*.h5")], ["fields.h5"])
        self.agrees(variant)

    def test_more_ranks_than_cells(self):
        few = ("Discretization/Initial refinements = 0", "Geometry/Cells across feature = 2")
        expected = run("few", *few)
        n_cells = expected.grid("volume").GetNumberOfCells()
        for form in ("vtkhdf", "xdmf"):
            variant = run(f"few_{form}", *few, f"Output/Format = {form}", ranks=5)
            self.assertEqual(variant.grid("volume").GetNumberOfCells(), n_cells)
            self.assertEqual(variant.grid("surface").GetNumberOfCells(), expected.grid("surface").GetNumberOfCells())

    def test_curved_cells_agree_at_their_nodes(self):
        curved = run("curved", "Output/Higher-order cells = true")
        path = field_files.path_of(curved.folder, "volume")
        raw = field_files.read_vtu(path.parent / "volume.vtu")
        self.assertIn("Lagrange", raw.GetCell(0).GetClassName())
        points = vtk_to_numpy(self.vtu.grid("volume").GetPoints().GetData())
        potential = results.point_fields(self.vtu.grid("volume"))["electrostatic potential [V]"]
        known = {tuple(np.round(p, 3)): v for p, v in zip(points, potential)}
        grid = curved.grid("volume")
        own = results.point_fields(grid)["electrostatic potential [V]"]
        for point, value in zip(vtk_to_numpy(grid.GetPoints().GetData()), own):
            self.assertAlmostEqual(known[tuple(np.round(point, 3))], value, delta=1e-6)

    def test_whole_cell_in_metres(self):
        variant = run("whole", "Output/Whole cell = true", "Output/Coordinates = m")
        grid = field_files.read(field_files.path_of(variant.folder, "volume"))
        bounds = np.array(grid.GetBounds())
        np.testing.assert_allclose(bounds[:2], [-20e-6, 20e-6], rtol=1e-5)
        current = results.point_fields(grid)["current density [A/m^2]"]
        points = vtk_to_numpy(grid.GetPoints().GetData())
        left = points[:, 0] < -1e-9
        self.assertAlmostEqual(current[left][:, 0].sum() / current[points[:, 0] > 1e-9][:, 0].sum(), -1, delta=1e-4)
        self.agrees(variant)

    def test_boundaries_have_names(self):
        self.assertEqual(names(self.vtu.grid("surface"), "boundary"), ["working electrode", "counter", "sides"])
        for form, ranks in (("xdmf", 1), ("vtkhdf", 1), ("vtkhdf", 2)):
            variant = run(f"names_{form}_{ranks}", f"Output/Format = {form}", ranks=ranks)
            self.assertEqual(names(variant.grid("surface"), "boundary"), ["working electrode", "counter", "sides"])
            self.assertEqual(names(variant.grid("volume"), "material"), names(self.vtu.grid("volume"), "material"))


if __name__ == "__main__":
    unittest.main()
