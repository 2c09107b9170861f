#include "fuzz/reader/exercise.hpp"
#include "support/protobuf_writer.hpp"

/// The input as a file of its own (an ONNX model, a bare tensor, a caffemodel), as the graph of an
/// ONNX model, and as the one layer of a caffe net.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace weightkin;
  const auto input = std::as_bytes(std::span(data, size));
  fuzz::open_and_read(input);
  fuzz::open_and_read(test::protobuf_writer().varint(1, 8).bytes(7, input).content());
  const test::protobuf_writer named = test::protobuf_writer().text(1, "n").text(2, "t").raw(input);
  fuzz::open_and_read(test::protobuf_writer().message(100, named).content());
  return 0;
}
