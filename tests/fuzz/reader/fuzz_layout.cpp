#include <array>
#include <set>
#include <string>

#include "fuzz/reader/exercise.hpp"
#include "reader/decode/decoded_elements.hpp"
#include "reader/decode/stored_elements.hpp"
#include "reader/layout/undo_layout.hpp"

namespace {

using namespace weightkin;

constexpr std::array<const char*, 11> formats{"gguf",   "safetensors", "hdf5", "keras",
                                              "onnx",   "tflite",      "flax", "tfjs",
                                              "coreml", "caffemodel",  "ncnn"};

/// Lines of the input: `key=value` is metadata, `name<tab>usage|e,e,e` a tensor of these extents.
void add_line(std::string line, const std::shared_ptr<const byte_source>& bytes,
              file_contents& contents) {
  const std::size_t bar = line.find('|');
  if (bar == std::string::npos) {
    const std::size_t equals = std::min(line.find('='), line.size());
    contents.metadata.emplace_back(line.substr(0, equals),
                                   line.substr(std::min(equals + 1, line.size())));
    return;
  }
  stored_tensor tensor;
  const std::size_t blank = std::min(line.find('\t'), bar);
  tensor.name = line.substr(0, blank);
  if (blank < bar) tensor.usage = line.substr(blank + 1, bar - blank - 1);
  tensor.bytes = bytes;
  std::uint64_t count = 1;
  std::uint64_t extent = 0;
  for (std::size_t i = bar + 1; i <= line.size() && tensor.shape.size() < 6; ++i) {
    if (i < line.size() && line[i] != ',') {
      extent = (extent * 10 + static_cast<unsigned char>(line[i] - '0') % 10) % 1000;
      continue;
    }
    tensor.shape.push_back(extent);
    count *= extent;
    extent = 0;
  }
  if (count > bytes->size() / sizeof(float)) return;
  contents.tensors.push_back(std::move(tensor));
}

void read_all(const stored_tensor& tensor) {
  const auto count = static_cast<std::size_t>(element_count(tensor));
  std::vector<std::byte> scratch(count * sizeof(float));
  const auto source = elements_of(tensor);
  const std::size_t half = count / 2;
  for (const auto& [first, length] : {std::pair{std::size_t{0}, half}, {half, count - half}}) {
    const auto got = source->read(first, length, scratch);
    fuzz::require(got.has_value() && got->size() == length * sizeof(float));
  }
}

} // namespace

/// The input as a list of tensors and metadata: layouts of any of it can be undone, names stay
/// unique, as many elements come out as went in, and all of them can be read.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::vector<std::byte> zeros(std::size_t{1} << 16);
  if (size == 0 || size > 4096) return 0;
  file_contents contents;
  contents.format = formats[data[0] % formats.size()];
  const auto bytes = borrow_memory(zeros, "input");
  std::string line;
  for (std::size_t i = 1; i <= size; ++i) {
    if (i < size && data[i] != '\n') {
      line += static_cast<char>(data[i]);
      continue;
    }
    add_line(line, bytes, contents);
    line.clear();
  }
  std::set<std::string> unique;
  std::uint64_t before = 0;
  for (const stored_tensor& tensor : contents.tensors) {
    if (!unique.insert(tensor.name).second) return 0; // readers answer unique names
    before += element_count(tensor);
  }
  sibling_files beside(nullptr, "");
  fuzz::require(undo_layout(contents, beside, open_options{}).has_value());
  std::uint64_t after = 0;
  unique.clear();
  for (const stored_tensor& tensor : contents.tensors) {
    fuzz::require(unique.insert(tensor.name).second);
    after += element_count(tensor);
    read_all(tensor);
  }
  fuzz::require(before == after);
  return 0;
}
