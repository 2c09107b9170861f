"""Inside PyTorch: fingerprints of state dicts and of shards over ranks, checks after transfers.

Tensors on the CPU are read where they lie, others are copied to it: one shard at a time, or the
state that a Watch looks at. `torch` is imported by this module only."""

from __future__ import annotations

import time
from typing import (Any, Callable, Dict, Iterable, Iterator, List, Mapping, NamedTuple, Optional,
                    Sequence, Tuple, Union)

import torch
import torch.distributed

from weightkin.arrays import tensor_memory
from weightkin.builder import Builder, Declaration
from weightkin.codes import Dtype
from weightkin.errors import BadArgument
from weightkin.fingerprint import Fingerprint
from weightkin.inventory import Inventory

_distributed: Any = torch.distributed  # whose functions are not all typed


class Shard(NamedTuple):
    """A box of a tensor of `shape`: the elements from `start` on, as many as `data` has."""

    name: str
    shape: Tuple[int, ...]
    start: Tuple[int, ...]
    data: Any

    @property
    def where(self) -> str:
        """E.g. "up_proj.weight[0:40, 0:64]"."""
        ranges = (f"{first}:{first + extent}" for first, extent in zip(self.start, self.data.shape))
        return f"{self.name}[{', '.join(ranges)}]"


def whole(state: Mapping[str, Any]) -> List[Shard]:
    """A state dict as shards that are whole tensors; entries that are no tensors are left out."""
    return [Shard(name, tuple(value.shape), (0,) * value.dim(), value)
            for name, value in state.items() if isinstance(value, torch.Tensor)]


def sharded(name: str, tensor: Any) -> List[Shard]:
    """This rank's shards of a torch.distributed ShardedTensor."""
    return [Shard(name, tuple(tensor.size()), tuple(local.metadata.shard_offsets), local.tensor)
            for local in tensor.local_shards()]


def _here(tensor: Any) -> Any:
    """Packed, on the CPU, without lazy conjugation; the tensor itself where it is all that."""
    tensor = tensor.detach()
    if tensor.device.type != "cpu":
        tensor = tensor.cpu()
    return tensor.resolve_conj().resolve_neg().contiguous()


def _dtype(tensor: Any) -> Dtype:
    return tensor_memory(torch.empty(0, dtype=tensor.dtype)).dtype


def declaration_of(shard: Shard) -> Declaration:
    """Of the tensor that a shard belongs to."""
    return Declaration(shard.name, _dtype(shard.data), tuple(shard.shape))


def declare(shards: Iterable[Shard], group: Any = None) -> List[Declaration]:
    """The tensors that the shards of all ranks belong to, sorted by name, the same on every rank.
    Without torch.distributed initialised, of the shards given. ValueError when ranks disagree; what
    fails on one rank is BadArgument on the others."""
    return _announced(shards, group)[1]


def _announced(shards: Iterable[Shard], group: Any) -> Tuple[List[Shard], List[Declaration]]:
    """The shards of this rank, and the tensors of all."""
    try:
        own = list(shards)
        declared = sorted({declaration_of(shard) for shard in own})
    except Exception as failure:
        _gathered(_words(failure), group)  # the others wait for it
        raise
    return own, _agreed(_gathered(declared, group))


def _words(failure: Exception) -> str:
    """What other ranks are told of it; not all, as it may quote what it failed at."""
    return f"{type(failure).__name__}: {failure}"[:2000]


def _agreed(gathered: Sequence[Union[List[Declaration], str]]) -> List[Declaration]:
    known: Dict[str, Declaration] = {}
    for rank, declared in enumerate(gathered):
        if isinstance(declared, str):
            raise BadArgument(f"rank {rank} cannot say which tensors it has: {declared}")
        for tensor in declared:
            if known.setdefault(tensor.name, tensor) != tensor:
                raise ValueError(f"ranks disagree on {tensor.name}: {known[tensor.name]} and "
                                 f"{tensor}")
    return [known[name] for name in sorted(known)]


def _gathered(own: Union[List[Declaration], str],
              group: Any) -> List[Union[List[Declaration], str]]:
    """What every rank of the group has; words for one that failed."""
    if not _many(group):
        return [own]
    gathered: List[Any] = [None] * _distributed.get_world_size(group)
    _distributed.all_gather_object(gathered, own, group=group)
    return gathered


def _many(group: Any) -> bool:
    return bool(torch.distributed.is_available() and torch.distributed.is_initialized()
                and torch.distributed.get_world_size(group) > 1)


