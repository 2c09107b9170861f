#include "reader/torch/torch_file.hpp"

#include <array>

#include "reader/reader_error.hpp"
#include "reader/torch/torch_legacy_format.hpp"
#include "reader/torch/torch_zip_format.hpp"

namespace weightkin {
namespace {

result<bool> is_zip(const byte_source& bytes) {
  std::array<std::byte, 2> scratch;
  if (bytes.size() < scratch.size())
    return detail::bad_file(fault::truncated, bytes.label(), "too short for a checkpoint");
  const auto head = bytes.read(0, scratch.size(), scratch);
  if (!head) return head.error();
  return (*head)[0] == std::byte{'P'} && (*head)[1] == std::byte{'K'};
}

} // namespace

result<file_contents> read_torch_file(const std::shared_ptr<const byte_source>& bytes,
                                      const open_options& options) {
  const auto zip = is_zip(*bytes);
  if (!zip) return zip.error();
  return *zip ? read_torch_zip(bytes, options) : read_torch_legacy(bytes, options);
}

result<pickled> read_torch_object(const std::shared_ptr<const byte_source>& bytes,
                                  const open_options& options) {
  const auto zip = is_zip(*bytes);
  if (!zip) return zip.error();
  if (!*zip)
    return detail::unsupported_file(bytes->label(),
                                    "the container before PyTorch 1.6 is not read here");
  return read_torch_zip_object(bytes, options);
}

} // namespace weightkin
