"""Rules of single kinds of pictures, each for a case that once looked wrong: test_kinds.py [SCRATCH_DIR]."""
import json
import os
import shutil
import subprocess
import sys
import unittest
from types import SimpleNamespace
from unittest import mock

import matplotlib.colors
import matplotlib.image
import numpy as np

sys.dont_write_bytecode = True
import test_figures  # noqa: E402 (takes the scratch folder from the command line, and finds the scripts)
from figures import (
    across,
    caption,
    columns,
    connected,
    curves,
    field_files,
    field_lines,
    frames,
    geometry,
    growth,
    history,
    interpolation,
    maps,
    movie,
    panel,
    parameter_study,
    parameters,
    ranges,
    recovery,
    render,
    results,
    scaffold,
    spectrum,
    style,
    tables,
    times,
    zoom,
)  # noqa: E402
from matplotlib.text import Annotation  # noqa: E402
from PIL import Image  # noqa: E402
from vtkmodules.util.numpy_support import vtk_to_numpy  # noqa: E402
from vtkmodules.vtkIOXML import vtkXMLUnstructuredGridWriter  # noqa: E402

import closed_form  # noqa: E402
import made_up  # noqa: E402

ONE = ((0, 1), (0, 1))


def column(points, triangles, **fields):
    """A column with a section and nothing else."""
    one = object.__new__(columns.Column)
    one.section = geometry.Section(np.array(points, float), np.array(triangles), {k: np.array(v, float) for k, v in fields.items()})
    one.profile, one.variant = None, SimpleNamespace(name="made up")
    return one


def two_layers(interface, film=(5.0, 7.0), solution=(1.0, 2.0)):
    """A film below the solution in a unit square; both have a point at every corner of the interface."""
    points = [(x, y) for y in (0, interface, interface, 1) for x in (0, 1)]
    triangles = [(0, 1, 2), (1, 3, 2), (4, 5, 6), (5, 7, 6)]
    values = np.repeat([*film, *solution], 2)
    return column(points, triangles, material=[1] * 4 + [0] * 4, u=values)


class Colours(unittest.TestCase):
    def test_a_film_that_fills_the_window_has_the_colours(self):
        for interface, expected in ((0.2, (1, 2)), (0.8, (5, 7))):
            values, areas = ranges.sample(two_layers(interface), "u", ONE)
            self.assertEqual((values.min(), values.max()), expected)
            self.assertAlmostEqual(areas.sum(), max(interface, 1 - interface))

    def test_the_window_reaches_beyond_a_thick_film(self):
        one = two_layers(12.0)
        one.section.points *= [30, 60 / 1.0]
        one.section.points[:, 1] = np.repeat([0, 12, 12, 60], 2)
        x = np.linspace(0, 30, 61)
        one.planes = []
        one.profile = SimpleNamespace(
            points=np.column_stack([x, 10 * np.exp(-((x / 6) ** 2))]), fields={columns.THICKNESS: np.full(61, 12e-6)}
        )
        run = SimpleNamespace(options=SimpleNamespace(window="2"))
        self.assertGreater(columns.view([one], run)[1][1], 10 + 12 + 2)
        one.profile.fields[columns.THICKNESS] = np.full(61, 1e-7)
        self.assertLess(columns.view([one], run)[1][1], 10 + 12)

    def test_units_are_printed_in_one_way(self):
        for text, printed in (
            ("10 mA/cm^2", "10 mA_cm⁻²"),
            ("10 mA per cm^2", "10 mA_cm⁻²"),
            ("at 10 mA/cm²", "at 10 mA_cm⁻²"),
            ("2 mol/L", "2 mol_L⁻¹"),
            ("3 um/s, 3 um", "3 µm_s⁻¹, 3 µm"),
            ("mol/m^2/s", "mol/m²/s"),
            ("Zn/Zn2+ and I/O", "Zn/Zn2+ and I/O"),
        ):
            self.assertEqual(style.printed(text).replace("\N{NO-BREAK SPACE}", "_"), printed)

    def test_no_name_stands_alone_in_a_legend(self):
        self.assertEqual(style.legend_rows(["n" * 20] * 5, 4.2 * (20 * 0.175 * 7 + 11))[0], 3)  # 4 would fit in a row: 3 and 2, not 4 and 1

    def test_units_stay_with_their_numbers(self):
        self.assertEqual(columns.with_units("up, pzc 0 V"), "up, pzc 0\N{NO-BREAK SPACE}V")