def partial(shards: Iterable[Shard], declarations: Sequence[Declaration], *, seed: int = 0,
            contents: Optional[Inventory] = None, digests: bool = False) -> Builder:
    """The builder of one rank. With `digests` shards must not cut rows. An element may be in one
    shard only: of replicas, one rank adds it."""
    builder = Builder.begin(declarations, seed=seed, contents=contents, digests=digests)
    for shard in shards:
        builder.add_box(shard.name, _here(shard.data), shard.start)
    return builder


def merge_over_ranks(builder: Builder, dst: int = 0, group: Any = None) -> bool:
    """Merges the builders of all ranks into that of rank `dst` of the group, pairwise, in
    ceil(log2(ranks)) rounds; true there. The states travel as bytes over the group's backend, which
    must move CPU tensors (gloo). The others' builders are in an unspecified state afterwards. What
    fails on one rank fails on `dst`, too, whose BadArgument names that rank of the group and what it
    said, and leaves none waiting."""
    return _merge(builder, None, dst, group)


# What failed here, and what the others are told of it.
_Failure = Tuple[Exception, str]


def _merge(builder: Optional[Builder], failed: Optional[Exception], dst: int, group: Any) -> bool:
    """The same for a rank that may have failed already: it says so instead of sending a state."""
    if not _many(group):
        if failed is not None:
            raise failed
        return True
    ranks, here = torch.distributed.get_world_size(group), torch.distributed.get_rank(group)
    rank = (here - dst) % ranks
    failure = None if failed is None else (failed, f"rank {here} failed: {_words(failed)}")
    step = 1
    while step < ranks:
        if rank % (2 * step) == step:
            failure = _pass_on(builder, failure, here, (rank - step + dst) % ranks, group)
            break
        if rank + step < ranks:
            source = (rank + step + dst) % ranks
            failure = _take_over(builder, failure, here, source, group)
        step *= 2
    if failure is not None:
        raise failure[0]
    return bool(rank == 0)


def _pass_on(builder: Optional[Builder], failure: Optional[_Failure], here: int, to: int,
             group: Any) -> Optional[_Failure]:
    """Sends the state, or why there is none, be it this rank's failure or one that it was told of.
    Answers what failed."""
    state = b""
    try:
        if builder is not None and failure is None:
            state = builder.save()
    except Exception as failed:
        failure = failed, f"rank {here} failed: {_words(failed)}"
    if failure is None:
        _send(state, False, to, group)
    else:
        _send(failure[1].encode("utf-8", "backslashreplace"), True, to, group)
    return failure


def _take_over(builder: Optional[Builder], failure: Optional[_Failure], here: int, source: int,
               group: Any) -> Optional[_Failure]:
    """Merges what a rank sends. Answers what failed first."""
    arrived, is_failure = _receive(source, group)
    if failure is not None:
        return failure
    if is_failure:
        told = str(arrived, "utf-8")
        return BadArgument(told), told
    try:
        if builder is not None:
            with Builder.load(arrived) as other:
                builder.merge(other)
    except Exception as failed:
        return failed, f"rank {here} cannot merge the state of rank {source}: {_words(failed)}"
    return None


def _peer(rank: int, group: Any) -> int:
    if group is None:
        return rank
    modern = getattr(_distributed, "get_global_rank", None)
    found = modern or _distributed.distributed_c10d._get_global_rank  # before torch 2.0
    return int(found(group, rank))


def _send(content: bytes, is_failure: bool, to: int, group: Any) -> None:
    peer = _peer(to, group)
    torch.distributed.send(torch.tensor([len(content), is_failure], dtype=torch.int64), peer, group)
    if content:
        torch.distributed.send(torch.frombuffer(bytearray(content), dtype=torch.uint8), peer, group)


def _receive(source: int, group: Any) -> Tuple[memoryview, bool]:
    peer = _peer(source, group)
    head = torch.zeros(2, dtype=torch.int64)
    torch.distributed.recv(head, peer, group)
    content = torch.empty(int(head[0]), dtype=torch.uint8)
    if len(content):
        torch.distributed.recv(content, peer, group)
    return memoryview(content.numpy()), bool(head[1])


