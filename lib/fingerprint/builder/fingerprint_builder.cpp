#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include <weightkin/fingerprint/fingerprint_builder.hpp>
#include <weightkin/fingerprint/fingerprint_file.hpp>
#include <weightkin/kernel/blake3.hpp>

#include "fingerprint/builder/box_runs.hpp"
#include "fingerprint/builder/builder_state.hpp"
#include "fingerprint/builder/unseen_values.hpp"
#include "fingerprint/digests/seal.hpp"
#include "fingerprint/file/fingerprint_rules.hpp"
#include "kernel/state_bytes.hpp"

namespace weightkin {
namespace {

/// The state's own first bytes: not those of a fingerprint, and a version that only we read.
constexpr std::array<std::uint8_t, 8> magic{0x89, 'W', 'K', 'B', '\r', '\n', 1, '\n'};
constexpr std::size_t digest_bytes = 32;

error bad_argument(std::string what) { return {errc::bad_argument, std::move(what)}; }
error damaged(std::string_view what) {
  return {errc::bad_format, "builder state: " + std::string(what), fault::format};
}

result<void> check_declarations(const std::vector<tensor_declaration>& tensors) {
  std::set<std::string_view> names;
  for (const tensor_declaration& tensor : tensors) {
    const std::string name = "tensor '" + tensor.name + "': ";
    if (!names.insert(tensor.name).second) return bad_argument(name + "declared twice");
    if (tensor.shape.size() > max_rank) return bad_argument(name + "its rank is above 64");
    const auto elements = detail::elements_of(tensor.shape);
    if (!elements || *elements > UINT64_MAX / bits_of(tensor.type))
      return bad_argument(name + "its size overflows");
    if (name_of(tensor.type) == "unknown") return bad_argument(name + "no number type");
  }
  return {};
}

result<void> check_contents(const std::vector<tensor_declaration>& tensors,
                            const inventory& contents) {
  if (contents.entries.size() != tensors.size())
    return bad_argument("the inventory is of another number of tensors");
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    if (contents.entries[i].tensor != i)
      return bad_argument("the inventory has its tensors in another order");
    tensor_print print;
    print.shape = tensors[i].shape;
    print.magnitudes.fill(0xFFFF);
    if (const auto found = detail::contradiction_in(print, contents.entries[i], tensors.size(),
                                                    contents.components.size()))
      return bad_argument("tensor '" + tensors[i].name +
                          "': the inventory does not fit: " + found->what);
  }
  return {};
}

/// The range of elements that are missing first.
std::string first_missing(const tensor_progress& progress) {
  const auto ranges = progress.added.all();
  const std::uint64_t first = ranges.empty() || ranges[0].first > 0 ? 0 : ranges[0].end;
  const std::size_t next = first == 0 ? 0 : 1;
  const std::uint64_t end = next < ranges.size() ? ranges[next].first : progress.elements;
  return "elements " + std::to_string(first) + " to " + std::to_string(end - 1);
}

} // namespace

fingerprint_builder::fingerprint_builder(std::unique_ptr<state> started) noexcept
    : state_(std::move(started)) {}
fingerprint_builder::fingerprint_builder(fingerprint_builder&&) noexcept = default;
fingerprint_builder& fingerprint_builder::operator=(fingerprint_builder&&) noexcept = default;
fingerprint_builder::~fingerprint_builder() = default;

std::span<const tensor_declaration> fingerprint_builder::declarations() const noexcept {
  return state_->tensors;
}

result<fingerprint_builder> fingerprint_builder::begin(std::vector<tensor_declaration> tensors,
                                                       builder_options options) {
  if (auto checked = check_declarations(tensors); !checked) return checked.error();
  inventory contents =
      options.contents ? std::move(*options.contents) : detail::inventory_of_unseen(tensors);
  if (auto checked = check_contents(tensors, contents); !checked) return checked.error();
  detail::count_up(contents);
  return fingerprint_builder(std::make_unique<state>(std::move(tensors), std::move(contents),
                                                     options.seed, options.digests));
}

result<void> fingerprint_builder::add(std::size_t tensor, std::uint64_t first, std::uint64_t count,
                                      std::span<const std::byte> packed) {
  if (tensor >= state_->tensors.size()) return bad_argument("there is no such tensor");
  if (auto checked = state_->check_range(tensor, first, count); !checked) return checked;
  const dtype type = state_->tensors[tensor].type;
  const std::string name = "tensor '" + state_->tensors[tensor].name + "': ";
  tensor_progress& progress = state_->made[tensor];
  const bool whole = detail::begins_byte(type, first) && (first + count == progress.elements ||
                                                          detail::begins_byte(type, first + count));
  if (!whole) return bad_argument(name + "a range that splits bytes");
  const std::uint64_t size = detail::packed_bytes_of(type, count);
  if (packed.size() != size)
    return bad_argument(name + std::to_string(count) + " elements are " + std::to_string(size) +
                        " bytes, not " + std::to_string(packed.size()));
  return progress.add(first, count, packed);
}

