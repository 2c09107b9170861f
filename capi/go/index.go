package weightkin

// #include <stdlib.h>
// #include "callbacks.h"
import "C"

import (
	"sync"
	"unsafe"
)

// IndexOptions may be nil; zero is the library's default.
type IndexOptions struct {
	Access IndexAccess
	// Kept between queries; 0: 256 MiB.
	KeyCacheBytes uint64
	// How long to wait for another writer; 0: 10 seconds.
	BusyMilliseconds uint32
}

// QueryOptions may be nil; zero is the library's default.
type QueryOptions struct {
	// How many to rank; 0: 64.
	Candidates int
	// How many to compare, per component; 0: 8.
	Confirm int
	// For all models of the index together; 0: -5.
	Log10Alpha float64
	// 0: as many as the machine has; never changes the answer.
	Threads    uint32
	OnProgress Progress
}

// Index is fingerprints, digests and rulings of many models in one database. Goroutines may share it:
// calls on one handle wait for each other.
type Index struct {
	owned
	oneAtATime sync.Mutex
}

// IndexAnswer is what a call on an index found. Outlives the index.
type IndexAnswer struct{ owned }

// OpenIndex opens the SQLite file of that path, or "postgresql://...".
func OpenIndex(address string, options *IndexOptions) (*Index, error) {
	if err := CheckLibrary(); err != nil {
		return nil, err
	}
	if options == nil {
		options = &IndexOptions{}
	}
	var names texts
	defer names.free()
	name, err := names.of(address)
	if err != nil {
		return nil, err
	}
	raw := C.wkin_index_options{key_cache_bytes: C.uint64_t(options.KeyCacheBytes), access: C.wkin_index_access(options.Access),
		busy_milliseconds: C.uint32_t(options.BusyMilliseconds)}
	raw.struct_size = C.size_t(unsafe.Sizeof(raw))
	var pointer *C.wkin_index
	var e C.wkin_error
	if err = failure(C.wkin_index_open(name, &raw, &pointer, &e), &e); err != nil {
		return nil, err
	}
	index := &Index{}
	index.own(unsafe.Pointer(pointer), nil, func(p unsafe.Pointer) { C.wkin_index_close((*C.wkin_index)(p)) })
	return index, nil
}

// alone is with, one call at a time.
func alone[V any](h *Index, call func(p *C.wkin_index, v *V, e *C.wkin_error) C.wkin_status) (V, error) {
	h.oneAtATime.Lock()
	defer h.oneAtATime.Unlock()
	return with(&h.owned, func(p unsafe.Pointer, v *V, e *C.wkin_error) C.wkin_status {
		return call((*C.wkin_index)(p), v, e)
	})
}

func (h *Index) answer(call func(p *C.wkin_index, v **C.wkin_index_answer, e *C.wkin_error) C.wkin_status) (*IndexAnswer, error) {
	pointer, err := alone(h, call)
	if err != nil {
		return nil, err
	}
	answer := &IndexAnswer{}
	answer.own(unsafe.Pointer(pointer), nil, func(p unsafe.Pointer) { C.wkin_index_answer_close((*C.wkin_index_answer)(p)) })
	return answer, nil
}

// Info is what the index holds.
func (h *Index) Info() (IndexInfo, error) {
	return alone(h, func(p *C.wkin_index, v *IndexInfo, e *C.wkin_error) C.wkin_status {
		var raw C.wkin_index_info
		status := C.wkin_index_describe(p, &raw, C.size_t(unsafe.Sizeof(raw)), e)
		v.read(&raw)
		return status
	})
}

// Add answers the model's id, and whether it is new: the same one is there once.
func (h *Index) Add(fingerprint *Fingerprint) (id uint64, added bool, err error) {
	print, err := fingerprint.use()
	if err != nil {
		return 0, false, err
	}
	defer fingerprint.done()
	var isNew C.uint32_t
	number, err := alone(h, func(p *C.wkin_index, v *C.uint64_t, e *C.wkin_error) C.wkin_status {
		return C.wkin_index_add(p, (*C.wkin_fingerprint)(print), v, &isNew, e)
	})
	return uint64(number), isNew != 0, err
}

// Addition is what adding did.
type Addition struct {
	Id    uint64
	Added bool
}

// AddMany adds all or none, each as Add does.
func (h *Index) AddMany(fingerprints []*Fingerprint) ([]Addition, error) {
	var lent handles
	defer lent.free()
	prints, err := pointersOf(&lent, fingerprints)
	if err != nil {
		return nil, err
	}
	count := len(fingerprints)
	ids := (*C.uint64_t)(lent.memory(count, 8))
	added := (*C.uint32_t)(lent.memory(count, 4))
	_, err = alone(h, func(p *C.wkin_index, _ *struct{}, e *C.wkin_error) C.wkin_status {
		return C.wkin_index_add_many(p, (**C.wkin_fingerprint)(prints), C.size_t(count), ids, added, e)
	})
	if err != nil {
		return nil, err
	}
	additions := make([]Addition, count)
	for index := range additions {
		additions[index] = Addition{uint64(unsafe.Slice(ids, count)[index]), unsafe.Slice(added, count)[index] != 0}
	}
	return additions, nil
}

