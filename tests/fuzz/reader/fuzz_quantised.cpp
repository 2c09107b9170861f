#include <array>
#include <string>

#include "fuzz/reader/exercise.hpp"
#include "support/safetensors_writer.hpp"

namespace {

using namespace weightkin;

/// Configurations of every scheme; the input chooses one, or brings its own.
constexpr std::array<std::string_view, 14> configurations{
    "",
    R"({"quantization_config":{"quant_method":"gptq","bits":4,"group_size":8}})",
    R"({"quantization_config":{"quant_method":"gptq","bits":3,"group_size":-1}})",
    R"({"quantization_config":{"quant_method":"gptq","checkpoint_format":"gptq_v2"}})",
    R"({"quantization_config":{"quant_method":"awq","bits":4,"group_size":4}})",
    R"({"quantization_config":{"quant_method":"fp8","weight_block_size":[2,3]}})",
    R"({"quantization_config":{"quant_method":"fp8","scale_fmt":"ue8m0"}})",
    R"({"quantization_config":{"config_groups":{"g":{"weights":{"num_bits":4,"group_size":8}}}}})",
    R"({"quantization_config":{"quant_method":"bitnet"}})",
    R"({"quantization_config":{"quant_method":"mxfp4"}})",
    R"({"quantization":{"bits":3,"group_size":32}})",
    R"({"quantization":{"bits":8,"group_size":4}})",
    R"({"r":2,"lora_alpha":3,"use_rslora":true,"alpha_pattern":{".*l":5,"a.*":1}})",
    R"({"r":4,"lora_alpha":8,"fan_in_fan_out":true})"};

constexpr std::array<std::string_view, 64> endings{".weight",
                                                   ".qweight",
                                                   ".qzeros",
                                                   ".scales",
                                                   ".g_idx",
                                                   ".bias",
                                                   "",
                                                   ".absmax",
                                                   ".quant_map",
                                                   ".nested_absmax",
                                                   ".nested_quant_map",
                                                   ".quant_state.bitsandbytes__nf4",
                                                   ".quant_state.bitsandbytes__fp4",
                                                   ".SCB",
                                                   ".weight_format",
                                                   ".weight_scale",
                                                   ".weight_scale_inv",
                                                   "_scale_inv",
                                                   "_scale",
                                                   ".qscale_weight",
                                                   ".scale",
                                                   ".weight_zero_point",
                                                   ".input_scale",
                                                   ".weight_packed",
                                                   ".weight_shape",
                                                   ".weight_g_idx",
                                                   "_blocks",
                                                   "_scales",
                                                   ".weight_scale_2",
                                                   ".weight_global_scale",
                                                   ".W_q",
                                                   ".zero",
                                                   ".shape",
                                                   ".nbits",
                                                   ".axis",
                                                   ".group_size",
                                                   ".quant_scale",
                                                   ".packing",
                                                   ".biases",
                                                   "._weight_qdata",
                                                   "._weight_scale",
                                                   ":qdata",
                                                   ":scale",
                                                   ".lora_A.weight",
                                                   ".lora_B.weight",
                                                   ".lora_embedding_A",
                                                   ".lora_embedding_B",
                                                   ".lora_down.weight",
                                                   ".lora_up.weight",
                                                   ".alpha",
                                                   ".dora_scale",
                                                   ":up",
                                                   ":down",
                                                   ".weight.lora_a",
                                                   ".weight.lora_b",
                                                   ".lora_magnitude_vector",
                                                   ".q_weight",
                                                   ".q_scale",
                                                   ".codes",
                                                   ".codebooks",
                                                   ".B",
                                                   ".s",
                                                   "._data",
                                                   ".lora_E"};

constexpr std::array<dtype, 16> types{dtype::i32,       dtype::u32,     dtype::f16,  dtype::f32,
                                      dtype::u8,        dtype::i8,      dtype::bf16, dtype::i64,
                                      dtype::f8_e4m3fn, dtype::f8_e8m0, dtype::f64,  dtype::boolean,
                                      dtype::f8_e5m2,   dtype::f4_e2m1, dtype::c64,  dtype::i16};

/// Takes choices from the front of the input, and zeros after its end.
class choices {
public:
  explicit choices(std::span<const std::byte> input) : input_(input) {}
  [[nodiscard]] bool over() const { return input_.empty(); }
  std::uint8_t byte() {
    if (input_.empty()) return 0;
    const auto first = std::to_integer<std::uint8_t>(input_.front());
    input_ = input_.subspan(1);
    return first;
  }
  std::span<const std::byte> bytes(std::size_t most) {
    const auto taken = input_.first(std::min(most, input_.size()));
    input_ = input_.subspan(taken.size());
    return taken;
  }

private:
  std::span<const std::byte> input_;
};

/// One configuration, by the names of both that may lie beside a model.
class one_configuration final : public file_set {
public:
  explicit one_configuration(std::string text) : text_(std::move(text)) {}
  [[nodiscard]] result<std::shared_ptr<const byte_source>>
  open(std::string_view name) const override {
    const bool known = name == "config.json" || name == "adapter_config.json";
    if (!known || text_.empty())
      return error{errc::bad_format, "input: no such file", fault::missing};
    return borrow_memory(std::as_bytes(std::span(text_)), "input's configuration");
  }
  [[nodiscard]] result<std::vector<std::string>> list(std::string_view /*name*/) const override {
    return std::vector<std::string>{};
  }

private:
  std::string text_;
};

std::vector<std::uint64_t> shape_from(choices& input) {
  std::vector<std::uint64_t> shape(input.byte() % 5);
  for (std::uint64_t& extent : shape)
    extent = input.byte() % 65;
  return shape;
}

void add_tensor(choices& input, test::safetensors_writer& writer) {
  const std::uint8_t name = input.byte();
  const dtype type = types[input.byte() % types.size()];
  std::vector<std::uint64_t> shape = shape_from(input);
  // A byte string is as long as it is, for states are text.
  const std::size_t text = shape.size() == 1 && type == dtype::u8 ? input.byte() : 0;
  if (text != 0) shape[0] = text;
  std::uint64_t count = 1;
  for (const std::uint64_t extent : shape)
    count *= extent;
  const auto size = bytes_of(type, count);
  if (!size || *size > 1 << 16) return;
  const auto given = input.bytes(static_cast<std::size_t>(*size));
  std::vector<std::byte> data(given.begin(), given.end());
  data.resize(static_cast<std::size_t>(*size), std::byte{0x21});
  const std::string base = name >= 192 ? "m" : "l";
  writer.add(base + std::string(endings[name % endings.size()]), type, std::move(shape),
             std::span<const std::byte>(data));
}

} // namespace

/// The input as choices: a configuration, then tensors with names, types and shapes that quantised
/// layouts have.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  choices input(std::as_bytes(std::span(data, size)));
  const std::uint8_t chosen = input.byte();
  std::string configuration;
  if (chosen < 200) {
    configuration = configurations[chosen % configurations.size()];
  } else {
    const auto text = input.bytes(input.byte());
    for (const std::byte character : text)
      configuration += static_cast<char>(character);
  }
  test::safetensors_writer writer;
  if (chosen % 2 == 1)
    writer.metadata("l.weight", R"({"_type":"Float8Tensor","_data":{"block_size":[1,4]}})");
  for (int tensors = 0; tensors < 12 && !input.over(); ++tensors)
    add_tensor(input, writer);
  const std::vector<std::byte> file = writer.bytes();
  const auto opened = checkpoint::open(borrow_memory(file, "input"),
                                       std::make_shared<one_configuration>(configuration));
  if (!opened) {
    fuzz::check_refusal(opened.error());
    return 0;
  }
  for (std::size_t i = 0; i < opened->size(); ++i)
    fuzz::read_ends((*opened)[i]);
  return 0;
}
