#include "file_digests.hpp"

#include <filesystem>
#include <system_error>

#include <weightkin/manifest/file_manifest.hpp>

#include "progress_bar.hpp"

namespace weightkin::cli {

result<std::vector<model_file>> digests_of(std::span<const std::string> paths, unsigned threads) {
  progress_bar bar;
  manifest_options options;
  options.follow_links = true; // the reader followed them as well
  options.threads = threads;
  options.on_progress = [&bar](const progress& now) { return bar.show(now); };
  std::vector<model_file> files;
  for (const std::string& path : paths) {
    const auto manifest = make_manifest(path, options);
    if (!manifest) return manifest.error();
    std::error_code failed;
    const std::uintmax_t size = std::filesystem::file_size(path, failed);
    if (failed) return error{errc::io, path + ": " + failed.message()};
    files.push_back({std::filesystem::path(path).filename().string(), size,
                     to_hex(manifest->files.front().content)});
  }
  return files;
}

} // namespace weightkin::cli
