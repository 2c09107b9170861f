"""Fingerprints, digests and rulings of many models in one database."""

from __future__ import annotations

import ctypes
import threading
from typing import Any, Optional, Sequence, Tuple, Type, Union

from weightkin import _declarations as c
from weightkin._copy import encoded, text
from weightkin._handle import Handle, Rows, held, made, pointers_of, position_of, text_options
from weightkin._progress import Log, Progress, Told
from weightkin.codes import IndexAccess
from weightkin.fingerprint import Fingerprint
from weightkin.records import (ExactMatch, IndexAnswerInfo, IndexCandidateInfo, IndexEntry, IndexInfo,
                               KeptRuling)
from weightkin.scan import Scan

Digest = bytes


def digest_bytes(digest: Digest) -> Any:
    """32 bytes as C wants them."""
    if len(digest) != 32:
        raise ValueError(f"a digest has 32 bytes, not {len(digest)}")
    return (ctypes.c_uint8 * 32).from_buffer_copy(digest)


class IndexAnswer(Handle):
    """What a call on an index found. Outlives the index."""

    _closer = "wkin_index_answer_close"

    @property
    def info(self) -> IndexAnswerInfo:
        return IndexAnswerInfo._of(
            self._fill("wkin_index_answer_describe", c.wkin_index_answer_info()))

    @property
    def exact(self) -> Rows[ExactMatch]:
        """Models that have values of the subject."""
        return Rows(self.info.exact, lambda i: ExactMatch._of(
            self._fill("wkin_index_exact", c.wkin_exact_match(), i), i))

    @property
    def candidates(self) -> Rows[IndexCandidateInfo]:
        """Models that were ranked, the nearest first. No evidence unless they were compared."""
        return Rows(self.info.candidates, lambda i: IndexCandidateInfo._of(
            self._fill("wkin_index_candidate", c.wkin_index_candidate_info(), i), i))

    def exact_components(self, match: Union[int, ExactMatch]) -> Tuple[Tuple[str, str], ...]:
        """The subject's components that a model has with equal values, each with the model's id."""
        row = self.exact[match] if isinstance(match, int) else match
        found, of_model = [], ctypes.c_char_p()
        for i in range(row.components):
            name = self._ask("wkin_index_exact_component", position_of(row), i,
                             ctypes.byref(of_model))
            found.append((text(name), text(of_model.value)))
        return tuple(found)

    @property
    def entries(self) -> Rows[IndexEntry]:
        """The models of a list."""
        return Rows(self.info.entries, lambda i: IndexEntry._of(
            self._fill("wkin_index_entry_at", c.wkin_index_entry(), i), i))

    @property
    def rulings(self) -> Rows[KeptRuling]:
        """Documents that were kept."""
        return Rows(self.info.rulings, lambda i: KeptRuling._of(
            self._fill("wkin_index_ruling_at", c.wkin_kept_ruling(), i), i))

    @property
    def problems(self) -> Tuple[str, ...]:
        """What verify() found."""
        return tuple(text(self._ask("wkin_index_problem", i)) for i in range(self.info.problems))

    def scan(self) -> Scan:
        """The scan of the candidates, references being their places. Undefined when nothing was
        compared."""
        return Scan(made("wkin_index_answer_scan", self._held))

    def text(self, *, colour: bool = False, width: int = 0) -> str:
        """The answer for people, wrapped to `width` columns (0: 110)."""
        return self._text("wkin_index_answer_text", text_options(colour, False, False, width))

    def json(self) -> str:
        """The whole answer by docs/schemas/index-1.json."""
        return self._text("wkin_index_answer_json")


