#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <weightkin/lineage/comparison.hpp>

/// The parts of the page, in its order. Each is complete HTML of its own and may be empty.
namespace weightkin::detail {

/// Above this many components only the largest have pictures; tables always have all.
inline constexpr std::size_t pictured_components = 24;

[[nodiscard]] std::string answer_section(const comparison& ruling);
[[nodiscard]] std::string component_section(const comparison& ruling);
[[nodiscard]] std::string heat_section(const comparison& ruling);
[[nodiscard]] std::string chance_section(const comparison& ruling);
[[nodiscard]] std::string change_section(const comparison& ruling);
[[nodiscard]] std::string arrangement_section(const comparison& ruling);
[[nodiscard]] std::string aside_section(const comparison& ruling);
[[nodiscard]] std::string tensor_section(const comparison& ruling);
[[nodiscard]] std::string method_section(const comparison& ruling);
[[nodiscard]] std::string caution_section(const comparison& ruling);
[[nodiscard]] std::string reproduce_section(const comparison& ruling);
[[nodiscard]] std::string glossary_section();

/// <section> with a heading of level two, reachable as #id.
[[nodiscard]] std::string page_section(const char* id, const char* title, const std::string& body);

/// Something wider than a narrow screen in a frame of its own that scrolls, by keyboard as well.
/// `label` is HTML.
[[nodiscard]] std::string scrolling(const std::string& body, const std::string& label);

/// Which components get pictures: the largest, in the comparison's order.
[[nodiscard]] std::vector<std::size_t> pictured(const comparison& ruling);

/// Heading of level three that names a component.
[[nodiscard]] std::string component_heading(const component_ruling& component);

/// True where all compared elements of a pair are known to be equal, after a cast perhaps.
[[nodiscard]] bool all_equal(const tensor_evidence& tensor) noexcept;

} // namespace weightkin::detail
