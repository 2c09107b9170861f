#include <map>
#include <string>

#include "fuzz/reader/exercise.hpp"
#include "support/memory_files.hpp"
#include "support/protobuf_writer.hpp"

namespace {

using namespace weightkin;

/// A model with `blobs` as the file of blobs beside it.
void open_package(const std::vector<std::byte>& model, std::span<const std::byte> blobs) {
  const auto beside = std::make_shared<test::memory_files>(
      std::map<std::string, std::vector<std::byte>>{
          {"weights/weight.bin", {blobs.begin(), blobs.end()}}},
      "input/");
  const auto opened = checkpoint::open(borrow_memory(model, "input"), beside);
  if (!opened) return fuzz::check_refusal(opened.error());
  for (std::size_t i = 0; i < std::min<std::size_t>(opened->size(), 100); ++i)
    fuzz::read_ends((*opened)[i]);
}

} // namespace

/// The input as a file of its own (a Core ML model, a file of blobs), as the program and as the
/// neural network of a model, each with the input once more as the blobs beside it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::uint32_t network = 500;
  constexpr std::uint32_t program = 502;
  const auto input = std::as_bytes(std::span(data, size));
  fuzz::open_and_read(input);
  open_package({input.begin(), input.end()}, input);
  for (const std::uint32_t kind : {network, program})
    open_package(test::protobuf_writer().varint(1, 6).text(2, "").bytes(kind, input).content(),
                 input);
  return 0;
}
