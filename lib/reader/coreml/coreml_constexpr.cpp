#include "reader/coreml/coreml_constexpr.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

#include "reader/decode/affine_elements.hpp"
#include "reader/decode/masked_elements.hpp"
#include "reader/decode/packed_codes.hpp"
#include "reader/decode/palette_elements.hpp"

// What the operations compute is written down in their definitions: coremltools,
// ops/defs/iOS16/constexpr_ops and ops/defs/iOS18/compression. Values are those of f32, rounded to
// f16 where scales are.

namespace weightkin {
namespace {

class weight_folding {
public:
  weight_folding(coreml_file& file, const constexpr_parts& parts, const proto_field& where,
                 std::string name)
      : file_(file), parts_(parts), where_(where), name_(std::move(name)) {}

  /// f16 that is to become f32: the same values.
  result<stored_tensor> cast() {
    auto tensor = place("source_val");
    if (tensor) tensor->name = name_;
    return tensor;
  }

  /// scale * (quantized_data - zero_point), with one of each or one for each place along an axis.
  result<stored_tensor> affine() {
    auto codes = place("quantized_data");
    if (!codes) return codes;
    const auto axis = integers("axis");
    if (!axis) return axis.error();
    if (axis->size() != 1) return refuse(fault::shape, "its axis is not one number");
    affine_codes affine;
    for (auto& [key, slot] :
         {std::pair{"scale", &affine.scales}, std::pair{"zero_point", &affine.zero_points}}) {
      auto numbers = along_axis(*codes, key, axis->front());
      if (!numbers) return std::move(numbers).error();
      *slot = std::move(*numbers);
    }
    return finish_affine(std::move(*codes), std::move(affine), "coreml-affine");
  }

  /// scale * (data - offset), with one of each for each block.
  result<stored_tensor> blockwise() {
    auto codes = place("data");
    if (!codes) return codes;
    affine_codes affine;
    auto scales = by_blocks(*codes, "scale");
    if (!scales) return std::move(scales).error();
    affine.scales = std::move(*scales);
    if (parts_.contains("offset")) {
      auto offsets = by_blocks(*codes, "offset");
      if (!offsets) return std::move(offsets).error();
      affine.zero_points = std::move(*offsets);
    }
    return finish_affine(std::move(*codes), std::move(affine), "coreml-blockwise");
  }

  /// Codes looked up in tables: with a `shape`, packed in bytes, else in a type of their width.
  result<stored_tensor> palette() {
    auto tables = place("lut");
    if (!tables) return tables;
    palette_codes stored;
    std::vector<std::uint64_t> shape;
    if (auto read = parts_.contains("shape") ? read_packed_codes(*tables, stored, shape)
                                             : read_typed_codes(*tables, stored, shape);
        !read)
      return std::move(read).error();
    stored_encoding encoding;
    encoding.scheme = "coreml-lut" + std::to_string(std::bit_width(stored.palettes - 1));
    encoding.parts = {{"codes", stored.codes}, {"tables", *tables}};
    encoding.block_values = stored.vector == 1 ? stored.places.run() : 0;
    stored.tables = std::move(*tables);
    stored_tensor out = begin(stored.codes, shape);
    if (element_count(out) != 0) out.decoded = std::make_shared<palette_elements>(stored);
    return finish(std::move(out), std::move(encoding));
  }

  /// Values where a mask has bits.
  result<stored_tensor> sparse() {
    auto values = place("nonzero_data");
    if (!values) return values;
    auto mask = place("mask");
    if (!mask) return mask;
    std::vector<std::uint64_t> shape = mask->shape;
    if (parts_.contains("shape")) {
      auto given = read_shape();
      if (!given) return std::move(given).error();
      shape = std::move(*given);
    } else if (mask->encoding != nullptr && mask->encoding->scheme == "uint1") {
      mask = mask->encoding->parts.front().tensor;
    }
    const auto count = count_elements(file_, where_.offset, shape, name_);
    if (!count) return count.error();
    if (mask->type != dtype::u8 || mask->decoded != nullptr)
      return refuse(fault::dtype, "its mask is not of bits");
    if (element_count(*mask) != *count / 8 + (*count % 8 != 0 ? 1 : 0))
      return refuse(fault::shape, "its mask has not a bit for each value");
    if (is_complex(values->type)) return refuse(fault::dtype, "its values are not numbers");
    stored_encoding encoding;
    encoding.scheme = "coreml-sparse";
    encoding.parts = {{"values", *values}, {"mask", *mask}};
    stored_tensor out = begin(*values, shape);
    if (*count != 0)
      out.decoded = std::make_shared<masked_elements>(std::move(*mask), std::move(*values), *count);
    return finish(std::move(out), std::move(encoding));
  }

private:
  [[nodiscard]] error refuse(fault why, std::string_view what) const {
    return file_.refuse(why, where_.offset, name_, what);
  }