class Lines(test_figures.Pictures):
    def between_cylinders(self):
        """A field along the radius towards metal of radius 1, hanging nodes, and a film that shares no points with the rest."""
        points, quads, field = closed_form.solution()
        film = np.repeat(np.hypot(*points[:, :2].T).reshape(-1, 9).mean(axis=1) < 1.5, 9).astype(float)
        points, quads, fields = recovery.conforming(points, quads, {"E": field, "material": film})
        return geometry.Section(
            points[:, :2], geometry.triangulated(quads, points), {"E": geometry.norm_and_plane(fields["E"], (0, 1))}
        )

    def test_lines_go_from_the_upper_edge_to_the_metal(self):
        n, window = 9, ((0, 2), (0, 2))
        for sign in (1, -1):
            part = self.between_cylinders()
            part.fields["E"][:, :2] *= sign
            lines = [line[::sign] for line in field_lines.field_lines(part, "E", window, n)]
            self.assertEqual(len(lines), n)
            for k, line in enumerate(lines):
                r, angle = np.hypot(*line.T), np.arctan2(*line.T)
                self.assertLess(np.abs(angle - (k + 0.5) / n * np.pi / 4).max(), 0.01)  # as much current between any two
                self.assertAlmostEqual(line[0, 1], 2, delta=0.01)
                self.assertAlmostEqual(r[-1], 1, delta=2 * 2 / field_lines.STEPS + 1 - np.cos(np.pi / 32))  # step, chord of a cell
                self.assertTrue((np.diff(r) < 0).all())

    def test_lines_end_where_they_leave_the_window(self):
        lines = field_lines.field_lines(self.between_cylinders(), "E", ((0, 2), (1.5, 2)), 9)
        self.assertTrue(all(line[:, 1].min() > 1.5 for line in lines))
        part = self.between_cylinders()
        part.fields["E"][:] = 0
        self.assertEqual(field_lines.field_lines(part, "E", ((0, 2), (0, 2)), 9), [])

    def test_the_magnified_tip_has_iso_lines(self):
        """Of a field that is known, 10 + y/2 + x^2/4 [V/m], along them and at round values."""
        folder, fields = self.folder("iso"), made_up.volume_fields

        def known(points, *others):
            across = np.zeros((len(points), 3))
            across[:, 1] = -(10 + points[:, 1] / 2 + points[:, 0] ** 2 / 4)
            return {**fields(points, *others), "electric field [V/m]": across}

        with mock.patch.object(made_up, "volume_fields", known):
            made_up.planar(folder, ["bare", "coated"])
        found, _ = self.drawn(folder, "--panels", "zoom")
        squares = [axes for axes in found["figure"].axes if axes.images]
        self.assertEqual(len(squares), 4)
        for axes in squares:
            lines = [10 + line[:, 1] / 2 + line[:, 0] ** 2 / 4 for line in iso_lines_in(axes)]
            self.assertLess(max(np.ptp(values) for values in lines), 0.03, axes.get_title())
            levels = np.unique(np.round([np.median(values) for values in lines], 1))
            self.assertTrue(2 <= len(levels) <= zoom.ISO_LINES, f"{axes.get_title()}: {levels}")
        said = r"thin lines: equal electric field in the solution, [\d.]+ V\sm⁻¹ apart \(bare, tip\)"
        self.assertRegex((folder / "caption.txt").read_text(), said)

    def test_iso_lines_are_few_and_round(self):
        linear, steep = matplotlib.colors.Normalize(17, 42), matplotlib.colors.LogNorm(1, 1e4)
        self.assertEqual(list(zoom.iso_values(np.linspace(17.2, 41.7, 9999), linear)), [20, 25, 30, 35, 40])
        self.assertEqual(list(zoom.iso_values(np.linspace(20, 20.05, 999), linear)), [])
        self.assertEqual(zoom.spacing(np.array([20, 25, 30.0]), "V/m"), "5 V/m apart")
        self.assertEqual(zoom.spacing(np.array([20.0]), "V/m"), "at 20 V/m")
        found = zoom.iso_values(np.geomspace(1.5, 150, 9999), steep)
        np.testing.assert_allclose(found, [2, 5, 10, 20, 50, 100])
        self.assertEqual(zoom.spacing(found, "V/m"), "at 1, 2 and 5 of every decade")

    def test_cells_leave_no_corners_in_iso_lines(self):
        """A parabola stays as it is, also beside the metal; what is linear within cells comes nearer to it."""
        x, y = np.meshgrid(np.arange(60.0), np.arange(60.0))

        def masked(values):
            return np.ma.masked_array(values, y < 20 - 0.01 * (x - 30) ** 2)

        exact = masked(1 + 0.02 * (x - 30) ** 2 + 0.3 * y)
        np.testing.assert_allclose(zoom.without_cells(exact, 6).compressed(), exact.compressed(), rtol=1e-6)
        nodes = np.arange(-30.0, 31, 10)
        cells = masked(1 + 0.02 * np.interp(x - 30, nodes, nodes**2) + 0.3 * y)
        before, after = np.diff(cells, 2, axis=1), np.diff(zoom.without_cells(cells, 10), 2, axis=1)
        self.assertLess(np.abs(after - 0.04).max(), 0.5 * np.abs(before - 0.04).max())

    def test_the_cells_at_an_edge_say_how_wide_the_fit_is(self):
        """Else it takes the highest values off the edge: cells that halve towards it, by area nearly all large."""
        edges = np.array([0.0, *2.0 ** np.arange(-6, 1)])
        points = np.array([(x, y) for x in edges for y in edges])
        quads = made_up.quads(7, 7)
        graded = column(points, geometry.halves(quads, points), material=np.zeros(len(points)))
        self.assertLess(zoom.cell_in(graded, ONE), 0.1)


def iso_lines_in(axes):
    """Those of contours: their collections lie under all else."""
    contours = [one for one in axes.collections if one.get_zorder() == 0.5]
    return [path.vertices for one in contours for path in one.get_paths() if len(path.vertices) > 3]


