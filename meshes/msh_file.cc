#include "meshes/msh_file.h"

#include "meshes/divided_elements.h"
#include "meshes/msh_lines.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <map>
#include <set>
#include <unordered_map>

namespace zincfield
{
  namespace
  {
    /** Whether a text can be shown and stored: UTF-8 (of up to three bytes a character) without control characters. */
    bool
    is_text(const std::string &text)
    {
      for (std::size_t i = 0; i < text.size();)
        {
          const auto byte = [&](const std::size_t at) { return at < text.size() ? static_cast<unsigned char>(text[at]) : 0u; };
          const unsigned int first = byte(i), n = first < 0x80                    ? 1
                                                  : first >= 0xc2 && first < 0xe0 ? 2
                                                  : first >= 0xe0 && first < 0xf0 ? 3
                                                                                  : 0;
          if (n == 0 || first < ' ' || first == 0x7f || (first == 0xe0 && byte(i + 1) < 0xa0) ||
              (first == 0xed && byte(i + 1) >= 0xa0))
            return false;
          for (std::size_t more = 1; more < n; ++more)
            if (byte(i + more) < 0x80 || byte(i + more) >= 0xc0)
              return false;
          i += n;
        }
      return true;
    }

    /** Reads one file into an MshFile, section by section. */
    class MshReader
    {
    public:
      MshReader(MshFile &result, const std::string &file)
        : result_(result)
        , lines_(file, result.name)
      {}

      void
      read()
      {
        while (lines_.next())
          {
            const std::string word(lines_.words()[0]);
            if (word == "$NOD")
              lines_.fail("the file is of version 1", version_expected);
            if (word[0] != '$' && !format_read_)
              lines_.fail("the file is not a Gmsh mesh: it begins with \"" + MshLines::shown(word) + "\"", "$MeshFormat");
            if (word[0] != '$')
              lines_.fail("found \"" + MshLines::shown(word) + "\" outside of every section",
                          "a section such as $Nodes, or the end of the file");
            read_section(word.substr(1));
          }
        if (!format_read_)
          lines_.fail("the file is not a Gmsh mesh: it has no $MeshFormat", "a file that Gmsh has saved");
        if (sections_.count("Nodes") == 0 || sections_.count("Elements") == 0)
          lines_.fail("the file has no $" + std::string(sections_.count("Nodes") == 0 ? "Nodes" : "Elements"),
                      "a mesh that was made before it was saved");
      }

    private:
      static constexpr const char *version_expected = "version 2.2 or 4.1 (in Gmsh: Mesh.MshFileVersion = 4.1)";

      void
      read_section(const std::string &section)
      {
        void (MshReader::*const body)() = section == "MeshFormat"      ? &MshReader::read_format
                                          : section == "PhysicalNames" ? &MshReader::read_names
                                          : section == "Entities"      ? &MshReader::read_entities
                                          : section == "Nodes"         ? &MshReader::read_nodes
                                          : section == "Elements"      ? &MshReader::read_elements
                                                                       : nullptr;
        const unsigned int begin        = lines_.number();
        if (!body)
          {
            if (section.rfind("End", 0) == 0)
              lines_.fail("\"$" + MshLines::shown(section) + "\" ends a section that was not begun", "a section such as $Nodes");
            while (lines_.words()[0] != "$End" + section)
              if (!lines_.next())
                result_.fail(begin,
                             "the section $" + MshLines::shown(section) + " has no end; expected: $End" + MshLines::shown(section));
            partitioned_ = partitioned_ || section == "PartitionedEntities";
            return;
          }
        if (!sections_.insert(section).second)
          lines_.fail("a second section $" + section, "one");
        if (!format_read_ && section != "MeshFormat")
          lines_.fail("$" + section + " stands before $MeshFormat", "$MeshFormat first");
        (this->*body)();
        if (!lines_.next())
          lines_.fail("the file ends here", "$End" + section);
        if (lines_.words()[0] != "$End" + section)
          lines_.fail("found \"" + MshLines::shown(lines_.words()[0]) + "\"",
                      "$End" + section + ", after as many lines as the section announces");
      }

