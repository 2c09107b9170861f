package main

import (
	"errors"
	"fmt"

	wk "weightkin"
)

// must ends the tour: main prints what it was.
func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func (s *seen) evidence(at string, it wk.Evidence) {
	s.real(at, "effect", it.Effect)
	s.real(at, "z", it.Z)
	s.real(at, "effective_size", it.EffectiveSize)
	s.real(at, "log10_p", it.Log10P)
	s.real(at, "skewness", it.Skewness)
	s.real(at, "excess_kurtosis", it.ExcessKurtosis)
	s.say(at, "units", it.Units)
	s.say(at, "draws", it.Draws)
	s.say(at, "null", it.Null)
}

func (s *seen) operation(at string, comparison *wk.Comparison, component, index int) {
	at = fmt.Sprintf("%s.operation.%d", at, index)
	it := must(comparison.Operation(component, index))
	s.say(at, "kind", it.Kind)
	s.real(at, "log10_likelihood_margin", it.Log10LikelihoodMargin)
	s.say(at, "tensors", it.Tensors)
	s.say(at, "numbers", it.Numbers)
	if it.Tensors > 0 {
		s.say(at, "first_tensor", must(comparison.OperationTensors(component, index))[0])
	}
	for _, number := range must(comparison.OperationNumbers(component, index)) {
		s.real(at+"."+number.Name, "value", number.Value)
		s.real(at+"."+number.Name, "error", number.Error)
	}
}

func (s *seen) spectrum(at string, comparison *wk.Comparison, component int) {
	it, err := comparison.Spectrum(component)
	if errors.Is(err, wk.ErrUndefined) {
		s.say(at, "spectrum", "null")
		return
	}
	must(it, err)
	at += ".spectrum"
	s.say(at, "tensor", it.Tensor)
	s.say(at, "operation", it.Operation)
	s.say(at, "values", it.Values)
	s.say(at, "rows", it.Rows)
	s.say(at, "columns", it.Columns)
	s.say(at, "all_rows", it.AllRows)
	s.say(at, "all_columns", it.AllColumns)
	s.say(at, "above_edge", it.AboveEdge)
	s.real(at, "relative_size", it.RelativeSize)
	s.real(at, "gaussian_edge", it.GaussianEdge)
	s.real(at, "share_above_edge", it.ShareAboveEdge)
	var shares, gaussian fold
	for index := range it.Shares {
		shares.number(bits(it.Shares[index]))
		gaussian.number(bits(it.GaussianShares[index]))
	}
	s.folded(at, "shares", shares.sum())
	s.folded(at, "gaussian_shares", gaussian.sum())
}

func (s *seen) asked(at string, comparison *wk.Comparison) {
	it, err := comparison.Asked()
	if errors.Is(err, wk.ErrUndefined) {
		s.say(at, "asked", "null")
		return
	}
	must(it, err)
	s.say(at+".asked", "depth", it.Depth)
	s.real(at+".asked", "seconds", it.Seconds)
	s.say(at+".asked", "component_map", it.ComponentMap)
}

func (s *seen) opened(at string, comparison *wk.Comparison, side wk.Side, name string) {
	it, err := comparison.Opened(side)
	if errors.Is(err, wk.ErrUndefined) {
		s.say(at+".opened", name, "null")
		return
	}
	must(it, err)
	s.flag(at+".opened."+name, "as_stored", it.AsStored)
	s.flag(at+".opened."+name, "lenient_pickle", it.LenientPickle)
}

func (s *seen) ruling(at string, it wk.ComponentRuling) {
	s.say(at, "id", it.Id)
	s.say(at, "reference_id", it.ReferenceId)
	s.say(at, "kind", it.Kind)
	s.say(at, "verdict", it.Verdict)
	s.say(at, "change", it.Change)
	s.say(at, "strongest_group", it.StrongestGroup)
	s.say(at, "direction", it.Direction)
	s.say(at, "parameters", it.Parameters)
	s.say(at, "parameters_compared", it.ParametersCompared)
	s.say(at, "parameters_descriptive", it.ParametersDescriptive)
	s.say(at, "parameters_excluded", it.ParametersExcluded)
	s.say(at, "parameters_unmatched", it.ParametersUnmatched)
	s.say(at, "parameters_bit_equal", it.ParametersBitEqual)
	s.say(at, "tensors_compared", it.TensorsCompared)
	s.say(at, "tensors_excluded", it.TensorsExcluded)
	s.say(at, "tensors_unmatched", it.TensorsUnmatched)
	s.say(at, "groups", it.Groups)
	s.say(at, "searched_groups", it.SearchedGroups)
	s.say(at, "explanations", it.Explanations)
	s.say(at, "operations", it.Operations)
	s.flag(at, "arranged", it.Arranged)
	s.measures(at, it)
}

