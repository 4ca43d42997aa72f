// What the commands on subscriptions share.

#pragma once

#include "cli/command.h"
#include "watch/book.h"
#include "watch/world.h"

#include <optional>
#include <string>

namespace polhist::cli {

// Files that these commands make are for their owner alone.
void keep_private();

// The whole path of a file or folder, whether it exists or not.
std::string whole_path(const std::string& path);

// The store of a subscription's command, which must exist.
Result<std::string> existing_store(const Session& session);

// The real world, with the messages of a session.
watch::World world_of(const Session& session);

// Whether `--scope` can be one.
Result<void> check_scope(const std::string& scope);

// `--base-url` and `--pace`: where and how a source is asked.
void add_place_options(CLI::App& command, std::string& base_url, std::optional<unsigned>& pace);

// The path of `polhist`, for those that start it later.
std::string program_path();

// How polhist is called in messages: with its store, where that is not the usual one.
std::string program_words(const Session& session);

} // namespace polhist::cli