  result<stored_tensor> place(std::string_view key) {
    const auto found = parts_.find(key);
    if (found == parts_.end()) return refuse(fault::missing, "it has no " + std::string(key));
    if (found->second.made.has_value()) return *found->second.made;
    auto tensor = place_coreml_value(file_, found->second.value, found->second.where,
                                     name_ + "." + std::string(key));
    if (!tensor) return std::move(tensor).error();
    if (!tensor->has_value())
      return refuse(fault::dtype, "its " + std::string(key) + " is no tensor");
    return std::move(**tensor);
  }

  result<std::vector<std::int64_t>> integers(std::string_view key) {
    const auto found = parts_.find(key);
    if (found == parts_.end()) return refuse(fault::missing, "it has no " + std::string(key));
    if (found->second.made.has_value())
      return refuse(fault::dtype, "its " + std::string(key) + " is no plain number");
    return read_coreml_integers(file_, found->second.value, found->second.where, name_);
  }

  result<std::vector<std::uint64_t>> read_shape() {
    const auto numbers = integers("shape");
    if (!numbers) return numbers.error();
    if (numbers->size() > max_rank) return refuse(fault::limit, "its shape has too many axes");
    if (std::any_of(numbers->begin(), numbers->end(), [](std::int64_t n) { return n < 0; }))
      return refuse(fault::shape, "its shape is negative");
    return std::vector<std::uint64_t>(numbers->begin(), numbers->end());
  }

  /// One number, or one for each place along `axis`.
  result<block_numbers> along_axis(const stored_tensor& codes, std::string_view key,
                                   std::int64_t axis) {
    auto numbers = place(key);
    if (!numbers) return std::move(numbers).error();
    const auto rank = static_cast<std::int64_t>(codes.shape.size());
    if (axis < 0) axis += rank;
    if (axis < 0 || axis >= rank) return refuse(fault::shape, "its axis is none of its own");
    if (is_complex(numbers->type)) return refuse(fault::dtype, "its scales are not numbers");
    if (numbers->shape.empty()) return block_numbers{std::move(*numbers), {}};
    const auto along = static_cast<std::size_t>(axis);
    if (numbers->shape.size() != 1 || numbers->shape.front() != codes.shape[along])
      return refuse(fault::shape, "its " + std::string(key) + " does not fit its axis");
    if (codes.shape[along] == 0) return block_numbers{std::move(*numbers), {}}; // never read
    return block_numbers{std::move(*numbers), block_places::along(codes.shape, along)};
  }

  /// A number for each block; `data` is cut as the shape of the numbers says.
  result<block_numbers> by_blocks(const stored_tensor& data, std::string_view key) {
    auto numbers = place(key);
    if (!numbers) return std::move(numbers).error();
    if (is_complex(numbers->type)) return refuse(fault::dtype, "its scales are not numbers");
    const auto places = cut(data.shape, numbers->shape);
    if (!places)
      return refuse(fault::shape, "its " + std::string(key) + " does not divide its data");
    return block_numbers{std::move(*numbers), *places};
  }

  static std::optional<block_places> cut(std::span<const std::uint64_t> shape,
                                         std::span<const std::uint64_t> blocks) {
    if (shape.size() != blocks.size()) return std::nullopt;
    bool is_empty = false;
    for (std::size_t i = 0; i < shape.size(); ++i) {
      if (blocks[i] == 0 || shape[i] % blocks[i] != 0) return std::nullopt;
      is_empty = is_empty || shape[i] == 0;
    }
    return is_empty ? block_places() : block_places(shape, blocks);
  }

