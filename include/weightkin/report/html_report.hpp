#pragma once

#include <string>

#include <weightkin/lineage/comparison.hpp>

namespace weightkin {

/// The comparison as one HTML page for people: the component table first, then pictures of where
/// the likeness lies and how it stands beside chance, what the change looks like, how parts
/// correspond, what was set aside, every tensor, and how to check it all. The page loads nothing
/// and says so to the browser; its script only sorts and filters the tensor table, which is there
/// without it. Names are untrusted: they appear as text, escaped where they would hide or reorder
/// anything. *Exact*: the same comparison gives the same bytes. Cost: linear in components and
/// tensors; about 0.4 kB per tensor besides its names.
[[nodiscard]] std::string to_html(const comparison& ruling);

} // namespace weightkin
