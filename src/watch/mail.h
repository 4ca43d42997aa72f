// A letter as an e-mail.

#pragma once

#include "watch/message.h"

#include <string>

namespace polhist::watch {

// The whole message (RFC 5322): ASCII, no line over 78 characters, no text of the letter in a
// header but encoded. `Message-ID` is the key, so that a mail sent twice is known for one.
std::string mail_of(const Letter& letter, const std::string& address);

// Whether a text can be an address: one word with `@`, or the name of a local user.
bool is_address(std::string_view text);

} // namespace polhist::watch
