#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include <weightkin/core/dtype.hpp>

#include "reader/pickle/pickle_globals.hpp"

namespace weightkin {

/// What a value left by a pickle is. Values are inert: building one runs nothing.
enum class pickle_kind : std::uint8_t {
  none,
  boolean,
  integer,
  big_integer, ///< beyond 64 bits: `text_of` is its two's complement, least byte first,
               ///< or its decimal digits when the pickle spells it so
  real,
  text,
  bytes,
  located, ///< `located_of`: a long byte string or text that was left where it lies
  list,
  tuple,
  dict, ///< also OrderedDict, Counter and defaultdict
  set,
  global,  ///< a named class, function or constant of the closed list
  storage, ///< `storage_of`
  tensor,  ///< `tensor_of`
  object,  ///< `object_of`: an instance of a class known to be inert, or opaque
};

/// A value of its `pickle_values`: the number of its node, or an integer of 30 bits in place.
using pickle_index = std::uint32_t;

/// No value.
inline constexpr pickle_index no_value = 0xffffffffU;

/// What a persistent id ('storage', class, key, location, count[, view]) names.
struct pickle_storage {
  pickle_index key = no_value;  ///< a text
  std::int64_t count = 0;       ///< elements of `type`; bytes when `untyped`
  dtype type = dtype::u8;       ///< of the storage class
  bool untyped = false;         ///< UntypedStorage: the tensor brings its dtype
  bool readable = true;         ///< false for packed 2- and 4-bit integers
  std::int64_t view_offset = 0; ///< old files: the tensor sees a part of the stored elements
  std::int64_t view_count = -1; ///< -1: no view, all of them
  std::uint64_t at = 0;         ///< byte position in the pickle, for messages
};

/// A call that rebuilds a tensor, its arguments checked for kind only.
struct pickle_tensor {
  pickle_index storage = no_value; ///< a storage
  std::int64_t offset = 0;         ///< in elements
  pickle_index size = no_value;
  pickle_index stride = no_value;
  dtype type = dtype::u8;
  /// Of integers that stand for other numbers: (torch.per_tensor_affine, scale, zero point), or
  /// (torch.per_channel_affine, a tensor of scales, one of zero points, axis).
  pickle_index quantiser = no_value;
  /// Why these are not plain stored elements ("is quantised"), or null when they are.
  const char* unreadable = nullptr;
  std::uint64_t at = 0; ///< byte position of the call, for messages
};

/// Where a long byte string or text lies in the source of the pickle.
struct pickle_located {
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
  bool text = false;   ///< UTF-8, not looked at
  bool latin1 = false; ///< a text that stands for the bytes of its latin-1 encoding
};

/// An instance that nothing here looks inside, beyond the tensors it may hold.
struct pickle_object {
  pickle_index type = no_value;     ///< the global
  pickle_index args = no_value;     ///< a tuple, or none
  pickle_index state = no_value;    ///< what BUILD brought
  pickle_index entries = no_value;  ///< a dict of SETITEM(S), opaque classes only
  pickle_index elements = no_value; ///< a list of APPEND(S) and ADDITEMS, opaque classes only
};

/// All values of one pickle, as an arena: values refer to each other by index, may form cycles, and
/// are released together without recursion. Every allocation is charged against a budget; the
/// functions that add answer `no_value` or false when it is used up.
class pickle_values {
public:
  explicit pickle_values(std::uint64_t budget_bytes);

  // Adding.
  [[nodiscard]] pickle_index none() const noexcept { return 0; }
  [[nodiscard]] pickle_index boolean(bool value) const noexcept { return value ? 2U : 1U; }
  [[nodiscard]] pickle_index integer(std::int64_t value);
  [[nodiscard]] pickle_index real(double value);
  /// Kinds text, bytes and big_integer: a copy of `content`, which must not be one of this arena's.
  [[nodiscard]] pickle_index text(pickle_kind kind, std::string_view content);
  /// Kinds list, set and dict: empty. `ordered_dict` marks the dicts whose class takes a state.
  [[nodiscard]] pickle_index container(pickle_kind kind, bool ordered_dict = false);
  [[nodiscard]] pickle_index tuple(std::span<const pickle_index> items);
  [[nodiscard]] pickle_index global(const pickle_global& row, std::string_view full_name);
  [[nodiscard]] pickle_index storage(const pickle_storage& value);
  [[nodiscard]] pickle_index tensor(const pickle_tensor& value);
  [[nodiscard]] pickle_index object(const pickle_object& value);
  [[nodiscard]] pickle_index located(const pickle_located& value);
  /// Appends to a list or set; keys and values alternate for a dict.
  [[nodiscard]] bool append(pickle_index container, std::span<const pickle_index> items);
  /// The empty tuple.
  [[nodiscard]] pickle_index nothing() const noexcept { return 3; }
  [[nodiscard]] std::uint64_t budget_left() const noexcept { return budget_left_; }
  /// Charges memory that somebody else holds on behalf of this pickle.
  [[nodiscard]] bool charge(std::uint64_t bytes) noexcept;

