// A file as memory.

#pragma once

#include <string>
#include <string_view>

namespace polhist::git {

// Mapped for reading while it lives; empty where the file is not to be had.
class Mapped {
public:
    explicit Mapped(const std::string& path);
    Mapped(const Mapped&) = delete;
    Mapped& operator=(const Mapped&) = delete;
    Mapped(Mapped&&) = delete;
    Mapped& operator=(Mapped&&) = delete;
    ~Mapped();

    [[nodiscard]] std::string_view bytes() const { return bytes_; }

private:
    std::string_view bytes_;
};

} // namespace polhist::git
