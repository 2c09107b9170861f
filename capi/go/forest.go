package weightkin

// #include <stdlib.h>
// #include "callbacks.h"
import "C"

import "unsafe"

// NoIndex where a number may be absent: there is none.
const NoIndex = -1

// KnownDirection is what else is known about who of two models came first.
type KnownDirection struct {
	// Places among the models.
	Subject, Reference int
	Direction          Direction
	// Of the subject; empty: all.
	Component string
	// What proves it.
	Reason string
}

// ForestOptions may be nil; zero is the library's default in every number.
type ForestOptions struct {
	// 0: as many as the machine has; never changes the answer.
	Threads uint32
	// Of all pairs and components together; 0: -5.
	Log10Alpha       float64
	EffectFloor      float64
	Seed             uint64
	NearestShare     float64
	SeparationErrors float64
	Directions       []KnownDirection
	// JSON, for comparisons of weights.
	ComponentMap string
	OnProgress   Progress
}

// Forest is trees of models, one a family of components, as far as the weights prove it. Families,
// nodes and edges go by number; models are places among those given.
type Forest struct{ owned }

// directionsOf is what is known, in memory of C that names and lent free.
func directionsOf(given []KnownDirection, names *texts, lent *handles) (*C.wkin_known_direction, error) {
	made := (*C.wkin_known_direction)(lent.memory(len(given), C.sizeof_wkin_known_direction))
	for index, one := range given {
		component, err := names.optional(one.Component)
		if err != nil {
			return nil, err
		}
		reason, err := names.optional(one.Reason)
		if err != nil {
			return nil, err
		}
		unsafe.Slice(made, len(given))[index] = C.wkin_known_direction{subject: C.size_t(one.Subject),
			reference: C.size_t(one.Reference), component: component, reason: reason, direction: C.wkin_direction(one.Direction)}
	}
	return made, nil
}

// GrowForest compares all pairs of at least two models and arranges what was found. The weights (nil,
// or one for each fingerprint, which may be nil) are the models that the fingerprints were taken of.
func GrowForest(models []*Fingerprint, weights []*Model, options *ForestOptions) (*Forest, error) {
	if options == nil {
		options = &ForestOptions{}
	}
	var lent handles
	defer lent.free()
	var names texts
	defer names.free()
	prints, err := pointersOf(&lent, models)
	if err != nil {
		return nil, err
	}
	held, err := weightsOf(&lent, weights, len(models))
	if err != nil {
		return nil, err
	}
	raw := C.wkin_forest_options{threads: C.uint32_t(options.Threads), log10_alpha: C.double(options.Log10Alpha),
		effect_floor: C.double(options.EffectFloor), seed: C.uint64_t(options.Seed),
		nearest_share: C.double(options.NearestShare), separation_errors: C.double(options.SeparationErrors),
		direction_count: C.size_t(len(options.Directions)), direction_size: C.sizeof_wkin_known_direction}
	raw.struct_size = C.size_t(unsafe.Sizeof(raw))
	if raw.directions, err = directionsOf(options.Directions, &names, &lent); err != nil {
		return nil, err
	}
	if raw.component_map, err = names.optional(options.ComponentMap); err != nil {
		return nil, err
	}
	w := watch(options.OnProgress)
	if options.OnProgress != nil {
		C.weightkin_go_watch_forest(&raw, C.uintptr_t(w.handle))
	}
	var pointer *C.wkin_forest
	var e C.wkin_error
	err = failure(C.wkin_grow_forest((**C.wkin_fingerprint)(prints), (**C.wkin_model)(held), C.size_t(len(models)), &raw, &pointer, &e), &e)
	if err = w.finish(err); err != nil {
		return nil, err
	}
	forest := &Forest{}
	forest.own(unsafe.Pointer(pointer), nil, func(p unsafe.Pointer) { C.wkin_forest_close((*C.wkin_forest)(p)) })
	return forest, nil
}

// Overall is what was found as a whole.
func (h *Forest) Overall() (ForestOverall, error) {
	return with(&h.owned, func(p unsafe.Pointer, v *ForestOverall, e *C.wkin_error) C.wkin_status {
		var raw C.wkin_forest_overall
		status := C.wkin_forest_describe((*C.wkin_forest)(p), &raw, C.size_t(unsafe.Sizeof(raw)), e)
		v.read(&raw)
		return status
	})
}

// Settings are the options that the numbers depend on.
func (h *Forest) Settings() (ManySettings, error) {
	return with(&h.owned, func(p unsafe.Pointer, v *ManySettings, e *C.wkin_error) C.wkin_status {
		var raw C.wkin_many_settings
		status := C.wkin_forest_settings((*C.wkin_forest)(p), &raw, C.size_t(unsafe.Sizeof(raw)), e)
		v.read(&raw)
		return status
	})
}

