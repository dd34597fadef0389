package play

import (
	"fmt"
	"hash/maphash"
	"math"
	"reflect"
	"slices"
	"strings"
	"unsafe"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/internal/tools"
	"strongroom/model"
	"strongroom/model/clip"
	"strongroom/model/pane"
)

// onlooker holds View to its promise that it changes nothing: in some frames of a game, and in each of its first ones, it looks
// at the model before and after.
type onlooker struct {
	frames        int
	before, after fingerprint
}

// firstFrames are all looked at, of the later ones one in sparsely. It is few in a plain run, and under the race detector, which makes
// a look many times as long.
const firstFrames, fewFrames, sparsely = 100, 10, 16

// draw draws the screen, and names the part of the model that this has changed, "" for none.
func (o *onlooker) draw(m *model.Model) (v tea.View, changed string) {
	first := firstFrames
	if tools.Raced() || tools.Plain() {
		first = fewFrames
	}
	if o.frames++; o.frames > first && o.frames%sparsely > 0 {
		return m.View(), ""
	}
	o.before.take(m)
	v = m.View()
	o.after.take(m)
	return v, o.before.differs(&o.after, m)
}

// fingerprint is a model as words in the order of its fields: each tells whether some part is what it was. No byte of a value
// is in it, since reflection does not see what is behind a closure.
type fingerprint struct {
	words []uint64
	// seen are the pointers that were followed already: few, so that looking through them is quicker than a map.
	seen []visit
	// Somebody asks for the path of the word number want.
	asks  bool
	want  int
	path  []string
	found string
}

// visit is a pointer that was followed already.
type visit struct {
	to unsafe.Pointer
	as reflect.Type
}

// seed is the same for all, since fingerprints are compared.
var seed = maphash.MakeSeed()

// take takes the fingerprint anew.
func (f *fingerprint) take(of any) {
	f.words, f.seen = f.words[:0], f.seen[:0]
	f.walk(reflect.ValueOf(of))
}

// differs names the first part of the model that is not as it was, "" for none.
func (f *fingerprint) differs(now *fingerprint, of any) string {
	if slices.Equal(f.words, now.words) {
		return ""
	}
	at := 0
	for at < min(len(f.words), len(now.words)) && f.words[at] == now.words[at] {
		at++
	}
	ask := &fingerprint{asks: true, want: at}
	ask.take(of)
	return ask.found
}

func (f *fingerprint) add(words ...uint64) {
	if f.asks && f.found == "" && len(f.words)+len(words) > f.want {
		f.found = strings.TrimPrefix(strings.Join(f.path, ""), ".")
	}
	f.words = append(f.words, words...)
}

// within walks a part of what it is in.
func (f *fingerprint) within(v reflect.Value, name func() string) {
	if !f.asks {
		f.walk(v)
		return
	}
	f.path = append(f.path, name())
	f.walk(v)
	f.path = f.path[:len(f.path)-1]
}

func (f *fingerprint) walk(v reflect.Value) {
	switch v.Kind() {
	case reflect.Bool:
		if f.add(0); v.Bool() {
			f.words[len(f.words)-1] = 1
		}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		f.add(uint64(v.Int()))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		f.add(v.Uint())
	case reflect.Float32, reflect.Float64:
		f.add(math.Float64bits(v.Float()))
	case reflect.String:
		f.add(maphash.String(seed, v.String()))
	case reflect.Func, reflect.Chan:
		f.add(uint64(v.Pointer()))
	case reflect.Pointer:
		f.add(uint64(v.Pointer()))
		if !v.IsNil() && ours(v.Type().Elem()) && f.first(visit{v.UnsafePointer(), v.Type()}) {
			f.walk(v.Elem())
		}
	case reflect.Interface:
		if f.add(uint64(v.Elem().Kind())); !v.IsNil() {
			f.within(v.Elem(), func() string { return fmt.Sprintf("(%s)", v.Elem().Type()) })
		}
	case reflect.Struct:
		f.fields(v)
	case reflect.Slice, reflect.Array:
		f.elements(v)
	case reflect.Map:
		f.pairs(v)
	default:
		panic("a field of the kind " + v.Kind().String() + " is not compared")
	}
}

// first reports whether a pointer was not followed before.
func (f *fingerprint) first(v visit) bool {
	if slices.Contains(f.seen, v) {
		return false
	}
	f.seen = append(f.seen, v)
	return true
}

// ours reports whether a type is of the model's own state: not of what stands behind it, which others change meanwhile, nor of
// the index of the list, which ranks what it has found only as far as somebody looks.
func ours(t reflect.Type) bool {
	switch t {
	case reflect.TypeFor[pane.Writes](), reflect.TypeFor[clip.Keeper]():
		return false
	case reflect.TypeFor[backend.Detail](), reflect.TypeFor[backend.Version](), reflect.TypeFor[backend.NewSecret](), reflect.TypeFor[backend.Identity]():
		return true
	}
	in, of := strings.CutPrefix(t.PkgPath(), "strongroom/model")
	return of && in != "/find" || t.PkgPath() == "strongroom/backend/document"
}

func (f *fingerprint) fields(v reflect.Value) {
	t := v.Type()
	if t == reflect.TypeFor[pane.Writes]() {
		return
	}
	for i := range v.NumField() {
		f.within(v.Field(i), func() string { return "." + t.Field(i).Name })
	}
}

func (f *fingerprint) elements(v reflect.Value) {
	f.add(uint64(v.Len()))
	if v.Kind() == reflect.Slice {
		f.add(uint64(v.Pointer()))
	}
	if v.Type().Elem().Kind() == reflect.Uint8 {
		return
	}
	for i := range v.Len() {
		f.within(v.Index(i), func() string { return fmt.Sprintf("[%d]", i) })
	}
}

// pairs adds the sum of a map's pairs, since they come in any order: none may depend on which came before.
func (f *fingerprint) pairs(v reflect.Value) {
	f.add(uint64(v.Len()), uint64(v.Pointer()))
	asks, sum := f.asks, uint64(0)
	f.asks = false // words of a pair do not stay
	for pairs := v.MapRange(); pairs.Next(); {
		from, known := len(f.words), len(f.seen)
		f.walk(pairs.Key())
		f.walk(pairs.Value())
		pair := uint64(1)
		for _, w := range f.words[from:] {
			pair = (pair ^ w) * 0x9E3779B97F4A7C15
		}
		f.words, f.seen = f.words[:from], f.seen[:known]
		sum += pair
	}
	f.asks = asks
	f.add(sum)
}
