#include <algorithm>
#include <atomic>
#include <string>
#include <system_error>
#include <vector>

#include <weightkin/core/parallel_for.hpp>
#include <weightkin/manifest/file_manifest.hpp>
#include <weightkin/reader/byte_source.hpp>

#include "manifest/file_hasher.hpp"
#include "manifest/model_files.hpp"

namespace weightkin {
namespace {

constexpr std::size_t bytes_at_once = std::size_t{1} << 20;

/// Left out of every manifest: what a version control system keeps beside the model.
constexpr std::string_view always_ignored[] = {".git", ".gitattributes", ".github", ".gitignore"};

std::vector<std::string> all_ignored(const std::vector<std::string>& asked) {
  std::vector<std::string> ignored(std::begin(always_ignored), std::end(always_ignored));
  for (std::string path : asked) {
    while (path.starts_with("./"))
      path.erase(0, 2);
    while (path.ends_with('/'))
      path.pop_back();
    if (!path.empty()) ignored.push_back(std::move(path));
  }
  std::sort(ignored.begin(), ignored.end());
  ignored.erase(std::unique(ignored.begin(), ignored.end()), ignored.end());
  return ignored;
}

/// The last component of a path, also of one that ends in "/" or is "..".
std::string last_component(const std::filesystem::path& path) {
  std::error_code why;
  std::filesystem::path whole = std::filesystem::weakly_canonical(path, why);
  if (why) whole = path;
  return whole.filename().generic_string();
}

result<digest> hash_file(const std::filesystem::path& path, manifest_hash algorithm,
                         progress_meter& meter) {
  const auto opened = open_file(path, file_access::copied);
  if (!opened) return opened.error();
  const byte_source& file = **opened;
  std::vector<std::byte> scratch(
      static_cast<std::size_t>(std::min<std::uint64_t>(bytes_at_once, file.size())));
  detail::file_hasher hasher(algorithm);
  for (std::uint64_t at = 0; at < file.size(); at += bytes_at_once) {
    const auto length =
        static_cast<std::size_t>(std::min<std::uint64_t>(bytes_at_once, file.size() - at));
    const auto piece = file.read(at, length, scratch);
    if (!piece) return piece.error();
    hasher.update(*piece);
    if (!meter.advance(length)) return error{errc::cancelled, "cancelled"};
  }
  return hasher.finish();
}

/// For progress alone: what a file really has is seen when it is opened.
std::uint64_t bytes_in(const std::vector<detail::model_file>& files) {
  std::uint64_t bytes = 0;
  for (const detail::model_file& file : files) {
    std::error_code why;
    const std::uintmax_t size = std::filesystem::file_size(file.path, why);
    if (!why) bytes += size;
  }
  return bytes;
}

} // namespace

result<file_manifest> make_manifest(const std::filesystem::path& model,
                                    const manifest_options& options) {
  file_manifest manifest;
  manifest.model = last_component(model);
  manifest.algorithm = options.algorithm;
  manifest.follow_links = options.follow_links;
  manifest.ignored = all_ignored(options.ignored);
  const auto files = detail::files_of_model(model, manifest.ignored, options.follow_links);
  if (!files) return files.error();
  progress_meter meter(options.on_progress, "hash files", bytes_in(*files));
  std::vector<result<digest>> digests(files->size(), digest{});
  std::atomic<bool> stopped{false};
  parallel_for(files->size(), options.threads, [&](std::size_t i) {
    if (stopped.load(std::memory_order_relaxed)) return;
    digests[i] = hash_file((*files)[i].path, options.algorithm, meter);
    if (!digests[i]) stopped.store(true, std::memory_order_relaxed);
  });
  for (std::size_t i = 0; i < files->size(); ++i) {
    if (!digests[i]) return std::move(digests[i]).error();
    manifest.files.push_back({(*files)[i].name, *digests[i]});
  }
  return manifest;
}

} // namespace weightkin
