package main

import (
	"fmt"
	"os"
	"path/filepath"

	wk "weightkin"
)

func (s *seen) summary(at string, it wk.ComponentSummary) {
	s.say(at, "id", it.Id)
	s.say(at, "verdict", it.Verdict)
	s.real(at, "pearson", it.Pearson)
	s.real(at, "common_variance", it.CommonVariance)
	s.real(at, "log10_p", it.Log10P)
}

func (s *seen) scanned(first, second, mean *wk.Fingerprint) {
	scan := must(wk.FindAncestors(second, nil, []*wk.Fingerprint{first, mean}, nil, nil))
	defer scan.Close()
	overall := must(scan.Overall())
	s.say("scan", "sentence", overall.Sentence)
	s.say("scan", "verdict", overall.Verdict)
	s.say("scan", "origins", overall.Origins)
	s.say("scan", "candidates", overall.Candidates)
	s.say("scan", "compared", overall.Compared)
	s.say("scan", "tests", overall.Tests)
	s.say("scan", "limits", len(must(scan.Limits())))
	for index, it := range must(scan.Candidates()) {
		at := fmt.Sprintf("scan.candidate.%d", index)
		s.say(at, "name", it.Name)
		s.say(at, "reference", it.Reference)
		s.flag(at, "compared", it.Compared)
		s.say(at, "verdict", it.Verdict)
		near := must(scan.Affinity(index))
		s.real(at, "sketches", near.Sketches)
		s.real(at, "landmarks", near.Landmarks)
		s.real(at, "gram", near.Gram)
		for number, ruling := range must(scan.Components(index)) {
			s.summary(fmt.Sprintf("%s.component.%d", at, number), ruling)
		}
	}
	origin := must(scan.Origin(0))
	s.say("scan.origin.0", "id", origin.Id)
	s.say("scan.origin.0", "found", len(origin.Found))
	s.say("scan.origin.0", "nearest", origin.Nearest[0])
	s.say("scan.origin.0", "separations", origin.Separations)
	s.real("scan.origin.0", "share", origin.Share)
	for index, apart := range must(scan.Separations(0)) {
		at := fmt.Sprintf("scan.separation.%d", index)
		s.say(at, "nearer", apart.Nearer)
		s.flag(at, "separable", apart.Separable)
		s.real(at, "share", apart.Share)
	}
}

func (s *seen) family(forest *wk.Forest) {
	at := "forest.family.0"
	it := must(forest.Family(0))
	s.say(at, "nodes", it.Nodes)
	s.say(at, "edges", it.Edges)
	s.say(at, "merges", it.Merges)
	s.say(at, "unplaced", it.Unplaced)
	if it.Root == wk.NoIndex {
		s.say(at, "root", "null")
	} else {
		s.say(at, "root", "known")
	}
	s.real(at, "misfit", it.Misfit)
	for index, node := range must(forest.Nodes(0)) {
		at := fmt.Sprintf("forest.node.%d", index)
		s.say(at, "members", node.Members)
		s.say(at, "may_be", len(node.MayBe))
		for _, member := range must(forest.Members(0, index)) {
			s.say(at, "model", member.Model)
			s.say(at, "component", member.Component)
		}
	}
	for index, edge := range must(forest.Edges(0)) {
		at := fmt.Sprintf("forest.edge.%d", index)
		s.say(at, "first", edge.First)
		s.say(at, "second", edge.Second)
		s.flag(at, "directed", edge.Directed)
		s.real(at, "length", edge.Length)
		s.real(at, "length_error", edge.LengthError)
	}
}

func (s *seen) grown(prints []*wk.Fingerprint) {
	forest := must(wk.GrowForest(prints, nil, nil))
	defer forest.Close()
	overall := must(forest.Overall())
	s.say("forest", "models", overall.Models)
	s.say("forest", "singles", len(overall.Singles))
	s.say("forest", "pairs", overall.Pairs)
	s.say("forest", "families", overall.Families)
	s.family(forest)
	for index, merge := range must(forest.Merges(0)) {
		at := fmt.Sprintf("forest.merge.%d", index)
		s.say(at, "sentence", merge.Sentence)
		s.say(at, "child", merge.Child)
		s.flag(at, "proven", merge.Proven)
		s.real(at, "residual", merge.Residual)
		for number, parent := range must(forest.Parents(0, index)) {
			at := fmt.Sprintf("%s.parent.%d", at, number)
			s.say(at, "node", parent.Node)
			s.real(at, "weight", parent.Weight)
		}
	}
	pair := must(forest.Pair(0))
	s.say("forest.pair.0", "subject", pair.Subject)
	s.say("forest.pair.0", "reference", pair.Reference)
	s.summary("forest.pair.0.component.0", must(forest.PairComponent(0, 0)))
	newick := fold{[]byte(must(forest.Newick()))}
	s.folded("forest", "newick_folded", newick.sum())
}

