// Ownership of libgit2's handles: one alias, freed by the function that goes with the type.

#pragma once

#include <memory>

namespace polhist::git {

template <typename T, void (*free)(T*)>
struct Freed {
    void operator()(T* handle) const { free(handle); }
};

template <typename T, void (*free)(T*)>
using Handle = std::unique_ptr<T, Freed<T, free>>;

// What a C function that makes a handle writes to. The handle has it from the end of the statement
// on, not before.
template <typename H>
class Out {
public:
    explicit Out(H& handle) : handle_(handle) {}

    Out(const Out&) = delete;
    Out& operator=(const Out&) = delete;

    ~Out() { handle_.reset(made_); }

    // NOLINTNEXTLINE(google-explicit-constructor): stands where `T**` is wanted
    operator typename H::pointer *() { return &made_; }

private:
    H& handle_;
    typename H::pointer made_ = nullptr;
};

} // namespace polhist::git