  result<void> read_packed_codes(const stored_tensor& tables, palette_codes& stored,
                                 std::vector<std::uint64_t>& shape) {
    auto bytes = place("indices");
    if (!bytes) return std::move(bytes).error();
    auto given = read_shape();
    if (!given) return std::move(given).error();
    shape = std::move(*given);
    const auto count = count_elements(file_, where_.offset, shape, name_);
    if (!count) return count.error();
    stored.palettes = tables.shape.size() == 1 ? tables.shape.front() : 0;
    if (auto checked = check_tables(tables, stored.palettes); !checked) return checked;
    const auto bits = static_cast<unsigned>(std::bit_width(stored.palettes - 1));
    if (bytes->type != dtype::u8 || bytes->decoded != nullptr)
      return refuse(fault::dtype, "its indices are not bytes");
    const std::uint64_t needed = *count / 8 * bits + (*count % 8 * bits + 7) / 8;
    if (element_count(*bytes) != needed)
      return refuse(fault::shape, "it has " + std::to_string(element_count(*bytes)) +
                                      " bytes of indices where its shape needs " +
                                      std::to_string(needed));
    stored.codes = std::move(*bytes);
    stored.codes.shape = shape;
    if (bits == 8 || bits == 0 || *count == 0) return {};
    if (bits > most_bits) return refuse(fault::shape, "its table has an odd size");
    stored.codes.type = dtype::f32;
    stored.codes.decoded = std::make_shared<packed_codes>(stored.codes.bytes, stored.codes.offset,
                                                          *count, bits, integer_codes(bits, false));
    return {};
  }

  result<void> read_typed_codes(const stored_tensor& tables, palette_codes& stored,
                                std::vector<std::uint64_t>& shape) {
    auto codes = place("indices");
    if (!codes) return std::move(codes).error();
    const std::size_t rank = codes->shape.size();
    if (tables.shape.size() != rank + 2)
      return refuse(fault::shape, "its tables have not two axes more than its indices");
    stored.palettes = tables.shape[rank];
    stored.vector = tables.shape[rank + 1];
    if (auto checked = check_tables(tables, stored.palettes); !checked) return checked;
    const auto bits = static_cast<unsigned>(std::bit_width(stored.palettes - 1));
    if (bits != code_bits(*codes))
      return refuse(fault::shape, "its tables are not as long as its indices are wide");
    const auto places = cut(codes->shape, std::span(tables.shape).first(rank));
    if (!places) return refuse(fault::shape, "its tables do not divide its indices");
    stored.places = *places;
    shape = codes->shape;
    stored.codes = std::move(*codes);
    return stored.vector == 1 ? result<void>() : spread_vectors(stored, shape);
  }

  /// Each code stands for several values along an axis.
  result<void> spread_vectors(palette_codes& stored, std::vector<std::uint64_t>& shape) {
    if (stored.vector == 0 || stored.vector > most_palette_vector)
      return refuse(fault::limit, "its tables hold vectors of " + std::to_string(stored.vector));
    const auto given = integers("vector_axis");
    if (!given) return given.error();
    const auto rank = static_cast<std::int64_t>(shape.size());
    const std::int64_t axis =
        given->size() != 1 ? rank : given->front() + (given->front() < 0 ? rank : 0);
    if (axis < 0 || axis >= rank) return refuse(fault::shape, "its vectors have no axis");
    for (std::size_t i = static_cast<std::size_t>(axis) + 1; i < shape.size(); ++i)
      stored.inner *= std::max<std::uint64_t>(shape[i], 1);
    shape[static_cast<std::size_t>(axis)] *= stored.vector; // fits: count_elements leaves room
    const auto count = count_elements(file_, where_.offset, shape, name_);
    return count ? result<void>() : count.error();
  }

  [[nodiscard]] result<void> check_tables(const stored_tensor& tables,
                                          std::uint64_t palettes) const {
    constexpr std::uint64_t most = 256;
    if (palettes < 2 || palettes > most || !std::has_single_bit(palettes))
      return refuse(fault::shape, "its table has an odd size");
    if (is_complex(tables.type)) return refuse(fault::dtype, "its table is not of numbers");
    return {};
  }

