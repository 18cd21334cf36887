"""Draws results folders made up here and looks at the pictures: test_figures.py [SCRATCH_DIR]."""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

import matplotlib.image
import numpy as np

sys.dont_write_bytecode = True
HERE = Path(__file__).parent
SCRIPT = HERE.parents[1] / "postprocess" / "make_figures.py"
sys.path[:0] = [str(HERE), str(SCRIPT.parent)]
import closed_form  # noqa: E402
import looks  # noqa: E402
import made_up  # noqa: E402
from figures import caption, columns, cycles, everything, geometry, history, options, ranges, recovery, results, style  # noqa: E402
from report import numbers  # noqa: E402

TEMPORARY = tempfile.TemporaryDirectory()  # removed at the end
SCRATCH = Path(sys.argv.pop(1) if len(sys.argv) > 1 and not sys.argv[1].startswith("-") else TEMPORARY.name)


def run_script(*arguments):
    return subprocess.run([sys.executable, SCRIPT, *arguments], capture_output=True, text=True, timeout=300)


class Pictures(unittest.TestCase):
    def folder(self, name):
        path = SCRATCH / name
        shutil.rmtree(path, ignore_errors=True)
        path.mkdir(parents=True)
        return path

    def drawn(self, folder, *arguments):
        """Draws in this process, asserts that every figure looks right; {name: figure}, and what was written."""
        found, save = {}, style.save

        def look(figure, path):
            self.assertEqual(looks.problems(figure), [], f"{folder.name}/{path.name}")
            found[path.name] = figure
            return save(figure, path)

        _, chosen = options.parse([str(folder), "--format", "png", *arguments], "")
        with mock.patch.object(style, "save", look):
            written = everything.draw(results.read(folder, chosen))
        for name in written:
            self.assertGreater(Path(name).stat().st_size, 20, name)
        return found, [Path(name).relative_to(folder).as_posix() for name in written]

    def width(self, folder, name="figure"):
        return matplotlib.image.imread(folder / f"{name}.png").shape[1] / 300 * 25.4


class Looks(unittest.TestCase):
    def test_what_is_wrong_is_seen(self):
        sheet = style.Sheet(60, 60)
        curves, flat, map_axes = sheet.place(12, 5, 40, 15), sheet.place(12, 25, 40, 10), sheet.place(12, 45, 10, 10)
        curves.plot([0, 1, 2], [17, 30, 42], label="curve")
        flat.plot([0, 1, 2], [5, 5, 5])
        map_axes.imshow(np.full((2, 2), 3.0))
        map_axes.set_aspect("equal")
        curves.set_ylim(16, 43)
        for letter in "abcdef":
            sheet.text(8.0 * "abcdef".index(letter) + 1, 59, letter, fontweight="bold")
        sheet.text(55, 30, "beyond the edge")
        sheet.text(30, 43, "one")
        sheet.text(30, 43, "other")
        sheet.figure.legend(*curves.get_legend_handles_labels(), loc="upper center")
        found = looks.problems(sheet.figure)
        for words in (
            "'beyond the edge' leaves the page",
            "'one' and 'other' overlap",
            "panels",
            "a map of 3 only",
            "a frame of 5 only",
            "over data",
        ):
            self.assertTrue(any(words in line for line in found), f"{words}: {found}")
        curves.set_ylim(0, 100)
        self.assertTrue(any("curves use 25%" in line for line in looks.problems(sheet.figure)))
        self.assertEqual([looks.turns(y) for y in ([0, 1, 2, 2, 3], [0, 1, 0, 1])], [0, 2])
        style.plt.close(sheet.figure)


