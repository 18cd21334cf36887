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
    connected: bool = False
    style: str = ""  # file of matplotlib


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


def ranges(text):
    return dict(value_range(part.strip()) for part in text.split(","))


def yes(text):
    return text in ("true", "yes")


def millimetres(text):
    """ "85 mm", "8.5 cm": a length as an input has it, or a number of mm."""
    value, _, unit = text.strip().partition(" ")
    factors = {"": 1.0, "mm": 1.0, "cm": 10.0, "m": 1000.0, "um": 1e-3, "in": 25.4, "inch": 25.4}
    if unit not in factors:
        raise argparse.ArgumentTypeError(f"{text!r} is no length in mm, cm or m")
    return numbers(value)[0] * factors[unit]


def without_spaces(parse):
    return lambda text: parse(text.replace(" ", ""))


# Keys of the section Figures of an input: the option, and what reads the text. An empty text leaves the option as it is.
KEYS = {
    "Fields": ("fields", words(FIELDS)),
    "Panels": ("panels", words(PANELS)),
    "Window": ("window", without_spaces(window)),
    "Range": ("ranges", ranges),
    "Times": ("times", without_spaces(numbers)),
    "Colour map": ("colour_map", str),
    "Width": ("width", millimetres),
    "Font size": ("font_size", lambda text: positive(text.split()[0])),
    "Format": ("formats", lambda text: tuple(words(FORMATS)(text))),
    "Inset": ("inset", yes),
    "Movie": ("movie", yes),
    "Connected series": ("connected", yes),
    "Style": ("style", str),
}


def of_input(inputs):
    """Options that the section Figures of an input asks for; `inputs`: its keys in effect."""
    found = {}
    for key, (name, parse) in KEYS.items():
        text = inputs.get(f"Figures/{key}", "")
        if text:
            try:
                found[name] = parse(text)
            except argparse.ArgumentTypeError as error:
                raise ValueError(f"Figures/{key} = {text}: {error}") from None
    return found


def parser(description):
    p = argparse.ArgumentParser("make_figures.py", description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("folder", metavar="RESULTS_DIR", help="what zincfield --output named")
    p.add_argument(
        "--fields",
        type=words(FIELDS),
        default=None,
        help=f"maps, of {', '.join(FIELDS)}, separated by commas (default: those that vary)",
    )
    p.add_argument(
        "--window",
        type=window,
        default=None,
        help="maps show: so many heights of the feature (default 2), 'cell', or LEFT:RIGHT,BOTTOM:TOP in um: --window=-5:5,0:8",
    )
    p.add_argument(
        "--range",
        type=value_range,
        action="append",
        default=None,
        metavar="FIELD=LOW:HIGH",
        help="colours of a field, in the unit shown; repeatable",
    )
    p.add_argument("--colour-map", default=None, help="of all maps, as matplotlib names it (default: viridis, magma, plasma)")
    p.add_argument("--width", type=positive, default=None, help="mm (default: 85 for one variant, 170 for several)")
    p.add_argument("--font-size", type=positive, default=None, help="points (default 7)")
    p.add_argument("--format", type=words(FORMATS), default=None, help="of png, pdf and svg (default png,pdf)")
    p.add_argument("--times", type=numbers, default=None, help="s, of a transient run (default: three of those written)")
    p.add_argument(
        "--panels",
        type=words(PANELS),
        default=None,
        help=f"of {', '.join(PANELS)} (default: all that have something to show)",
    )
    p.add_argument(
        "--inset", action="store_true", default=None, help="the whole cell in a corner of the first map, with the window as a frame in it"
    )
    p.add_argument(
        "--movie", action="store_true", default=None, help="of a transient run: maps at all times that were written, movie.mp4 or .gif"
    )
    p.add_argument(
        "--connected",
        action="store_true",
        default=None,
        help="of a transient run: fields in cells that share points at all times, volume_connected_series.pvd, for lines in ParaView",
    )
    p.add_argument("--style", default=None, help="a style file of matplotlib (.mplstyle): lines, colours, type")
    p.add_argument("--variants", default="", help="their names, separated by semicolons (default: all)")
    return p


def parse(arguments, description):
    """The folder, and the options by name that were given: those of the input are theirs to override."""
    given = vars(parser(description).parse_args(arguments))
    folder, variants = given.pop("folder"), given.pop("variants")
    formats, pairs = given.pop("format"), given.pop("range")
    found = {name: value for name, value in given.items() if value is not None}
    if formats is not None:
        found["formats"] = tuple(formats)
    if pairs is not None:
        found["ranges"] = dict(pairs)
    found["variants"] = [name.strip() for name in variants.split(";") if name.strip()]
    return folder, found