  /// How wide the file says that these unsigned integers are; 0 for anything else.
  static unsigned code_bits(const stored_tensor& codes) {
    if (codes.encoding == nullptr) return codes.type == dtype::u8 ? 8 : 0;
    for (const unsigned bits : {1U, 2U, 3U, 4U, 6U})
      if (codes.encoding->scheme == "uint" + std::to_string(bits)) return bits;
    return 0;
  }

  result<stored_tensor> finish_affine(stored_tensor codes, affine_codes affine,
                                      std::string scheme) {
    if (is_complex(codes.type)) return refuse(fault::dtype, "its data is not of numbers");
    stored_encoding encoding;
    encoding.scheme = std::move(scheme);
    encoding.parts = {{"codes", codes}, {"scales", affine.scales->numbers}};
    if (affine.zero_points) encoding.parts.push_back({"zeros", affine.zero_points->numbers});
    encoding.block_values = affine.scales->places.run();
    if (encoding.block_values == 0) encoding.block_values = element_count(codes);
    affine.halves = affine.scales->numbers.type == dtype::f16;
    stored_tensor out = begin(codes, codes.shape);
    affine.codes = std::move(codes);
    if (element_count(out) != 0) out.decoded = std::make_shared<affine_elements>(std::move(affine));
    return finish(std::move(out), std::move(encoding));
  }

  /// The whole, where its first part lies.
  [[nodiscard]] stored_tensor begin(const stored_tensor& part,
                                    std::vector<std::uint64_t> shape) const {
    stored_tensor out;
    out.name = name_;
    out.type = dtype::f32;
    out.shape = std::move(shape);
    out.bytes = part.bytes;
    out.offset = part.offset;
    out.storage_offset = part.storage_offset;
    return out;
  }

  [[nodiscard]] static stored_tensor finish(stored_tensor out, stored_encoding encoding) {
    double bits = 0;
    for (const stored_part& part : encoding.parts)
      bits += static_cast<double>(element_count(part.tensor)) * stored_bits(part.tensor);
    const std::uint64_t count = element_count(out);
    if (count != 0) encoding.bits_per_value = bits / static_cast<double>(count);
    out.encoding = std::make_shared<const stored_encoding>(std::move(encoding));
    return out;
  }

  static double stored_bits(const stored_tensor& part) {
    if (part.encoding != nullptr) return part.encoding->bits_per_value;
    const auto* packed = dynamic_cast<const packed_codes*>(part.decoded.get());
    return packed != nullptr ? packed->bits() : static_cast<double>(bits_of(part.type));
  }

  static constexpr unsigned most_bits = 6; ///< of codes that are not bytes

  coreml_file& file_;
  const constexpr_parts& parts_;
  const proto_field& where_;
  std::string name_;
};

struct constexpr_row {
  std::string_view type;
  result<stored_tensor> (weight_folding::*fold)();
};

constexpr std::array foldings{
    constexpr_row{"constexpr_cast", &weight_folding::cast},
    constexpr_row{"constexpr_affine_dequantize", &weight_folding::affine},
    constexpr_row{"constexpr_blockwise_shift_scale", &weight_folding::blockwise},
    constexpr_row{"constexpr_lut_to_dense", &weight_folding::palette},
    constexpr_row{"constexpr_sparse_to_dense", &weight_folding::sparse},
};

} // namespace

result<std::optional<stored_tensor>> fold_constexpr(coreml_file& file, std::string_view type,
                                                    const constexpr_parts& parts,
                                                    const proto_field& where, std::string name) {
  const auto row = std::find_if(foldings.begin(), foldings.end(),
                                [&](const constexpr_row& known) { return known.type == type; });
  if (row == foldings.end()) return std::optional<stored_tensor>();
  constexpr std::uint64_t parts_bytes = 2048; // what the description of the parts takes
  if (auto charged = file.charge(parts_bytes + 4 * name.size(), where.offset); !charged)
    return std::move(charged).error();
  auto folded = (weight_folding(file, parts, where, std::move(name)).*(row->fold))();
  if (!folded) return std::move(folded).error();
  return std::optional(std::move(*folded));
}

} // namespace weightkin
