#include "reader/zarr/zarr_chunks.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <utility>

#include "reader/reader_error.hpp"

namespace weightkin {
namespace {

/// A row of chunks of any usual array fits.
constexpr std::uint64_t cached_bytes = 256'000'000;
constexpr std::size_t cached_chunks = 4096;

/// Reverses each number; a complex element is two numbers.
void swap_bytes(dtype type, std::span<std::byte> packed) noexcept {
  const std::size_t word = bits_of(type) / 8 / (is_complex(type) ? 2 : 1);
  for (std::size_t at = 0; at + word <= packed.size(); at += word)
    std::reverse(packed.begin() + static_cast<std::ptrdiff_t>(at),
                 packed.begin() + static_cast<std::ptrdiff_t>(at + word));
}

class chunked_elements final : public element_source {
public:
  chunked_elements(zarr_array array, std::string folder, std::shared_ptr<const file_set> files,
                   std::shared_ptr<zarr_chunk_cache> cache)
      : array_(std::move(array)), folder_(std::move(folder)), files_(std::move(files)),
        cache_(std::move(cache)), size_(array_.element_bytes()), count_(1) {
    for (const std::uint64_t extent : array_.shape)
      count_ *= extent;
  }

  [[nodiscard]] result<std::span<const std::byte>>
  read(std::uint64_t first, std::size_t count, std::span<std::byte> scratch) const override {
    if (scratch.size() / size_ < count || first > count_ || count > count_ - first)
      return error{errc::bad_argument, "reading a range that does not fit the tensor or scratch"};
    const std::span<std::byte> out = scratch.first(count * size_);
    index at = index_of(first);
    named_chunk current;
    for (std::size_t done = 0; done < count;) {
      const std::size_t run = std::min<std::size_t>(run_length(at), count - done);
      if (auto found = reach(at, current); !found) return std::move(found).error();
      copy_run(at, *current.chunk, out.subspan(done * size_, run * size_));
      done += run;
      advance(at, run);
    }
    constexpr bool host_is_big = std::endian::native == std::endian::big;
    if (array_.big_endian != host_is_big && size_ > 1) swap_bytes(array_.type, out);
    return std::span<const std::byte>(out);
  }

private:
  using index = std::array<std::uint64_t, max_rank>;
  struct named_chunk {
    std::string name;
    std::shared_ptr<const zarr_chunk> chunk;
  };

  [[nodiscard]] index index_of(std::uint64_t element) const noexcept {
    index at{};
    for (std::size_t axis = array_.shape.size(); axis-- > 0;) {
      if (array_.shape[axis] == 0) return at; // nothing will be read
      at[axis] = element % array_.shape[axis];
      element /= array_.shape[axis];
    }
    return at;
  }

  /// Elements from `at` on along the last axis that lie in one chunk.
  [[nodiscard]] std::size_t run_length(const index& at) const noexcept {
    if (array_.shape.empty()) return 1;
    const std::size_t last = array_.shape.size() - 1;
    const std::uint64_t in_chunk = array_.chunk[last] - at[last] % array_.chunk[last];
    return static_cast<std::size_t>(std::min(in_chunk, array_.shape[last] - at[last]));
  }

  void advance(index& at, std::uint64_t run) const noexcept {
    if (array_.shape.empty()) return;
    std::size_t axis = array_.shape.size() - 1;
    at[axis] += run;
    for (; axis > 0 && at[axis] == array_.shape[axis]; --axis) {
      at[axis] = 0;
      ++at[axis - 1];
    }
  }

  [[nodiscard]] std::string name_of_chunk(const index& at) const {
    if (array_.shape.empty()) return folder_ + array_.only_key;
    std::string name = folder_ + array_.key_prefix;
    for (std::size_t axis = 0; axis < array_.shape.size(); ++axis) {
      if (axis > 0) name += array_.key_separator;
      name += std::to_string(at[axis] / array_.chunk[axis]);
    }
    return name;
  }

  /// Makes `current` the chunk that holds `at`.
  result<void> reach(const index& at, named_chunk& current) const {
    std::string name = name_of_chunk(at);
    if (current.chunk != nullptr && current.name == name) return {};
    auto chunk = cache_->find(name);
    if (chunk == nullptr) {
      auto loaded = load(name);
      if (!loaded) return std::move(loaded).error();
      chunk = std::make_shared<const zarr_chunk>(std::move(*loaded));
      cache_->keep(name, chunk);
    }
    current = {std::move(name), std::move(chunk)};
    return {};
  }