  // Asking. \pre the value is of that kind.
  [[nodiscard]] std::size_t size() const noexcept { return nodes_.size(); }
  [[nodiscard]] pickle_kind kind(pickle_index value) const noexcept {
    return value >= first_immediate ? pickle_kind::integer : nodes_[value].kind;
  }
  [[nodiscard]] bool truth_of(pickle_index value) const noexcept { return value == 2; }
  [[nodiscard]] std::int64_t integer_of(pickle_index value) const noexcept;
  [[nodiscard]] double real_of(pickle_index value) const noexcept;
  /// Of a text, bytes, big integer, or the "module.name" of a global; valid until something is
  /// added.
  [[nodiscard]] std::string_view text_of(pickle_index value) const noexcept;
  [[nodiscard]] std::uint32_t count_of(pickle_index container) const noexcept;
  [[nodiscard]] std::span<const pickle_index> tuple_of(pickle_index value) const noexcept;
  [[nodiscard]] bool is_ordered_dict(pickle_index value) const noexcept;
  [[nodiscard]] pickle_global global_of(pickle_index value) const noexcept;
  [[nodiscard]] const pickle_storage& storage_of(pickle_index value) const noexcept;
  [[nodiscard]] const pickle_tensor& tensor_of(pickle_index value) const noexcept;
  [[nodiscard]] const pickle_object& object_of(pickle_index value) const noexcept;
  [[nodiscard]] pickle_object& object_of(pickle_index value) noexcept;
  [[nodiscard]] const pickle_located& located_of(pickle_index value) const noexcept;
  [[nodiscard]] std::span<const pickle_storage> storages() const noexcept { return storages_; }

  /// Steps through the items of a list, tuple, set or dict (keys and values alternate).
  class cursor {
  public:
    cursor(const pickle_values& values, pickle_index container) noexcept;
    [[nodiscard]] bool at_end() const noexcept { return left_ == 0; }
    /// The next item. \pre not at_end()
    [[nodiscard]] pickle_index next(const pickle_values& values) noexcept;

  private:
    std::uint32_t run_ = 0;
    std::uint32_t within_ = 0;
    std::uint32_t left_ = 0;
  };

private:
  /// Indices from here on are integers themselves: most integers of a pickle cost no node.
  static constexpr pickle_index first_immediate = 0x80000000U;
  static constexpr std::int64_t immediate_zero = 0xc0000000;

  /// First and last run of the items of a container.
  struct run_ends {
    std::uint32_t first;
    std::uint32_t last;
  };

  /// 16 bytes; what the two last fields mean depends on the kind.
  struct node {
    pickle_kind kind = pickle_kind::none;
    std::uint8_t flag = 0;                  ///< ordered dict; readable global
    pickle_role role = pickle_role::opaque; ///< of a global
    dtype type = dtype::u8;                 ///< of a global
    std::uint32_t count = 0;                ///< items or length; index into the side tables
    union {
      std::int64_t integer = 0;
      double real;
      run_ends runs;
    };
  };

  [[nodiscard]] pickle_index add(const node& value);
  /// A node that stands for row `number` of a side table whose rows take `bytes`.
  [[nodiscard]] pickle_index side(pickle_kind kind, std::size_t number, std::size_t bytes);
  /// Writes a run [next run, length, items...] and returns where it starts, 0 when over budget.
  [[nodiscard]] std::uint32_t add_run(std::span<const pickle_index> items);

  std::uint64_t budget_left_;
  std::vector<node> nodes_;
  std::vector<std::uint32_t> runs_;
  std::vector<char> text_;
  std::vector<pickle_storage> storages_;
  std::vector<pickle_tensor> tensors_;
  std::vector<pickle_object> objects_;
  std::vector<pickle_located> located_;
};

} // namespace weightkin
