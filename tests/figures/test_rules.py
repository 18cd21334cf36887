"""Single rules of figures, without a run: test_rules.py."""
import sys
import unittest
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

import numpy as np

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "postprocess"))
from figures import caption, columns, curves, field_lines, frames, geometry, growth, maps  # noqa: E402
from figures import parameter_study, parameters, ranges, solid, style, zoom  # noqa: E402
from figures.profiles import Profile  # noqa: E402


def quarter(radius, n):
    """A quarter of a circle from its top, with the radius as a field."""
    angle = np.linspace(0, np.pi / 2, n)
    points = radius * np.column_stack([np.sin(angle), np.cos(angle)])
    return Profile(points, radius * angle, np.diff(radius * angle), {"radius": np.full(n, radius)}, True)


class Growth(unittest.TestCase):
    def test_a_few_currents_are_no_study(self):
        key = "Control/Applied current density"
        for n, found in ((3, None), (6, key)):
            variants = [SimpleNamespace(data={"parameters": {key: 10.0 * (k + 1)}}) for k in range(n)]
            self.assertEqual(growth.study_key(SimpleNamespace(variants=variants)), found)

    def test_an_outline_between_two_that_were_written(self):
        found = growth.between(quarter(1.0, 50), quarter(2.0, 80), 0.25)
        np.testing.assert_allclose(np.hypot(*found.points.T), 1.25, atol=1e-3)
        np.testing.assert_allclose(found.fields["radius"], 1.25)
        self.assertAlmostEqual(found.arc[-1], 1.25 * np.pi / 2)

    def test_corners_are_kept(self):
        """The mouth of a pit whose corner moves along."""

        def pit(corner, n):
            x = np.unique(np.append(np.linspace(0, 10, n), corner))
            points = np.column_stack([x, np.minimum(x - corner, 0)])
            arc = np.append(0, np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1)))
            return Profile(points, arc, np.diff(arc), {}, True)

        found = growth.between(pit(6.0, 37), pit(4.0, 50), 0.5).points
        np.testing.assert_allclose(found[:, 1], np.minimum(found[:, 0] - 5.0, 0), atol=1e-12)
        self.assertEqual(len(growth.corners(pit(6.0, 37))), 1)
        charges, outlines = np.array([0.0, 4.0, 10.0]), [pit(6.0, 37), pit(5.0, 37), quarter(1.0, 50)]
        self.assertIs(growth.at_charge(charges, outlines, 6.0)[1], outlines[1])  # one of the two has no corner

    def test_outlines_at_even_charges(self):
        for sign in (1, -1):
            charges = sign * np.array([0.0, 0.7, 1.3, 2.02, 3.1, 4.4, 5.9, 7.0, 8.2, 9.4, 10.0])
            outlines = [quarter(1 + abs(charge), 50) for charge in charges]
            for due in sign * np.arange(11.0):
                charge, found = growth.at_charge(charges, outlines, due)
                self.assertLessEqual(abs(charge - due), 0.1 + 1e-12)
                np.testing.assert_allclose(np.hypot(*found.points.T), 1 + abs(charge), atol=2e-3)
        self.assertIs(growth.at_charge(charges, outlines, -2.0)[1], outlines[3])  # that which was written so near


class Zoom(unittest.TestCase):
    def place_of(self, metal, wide=0.3):
        """metal(x): whether it is there at the lower edge."""
        x = np.linspace(0, 1, zoom.LATTICE)
        solution = np.tile(~metal(x), (zoom.LATTICE, 1))
        with mock.patch.object(field_lines, "on_lattice", return_value=(None, solution)):
            return zoom.free_place(SimpleNamespace(column=SimpleNamespace(section=None), window=None), wide, 0.2)

    def test_a_scale_bar_stands_on_metal(self):
        self.assertEqual(self.place_of(lambda x: x < 2), (0.06, True))
        at, clear = self.place_of(lambda x: x > 0.5)  # an edge with solution at its left
        self.assertTrue(clear and at >= 0.5)
        at, clear = self.place_of(lambda x: abs(x - 0.5) < 0.3)  # a narrow tip
        self.assertTrue(clear and at > 0.2 and at + 0.3 < 0.8)
        self.assertFalse(self.place_of(lambda x: abs(x - 0.5) < 0.1)[1])

    def test_the_end_of_a_film_is_found(self):
        x = np.linspace(0, 30, 61)

        def column(thickness, from_tip=False):
            profile = SimpleNamespace(points=np.column_stack([x, 0 * x]), fields={columns.THICKNESS: thickness}, from_tip=from_tip)
            return SimpleNamespace(profile=profile, section=True, has_film=lambda: thickness.max() > 0)

        place, thickness = zoom.edge_of_film(column(np.where(x > 5, 1e-6, 0.0)))
        self.assertEqual((place[0], thickness), (5.5, 1.0))
        for without in (column(0 * x), column(0 * x + 1e-6), column(np.where(x > 5, 1e-6, 0.0), from_tip=True)):
            self.assertIsNone(zoom.edge_of_film(without))

    def test_high_maps_stand_in_the_middle(self):
        self.assertEqual([maps.in_the_middle(room) for room in (0.0, 5.0, 50.0)], [maps.LEFT, maps.LEFT, maps.LEFT + 25.0])