def fingerprint_shards(shards: Iterable[Shard], *, dst: int = 0, group: Any = None, seed: int = 0,
                       contents: Optional[Inventory] = None,
                       digests: bool = False) -> Optional[Fingerprint]:
    """The fingerprint of the model whose shards the ranks hold, on rank `dst`; None on others. The
    same, bit for bit, however the model was cut. Called by all ranks of the group; an element that
    is missing or held twice is BadArgument there, as is another rank's failure."""
    own, declared = _announced(shards, group)
    builder, failed = None, None
    try:
        builder = partial(own, declared, seed=seed, contents=contents, digests=digests)
    except Exception as failure:  # told to the other ranks, then raised
        failed = failure
    return builder.finish() if _merge(builder, failed, dst, group) and builder else None


class Difference(NamedTuple):
    """A shard that is not what was sent."""

    where: str
    reason: str


# What identifies each shard: by its place, the type, the fingerprint's numbers.
Manifest = Dict[str, Tuple[str, bytes, int, int, int]]


def manifest(shards: Iterable[Shard]) -> Manifest:
    """What identifies each shard, in 100 bytes or so, to be sent ahead of the weights."""
    found: Manifest = {}
    for shard in shards:
        with Fingerprint.take({shard.where: _here(shard.data)}) as fingerprint:
            seen = fingerprint.tensors[0]
            assert seen.value_digest is not None
            found[shard.where] = (seen.dtype.label, seen.value_digest, seen.checksum,
                                  seen.checksum_bf16, seen.checksum_f16)
    return found


def differences(sent: Manifest, received: Iterable[Shard],
                casts: Sequence[Any] = ()) -> Iterator[Difference]:
    """Which shards did not arrive as they were sent, and how they differ. The values count, not the
    type that holds them; what was rounded to one of `casts` (torch.bfloat16, torch.float16) is
    accepted. Casts are told by checksums, which are no cryptographic proof."""
    arrived = manifest(received)
    allowed = {_dtype(torch.empty(0, dtype=cast)).label for cast in casts}
    for where in sorted(sent.keys() | arrived.keys()):
        if where not in arrived:
            yield Difference(where, "did not arrive")
        elif where not in sent:
            yield Difference(where, "was not sent")
        elif sent[where][1] != arrived[where][1]:
            reason = _reason(sent[where], arrived[where], allowed)
            if reason:
                yield Difference(where, reason)


def _reason(sent: Tuple[str, bytes, int, int, int], arrived: Tuple[str, bytes, int, int, int],
            allowed: Iterable[str]) -> str:
    for label, checksum in (("bf16", sent[3]), ("f16", sent[4])):
        if arrived[2] == checksum:
            return "" if label in allowed else f"was rounded to {label}"
    return "has other values"


class Cost(NamedTuple):
    """What watching has cost so far."""

    fingerprints: int
    seconds: float
    bytes: int
    share: float  # of the time between the first and the last step seen

    @property
    def bytes_per_second(self) -> float:
        return self.bytes / self.seconds if self.seconds else float("nan")


class Watch:
    """Fingerprints a training run every `every` steps and keeps what `keep` makes of each.

        watch = Watch(model.state_dict, every=100, keep=lambda step, f: f.write(f"{step}.wkf"))
        for step in range(steps):
            ...
            optimizer.step()
            watch(step)

    Weights must not change while it looks: it is called between steps, in the training thread (an
    optimizer's step hook, a trainer's on_step_end or on_save). cost() says what that took."""

    def __init__(self, state: Callable[[], Mapping[str, Any]], *, every: int = 1,
                 keep: Callable[[int, Fingerprint], Any] = lambda step, fingerprint: None,
                 digests: bool = False, threads: int = 0) -> None:
        if every < 1:
            raise ValueError("every must be at least 1")
        self._state, self._every, self._keep = state, every, keep
        self._digests, self._threads = digests, threads
        self._count, self._seconds, self._bytes = 0, 0.0, 0
        self._first: Optional[float] = None
        self._last = 0.0

    def __call__(self, step: int) -> Optional[Fingerprint]:
        """Looks if it is this step's turn, and answers what it saw."""
        started = time.perf_counter()
        if self._first is None:
            self._first = started
        seen = None
        if step % self._every == 0:
            state = {name: _here(value) for name, value in self._state().items()
                     if isinstance(value, torch.Tensor)}
            seen = Fingerprint.take(state, name=f"step {step}", digests=self._digests,
                                    threads=self._threads)
            self._keep(step, seen)
            self._bytes += sum(value.numel() * value.element_size() for value in state.values())
            self._count += 1
        self._last = time.perf_counter()
        self._seconds += self._last - started
        return seen

    def cost(self) -> Cost:
        total = 0.0 if self._first is None else self._last - self._first
        return Cost(self._count, self._seconds, self._bytes,
                    self._seconds / total if total > 0 else 0.0)
