#include "meshes/electrode_area.h"
#include "meshes/gmsh_triangulation.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>

namespace zincfield::msh_mutations_tests
{

  namespace
  {
    using Random = std::mt19937;

    unsigned int
    below(Random &random, const std::size_t n)
    {
      return random() % std::max<std::size_t>(n, 1);
    }

    std::vector<std::string>
    lines_of(const std::string &text)
    {
      std::vector<std::string> lines(1);
      for (const char c : text)
        if (c == '\n')
          lines.emplace_back();
        else
          lines.back() += c;
      return lines;
    }

    std::string
    joined(const std::vector<std::string> &lines)
    {
      std::string text;
      for (const std::string &line : lines)
        text += line + '\n';
      return text;
    }

    /** Begin and length of a word of the text chosen at random. */
    std::pair<std::size_t, std::size_t>
    some_word(Random &random, const std::string &text)
    {
      const std::size_t begin = text.find_first_not_of(" \n", below(random, text.size()));
      if (begin == std::string::npos)
        return {0, 0};
      return {begin, std::min(text.find_first_of(" \n", begin), text.size()) - begin};
    }

    /** A damaged copy: lines lost, repeated or exchanged, words replaced by hostile ones or moved by one, bytes flipped, ends cut
     * off. */
    std::string
    mutated(std::string text, Random &random)
    {
      static const std::vector<std::string> words = {"-1",
                                                     "0",
                                                     "1",
                                                     "2",
                                                     "-2147483648",
                                                     "4294967296",
                                                     "18446744073709551615",
                                                     "99999999999999999999",
                                                     "1e308",
                                                     "-1e308",
                                                     "1e-320",
                                                     "nan",
                                                     "-inf",
                                                     "1e999",
                                                     "0x10",
                                                     "1.5",
                                                     "x",
                                                     "\"",
                                                     "$",
                                                     "$EndNodes",
                                                     "$EndElements",
                                                     "$Nodes",
                                                     "$Entities",
                                                     "$Comments",
                                                     "$MeshFormat",
                                                     "2.2",
                                                     "4.1",
                                                     std::string("\0", 1),
                                                     "\xff\xfe"};
      for (unsigned int n = 1 + below(random, 3); n > 0 && !text.empty(); --n)
        {
          std::vector<std::string> lines = lines_of(text);
          const unsigned int       a = below(random, lines.size()), b = below(random, lines.size());
          const auto [begin, length] = some_word(random, text);
          switch (below(random, 9))
            {
              case 0:
                lines.erase(lines.begin() + a);
                text = joined(lines);
                break;
              case 1:
                lines.insert(lines.begin() + b, lines[a]);
                text = joined(lines);
                break;
              case 2:
                std::swap(lines[a], lines[b]);
                text = joined(lines);
                break;
              case 3:
                text.resize(below(random, text.size()));
                break;
              case 4:
                text.erase(begin, 1 + below(random, 40));
                break;
              case 5:
                text.replace(begin, length, words[below(random, words.size())]);
                break;
              case 6: // moves a number
                text.replace(begin, length,
                             std::to_string(std::atol(text.substr(begin, length).c_str()) + (random() % 2 == 0 ? 1 : -1)));
                break;
              case 7:
                text.insert(begin, words[below(random, words.size())] + (random() % 2 == 0 ? " " : "\n"));
                break;
              default:
                text[below(random, text.size())] = static_cast<char>(random());
            }
        }
      return text;
    }

    template <int dim>
    void
    triangulate(const GmshMesh &mesh)
    {
      std::vector<unsigned int> ids(mesh.boundaries.size());
      for (unsigned int b = 0; b < ids.size(); ++b)
        ids[b] = b;
      dealii::Triangulation<dim> triangulation;
      make_triangulation(mesh, ids, 1., triangulation);
      EXPECT_EQ(triangulation.n_active_cells(), mesh.cells.size());
    }

    /** Whether a message is "FILE:LINE: ..." in one line without control characters. */
    bool
    begins_with_line(const std::string &message, const std::string &file)
    {
      if (message.rfind(file + ":", 0) != 0 ||
          std::any_of(message.begin(), message.end(), [](const char c) { return c >= 0 && c < ' '; }))
        return false;
      char *end = nullptr;
      return std::strtol(message.c_str() + file.size() + 1, &end, 10) > 0 && std::string(end).rfind(": ", 0) == 0;
    }

    /** Reads a mesh all the way; the message if it is refused. */
    std::string
    refusal(const std::string &file)
    {
      try
        {
          const GmshMesh mesh((MshFile(file)));
          const auto     area = boundary_area(mesh, false, std::vector<bool>(mesh.boundaries.size(), true));
          EXPECT_GT(area.whole, 0.);
          mesh.dimension == 2 ? triangulate<2>(mesh) : triangulate<3>(mesh);
        }
      catch (const std::runtime_error &error)
        {
          return error.what();
        }
      return "";
    }
  } // namespace

  /** Every damaged file is read or refused with its name and a line. ZINCFIELD_MUTATIONS sets how many of each file are tried,
   * ZINCFIELD_SEED with which numbers. */
  TEST(MshFile, DamagedFilesAreReadOrRefusedWithALine)
  {
    const char *const wanted = std::getenv("ZINCFIELD_MUTATIONS"), *const seed = std::getenv("ZINCFIELD_SEED");
    const unsigned int n = wanted ? std::atoi(wanted) : 1500;
    const std::string  name =
      (std::filesystem::temp_directory_path() / ("zincfield mutated " + std::to_string(getpid()) + ".msh")).string();
    unsigned int n_read = 0, n_refused = 0;
    for (const char *const original : {"two_quads.msh", "two_boxes.msh", "signed_curves_41.msh", "sectioned_22.msh",
                                       "triangles_of_second_order.msh", "tetrahedra.msh"})
      {
        std::ifstream     file(ZINCFIELD_SOURCE_DIR "/tests/unit/data/" + std::string(original));
        const std::string valid((std::istreambuf_iterator<char>(file)), {});
        ASSERT_FALSE(valid.empty()) << original;
        Random random(seed ? std::atoi(seed) : 14);
        for (unsigned int i = 0; i < n; ++i)
          {
            const std::string text = i == 0 ? valid : mutated(valid, random);
            std::ofstream(name, std::ios::binary | std::ios::trunc) << text;
            const std::string message = refusal(name);
            ++(message.empty() ? n_read : n_refused);
            if (i == 0)
              EXPECT_EQ(message, "") << original;
            else if (!message.empty())
              {
                ASSERT_TRUE(begins_with_line(message, name)) << message << "\nof\n" << text;
              }
          }
      }
    std::filesystem::remove(name);
    EXPECT_GT(n_read, n / 20); // otherwise what comes behind the reading is not tried
    EXPECT_GT(n_refused, n);
  }
} // namespace zincfield::msh_mutations_tests
