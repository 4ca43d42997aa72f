// Claims as lines of JSON, one fact each.
//
// The file `claims` of a folder says first whose it is, then its claims, one a line, sorted by
// their bytes and none twice. A line has one spelling, so a set of claims is a set of lines, and
// the union of two files is the union of their lines.

#pragma once

#include "core/error.h"
#include "timeline/claim.h"

#include <map>
#include <set>
#include <string>
#include <string_view>

namespace polhist::store {

// What a folder of the tree is to hold.
struct Folder {
    std::string subject;                                // its first line
    std::set<std::string, std::less<>> lines;           // its claims
    std::map<std::string, const timeline::Form*> forms; // by git's name of them; may lack bytes
};

// Sorts claims by the folders they belong to, by path.
std::map<std::string, Folder> folders_of(const timeline::Claims& claims);

// The text of a file `claims`.
std::string text_of(std::string_view subject, const std::set<std::string, std::less<>>& lines);

// The subject and the lines of such a text, which they view.
struct ClaimsFile {
    std::string_view subject;
    std::vector<std::string_view> lines;
};

ClaimsFile split(std::string_view text);

// Whose claims a file holds: those of a policy, of a page, of an observer, or of a principal. All
// others are empty (a page may have no title).
struct Subject {
    timeline::PolicyKey policy;
    std::string page;
    std::string observer;
    timeline::PrincipalKey principal;
    std::string folder; // the path where such a file belongs
};

// Reads the text of a file `claims`, adding to `claims`. `name` is what messages call it.
Result<Subject> read_claims(std::string_view name, std::string_view text, timeline::Claims& claims);

} // namespace polhist::store
