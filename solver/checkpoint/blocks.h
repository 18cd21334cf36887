#pragma once

#include <cstdint>
#include <fstream>
#include <map>
#include <string>
#include <vector>

namespace zincfield
{
  /** Named blocks of bytes one after the other, the contents of a checkpoint's binary files: length of the name, number of bytes,
   * name, bytes. */
  class BlockWriter
  {
  public:
    template <typename T>
    void
    add(const std::string &name, const std::vector<T> &values)
    {
      add(name, reinterpret_cast<const char *>(values.data()), values.size() * sizeof(T));
    }

    const std::string &
    bytes() const
    {
      return bytes_;
    }

  private:
    void
    add(const std::string &name, const char *data, std::uint64_t size);

    std::string bytes_;
  };

  /** Reads such a file, whole blocks or ranges of them. Throws std::runtime_error where there is no such block or range. */
  class BlockReader
  {
  public:
    explicit BlockReader(const std::string &path);

    bool
    has(const std::string &name) const
    {
      return blocks_.count(name) > 0;
    }

    template <typename T>
    std::size_t
    size(const std::string &name) const
    {
      return block(name).size / sizeof(T);
    }

    template <typename T>
    std::vector<T>
    read(const std::string &name)
    {
      std::vector<T> values(size<T>(name));
      read(name, 0, reinterpret_cast<char *>(values.data()), values.size() * sizeof(T));
      return values;
    }

    /** values[0..n-1] from the element `first` on. */
    template <typename T>
    void
    read(const std::string &name, const std::size_t first, T *values, const std::size_t n)
    {
      read(name, first * sizeof(T), reinterpret_cast<char *>(values), n * sizeof(T));
    }

  private:
    struct Block
    {
      std::uint64_t begin, size;
    };

    const Block &
    block(const std::string &name) const;

    void
    read(const std::string &name, std::uint64_t offset, char *data, std::uint64_t size);

    std::string                  path_;
    std::ifstream                file_;
    std::map<std::string, Block> blocks_;
  };
} // namespace zincfield