class Curves(unittest.TestCase):
    x = np.linspace(0, 100, 401)

    def frame(self):
        axes = style.plt.figure().add_subplot()
        self.addCleanup(style.plt.close, axes.figure)
        return axes

    def test_a_peak_of_one_cell_does_not_set_the_scale(self):
        peak = 1 + 0.01 * self.x / 100 + np.where(np.abs(self.x - 20) < 0.3, 40, 0)
        axes = self.frame()
        said = frames.scale_values(axes, [(self.x, peak)], "mA")
        self.assertLess(axes.get_ylim()[1], 1.1)
        self.assertIn("41 mA", said)
        self.assertEqual([text.get_text() for text in axes.texts], ["clipped, up to\n41 mA"])
        self.assertEqual(axes.texts[0].get_ha(), "right")  # the peak is at the left

    def test_a_crack_that_takes_most_of_the_current_is_seen_beside_the_rest(self):
        x = np.concatenate([np.linspace(0, 0.5, 20), np.linspace(0.51, 30, 40)])
        axes = self.frame()
        self.assertEqual(frames.scale_values(axes, [(x, np.where(x <= 0.5, 500.0, 1.0 + 0.01 * x))]), "logarithmic scale")
        self.assertEqual((axes.get_yscale(), list(axes.texts)), ("log", []))

    def test_the_charge_of_a_double_layer_is_no_part_of_the_decay(self):
        time = np.array([0.0, 1e-14, *np.logspace(-12, -7, 30)])
        decay = 500 * np.exp(-time / 1e-8) + 1
        decay[:2] = 0.0, 7e6
        axes = self.frame()
        said = frames.scale_times(axes, [(time, decay)])
        self.assertIn("the first step", said)
        np.testing.assert_allclose(axes.get_xlim()[0], 1e-12)
        self.assertLess(axes.get_ylim()[1], 1000)
        self.assertEqual(frames.first_time(time[2:], decay[2:]), (1e-12, False))

    def test_a_broad_peak_is_no_error_of_the_mesh(self):
        axes = self.frame()
        self.assertEqual(frames.scale_values(axes, [(self.x, 1 + 40 * np.exp(-(((self.x - 20) / 5) ** 2)))]), "")
        self.assertGreater(axes.get_ylim()[1], 40)

    def test_curves_that_are_orders_apart_have_a_logarithmic_scale(self):
        low, high = (self.x, 0.05 + 1e-4 * self.x), (self.x, 2 + 0 * self.x)
        for curves, scale in (([low, high], "log"), ([high, (self.x, 1.5 + 0 * self.x)], "linear"), ([low], "linear")):
            axes = self.frame()
            frames.scale_values(axes, curves)
            self.assertEqual(axes.get_yscale(), scale)

    def test_a_spike_at_the_beginning_has_logarithmic_axes(self):
        t = np.geomspace(1e-14, 4e-7, 30)
        axes = self.frame()
        self.assertIn("logarithmic", frames.scale_times(axes, [(t, 1e-2 / t**0.9 + 1)]))
        self.assertEqual((axes.get_xscale(), axes.get_yscale()), ("log", "log"))

    def test_what_takes_its_time_has_linear_axes(self):
        t = np.linspace(0, 20, 200)
        pulses = np.where(t % 2 < 1, 100.0, 1.0)
        for values in (np.exp(-t / 5), pulses, np.where(t < 10, 5.0, 0.0), np.where(t < 0.02, 0.0, -0.1)):
            self.assertEqual(frames.scale_times(self.frame(), [(t, values)]), "")

    def test_curves_upon_each_other_are_said(self):
        y = np.sin(self.x / 10)
        axes = self.frame()
        axes.set_ylim(-1, 1)
        sparse = self.x[::2]
        curves = [(self.x, y), (sparse, np.sin(sparse / 10) + 1e-3), (self.x, y + 0.1), (self.x[:200], y[:200])]
        self.assertEqual(frames.said(["a", "b", "c", "d"], curves, axes), "the curves of a and b lie upon each other")
        self.assertEqual(frames.said(["a", "c"], [curves[0], curves[2]], axes), "")


class Spectra(test_figures.Pictures):
    def test_arcs_are_round(self):
        """R/(1 + i w R C) is a half circle about R/2; 5 computed points a decade."""
        w = np.geomspace(1e-3, 1e3, 31) * 1.3
        z = 1 / (1 + 1j * w)
        _, smooth = spectrum.smooth(w, z)
        self.assertLess(np.abs(np.abs(smooth - 0.5) - 0.5).max(), 0.5 * 5e-3)
        self.assertLess(max(np.abs(smooth - point).min() for point in z), 1e-12)
        self.assertGreater(np.abs(np.abs(0.5 * (z[1:] + z[:-1]) - 0.5) - 0.5).max(), 0.5 * 2e-2)

    def test_names_of_frequencies_touch_nothing(self):
        folder = self.folder("names")
        made_up.planar(folder, ["bare", "coated", "same"])
        for name, film in (("bare", 0.0), ("coated", 20.0), ("same", 20.0)):
            made_up.spectrum(folder / name, film)
        found, _ = self.drawn(folder, "--panels", "profiles")
        nyquist = found["impedance"].axes[0]
        renderer, frame = found["impedance"].canvas.get_renderer(), nyquist.get_window_extent()
        names = [text for text in nyquist.texts if isinstance(text, Annotation)]
        self.assertGreater(len(names), 1)
        for text in names:
            box = text.get_window_extent(renderer)
            self.assertTrue(box.x0 > frame.x0 and box.x1 < frame.x1 and box.y0 > frame.y0, text.get_text())
            for line in nyquist.lines:
                points = nyquist.transData.transform(np.column_stack(line.get_data()))
                self.assertFalse(((points > box.min) & (points < box.max)).all(axis=1).any(), text.get_text())
        self.assertEqual(len(nyquist.child_axes), 1)  # the arc of bare zinc, magnified
        self.assertIn("coated and same lie upon each other", (folder / "impedance_caption.txt").read_text())


