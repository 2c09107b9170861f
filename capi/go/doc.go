// Package weightkin says, component by component, whether a checkpoint's weights descend from
// another model's.
//
//	mine, err := weightkin.Open("mine.safetensors", nil)
//	theirs, err := weightkin.Open("theirs.safetensors", nil)
//	comparison, err := weightkin.Compare(mine, theirs, nil)
//	rulings, err := comparison.Components()
//	for _, ruling := range rulings {
//		fmt.Println(ruling.Id, ruling.Verdict)
//	}
//
// Handles (Model, Inventory, Comparison, Fingerprint, Merge, Builder) are closed by Close, any
// number of times, or when they are collected. All but Builder may be used by any number of
// goroutines at once; a Close during a call takes effect after it. Numbers that do not exist are
// NaN; probabilities are log10 of p.
//
// # Memory
//
// Weights in Go slices are used where they lie. The rules of cgo let C hold a pointer into Go
// memory only while a call that was given it runs. A model of slices therefore has a goroutine in
// such a call until it and its inventories are closed: one thread of the operating system for every
// 1024 tensors. The slices must not be changed in that time.
package weightkin
