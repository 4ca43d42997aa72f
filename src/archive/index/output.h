// A new file, written from front to back, that takes its place when it is whole.

#pragma once

#include "core/descriptor.h"
#include "core/error.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace polhist::index {

class Output {
public:
    // Begins a file beside `path` that is to become `path`.
    static Result<Output> create(const std::string& path);

    Output(Output&& other) = default;
    Output& operator=(Output&&) = delete;
    Output(const Output&) = delete;
    Output& operator=(const Output&) = delete;
    ~Output(); // throws away what was not placed

    // Appends bytes. An error shows when the file is placed.
    void append(std::string_view bytes);

    // How many bytes were appended.
    [[nodiscard]] std::uint64_t size() const { return size_; }

    // Writes `head` over the first bytes, syncs, and puts the file in place. The folder is not
    // synced.
    Result<void> place(std::string_view head);

private:
    Output(Descriptor file, std::string path, std::string temporary);
    void flush();

    Descriptor file_;
    std::string path_;
    std::string temporary_;
    std::string waiting_;
    std::uint64_t size_ = 0;
    int error_ = 0;
};

} // namespace polhist::index