class Layers(unittest.TestCase):
    def test_a_field_has_two_values_where_materials_meet(self):
        height, values, rest = across.layers(two_layers(0.25), "u")
        self.assertEqual((list(height), list(values)), ([0, 0.25, 0.25, 1], [5, 7, 1, 2]))
        self.assertEqual(np.abs(rest).max(), 0)
        self.assertEqual(across.films(two_layers(0.25)), [(0, 0.25)])

    def test_rounding_along_the_electrode_is_none(self):
        one = column([(0, 0), (1, 0), (0, 1), (1, 1)], [(0, 1, 2), (1, 3, 2)], c=[2000, 2000 + 1e-6, 2000 + 1e-5, 2000])
        one.section.fields["c [mol/m^3]"] = one.section.fields["c"]
        self.assertFalse(across.uneven(one, "c [mol/m^3]"))
        one.section.fields["c [mol/m^3]"] = np.array([2000, 2010, 2100, 2100.0])
        self.assertTrue(across.uneven(one, "c [mol/m^3]"))

    def test_no_time_stands_for_another(self):
        self.assertEqual(times.spread([0.0, 299.99, 300.0, 400.0]), [0.0, 300.0, 400.0])
        self.assertEqual(style.duration(0.0), "0 s")


class Space(test_figures.Pictures):
    def hexahedra(self):
        """A cube of side 2 beside eight of side 1; the points of these on its face lie on a curved wall."""

        def cube(x, y, z, side):
            corners = [(0, 0, 0), (1, 0, 0), (1, 1, 0), (0, 1, 0), (0, 0, 1), (1, 0, 1), (1, 1, 1), (0, 1, 1)]
            return np.array([(x, y, z)]) + side * np.array(corners, float)

        parts = [cube(0, 0, 0, 2)] + [cube(2 + x, y, z, 1) for x in (0, 1) for y in (0, 1) for z in (0, 1)]
        points = np.concatenate(parts)
        on_face = np.isclose(points[:, 0], 2)
        hangs = on_face & (np.isclose(points[:, 1], 1) | np.isclose(points[:, 2], 1))
        points[hangs, 0] += 0.05
        return points, np.arange(len(points)).reshape(-1, 8), hangs

    def test_no_slits_at_hanging_points(self):
        points, cells, hangs = self.hexahedra()
        places, fields = recovery.averaged(points, cells, {"u": 3 * points[:, 1] + points[:, 2] + 7 * hangs})
        self.assertEqual(len(np.unique(np.round(points[hangs], 9), axis=0)), 5)
        np.testing.assert_allclose(places[hangs, 0], 2)
        np.testing.assert_allclose(places[~hangs], points[~hangs])
        np.testing.assert_allclose(fields["u"][hangs], (3 * points[:, 1] + points[:, 2])[hangs])

    def test_a_plateau_has_no_lines(self):
        norm = SimpleNamespace(vmin=0.0, vmax=8.0)
        plateau = np.concatenate([np.full(100, 0.4), np.linspace(0, 8, 50)])
        self.assertEqual(list(render.level_values(plateau, np.ones(150), norm)), list(np.arange(1.5, 8)))
        self.assertEqual(len(render.level_values(np.linspace(0, 8, 150), np.ones(150), norm)), 8)

    def test_the_rim_is_no_edge_of_the_mesh(self):
        """A large square beside two small ones: the point between these hangs on its edge."""
        cells = np.array([[0, 1, 2, 3], [1, 4, 5, 6], [6, 5, 7, 2]])
        found = {tuple(edge) for edge in render.rim_edges(cells)}
        self.assertEqual(found, {(0, 1), (0, 3), (2, 3), (1, 4), (4, 5), (5, 7), (2, 7)})

    def test_the_electrode_has_a_page_where_there_is_no_room(self):
        if not os.environ.get("DISPLAY"):
            self.skipTest("no screen")
        folder = self.folder("crowded")
        made_up.pyramids(folder, ["bare", "gradient ZnO"])
        with mock.patch.object(panel, "HIGHEST", 190.0):
            found, written = self.drawn(folder)
        self.assertIn("surface.png", written)
        self.assertIn("(b) The same from above", (folder / "surface_caption.txt").read_text())
        self.assertIn("Zn²⁺ concentration", (folder / "caption.txt").read_text())
        found, written = self.drawn(folder, "--panels", "surface,profiles")
        self.assertNotIn("surface.png", written)

    def test_the_magnified_tip_is_several_cells_wide(self):
        one = SimpleNamespace(profile=SimpleNamespace(arc=np.arange(0, 30, 2.0), fields={}))
        one.profile.points = np.column_stack([one.profile.arc, 20 - one.profile.arc])
        self.assertEqual(zoom.side_of(one, 20.0), 12.0)
        one.profile.arc = 0.1 * one.profile.arc
        self.assertEqual(zoom.side_of(one, 20.0), 4.0)


