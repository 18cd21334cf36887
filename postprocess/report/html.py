"""Pieces of HTML. All text that comes from elsewhere passes `escape`, tags only what is written here."""
import html
import math
import re

MOST_DIGITS = 5
LABEL = re.compile(r"^[A-Z][A-Za-z ]{0,40}: +")  # "Assumed:  "


def escape(text):
    return html.escape(str(text), quote=True)


def tag(name, *content, **attributes):
    """An element; the content is HTML already, attributes are text ("for_" for `for`)."""
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"' for key, value in attributes.items() if value is not None
    )
    return f"<{name}{given}>{''.join(content)}</{name}>"


def section(key, title, *content):
    """A part of the page with an address; nothing where it has no content."""
    return "\n" + tag("section", tag("h2", escape(title)), *content, id=key) + "\n" if any(content) else ""


def table(titles, rows, caption=None, **attributes):
    """Titles and cells are HTML; the first cell of a row names it. Wide ones scroll by themselves."""
    if not rows:
        return ""
    head = tag("thead", tag("tr", *(tag("th", title, scope="col") for title in titles)))
    body = tag("tbody", *("\n" + tag("tr", tag("th", row[0], scope="row"), *(tag("td", cell) for cell in row[1:])) for row in rows))
    title = tag("caption", escape(caption)) if caption else ""
    return tag("div", tag("table", title, head, body, **attributes), class_="wide")


def paragraphs(text):
    """
    Paragraphs of plain text. Lines that begin with a label or a dash begin one, too; a block with columns, or wholly indented,
    stays as it is.
    """
    parts = []
    for block in filter(None, (part.strip("\n") for part in text.split("\n\n"))):
        lines = block.splitlines()
        if all(line.startswith("  ") for line in lines) or any("   " in LABEL.sub("", line.strip()) for line in lines):
            parts.append(tag("pre", escape(block)))
            continue
        joined = []
        for line in lines:
            if joined and not (LABEL.match(line) or line.startswith("- ")):
                joined[-1] += " " + line.strip()
            else:
                joined.append(line.strip())
        parts += [tag("p", escape(" ".join(line.split()))) for line in joined]
    return "\n".join(parts)


def number(value, digits=MOST_DIGITS):
    """ "−1.5", "3×10⁻⁸"."""
    if not isinstance(value, (int, float)) or not math.isfinite(value):
        return "–"
    mantissa, _, exponent = f"{value + 0.0:.{digits}g}".partition("e")
    mantissa = mantissa.replace("-", "−")
    return f"{mantissa}&#8239;×&#8239;10{tag('sup', str(int(exponent)).replace('-', '−'))}" if exponent else mantissa


def with_error(value, error):
    """Value and bar, with as many decimals as the bar asks for, at most five digits."""
    if not isinstance(error, (int, float)) or not math.isfinite(error) or error == 0:
        return number(value)
    error, size = abs(error), math.floor(math.log10(abs(value))) if value else 0
    decimals = -math.floor(math.log10(float(f"{error:.0e}")))
    if decimals <= 12 and size + decimals < MOST_DIGITS and -4 < size < 6:
        text = f"{round(value, decimals):.{max(decimals, 0)}f}".replace("-", "−")
    else:
        text = number(value, max(1, min(MOST_DIGITS, size + decimals + 1)))
    return f"{text}&nbsp;±&nbsp;{number(float(f'{error:.0e}'), 2)}"
