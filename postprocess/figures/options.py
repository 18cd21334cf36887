"""What can be chosen about figures, as make_figures.py --help says it."""
import argparse
from dataclasses import dataclass, field

FIELDS = {
    "concentration": "Zn2+ concentration",
    "potential": "electrostatic potential",
    "field": "electric field",
    "current": "current density",
}
PANELS = ("maps", "zoom", "surface", "profiles")
FORMATS = ("png", "pdf", "svg")


@dataclass
class Options:
    fields: list = field(default_factory=list)  # of FIELDS; empty: those that vary
    window: str = "2"
    ranges: dict = field(default_factory=dict)  # {field: (low, high)} in the unit shown
    colour_map: str = ""
    width: float = 0.0  # [mm]; 0: 85 for one variant, 170 for several
    font_size: float = 7.0
    formats: tuple = ("png", "pdf")
    times: list = field(default_factory=list)  # [s]
    panels: tuple = PANELS
    variants: list = field(default_factory=list)
    inset: bool = False
    movie: bool = False


def words(allowed):
    def parse(text):
        chosen = [word.strip() for word in text.split(",")]
        for word in chosen:
            if word not in allowed:
                raise argparse.ArgumentTypeError(f"{word!r} is none of {', '.join(allowed)}")
        return chosen

    return parse


def numbers(text):
    try:
        return [float(word) for word in text.split(",")]
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no list of numbers") from None


def positive(text):
    value = numbers(text)[0]
    if value <= 0:
        raise argparse.ArgumentTypeError(f"{text} is not positive")
    return value


def window(text):
    """ "cell", a number of heights, or LEFT:RIGHT,BOTTOM:TOP in um."""
    if text == "cell":
        return text
    if ":" in text:
        bounds = [numbers(part.replace(":", ",")) for part in text.split(",")]
        if len(bounds) != 2 or any(len(pair) != 2 or pair[0] >= pair[1] for pair in bounds):
            raise argparse.ArgumentTypeError(f"{text!r} is not LEFT:RIGHT,BOTTOM:TOP")
        return bounds
    positive(text)
    return text


def value_range(text):
    name, _, bounds = text.partition("=")
    words(FIELDS)(name)
    pair = numbers(bounds.replace(":", ","))
    if len(pair) != 2 or pair[0] >= pair[1]:
        raise argparse.ArgumentTypeError(f"{text!r} is not FIELD=LOW:HIGH")
    return name, tuple(pair)


def parser(description):
    p = argparse.ArgumentParser("make_figures.py", description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("folder", metavar="RESULTS_DIR", help="what zincfield --output named")
    p.add_argument(
        "--fields",
        type=words(FIELDS),
        default=[],
        help=f"maps, of {', '.join(FIELDS)}, separated by commas (default: those that vary)",
    )
    p.add_argument(
        "--window",
        type=window,
        default="2",
        help="maps show: so many heights of the feature (default 2), 'cell', or LEFT:RIGHT,BOTTOM:TOP in um: --window=-5:5,0:8",
    )
    p.add_argument(
        "--range",
        type=value_range,
        action="append",
        default=[],
        metavar="FIELD=LOW:HIGH",
        help="colours of a field, in the unit shown; repeatable",
    )
    p.add_argument("--colour-map", default="", help="of all maps, as matplotlib names it (default: viridis, magma, plasma)")
    p.add_argument("--width", type=positive, default=0.0, help="mm (default: 85 for one variant, 170 for several)")
    p.add_argument("--font-size", type=positive, default=7.0, help="points (default 7)")
    p.add_argument("--format", type=words(FORMATS), default=["png", "pdf"], help="of png, pdf and svg (default png,pdf)")
    p.add_argument("--times", type=numbers, default=[], help="s, of a transient run (default: three of those written)")
    p.add_argument(
        "--panels",
        type=words(PANELS),
        default=list(PANELS),
        help=f"of {', '.join(PANELS)} (default: all that have something to show)",
    )
    p.add_argument(
        "--inset", action="store_true", help="the whole cell in a corner of the first map, with the window as a frame in it"
    )
    p.add_argument(
        "--movie", action="store_true", help="of a transient run: maps at all times that were written, movie.mp4 or .gif"
    )
    p.add_argument("--variants", default="", help="their names, separated by semicolons (default: all)")
    return p


def parse(arguments, description):
    """The folder and the options."""
    given = parser(description).parse_args(arguments)
    variants = [name.strip() for name in given.variants.split(";") if name.strip()]
    return given.folder, Options(
        given.fields,
        given.window,
        dict(given.range),
        given.colour_map,
        given.width,
        given.font_size,
        tuple(given.format),
        given.times,
        tuple(given.panels),
        variants,
        given.inset,
        given.movie,
    )
