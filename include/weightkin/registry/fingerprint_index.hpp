#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <weightkin/core/digest.hpp>
#include <weightkin/core/progress.hpp>
#include <weightkin/core/result.hpp>
#include <weightkin/fingerprint/fingerprint.hpp>
#include <weightkin/registry/index_entry.hpp>

namespace weightkin {

/// What an index is opened for.
enum class index_access : std::uint8_t {
  /// It has to exist. A SQLite file in a folder where this process may not write is read without
  /// locks; calls during which somebody else wrote to it are `io`.
  read = 0,
  write = 1,  ///< it has to exist
  create = 2, ///< it is made when it does not exist
};

/// How an index is opened.
struct index_options {
  index_access access = index_access::write; ///< what it is opened for
  unsigned busy_milliseconds = 10000;        ///< how long to wait for another writer
  /// How many bytes of search keys a handle keeps between queries; 576 a component hold all.
  std::uint64_t key_cache_bytes = std::uint64_t{256} << 20;
};

/// How candidates are chosen.
struct candidate_options {
  std::size_t limit = 64; ///< how many in all; 1 to 4096
};

/// Fingerprints, exact digests and rulings in one database: a SQLite file, or PostgreSQL where many
/// machines share it (docs/registry.md). A handle is for one thread at a time; any number of
/// handles, threads and processes may have one index open. Every call is a transaction: it is done
/// wholly or not at all, and what was acknowledged is on the disk.
///
/// Errors of every call: `io` when the engine was refused a file, a lock or the connection;
/// `bad_format` when what is stored is not an index or contradicts itself; `no_memory`.
class fingerprint_index {
public:
  /// \param address the path of a SQLite file, or `postgresql://...` (`postgres:` likewise).
  /// \returns `unsupported` for a later schema or an engine that this build lacks, `io` when it
  ///          does not exist, `bad_format` when it is something else.
  [[nodiscard]] static result<fingerprint_index> open(const std::string& address,
                                                      const index_options& options = {});
  fingerprint_index(fingerprint_index&&) noexcept;
  fingerprint_index& operator=(fingerprint_index&&) noexcept;
  ~fingerprint_index();

  /// Adds a fingerprint; the same one (byte for byte, its name included) is there once.
  /// \returns `bad_argument` for another seed than the index has, or when the inventory does not
  ///          fit; `unsupported` beyond 512 MiB.
  [[nodiscard]] result<index_addition> add(const fingerprint& print);

  /// The same for many in one transaction: all or none.
  [[nodiscard]] result<std::vector<index_addition>> add_all(std::span<const fingerprint> prints);

  /// Takes a model out; its id is not used again. Rulings stay. \returns false when there is none.
  [[nodiscard]] result<bool> remove(std::uint64_t id);

  /// Models in the order of their ids, those after `after`, at most `limit`.
  [[nodiscard]] result<std::vector<index_entry>> list(std::uint64_t after = 0,
                                                      std::size_t limit = 1000);

  /// The bytes of a model's fingerprint file, checked against their digest; nothing when there is
  /// no such model. `bad_format` for a model whose fingerprint is gone: it could be missed.
  [[nodiscard]] result<std::optional<std::vector<std::byte>>> print_bytes(std::uint64_t id);

  /// The same decoded; `bad_argument` when there is no such model.
  [[nodiscard]] result<fingerprint> load(std::uint64_t id);

  /// Models that are, or share components or tensors with, `subject` exactly: whole models first,
  /// then by share. Tensors that may not be evidence (constants, tables, tied ones) do not count.
  /// Cost: three look-ups and one a tensor.
  [[nodiscard]] result<std::vector<exact_match>> find_exact(const fingerprint& subject,
                                                            std::size_t limit = 100);

  /// Models of which `wanted` is a root, a component's root, or a tensor's value digest.
  [[nodiscard]] result<std::vector<index_entry>> find_digest(const digest& wanted,
                                                             std::size_t limit = 100);

  /// Models worth comparing with `subject`, by digests and by small keys of every component. Ranks
  /// are no evidence, and a model that is not among them is not cleared. `bad_argument` when seeds
  /// differ. Deterministic: same content, same answer. Cost: every key of the index is looked at
  /// once, 576 bytes a component of it.
  [[nodiscard]] result<std::vector<index_candidate>>
  find_candidates(const fingerprint& subject, const candidate_options& options = {});

  /// Keeps a ruling; the same one is there once. \returns false when it was there.
  [[nodiscard]] result<bool> add_ruling(const stored_ruling& ruling);

  /// Rulings in which `model` is subject or reference, in the order they came; all without one.
  [[nodiscard]] result<std::vector<stored_ruling>>
  rulings(const std::optional<digest>& model = std::nullopt, std::size_t limit = 1000);

  /// What the index holds.
  [[nodiscard]] result<index_summary> summary();

  /// Checks the engine's file, then every model against its fingerprint: bytes, digests, roots,
  /// components and keys. \param on_progress counts models; may cancel (`cancelled`).
  [[nodiscard]] result<index_check> verify(const progress_callback& on_progress = {});

private:
  struct state;
  explicit fingerprint_index(std::unique_ptr<state> made);
  std::unique_ptr<state> state_;
};

} // namespace weightkin
