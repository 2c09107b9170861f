#include <algorithm>

#include "reader/decode/decoded_elements.hpp"
#include "reader/first_duplicate.hpp"
#include "reader/format_rows.hpp"
#include "reader/located_error.hpp"
#include "reader/ncnn/ncnn_elements.hpp"
#include "reader/ncnn/ncnn_layers.hpp"
#include "reader/wire/byte_cursor.hpp"
#include "reader/wire/little_endian.hpp"

// An ncnn model is two files: x.param, a text that lists the layers, and x.bin, the weights of one
// layer after the other with neither names nor shapes. How many numbers a layer reads follows from
// its kind and parameters. In front of the main weights of a layer stands a word that says how they
// are stored: f32, f16, 8-bit integers, or 8-bit indices into a table of 256 values; everything is
// padded to four bytes. The layers must use up the .bin file exactly.
namespace weightkin {
namespace {

using detail::escaped;

constexpr std::string_view format_name = "ncnn";
constexpr std::string_view param_ending = ".param";
constexpr std::string_view bin_ending = ".bin";
constexpr std::uint32_t code_f16 = 0x01306b47;
constexpr std::uint32_t code_i8 = 0x000d4b38;
constexpr std::uint32_t code_f32 = 0x0002c056;
constexpr std::uint64_t table_values = 256;

using source = std::shared_ptr<const byte_source>;

class weights_reader {
public:
  weights_reader(source bin, const reader_limits& limits)
      : bin_(std::move(bin)), limits_(limits), cursor_(*bin_) {}

  result<file_contents> run(const std::vector<ncnn_layer>& layers, std::string_view param_label) {
    contents_.format = format_name;
    for (const ncnn_layer& layer : layers) {
      const auto weights = ncnn_weights_of(layer, param_label);
      if (!weights) return weights.error();
      if (auto read = read_layer(layer, *weights); !read) return std::move(read).error();
    }
    if (cursor_.remaining() != 0)
      return detail::fail_at(fault::trailing, bin_->label(), cursor_.offset(),
                             std::to_string(cursor_.remaining()) +
                                 " bytes that no layer of the .param reads");
    if (const auto twice = detail::first_duplicate(
            contents_.tensors, [](const stored_tensor& t) -> std::string_view { return t.name; }))
      return detail::bad_file(fault::duplicate, param_label,
                              "two layers make a tensor named " + escaped(*twice));
    return std::move(contents_);
  }

private:
  result<void> read_layer(const ncnn_layer& layer, const std::vector<ncnn_weight>& weights) {
    const std::size_t first = contents_.tensors.size();
    for (const ncnn_weight& weight : weights) {
      if (contents_.tensors.size() == limits_.tensors)
        return detail::bad_file(fault::limit, bin_->label(), "too many tensors");
      stored_tensor tensor;
      tensor.name = layer.name + "." + weight.role;
      tensor.shape = weight.shape;
      tensor.bytes = bin_;
      tensor.usage = layer.type + "." + weight.role + ncnn_attributes_of(layer, weight.role);
      if (auto read = weight.coded ? read_coded(tensor) : place(tensor, dtype::f32); !read)
        return error{read.error().code,
                     read.error().message + " (tensor " + escaped(tensor.name) + ")",
                     read.error().why};
      contents_.tensors.push_back(std::move(tensor));
    }
    apply_scales(std::span(contents_.tensors).subspan(first), layer.name);
    return {};
  }

  /// The elements lie at the cursor, padded to four bytes.
  result<void> place(stored_tensor& tensor, dtype type) {
    tensor.type = type;
    tensor.offset = tensor.storage_offset = cursor_.offset();
    const auto size = bytes_of(type, element_count(tensor)); // fits: see ncnn_weights_of
    return cursor_.skip((*size + 3) / 4 * 4);
  }

  result<void> read_coded(stored_tensor& tensor) {
    const auto code = cursor_.u32();
    if (!code) return code.error();
    switch (*code) {
    case 0:
    case code_f32: return place(tensor, dtype::f32);
    case code_f16: return place(tensor, dtype::f16);
    case code_i8: return place(tensor, dtype::i8);
    default: return read_table(tensor);
    }
  }

  result<void> read_table(stored_tensor& tensor) {
    stored_tensor table = tensor;
    table.name += ".table";
    table.shape = {table_values};
    if (auto placed = place(table, dtype::f32); !placed) return placed;
    stored_tensor codes = tensor;
    codes.name += ".codes";
    if (auto placed = place(codes, dtype::u8); !placed) return placed;
    tensor.offset = tensor.storage_offset = codes.offset;
    tensor.type = dtype::f32;
    tensor.decoded = table_elements(codes, table);
    const auto count = static_cast<double>(element_count(tensor));
    tensor.encoding = std::make_shared<stored_encoding>(
        stored_encoding{"ncnn-table",
                        8 + 32 * static_cast<double>(table_values) / count,
                        0,
                        {{"codes", codes}, {"table", table}},
                        {},
                        0});
    return {};
  }

