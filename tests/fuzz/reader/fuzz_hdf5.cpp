#include "fuzz/reader/exercise.hpp"
#include "reader/hdf5/hdf5_file.hpp"

namespace {

using namespace weightkin;

/// A copy of the input that remembers which run of it was asked for last.
class mended_bytes final : public byte_source {
public:
  explicit mended_bytes(std::span<const std::byte> input) : bytes_(input.begin(), input.end()) {}

  [[nodiscard]] std::uint64_t size() const noexcept override { return bytes_.size(); }
  [[nodiscard]] const std::string& label() const noexcept override { return label_; }
  [[nodiscard]] result<std::span<const std::byte>>
  read(std::uint64_t offset, std::size_t length, std::span<std::byte> scratch) const override {
    if (offset > bytes_.size() || length > bytes_.size() - offset)
      return error{errc::bad_format, "input: too short", fault::truncated};
    last_ = std::span(bytes_).subspan(static_cast<std::size_t>(offset), length);
    std::copy(last_.begin(), last_.end(), scratch.begin());
    return std::span<const std::byte>(scratch.first(length));
  }

  /// Puts a sound checksum at the end of the run that was read last. \returns false when it was
  bool mend() {
    if (last_.size() <= checksum_bytes || hdf5_checksum_fits(last_)) return false;
    const auto body = last_.first(last_.size() - checksum_bytes);
    std::uint32_t sum = hdf5_checksum(body);
    for (std::byte& byte : last_.last(checksum_bytes)) {
      byte = static_cast<std::byte>(sum & 0xffU);
      sum >>= 8U;
    }
    return true;
  }

  [[nodiscard]] std::span<const std::byte> bytes() const noexcept { return bytes_; }

private:
  static constexpr std::size_t checksum_bytes = 4;
  mutable std::vector<std::byte> bytes_;
  mutable std::span<std::byte> last_;
  std::string label_ = "input";
};

/// The input with sound checksums wherever a reader is stopped by one, for no mutation makes them.
std::vector<std::byte> with_checksums(std::span<const std::byte> input) {
  constexpr int most = 24;
  const auto file = std::make_shared<mended_bytes>(input);
  for (int mended = 0; mended < most; ++mended) {
    const auto opened = checkpoint::open(file, nullptr, fuzz::quick_options());
    if (opened || opened.error().why != fault::checksum || !file->mend()) break;
  }
  return {file->bytes().begin(), file->bytes().end()};
}

} // namespace

/// The input as an HDF5 file or a Keras archive, with sound checksums too, and behind a user block.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto input = std::as_bytes(std::span(data, size));
  fuzz::open_and_read(input);
  const std::vector<std::byte> sound = with_checksums(input);
  if (!std::equal(sound.begin(), sound.end(), input.begin())) fuzz::open_and_read(sound);
  std::vector<std::byte> behind(512);
  behind.insert(behind.end(), sound.begin(), sound.end());
  fuzz::open_and_read(behind);
  return 0;
}
