#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include <weightkin/core/result.hpp>
#include <weightkin/reader/stored_tensor.hpp>

namespace weightkin {

/// The tensors of a file by name while groups of them are folded.
class tensor_index {
public:
  explicit tensor_index(file_contents& contents);

  [[nodiscard]] std::size_t size() const noexcept { return contents_.tensors.size(); }
  [[nodiscard]] stored_tensor& operator[](std::size_t place) noexcept {
    return contents_.tensors[place];
  }
  [[nodiscard]] file_contents& contents() noexcept { return contents_; }

  /// The place of the tensor whose name is `base` followed by `suffix`, or `size()` when there is
  /// none or it became part of another one.
  [[nodiscard]] std::size_t find(std::string_view base, std::string_view suffix) const;

  [[nodiscard]] bool is_taken(std::size_t place) const noexcept { return taken_[place] != 0; }

  /// The tensor becomes a part of another one; its name stays, for the index looks at it.
  [[nodiscard]] stored_tensor take(std::size_t place);

  /// A logical tensor in the place of a part of it.
  void put(std::size_t place, stored_tensor folded) {
    folded_.emplace_back(place, std::move(folded));
  }

  /// How many were put.
  [[nodiscard]] std::size_t folded() const noexcept { return folded_.size(); }

  /// Puts the logical tensors where they belong and drops the parts. Ends the life of the index.
  /// \returns `bad_format`/`duplicate` when two tensors now have one name.
  [[nodiscard]] result<void> finish();

private:
  struct hashed {
    std::size_t hash;
    std::uint32_t place;
  };

  file_contents& contents_;
  std::vector<hashed> by_hash_; ///< sorted by hash, then name: no choice of names makes it slow
  std::vector<char> taken_;
  std::vector<std::pair<std::size_t, stored_tensor>> folded_;
};

} // namespace weightkin
