#include "solver/checkpoint/blocks.h"

#include <stdexcept>

namespace zincfield
{
  void
  BlockWriter::add(const std::string &name, const char *data, const std::uint64_t size)
  {
    const std::uint64_t lengths[] = {name.size(), size};
    bytes_.append(reinterpret_cast<const char *>(lengths), sizeof(lengths));
    bytes_.append(name);
    bytes_.append(data, size);
  }

  BlockReader::BlockReader(const std::string &path)
    : path_(path)
    , file_(path, std::ios::binary)
  {
    file_.seekg(0, std::ios::end);
    const std::uint64_t size = file_ ? static_cast<std::uint64_t>(file_.tellg()) : 0;
    file_.seekg(0);
    for (std::uint64_t lengths[2]; file_.read(reinterpret_cast<char *>(lengths), sizeof(lengths));)
      {
        if (lengths[0] > size || lengths[1] > size)
          throw std::runtime_error(path_ + " has blocks that are longer than it is");
        std::string name(lengths[0], ' ');
        file_.read(name.data(), name.size());
        blocks_[name] = {static_cast<std::uint64_t>(file_.tellg()), lengths[1]};
        file_.seekg(lengths[1], std::ios::cur);
      }
    file_.clear();
  }

  const BlockReader::Block &
  BlockReader::block(const std::string &name) const
  {
    const auto found = blocks_.find(name);
    if (found == blocks_.end())
      throw std::runtime_error(path_ + " holds no \"" + name + "\"");
    return found->second;
  }

  void
  BlockReader::read(const std::string &name, const std::uint64_t offset, char *data, const std::uint64_t size)
  {
    const Block &place = block(name);
    if (size > place.size || offset > place.size - size)
      throw std::runtime_error(path_ + " holds less of \"" + name + "\" than was asked for");
    file_.seekg(place.begin + offset);
    if (!file_.read(data, size))
      throw std::runtime_error(path_ + " cannot be read");
  }
} // namespace zincfield