class OnRequest(test_figures.Pictures):
    def test_the_whole_cell_as_an_inset(self):
        folder = self.folder("inset")
        made_up.planar(folder, ["bare"])
        found, _ = self.drawn(folder, "--panels", "maps", "--inset")
        first, second = [axes for axes in found["figure"].axes if axes.get_xlabel().startswith("position")]
        self.assertEqual((len(first.child_axes), len(second.child_axes)), (1, 0))
        small = first.child_axes[0]
        self.assertAlmostEqual(np.ptp(small.get_ylim()), 30, places=4)
        self.assertAlmostEqual(small.get_window_extent().width / small.get_window_extent().height, 20 / 30, places=2)
        self.assertIn("inset: the whole cell, 20 µm wide and 30 µm high", (folder / "caption.txt").read_text())

    def test_a_movie_has_a_frame_for_each_time(self):
        folder = self.folder("movie")
        made_up.planar(folder, ["bare", "coated"])
        with self.assertRaisesRegex(results.Unusable, "no movie: .* fields of one time only"):
            self.drawn(folder, "--panels", "profiles", "--movie")
        for kind in ("volume", "surface"):
            made_up.series(folder / "bare", kind, [f"{kind}_0.vtu", f"../coated/{kind}_0.vtu", f"{kind}_0.vtu"])
        with mock.patch.object(movie.shutil, "which", lambda name: None):
            _, written = self.drawn(folder, "--panels", "profiles", "--movie")
        self.assertIn("movie.gif", written)
        with Image.open(folder / "movie.gif") as film:
            self.assertEqual(film.n_frames, 3)
            frames_of_it = [np.asarray(film.seek(k) or film.convert("RGB"), int) for k in range(3)]
        self.assertGreater(np.abs(frames_of_it[0] - frames_of_it[1]).max(), 50)
        self.assertEqual(movie.chosen([SimpleNamespace(times=lambda: list(range(1000)))])[:3], [0, 5, 10])


    @unittest.skipUnless(shutil.which("ffmpeg") and shutil.which("ffprobe"), "needs ffmpeg")
    def test_a_surface_that_moves_is_seen_on_one_scale(self):
        """A bump in its cell, and the same cell 10 um higher, as if that much had been deposited."""
        folder, higher = self.folder("moving"), self.folder("moving_higher")
        made_up.planar(folder, ["bare"])
        made_up.planar(higher, ["bare"])
        for kind in ("volume", "surface"):
            grid = field_files.read_vtu(higher / "bare" / f"{kind}_0.vtu")
            points = vtk_to_numpy(grid.GetPoints().GetData())
            points[:, 1] += 10.0 * (1 - points[:, 1] / 30.0)
            writer = vtkXMLUnstructuredGridWriter()
            writer.SetFileName(str(folder / "bare" / f"{kind}_1.vtu"))
            writer.SetInputData(grid)
            writer.Write()
            made_up.series(folder / "bare", kind, [f"{kind}_{k}.vtu" for k in (0, 1)])
        sheets, fitted = [], style.fitted
        with mock.patch.object(style, "fitted", lambda compose: sheets.append(fitted(compose)) or sheets[-1]):
            _, written = self.drawn(folder, "--panels", "profiles", "--movie")
        self.assertIn("movie.mp4", written)
        said = subprocess.run(["ffprobe", "-v", "error", "-count_frames", "-show_entries", "stream=nb_read_frames,pix_fmt", folder / "movie.mp4"],
                              capture_output=True, text=True, check=True).stdout
        self.assertIn("nb_read_frames=2", said)
        self.assertIn("pix_fmt=yuv420p", said)  # what all players know
        first, second = (sheet.figure.axes[0] for sheet in sheets[-2:])
        self.assertEqual((first.get_xlim(), first.get_ylim()), (second.get_xlim(), second.get_ylim()))
        self.assertEqual(first.images[0].get_clim(), second.images[0].get_clim())
        heights = [max(np.nanmax(line.get_ydata()) for line in axes.lines if line.get_color() == "black") for axes in (first, second)]
        self.assertAlmostEqual(heights[1] - heights[0], 10 * (1 - 4 / 30), places=3)