class Index(Handle):
    """An open index. Threads may share it: calls on one handle wait for each other."""

    _closer = "wkin_index_close"

    def __init__(self, pointer: ctypes.c_void_p, keep: Any = None) -> None:
        super().__init__(pointer, keep)
        self._one_at_a_time = threading.Lock()

    @classmethod
    def open(cls: Type[Index], address: str, access: IndexAccess = IndexAccess.READ, *,
             key_cache_bytes: int = 0, busy_milliseconds: int = 0) -> Index:
        """`address` is the path of a SQLite file, or "postgresql://...". Zero means the library's
        default."""
        options = c.wkin_index_options(ctypes.sizeof(c.wkin_index_options), key_cache_bytes,
                                       access, busy_milliseconds)
        return cls(made("wkin_index_open", encoded(address), ctypes.byref(options)))

    @property
    def info(self) -> IndexInfo:
        with self._one_at_a_time:
            return IndexInfo._of(self._fill("wkin_index_describe", c.wkin_index_info()))

    def add(self, fingerprint: Fingerprint) -> Tuple[int, bool]:
        """The model's id, and whether it is new: the same one is there once."""
        owner, number, added = held(fingerprint, Fingerprint), ctypes.c_uint64(), ctypes.c_uint32()
        with self._one_at_a_time:
            self._must("wkin_index_add", owner, ctypes.byref(number), ctypes.byref(added))
        return number.value, bool(added.value)

    def add_many(self, fingerprints: Sequence[Fingerprint]) -> Tuple[Tuple[int, bool], ...]:
        """All or none; as add() for each."""
        prints, keep = pointers_of(fingerprints, Fingerprint)
        numbers = (ctypes.c_uint64 * max(len(fingerprints), 1))()
        added = (ctypes.c_uint32 * max(len(fingerprints), 1))()
        with self._one_at_a_time:
            self._must("wkin_index_add_many", prints, len(fingerprints), numbers, added)
        del keep  # until here they had to live
        return tuple((numbers[i], bool(added[i])) for i in range(len(fingerprints)))

    def remove(self, number: int) -> bool:
        """False when there was no such model."""
        removed = ctypes.c_uint32()
        with self._one_at_a_time:
            self._must("wkin_index_remove", number, ctypes.byref(removed))
        return bool(removed.value)

    def load(self, number: int) -> Fingerprint:
        with self._one_at_a_time:
            return Fingerprint(made("wkin_index_load", self._held, number))

    def query(self, subject: Fingerprint, *, candidates: int = 0, confirm: int = 0,
              log10_alpha: float = 0.0, threads: int = 0, effect_floor: float = 0.0, seed: int = 0,
              nearest_share: float = 0.0, separation_errors: float = 0.0,
              progress: Optional[Progress] = None, log: Optional[Log] = None) -> IndexAnswer:
        """Where the subject comes from, corrected for all models of the index."""
        owner = held(subject, Fingerprint)
        with self._one_at_a_time, Told(progress, log) as told:
            options = c.wkin_index_query_options(
                ctypes.sizeof(c.wkin_index_query_options), candidates, confirm, log10_alpha,
                told.pointer, None, threads, 0, told.log, None, effect_floor, seed, nearest_share,
                separation_errors)
            return IndexAnswer(made("wkin_index_query", self._held, owner,
                                    ctypes.byref(options)))

    def list(self, after: int = 0, limit: int = 100) -> IndexAnswer:
        """Models in the order of their ids."""
        with self._one_at_a_time:
            return IndexAnswer(made("wkin_index_list", self._held, after, limit))

    def find_digest(self, digest: Digest, limit: int = 100) -> IndexAnswer:
        """Models of which these 32 bytes are a root, a component's root or a value digest."""
        with self._one_at_a_time:
            return IndexAnswer(made("wkin_index_find_digest", self._held,
                                    digest_bytes(digest), limit))

    def verify(self) -> IndexAnswer:
        """Its `info.problems` counts what is not as it was added."""
        with self._one_at_a_time:
            return IndexAnswer(made("wkin_index_verify", self._held))

    def add_ruling(self, subject: Digest, reference: Digest, document: str) -> bool:
        """Keeps a JSON document about two models; False when it was there."""
        raw, added = document.encode("utf-8"), ctypes.c_uint32()
        with self._one_at_a_time:
            self._must("wkin_index_add_ruling", digest_bytes(subject), digest_bytes(reference), raw,
                       len(raw), ctypes.byref(added))
        return bool(added.value)

    def rulings(self, model: Optional[Digest] = None, limit: int = 100) -> IndexAnswer:
        """Documents about one model, or about all."""
        with self._one_at_a_time:
            return IndexAnswer(made("wkin_index_rulings", self._held,
                                    None if model is None else digest_bytes(model), limit))
