#include <algorithm>
#include <utility>

#include <weightkin/core/tensor_encoding.hpp>
#include <weightkin/core/tensor_source.hpp>
#include <weightkin/reader/checkpoint.hpp>

#include "bench/decode_cases.hpp"
#include "support/lora_builder.hpp"
#include "support/quantised_builder.hpp"
#include "support/scaled_builder.hpp"

namespace weightkin::bench {
namespace {

/// Values of the sample that a slow writer packs; what comes after it repeats nothing.
constexpr std::uint64_t columns = 4096;

/// A packed model in memory and its reader.
struct open_file {
  test::quantised_model wanted;
  std::vector<std::byte> bytes;
  result<checkpoint> model;

  explicit open_file(test::quantised_model packed)
      : wanted(std::move(packed)), bytes(wanted.file()),
        model(checkpoint::open(borrow_memory(bytes, "model.safetensors"), wanted.beside())) {
    wanted.tensors.clear();
  }
};

decode_case case_of(std::string name, test::quantised_model packed) {
  const auto file = std::make_shared<const open_file>(std::move(packed));
  decode_case made;
  made.name = std::move(name);
  made.keeper = file;
  made.expected = [file](std::uint64_t first, std::size_t count) {
    const auto begin = file->wanted.values.begin() + static_cast<std::ptrdiff_t>(first);
    return std::vector<float>(begin, begin + static_cast<std::ptrdiff_t>(count));
  };
  if (!file->model) return made;
  for (const tensor_view& view : views_of(*file->model)) {
    if (view.name != file->wanted.name || view.encoding == nullptr) continue;
    made.source = view.source;
    made.values = element_count(view);
    made.bits_per_value = view.encoding->bits_per_value;
  }
  return made;
}

using scheme_maker = std::function<test::quantised_model(std::uint64_t rows)>;

test::quantised_model gptq_of(unsigned bits, bool shuffled, std::uint64_t rows) {
  return test::gptq_model({bits, 128, false, shuffled, true, columns, rows});
}

test::quantised_model fp8_of(std::uint64_t rows, bool whole) {
  test::scaled_choice choice;
  choice.shape = {rows, columns};
  if (whole) {
    choice.scale_shape = {1};
    choice.block_rows = rows;
    choice.block_columns = columns;
  } else {
    choice.scale_shape = {(rows + 127) / 128, columns / 128};
  }
  return test::scaled_model(choice);
}

test::quantised_model lora_of(std::uint64_t rows) {
  test::lora_choice choice;
  choice.rank = 16;
  choice.outputs = rows;
  choice.inputs = columns;
  choice.adapter = R"({"peft_type":"LORA","r":16,"lora_alpha":32})";
  choice.scale = 2;
  return test::lora_model(choice);
}

/// Every scheme, by the layout that is published most, and its costlier cousins.
const std::pair<const char*, scheme_maker> schemes[] = {
    {"gptq 4", [](auto rows) { return gptq_of(4, false, rows); }},
    {"gptq 4, act order", [](auto rows) { return gptq_of(4, true, rows); }},
    {"gptq 3", [](auto rows) { return gptq_of(3, false, rows); }},
    {"gptq 8", [](auto rows) { return gptq_of(8, false, rows); }},
    {"awq", [](auto rows) { return test::awq_model(2, columns, rows, 128); }},
    {"bitsandbytes nf4", [](auto rows) { return test::bnb_model("nf4", false, rows * columns); }},
    {"bitsandbytes nf4 nested",
     [](auto rows) { return test::bnb_model("nf4", true, rows * columns); }},
    {"bitsandbytes int8", [](auto rows) { return test::row_int8_model(6, rows, columns); }},
    {"int8, zero points", [](auto rows) { return test::int8_model(true, 5, rows, columns); }},
    {"fp8 whole", [](auto rows) { return fp8_of(rows, true); }},
    {"fp8 128x128", [](auto rows) { return fp8_of(rows, false); }},
    {"mxfp4",
     [](auto rows) {
       return test::mxfp4_model(test::mxfp4_dialect::blocks, 8, rows * columns / 128);
     }},
    {"nvfp4", [](auto rows) { return test::nvfp4_model(true, 9, rows * columns / 48); }},
    {"compressed-tensors 4",
     [](auto rows) {
       return test::packed_int_model({4, true, false, rows, columns, 128});
     }},
    {"hqq 4", [](auto rows) { return test::hqq_model(4, 1, 11, rows * columns / 1024, 64); }},
    {"hqq 3", [](auto rows) { return test::hqq_model(3, 1, 11, rows * columns / 1280, 64); }},
    {"mlx 4", [](auto rows) { return test::mlx_model(4, 12, rows * columns / 128); }},
    {"bitnet", [](auto rows) { return test::bitnet_model(false, 10, rows, columns); }},
    {"lora 16", lora_of},
};

} // namespace

std::vector<decode_case_maker> quantised_decode_cases(std::uint64_t values) {
  // The writers put every bit by its position: 16 million values take them seconds.
  const std::uint64_t rows = std::clamp<std::uint64_t>(values / columns, 128, 4096) / 128 * 128;
  std::vector<decode_case_maker> cases;
  for (const auto& [name, make] : schemes)
    cases.push_back(
        [name = std::string(name), &make = make, rows] { return case_of(name, make(rows)); });
  return cases;
}

} // namespace weightkin::bench
