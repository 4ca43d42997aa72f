#include "core/digest.h"

#include <fmt/format.h>

#include <array>
#include <memory>
#include <new>
#include <openssl/evp.h>
#include <openssl/sha.h>

namespace polhist {

std::string sha256(std::string_view bytes) {
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
    std::string text;
    for (const unsigned char byte : digest) {
        text += fmt::format("{:02x}", byte);
    }
    return text;
}

std::array<std::uint8_t, 20> sha1(std::string_view first, std::string_view second) {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                          EVP_MD_CTX_free);
    std::array<std::uint8_t, 20> digest{};
    const bool done = context != nullptr &&
                      EVP_DigestInit_ex(context.get(), EVP_sha1(), nullptr) == 1 &&
                      EVP_DigestUpdate(context.get(), first.data(), first.size()) == 1 &&
                      EVP_DigestUpdate(context.get(), second.data(), second.size()) == 1 &&
                      EVP_DigestFinal_ex(context.get(), digest.data(), nullptr) == 1;
    if (!done) {
        throw std::bad_alloc();
    }
    return digest;
}

} // namespace polhist
