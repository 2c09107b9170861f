package main

import (
	"encoding/hex"
	"fmt"
	"hash/fnv"
	"math"
	"strings"
)

// seen is what the tour saw (docs/new-binding.md).
type seen struct{ text strings.Builder }

func (s *seen) say(at, what string, value any) {
	comma := ","
	if s.text.Len() == 0 {
		comma = "{"
	}
	text := strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(fmt.Sprint(value))
	fmt.Fprintf(&s.text, "%s\n  \"%s.%s\": \"%s\"", comma, at, what, text)
}

func (s *seen) folded(at, what string, value uint64) { s.say(at, what, fmt.Sprintf("%016x", value)) }

func (s *seen) real(at, what string, value float64) { s.folded(at, what, bits(value)) }

func (s *seen) digest(at, what string, value []byte) { s.say(at, what, hex.EncodeToString(value)) }

func (s *seen) shape(at string, shape []uint64) {
	s.say(at, "shape", strings.Join(strings.Fields(strings.Trim(fmt.Sprint(shape), "[]")), "x"))
}

func (s *seen) flag(at, what string, value bool) {
	if value {
		s.say(at, what, 1)
	} else {
		s.say(at, what, 0)
	}
}

func bits(value float64) uint64 {
	if math.IsNaN(value) {
		return 0x7ff8000000000000
	}
	return math.Float64bits(value)
}

// fold is 64-bit FNV-1a over what is written to it.
type fold struct{ bytes []byte }

func (f *fold) number(value uint64) {
	for i := 0; i < 8; i++ {
		f.bytes = append(f.bytes, byte(value>>(8*i)))
	}
}

func (f *fold) sum() uint64 {
	hash := fnv.New64a()
	hash.Write(f.bytes)
	return hash.Sum64()
}
