#include "physics/coatings/checked_thickness.h"
#include "physics/coatings/thickness.h"
#include "physics/registry.h"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <vector>

namespace zincfield
{
  namespace
  {
    /**
     * Measured thickness: piecewise linear between points `position: thickness`, constant beyond the first and the last.
     *
     * - position [um] along the height or the distance from the tip, strictly increasing; thickness [nm] > 0.
     * - from the key `Points`, or from a text file with one `position thickness` a line (blanks, comma or colon between; # starts a
     * comment). Errors: both or neither source; a file that cannot be read; an entry that is not two numbers; positions that do not
     * increase; thickness <= 0.
     */
    class ThicknessTable : public ThicknessProfile
    {
    public:
      void
      declare(Parameters &p) override
      {
        p.choice("Position", position_, {"height", "distance from tip"}, "What the first column means, in um.");
        std::vector<std::string> points;
        std::string              file;
        p.list("Points", points,
               "Entries `position: thickness` in um and nm, for example \"0: 300, 5: 200, 10: 150\"; or give a file.");
        p.file("File", file, "Text file of two columns, position [um] and thickness [nm].");
        if (p.describing())
          return;
        if (points.empty() == file.empty())
          p.reject("Points", file.empty() ? "neither points nor a file are given" : "a file is given too",
                   "one of `Points` and `File`");
        const std::string key = file.empty() ? "Points" : "File";
        for (const auto &line : file.empty() ? points : lines(p, file))
          add(p, key, line);
        if (positions_.empty())
          p.reject(key, "there is no point in it", "one `position: thickness` or more");
      }

      double
      thickness(const Location &location) const override
      {
        const double s     = position_ == "height" ? location.height : location.distance_from_tip;
        const auto   right = std::upper_bound(positions_.begin(), positions_.end(), s) - positions_.begin();
        if (right == 0)
          return thickness_.front();
        if (right == static_cast<long>(positions_.size()))
          return thickness_.back();
        const double weight = (s - positions_[right - 1]) / (positions_[right] - positions_[right - 1]);
        return checked_thickness((1. - weight) * thickness_[right - 1] + weight * thickness_[right], location, "table");
      }

      bool
      depends_on_tip() const override
      {
        return position_ == "distance from tip";
      }

    private:
      static std::vector<std::string>
      lines(const Parameters &p, const std::string &file)
      {
        std::ifstream stream(file);
        if (!stream)
          p.reject("File", "it cannot be read", "a text file of two columns: position [um], thickness [nm]");
        std::vector<std::string> list;
        for (std::string line; std::getline(stream, line);)
          if (line = line.substr(0, line.find('#')); line.find_first_not_of(" \t\r") != std::string::npos)
            list.push_back(line);
        return list;
      }

      void
      add(const Parameters &p, const std::string &key, const std::string &entry)
      {
        std::string text = entry;
        std::replace_if(
          text.begin(), text.end(), [](const char c) { return c == ':' || c == ',' || c == ';'; }, ' ');
        std::istringstream stream(text);
        double             position, nanometres;
        std::string        rest;
        if (!(stream >> position >> nanometres) || (stream >> rest))
          p.reject(key, "\"" + entry + "\" is not two numbers", "`position: thickness` in um and nm");
        if (!positions_.empty() && position <= positions_.back())
          p.reject(key, "the position in \"" + entry + "\" does not increase", "positions in strictly increasing order");
        if (!(nanometres > 0.))
          p.reject(key, "the thickness in \"" + entry + "\" is not positive", "a thickness > 0 nm");
        positions_.push_back(position);
        thickness_.push_back(nanometres * 1e-9);
      }

      std::string         position_ = "height";
      std::vector<double> positions_, thickness_;
    };

    const Register<ThicknessProfile, ThicknessTable> table("table", "Measured points, linear between them.");
  } // namespace
} // namespace zincfield