// Family is components that depend on one another.
func (h *Forest) Family(index int) (Family, error) {
	return with(&h.owned, func(p unsafe.Pointer, v *Family, e *C.wkin_error) C.wkin_status {
		var raw C.wkin_family
		status := C.wkin_forest_family((*C.wkin_forest)(p), C.size_t(index), &raw, C.size_t(unsafe.Sizeof(raw)), e)
		v.read(&raw)
		return status
	})
}

// Families are all of them.
func (h *Forest) Families() ([]Family, error) {
	parent, err := h.Overall()
	if err != nil {
		return nil, err
	}
	return list(parent.Families, func(index int) (Family, error) { return h.Family(index) })
}

// Node is a point of a tree.
func (h *Forest) Node(family int, index int) (Node, error) {
	return with(&h.owned, func(p unsafe.Pointer, v *Node, e *C.wkin_error) C.wkin_status {
		var raw C.wkin_node
		status := C.wkin_forest_node((*C.wkin_forest)(p), C.size_t(family), C.size_t(index), &raw, C.size_t(unsafe.Sizeof(raw)), e)
		v.read(&raw)
		return status
	})
}

// Nodes are those of a family.
func (h *Forest) Nodes(family int) ([]Node, error) {
	parent, err := h.Family(family)
	if err != nil {
		return nil, err
	}
	return list(parent.Nodes, func(index int) (Node, error) { return h.Node(family, index) })
}

// Member is one component of one model, whose weights lie at a node.
func (h *Forest) Member(family int, node int, index int) (Member, error) {
	return with(&h.owned, func(p unsafe.Pointer, v *Member, e *C.wkin_error) C.wkin_status {
		var raw C.wkin_member
		status := C.wkin_forest_member((*C.wkin_forest)(p), C.size_t(family), C.size_t(node), C.size_t(index), &raw, C.size_t(unsafe.Sizeof(raw)), e)
		v.read(&raw)
		return status
	})
}

// Members are those of a node; none: an unknown point.
func (h *Forest) Members(family int, node int) ([]Member, error) {
	parent, err := h.Node(family, node)
	if err != nil {
		return nil, err
	}
	return list(parent.Members, func(index int) (Member, error) { return h.Member(family, node, index) })
}

// UnplacedMember was found related, but with too little in common to be placed.
func (h *Forest) UnplacedMember(family int, index int) (Member, error) {
	return with(&h.owned, func(p unsafe.Pointer, v *Member, e *C.wkin_error) C.wkin_status {
		var raw C.wkin_member
		status := C.wkin_forest_unplaced((*C.wkin_forest)(p), C.size_t(family), C.size_t(index), &raw, C.size_t(unsafe.Sizeof(raw)), e)
		v.read(&raw)
		return status
	})
}

// Unplaced are those of a family.
func (h *Forest) Unplaced(family int) ([]Member, error) {
	parent, err := h.Family(family)
	if err != nil {
		return nil, err
	}
	return list(parent.Unplaced, func(index int) (Member, error) { return h.UnplacedMember(family, index) })
}

// Edge is two points with nothing else between them.
func (h *Forest) Edge(family int, index int) (Edge, error) {
	return with(&h.owned, func(p unsafe.Pointer, v *Edge, e *C.wkin_error) C.wkin_status {
		var raw C.wkin_edge
		status := C.wkin_forest_edge((*C.wkin_forest)(p), C.size_t(family), C.size_t(index), &raw, C.size_t(unsafe.Sizeof(raw)), e)
		v.read(&raw)
		return status
	})
}

// Edges are those of a family.
func (h *Forest) Edges(family int) ([]Edge, error) {
	parent, err := h.Family(family)
	if err != nil {
		return nil, err
	}
	return list(parent.Edges, func(index int) (Edge, error) { return h.Edge(family, index) })
}

// Finding is the ruling between the ends of an edge; ErrUndefined when it has none.
func (h *Forest) Finding(family int, edge int) (ComponentSummary, error) {
	return with(&h.owned, func(p unsafe.Pointer, v *ComponentSummary, e *C.wkin_error) C.wkin_status {
		var raw C.wkin_component_summary
		status := C.wkin_forest_finding((*C.wkin_forest)(p), C.size_t(family), C.size_t(edge), &raw, C.size_t(unsafe.Sizeof(raw)), e)
		v.read(&raw)
		return status
	})
}

// Merge is a model that lies in the span of others.
func (h *Forest) Merge(family int, index int) (TreeMerge, error) {
	return with(&h.owned, func(p unsafe.Pointer, v *TreeMerge, e *C.wkin_error) C.wkin_status {
		var raw C.wkin_tree_merge
		status := C.wkin_forest_merge((*C.wkin_forest)(p), C.size_t(family), C.size_t(index), &raw, C.size_t(unsafe.Sizeof(raw)), e)
		v.read(&raw)
		return status
	})
}

