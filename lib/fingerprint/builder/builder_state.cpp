#include "fingerprint/builder/builder_state.hpp"

#include <string>
#include <utility>

#include <weightkin/fingerprint/fingerprint_file.hpp>

#include "fingerprint/file/fingerprint_rules.hpp"

namespace weightkin {
namespace {

std::string quoted(const tensor_declaration& tensor) { return "tensor '" + tensor.name + "'"; }

error damaged(const char* what) {
  return {errc::bad_format, std::string("builder state: ") + what, fault::format};
}

/// A fingerprint of nothing but declarations and what they are, which its file format can hold.
std::vector<std::byte> head_of(const std::vector<tensor_declaration>& tensors,
                               const inventory& contents, std::uint64_t seed) {
  fingerprint head;
  head.seed = seed;
  head.contents = contents;
  for (const tensor_declaration& tensor : tensors) {
    tensor_print& print = head.tensors.emplace_back();
    print.magnitudes.fill(0xFFFF);
    print.name = tensor.name;
    print.type = tensor.type;
    print.shape = tensor.shape;
  }
  return encode_fingerprint(head);
}

} // namespace

std::uint64_t detail::packed_bytes_of(dtype type, std::uint64_t count) {
  const std::uint64_t bits = bits_of(type);
  return count / 8 * bits + (count % 8 * bits + 7) / 8;
}

bool detail::begins_byte(dtype type, std::uint64_t element) {
  return element % 8 * bits_of(type) % 8 == 0;
}

tensor_progress::tensor_progress(const tensor_declaration& tensor, std::uint64_t seed,
                                 const unit_axis* axis, bool with_digests)
    : elements(*detail::elements_of(tensor.shape)), sums(tensor, seed, axis) {
  if (with_digests) digests.emplace(tensor);
}

result<void> tensor_progress::add(std::uint64_t first, std::uint64_t count,
                                  std::span<const std::byte> packed) {
  if (count == 0) return {};
  if (digests)
    if (auto hashed = digests->add(first, count, packed); !hashed) return hashed;
  sums.add(first, count, packed);
  added.add(first, first + count);
  return {};
}

result<void> tensor_progress::merge(const tensor_progress& other) {
  if (other.added.count() == 0) return {};
  if (digests)
    if (auto merged = digests->merge(*other.digests); !merged) return merged;
  sums.merge(other.sums);
  added.add(other.added);
  return {};
}

tensor_print tensor_progress::finish() const {
  tensor_print print = sums.finish();
  if (digests) {
    const auto done = digests->finish();
    print.stored = done.stored;
    print.value = done.value;
  }
  return print;
}

void tensor_progress::save(std::vector<std::byte>& bytes) const {
  added.save(bytes);
  if (added.count() == 0) return;
  sums.save(bytes);
  if (digests) digests->save(bytes);
}

result<void> tensor_progress::load(std::span<const std::byte>& bytes) {
  if (!added.load(bytes, elements)) return damaged("ranges of elements that cannot be");
  if (added.count() == 0) return {};
  if (auto read = sums.load(bytes); !read) return read;
  if (sums.seen() != added.count()) return damaged("sums over other elements");
  if (!digests) return {};
  if (auto read = digests->load(bytes); !read) return read;
  if (digests->complete() != complete()) return damaged("digests of other elements");
  return {};
}

fingerprint_builder::state::state(std::vector<tensor_declaration> declared, inventory labels,
                                  std::uint64_t chosen_seed, bool with_digests)
    : tensors(std::move(declared)), contents(std::move(labels)), seed(chosen_seed),
      digests(with_digests), head(head_of(tensors, contents, seed)) {
  made.reserve(tensors.size());
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    const auto& axis = contents.entries[i].axis;
    made.emplace_back(tensors[i], seed, axis ? &*axis : nullptr, digests);
  }
}

result<void> fingerprint_builder::state::check_range(std::size_t tensor, std::uint64_t first,
                                                     std::uint64_t count) const {
  const tensor_progress& progress = made[tensor];
  if (first > progress.elements || count > progress.elements - first)
    return error{errc::bad_argument, quoted(tensors[tensor]) + ": elements beyond its " +
                                         std::to_string(progress.elements)};
  if (progress.added.overlaps(first, first + count))
    return error{errc::bad_argument, quoted(tensors[tensor]) + ": elements from " +
                                         std::to_string(first) + " on were already added"};
  return {};
}

} // namespace weightkin