class Fields(Pictures):
    def test_planar_variants_share_one_panel(self):
        folder = self.folder("planar")
        made_up.planar(folder, ["bare", "uniform 300 nm", "graded 100 nm to 500 nm"])
        found, written = self.drawn(folder)
        self.assertAlmostEqual(self.width(folder), 170, delta=1)
        self.assertIn("uniform 300 nm/profiles.csv", written)
        for scale, share in looks.ranges_used(found["figure"]).items():
            self.assertGreater(share, 0.5, scale)

    def test_one_column_of_a_journal(self):
        folder = self.folder("narrow")
        made_up.planar(folder, ["bare", "coated"])
        self.drawn(folder, "--width", "85")
        self.assertAlmostEqual(self.width(folder), 85, delta=1)

    def test_profiles_are_as_smooth_as_the_data(self):
        folder = self.folder("monotone")
        made_up.planar(folder, ["bare", "coated"])
        found, _ = self.drawn(folder)
        curves = [
            line
            for axes in found["figure"].axes
            for line in axes.lines
            if "arc length" in axes.get_xlabel() and len(line.get_xdata()) > 20
        ]
        self.assertEqual(len(curves), 3)  # bare zinc has no thickness
        for line in curves:
            self.assertEqual(looks.turns(line.get_ydata()), 0)

    def test_after_stripping_the_working_electrode_is_shown(self):
        folder = self.folder("stripped")
        made_up.planar(folder, ["bare"], mean=-100.0)
        run = results.read(folder)
        for chosen in ("by name", "by the reported current"):
            surface = geometry.working_electrode(run.variants[0].grid("surface"), run, run.variants[0])
            self.assertLess(surface.points[surface.cells, 1].max(), 5, chosen)
            run.variants[0].input["Geometry/Type"] = "gmsh"
        self.drawn(folder)

    def test_the_counter_electrode_where_it_is_the_working_one(self):
        folder = self.folder("upside_down")
        made_up.planar(folder, ["bare"])
        made_up.used_input(folder / "bare", False, electrode="counter")
        run = results.read(folder)
        surface = geometry.working_electrode(run.variants[0].grid("surface"), run, run.variants[0])
        self.assertGreater(surface.points[surface.cells, 1].min(), 29)

    def test_the_mean_of_the_table_divides(self):
        folder = self.folder("mean")
        made_up.planar(folder, ["bare"])
        summary = json.loads((folder / "summary.json").read_text())
        summary["variants"]["bare"]["quantities"] |= {
            "roughness_factor": {"value": 1.25, "unit": "1", "error": 0},
            "coulombic_efficiency": {"value": 0.5, "unit": "1", "error": 0},
        }
        (folder / "summary.json").write_text(json.dumps(summary))
        run = results.read(folder)
        self.assertAlmostEqual(columns.Column(run.variants[0], run).mean, 100 * 0.5 / 1.25)
        summary["variants"]["bare"]["quantities"]["scaffold_foil_share"] = {"value": 0.1, "unit": "1", "error": 0}
        (folder / "summary.json").write_text(json.dumps(summary))
        run = results.read(folder)
        self.assertAlmostEqual(columns.Column(run.variants[0], run).mean, 100 * 0.5 / 1.25 * 0.1)  # of the metal alone

    def test_axisymmetric_cell_of_three_ranks_is_mirrored(self):
        folder = self.folder("axisymmetric")
        made_up.planar(folder, ["bare", "coated"], axisymmetric=True, n_ranks=3)
        self.drawn(folder, "--panels", "maps")
        run = results.read(folder)
        section = columns.Column(run.variants[0], run).section
        self.assertAlmostEqual(section.points[:, 0].min(), -10, places=4)

    def test_rounding_is_no_field(self):
        part = geometry.Section(np.array([[0.0, 0], [1, 0], [0, 1], [1, 1]]), np.array([[0, 1, 2], [1, 3, 2]]), {})
        column = object.__new__(columns.Column)
        column.section = part
        vector = np.array([[0, 1, 1.0], [0, 2, 2], [0, 3, 3], [0, 4, 4]])
        part.fields["electric field [V/m]"] = 1e-19 * vector
        self.assertFalse(ranges.varies(column, "electric field [V/m]", ((0, 1), (0, 1))))
        part.fields["electric field [V/m]"] = vector
        self.assertTrue(ranges.varies(column, "electric field [V/m]", ((0, 1), (0, 1))))

    def test_a_singular_edge_is_clipped_and_said(self):
        values = np.linspace(17, 42, 3000).reshape(-1, 3)
        areas = np.ones(len(values))
        self.assertEqual(ranges.bounds(values, areas), (17, 42, None))
        values[-1] = 1000
        low, high, beyond = ranges.bounds(values, areas)
        self.assertLess(high, 43)
        self.assertEqual((low, beyond), (17, 1000))

    def test_double_layers_have_a_logarithmic_scale(self):
        self.assertEqual(
            [type(ranges.norm(1e-3, 100, typical)).__name__ for typical in (None, 50, 1)], ["Normalize", "Normalize", "LogNorm"]
        )

    def test_missing_fields_drop_their_row(self):
        whole, part = self.folder("whole"), self.folder("part")
        made_up.planar(whole, ["bare"])
        made_up.planar(part, ["bare"], leave_out=["concentration", "electrostatic potential", "film"])
        heights = [self.drawn(folder)[0]["figure"].get_size_inches()[1] for folder in (whole, part)]
        self.assertGreater(heights[0], heights[1] + 0.5)

    def test_nothing_but_a_surface(self):
        folder = self.folder("surface_only")
        made_up.planar(folder, ["bare", "coated"])
        for variant in ("bare", "coated"):
            (folder / variant / "volume.pvd").unlink()
        self.drawn(folder)

    def test_nulls_are_no_numbers(self):
        folder = self.folder("nulls")
        made_up.planar(folder, ["bare"])
        summary = json.loads((folder / "summary.json").read_text())
        summary["variants"]["bare"]["quantities"] = {
            "max_over_mean": {"value": None, "unit": "1", "error": None},
            "sand_time": None,
        }
        summary["geometry"] = None
        (folder / "summary.json").write_text(json.dumps(summary))
        self.drawn(folder, "--panels", "maps,profiles")

    def test_pyramid_array_in_three_dimensions(self):
        folder = self.folder("array")
        made_up.pyramids(folder, ["bare", "gradient ZnO"])
        outcome = run_script(folder, "--panels", "surface,profiles")
        self.assertEqual((outcome.returncode, outcome.stderr), (0, ""))
        self.assertGreater((folder / "figure.pdf").stat().st_size, 10000)
        image = matplotlib.image.imread(folder / "figure.png")[:, :, :3]
        self.assertGreater(image[: len(image) // 2].std(), 0.1)
        if os.environ.get("DISPLAY"):
            self.drawn(folder)

    def test_the_caption_says_what_is_shown(self):
        folder = self.folder("said")
        made_up.planar(folder, ["bare", "coated"])
        self.drawn(folder, "--panels", "maps,profiles")
        text = (folder / "caption.txt").read_text()
        for words in (
            "(a) Zn²⁺ concentration",
            "electrode potential -40.0 ± 0.4 mV",
            "mean over the true area",
            "coated (film enabled): ",
        ):
            self.assertIn(words, text)

    def test_what_is_lost_is_said_where_little_is(self):
        shown = []
        for value in (1 - 2.5e-7, 0.97, 1.0):
            run = SimpleNamespace(customary_unit=lambda key: (1.0, ""), label=lambda key: "CE")
            shown.append(caption.number(run, SimpleNamespace(quantity=lambda key, v=value: (v, 0.0)), "coulombic_efficiency"))
        self.assertEqual(shown, ["CE 1 \N{MINUS SIGN} 2.5e-07", "CE 0.97", "CE 1"])
        entry = {"value": 1 - 2.5e-7, "unit": "1", "error": 1e-9}
        self.assertIn("1&nbsp;−&nbsp;2.5", numbers.cell(entry, 1.0, "coulombic_efficiency"))
        self.assertNotIn("1&nbsp;−&nbsp;", numbers.cell(entry, 1.0, "max_over_mean"))

    def test_electrostatic_map_says_so(self):
        column = object.__new__(columns.Column)
        column.variant, column.time = results.Variant("plates", SCRATCH, {"label": "electrostatic map: not a map of current"}), None
        self.assertEqual(column.title(60), "plates\nelectrostatic map: not a map of current")
        self.assertEqual(style.scale("C/m^2", 0.02), (1e3, "mC\N{NO-BREAK SPACE}m⁻²"))
        self.assertEqual(style.scale("V/m", 20.0), (1.0, "V\N{NO-BREAK SPACE}m⁻¹"))
        self.assertEqual([style.length_unit(size)[1] for size in (0.2, 20.0, 3000.0)], ["nm", "µm", "mm"])


class Recovery(unittest.TestCase):
    def test_averages_are_no_worse_than_single_cells(self):
        """Against the closed form: in the mean square and at worst; and there are no slits."""
        points, quads, raw = closed_form.solution()
        weights = recovery.shares(points, quads)
        places, cells, fields = recovery.conforming(points, quads, {"E": raw})
        error = np.linalg.norm(raw[:, :2] - closed_form.exact(points[:, :2]), axis=1)
        recovered = np.linalg.norm(fields["E"][:, :2] - closed_form.exact(places[:, :2]), axis=1)
        at = recovery.shares(places, cells)
        rms, rms_recovered = (np.sqrt(np.average(e**2, weights=w)) for e, w in ((error, weights), (recovered, at)))
        self.assertLess(rms_recovered, rms)
        self.assertLess(recovered.max(), 1.0001 * error.max())
        middles = recovery.middles(recovery.hanging(cells), places)
        self.assertEqual(len(middles), 12)
        for c, (a, b) in middles.items():
            self.assertTrue(np.allclose(places[c], 0.5 * (places[a] + places[b])))

    def test_materials_keep_their_own_values(self):
        points = np.array([[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0], [0, 1, 0], [1, 1, 0], [1, 2, 0], [0, 2, 0.0]])
        quads = np.array([[0, 1, 2, 3], [4, 5, 6, 7]])
        material = np.array([1, 1, 1, 1, 0, 0, 0, 0.0])
        fields = recovery.conforming(points, quads, {"u": 10 * material, "material": material})[2]
        self.assertEqual(sorted(set(fields["u"])), [0, 10])


class Studies(Pictures):
    def test_rate_curve_becomes_a_summary(self):
        folder = self.folder("study")
        made_up.parameter_study(folder)
        found, written = self.drawn(folder)
        self.assertEqual(looks.zigzags(found["figure"]), [])
        self.assertIn("maps.png", written)
        table = np.loadtxt(folder / "polarisation.csv", delimiter=",", skiprows=1)
        titles = (folder / "polarisation.csv").read_text().splitlines()[0].split(",")
        self.assertEqual(table.shape, (12, len(titles)))
        self.assertIn("error of electrode potential [mV]", titles)
        self.assertIn("max over mean", titles)  # what the figure shows besides
        self.assertEqual(list(table[:6, 1]), [1, 2, 5, 10, 20, 50])

    def test_what_only_a_text_tells_apart_is_not_joined(self):
        folder = self.folder("texts")
        made_up.parameter_study(folder)
        summary = json.loads((folder / "summary.json").read_text())
        for variant in summary["variants"].values():
            del variant["parameters"]["coatings/film/thickness"]
        (folder / "summary.json").write_text(json.dumps(summary))
        found, _ = self.drawn(folder)
        self.assertEqual(looks.zigzags(found["figure"]), [])
        self.assertEqual(
            {len(line.get_xdata()) for axes in found["figure"].axes for line in axes.lines if line.get_marker() == "o"}, {6}
        )

    def test_many_named_variants_become_points(self):
        folder = self.folder("bars")
        made_up.planar(folder, ["bare", "a", "b", "c", "d", "e"])
        self.drawn(folder)
        self.assertAlmostEqual(self.width(folder), 170, delta=1)


class Time(Pictures):
    def test_plating_and_stripping(self):
        folder = self.folder("cycles")
        made_up.planar(folder, ["bare", "coated"])
        for name, potential in (("bare", 0.08), ("coated", 0.05)):
            made_up.cycling(folder / name, potential)
        found, _ = self.drawn(folder, "--panels", "profiles")
        self.assertIn("capacity of the half cycle (mAh cm⁻²)", [axes.get_xlabel().replace("\n", " ") for axes in found["history"].axes])
        table = np.loadtxt(folder / "bare" / "cycles.csv", delimiter=",", skiprows=1)
        self.assertEqual(sorted(set(table[:, 0])), [1, 2, 3, 4])
        self.assertAlmostEqual(table[:, 2].max(), 10.0)
        self.assertTrue((np.diff(table[table[:, 0] == 2][:, 2]) > 0).all())

    def test_pulses_are_no_cycles(self):
        n = np.arange(40)
        series = {
            "position": n // 10,
            "time [s]": 1.0 * n,
            "electrode_potential [V]": -0.1 + 0 * n,
            "mean_current_density [A/m^2]": np.where(n // 10 % 2, -10.0, 100.0),
        }
        series["charge [C/m^2]"] = np.cumsum(series["mean_current_density [A/m^2]"])
        self.assertFalse(cycles.are_there(series, False))

    def test_runs_in_time_say_when_and_leave_rounding_out(self):
        column = object.__new__(columns.Column)
        column.variant, column.time = results.Variant("plates", SCRATCH, {"programme": [{"end_s": 5.0}, {"end_s": 20040.0}]}), None
        self.assertEqual(column.title(60), "plates\nafter 5.57 h")
        self.assertEqual([style.duration(s) for s in (20.0, 1000.0, 0.02, 3e-5)], ["20 s", "16.7 min", "20 ms", "30 µs"])
        least = history.PANELS
        self.assertFalse(
            history.varies(np.array([0.0, 2.7e-6, np.nan]), least["std_over_mean"])
        )  # flat electrodes, but for rounding
        self.assertTrue(history.varies(np.array([0.012, 0.019]), least["std_over_mean"]))
        self.assertTrue(history.varies(np.array([-0.1, -0.2]), least["electrode_potential"]))


class Spectra(Pictures):
    def test_spectra_are_drawn_beside_the_fields(self):
        for names in (["bare"], ["bare", "coated", "thick"]):
            folder = self.folder("spectra" + str(len(names)))
            made_up.planar(folder, names)
            for i, name in enumerate(names):
                made_up.spectrum(folder / name, film=0.2 + i)
            self.drawn(folder, "--panels", "profiles")
            self.assertAlmostEqual(self.width(folder, "impedance"), 170, delta=1)

    def test_a_torn_spectrum_is_named(self):
        folder = self.folder("torn")
        made_up.planar(folder, ["bare"])
        made_up.spectrum(folder / "bare")
        table = folder / "bare" / "impedance.csv"
        table.write_text(table.read_text()[:-20])
        with self.assertRaisesRegex(results.Unusable, "is no table of impedances"):
            self.drawn(folder, "--panels", "profiles")


class Script(Pictures):
    def test_options(self):
        folder = self.folder("options")
        made_up.planar(folder, ["bare", "coated"])
        outcome = run_script(
            folder,
            "--fields",
            "field",
            "--window=-5:5,0:8",
            "--range",
            "field=0:50",
            "--colour-map",
            "cividis",
            "--width",
            "120",
            "--font-size",
            "8",
            "--format",
            "svg",
            "--panels",
            "maps",
            "--variants",
            "coated",
        )
        self.assertEqual((outcome.returncode, outcome.stderr), (0, ""))
        self.assertIn("electric field", (folder / "figure.svg").read_text().replace("&#160;", " "))
        self.assertIn("0 to 50 V", (folder / "caption.txt").read_text())
        self.assertFalse((folder / "figure.png").exists())
        for wrong, said in (
            (("--fields", "colour"), "'colour' is none of"),
            (("--window", "1:0,2:3"), "is not LEFT:RIGHT,BOTTOM:TOP"),
            (("--width", "0"), "is not positive"),
        ):
            self.assertIn(said, run_script(folder, *wrong).stderr)
        self.assertIn("there is no variant 'thick'; there are bare, coated", run_script(folder, "--variants", "thick").stderr)

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
        self.fails_with(folder, f"{folder} holds no fields of volume or surface of any variant")

    def test_one_line_when_a_piece_is_gone(self):
        folder = self.folder("gone")
        made_up.planar(folder, ["bare"])
        (folder / "bare" / "volume_0.vtu").unlink()
        self.fails_with(folder, f"{folder}/bare/volume.pvd names {folder}/bare/volume_0.vtu, which does not exist")


if __name__ == "__main__":
    unittest.main(verbosity=1)
