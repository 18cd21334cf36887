"""All figures and tables of a run."""
from . import connected, growth, history, movie, panel, parameter_study, scaffold, spectrum, style, times


def draw(run):
    """Writes them; returns their names."""
    style.configure(run.options.font_size, run.options.formats, run.options.style)
    written = parameter_study.draw(run) if parameter_study.wanted(run) else panel.draw(run, run.variants, "figure")
    if history.wanted(run):
        written += history.draw(run)
    if growth.wanted(run):
        written += growth.draw(run)
    if times.wanted(run):
        written += times.draw(run)
    if run.options.movie:
        written += movie.draw(run)
    if run.options.connected:
        written += connected.series(run)
    if scaffold.wanted(run):
        written += scaffold.draw(run)
    if spectrum.wanted(run):
        written += spectrum.draw(run)
    return written