// Merges are those of a family.
func (h *Forest) Merges(family int) ([]TreeMerge, error) {
	parent, err := h.Family(family)
	if err != nil {
		return nil, err
	}
	return list(parent.Merges, func(index int) (TreeMerge, error) { return h.Merge(family, index) })
}

// Parent is one of several that a model was mixed of.
func (h *Forest) Parent(family int, merge int, index int) (TreeParent, error) {
	return with(&h.owned, func(p unsafe.Pointer, v *TreeParent, e *C.wkin_error) C.wkin_status {
		var raw C.wkin_tree_parent
		status := C.wkin_forest_parent((*C.wkin_forest)(p), C.size_t(family), C.size_t(merge), C.size_t(index), &raw, C.size_t(unsafe.Sizeof(raw)), e)
		v.read(&raw)
		return status
	})
}

// Parents are those of a merge.
func (h *Forest) Parents(family int, merge int) ([]TreeParent, error) {
	parent, err := h.Merge(family, merge)
	if err != nil {
		return nil, err
	}
	return list(parent.Parents, func(index int) (TreeParent, error) { return h.Parent(family, merge, index) })
}

// Pair is the comparison of two of the models.
func (h *Forest) Pair(index int) (ForestComparison, error) {
	return with(&h.owned, func(p unsafe.Pointer, v *ForestComparison, e *C.wkin_error) C.wkin_status {
		var raw C.wkin_forest_comparison
		status := C.wkin_forest_pair((*C.wkin_forest)(p), C.size_t(index), &raw, C.size_t(unsafe.Sizeof(raw)), e)
		v.read(&raw)
		return status
	})
}

// Pairs are all comparisons.
func (h *Forest) Pairs() ([]ForestComparison, error) {
	parent, err := h.Overall()
	if err != nil {
		return nil, err
	}
	return list(parent.Pairs, func(index int) (ForestComparison, error) { return h.Pair(index) })
}

// PairComponent is the ruling on one component of a pair.
func (h *Forest) PairComponent(pair int, index int) (ComponentSummary, error) {
	return with(&h.owned, func(p unsafe.Pointer, v *ComponentSummary, e *C.wkin_error) C.wkin_status {
		var raw C.wkin_component_summary
		status := C.wkin_forest_pair_component((*C.wkin_forest)(p), C.size_t(pair), C.size_t(index), &raw, C.size_t(unsafe.Sizeof(raw)), e)
		v.read(&raw)
		return status
	})
}

// PairComponents are those of a pair.
func (h *Forest) PairComponents(pair int) ([]ComponentSummary, error) {
	parent, err := h.Pair(pair)
	if err != nil {
		return nil, err
	}
	return list(parent.Components, func(index int) (ComponentSummary, error) { return h.PairComponent(pair, index) })
}

// Notes are sentences on a family.
func (h *Forest) Notes(family int) ([]string, error) {
	return sentences(&h.owned, func(p unsafe.Pointer, index C.size_t) *C.char {
		return C.wkin_forest_note((*C.wkin_forest)(p), C.size_t(family), index)
	})
}

// Limits are sentences on what the forest cannot see.
func (h *Forest) Limits() ([]string, error) {
	return sentences(&h.owned, func(p unsafe.Pointer, index C.size_t) *C.char {
		return C.wkin_forest_limit((*C.wkin_forest)(p), index)
	})
}

// Text is a drawing for people.
func (h *Forest) Text() (string, error) {
	return bufferedText(&h.owned, func(p, buffer unsafe.Pointer, size C.size_t, needed *C.size_t, e *C.wkin_error) C.wkin_status {
		return C.wkin_forest_text((*C.wkin_forest)(p), nil, (*C.char)(buffer), size, needed, e)
	})
}

// Json is the report by docs/schemas/forest-1.json.
func (h *Forest) Json() (string, error) {
	return bufferedText(&h.owned, func(p, buffer unsafe.Pointer, size C.size_t, needed *C.size_t, e *C.wkin_error) C.wkin_status {
		return C.wkin_forest_json((*C.wkin_forest)(p), (*C.char)(buffer), size, needed, e)
	})
}

// Newick is extended Newick.
func (h *Forest) Newick() (string, error) {
	return bufferedText(&h.owned, func(p, buffer unsafe.Pointer, size C.size_t, needed *C.size_t, e *C.wkin_error) C.wkin_status {
		return C.wkin_forest_newick((*C.wkin_forest)(p), (*C.char)(buffer), size, needed, e)
	})
}

// Svg is a picture.
func (h *Forest) Svg() (string, error) {
	return bufferedText(&h.owned, func(p, buffer unsafe.Pointer, size C.size_t, needed *C.size_t, e *C.wkin_error) C.wkin_status {
		return C.wkin_forest_svg((*C.wkin_forest)(p), (*C.char)(buffer), size, needed, e)
	})
}