class Scales(unittest.TestCase):
    def setUp(self):
        self.axes = style.plt.figure().add_subplot()

    def tearDown(self):
        style.plt.close(self.axes.figure)

    def test_a_logarithmic_axis_over_less_than_two_decades_has_numbers(self):
        self.axes.set_ylim(1.4, 50.0)
        frames.logarithmic(self.axes.yaxis)
        self.axes.figure.canvas.draw()
        shown = {label.get_text() for label in self.axes.get_yticklabels() if 1.4 <= label.get_position()[1] <= 50}
        self.assertEqual(shown, {"2", "5", "10", "20", "50"})

    def test_curves_of_few_steps_in_decades_of_time(self):
        time = np.array([0.0, 1e-9, 1e-8, 1e-7, 1e-6])
        values = 1 + 1 / (1 + time / 1e-8)
        self.axes.plot(time, values)
        frames.rounded_in_decades(self.axes)
        self.assertEqual(len(self.axes.lines[0].get_xdata()), len(time))  # time is not logarithmic
        self.axes.set_xscale("log")
        frames.rounded_in_decades(self.axes)
        x, y = self.axes.lines[0].get_data()
        self.assertTrue((np.diff(x) > 0).all() and (np.diff(y) <= 0).all() and len(x) > 20)
        np.testing.assert_allclose(np.interp(np.log(time[1:]), np.log(x), y), values[1:], rtol=1e-12)

    def test_a_narrow_place_is_within_the_colours_and_an_edge_is_not(self):
        radius = np.sqrt((np.arange(200000) + 0.5) / 200000)  # of rings of one area
        areas = np.ones_like(radius)
        low, most, beyond = ranges.bounds((radius**-0.5)[:, None], areas)
        self.assertAlmostEqual(most, 0.005**-0.25, places=2)
        self.assertAlmostEqual(beyond, radius[0] ** -0.5)
        crack = np.minimum(1 / radius, 50.0)  # the current towards a crack, and in it
        self.assertEqual(ranges.bounds(crack[:, None], areas), (crack.min(), 50.0, None))

    def test_concentrations_over_those_of_different_bulks(self):
        def column(bulk, condition="bulk"):
            section = SimpleNamespace(points=np.array([[0.0, 0.0], [0.0, 9.0]]), fields={columns.CONCENTRATION: np.array([0.1, bulk])})
            return SimpleNamespace(section=section, variant=SimpleNamespace(input={"Boundaries/counter/Condition": condition}))

        np.testing.assert_array_equal(curves.bulks([column(100.0), column(2000.0)]), [100.0, 2000.0])
        self.assertIsNone(curves.bulks([column(100.0), column(101.0)]))
        self.assertIsNone(curves.bulks([column(100.0), column(2000.0, "counter electrode")]))


class Words(unittest.TestCase):
    def test_series_of_two_parts_have_colours_of_one_and_lines_of_the_other(self):
        names = ["5 mA, slow", "5 mA, fast", "20 mA, slow", "20 mA, fast"]
        found = parameter_study.looks(names)
        self.assertEqual([colour for colour, _ in found], [style.COLOURS[k] for k in (0, 0, 1, 1)])
        self.assertEqual([line for _, line in found], ["-", "--", "-", "--"])
        self.assertEqual([parameter_study.inside(names, *look) == "white" for look in found], [False, True, False, True])
        for others in (names[:3], ["bare", "coated"], ["a, b", "a, c"]):
            self.assertEqual(parameter_study.looks(others), [(style.COLOURS[k], "-") for k in range(len(others))])

    def test_keys_within_a_sentence(self):
        keys = ["Control/Applied current density", "Electrolyte/pH", "Shape/A"]
        self.assertEqual([parameters.in_words(key) for key in keys], ["applied current density", "pH", "A"])

    def test_captions_name_the_variants_whose_field_is_least_at_the_tip(self):
        shown = [SimpleNamespace(variant=SimpleNamespace(name=name)) for name in ("bare", "primary")]
        with mock.patch.object(caption, "least_at_tip", lambda column: column.variant.name == "bare"):
            self.assertTrue(caption.explained(shown)[0].startswith("In bare: the field is weaker at the tip"))
            self.assertTrue(caption.explained(shown[:1])[0].startswith("The field is weaker at the tip"))
            self.assertEqual(caption.explained(shown[1:]), [])


class Surfaces(unittest.TestCase):
    def test_an_even_current_has_one_colour(self):
        """Noise of half a per cent does not fill the range; two per cent and more do."""
        x, y = np.meshgrid(np.arange(11.0), np.arange(11.0))
        points = np.column_stack([x.ravel(), y.ravel(), 0 * x.ravel()])
        corner = np.array([11 * j + i for j in range(10) for i in range(10)])
        cells = np.column_stack([corner, corner + 1, corner + 12, corner + 11])
        for spread, low, high in [(0.005, 95.0, 1.05 * 100.5), (0.03, 100.0, 103.0)]:
            current = 100 * (1 + spread * points[:, 0] / 10)
            column = SimpleNamespace(surface=SimpleNamespace(points=points, cells=cells, fields={geometry.CURRENT: current}))
            np.testing.assert_allclose(solid.SolidRow.bounds(column, SimpleNamespace(dimension=3))[:2], [low, high])


if __name__ == "__main__":
    unittest.main()