      void
      read_format()
      {
        const std::string expected = "version, 0 for ASCII and data size, such as 4.1 0 8";
        lines_.require(expected);
        const double version = lines_.value<double>(0, expected);
        if (version != 2.2 && version != 4.1)
          lines_.fail("only files of version 2.2 and 4.1 can be read, and this one is of version " +
                        MshLines::shown(lines_.words()[0]),
                      version_expected);
        if (lines_.value<int>(1, expected) != 0)
          lines_.fail("only ASCII files can be read, and this one is binary", version_expected);
        lines_.value<int>(2, expected);
        new_         = version == 4.1;
        format_read_ = true;
      }

      /** How many records follow, at `position` of this line. */
      unsigned long
      count(const std::size_t position, const std::string &of) const
      {
        return lines_.value<unsigned long>(position, "the number of " + of);
      }

      /** "node 7 of 25", for messages. */
      static std::string
      nth(const std::string &what, const unsigned long i, const unsigned long n)
      {
        return what + " " + std::to_string(i + 1) + " of " + std::to_string(n);
      }

      void
      read_names()
      {
        lines_.require("the number of physical names");
        const unsigned long n = count(0, "physical names");
        for (unsigned long i = 0; i < n; ++i)
          {
            const std::string expected = nth("name", i, n) + ": dimension, tag, name in quotation marks";
            lines_.require(expected);
            const auto dimension = lines_.value<unsigned int>(0, expected);
            const auto tag       = lines_.value<int>(1, expected);
            if (dimension > 3)
              lines_.fail("the dimension of the group is " + std::to_string(dimension), "0, 1, 2 or 3");
            const std::string &text  = lines_.text();
            const auto         first = text.find('"'), last = text.rfind('"');
            if (first == std::string::npos || last <= first + 1)
              lines_.fail("a physical group has no name", expected);
            if (!is_text(text.substr(first, last - first)))
              lines_.fail("the name of the physical group " + std::to_string(tag) + " is no text",
                          "UTF-8 without control characters");
            for (const MshFile::Group &other : result_.groups)
              if (other.dimension == dimension && other.tag == tag)
                lines_.fail("the physical group " + std::to_string(tag) + " has a name already, in line " +
                              std::to_string(other.line),
                            "one name for each group");
            result_.groups.push_back({dimension, tag, text.substr(first + 1, last - first - 1), lines_.number()});
          }
      }

      /** The position in `group_tags` of these tags. */
      unsigned int
      list_of(const std::set<int> &tags)
      {
        const auto found = lists_.find(tags);
        if (found != lists_.end())
          return found->second;
        result_.group_tags.emplace_back(tags.begin(), tags.end());
        return lists_[tags] = result_.group_tags.size() - 1;
      }

      int
      group_tag(const std::size_t position, const std::string &expected) const
      {
        const int tag = lines_.value<int>(position, expected);
        if (tag == std::numeric_limits<int>::min())
          lines_.fail("found \"" + MshLines::shown(lines_.words()[position]) + "\"", expected);
        return std::abs(tag);
      }

      /** Which physical groups the points, curves, surfaces and volumes of version 4.1 belong to; a tag is negative where the group
       * turns the entity round. */
      void
      read_entities()
      {
        static const char *const names[]  = {"point", "curve", "surface", "volume"};
        const std::string        expected = "the numbers of points, curves, surfaces and volumes";
        lines_.require(expected);
        std::array<unsigned long, 4> n;
        for (unsigned int d = 0; d < 4; ++d)
          n[d] = lines_.value<unsigned long>(d, expected);
        for (unsigned int d = 0; d < 4; ++d)
          for (unsigned long i = 0; i < n[d]; ++i)
            {
              const std::string place = nth(names[d], i, n[d]);
              const std::size_t first = d == 0 ? 4 : 7; // after the tag and a point or a box
              lines_.require(place);
              const long          tag      = lines_.value<long>(0, place + ": its tag");
              const unsigned long n_groups = lines_.value<unsigned long>(first, place + ": the number of its physical groups");
              if (n_groups > lines_.words().size())
                lines_.fail("the line ends too early", place + ": its " + std::to_string(n_groups) + " physical groups");
              std::set<int> tags;
              for (unsigned long g = 0; g < n_groups; ++g)
                tags.insert(group_tag(first + 1 + g, place + ": the tag of a physical group"));
              if (d > 0)
                {
                  const unsigned long n_parts =
                    lines_.value<unsigned long>(first + 1 + n_groups, place + ": the number of entities that bound it");
                  if (lines_.words().size() - first - 2 - n_groups != n_parts)
                    lines_.fail("the line has not the " + std::to_string(n_parts) + " entities that it announces",
                                place + ": tag, box, physical groups and what bounds it");
                }
              if (!entities_.emplace(std::make_pair(d, tag), list_of(tags)).second)
                lines_.fail("a second " + std::string(names[d]) + " " + std::to_string(tag), "different tags");
            }
      }