// Remove answers false when there was no such model.
func (h *Index) Remove(id uint64) (bool, error) {
	removed, err := alone(h, func(p *C.wkin_index, v *C.uint32_t, e *C.wkin_error) C.wkin_status {
		return C.wkin_index_remove(p, C.uint64_t(id), v, e)
	})
	return removed != 0, err
}

// Load is the fingerprint of a model.
func (h *Index) Load(id uint64) (*Fingerprint, error) {
	pointer, err := alone(h, func(p *C.wkin_index, v **C.wkin_fingerprint, e *C.wkin_error) C.wkin_status {
		return C.wkin_index_load(p, C.uint64_t(id), v, e)
	})
	if err != nil {
		return nil, err
	}
	return newFingerprint(pointer), nil
}

// Query says where the subject comes from, corrected for all models of the index.
func (h *Index) Query(subject *Fingerprint, options *QueryOptions) (*IndexAnswer, error) {
	if options == nil {
		options = &QueryOptions{}
	}
	print, err := subject.use()
	if err != nil {
		return nil, err
	}
	defer subject.done()
	raw := C.wkin_index_query_options{candidates: C.size_t(options.Candidates), confirm: C.size_t(options.Confirm),
		log10_alpha: C.double(options.Log10Alpha), threads: C.uint32_t(options.Threads)}
	raw.struct_size = C.size_t(unsafe.Sizeof(raw))
	w := watch(options.OnProgress)
	if options.OnProgress != nil {
		C.weightkin_go_watch_query(&raw, C.uintptr_t(w.handle))
	}
	answer, err := h.answer(func(p *C.wkin_index, v **C.wkin_index_answer, e *C.wkin_error) C.wkin_status {
		return C.wkin_index_query(p, (*C.wkin_fingerprint)(print), &raw, v, e)
	})
	return answer, w.finish(err)
}

// List tells models in the order of their ids, those after one.
func (h *Index) List(after uint64, limit int) (*IndexAnswer, error) {
	return h.answer(func(p *C.wkin_index, v **C.wkin_index_answer, e *C.wkin_error) C.wkin_status {
		return C.wkin_index_list(p, C.uint64_t(after), C.size_t(limit), v, e)
	})
}

// FindDigest tells models of which these bytes are a root, a component's root or a tensor's value digest.
func (h *Index) FindDigest(digest [32]byte, limit int) (*IndexAnswer, error) {
	return h.answer(func(p *C.wkin_index, v **C.wkin_index_answer, e *C.wkin_error) C.wkin_status {
		return C.wkin_index_find_digest(p, (*C.uint8_t)(&digest[0]), C.size_t(limit), v, e)
	})
}

// Verify checks that everything is as it was added; Problems of its info counts.
func (h *Index) Verify() (*IndexAnswer, error) {
	return h.answer(func(p *C.wkin_index, v **C.wkin_index_answer, e *C.wkin_error) C.wkin_status {
		return C.wkin_index_verify(p, v, e)
	})
}

// AddRuling keeps a JSON document about two models; false when it was there.
func (h *Index) AddRuling(subject, reference [32]byte, document string) (bool, error) {
	bytes := []byte(document + "\x00")
	added, err := alone(h, func(p *C.wkin_index, v *C.uint32_t, e *C.wkin_error) C.wkin_status {
		return C.wkin_index_add_ruling(p, (*C.uint8_t)(&subject[0]), (*C.uint8_t)(&reference[0]), (*C.char)(first(bytes)), C.size_t(len(document)), v, e)
	})
	return added != 0, err
}

// Rulings tells documents about a model, or about all for nil.
func (h *Index) Rulings(model *[32]byte, limit int) (*IndexAnswer, error) {
	return h.answer(func(p *C.wkin_index, v **C.wkin_index_answer, e *C.wkin_error) C.wkin_status {
		return C.wkin_index_rulings(p, (*C.uint8_t)(unsafe.Pointer(model)), C.size_t(limit), v, e)
	})
}

// Info is what the answer consists of.
func (h *IndexAnswer) Info() (IndexAnswerInfo, error) {
	return with(&h.owned, func(p unsafe.Pointer, v *IndexAnswerInfo, e *C.wkin_error) C.wkin_status {
		var raw C.wkin_index_answer_info
		status := C.wkin_index_answer_describe((*C.wkin_index_answer)(p), &raw, C.size_t(unsafe.Sizeof(raw)), e)
		v.read(&raw)
		return status
	})
}