func (s *seen) digests(model *wk.Model, folder string) {
	hashes := must(wk.TakeHashes(model, nil))
	defer hashes.Close()
	roots := must(hashes.Roots())
	s.digest("hash", "root", roots.Root[:])
	s.digest("hash", "nameless", roots.Nameless[:])
	s.say("hash", "tensors", roots.Tensors)
	s.say("hash", "components", roots.Components)
	tensor := must(hashes.Tensor(0))
	s.say("hash.tensor.0", "name", tensor.Name)
	s.shape("hash.tensor.0", tensor.Shape)
	s.digest("hash.tensor.0", "stored", tensor.Stored[:])
	s.digest("hash.tensor.0", "value", tensor.Value[:])
	component := must(hashes.Component(0))
	s.say("hash.component.0", "id", component.Id)
	s.digest("hash.component.0", "root", component.Root[:])

	manifest := must(wk.MakeManifest(filepath.Join(folder, "donor.safetensors"), nil))
	defer manifest.Close()
	info := must(manifest.Info())
	s.say("manifest", "model", info.Model)
	s.say("manifest", "files", info.Files)
	s.digest("manifest", "subject", info.Subject[:])
	file := must(manifest.File(0))
	s.say("manifest.file.0", "name", file.Name)
	s.digest("manifest.file.0", "content", file.Content[:])
	differences, _, err := manifest.Compare(manifest)
	check(err)
	s.say("manifest", "differences", differences)
}

func (s *seen) summed(values weights) {
	var declared []wk.Declaration
	for _, name := range names {
		declared = append(declared, wk.Declaration{Name: name, Shape: shape, Dtype: wk.DtypeF32})
	}
	sum, other := must(wk.BeginChecksum(declared, 3)), must(wk.BeginChecksum(declared, 3))
	defer sum.Close()
	defer other.Close()
	for tensor, elements := range values {
		into := sum
		if tensor == 0 {
			into = other
		}
		check(into.Add(tensor, 0, rows*columns, wk.Bytes(elements)))
	}
	s.flag("checksum", "half_complete", must(sum.Sum()).Complete)
	check(sum.Merge(other))
	all := must(sum.Sum())
	s.folded("checksum", "value", all.Value)
	s.flag("checksum", "complete", all.Complete)
	s.folded("checksum", "last_tensor", must(sum.Tensors())[len(names)-1])
}

func (s *seen) indexed(first, second *wk.Fingerprint, scratch string) {
	path := filepath.Join(scratch, "tour.sqlite")
	os.Remove(path)
	index := must(wk.OpenIndex(path, &wk.IndexOptions{Access: wk.IndexCreate}))
	defer index.Close()
	index.Add(first)
	index.Add(second)
	id, added, err := index.Add(first)
	check(err)
	s.say("index", "id", id)
	s.flag("index", "added_again", added)
	info := must(index.Info())
	s.say("index", "models", info.Models)
	s.say("index", "components", info.Components)
	answer := must(index.Query(first, nil))
	found := must(answer.Info())
	s.say("index.query", "models", found.Models)
	s.say("index.query", "exact", found.Exact)
	s.say("index.query", "candidates", found.Candidates)
	s.say("index.query", "overall", found.Overall)
	equal := must(answer.Exact())[0]
	s.say("index.exact.0", "name", equal.Name)
	s.say("index.exact.0", "tensors_equal", equal.TensorsEqual)
	s.flag("index.exact.0", "same_root", equal.SameRoot)
	next := must(answer.Candidates())[1]
	s.say("index.candidate.1", "name", next.Name)
	s.say("index.candidate.1", "verdict", next.Verdict)
	s.real("index.candidate.1", "score", next.Score)
	s.folded("index.loaded", "checksum", must(must(index.Load(id)).Describe()).Checksum)
	s.say("index", "problems", must(must(index.Verify()).Info()).Problems)
	s.flag("index", "removed", must(index.Remove(id)))
}

func (s *seen) many(folder, scratch string) {
	var models []*wk.Model
	var prints []*wk.Fingerprint
	first, second, mean := makeWeights()
	for number, values := range []weights{first, second, mean} {
		model := must(wk.FromTensors(views(values), []string{"first", "second", "mean"}[number]))
		defer model.Close()
		models, prints = append(models, model), append(prints, must(wk.TakeFingerprint(model, nil)))
	}
	s.scanned(prints[0], prints[1], prints[2])
	s.grown(prints)
	s.digests(models[0], folder)
	s.summed(first)
	s.indexed(prints[0], prints[1], scratch)
	const half = rows * columns / 2
	read := fold{must(models[0].Read(1, half, half, wk.DtypeF64))}
	s.folded("read", "values_folded", read.sum())
}
