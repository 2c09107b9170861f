#include "reader/quantised/tensor_group.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "reader/decode/decoded_elements.hpp"
#include "reader/located_error.hpp"

namespace weightkin {

const part_types word_types{[](dtype type) { return type == dtype::i32 || type == dtype::u32; },
                            "32-bit integers"};
const part_types byte_types{[](dtype type) { return type == dtype::u8 || type == dtype::i8; },
                            "8-bit integers"};
const part_types index_types{
    [](dtype type) { return traits_of(type).kind == number_class::integer; }, "integers"};
const part_types float_types{[](dtype type) { return is_real(type) && bits_of(type) >= 16; },
                             "floats of 16 bits or more"};
const part_types real_types{[](dtype type) { return is_real(type) && is_byte_sized(type); },
                            "floats"};

namespace {

/// Strides of zero let a few bytes claim any number of elements; parts must be there in full.
bool is_backed(const stored_tensor& tensor) {
  if (tensor.decoded != nullptr) return true;
  const auto size = bytes_of(tensor.type, element_count(tensor));
  return size && *size <= tensor.bytes->size();
}

double stored_bits(const stored_tensor& tensor) {
  return static_cast<double>(element_count(tensor)) * static_cast<double>(bits_of(tensor.type));
}

} // namespace

const stored_tensor* tensor_group::find(std::string_view suffix, std::string_view role,
                                        const part_types& types) {
  const std::size_t place = index_.find(base_, suffix);
  if (place == index_.size() || element_count(index_[place]) == 0) return nullptr;
  return add(place, role, types);
}

const stored_tensor* tensor_group::need(std::string_view suffix, std::string_view role,
                                        const part_types& types, std::size_t rank) {
  const std::size_t place = index_.find(base_, suffix);
  if (place == index_.size()) {
    if (!refusal_)
      refusal_ = refuse(fault::missing,
                        "has no " + detail::escaped(base_ + std::string(suffix)) + " beside it");
    return nullptr;
  }
  const stored_tensor* part = add(place, role, types);
  if (refusal_) return part;
  if (element_count(*part) == 0 || (rank != any_rank && part->shape.size() != rank))
    refusal_ =
        wrong_shape(*part, rank == any_rank ? "with values" : std::to_string(rank) + " axes");
  return part;
}

const stored_tensor* tensor_group::add(std::size_t place, std::string_view role,
                                       const part_types& types) {
  const stored_tensor& part = index_[place];
  members_.push_back({place, role});
  if (refusal_) return &part;
  if (!types.allow(part.type))
    refusal_ = refuse(fault::dtype, detail::escaped(part.name) + " holds " +
                                        std::string(name_of(part.type)) + ", not " +
                                        std::string(types.words));
  else if (!is_backed(part))
    refusal_ = wrong_shape(part, "no larger than its file");
  return &part;
}

std::size_t tensor_group::first_place() const {
  if (!members_.empty())
    return std::min_element(members_.begin(), members_.end(),
                            [](const member& a, const member& b) { return a.place < b.place; })
        ->place;
  // What other weights took has no bytes left to point at; whatever led here was not taken.
  std::size_t place = 0;
  while (place + 1 < index_.size() && index_.is_taken(place))
    ++place;
  return place;
}

error tensor_group::refuse(fault why, const std::string& what) const {
  const stored_tensor& first = index_[first_place()];
  return detail::fail_at(why, first.bytes->label(), first.offset,
                         std::string(scheme_) + " tensor " + detail::escaped(base_) + ": " + what);
}

error tensor_group::not_read(const std::string& what) const {
  error refused = refuse(fault::none, what);
  refused.code = errc::unsupported;
  return refused;
}

error tensor_group::wrong_shape(const stored_tensor& part, const std::string& wanted) const {
  return refuse(fault::shape, detail::escaped(part.name) + " has shape " + shape_text(part.shape) +
                                  ", not " + wanted);
}

std::shared_ptr<stored_encoding>
tensor_group::take(std::uint64_t values, std::uint64_t block_values, std::string scheme) {
  auto encoding = std::make_shared<stored_encoding>();
  encoding->scheme = scheme.empty() ? std::string(scheme_) : std::move(scheme);
  encoding->block_values = block_values;
  double bits = 0;
  encoding->parts.reserve(members_.size());
  for (const member& one : members_) {
    bits += stored_bits(index_[one.place]);
    encoding->parts.push_back({std::string(one.role), index_.take(one.place)});
  }
  encoding->bits_per_value = values == 0 ? 0 : bits / static_cast<double>(values);
  return encoding;
}

void tensor_group::put(const std::shared_ptr<const stored_encoding>& encoding, std::string name,
                       std::vector<std::uint64_t> shape,
                       std::shared_ptr<const element_source> decoded) {
  const stored_tensor& first = encoding->parts.front().tensor;
  stored_tensor folded;
  folded.name = std::move(name);
  folded.type = dtype::f32;
  folded.shape = std::move(shape);
  folded.bytes = first.bytes;
  folded.offset = first.offset;
  folded.storage_offset = first.storage_offset;
  folded.decoded = std::move(decoded);
  folded.encoding = encoding;
  std::size_t place = members_.front().place;
  for (const member& one : members_)
    place = std::min(place, one.place);
  index_.put(place, std::move(folded));
}

const stored_tensor& part_of(const stored_encoding& encoding, std::string_view role) {
  const auto found = std::find_if(encoding.parts.begin(), encoding.parts.end(),
                                  [&](const stored_part& part) { return part.role == role; });
  assert(found != encoding.parts.end());
  return found->tensor;
}

std::string shape_text(const std::vector<std::uint64_t>& shape) {
  std::string text = "[";
  for (const std::uint64_t extent : shape)
    text += (text.size() == 1 ? "" : ", ") + std::to_string(extent);
  return text + "]";
}

std::optional<std::uint64_t> checked_product(const std::vector<std::uint64_t>& shape) {
  constexpr std::uint64_t most = std::uint64_t{1} << 62;
  std::uint64_t product = 1;
  for (const std::uint64_t extent : shape) {
    if (extent != 0 && product > most / extent) return std::nullopt;
    product *= extent;
  }
  return product;
}

} // namespace weightkin