class Others(test_figures.Pictures):
    def settings(self, folder):
        """What the script for ParaView was given; it must be Python, too."""
        text = (folder / "view_in_paraview.py").read_text()
        compile(text, "view_in_paraview.py", "exec")
        given = next(line for line in text.splitlines() if line.startswith("SETTINGS = "))
        return eval(given.removeprefix("SETTINGS = "), {"json": json})

    def test_a_script_for_paraview_shows_what_the_figure_shows(self):
        def given_file(folder):
            return self.settings(folder)["variants"][0]["volume"]

        folder = self.folder("paraview")
        made_up.planar(folder, ['bare "zinc" \\', "coated"])
        _, written = self.drawn(folder, "--panels", "maps", "--range", "field=5:25")
        self.assertIn("view_in_paraview.py", written)
        self.assertEqual(sum(name.endswith("volume_connected.vtu") for name in written), 2)
        self.assertEqual(given_file(folder), "volume_connected.vtu")
        with mock.patch.object(connected, "MOST", 100):  # cells
            _, written = self.drawn(folder, "--panels", "maps", "--range", "field=5:25")
        self.assertEqual(sum(name.endswith("volume_connected.vtu") for name in written), 0)
        self.assertEqual(given_file(folder), "volume.pvd")
        given = self.settings(folder)
        self.assertEqual([v["name"] for v in given["variants"]], ['bare "zinc" \\', "coated"])
        self.assertEqual((given["mirrors"], given["dimension"], given["flux"]), ([[0, 0.0]], 2, "current density [A/m^2]"))
        field = next(f for f in given["variants"][0]["fields"] if f[0] == "electric field [V/m]")
        self.assertEqual(field[1:], [5.0, 25.0, "Magma (matplotlib)", False])
        self.assertIn("electric field [V/m]", given["vectors"])

    def test_a_script_for_variants_with_other_fields(self):
        folder, other = self.folder("paraview_fields"), self.folder("paraview_other")
        made_up.planar(folder, ["bare", "primary"])
        made_up.planar(other, ["primary"], leave_out=["concentration"])
        shutil.rmtree(folder / "primary")
        shutil.copytree(other / "primary", folder / "primary")
        self.drawn(folder, "--panels", "maps")
        self.assertEqual([[f[0] for f in v["fields"]] for v in self.settings(folder)["variants"]], 2 * [["electric field [V/m]"]])
        self.drawn(folder, "--panels", "maps", "--fields", "concentration")
        self.assertEqual([v["name"] for v in self.settings(folder)["variants"]], ["bare"])

    @unittest.skipUnless(shutil.which("pvpython") and os.environ.get("DISPLAY"), "needs ParaView and a screen")
    def test_paraview_draws_it(self):
        folder = self.folder("drawn_by_paraview")
        made_up.planar(folder, ["bare"])
        self.drawn(folder, "--panels", "maps")
        subprocess.run(["pvpython", folder / "view_in_paraview.py"], check=True, timeout=300)
        self.assertGreater(np.std(matplotlib.image.imread(folder / "paraview.png")[:, :, :3]), 0.05)
        self.assertTrue((folder / "paraview.pvsm").is_file())

    def test_tables_have_the_units_of_the_run(self):
        folder = self.folder("units")
        made_up.planar(folder, ["bare"])
        path = folder / "summary.json"
        summary = json.loads(path.read_text())
        summary["quantities"] = {
            "mean_current_density": {"label": "i", "unit": "A/m^2", "customary_unit": "A/dm^2", "factor": 0.01},
            "max_over_mean": {"label": "r", "unit": "1", "customary_unit": "", "factor": 1.0},
        }
        path.write_text(json.dumps(summary))
        self.drawn(folder, "--panels", "profiles")
        titles, first = (folder / "bare" / "profiles.csv").read_text().splitlines()[:2]
        row = dict(zip(titles.split(","), map(float, first.split(","))))
        self.assertAlmostEqual(row["deposition current density [A/dm^2]"], 2.6, places=6)
        self.assertAlmostEqual(row["overpotential [mV]"], -50, places=4)
        self.assertIn("film thickness [um]", row)


    def table(self, path):
        titles, *rows = [line.split(",") for line in path.read_text().splitlines()]
        return {title: np.array([float(row[k] or "nan") for row in rows]) for k, title in enumerate(titles)}

    def test_curves_of_growth_are_in_tables(self):
        folder = self.folder("growth_tables")
        variant = SimpleNamespace(folder=folder)
        profile = SimpleNamespace(arc=np.array([0.0, 1.0, 2.0]), points=np.array([[0, 5.0], [1, 4], [2, 4]]), fields={})
        tables.outlines(variant, [(0.0, profile), (1.5, profile)])
        found = self.table(folder / "outlines.csv")
        np.testing.assert_array_equal(found["capacity [mAh/cm^2]"], [0, 0, 0, 1.5, 1.5, 1.5])
        np.testing.assert_array_equal(found["height [um]"], [5, 4, 4, 5, 4, 4])
        self.assertNotIn("deposit thickness [um]", found)
        history = {"charge [C/m^2]": 3.6e4 * np.array([0.0, 1, 0.5]), "tip_growth [m]": 1e-6 * np.array([0, 2, 1.0]),
                   "base_growth [m]": np.zeros(3), "roughness_quadratic [m]": 1e-6 * np.array([0.1, 0.3, 0.2])}
        growth.growth_table(variant, history)
        found = self.table(folder / "growth.csv")
        np.testing.assert_allclose(found["charge passed both ways [mAh/cm^2]"], [0, 1, 1.5])
        np.testing.assert_allclose(found["roughness Rq [um]"], [0.1, 0.3, 0.2])
        np.testing.assert_allclose(found["tip growth [um]"], [0, 2, 1])

    def test_curves_across_the_cell_are_in_a_table(self):
        folder = self.folder("across_table")
        (folder / "made up").mkdir(parents=True)
        one = two_layers(0.25, film=(2e-3, 4e-3), solution=(0.0, 1e-3))
        one.section.fields["electrostatic potential [V]"] = one.section.fields["u"]
        one.variant.folder = folder / "made up"
        run = SimpleNamespace(read_in=lambda unit: {"V": (1e3, "mV")}.get(unit, (1.0, unit)))
        tables.across(run, one, across.table(one))
        found = self.table(folder / "made up" / "across.csv")
        np.testing.assert_allclose(found["distance from the electrode [um]"], [0, 0.25, 0.25, 1])
        np.testing.assert_allclose(found["electrostatic potential [mV]"], [2, 4, 0, 1])

    def test_efficiencies_of_cycles_have_a_frame_and_a_table(self):
        steps = [{"step": "plate"}, {"step": "strip", "coulombic_efficiency_of_cycle": 0.98, "end_s": 7200.0}]
        once = [(SimpleNamespace(data={"programme": steps}, folder=None), None)]
        figure, axes = style.plt.subplots()
        said = history.efficiency(once)(axes)
        self.assertIn("in the order of the legend", said)
        self.assertEqual([text.get_text() for text in axes.texts], ["98"])
        style.plt.close(figure)
        twice = [(SimpleNamespace(data={"programme": 2 * steps}, folder=None), None)]
        figure, axes = style.plt.subplots()
        history.efficiency(twice)(axes)
        np.testing.assert_allclose(axes.lines[0].get_ydata(), [98, 98])
        style.plt.close(figure)
        self.assertIsNone(history.efficiency([(SimpleNamespace(data={}), None)]))
        for lost, is_drawn in [(1e-13, False), (1e-4, True)]:
            steps = [{"step": "strip", "coulombic_efficiency_of_cycle": 1 - lost, "end_s": 7200.0}]
            self.assertEqual(history.efficiency([(SimpleNamespace(data={"programme": steps}), None)]) is not None, is_drawn)

    def test_profiles_of_few_points_are_smooth_through_them(self):
        arc, values = np.array([0.0, 1, 2, np.nan, 5, 6, 8]), np.array([0.0, 1, 4, np.nan, 9, 4, 0])
        x, y = curves.drawn_through(arc, values)
        for at, value in zip(arc[np.isfinite(arc)], values[np.isfinite(arc)]):
            self.assertEqual(y[x == at], [value])
        self.assertEqual(np.isnan(y).sum(), 1)
        self.assertGreater(len(x), 30)
        self.assertTrue((np.diff(y[x <= 2]) > 0).all() and (np.diff(y[x >= 5]) < 0).all())
        many = np.linspace(0, 1, 500)
        self.assertIs(curves.drawn_through(many, many)[0], many)

    def test_captions_say_in_few_words_what_tells_variants_apart(self):
        keys = ["Electrolyte/La3+/Bulk concentration", "Electrolyte/SO4 2-/Bulk concentration", "Film/Thickness"]
        names = [parameters.name_of(key, keys) for key in keys]
        self.assertEqual(names, ["La3+: bulk concentration", "SO4 2-: bulk concentration", "thickness"])

        def variant(name, uniformity):
            values = {"max_over_mean": (uniformity, 0.01), "tip_to_valley": (1.0, 0.0), "electrode_potential": (-0.01, 1e-9)}
            return SimpleNamespace(name=name, data={}, quantity=values.get, unit=lambda key: "V" if "potential" in key else "1")

        run = SimpleNamespace(texts={}, customary_unit=lambda key: (1e3, "mV") if "potential" in key else (1.0, ""), label=lambda key: key)
        lines = caption.numbers(run, [variant("bare", 1.5), variant("coated", 1.25)])
        self.assertEqual(lines, ["All: electrode_potential -10 mV.", "bare: max_over_mean 1.50 ± 0.01.", "coated: max_over_mean 1.25 ± 0.01."])
        self.assertEqual(caption.numbers(run, 6 * [variant("bare", 1.5)]), ["The numbers of all 6 variants are in quantities.csv."])

    def test_long_names_of_axes_are_broken_before_their_units(self):
        self.assertEqual(style.broken("capacity of the half cycle (mAh cm⁻²)", 40.0), "capacity of the half cycle\n(mAh cm⁻²)")
        self.assertEqual(style.broken("time (s)", 40.0), "time (s)")