result<void> fingerprint_builder::add_box(std::size_t tensor, std::span<const std::uint64_t> start,
                                          std::span<const std::uint64_t> extent,
                                          std::span<const std::byte> packed) {
  if (tensor >= state_->tensors.size()) return bad_argument("there is no such tensor");
  const tensor_declaration& declared = state_->tensors[tensor];
  const std::string name = "tensor '" + declared.name + "': ";
  const auto runs = detail::box_runs::of(declared.shape, start, extent);
  if (!runs) return bad_argument(name + "the box does not lie in it");
  const dtype type = declared.type;
  const std::uint64_t size = detail::packed_bytes_of(type, runs->count() * runs->length());
  if (packed.size() != size)
    return bad_argument(name + "the box is " + std::to_string(size) + " bytes, not " +
                        std::to_string(packed.size()));
  if (runs->count() > 1 && !detail::begins_byte(type, runs->length()))
    return error{errc::unsupported, name + "a box whose runs split bytes"};
  // Looked at as a whole before anything of it is taken.
  for (std::uint64_t i = 0; i < runs->count(); ++i) {
    const std::uint64_t first = runs->first(i);
    if (auto checked = state_->check_range(tensor, first, runs->length()); !checked) return checked;
    if (!detail::begins_byte(type, first))
      return error{errc::unsupported, name + "a box whose runs split bytes"};
  }
  const std::uint64_t run_bytes = detail::packed_bytes_of(type, runs->length());
  for (std::uint64_t i = 0; i < runs->count(); ++i)
    if (auto added = state_->made[tensor].add(runs->first(i), runs->length(),
                                              packed.subspan(i * run_bytes, run_bytes));
        !added)
      return added;
  return {};
}

result<void> fingerprint_builder::merge(const fingerprint_builder& other) {
  if (state_->digests != other.state_->digests || state_->head != other.state_->head)
    return bad_argument("builders of different declarations, seeds or options");
  for (std::size_t i = 0; i < state_->made.size(); ++i)
    if (state_->made[i].added.overlaps(other.state_->made[i].added))
      return bad_argument("tensor '" + state_->tensors[i].name +
                          "': both builders have elements of the same range");
  for (std::size_t i = 0; i < state_->made.size(); ++i)
    if (auto merged = state_->made[i].merge(other.state_->made[i]); !merged) return merged;
  return {};
}

std::vector<std::byte> fingerprint_builder::save() const {
  const auto start = std::as_bytes(std::span(magic));
  std::vector<std::byte> bytes(start.begin(), start.end());
  detail::put_number(bytes, static_cast<std::uint8_t>(state_->digests ? 1 : 0));
  detail::put_number(bytes, static_cast<std::uint64_t>(state_->head.size()));
  bytes.insert(bytes.end(), state_->head.begin(), state_->head.end());
  for (const tensor_progress& progress : state_->made)
    progress.save(bytes);
  const digest hash = blake3(bytes);
  const auto end = std::as_bytes(std::span(hash.bytes));
  bytes.insert(bytes.end(), end.begin(), end.end());
  return bytes;
}

result<fingerprint_builder> fingerprint_builder::load(std::span<const std::byte> bytes) {
  const auto start = std::as_bytes(std::span(magic));
  if (bytes.size() < start.size() + digest_bytes ||
      !std::equal(start.begin(), start.end(), bytes.begin()))
    return damaged("not one of this version");
  const auto hashed = bytes.first(bytes.size() - digest_bytes);
  const digest hash = blake3(hashed);
  const auto seal = std::as_bytes(std::span(hash.bytes));
  if (!std::equal(seal.begin(), seal.end(), bytes.end() - digest_bytes))
    return damaged("its digest is not that of its bytes");
  auto rest = hashed.subspan(start.size());
  std::uint8_t digests = 0;
  std::uint64_t head_bytes = 0;
  if (!detail::take_number(rest, digests) || digests > 1 ||
      !detail::take_number(rest, head_bytes) || head_bytes > rest.size())
    return damaged("its head does not fit");
  auto head = decode_fingerprint(rest.first(head_bytes), "builder state");
  if (!head) return error{errc::bad_format, head.error().message, head.error().why};
  rest = rest.subspan(head_bytes);
  // Each tensor has at least a count of its ranges.
  if (head->tensors.size() > rest.size() / sizeof(std::uint64_t)) return damaged("it ends early");
  std::vector<tensor_declaration> tensors;
  for (tensor_print& print : head->tensors)
    tensors.push_back({std::move(print.name), print.type, std::move(print.shape)});
  if (auto checked = check_declarations(tensors); !checked) return damaged(checked.error().message);
  auto loaded = std::make_unique<state>(std::move(tensors), std::move(head->contents), head->seed,
                                        digests == 1);
  for (tensor_progress& progress : loaded->made)
    if (auto read = progress.load(rest); !read) return read.error();
  if (!rest.empty()) return damaged("more bytes than parts");
  return fingerprint_builder(std::move(loaded));
}

result<fingerprint> fingerprint_builder::finish() const {
  fingerprint print;
  print.seed = state_->seed;
  print.contents = state_->contents;
  for (std::size_t i = 0; i < state_->made.size(); ++i) {
    const tensor_progress& progress = state_->made[i];
    if (!progress.complete())
      return bad_argument("tensor '" + state_->tensors[i].name + "': " + first_missing(progress) +
                          " were not added");
    print.tensors.push_back(progress.finish());
  }
  detail::seal(print);
  return print;
}

} // namespace weightkin
