#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "reader/format_rows.hpp"
#include "reader/located_error.hpp"
#include "reader/small/packed_floats.hpp"
#include "reader/wire/little_endian.hpp"

/// The checkpoints of llama2.c: seven 32-bit numbers, then all weights of a Llama model as 32-bit
/// floats, each kind of weight for all layers before the next kind. The older files begin with the
/// numbers and end in the tables of rotary angles; a negative vocabulary says that the classifier
/// is not the embedding. Version 1 has a mark, a header of 256 bytes, the norms first and no
/// tables. Version 2 is quantised; two orders of its scales were in use and nothing tells them
/// apart, so it is not read.
///
/// Nothing marks the older files. They are taken for one only when the numbers make sense together
/// and the file is exactly as long as they say.
namespace weightkin {
namespace {

constexpr std::string_view llama2c_name = "llama2.c";
constexpr std::string_view llama2c_mark = "24ka"; ///< 0x616b3432
constexpr std::uint64_t legacy_header_bytes = 28;
constexpr std::uint64_t llama2c_header_bytes = 256;

struct llama_shape {
  std::uint64_t dim, hidden_dim, layers, heads, kv_heads, vocabulary, positions;
  bool has_classifier; ///< of its own

  [[nodiscard]] std::uint64_t head_dim() const noexcept { return dim / heads; }
  [[nodiscard]] std::uint64_t kv_dim() const noexcept { return head_dim() * kv_heads; }
};

/// The seven numbers at the front of `bytes`, when they can be a model's. What is let through is
/// small enough that no size computed from it wraps.
std::optional<llama_shape> shape_of(std::span<const std::byte> bytes) noexcept {
  std::array<std::int64_t, 7> numbers;
  for (std::size_t i = 0; i < numbers.size(); ++i)
    numbers[i] = static_cast<std::int32_t>(load_u32(bytes.data() + 4 * i));
  const bool has_classifier = numbers[5] < 0;
  if (has_classifier) numbers[5] = -numbers[5];
  constexpr std::array<std::int64_t, 7> most{1 << 20, 1 << 20, 1 << 12, 1 << 12,
                                             1 << 12, 1 << 24, 1 << 24};
  for (std::size_t i = 0; i < numbers.size(); ++i)
    if (numbers[i] <= 0 || numbers[i] > most[i]) return std::nullopt;
  const auto number = [&](std::size_t i) { return static_cast<std::uint64_t>(numbers[i]); };
  const llama_shape shape{number(0), number(1), number(2), number(3),
                          number(4), number(5), number(6), has_classifier};
  if (shape.dim % shape.heads != 0 || shape.heads % shape.kv_heads != 0 ||
      shape.head_dim() % 2 != 0)
    return std::nullopt;
  return shape;
}

class llama_lister {
public:
  llama_lister(const llama_shape& shape, std::uint64_t begin) : shape_(shape), tensors_(begin) {}

  packed_floats legacy() && {
    embedding();
    each("attention_norm", {shape_.dim});
    attention();
    each("ffn_norm", {shape_.dim});
    feed_forward();
    tensors_.add("norm.weight", {shape_.dim});
    tensors_.add("freqs_cos", {shape_.positions, shape_.head_dim() / 2});
    tensors_.add("freqs_sin", {shape_.positions, shape_.head_dim() / 2});
    classifier();
    return std::move(tensors_);
  }

  packed_floats version_1() && {
    each("attention_norm", {shape_.dim});
    each("ffn_norm", {shape_.dim});
    tensors_.add("norm.weight", {shape_.dim});
    embedding();
    attention();
    feed_forward();
    classifier();
    return std::move(tensors_);
  }

private:
  void embedding() { tensors_.add("tok_embeddings.weight", {shape_.vocabulary, shape_.dim}); }
  void attention() {
    each("attention.wq", {shape_.dim, shape_.dim});
    each("attention.wk", {shape_.kv_dim(), shape_.dim});
    each("attention.wv", {shape_.kv_dim(), shape_.dim});
    each("attention.wo", {shape_.dim, shape_.dim});
  }
  void feed_forward() {
    each("feed_forward.w1", {shape_.hidden_dim, shape_.dim});
    each("feed_forward.w2", {shape_.dim, shape_.hidden_dim});
    each("feed_forward.w3", {shape_.hidden_dim, shape_.dim});
  }
  void classifier() {
    if (shape_.has_classifier) tensors_.add("output.weight", {shape_.vocabulary, shape_.dim});
  }
  void each(std::string_view name, const std::vector<std::uint64_t>& shape) {
    for (std::uint64_t layer = 0; layer < shape_.layers; ++layer)
      tensors_.add("layers." + std::to_string(layer) + "." + std::string(name) + ".weight", shape);
  }

