package weightkin

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"sort"
	"strings"
	"sync"
	"testing"
	"time"
)

var testNames = []string{"layers.0.mlp.up_proj.weight", "layers.1.mlp.up_proj.weight"}

func drawn(seed uint64) []float32 {
	values := make([]float32, 96*64)
	for i := range values {
		seed = seed*6364136223846793005 + 1442695040888963407
		values[i] = float32(int32(seed>>42)-(1<<21)) / 134217728
	}
	return values
}

// must(call())(t) is the value of a call that must not fail.
func must[T any](value T, err error) func(t *testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

func held2(t *testing.T) *Model {
	t.Helper()
	var views []TensorView
	for layer, name := range testNames {
		views = append(views, TensorOf(name, DtypeF32, []uint64{96, 64}, drawn(uint64(20+layer))))
	}
	return must(FromTensors(views, "held"))(t)
}

// smallFile is a safetensors file of one f32 tensor [2].
func smallFile(name string) []byte {
	header := fmt.Sprintf(`{"%s":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}`, name)
	bytes := binary.LittleEndian.AppendUint64(nil, uint64(len(header)))
	return append(append(bytes, header...), Bytes([]float32{1, 2})...)
}

func TestStructsLieAsCLaysThem(t *testing.T) {
	expected, err := os.ReadFile(os.Getenv("WEIGHTKIN_LAYOUT"))
	if err != nil {
		t.Fatal("WEIGHTKIN_LAYOUT names the file that check_declarations.py writes: ", err)
	}
	var found []string
	for _, each := range layouts() {
		found = append(found, fmt.Sprintf("%s 0 %d", each.name, each.size))
		for _, field := range each.fields {
			found = append(found, fmt.Sprintf("%s.%s %d %d", each.name, field.name, field.offset, field.size))
		}
	}
	wanted := strings.Split(strings.TrimSpace(string(expected)), "\n")
	sort.Strings(found)
	sort.Strings(wanted)
	if strings.Join(found, "\n") != strings.Join(wanted, "\n") {
		t.Errorf("cgo: %v\nC: %v", found, wanted)
	}
}

func TestErrorsSayWhatIsWrong(t *testing.T) {
	_, err := Open("/no/such/file.safetensors", nil)
	if !errors.Is(err, ErrIo) || errors.Is(err, ErrBadFormat) || !strings.Contains(err.Error(), "/no/such/file") {
		t.Error(err)
	}
	file := smallFile("w")
	_, err = OpenMemory(file[:len(file)-3], "cut", nil)
	var failure *Error
	if !errors.As(err, &failure) || failure.Status != StatusBadFormat || failure.Fault == FaultNone {
		t.Error(err)
	}
	for _, bytes := range [][]byte{nil, {7}, make([]byte, 100)} {
		if _, err = OpenMemory(bytes, "noise", nil); err == nil {
			t.Error("noise is a model")
		}
		if _, err = DecodeFingerprint(bytes, "noise"); err == nil {
			t.Error("noise is a fingerprint")
		}
		if _, err = LoadBuilder(bytes); err == nil {
			t.Error("noise is a builder")
		}
	}
	if _, err = Open("zero\x00inside", nil); !errors.Is(err, ErrBadArgument) {
		t.Error(err)
	}
	model := held2(t)
	defer model.Close()
	if _, err = model.Tensor(-1); !errors.Is(err, ErrBadArgument) {
		t.Error(err)
	}
}

func TestViewsThatReachBeyondTheirMemoryAreRefused(t *testing.T) {
	refused := func(shape []uint64, strides []int64) bool {
		view := TensorOf("w", DtypeF32, shape, make([]float32, 6))
		view.Strides = strides
		model, err := FromTensors([]TensorView{view}, "held")
		if err == nil {
			model.Close()
		}
		return errors.Is(err, ErrBadArgument)
	}
	huge := []uint64{1 << 63, 1 << 63, 1 << 63}
	if refused([]uint64{2, 3}, nil) || refused(nil, nil) || refused([]uint64{0, 9}, nil) || refused([]uint64{3, 2}, []int64{1, 3}) {
		t.Error("a good view was refused")
	}
	if !refused([]uint64{7}, nil) || !refused(huge, nil) || !refused([]uint64{3, 2}, []int64{2, 3}) ||
		!refused([]uint64{2}, []int64{-1}) || !refused([]uint64{2}, []int64{}) || !refused(make([]uint64, 65), nil) {
		t.Error("a bad view was taken")
	}
}

func TestClosedHandles(t *testing.T) {
	model := held2(t)
	contents := must(TakeInventory(model, nil))(t)
	model.Close()
	model.Close()
	if _, err := model.Tensor(0); err != ErrClosed || model.Name() != "" || model.TensorCount() != 0 {
		t.Error("a closed model answers", err)
	}
	if _, err := Compare(model, model, nil); err != ErrClosed {
		t.Error(err)
	}
	runtime.GC()
	if text, err := contents.Text(); err != nil || text == "" {
		t.Error("an inventory keeps its model", err)
	}
	contents.Close()
	contents.Close()
	var never Model
	never.Close()
	if _, err := never.Tensor(0); err != ErrClosed {
		t.Error(err)
	}
}

func TestProgress(t *testing.T) {
	model := held2(t)
	defer model.Close()
	enough := errors.New("enough")
	_, err := Compare(model, model, &CompareOptions{OnProgress: func(Step) error { return enough }})
	if !errors.Is(err, ErrCancelled) || !errors.Is(err, enough) {
		t.Error(err)
	}
	calls := 0
	print, err := TakeFingerprint(model, &FingerprintOptions{OnProgress: func(step Step) error {
		if calls++; step.Stage == "" || step.Done > step.Total {
			t.Error(step)
		}
		return nil
	}})
	if must(print, err)(t).Close(); calls == 0 {
		t.Error("no progress was told")
	}
	defer func() {
		if recover() != "from the callback" {
			t.Error("the panic was lost")
		}
	}()
	Compare(model, model, &CompareOptions{OnProgress: func(Step) error { panic("from the callback") }})
	t.Error("the panic did not come back")
}

func TestMergeOptions(t *testing.T) {
	model := held2(t)
	defer model.Close()
	explain := func(options MergeOptions) error {
		merge, err := ExplainMerge(model, []*Model{model, model}, nil, &options)
		if err == nil {
			merge.Close()
		}
		return err
	}
	enough := errors.New("enough")
	if err := explain(MergeOptions{OnProgress: func(Step) error { return enough }}); !errors.Is(err, ErrCancelled) || !errors.Is(err, enough) {
		t.Error(err)
	}
	if err := explain(MergeOptions{SearchSeconds: 1, Depth: DepthFull}); err != nil {
		t.Error(err)
	}
	for _, wrong := range []MergeOptions{{SearchSeconds: -1}, {Depth: 77}} {
		if err := explain(wrong); !errors.Is(err, ErrBadArgument) {
			t.Error(err)
		}
	}
}

// memory is a folder of files that counts how often it was closed.
type memory struct {
	*strings.Reader
	beside map[string]string
	fails  error
	closed *int
}

func (m memory) ReadAt(into []byte, offset int64) (int, error) {
	if m.fails != nil {
		return 0, m.fails
	}
	return m.Reader.ReadAt(into, offset)
}

func (m memory) OpenBeside(name string) (Source, error) {
	text, ok := m.beside[name]
	if name == "panic.safetensors" {
		panic(name)
	}
	if !ok {
		return nil, nil
	}
	return memory{strings.NewReader(text), nil, m.fails, m.closed}, nil
}

func (m memory) Close() error {
	*m.closed++
	return nil
}

func TestSourcesAreReadAndReleased(t *testing.T) {
	closed := 0
	open := func(text string, fails error) (*Model, error) {
		beside := map[string]string{"1.safetensors": string(smallFile("a"))}
		return OpenSource(memory{strings.NewReader(text), beside, fails, &closed}, "index.json", nil)
	}
	model := must(open(string(smallFile("w")), nil))(t)
	if info := must(model.Tensor(0))(t); info.Name != "w" || closed != 0 {
		t.Error(info, closed)
	}
	model.Close()
	sharded := must(open(`{"weight_map":{"a":"1.safetensors"}}`, nil))(t)
	contents := must(TakeInventory(sharded, nil))(t)
	sharded.Close()
	if text := must(contents.Json())(t); !strings.Contains(text, `"a"`) || closed == 3 {
		t.Error(text, closed)
	}
	contents.Close()
	if closed != 3 {
		t.Error("closed", closed)
	}
	if _, err := open("{}", io.ErrUnexpectedEOF); !errors.Is(err, ErrIo) {
		t.Error(err)
	}
	if _, err := open("{}", ErrCancelled); !errors.Is(err, ErrCancelled) {
		t.Error(err)
	}
	if _, err := open(`{"weight_map":{"a":"panic.safetensors"}}`, nil); !errors.Is(err, ErrIo) {
		t.Error(err)
	}
}

// sized lies about its size.
type sized int64

func (s sized) Size() int64                       { return int64(s) }
func (s sized) ReadAt([]byte, int64) (int, error) { return 0, io.EOF }

func TestASourceHasASize(t *testing.T) {
	if _, err := OpenSource(sized(-1), "x", nil); !errors.Is(err, ErrBadArgument) {
		t.Error(err)
	}
}

func TestManySlicesAreHeld(t *testing.T) {
	var views []TensorView
	for i := 0; i < 2*heldByThread+3; i++ {
		views = append(views, TensorOf(fmt.Sprint("t", i), DtypeF32, []uint64{2}, []float32{float32(i), 1}))
	}
	before := runtime.NumGoroutine()
	model := must(FromTensors(views, "many"))(t)
	views = nil
	runtime.GC()
	print := must(TakeFingerprint(model, nil))(t)
	last := must(print.Tensor(2*heldByThread + 2))(t)
	if last.Minimum != 1 || runtime.NumGoroutine() <= before {
		t.Error(last, runtime.NumGoroutine())
	}
	model.Close()
	// They were told to end; when they have is the scheduler's affair.
	for end := time.Now().Add(10 * time.Second); runtime.NumGoroutine() > before; {
		if time.Now().After(end) {
			t.Fatal("goroutines are left", runtime.NumGoroutine())
		}
		time.Sleep(time.Millisecond)
	}
}

func TestForgottenHandlesAreClosed(t *testing.T) {
	before := runtime.NumGoroutine()
	for i := 0; i < 4; i++ {
		held2(t)
	}
	for i := 0; i < 100 && runtime.NumGoroutine() > before; i++ {
		runtime.GC()
		time.Sleep(10 * time.Millisecond)
	}
	if runtime.NumGoroutine() > before {
		t.Error("models that nobody has still hold memory")
	}
}

func TestOptionsArrive(t *testing.T) {
	model := held2(t)
	defer model.Close()
	options := &CompareOptions{Seed: 9, MaxUnits: 100, EffectFloor: 0.03}
	comparison := must(Compare(model, model, options))(t)
	settings := must(comparison.Settings())(t)
	if settings.Seed != 9 || settings.MaxUnits != 100 || settings.EffectFloor != 0.03 {
		t.Error(settings)
	}
}

func TestEightGoroutinesShareHandles(t *testing.T) {
	model := held2(t)
	contents := must(TakeInventory(model, nil))(t)
	alone := must(Compare(model, model, nil))(t)
	json, text := must(alone.Json())(t), must(contents.Text())(t)
	var crew sync.WaitGroup
	for number := 0; number < 8; number++ {
		crew.Add(1)
		go func(number uint32) {
			defer crew.Done()
			mine, err := Compare(model, model, &CompareOptions{Threads: 1 + number%3})
			if err != nil {
				t.Error(err)
				return
			}
			defer mine.Close()
			first, _ := mine.Json()
			second, _ := alone.Json()
			third, _ := contents.Text()
			if first != json || second != json || third != text {
				t.Error("another answer in goroutine", number)
			}
		}(uint32(number))
	}
	crew.Wait()
	for number := 0; number < 8; number++ {
		crew.Add(1)
		go func() {
			defer crew.Done()
			alone.Json()
			alone.Close()
		}()
	}
	crew.Wait()
	contents.Close()
	model.Close()
}

// Run by ctest only, with a library of another version in the loader's path.
func TestAnotherVersionIsRefused(t *testing.T) {
	if os.Getenv("WEIGHTKIN_OTHER_VERSION") == "" {
		t.Skip("needs a library of another version")
	}
	_, err := Open("any.safetensors", nil)
	var refused *LibraryError
	if !errors.As(err, &refused) || !strings.Contains(err.Error(), Version()) {
		t.Error(err)
	}
	t.Log(err)
}

func TestValuesAreReadWhereTheyLie(t *testing.T) {
	values := drawn(20)
	model := must(FromTensors([]TensorView{TensorOf("w", DtypeF32, []uint64{96, 64}, values)}, "held"))(t)
	defer model.Close()
	err := model.WithMemory(0, func(packed []byte) error {
		if &packed[0] != &Bytes(values)[0] || len(packed) != 4*len(values) {
			t.Error("these are not the caller's elements")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	read := must(model.Read(0, 5, 2, DtypeNone))(t)
	if string(read) != string(Bytes(values[5:7])) {
		t.Error("other values were read")
	}
	if _, err := model.Read(0, 0, 1<<60, DtypeF32); !errors.Is(err, ErrBadArgument) {
		t.Error(err)
	}
	if err := model.WithMemory(1, nil); !errors.Is(err, ErrBadArgument) {
		t.Error(err)
	}
}

func TestScansAndForests(t *testing.T) {
	model := must(FromTensors([]TensorView{TensorOf("layers.0.mlp.up_proj.weight", DtypeF32, []uint64{96, 64}, drawn(20))}, "held"))(t)
	defer model.Close()
	print := must(TakeFingerprint(model, nil))(t)
	stop := func(Step) error { return errors.New("enough") }
	if _, err := FindAncestors(print, nil, []*Fingerprint{print}, nil, &ScanOptions{OnProgress: stop}); !errors.Is(err, ErrCancelled) {
		t.Error(err)
	}
	if _, err := FindAncestors(print, nil, []*Fingerprint{print}, []*Model{nil, nil}, nil); !errors.Is(err, ErrBadArgument) {
		t.Error(err)
	}
	scan := must(FindAncestors(print, model, []*Fingerprint{print}, []*Model{model}, nil))(t)
	if overall := must(scan.Overall())(t); overall.Verdict != VerdictIdentical || must(scan.Json())(t)[0] != '{' || must(scan.Text())(t) == "" {
		t.Error(overall)
	}
	known := []KnownDirection{{Subject: 0, Reference: 1, Direction: DirectionReferenceFromSubject, Reason: "dated"}}
	forest := must(GrowForest([]*Fingerprint{print, print}, []*Model{model, nil}, &ForestOptions{Directions: known}))(t)
	if !strings.Contains(must(forest.Svg())(t), "<svg") || must(forest.Json())(t)[0] != '{' || len(must(forest.Limits())(t)) == 0 {
		t.Error("no reports")
	}
	if _, err := GrowForest([]*Fingerprint{print}, nil, nil); !errors.Is(err, ErrBadArgument) {
		t.Error(err)
	}
	if same := must(AffinityOf(print, print))(t); same.Values < 0.99 {
		t.Error(same)
	}
}

func TestManifestsDifferWhereFilesDo(t *testing.T) {
	folder := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("a", "a")
	write("left out", "x")
	options := &ManifestOptions{Ignored: []string{"left out"}}
	before := must(MakeManifest(folder, options))(t)
	if files := must(before.Files())(t); len(files) != 1 || files[0].Name != "a" {
		t.Error(files)
	}
	write("a", "b")
	after := must(MakeManifest(folder, options))(t)
	count, report, err := before.Compare(after)
	if err != nil || count != 1 || !strings.Contains(report, `"a"`) {
		t.Error(count, report, err)
	}
	again := must(ManifestFromJson(must(before.Json())(t), "before"))(t)
	if count, _, err := again.Compare(before); count != 0 || err != nil {
		t.Error(count, err)
	}
}

func TestAnIndexKeepsRulings(t *testing.T) {
	path := filepath.Join(t.TempDir(), "index.sqlite")
	if _, err := OpenIndex(path, nil); !errors.Is(err, ErrIo) {
		t.Error(err)
	}
	model := must(FromTensors([]TensorView{TensorOf("w", DtypeF32, []uint64{96, 64}, drawn(20))}, "held"))(t)
	defer model.Close()
	print := must(TakeFingerprint(model, nil))(t)
	index := must(OpenIndex(path, &IndexOptions{Access: IndexCreate}))(t)
	defer index.Close()
	if _, added, err := index.Add(print); !added || err != nil {
		t.Error(added, err)
	}
	root := must(print.Describe())(t).Root
	for _, isNew := range []bool{true, false} {
		if added := must(index.AddRuling(root, root, `{"sure": true}`))(t); added != isNew {
			t.Error(added)
		}
	}
	for _, answer := range []*IndexAnswer{must(index.Rulings(&root, 9))(t), must(index.Rulings(nil, 9))(t)} {
		if !strings.Contains(must(answer.Json())(t), `"sure": true`) {
			t.Error("the ruling is not there")
		}
	}
	for _, answer := range []*IndexAnswer{must(index.List(0, 9))(t), must(index.FindDigest(root, 9))(t)} {
		if !strings.Contains(must(answer.Json())(t), "held") {
			t.Error("the model is not there")
		}
	}
	added := must(index.AddMany([]*Fingerprint{print, print}))(t)
	if len(added) != 2 || added[0].Added || added[0].Id != added[1].Id {
		t.Error(added)
	}
	listed := must(index.List(0, 9))(t)
	if entries := must(listed.Entries())(t); len(entries) != 1 || entries[0].Id != added[0].Id || entries[0].Name != "held" {
		t.Error(entries)
	}
	if text := must(listed.Text())(t); !strings.Contains(text, "held") || len(must(listed.Problems())(t)) != 0 {
		t.Error(text)
	}
	if _, err := listed.Scan(); !errors.Is(err, ErrUndefined) {
		t.Error(err)
	}
	kept := must(must(index.Rulings(nil, 9))(t).Rulings())(t)
	if len(kept) != 1 || kept[0].Document != `{"sure": true}` || kept[0].Subject != root {
		t.Error(kept)
	}
	found := must(must(index.Query(print, nil))(t).Scan())(t)
	if settings := must(found.Settings())(t); settings.Log10Alpha != -5 || settings.NearestShare != 0.25 {
		t.Error(settings)
	}
}