class Outlines(unittest.TestCase):
    def test_cells_thinner_than_a_pixel_are_drawn_without_steps(self):
        """A field that rises upward, on 2000 columns of two triangles, with a slit of a tenth of a pixel in the middle."""
        x = np.concatenate([np.linspace(0, 0.4999, 1001), np.linspace(0.5001, 1, 1001)])
        points = np.concatenate([np.column_stack([x, 0 * x]), np.column_stack([x, 0 * x + 1])])
        left, n = np.delete(np.arange(2001), 1000), 2002
        triangles = np.concatenate([np.column_stack([left, left + 1, left + n]), np.column_stack([left + 1, left + 1 + n, left + n])])
        section = geometry.Section(points, triangles, {"u": points[:, 1]})
        column = SimpleNamespace(section=section, values=section.fields.get)
        sheet = style.Sheet(30, 30)
        self.addCleanup(style.plt.close, sheet.figure)
        axes = sheet.place(5, 5, 20, 20)
        maps.paint(axes, column, "u", 2.0, style.plt.Normalize(0, 2), "viridis", ONE)
        shown = axes.images[0].get_array()
        self.assertFalse(np.ma.is_masked(shown))
        np.testing.assert_allclose(shown, np.repeat(np.linspace(0, 2, len(shown))[:, None], shown.shape[1], axis=1), atol=1e-6)

    def test_round_surfaces_are_round_and_edges_stay(self):
        angle = np.linspace(0, np.pi, 13)
        circle = np.column_stack([np.cos(angle), np.sin(angle)])
        radius = np.linalg.norm(interpolation.rounded(circle), axis=1)
        self.assertLess(np.abs(radius - 1)[12:-12].max(), 1e-3)  # the chords lie 9e-3 inside
        square = np.array([[0.0, 0], [1, 0], [1, 1], [0, 1]])
        found = interpolation.rounded(square)
        self.assertTrue(np.all(np.min(np.abs([found[:, 0] - 1, found[:, 1], found[:, 1] - 1]), axis=0) < 1e-12))
        gap = np.concatenate([circle, [[np.nan, np.nan]], circle + 3])
        self.assertEqual(np.isnan(interpolation.rounded(gap)[:, 0]).sum(), 1)

    def test_a_surface_and_its_image_are_one_line(self):
        half = np.array([[0.0, 1.0], [1.0, 0.5], [2.0, 0.0]])
        (line,) = interpolation.joined([half, half * [-1, 1]])
        self.assertEqual(len(line), 5)
        self.assertTrue(np.all(np.diff(line[:, 0]) > 0) or np.all(np.diff(line[:, 0]) < 0))
        self.assertEqual(len(interpolation.joined([half, half + 5])), 2)

    def test_parts_of_a_curved_cell_close_up_with_smaller_neighbours(self):
        """One cell in two parts beside two of half its height: their common corner lies a little beside that of the parts."""
        points = np.array([[0, 0], [1, 0], [1, 2], [0, 2], [1, 1.01], [0, 1], [1, 0], [2, 0], [2, 1], [1, 1], [1, 2], [2, 2]], float)
        points = np.column_stack([points, 0 * points[:, 0]])
        cells = np.array([[0, 1, 4, 5], [5, 4, 2, 3], [6, 7, 8, 9], [9, 8, 11, 10]])
        place, places = recovery.merged(points)
        self.assertEqual(len(np.unique(place)), 10)
        self.assertEqual(len(np.unique(recovery.closed_up(place, places, cells))), 9)
        _, quads, _ = recovery.conforming(points, cells, {"x": points[:, 0]})
        self.assertEqual(len(recovery.free_edges(quads)), 8)  # the outer boundary only

    def test_pictures_of_a_refined_mesh_have_no_cracks(self):
        """A cell beside two smaller ones: every edge inside belongs to two triangles, and they fill the area."""
        points = np.array([[0, 0, 0], [2, 0, 0], [2, 2, 0], [0, 2, 0], [2, 1, 0], [3, 0, 0], [3, 1, 0], [3, 2, 0]], float)
        triangles = geometry.triangulated(np.array([[0, 1, 2, 3], [1, 5, 6, 4], [4, 6, 7, 2]]), points)
        edges = np.sort(np.concatenate([triangles[:, [i, (i + 1) % 3]] for i in range(3)]), axis=1)
        boundary = [tuple(edge) for edge, count in zip(*np.unique(edges, axis=0, return_counts=True)) if count == 1]
        self.assertEqual(len(boundary), 7)
        corners = points[triangles]
        areas = 0.5 * np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])[:, 2]
        self.assertGreater(np.abs(areas).min(), 0.1)
        self.assertAlmostEqual(np.abs(areas).sum(), 6.0)

    def test_cycles_are_drawn_against_the_charge_of_both_ways(self):
        def table(charges):
            return (None, {"charge [C/m^2]": 36000.0 * np.array(charges)})

        self.assertEqual(growth.capacities([table([0, 1, 2])])[1], "capacity")
        (passed,), name = growth.capacities([table([0, 1, 0, 1])])
        self.assertEqual((list(passed), name), ([0, 1, 2, 3], "charge passed, both ways"))

    def test_what_crowds_at_one_end_is_varied_by_decades(self):
        self.assertTrue(parameter_study.by_decades([0.05, 0.08, 0.1, 1.0]))
        self.assertFalse(parameter_study.by_decades([1.0, 5.0, 10.0, 15.0, 20.0]))
        self.assertFalse(parameter_study.by_decades([0.0, 1e-3, 1.0]))


