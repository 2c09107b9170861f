// The tour that every binding takes (docs/new-binding.md).
//
//	tour STORY_FOLDER SCRATCH_FOLDER OUTPUT.json
package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	wk "weightkin"
)

const (
	rows    = 96
	columns = 64
)

var (
	names = []string{"layers.0.mlp.up_proj.weight", "layers.1.mlp.up_proj.weight", "layers.2.mlp.up_proj.weight"}
	shape = []uint64{rows, columns}
)

type weights [][]float32

func makeWeights() (first, second, mean weights) {
	state := uint64(20)
	draw := func() int32 {
		state = state*6364136223846793005 + 1442695040888963407
		return int32(state>>42) - (1 << 21)
	}
	const unit = float32(1) / 134217728
	for range names {
		one, two, both := make([]float32, rows*columns), make([]float32, rows*columns), make([]float32, rows*columns)
		for i := range one {
			a := draw()
			b := a + draw()/8
			one[i], two[i], both[i] = float32(a)*unit, float32(b)*unit, float32(a+b)*(unit/2)
		}
		first, second, mean = append(first, one), append(second, two), append(mean, both)
	}
	return first, second, mean
}

func views(values weights) (made []wk.TensorView) {
	for layer, name := range names {
		made = append(made, wk.TensorOf(name, wk.DtypeF32, shape, values[layer]))
	}
	return made
}

func (s *seen) story(folder string) {
	suspect := must(wk.Open(filepath.Join(folder, "suspect.safetensors"), nil))
	donor := must(wk.Open(filepath.Join(folder, "donor.safetensors"), nil))
	defer suspect.Close()
	defer donor.Close()
	s.model("suspect", suspect)
	s.model("donor", donor)
	s.inventory("suspect_inventory", suspect)
	s.inventory("donor_inventory", donor)
	s.comparison("compare", must(wk.Compare(suspect, donor, nil)))
	suspects := must(wk.TakeFingerprint(suspect, &wk.FingerprintOptions{Name: "suspect"}))
	donors := must(wk.TakeFingerprint(donor, &wk.FingerprintOptions{Name: "donor"}))
	s.fingerprint("suspect_print", suspects)
	s.fingerprint("donor_print", donors)
	s.comparison("compare_prints", must(wk.CompareFingerprints(suspects, donors, nil)))
}

func strided(first weights) *wk.Fingerprint {
	turned := make([]float32, rows*columns)
	for row := 0; row < rows; row++ {
		for column := 0; column < columns; column++ {
			turned[column*rows+row] = first[1][row*columns+column]
		}
	}
	tensors := views(first)
	tensors[1].Data, tensors[1].Strides = wk.Bytes(turned), []int64{1, rows}
	return must(wk.FingerprintTensors(tensors, &wk.FingerprintOptions{Name: "strided"}))
}

// check is must for calls without a value.
func check(err error) { must(0, err) }

func sharded(first weights) *wk.Fingerprint {
	var declared []wk.Declaration
	for _, name := range names {
		declared = append(declared, wk.Declaration{Name: name, Shape: shape, Dtype: wk.DtypeF32})
	}
	one, two := must(wk.BeginBuilder(declared, nil)), must(wk.BeginBuilder(declared, nil))
	const cut = 40 * columns
	for tensor, values := range first {
		check(one.Add(tensor, 0, cut, wk.Bytes(values[:cut])))
		check(two.AddBox(tensor, []uint64{40, 0}, []uint64{rows - 40, columns}, wk.Bytes(values[cut:])))
	}
	check(one.Merge(must(wk.LoadBuilder(must(two.Save())))))
	return must(one.Finish())
}

func (s *seen) prints(values weights, first, second *wk.Model, scratch string) {
	one, two := must(wk.TakeFingerprint(first, nil)), must(wk.TakeFingerprint(second, nil))
	s.fingerprint("memory_print", one)
	s.fingerprint("strided_print", strided(values))
	s.fingerprint("sharded_print", sharded(values))
	path := filepath.Join(scratch, "tour.wkf")
	check(one.Write(path))
	s.fingerprint("reread_print", must(wk.OpenFingerprint(path)))
	s.fingerprint("small_print", must(one.Reduce(wk.PrintSmall, wk.PrintNames)))
	near := must(wk.EstimateSimilarity(two, 0, one, 0))
	s.real("estimate", "pearson", near.Pearson)
	s.real("estimate", "pearson_error", near.PearsonError)
	s.real("estimate", "cosine", near.Cosine)
	s.real("estimate", "cosine_error", near.CosineError)
	s.real("estimate", "relative_l2", near.RelativeL2)
	s.real("estimate", "relative_l2_error", near.RelativeL2Error)
}

