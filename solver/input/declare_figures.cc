#include "solver/input/declare_sections.h"
#include "solver/input/input_error.h"

#include <algorithm>
#include <regex>

namespace zincfield
{
  namespace
  {
    const std::string figure_number = R"([-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?)", figure_pair = figure_number + ":" + figure_number;

    /** A list of which each word is one of those allowed. */
    void
    declare_words(Parameters                     &p,
                  const std::string              &key,
                  std::vector<std::string>        words,
                  const std::vector<std::string> &allowed,
                  const std::string              &doc)
    {
      p.list(key, words, doc + " Of " + join_alternatives(allowed) + ".");
      for (const std::string &word : words)
        if (!p.describing() && std::find(allowed.begin(), allowed.end(), word) == allowed.end())
          p.reject(key, "\"" + word + "\" is no choice", join_alternatives(allowed) + ". " + did_you_mean(word, allowed));
    }

    /** A text of this form. */
    void
    declare_form(Parameters        &p,
                 const std::string &key,
                 std::string        text,
                 const std::string &form,
                 const std::string &allowed,
                 const std::string &doc)
    {
      p.text(key, text, doc + " " + allowed + ".");
      text.erase(std::remove(text.begin(), text.end(), ' '), text.end());
      if (!p.describing() && !std::regex_match(text, std::regex(form)))
        p.reject(key, "this cannot be read", allowed);
    }
  } // namespace

  void
  declare_figures(Parameters &p)
  {
    const std::vector<std::string> fields = {"concentration", "potential", "field", "current"};
    const std::string              field  = "(concentration|potential|field|current)";
    declare_words(p, "Fields", {}, fields, "Maps; empty: those that vary.");
    declare_words(p, "Panels", {"maps", "zoom", "surface", "profiles"}, {"maps", "zoom", "surface", "profiles"},
                  "What a figure of variants shows.");
    declare_form(p, "Window", "2", "cell|" + figure_number + "|" + figure_pair + "," + figure_pair,
                 "A number of heights of the feature, cell (all of it), or left:right,bottom:top in micrometres",
                 "What maps show.");
    declare_form(p, "Range", "", "(" + field + "=" + figure_pair + "(," + field + "=" + figure_pair + ")*)?",
                 "field=low:high, several with commas, as current=5:20; empty: that of the field in the window",
                 "Colours of fields, in the units shown.");
    declare_form(p, "Times", "", "(" + figure_number + "(," + figure_number + ")*)?",
                 "Seconds, separated by commas; empty: three of those written", "Rows of maps of a transient run.");
    std::string colour_map;
    p.text("Colour map", colour_map, "Of all maps, as matplotlib names it; empty: viridis, magma, plasma.");
    double width = 0., font_size = 7.;
    p.quantity("Width", width, "mm", Range::non_negative(), "Of figures; 0: 85 mm for one variant, 170 mm for several.");
    p.quantity("Font size", font_size, "1", Range::positive(), "Points.");
    declare_words(p, "Format", {"png", "pdf"}, {"png", "pdf", "svg"}, "Files of each figure.");
    bool inset = false, movie = false, connected = false;
    p.boolean("Inset", inset, "Whether the whole cell stands in a corner of the first map.");
    p.boolean("Movie", movie, "Whether maps of all times that a transient run wrote are played, movie.mp4 or movie.gif.");
    p.boolean("Connected series", connected,
              "Whether fields of all times of a transient run are written once more in cells that share points, for lines of the "
              "current in ParaView: volume_connected_series.pvd.");
    std::string style;
    p.file("Style", style, "A style file of matplotlib (.mplstyle) for lines, colours and type; empty: none.");
  }
} // namespace zincfield
