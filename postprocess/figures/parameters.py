"""What the input set for each variant: numbers of summary.json, texts and what is true or false of used.prm."""
from . import style


def number(variant, key):
    """A numeric parameter of a variant, None where it has none."""
    entry = (variant.data.get("parameters") or {}).get(key)
    value = entry.get("value") if isinstance(entry, dict) else entry
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def shown_value(variant, key):
    entry, value = variant.data["parameters"][key], number(variant, key)
    factor, unit = style.scale((entry.get("unit") or "") if isinstance(entry, dict) else "", abs(value))
    return f"{factor * value:.4g} {unit}".strip()


def told_apart(run, variant, swept=None):
    """What makes a variant, without the swept key: its numbers, and the texts that are not the same in all variants."""
    keys = [key for key in variant.data.get("parameters") or {} if key != swept and number(variant, key) is not None]
    numbers = [f"{name_of(key, keys)} {shown_value(variant, key)}" for key in keys]
    return ", ".join(numbers + [worded(key, value) for key, value in run.texts.get(variant.name, {}).items()])


def name_of(key, keys):
    """The last part of a key, with the section before it where another of the keys ends alike: "La3+: bulk concentration"."""
    *sections, name = key.split("/")
    alike = [one for one in keys if one.split("/")[-1] == name]
    return f"{sections[-1]}: {in_words(name)}" if len(alike) > 1 and sections else in_words(name)


def in_words(key):
    """The last part of a key as it stands within a sentence: "applied current density"; "pH" stays."""
    name = key.split("/")[-1]
    return name[0].lower() + name[1:] if name[1:2].islower() else name


def worded(key, value):
    """ "film enabled" or "film not enabled" of what is true or false; the text of the others."""
    section, name = ["", *key.split("/")][-2:]
    return {"true": f"{section} {name.lower()}", "false": f"{section} not {name.lower()}"}.get(value, value)