func (s *seen) written(model *wk.Model, scratch string) {
	path := filepath.Join(scratch, "tour.safetensors")
	summary := must(model.WriteSafetensors(path, &wk.WriteOptions{Floats: wk.DtypeBf16}))
	s.say("written", "tensors", summary.Tensors)
	s.say("written", "bytes", summary.Bytes)
	s.say("written", "overflowed", summary.Overflowed)
	again := must(wk.Open(path, nil))
	defer again.Close()
	s.comparison("compare_written", must(wk.Compare(again, model, nil)))
}

func (s *seen) mixture(subject, first, second *wk.Model) {
	merge := must(wk.ExplainMerge(subject, []*wk.Model{first, second}, nil, nil))
	defer merge.Close()
	s.say("mixture", "sentence", merge.Sentence())
	s.say("mixture", "components", merge.ComponentCount())
	it := must(merge.Component(0))
	s.say("mixture", "method", it.Method)
	s.say("mixture", "contributors", it.Contributors)
	s.say("mixture", "layers", it.Layers)
	s.real("mixture", "unexplained", it.Unexplained)
	s.real("mixture", "weight_sum", it.WeightSum)
	for index, share := range must(merge.Shares(0)) {
		at := fmt.Sprintf("mixture.share.%d", index)
		s.real(at, "weight", share.Weight)
		s.real(at, "error", share.Error)
		s.real(at, "log10_margin", share.Log10Margin)
	}
}

func (s *seen) memory(scratch string) {
	firstValues, secondValues, meanValues := makeWeights()
	first := must(wk.FromTensors(views(firstValues), "first"))
	second := must(wk.FromTensors(views(secondValues), "second"))
	mean := must(wk.FromTensors(views(meanValues), "mean"))
	defer first.Close()
	defer second.Close()
	defer mean.Close()
	s.comparison("compare_memory", must(wk.Compare(second, first, nil)))
	s.prints(firstValues, first, second, scratch)
	s.written(first, scratch)
	s.mixture(mean, first, second)
}

func (s *seen) failed(what string, err error) {
	failure := &wk.Error{Status: wk.StatusOk}
	errors.As(err, &failure)
	s.say("error."+what, "status", failure.Status)
	s.say("error."+what, "fault", failure.Fault)
}

// of keeps both results of a call together.
type of[T any] struct {
	value T
	err   error
}

func both[T any](value T, err error) of[T] { return of[T]{value, err} }

func (s *seen) errors() {
	values, _, _ := makeWeights()
	model := must(wk.FromTensors(views(values), "first"))
	defer model.Close()
	print := must(wk.TakeFingerprint(model, nil))
	seeded := must(wk.TakeFingerprint(model, &wk.FingerprintOptions{Seed: 7}))
	hello := []byte("hello, world")
	twice := views(values)
	twice[1].Name = twice[0].Name
	fails := s.failed
	fails("missing_file", both(wk.Open("/no/such/file.safetensors", nil)).err)
	fails("not_a_model", both(wk.OpenMemory(hello, "hello", nil)).err)
	fails("not_a_fingerprint", both(wk.DecodeFingerprint(hello, "hello")).err)
	fails("missing_fingerprint", both(wk.OpenFingerprint("/no/such/file.wkf")).err)
	fails("name_twice", both(wk.FromTensors(twice, "twice")).err)
	fails("no_such_tensor", both(model.Tensor(len(names))).err)
	fails("two_seeds", both(wk.CompareFingerprints(print, seeded, nil)).err)
	fails("bad_map", both(wk.Compare(model, model, &wk.CompareOptions{ComponentMap: "{"})).err)
	stop := func(wk.Step) error { return errors.New("enough") }
	fails("cancelled", both(wk.Compare(model, model, &wk.CompareOptions{OnProgress: stop})).err)
	same := must(wk.Compare(model, model, nil))
	defer same.Close()
	fails("no_arrangement", both(same.Arrangement(0)).err)
	builder := must(wk.BeginBuilder([]wk.Declaration{{Name: names[0], Shape: shape, Dtype: wk.DtypeF32}}, nil))
	fails("not_complete", both(builder.Finish()).err)
}

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: tour STORY_FOLDER SCRATCH_FOLDER OUTPUT.json")
		os.Exit(2)
	}
	s := &seen{}
	s.say("version", "abi", wk.AbiVersion())
	for number := wk.StatusOk; number <= wk.StatusInternal; number++ {
		s.say("status", fmt.Sprint(uint32(number)), number)
	}
	s.story(os.Args[1])
	s.memory(os.Args[2])
	s.many(os.Args[1], os.Args[2])
	s.errors()
	check(os.WriteFile(os.Args[3], []byte(s.text.String()+"\n}\n"), 0o644))
}
