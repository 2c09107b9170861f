#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <weightkin/core/digest.hpp>
#include <weightkin/core/progress.hpp>
#include <weightkin/core/result.hpp>

namespace weightkin {

/// How the files of a manifest are hashed.
enum class manifest_hash : std::uint8_t {
  sha256 = 0, ///< what every implementation of OMS knows
  blake3 = 1, ///< several times as fast; verifiers of other makers may not know it
};
/// The stable lower-case name, as in reports. Static storage.
[[nodiscard]] std::string_view name_of(manifest_hash algorithm) noexcept;

/// One file of a manifest.
struct manifest_file {
  std::string name; ///< relative to the model, '/' between components; "." when the model is a file
  digest content;   ///< of its bytes
  friend bool operator==(const manifest_file&, const manifest_file&) = default;
};

/// The files that make up a model and their digests, as the OpenSSF Model Signing format (OMS 1.0)
/// has them, so that a signature made elsewhere and a ruling made here have the same subject.
struct file_manifest {
  std::string model; ///< last component of its path; for people, never compared
  manifest_hash algorithm = manifest_hash::sha256; ///< of every digest in it
  bool follow_links = false;                       ///< symbolic links stand for what they lead to
  std::vector<std::string> ignored;                ///< files and folders left out
  std::vector<manifest_file> files;                ///< sorted by the components of their names
  friend bool operator==(const file_manifest&, const file_manifest&) = default;
};

/// What a signature is about: the SHA-256 of the digests of all files, in order, one after the
/// other (also when the files were hashed otherwise).
[[nodiscard]] digest subject_of(const file_manifest& manifest);

/// How a manifest is made.
struct manifest_options {
  manifest_hash algorithm = manifest_hash::sha256; ///< of every digest
  /// Relative to the model. Those that belong to git are always left out, as OMS does.
  std::vector<std::string> ignored;
  bool follow_links = false; ///< links to files are read (caches of hubs); else they are an error
  unsigned threads = 0;      ///< 0: as many as the machine has; files are hashed side by side
  progress_callback on_progress; ///< counts bytes; may cancel
};

/// Hashes the files of a model, which is a folder or one file. Hidden files count; folders without
/// files do not.
/// \returns `io` when something cannot be read; `unsupported` for links that are not to be
/// followed, links to folders, devices, and names that are not UTF-8; `bad_argument` when there is
/// no file at all; `cancelled`.
[[nodiscard]] result<file_manifest> make_manifest(const std::filesystem::path& model,
                                                  const manifest_options& options = {});

/// The in-toto statement that OMS signs, unsigned: JSON with a newline at the end.
[[nodiscard]] std::string manifest_to_json(const file_manifest& manifest);

/// \param label names the file in messages.
/// \returns `bad_format` for what is no such statement or contradicts itself (its subject is not
/// what its files give); `unsupported` for hashes and serialisations that are not known here.
[[nodiscard]] result<file_manifest> manifest_from_json(std::string_view json,
                                                       std::string_view label = "manifest");

/// How a file differs from what a manifest says of it.
enum class file_state : std::uint8_t { differs = 0, missing = 1, extra = 2 };
/// The stable lower-case name, as in reports. Static storage.
[[nodiscard]] std::string_view name_of(file_state state) noexcept;

/// A file that is not as listed.
struct file_finding {
  std::string name; ///< relative to the model's folder
  file_state state; ///< in what way
  friend bool operator==(const file_finding&, const file_finding&) = default;
};

/// Where `found` is not what `expected` says, sorted by name; empty when all is well.
[[nodiscard]] std::vector<file_finding> compare_manifests(const file_manifest& expected,
                                                          const file_manifest& found);

/// The outcome of a check as JSON: {"subject": ..., "as_listed": ..., "files": [{"name": ...,
/// "state": ...}]}.
[[nodiscard]] std::string findings_to_json(const file_manifest& expected,
                                           const std::vector<file_finding>& findings);

} // namespace weightkin
