#pragma once

#include <cstddef>
#include <memory>
#include <string>

namespace zincfield
{
  /** The checksum SHA-256 of what is put in, piece by piece. Source: NIST, FIPS 180-4. */
  class Sha256
  {
  public:
    Sha256();
    ~Sha256();

    void
    add(const void *data, std::size_t size);

    /** 64 hexadecimal digits, as sha256sum prints them; nothing can be added afterwards. */
    std::string
    text();

  private:
    struct Implementation;
    std::unique_ptr<Implementation> implementation_;
  };

  std::string
  sha256(const std::string &text);

  /** Of the contents of a file; empty where it cannot be read to its end. */
  std::string
  sha256_of_file(const std::string &path);
} // namespace zincfield