  [[nodiscard]] result<zarr_chunk> load(const std::string& name) const {
    const auto file = files_->open(name);
    if (!file && file.error().why == fault::missing) return zarr_chunk{};
    if (!file) return file.error();
    const auto bytes = static_cast<std::size_t>(array_.chunk_elements()) * size_;
    zarr_chunk chunk{*file, {}};
    if (array_.codec != zarr_codec::none) {
      auto unpacked = decompress(array_.codec, **file, bytes);
      if (!unpacked) return std::move(unpacked).error();
      chunk.unpacked = std::move(*unpacked);
    } else if ((*file)->size() != bytes) {
      return detail::bad_file(fault::bounds, (*file)->label(),
                              "a chunk of " + std::to_string((*file)->size()) +
                                  " bytes where the array has chunks of " + std::to_string(bytes));
    } else if ((*file)->in_place() == nullptr) {
      chunk.unpacked.resize(bytes);
      const auto got = (*file)->read(0, bytes, chunk.unpacked);
      if (!got) return got.error();
      if (got->data() != chunk.unpacked.data())
        std::memcpy(chunk.unpacked.data(), got->data(), bytes);
    }
    return chunk;
  }

  void copy_run(const index& at, const zarr_chunk& chunk, std::span<std::byte> out) const {
    if (chunk.file == nullptr) return fill_run(out);
    std::uint64_t from = 0;
    std::uint64_t step = 1; ///< between neighbours along the last axis
    const std::size_t rank = array_.shape.size();
    std::uint64_t stride = 1;
    for (std::size_t i = 0; i < rank; ++i) {
      const std::size_t axis = array_.fortran_order ? i : rank - 1 - i;
      if (axis == rank - 1) step = stride;
      from += at[axis] % array_.chunk[axis] * stride;
      stride *= array_.chunk[axis];
    }
    const std::byte* element = chunk.data() + from * size_;
    if (step == 1) {
      std::memcpy(out.data(), element, out.size());
      return;
    }
    for (std::size_t done = 0; done < out.size(); done += size_, element += step * size_)
      std::memcpy(out.data() + done, element, size_);
  }

  /// The fill value, in the byte order of the file, as if it had been read.
  void fill_run(std::span<std::byte> out) const {
    for (std::size_t done = 0; done < out.size(); done += size_)
      std::memcpy(out.data() + done, array_.fill.data(), size_);
    constexpr bool host_is_big = std::endian::native == std::endian::big;
    if (array_.big_endian != host_is_big && size_ > 1) swap_bytes(array_.type, out);
  }

  zarr_array array_;
  std::string folder_;
  std::shared_ptr<const file_set> files_;
  std::shared_ptr<zarr_chunk_cache> cache_;
  std::size_t size_; ///< bytes of an element
  std::uint64_t count_;
};

} // namespace

std::shared_ptr<const zarr_chunk> zarr_chunk_cache::find(const std::string& name) {
  const std::lock_guard lock(mutex_);
  const auto found = by_name_.find(name);
  if (found == by_name_.end()) return nullptr;
  recent_.splice(recent_.begin(), recent_, found->second);
  return found->second->second;
}

void zarr_chunk_cache::keep(const std::string& name, std::shared_ptr<const zarr_chunk> chunk) {
  const std::lock_guard lock(mutex_);
  if (by_name_.contains(name)) return; // another thread was faster
  bytes_ += chunk->unpacked.size();
  recent_.emplace_front(name, std::move(chunk));
  by_name_.emplace(name, recent_.begin());
  while (recent_.size() > 1 && (bytes_ > cached_bytes || recent_.size() > cached_chunks)) {
    bytes_ -= recent_.back().second->unpacked.size();
    by_name_.erase(recent_.back().first);
    recent_.pop_back();
  }
}

std::shared_ptr<const element_source> zarr_elements(zarr_array array, std::string folder,
                                                    std::shared_ptr<const file_set> files,
                                                    std::shared_ptr<zarr_chunk_cache> cache) {
  return std::make_shared<chunked_elements>(std::move(array), std::move(folder), std::move(files),
                                            std::move(cache));
}

} // namespace weightkin
