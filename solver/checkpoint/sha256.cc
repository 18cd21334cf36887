#include "solver/checkpoint/sha256.h"

#include "solver/support/errors.h"

#include <openssl/evp.h>

#include <fstream>
#include <vector>

namespace zincfield
{
  struct Sha256::Implementation
  {
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    ~Implementation()
    {
      EVP_MD_CTX_free(context);
    }
  };

  namespace
  {
    void
    require(const bool done)
    {
      if (!done)
        throw MachineError("OpenSSL cannot compute SHA-256 checksums on this machine.");
    }
  } // namespace

  Sha256::Sha256()
    : implementation_(std::make_unique<Implementation>())
  {
    require(EVP_DigestInit_ex(implementation_->context, EVP_sha256(), nullptr) == 1);
  }

  Sha256::~Sha256() = default;

  void
  Sha256::add(const void *data, const std::size_t size)
  {
    require(EVP_DigestUpdate(implementation_->context, data, size) == 1);
  }

  std::string
  Sha256::text()
  {
    unsigned char bytes[EVP_MAX_MD_SIZE];
    unsigned int  n = 0;
    require(EVP_DigestFinal_ex(implementation_->context, bytes, &n) == 1);
    std::string digits;
    for (unsigned int i = 0; i < n; ++i)
      for (const unsigned int half : {bytes[i] >> 4, bytes[i] & 15})
        digits += "0123456789abcdef"[half];
    return digits;
  }

  std::string
  sha256(const std::string &text)
  {
    Sha256 sum;
    sum.add(text.data(), text.size());
    return sum.text();
  }

  std::string
  sha256_of_file(const std::string &path)
  {
    Sha256            sum;
    std::ifstream     file(path, std::ios::binary);
    std::vector<char> buffer(1 << 20);
    while (file.read(buffer.data(), buffer.size()) || file.gcount() > 0)
      sum.add(buffer.data(), file.gcount());
    return file.eof() ? sum.text() : "";
  }
} // namespace zincfield
