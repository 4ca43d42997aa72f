// A body sent to a URL, and what its answer means.

#pragma once

#include "watch/secret.h"
#include "watch/sink.h"

#include <string_view>

namespace polhist::watch {

// Sends JSON. 2xx accepts it; 408, 425, 429 and 5xx mean later, at the time that `Retry-After` says
// if it says one; any other refuses this letter.
Delivery
post(const Endpoint& endpoint, std::string_view body, const std::string& key, bool allow_private);

// Why a URL that is written out can never be used; nothing for one that is kept elsewhere.
Result<void> check_written_url(const SinkOptions& options);

} // namespace polhist::watch
