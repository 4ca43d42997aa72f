#include "core/digest.h"

#include <fmt/format.h>

#include <array>
#include <memory>
#include <new>
#include <openssl/evp.h>
#include <openssl/sha.h>

namespace polhist {
namespace {

std::string hex_of(const std::array<unsigned char, SHA256_DIGEST_LENGTH>& digest) {
    std::string text;
    for (const unsigned char byte : digest) {
        text += fmt::format("{:02x}", byte);
    }
    return text;
}

} // namespace

std::string sha256(std::string_view bytes) {
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
    return hex_of(digest);
}

struct Sha256::State {
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(),
                                                                    EVP_MD_CTX_free};
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
    if (state_->context == nullptr ||
        EVP_DigestInit_ex(state_->context.get(), EVP_sha256(), nullptr) != 1) {
        throw std::bad_alloc();
    }
}

Sha256::~Sha256() = default;

void Sha256::add(std::string_view bytes) {
    if (EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()) != 1) {
        throw std::bad_alloc();
    }
}

std::string Sha256::hex() {
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    if (EVP_DigestFinal_ex(state_->context.get(), digest.data(), nullptr) != 1) {
        throw std::bad_alloc();
    }
    return hex_of(digest);
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
