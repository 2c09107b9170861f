#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <weightkin/core/dtype.hpp>
#include <weightkin/fingerprint/fingerprint_file.hpp>
#include <weightkin/lineage/compare.hpp>
#include <weightkin/lineage/verdict.hpp>
#include <weightkin/manifest/file_manifest.hpp>

namespace weightkin::cli {

/// How models are opened.
struct reading_settings {
  bool copy = false; ///< positioned reads instead of a memory map
  bool lenient_pickle = false;
  bool as_stored = false; ///< names, axes and values as the file has them
};

/// What the commands that report understand.
struct common_settings : reading_settings {
  std::string output;   ///< empty: stdout
  std::string map_path; ///< empty: built-in rules only
  unsigned threads = 0; ///< 0: as many as the machine has
  bool json = false;
  bool tensors = false;
};

struct inspect_settings {
  common_settings common;
  std::vector<std::string> paths;
};

struct compare_settings {
  common_settings common;
  std::string subject;
  std::string reference;
  std::string svg_path;
  std::string html_path;
  std::optional<verdict> fail_on;
  std::optional<std::uint64_t> seed;
  search_depth depth = search_depth::automatic;
  double search_seconds = 0; ///< 0: no limit
  bool digests = false;      ///< name the files of both sides with their SHA-256
};

/// What a stored result can be turned into.
enum class document_format : std::uint8_t {
  text,
  json,
  svg,
  html,
  cyclonedx,
  spdx,
  intoto,
  svr,
  sarif,
  card,
};

struct report_settings {
  common_settings common;
  std::vector<std::string> results; ///< of `compare --json`
  document_format format = document_format::text;
  std::string created;                    ///< the time that documents carry; empty: none
  std::string subject_id;                 ///< what the subject is called outside
  std::vector<std::string> reference_ids; ///< likewise, a reference each
};

struct convert_settings : reading_settings {
  std::string input;
  std::string output;
  std::optional<dtype> floats; ///< none: as they are
};

struct fingerprint_settings : common_settings {
  std::string input; ///< a model, or a fingerprint to be made less
  print_level level = print_level::full;
  disclosure kept;
  std::optional<std::uint64_t> seed;
};

struct hash_settings {
  common_settings common;
  std::vector<std::string> paths;
  bool manifest = false;            ///< write the manifest of the files instead
  std::string manifest_path;        ///< not empty: check the files against this one instead
  std::vector<std::string> ignored; ///< files that manifests leave out
  bool follow_links = false;
  manifest_hash algorithm = manifest_hash::sha256;
};

struct scan_settings {
  common_settings common;
  std::string subject;
  std::vector<std::string> references; ///< models, fingerprints, folders of them
  std::size_t confirm = 8;
  bool prints_only = false; ///< compare fingerprints even where weights are at hand
  std::optional<verdict> fail_on;
  std::optional<std::uint64_t> seed; ///< of fingerprints that have to be made
};

struct check_settings {
  scan_settings scan;               ///< every reference is compared in full
  std::vector<std::string> results; ///< stored comparisons, in place of models
  std::string policy_path;
  std::string licences_path; ///< empty: no licence is known
  std::string card_path;     ///< empty: only what the file itself claims
};

struct tree_settings {
  common_settings common;
  std::vector<std::string> models; ///< models, fingerprints, folders of them
  bool weights = false;            ///< compare weights where they are at hand
  bool newick = false;
  std::string svg_path;
  std::optional<std::uint64_t> seed; ///< of fingerprints that have to be made
};

/// What `index` is to do with its database.
enum class index_action { add, query, list, remove, take_out, verify, rule, rulings };

struct index_settings {
  common_settings common;
  index_action action = index_action::list;
  std::string address;            ///< a SQLite file or postgresql://...
  std::vector<std::string> paths; ///< models, fingerprints, folders; ids; the folder to write
  std::string digest;             ///< what to look up instead of a model
  std::string weights;            ///< folder where models of the index may lie
  std::size_t limit = 64;         ///< candidates; models listed
  std::uint64_t after = 0;
  std::size_t confirm = 8;
  bool prints_only = false;
  bool keep = false; ///< the answer becomes a ruling
  std::optional<verdict> fail_on;
  std::optional<std::uint64_t> seed;
};

/// One of: a command to run, or an exit code because help was shown or the usage was wrong.
struct invocation {
  std::optional<inspect_settings> inspect;
  std::optional<compare_settings> compare;
  std::optional<report_settings> report;
  std::optional<check_settings> check;
  std::optional<convert_settings> convert;
  std::optional<fingerprint_settings> fingerprint;
  std::optional<hash_settings> hash;
  std::optional<index_settings> index;
  std::optional<scan_settings> scan;
  std::optional<tree_settings> tree;
  int exit = 0;
};

/// Reads the command line; prints help, version or what is wrong with the usage.
[[nodiscard]] invocation parse_command_line(int argc, char** argv);

} // namespace weightkin::cli