      void
      add_node(const long tag, const unsigned int line_of_tag, const std::size_t first_word, const std::string &expected)
      {
        MshFile::Node node;
        node.line = lines_.number();
        for (unsigned int d = 0; d < 3; ++d)
          node.position[d] = lines_.value<double>(first_word + d, expected);
        const auto added = nodes_.emplace(tag, result_.nodes.size());
        if (!added.second)
          result_.fail(line_of_tag, "a second node " + std::to_string(tag) + ", after that of line " +
                                      std::to_string(result_.nodes[added.first->second].line) + "; expected: different tags");
        result_.nodes.push_back(node);
      }

      long
      positive(const std::size_t position, const std::string &expected) const
      {
        const long tag = lines_.value<long>(position, expected);
        if (tag < 1)
          lines_.fail("found the tag " + std::to_string(tag), expected + ", from 1");
        return tag;
      }

      void
      read_nodes()
      {
        lines_.require("the number of nodes");
        if (!new_)
          {
            const unsigned long n = count(0, "nodes");
            for (unsigned long i = 0; i < n; ++i)
              {
                const std::string expected = nth("node", i, n) + ": tag, x, y, z";
                lines_.require(expected);
                lines_.require_words(4, expected);
                add_node(positive(0, expected), lines_.number(), 1, expected);
              }
            return;
          }
        const unsigned long n_blocks = count(0, "blocks"), n_nodes = count(1, "nodes");
        for (unsigned long b = 0; b < n_blocks; ++b)
          {
            const std::string head =
              nth("block", b, n_blocks) + " of nodes: dimension and tag of an entity, whether parametric, number of nodes";
            lines_.require(head);
            lines_.require_words(4, head);
            const auto                                 dimension  = lines_.value<unsigned int>(0, head);
            const bool                                 parametric = lines_.value<int>(2, head) != 0;
            const unsigned long                        n          = count(3, "nodes of this block");
            std::vector<std::pair<long, unsigned int>> tags;
            for (unsigned long i = 0; i < n; ++i)
              {
                const std::string expected = nth("tag", i, n) + " of the nodes of a block";
                lines_.require(expected);
                lines_.require_words(1, expected);
                tags.emplace_back(positive(0, expected), lines_.number());
              }
            for (unsigned long i = 0; i < n; ++i)
              {
                const std::string expected = nth("position", i, n) + " of the nodes of a block: x, y, z";
                lines_.require(expected);
                if (!(parametric && lines_.words().size() == 3ul + dimension))
                  lines_.require_words(3, expected);
                add_node(tags[i].first, tags[i].second, 0, expected);
              }
          }
        if (result_.nodes.size() != n_nodes)
          lines_.fail("the blocks have " + std::to_string(result_.nodes.size()) + " nodes",
                      "the " + std::to_string(n_nodes) + " that the section announces");
      }

      const ElementType &
      type(const std::size_t position, const std::string &expected) const
      {
        const int  number = lines_.value<int>(position, expected);
        const auto type   = element_type(number);
        if (!type)
          lines_.fail("the mesh has " +
                        std::string(number == 7 || number == 14 || number == 19
                                      ? "pyramids, which cannot be divided into hexahedra"
                                      : "elements of type " + std::to_string(number) + ", which are of order above 2 or unknown"),
                      "lines, triangles, quadrilaterals, tetrahedra, prisms and hexahedra of first or second order");
        return *type;
      }

      /** The element whose nodes stand from `first_word` on. */
      void
      add_element(const ElementType &type, const std::size_t first_word, const unsigned int groups)
      {
        const std::string expected = std::string(type.name) + " with " + std::to_string(type.n_nodes) + " nodes";
        if (lines_.words().size() != first_word + type.n_nodes)
          lines_.fail("the element has " +
                        std::to_string(lines_.words().size() < first_word ? 0 : lines_.words().size() - first_word) + " nodes",
                      expected);
        std::vector<unsigned int> nodes;
        for (unsigned int i = 0; i < type.n_nodes; ++i)
          {
            const long tag   = lines_.value<long>(first_word + i, expected);
            const auto found = nodes_.find(tag);
            if (found == nodes_.end())
              lines_.fail("the element has the node " + std::to_string(tag), "a tag of $Nodes");
            if (std::find(nodes.begin(), nodes.end(), found->second) != nodes.end())
              lines_.fail("the element has the node " + std::to_string(tag) + " twice",
                          std::to_string(type.n_nodes) + " different nodes");
            nodes.push_back(found->second);
          }
        if (type.dimension > 0 && type.is_straight_cube())
          {
            MshFile::Element element{{}, type.dimension, groups, lines_.number()};
            std::copy(nodes.begin(), nodes.end(), element.nodes.begin());
            result_.elements.push_back(element);
          }
        else if (type.dimension > 0)
          result_.others.push_back({&type, nodes, groups, lines_.number()});
      }

