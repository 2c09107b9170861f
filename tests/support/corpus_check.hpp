#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include <weightkin/core/result.hpp>
#include <weightkin/core/tensor_view.hpp>
#include <weightkin/reader/checkpoint.hpp>

#include "support/corpus.hpp"

/// The loop over the shared corpus that every format's test runs: right answers within the
/// corpus' limits of time and memory, and values against references. Its memory is counted by
/// replacing the global operator new of the whole test program (allocation_meter.hpp).
namespace weightkin::test {

/// How many good and bad files a run looked at.
struct corpus_counts {
  int good = 0;
  int bad = 0;
};

/// As the file has it: the corpus' references keep the file's names and axis order.
open_options as_stored(file_access access);

/// Every byte of every element of a tensor, read in uneven pieces.
result<std::vector<std::byte>> all_bytes(const tensor_view& view);

/// Every answer that opening `path` and reading what it offers can count as, within the limits.
std::vector<std::string> corpus_answers(const std::filesystem::path& path,
                                        const open_options& options);

/// Opens every case below `prefix` ("gguf/") mapped and copied, as stored and with layouts undone.
corpus_counts check_corpus_answers(const std::filesystem::path& root, std::string_view prefix);

/// Reference files hold Python's words for non-finite samples, which are not JSON and not used.
nlohmann::json load_reference_json(const std::filesystem::path& path);

const tensor_view* tensor_named(const std::vector<tensor_view>& views, std::string_view name);

/// Compares one tensor with its reference entry {"dtype", "shape", "sha256"}.
/// \param stored the reference's own elements, or null when only their digest is kept
void check_against_reference(const tensor_view& view, const nlohmann::json& reference,
                             const tensor_view* stored, const std::string& where);

/// The references of one generated file: `<stem>.json`, `.names.json` and `.npz` in a `ref` folder,
/// with members t0000, t0001, ... in the order of the names.
/// \param select which names of the reference belong to `file`, and what the file calls them; an
///        empty answer means none
/// \returns how many tensors were compared
std::size_t check_generated_reference(
    const std::filesystem::path& file, const std::filesystem::path& stem,
    const open_options& options,
    const std::function<std::string(const std::string&)>& select = [](const std::string& name) {
      return name;
    });

/// References without stored elements: an object keyed by tensor name.
/// \returns how many tensors were compared
std::size_t check_digests(const std::filesystem::path& file, const nlohmann::json& references,
                          const open_options& options);

} // namespace weightkin::test
