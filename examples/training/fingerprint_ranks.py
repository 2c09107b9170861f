"""Ranks of torch.distributed hold shards of one model: rows, columns or whole layers. Each
fingerprints what it has; merged over the ranks it is what one process would have got from the whole
model, bit for bit. Then weights are sent, one shard is spoilt on the way, and the check names it.

    fingerprint_ranks.py [RANKS]"""

import pathlib
import sys
import tempfile

import torch
import torch.multiprocessing
from small_transformer import Decoder
from weightkin.torch import (Shard, declaration_of, differences, fingerprint_shards, manifest,
                             partial, whole)


def cut(tensor, axis, rank, ranks):
    """The rank's share of a tensor along an axis; everything on rank 0 where it has no such axis."""
    if len(tensor.shape) <= axis:
        return [tensor] if rank == 0 else []
    first, last = (tensor.shape[axis] * r // ranks for r in (rank, rank + 1))
    start = tuple(first if a == axis else 0 for a in range(len(tensor.shape)))
    return [Shard(tensor.name, tensor.shape, start, tensor.data.narrow(axis, first, last - first))]


PLANS = {
    "rows": lambda tensors, rank, ranks: [
        shard for tensor in tensors for shard in cut(tensor, 0, rank, ranks)],
    "columns": lambda tensors, rank, ranks: [
        shard for tensor in tensors for shard in cut(tensor, 1, rank, ranks)],
    "layers": lambda tensors, rank, ranks: [
        tensor for i, tensor in enumerate(tensors) if i % ranks == rank],
}


def alone(tensors, digests):
    """What one process gets from the whole model."""
    declared = sorted(declaration_of(tensor) for tensor in tensors)
    with partial(tensors, declared, digests=digests) as builder:
        return builder.finish()


def compare_plans(tensors, rank, ranks):
    """Every plan of cutting gives the bytes of the single process."""
    for plan, share in PLANS.items():
        digests = plan != "columns"  # columns cut rows: no digest can be put together from them
        merged = fingerprint_shards(share(tensors, rank, ranks), digests=digests)
        if merged is not None:
            assert merged.encode() == alone(tensors, digests).encode(), plan
            print(f"{ranks} ranks, {plan}: checksum {merged.info.checksum:016x}, the same bytes as "
                  "from one process", flush=True)


def spoil_transfer(tensors, rank, ranks):
    """Every rank's shards are copied, as a transfer would; on the last rank one element changes."""
    own = PLANS["rows"](tensors, rank, ranks)
    sent = [None] * ranks
    torch.distributed.all_gather_object(sent, manifest(own))
    arrived = [Shard(s.name, s.shape, s.start, s.data.detach().clone()) for s in own]
    for shard in arrived:
        if rank == ranks - 1 and shard.name == "layers.2.up_proj.weight":
            shard.data[3, 5] += 1e-3
    found = list(differences(sent[rank], arrived))
    gathered = [None] * ranks
    torch.distributed.all_gather_object(gathered, found)
    if rank == 0:
        named = [(r, d.where, d.reason) for r, some in enumerate(gathered) for d in some]
        first = 864 * (ranks - 1) // ranks
        assert named == [(ranks - 1, f"layers.2.up_proj.weight[{first}:864, 0:320]",
                          "has other values")], named
        print(f"after the transfer: rank {named[0][0]}: {named[0][1]} {named[0][2]}", flush=True)


def run(rank, ranks, meeting):
    torch.set_num_threads(1)
    torch.distributed.init_process_group("gloo", init_method=f"file://{meeting}", rank=rank,
                                         world_size=ranks)
    torch.manual_seed(1)
    tensors = whole(Decoder(layers=3).state_dict())  # each rank takes its shards of it
    compare_plans(tensors, rank, ranks)
    spoil_transfer(tensors, rank, ranks)
    torch.distributed.destroy_process_group()


def main():
    ranks = int(sys.argv[1]) if len(sys.argv) > 1 else 2
    with tempfile.TemporaryDirectory() as folder:
        meeting = pathlib.Path(folder) / "meeting"
        torch.multiprocessing.start_processes(run, (ranks, str(meeting)), ranks,
                                              start_method="fork")


if __name__ == "__main__":
    main()