  /// Turns 8-bit weights into values where the layer has their scales.
  static void apply_scales(std::span<stored_tensor> tensors, const std::string& layer) {
    const auto named = [&](std::string_view role) {
      return std::find_if(tensors.begin(), tensors.end(), [&](const stored_tensor& tensor) {
        return tensor.name.size() == layer.size() + 1 + role.size() && tensor.name.ends_with(role);
      });
    };
    const auto weight = named("weight");
    const auto scales = named("weight_scales");
    if (weight == tensors.end() || scales == tensors.end() || weight->type != dtype::i8 ||
        weight->shape.front() % scales->shape.front() != 0)
      return;
    stored_tensor codes = *weight;
    codes.name += ".codes";
    const std::uint64_t count = element_count(codes);
    const std::uint64_t block = count / scales->shape.front();
    weight->type = dtype::f32;
    weight->decoded = scaled_elements(codes, *scales);
    weight->encoding =
        std::make_shared<stored_encoding>(stored_encoding{"ncnn-int8",
                                                          8 + 32 / static_cast<double>(block),
                                                          block,
                                                          {{"codes", codes}, {"scales", *scales}},
                                                          {},
                                                          0});
  }

  source bin_;
  const reader_limits& limits_;
  byte_cursor cursor_;
  file_contents contents_;
};

result<file_contents> read_pair(const source& param, const source& bin,
                                const open_options& options) {
  if (param->size() > options.limits.config_bytes)
    return detail::bad_file(fault::limit, param->label(), "the text is too long");
  std::vector<std::byte> scratch(static_cast<std::size_t>(param->size()));
  const auto text = param->read(0, scratch.size(), scratch);
  if (!text) return text.error();
  const auto layers = parse_ncnn_graph(as_text(*text), param->label(), options.limits);
  if (!layers) return layers.error();
  return weights_reader(bin, options.limits).run(*layers, param->label());
}

/// The other file's name: `name` with another ending.
std::string renamed(const std::string& name, std::string_view ending, std::string_view other) {
  return name.substr(0, name.size() - ending.size()) + std::string(other);
}

bool is_param(std::string_view head) {
  return head.size() > ncnn_magic.size() && head.starts_with(ncnn_magic) &&
         (head[ncnn_magic.size()] == '\n' || head[ncnn_magic.size()] == '\r');
}

bool recognises_param(const format_probe& probe) { return is_param(as_text(probe.head)); }

result<file_contents> read_by_param(const read_request& request) {
  const std::string& name = request.beside.own_name();
  if (!name.ends_with(param_ending))
    return detail::bad_file(fault::missing, request.bytes->label(),
                            "an ncnn text; its weights lie in a .bin file, which is found when "
                            "the text is called *.param");
  auto bin = request.beside.open(renamed(name, param_ending, bin_ending));
  if (!bin)
    return error{bin.error().code, request.bytes->label() + ": " + bin.error().message,
                 bin.error().why};
  return read_pair(request.bytes, *bin, request.options);
}

/// The text beside a .bin file, or null.
source param_beside(sibling_files& beside) {
  const std::string& name = beside.own_name();
  if (!name.ends_with(bin_ending)) return nullptr;
  const auto param = beside.find(renamed(name, bin_ending, param_ending));
  if (!param || *param == nullptr || (*param)->size() <= ncnn_magic.size()) return nullptr;
  std::array<std::byte, ncnn_magic.size() + 1> scratch{};
  const auto head = (*param)->read(0, scratch.size(), scratch);
  return head && is_param(as_text(*head)) ? *param : nullptr;
}

/// By the company it keeps: the weights themselves begin like anything.
bool recognises_bin(const format_probe& probe) {
  return probe.beside != nullptr && param_beside(*probe.beside) != nullptr;
}

result<file_contents> read_by_bin(const read_request& request) {
  const source param = param_beside(request.beside);
  if (param == nullptr)
    return detail::bad_file(fault::missing, request.bytes->label(), "its .param has gone");
  return read_pair(param, request.bytes, request.options);
}

} // namespace

const format_row ncnn_param_format{format_name, recognises_param, read_by_param};
const format_row ncnn_bin_format{format_name, recognises_bin, read_by_bin};

} // namespace weightkin