func (s *seen) measures(at string, it wk.ComponentRuling) {
	s.real(at, "share", it.Share)
	s.real(at, "cosine", it.Cosine)
	s.real(at, "cosine_if_unrelated", it.CosineIfUnrelated)
	s.real(at, "pearson", it.Pearson)
	s.real(at, "relative_l2", it.RelativeL2)
	s.real(at, "relative_l2_if_unrelated", it.RelativeL2IfUnrelated)
	s.real(at, "bit_equal_share", it.BitEqualShare)
	s.real(at, "bit_equal_chance", it.BitEqualChance)
	s.real(at, "common_variance", it.CommonVariance)
	s.real(at, "log10_p", it.Log10P)
	s.real(at, "log10_p_holm", it.Log10PHolm)
	s.real(at, "minimum_detectable", it.MinimumDetectable)
	s.evidence(at+".evidence", it.Evidence)
	s.evidence(at+".strongest", it.Strongest)
	s.evidence(at+".searched", it.Searched)
}

func (s *seen) pair(at string, it wk.TensorEvidence) {
	s.say(at, "subject_name", it.SubjectName)
	s.say(at, "reference_name", it.ReferenceName)
	s.say(at, "group", it.Group)
	s.shape(at, it.Shape)
	s.say(at, "component", it.Component)
	s.say(at, "match", it.Match)
	s.say(at, "subject_dtype", it.SubjectDtype)
	s.say(at, "reference_dtype", it.ReferenceDtype)
	s.say(at, "role", it.Role)
	s.say(at, "use", it.Use)
	s.say(at, "exclusion", it.Exclusion)
	s.say(at, "fit", it.Fit)
	s.say(at, "layer", it.Layer)
	s.say(at, "elements", it.Elements)
	s.say(at, "bit_equal", it.BitEqual)
	s.say(at, "sign_equal", it.SignEqual)
	s.real(at, "sum_aa", it.SumAa)
	s.real(at, "sum_ab", it.SumAb)
	s.real(at, "max_abs_diff", it.MaxAbsDiff)
	s.real(at, "cosine", it.Cosine)
	s.real(at, "scale", it.Scale)
	s.evidence(at+".permutation", it.Permutation)
}

func (s *seen) comparison(at string, it *wk.Comparison) {
	defer it.Close()
	overall := must(it.Overall())
	s.say(at, "verdict", overall.Verdict)
	s.say(at, "sentence", overall.Sentence)
	s.say(at, "subject_parameters", overall.SubjectParameters)
	s.say(at, "reference_parameters", overall.ReferenceParameters)
	s.say(at, "parameters_found", overall.ParametersFound)
	s.say(at, "components", overall.Components)
	s.say(at, "tensors", overall.Tensors)
	s.say(at, "unmatched", overall.Unmatched)
	s.say(at, "limits", overall.Limits)
	s.say(at, "searched", overall.Searched)
	s.asked(at, it)
	s.opened(at, it, wk.SideSubject, "subject")
	s.opened(at, it, wk.SideReference, "reference")
	for index, ruling := range must(it.Components()) {
		inner := fmt.Sprintf("%s.component.%d", at, index)
		s.ruling(inner, ruling)
		for number := 0; number < ruling.Operations; number++ {
			s.operation(inner, it, index, number)
		}
		s.spectrum(inner, it, index)
	}
	var equal, product, z fold
	for index, tensor := range must(it.Tensors()) {
		if index == 0 {
			s.pair(fmt.Sprintf("%s.tensor.%d", at, index), tensor)
		}
		if index == overall.Tensors-1 {
			s.pair(fmt.Sprintf("%s.tensor.%d", at, index), tensor)
		}
		equal.number(tensor.BitEqual)
		product.number(bits(tensor.SumAb))
		z.number(bits(tensor.Permutation.Z))
	}
	if overall.Tensors > 0 {
		s.folded(at+".all_tensors", "bit_equal", equal.sum())
		s.folded(at+".all_tensors", "sum_ab", product.sum())
		s.folded(at+".all_tensors", "permutation_z", z.sum())
	}
	for index := 0; index < overall.Unmatched && index < 2; index++ {
		alone := must(it.UnmatchedTensor(index))
		inner := fmt.Sprintf("%s.unmatched.%d", at, index)
		s.say(inner, "name", alone.Name)
		s.say(inner, "side", map[wk.Side]string{wk.SideSubject: "subject", wk.SideReference: "reference"}[alone.Side])
	}
}

