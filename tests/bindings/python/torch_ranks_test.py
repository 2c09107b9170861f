"""Shards over four ranks of torch.distributed: other roots, groups that are no power of two, sharded
tensors, failures that leave no rank waiting."""

import datetime
import pathlib
import sys
import tempfile

from binding_support import skip, weights

try:
    import torch
    import torch.distributed as distributed
    import torch.multiprocessing
except ImportError:
    skip("torch is not installed (Debian: python3-torch)")
if not (distributed.is_available() and distributed.is_gloo_available()):
    skip("this torch has no gloo")

import weightkin as wk
from weightkin.torch import (Shard, declaration_of, declare, fingerprint_shards, merge_over_ranks,
                             partial, sharded, whole)

STATE = {name: torch.from_numpy(value) for name, value in weights(8, 5).items()}
NAME = next(iter(STATE))
RANKS = 4


def alone():
    tensors = whole(STATE)
    with partial(tensors, sorted(declaration_of(tensor) for tensor in tensors)) as builder:
        return builder.finish().encode()


def rows_of(part, parts):
    return [Shard(name, (96, 64), (96 * part // parts, 0),
                  value[96 * part // parts:96 * (part + 1) // parts])
            for name, value in STATE.items()]


def roots(rank):
    for dst in (0, 2, 3):
        found = fingerprint_shards(rows_of(rank, RANKS), dst=dst)
        assert (found is not None) == (rank == dst)
        assert found is None or found.encode() == alone()


def groups(rank):
    for members in ([1, 3], [0, 1, 3]):
        group = distributed.new_group(members)
        if rank not in members:
            continue
        found = fingerprint_shards(rows_of(members.index(rank), len(members)), dst=1, group=group)
        assert (found is not None) == (members.index(rank) == 1)
        assert found is None or found.encode() == alone()


class StandIn:
    """What the package uses of torch.distributed's ShardedTensor."""

    class Metadata:
        def __init__(self, shard_offsets, shard_sizes, placement):
            self.shard_offsets = shard_offsets

    class Shard:
        def __init__(self, tensor, metadata):
            self.tensor, self.metadata = tensor, metadata

    @staticmethod
    def init_from_local_shards(local, *size):
        made = StandIn()
        made.size = lambda: torch.Size(size)
        made.local_shards = lambda: local
        return made


def sharded_tensors(rank):
    try:
        from torch.distributed._shard import sharded_tensor
        from torch.distributed._shard.metadata import ShardMetadata
    except (ImportError, ValueError) as failure:  # Debian 12's torch and Python do not fit
        if rank == 0:
            print(f"a stand-in for ShardedTensor, which cannot be imported: {failure}")
        sharded_tensor, ShardMetadata = StandIn, StandIn.Metadata
    shards = []
    for name, value in STATE.items():
        metadata = ShardMetadata([24 * rank, 0], [24, 64], f"rank:{rank}/cpu")
        local = sharded_tensor.Shard(value[24 * rank:24 * rank + 24].clone(), metadata)
        shards += sharded(name, sharded_tensor.init_from_local_shards([local], 96, 64))
    found = fingerprint_shards(shards)
    assert found is None or found.encode() == alone()
    assert found is not None or rank != 0


def fails(call, kinds):
    try:
        call()
    except kinds as failure:
        return str(failure)
    raise AssertionError("it did not fail")


def failures(rank):
    # Held twice: by ranks 2 and 3. Rank 0 hears of it, nobody waits.
    twice = rows_of(rank, RANKS) if rank != 3 else rows_of(2, RANKS)
    if rank in (0, 2):
        fails(lambda: fingerprint_shards(twice), wk.BadArgument)
    else:
        fingerprint_shards(twice)
    # Nobody's: rank 0 names the tensor.
    lacking = rows_of(rank, RANKS) if rank != 3 else []
    if rank == 0:
        assert NAME in fails(lambda: fingerprint_shards(lacking), wk.BadArgument)
    else:
        fingerprint_shards(lacking)
    # One rank fails before it has anything to send. Whoever hears of it hears who it was and why,
    # also by way of another: what rank 3 says reaches rank 0 through rank 2.
    for failing, told in ((1, (0,)), (2, (0,)), (3, (2, 0))):
        odd = rows_of(rank, RANKS)
        if rank == failing:
            odd[0] = odd[0]._replace(start=(90, 0))
            why = fails(lambda: fingerprint_shards(odd), wk.BadArgument)
            assert NAME in why and "rank" not in why, why
        elif rank in told:
            said = fails(lambda: fingerprint_shards(odd), wk.BadArgument)
            assert said.startswith(f"rank {failing} failed: BadArgument: ") and NAME in said, said
        else:
            fingerprint_shards(odd)
    # One rank cannot even say what it has, or cannot save what it saw: nobody waits.
    def spoilt():
        yield from rows_of(rank, RANKS)[:1]
        if rank == 2:
            raise OSError("a shard that cannot be read")

    said = fails(lambda: fingerprint_shards(spoilt()), OSError if rank == 2 else wk.BadArgument)
    assert "a shard that cannot be read" in said and (rank == 2 or "rank 2" in said), said
    builder = partial(rows_of(rank, RANKS), declare(rows_of(rank, RANKS)))
    if rank == 3:
        builder.close()
        fails(lambda: merge_over_ranks(builder), ValueError)
    elif rank == 1:
        merge_over_ranks(builder)
    else:
        said = fails(lambda: merge_over_ranks(builder), wk.BadArgument)
        assert said.startswith("rank 3 failed: ValueError: "), said
    # Ranks that disagree on a shape all know.
    shape = (96, 64) if rank else (96, 65)
    odd = [Shard(NAME, shape, (0, 0), STATE[NAME])]
    assert NAME in fails(lambda: fingerprint_shards(odd), ValueError)


def run(rank, meeting):
    torch.set_num_threads(1)
    distributed.init_process_group("gloo", init_method=f"file://{meeting}", rank=rank,
                                   world_size=RANKS, timeout=datetime.timedelta(seconds=60))
    for part in (roots, groups, sharded_tensors, failures):
        part(rank)
        distributed.barrier()
        if rank == 0:
            print(f"{part.__name__}: good", flush=True)
    distributed.destroy_process_group()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        torch.multiprocessing.start_processes(run, (str(pathlib.Path(folder) / "meeting"),), RANKS,
                                              start_method="fork")
    sys.exit(0)
