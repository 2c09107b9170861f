#pragma once

#include <optional>
#include <string_view>

#include <nlohmann/json.hpp>

#include "core/written_json.hpp"

namespace weightkin::detail {

/// A tree of nlohmann's library that can be taken apart where there is no memory: the library's own
/// destructor allocates, and ends the process when it cannot.
class json_document {
public:
  /// \param text JSON that was looked through: what is not JSON leaves a part of the tree, and how
  ///        deep it nests is how deep the destructor recurses.
  explicit json_document(std::string_view text);

  [[nodiscard]] const nlohmann::json& root() const noexcept { return tree_.root; }

private:
  /// Takes apart what there is, also where building it ends halfway.
  struct tree {
    tree() = default;
    tree(const tree&) = delete;
    tree& operator=(const tree&) = delete;
    ~tree();
    nlohmann::json root;
  };
  tree tree_;
};

/// The JSON of `text` as a value to be written again, members in their order; of members with one
/// key the last. Nothing when it is no JSON or nests deeper than `deepest`.
[[nodiscard]] std::optional<written_json> rewritten_json(std::string_view text,
                                                         std::size_t deepest);

} // namespace weightkin::detail
