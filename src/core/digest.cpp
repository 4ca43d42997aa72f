#include "core/digest.h"

#include "core/hex.h"

#include <array>
#include <memory>
#include <new>
#include <openssl/evp.h>

namespace polhist {
namespace {

// One way to make digests. OpenSSL takes longer to look one up, and to set it up, than most texts
// take, so each is kept.
class Method {
public:
    explicit Method(const char* name) : method_(EVP_MD_fetch(nullptr, name, nullptr), EVP_MD_free) {
        need(method_ != nullptr && context_ != nullptr);
    }

    void begin() { need(EVP_DigestInit_ex2(context_.get(), method_.get(), nullptr) == 1); }

    void add(std::string_view bytes) {
        need(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) == 1);
    }

    template <std::size_t size>
    std::array<std::uint8_t, size> end() {
        std::array<std::uint8_t, size> digest{};
        need(EVP_DigestFinal_ex(context_.get(), digest.data(), nullptr) == 1);
        return digest;
    }

private:
    static void need(bool good) {
        if (!good) {
            throw std::bad_alloc();
        }
    }

    std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> method_;
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_{EVP_MD_CTX_new(),
                                                                     EVP_MD_CTX_free};
};

constexpr std::size_t sha1_size = 20;
constexpr std::size_t sha256_size = 32;

} // namespace

std::string sha256(std::string_view bytes) {
    static thread_local Method method("SHA256");
    method.begin();
    method.add(bytes);
    return hex(method.end<sha256_size>());
}

struct Sha256::State {
    Method method{"SHA256"};
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
    state_->method.begin();
}

Sha256::~Sha256() = default;

void Sha256::add(std::string_view bytes) {
    state_->method.add(bytes);
}

std::string Sha256::hex() {
    return polhist::hex(state_->method.end<sha256_size>());
}

std::array<std::uint8_t, 20> sha1(std::string_view first, std::string_view second) {
    static thread_local Method method("SHA1");
    method.begin();
    method.add(first);
    method.add(second);
    return method.end<sha1_size>();
}

} // namespace polhist
