"""Draws results folders made up here and looks at the pictures: test_figures.py SCRATCH_DIR."""
import json
import shutil
import subprocess
import sys
import unittest
from pathlib import Path

import matplotlib.image
import numpy as np

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).parent))
import made_up  # noqa: E402

SCRIPT = Path(__file__).parents[2] / "postprocess" / "make_figures.py"
SCRATCH = Path(sys.argv.pop(1) if len(sys.argv) > 1 else "figures")


def run_script(folder):
    return subprocess.run([sys.executable, SCRIPT, folder], capture_output=True, text=True, timeout=300)


class Figures(unittest.TestCase):
    def folder(self, name):
        path = SCRATCH / name
        shutil.rmtree(path, ignore_errors=True)
        path.mkdir(parents=True)
        return path

    def drawn(self, folder, width_mm, n_blocks=4, name="figure"):
        """Runs the script; asserts the width of the picture and that no band of it is blank."""
        outcome = run_script(folder)
        self.assertEqual((outcome.returncode, outcome.stderr), (0, ""))
        self.assertTrue((folder / f"{name}.pdf").stat().st_size > 10000)
        image = matplotlib.image.imread(folder / f"{name}.png")[:, :, :3]
        self.assertAlmostEqual(image.shape[1] / 300 * 25.4, width_mm, delta=1)
        for band in np.array_split(image, n_blocks, axis=0):
            self.assertGreater(band.std(), 0.05)
        return image

    def test_planar_variants_share_one_panel(self):
        folder = self.folder("planar")
        made_up.planar(folder, ["bare", "uniform 300 nm", "graded 100 nm to 500 nm"])
        image = self.drawn(folder, 180)
        self.assertGreater(image.shape[0], 1400)

    def test_axisymmetric_cell_of_three_ranks_is_mirrored(self):
        folder = self.folder("axisymmetric")
        made_up.planar(folder, ["bare", "coated"], axisymmetric=True, n_ranks=3)
        image = self.drawn(folder, 134)
        maps = image[150:500, 160:1320]  # first row
        self.assertGreater(maps.std(), 0.1)

    def test_electrostatic_map_says_so(self):
        sys.path.insert(0, str(SCRIPT.parent))
        from figures import panel, results, style

        column = object.__new__(panel.Column)
        column.variant = results.Variant("plates", SCRATCH, {"label": "electrostatic map: not a map of current"})
        self.assertEqual(column.title(60), "plates\nelectrostatic map: not a map of current")
        self.assertEqual(style.scale("C/m^2", 0.02), (1e3, "mC\N{NO-BREAK SPACE}m⁻²"))
        self.assertEqual(style.scale("V/m", 20.0), (1.0, "V\N{NO-BREAK SPACE}m⁻¹"))

    def test_runs_in_time_say_when_and_leave_rounding_out(self):
        sys.path.insert(0, str(SCRIPT.parent))
        from figures import history, panel, results

        column = object.__new__(panel.Column)
        column.variant = results.Variant("plates", SCRATCH, {"programme": [{"end_s": 5.0}, {"end_s": 20040.0}]})
        self.assertEqual(column.title(60), "plates\nafter 5.57 h")
        self.assertEqual([history.duration(s) for s in (20.0, 1000.0, 0.02, 3e-5)], ["20 s", "16.7 min", "20 ms", "30 µs"])
        least = history.PANELS
        self.assertFalse(history.varies(np.array([0.0, 2.7e-6, np.nan]), least["std_over_mean"]))  # flat electrodes, but for rounding
        self.assertTrue(history.varies(np.array([0.012, 0.019]), least["std_over_mean"]))
        self.assertTrue(history.varies(np.array([-0.1, -0.2]), least["electrode_potential"]))

    def test_pyramid_array_in_three_dimensions(self):
        folder = self.folder("array")
        made_up.pyramids(folder, ["bare", "gradient ZnO"])
        self.drawn(folder, 134, n_blocks=5)

    def test_spectra_are_drawn_beside_the_fields(self):
        for names in (["bare"], ["bare", "coated", "thick"]):
            folder = self.folder("spectra" + str(len(names)))
            made_up.planar(folder, names)
            for i, name in enumerate(names):
                made_up.spectrum(folder / name, film=0.2 + i)
            self.drawn(folder, 134 if len(names) == 2 else 88 if len(names) == 1 else 180)
            image = matplotlib.image.imread(folder / "impedance.png")[:, :, :3]
            self.assertAlmostEqual(image.shape[1] / 300 * 25.4, 180, delta=1)
            for half in np.array_split(image, 2, axis=1):
                self.assertGreater(half.std(), 0.05)

    def test_a_torn_spectrum_is_named(self):
        folder = self.folder("torn")
        made_up.planar(folder, ["bare"])
        made_up.spectrum(folder / "bare")
        table = folder / "bare" / "impedance.csv"
        table.write_text(table.read_text()[:-20])
        outcome = run_script(folder)
        self.assertEqual(outcome.returncode, 1)
        self.assertIn("is no table of impedances", outcome.stderr)

    def test_rate_curve_becomes_a_summary(self):
        folder = self.folder("study")
        made_up.parameter_study(folder)
        self.drawn(folder, 180)
        self.assertTrue((folder / "maps.png").is_file())

    def test_many_named_variants_become_bars(self):
        folder = self.folder("bars")
        made_up.planar(folder, ["bare", "a", "b", "c", "d", "e"])
        self.drawn(folder, 180)

    def test_missing_fields_drop_their_row(self):
        whole, part = self.folder("whole"), self.folder("part")
        made_up.planar(whole, ["bare"])
        made_up.planar(part, ["bare"], leave_out=["concentration", "electrostatic potential", "film"])
        self.assertGreater(self.drawn(whole, 88).shape[0], self.drawn(part, 88).shape[0] + 200)

    def test_nothing_but_a_surface(self):
        folder = self.folder("surface_only")
        made_up.planar(folder, ["bare", "coated"])
        for variant in ("bare", "coated"):
            (folder / variant / "volume.pvd").unlink()
        self.drawn(folder, 134, n_blocks=1)

    def test_nulls_are_no_numbers(self):
        folder = self.folder("nulls")
        made_up.planar(folder, ["bare"])
        summary = json.loads((folder / "summary.json").read_text())
        summary["variants"]["bare"]["quantities"] = {"max_over_mean": {"value": None, "unit": "1", "error": None}, "sand_time": None}
        summary["geometry"] = None
        (folder / "summary.json").write_text(json.dumps(summary))
        self.drawn(folder, 88)

    def fails_with(self, folder, message):
        outcome = run_script(folder)
        self.assertEqual(outcome.returncode, 1)
        self.assertEqual(outcome.stderr, f"make_figures.py: {message}\n")

    def test_one_line_when_there_is_nothing(self):
        folder = self.folder("nothing")
        self.fails_with(folder, f"cannot read {folder}/summary.json: No such file or directory")
        (folder / "summary.json").write_text('{"variants": {}}')
        self.fails_with(folder, f"{folder}/summary.json holds no variants")
        (folder / "summary.json").write_text('{"variants": {"bare": {}}}')
        self.fails_with(folder, f"{folder} holds no volume.pvd or surface.pvd of any variant")

    def test_one_line_when_a_piece_is_gone(self):
        folder = self.folder("gone")
        made_up.planar(folder, ["bare"])
        (folder / "bare" / "volume_0.vtu").unlink()
        self.fails_with(folder, f"{folder}/bare/volume.pvd names {folder}/bare/volume_0.vtu, which does not exist")


if __name__ == "__main__":
    unittest.main(verbosity=1)
