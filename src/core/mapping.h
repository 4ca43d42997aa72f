// A file as memory, for reading.

#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace polhist {

class Mapping {
public:
    // Nothing where there is no such file, or it is empty, or somebody else's. Who changes such
    // files writes new ones and puts them in their place, so that what is mapped stays as it is.
    static std::optional<Mapping> of(const std::string& path);

    Mapping(Mapping&& other) noexcept;
    Mapping& operator=(Mapping&& other) noexcept;
    Mapping(const Mapping&) = delete;
    Mapping& operator=(const Mapping&) = delete;
    ~Mapping();

    [[nodiscard]] std::string_view bytes() const { return bytes_; }

private:
    explicit Mapping(std::string_view bytes) : bytes_(bytes) {}

    std::string_view bytes_;
};

} // namespace polhist
