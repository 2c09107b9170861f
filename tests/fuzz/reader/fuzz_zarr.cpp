#include "fuzz/reader/exercise.hpp"
#include "support/memory_files.hpp"

namespace {

using namespace weightkin;
using file_map = std::map<std::string, std::vector<std::byte>>;

std::vector<std::byte> bytes_of_text(std::string_view text) {
  const auto bytes = std::as_bytes(std::span(text.data(), text.size()));
  return {bytes.begin(), bytes.end()};
}

/// Opens `name` of the files and reads the ends of what it holds.
void open_beside(const file_map& files, const std::string& name) {
  open_options options;
  options.limits.inflated_member_bytes = 1 << 20;
  options.limits.tensors = 1000;
  const auto opened = checkpoint::open(borrow_memory(files.at(name), name),
                                       std::make_shared<test::memory_files>(files), options);
  if (!opened) return;
  for (std::size_t i = 0; i < std::min<std::size_t>(opened->size(), 16); ++i)
    fuzz::read_ends((*opened)[i]);
}

std::string metadata_of(std::string_view codec, std::string_view grid) {
  return R"({"zarr_format": 2, "dtype": "<f4", "order": "F", "fill_value": 1, )" +
         std::string(grid) + R"(, "compressor": )" + std::string(codec) + "}";
}

} // namespace

/// The input as the metadata of an array and of a group's member, and as a chunk under each codec.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto input = std::as_bytes(std::span(data, size));
  const std::vector<std::byte> bytes(input.begin(), input.end());
  fuzz::open_and_read(input);
  const std::vector<std::byte> chunk(32);
  open_beside({{".zarray", bytes}, {"0", chunk}, {"0.0", chunk}, {"c/0", chunk}}, ".zarray");
  open_beside({{".zgroup", bytes_of_text(R"({"zarr_format": 2})")},
               {"a/zarr.json", bytes},
               {"a/c/0", chunk},
               {"a/0", chunk}},
              ".zgroup");
  constexpr std::string_view small = R"("shape": [7, 3], "chunks": [4, 2])";
  constexpr std::string_view large = R"("shape": [63, 3], "chunks": [32, 32])"; // else Blosc copies
  for (const auto& [codec, grid] : {std::pair{"null", small},
                                    {R"({"id": "zlib"})", small},
                                    {R"({"id": "gzip"})", small},
                                    {R"({"id": "zstd"})", small},
                                    {R"({"id": "blosc"})", large}})
    open_beside(
        {{".zarray", bytes_of_text(metadata_of(codec, grid))}, {"0.0", bytes}, {"1.0", bytes}},
        ".zarray");
  return 0;
}
