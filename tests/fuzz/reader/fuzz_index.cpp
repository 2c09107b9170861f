#include "fuzz/reader/exercise_beside.hpp"
#include "reader/files/resolve_inside.hpp"
#include "reader/files/shard_index.hpp"
#include "support/safetensors_writer.hpp"

namespace {

using namespace weightkin;

std::vector<std::byte> shard_with(std::string_view tensor) {
  return test::safetensors_writer().add(tensor, dtype::f32, {1}, std::vector<float>{1}).bytes();
}

} // namespace

/// The input as the index of a sharded checkpoint, beside two shards; shard names that pass must
/// not be able to leave the folder.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const fuzz::files shards{{"m1.safetensors", shard_with("a")},
                                  {"m2.safetensors", shard_with("b")}};
  fuzz::open_beside(std::as_bytes(std::span(data, size)), "model.safetensors.index.json", shards);
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto index = parse_shard_index(text, "input", reader_limits{});
  if (!index) {
    fuzz::check_refusal(index.error());
    return 0;
  }
  for (const mapped_tensor& tensor : index->tensors)
    fuzz::require(tensor.shard < index->shards.size());
  for (const std::string& name : index->shards) {
    if (!check_inside_name(name)) continue;
    const std::filesystem::path path = std::filesystem::path("/root") / name;
    fuzz::require(path.lexically_normal() == path);
    fuzz::require(path.string().starts_with("/root/"));
    fuzz::require(name.find('\0') == std::string::npos);
  }
  return 0;
}