func (s *seen) tensorPrint(at string, print *wk.Fingerprint, index int) {
	at = fmt.Sprintf("%s.tensor.%d", at, index)
	it := must(print.Tensor(index))
	s.say(at, "name", it.Name)
	s.say(at, "slot", it.Slot)
	s.say(at, "dtype", it.Dtype)
	s.shape(at, it.Shape)
	s.say(at, "elements", it.Elements)
	s.say(at, "negative", it.Negative)
	s.folded(at, "checksum", it.Checksum)
	s.folded(at, "checksum_bf16", it.ChecksumBf16)
	s.real(at, "minimum", it.Minimum)
	s.real(at, "mean", it.Mean)
	s.real(at, "mean_square", it.MeanSquare)
	s.say(at, "magnitude", it.Magnitudes[8])
	s.say(at, "layer", it.Layer)
	s.say(at, "buckets", it.Buckets)
	s.say(at, "units", it.Units)
	s.say(at, "landmarks", it.Landmarks)
	if it.ValueDigest != nil {
		s.digest(at, "value_digest", it.ValueDigest)
	}
	if it.SketchCodes != nil {
		s.say(at, "sketch_code", it.SketchCodes[it.Buckets-1])
		s.real(at, "sketch_scale", float64(it.SketchScale))
	}
	if it.Landmarks > 0 {
		landmark := must(print.Landmark(index, 0))
		s.say(at, "landmark_row", landmark.Row)
		s.real(at, "landmark_norm", float64(landmark.Norm))
		s.say(at, "landmark_code", landmark.Codes[15])
	}
}

func (s *seen) fingerprint(at string, print *wk.Fingerprint) {
	info := must(print.Describe())
	s.say(at, "seed", info.Seed)
	s.folded(at, "checksum", info.Checksum)
	s.say(at, "parameters", info.Parameters)
	s.say(at, "tensors", info.Tensors)
	s.say(at, "components", info.Components)
	s.flag(at, "has_roots", info.HasRoots)
	if info.HasRoots {
		s.digest(at, "root", info.Root[:])
		s.digest(at, "nameless", info.Nameless[:])
	}
	for index, it := range must(print.Components()) {
		inner := fmt.Sprintf("%s.component.%d", at, index)
		s.say(inner, "id", it.Id)
		s.say(inner, "kind", it.Kind)
		s.say(inner, "tensors", it.Tensors)
		s.say(inner, "parameters", it.Parameters)
		s.say(inner, "layers", it.Layers)
		if it.HasRoots {
			s.digest(inner, "root", it.Root[:])
		}
	}
	if info.Tensors > 0 {
		s.tensorPrint(at, print, 0)
		s.tensorPrint(at, print, info.Tensors-1)
	}
	bytes := must(print.Encode())
	s.say(at, "bytes", len(bytes))
	s.folded(at, "bytes_folded", (&fold{bytes}).sum())
}

func (s *seen) model(at string, model *wk.Model) {
	s.say(at, "format", model.Format())
	s.say(at, "tensors", model.TensorCount())
	var names fold
	for index, it := range must(model.Tensors()) {
		names.bytes = append(names.bytes, it.Name...)
		if index == 0 || index == model.TensorCount()-1 {
			inner := fmt.Sprintf("%s.tensor.%d", at, index)
			s.say(inner, "name", it.Name)
			s.say(inner, "dtype", it.Dtype)
			s.shape(inner, it.Shape)
			s.say(inner, "elements", it.Elements)
		}
	}
	s.folded(at, "names_folded", names.sum())
}

func (s *seen) inventory(at string, model *wk.Model) {
	contents := must(wk.TakeInventory(model, nil))
	defer contents.Close()
	s.say(at, "components", contents.ComponentCount())
	for index, it := range must(contents.Components()) {
		inner := fmt.Sprintf("%s.component.%d", at, index)
		s.say(inner, "id", it.Id)
		s.say(inner, "prefix", it.Prefix)
		s.say(inner, "kind", it.Kind)
		s.say(inner, "tensors", it.Tensors)
		s.say(inner, "parameters", it.Parameters)
		s.say(inner, "layers", it.Layers)
	}
	for _, index := range []int{0, model.TensorCount() - 1} {
		it := must(contents.Tensor(index))
		inner := fmt.Sprintf("%s.entry.%d", at, index)
		s.say(inner, "slot", it.Slot)
		s.say(inner, "component", it.Component)
		s.say(inner, "role", it.Role)
		s.say(inner, "use", it.Use)
		s.say(inner, "exclusion", it.Exclusion)
		s.say(inner, "layer", it.Layer)
	}
}