  const llama_shape& shape_;
  packed_floats tensors_;
};

bool is_marked(const format_probe& probe) { return as_text(probe.head).starts_with(llama2c_mark); }

/// The layout of an older file when it is as long as its numbers say.
std::optional<llama_shape> legacy_shape(std::span<const std::byte> head, std::uint64_t size) {
  if (head.size() < legacy_header_bytes) return std::nullopt;
  const auto shape = shape_of(head);
  if (!shape || shape->layers > size / sizeof(float)) return std::nullopt;
  if (llama_lister(*shape, legacy_header_bytes).legacy().end() != size) return std::nullopt;
  return shape;
}

bool is_llama2c(const format_probe& probe) {
  return is_marked(probe) || legacy_shape(probe.head, probe.size).has_value();
}

file_contents contents_of(const llama_shape& shape, packed_floats&& tensors,
                          const std::shared_ptr<const byte_source>& bytes) {
  file_contents contents;
  contents.format = llama2c_name;
  contents.tensors = std::move(tensors).in(bytes);
  contents.metadata = {{"dim", std::to_string(shape.dim)},
                       {"hidden_dim", std::to_string(shape.hidden_dim)},
                       {"n_layers", std::to_string(shape.layers)},
                       {"n_heads", std::to_string(shape.heads)},
                       {"n_kv_heads", std::to_string(shape.kv_heads)},
                       {"vocab_size", std::to_string(shape.vocabulary)},
                       {"max_seq_len", std::to_string(shape.positions)}};
  return contents;
}

result<file_contents> read_marked(const read_request& request, std::span<const std::byte> header) {
  const std::string& label = request.bytes->label();
  if (header.size() < llama2c_header_bytes)
    return detail::bad_file(fault::truncated, label, "ends inside its header of 256 bytes");
  const std::uint32_t version = load_u32(header.data() + llama2c_mark.size());
  if (version == 2)
    return detail::unsupported_file(label, "llama2.c version 2 (quantised) is not read: the order "
                                           "of its scales cannot be told");
  if (version != 1)
    return detail::bad_file(fault::version, label,
                            "llama2.c version " + std::to_string(version) + " is not known");
  auto shape = shape_of(header.subspan(8));
  if (!shape || shape->has_classifier)
    return detail::fail_at(fault::header, label, 8, "numbers that no model has");
  shape->has_classifier = header[36] == std::byte{0};
  if (shape->layers > request.bytes->size())
    return detail::fail_at(fault::bounds, label, 16, "more layers than bytes");
  packed_floats tensors = llama_lister(*shape, llama2c_header_bytes).version_1();
  if (tensors.end() != request.bytes->size())
    return detail::bad_file(tensors.end() > request.bytes->size() ? fault::bounds : fault::trailing,
                            label,
                            "should be " + std::to_string(tensors.end()) + " bytes long but is " +
                                std::to_string(request.bytes->size()));
  return contents_of(*shape, std::move(tensors), request.bytes);
}

result<file_contents> read_llama2c(const read_request& request) {
  std::array<std::byte, llama2c_header_bytes> scratch;
  const auto length = std::min<std::uint64_t>(llama2c_header_bytes, request.bytes->size());
  const auto header = request.bytes->read(0, static_cast<std::size_t>(length), scratch);
  if (!header) return header.error();
  if (as_text(*header).starts_with(llama2c_mark)) return read_marked(request, *header);
  const auto shape = legacy_shape(*header, request.bytes->size());
  if (!shape)
    return detail::bad_file(fault::header, request.bytes->label(), "numbers that no model has");
  return contents_of(*shape, llama_lister(*shape, legacy_header_bytes).legacy(), request.bytes);
}

} // namespace

const format_row llama2c_format{llama2c_name, is_llama2c, read_llama2c};

} // namespace weightkin