class ThroughScaffolds(unittest.TestCase):
    def test_curves_pass_through_their_points_without_new_extremes(self):
        x, y = np.array([0.0, 1.0, 2.5, 3.0, 5.0]), np.array([1.0, 2.0, 1.5, 4.0, 9.0])
        at, curve = scaffold.smooth(x, y)
        np.testing.assert_allclose(curve[np.searchsorted(at, x)], y, rtol=1e-12)
        for k in range(len(x) - 1):
            inside = curve[(at >= x[k]) & (at <= x[k + 1])]
            self.assertTrue(np.all(np.diff(inside) * (y[k + 1] - y[k]) >= -1e-12))
        at, curve = scaffold.smooth(*(np.linspace(0.0, 1.0, 9) ** p for p in (1, 2)))
        np.testing.assert_allclose(curve, at**2, atol=2e-3)  # straight pieces would be 4e-3 off

    def test_gradients_lose_the_waves_of_a_cell_and_nothing_else(self):
        x = np.arange(0.0, 9.0, 0.25)  # four parts a cell
        wave = np.tile([0.0, -1.0, 0.0, 1.0], 9)  # of the gradient of quadratic elements, the mean of both where cells meet
        for line in (3.0 + 2.0 * x, 3.0 + 0.0 * x):
            np.testing.assert_allclose(interpolation.evened(x, line + wave)[2:-2], line[2:-2], rtol=1e-12)
        uneven = np.concatenate([np.arange(0.0, 2.0, 0.25), np.arange(2.0, 9.0)])  # cells that are four times as large
        np.testing.assert_allclose(interpolation.evened(uneven, 1.0 + uneven), 1.0 + uneven, rtol=1e-12)

    def test_a_missing_value_takes_no_others_with_it(self):
        height, values = np.array([0.0, 1.0, 1.0, 2.0, 3.0, 4.0]), np.array([1.0, 2.0, 5.0, 5.0, 5.0, np.nan])
        at, curve = interpolation.layered(height, values, True)
        self.assertTrue(np.isfinite(curve).all())
        self.assertEqual((at[0], at[-1], curve[-1]), (0.0, 3.0, 5.0))

    def test_points_that_are_not_quite_closed_are_no_peaks(self):
        rate = np.array([1.0, 1.2, 0.4, 0.0, 0.0, 0.1, 0.0, 0.0, 0.2])
        np.testing.assert_array_equal(scaffold.without_lone_points(rate), [1.0, 1.2, 0.4, 0, 0, 0, 0, 0, 0])
        run = {scaffold.RATE: rate, scaffold.FILLED: rate}
        self.assertIn("scaffold.csv", scaffold.said_of((scaffold.RATE,), [("one", rate, run)]))
        self.assertEqual(scaffold.said_of((scaffold.RATE,), [("one", rate, {scaffold.RATE: rate})]), "")
        self.assertIn("means over about a cell", scaffold.said_of((scaffold.IONS, scaffold.ELECTRONS), []))

    def test_layers_have_curves_of_their_own(self):
        parts = scaffold.by_layer(np.array([0.0, 1.0, 2.0, 2.0, 3.0]), np.array([1.0, 2.0, 3.0, 30.0, 20.0]), lambda x, y: y)
        self.assertEqual([(x[0], x[-1], y[0], y[-1]) for x, y in parts], [(0.0, 2.0, 1.0, 3.0), (2.0, 3.0, 30.0, 20.0)])


if __name__ == "__main__":
    unittest.main()
