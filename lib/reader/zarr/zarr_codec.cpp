#include "reader/zarr/zarr_codec.hpp"

#include <algorithm>
#include <limits>
#include <string>
#include <zstd.h>

#include <blosc.h>
#include <zlib.h>

#include "reader/located_error.hpp"

namespace weightkin {
namespace {

/// Deflate cannot make more than this many bytes of one.
constexpr std::uint64_t deflate_ratio = 1032;
/// No compressor of ours makes data larger than by headers and one part in 128.
constexpr std::uint64_t header_allowance = 4096;

error broken(const byte_source& file, std::string_view what) {
  return detail::fail_at(fault::compress, file.label(), 0, what);
}

/// A zlib stream that is always ended.
class inflate_run {
public:
  explicit inflate_run(int window_bits) : ready_(inflateInit2(&stream_, window_bits) == Z_OK) {}
  inflate_run(const inflate_run&) = delete;
  inflate_run& operator=(const inflate_run&) = delete;
  ~inflate_run() {
    if (ready_) inflateEnd(&stream_);
  }
  [[nodiscard]] bool ready() const noexcept { return ready_; }

  /// Inflates all of `input` into `output`; true when it ends exactly with both.
  bool fills(std::span<const std::byte> input, std::span<std::byte> output) {
    constexpr std::size_t most = std::numeric_limits<uInt>::max();
    std::byte spare{}; // a full output still needs a byte to notice that more would come
    while (true) {
      const std::span<std::byte> room = output.empty() ? std::span(&spare, 1) : output;
      const auto offered_in = static_cast<uInt>(std::min(input.size(), most));
      const auto offered_out = static_cast<uInt>(std::min(room.size(), most));
      // zlib promises not to write through next_in.
      stream_.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(input.data()));
      stream_.avail_in = offered_in;
      stream_.next_out = reinterpret_cast<Bytef*>(room.data());
      stream_.avail_out = offered_out;
      const int status = inflate(&stream_, Z_NO_FLUSH);
      const std::size_t made = offered_out - stream_.avail_out;
      if (output.empty() && made != 0) return false;
      input = input.subspan(offered_in - stream_.avail_in);
      output = output.subspan(made);
      if (status == Z_STREAM_END) return input.empty() && output.empty();
      if (status != Z_OK) return false; // Z_BUF_ERROR among them: nothing more can be done
    }
  }

private:
  z_stream stream_{};
  bool ready_;
};

result<void> inflate_whole(zarr_codec codec, const byte_source& file,
                           std::span<const std::byte> stored, std::span<std::byte> out) {
  constexpr int gzip_wrapping = 16;
  inflate_run run(codec == zarr_codec::gzip ? MAX_WBITS + gzip_wrapping : MAX_WBITS);
  if (!run.ready()) return error{errc::no_memory, file.label() + ": no memory to inflate"};
  if (!run.fills(stored, out))
    return broken(file, "the compressed chunk is broken or has another size than the chunk");
  return {};
}

result<void> unpack_zstd(const byte_source& file, std::span<const std::byte> stored,
                         std::span<std::byte> out) {
  const std::size_t made = ZSTD_decompress(out.data(), out.size(), stored.data(), stored.size());
  if (ZSTD_isError(made) != 0 || made != out.size())
    return broken(file, "the zstd chunk is broken or has another size than the chunk");
  return {};
}

/// Whichever of its compressors wrote it. Blosc trusts lengths in the stream until it has checked
/// them.
result<void> unpack_blosc(const byte_source& file, std::span<const std::byte> stored,
                          std::span<std::byte> out) {
  std::size_t made = 0;
  if (blosc_cbuffer_validate(stored.data(), stored.size(), &made) != 0 || made != out.size())
    return broken(file, "no Blosc chunk, or one of another size than the chunk");
  constexpr int threads = 1;
  const int done = blosc_decompress_ctx(stored.data(), out.data(), out.size(), threads);
  if (done < 0 || static_cast<std::size_t>(done) != out.size())
    return broken(file,
                  "the Blosc chunk is broken, or of a compressor that Blosc was built without");
  return {};
}

result<void> unpack(zarr_codec codec, const byte_source& file, std::span<const std::byte> stored,
                    std::span<std::byte> out) {
  switch (codec) {
  case zarr_codec::zstd: return unpack_zstd(file, stored, out);
  case zarr_codec::blosc: return unpack_blosc(file, stored, out);
  case zarr_codec::zlib:
  case zarr_codec::gzip: return inflate_whole(codec, file, stored, out);
  case zarr_codec::none: break;
  }
  return error{errc::bad_argument, file.label() + ": not compressed"};
}

} // namespace

result<std::vector<std::byte>> decompress(zarr_codec codec, const byte_source& file,
                                          std::size_t bytes) {
  if (file.size() > bytes + bytes / 128 + header_allowance)
    return broken(file, "a compressed chunk much larger than the chunk itself");
  const bool is_deflated = codec == zarr_codec::zlib || codec == zarr_codec::gzip;
  if (is_deflated && file.size() < bytes / deflate_ratio)
    return broken(file, "too small for the chunk that it should be inflated to");
  std::vector<std::byte> scratch(file.in_place() == nullptr ? static_cast<std::size_t>(file.size())
                                                            : 0);
  const auto stored = file.read(0, static_cast<std::size_t>(file.size()), scratch);
  if (!stored) return stored.error();
  std::vector<std::byte> out(bytes);
  if (auto done = unpack(codec, file, *stored, out); !done) return std::move(done).error();
  return out;
}

} // namespace weightkin