      void
      read_elements()
      {
        if (sections_.count("Nodes") == 0)
          lines_.fail("$Elements stands before $Nodes", "$Nodes first");
        lines_.require("the number of elements");
        if (new_)
          return read_element_blocks();
        const unsigned long n = count(0, "elements");
        for (unsigned long i = 0; i < n; ++i)
          {
            const std::string expected = nth("element", i, n) + ": number, type, number of tags, tags, nodes";
            lines_.require(expected);
            positive(0, expected);
            const ElementType  &element = type(1, expected);
            const unsigned long n_tags  = lines_.value<unsigned long>(2, expected);
            if (n_tags > lines_.words().size())
              lines_.fail("the line ends too early", nth("element", i, n) + " with " + std::to_string(n_tags) + " tags");
            for (unsigned long t = 1; t < n_tags; ++t)
              lines_.value<long>(3 + t, expected);
            const int tag = n_tags > 0 ? group_tag(3, expected) : 0;
            add_element(element, 3 + n_tags, list_of(tag == 0 ? std::set<int>() : std::set<int>{tag}));
          }
      }

      void
      read_element_blocks()
      {
        const unsigned long n_blocks = count(0, "blocks"), n_elements = count(1, "elements");
        unsigned long       n_read = 0;
        for (unsigned long b = 0; b < n_blocks; ++b)
          {
            const std::string head =
              nth("block", b, n_blocks) + " of elements: dimension and tag of an entity, type, number of elements";
            lines_.require(head);
            lines_.require_words(4, head);
            const auto          dimension = lines_.value<unsigned int>(0, head);
            const long          entity    = lines_.value<long>(1, head);
            const ElementType  &element   = type(2, head);
            const unsigned long n         = count(3, "elements of this block");
            if (element.dimension != dimension)
              lines_.fail("elements of dimension " + std::to_string(element.dimension) + " in a block of dimension " +
                            std::to_string(dimension),
                          "the same");
            const auto groups = entities_.find({dimension, entity});
            if (groups == entities_.end() && (partitioned_ || sections_.count("Entities") == 1))
              lines_.fail("the entity " + std::to_string(entity) + " of dimension " + std::to_string(dimension) +
                            " is not one of $Entities",
                          partitioned_ ? "a mesh in one part (in Gmsh: Unpartition)" : "one of them");
            for (unsigned long i = 0; i < n; ++i)
              {
                const std::string expected = nth("element", i, n) + " of a block: number, nodes";
                lines_.require(expected);
                positive(0, expected);
                add_element(element, 1, groups == entities_.end() ? list_of({}) : groups->second);
                ++n_read;
              }
          }
        if (n_read != n_elements)
          lines_.fail("the blocks have " + std::to_string(n_read) + " elements",
                      "the " + std::to_string(n_elements) + " that the section announces");
      }

      MshFile                                              &result_;
      MshLines                                              lines_;
      bool                                                  format_read_ = false, new_ = false, partitioned_ = false;
      std::set<std::string>                                 sections_;
      std::map<std::set<int>, unsigned int>                 lists_;
      std::map<std::pair<unsigned int, long>, unsigned int> entities_; // by dimension and tag: their list of groups
      std::unordered_map<long, unsigned int>                nodes_;    // by tag: their position
    };
  } // namespace

  MshFile::MshFile(const std::string &name)
    : MshFile(name, name)
  {}

  MshFile::MshFile(const std::string &file, const std::string &name)
    : name(name)
  {
    MshReader(*this, file).read();
    if (!others.empty())
      divide_elements(*this);
  }

  void
  MshFile::fail(const unsigned int line, const std::string &problem) const
  {
    throw std::runtime_error(name + ":" + std::to_string(line) + ": " + problem);
  }
} // namespace zincfield