// ExactMatch is a model that has values of the subject.
func (h *IndexAnswer) ExactMatch(index int) (ExactMatch, error) {
	return with(&h.owned, func(p unsafe.Pointer, v *ExactMatch, e *C.wkin_error) C.wkin_status {
		var raw C.wkin_exact_match
		status := C.wkin_index_exact((*C.wkin_index_answer)(p), C.size_t(index), &raw, C.size_t(unsafe.Sizeof(raw)), e)
		v.read(&raw)
		return status
	})
}

// Exact are all of them.
func (h *IndexAnswer) Exact() ([]ExactMatch, error) {
	parent, err := h.Info()
	if err != nil {
		return nil, err
	}
	return list(parent.Exact, func(index int) (ExactMatch, error) { return h.ExactMatch(index) })
}

// Candidate is a model that was ranked; no evidence unless it was compared.
func (h *IndexAnswer) Candidate(index int) (IndexCandidateInfo, error) {
	return with(&h.owned, func(p unsafe.Pointer, v *IndexCandidateInfo, e *C.wkin_error) C.wkin_status {
		var raw C.wkin_index_candidate_info
		status := C.wkin_index_candidate((*C.wkin_index_answer)(p), C.size_t(index), &raw, C.size_t(unsafe.Sizeof(raw)), e)
		v.read(&raw)
		return status
	})
}

// Candidates are all of them, the nearest first.
func (h *IndexAnswer) Candidates() ([]IndexCandidateInfo, error) {
	parent, err := h.Info()
	if err != nil {
		return nil, err
	}
	return list(parent.Candidates, func(index int) (IndexCandidateInfo, error) { return h.Candidate(index) })
}

// Json is the whole answer by docs/schemas/index-1.json.
func (h *IndexAnswer) Json() (string, error) {
	return bufferedText(&h.owned, func(p, buffer unsafe.Pointer, size C.size_t, needed *C.size_t, e *C.wkin_error) C.wkin_status {
		return C.wkin_index_answer_json((*C.wkin_index_answer)(p), (*C.char)(buffer), size, needed, e)
	})
}

// Entry is a model of a list.
func (h *IndexAnswer) Entry(index int) (IndexEntry, error) {
	return with(&h.owned, func(p unsafe.Pointer, v *IndexEntry, e *C.wkin_error) C.wkin_status {
		var raw C.wkin_index_entry
		status := C.wkin_index_entry_at((*C.wkin_index_answer)(p), C.size_t(index), &raw, C.size_t(unsafe.Sizeof(raw)), e)
		v.read(&raw)
		return status
	})
}

// Entries are all of them.
func (h *IndexAnswer) Entries() ([]IndexEntry, error) {
	parent, err := h.Info()
	if err != nil {
		return nil, err
	}
	return list(parent.Entries, h.Entry)
}

// Ruling is a document that was kept.
func (h *IndexAnswer) Ruling(index int) (KeptRuling, error) {
	return with(&h.owned, func(p unsafe.Pointer, v *KeptRuling, e *C.wkin_error) C.wkin_status {
		var raw C.wkin_kept_ruling
		status := C.wkin_index_ruling_at((*C.wkin_index_answer)(p), C.size_t(index), &raw, C.size_t(unsafe.Sizeof(raw)), e)
		v.read(&raw)
		return status
	})
}

// Rulings are all of them.
func (h *IndexAnswer) Rulings() ([]KeptRuling, error) {
	parent, err := h.Info()
	if err != nil {
		return nil, err
	}
	return list(parent.Rulings, h.Ruling)
}

// Problems are what Verify found, in words.
func (h *IndexAnswer) Problems() ([]string, error) {
	return sentences(&h.owned, func(p unsafe.Pointer, index C.size_t) *C.char {
		return C.wkin_index_problem((*C.wkin_index_answer)(p), index)
	})
}

// Scan is that of the candidates, references being their places; ErrUndefined when nothing was compared.
func (h *IndexAnswer) Scan() (*Scan, error) {
	pointer, err := with(&h.owned, func(p unsafe.Pointer, v **C.wkin_scan, e *C.wkin_error) C.wkin_status {
		return C.wkin_index_answer_scan((*C.wkin_index_answer)(p), v, e)
	})
	if err != nil {
		return nil, err
	}
	return newScan(pointer), nil
}

// Text is the answer for people; ErrUndefined for documents that were kept.
func (h *IndexAnswer) Text() (string, error) {
	return bufferedText(&h.owned, func(p, buffer unsafe.Pointer, size C.size_t, needed *C.size_t, e *C.wkin_error) C.wkin_status {
		return C.wkin_index_answer_text((*C.wkin_index_answer)(p), nil, (*C.char)(buffer), size, needed, e)
	})
}
