package document_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"strongroom/backend"
	"strongroom/backend/backendtest"
	"strongroom/backend/document"
)

var times = flag.Int("times", 1, "how many times as long the random tests run")

// tree is a JSON value as a plain model: a leaf as it is written, or an object of keys that can stand more than once, in
// order. at is the field that it is in the text.
type tree struct {
	key  string
	leaf string
	kids []*tree // of an object
	obj  bool
	at   int
}

// sprout makes a random object.
func sprout(r *rand.Rand, depth int) *tree {
	t := &tree{obj: true}
	for range r.IntN(5) {
		t.kids = append(t.kids, sprig(r, depth))
	}
	return t
}

func sprig(r *rand.Rand, depth int) *tree {
	kid := &tree{leaf: leaf(r)}
	if depth > 0 && r.IntN(3) == 0 {
		kid = sprout(r, depth-1)
	}
	kid.key = []string{"a", "b", "k", "a.b", "", "é", "k[0]", `q"\`}[r.IntN(8)]
	return kid
}

func leaf(r *rand.Rand) string {
	return []string{`"x"`, `"y\n"`, "1", "2.50", "true", "null", `[1,{"k":2}]`, "[]", `"\ud800"`, `"\u0041"`}[r.IntN(10)]
}

func (t *tree) clone() *tree {
	c := *t
	c.kids = nil
	for _, k := range t.kids {
		c.kids = append(c.kids, k.clone())
	}
	return &c
}

// write is the tree as a text with random white space; it numbers the fields as they come.
func (t *tree) write(r *rand.Rand) string {
	n := 0
	var out strings.Builder
	t.print(&out, func() string { return []string{"", " ", "\n\t"}[r.IntN(3)] }, &n)
	return out.String()
}

func (t *tree) print(out *strings.Builder, gap func() string, n *int) {
	if !t.obj {
		out.WriteString(t.leaf)
		if t.leaf == `[1,{"k":2}]` {
			*n += 3
		}
		return
	}
	out.WriteString("{" + gap())
	for i, k := range t.kids {
		if i > 0 {
			out.WriteString("," + gap())
		}
		k.at = *n
		*n++
		key, _ := json.Marshal(k.key)
		out.WriteString(string(key) + gap() + ":" + gap())
		k.print(out, gap, n)
		out.WriteString(gap())
	}
	out.WriteString("}")
}

// told is the tree in a line without any white space, to compare.
func (t *tree) told() string {
	n := 0
	var out strings.Builder
	t.print(&out, func() string { return "" }, &n)
	return out.String()
}

// planted reads a text back into a tree, by the standard library's reading.
func planted(t *testing.T, text string) *tree {
	t.Helper()
	dec := json.NewDecoder(strings.NewReader(text))
	dec.UseNumber()
	var raw json.RawMessage
	if err := dec.Decode(&raw); err != nil {
		t.Fatalf("%q is no JSON: %v", text, err)
	}
	return grown(t, strings.TrimSpace(string(raw)))
}

func grown(t *testing.T, text string) *tree {
	if !strings.HasPrefix(text, "{") {
		if compact := strings.NewReplacer(" ", "", "\n", "", "\t", ""); strings.HasPrefix(text, "[") {
			text = compact.Replace(text)
		}
		return &tree{leaf: text}
	}
	out := &tree{obj: true}
	dec := json.NewDecoder(strings.NewReader(text))
	if _, err := dec.Token(); err != nil {
		t.Fatal(err)
	}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			t.Fatal(err)
		}
		var raw json.RawMessage
		if err := dec.Decode(&raw); err != nil {
			t.Fatal(err)
		}
		kid := grown(t, string(raw))
		kid.key = key.(string)
		out.kids = append(out.kids, kid)
	}
	return out
}

// Any row of edits anywhere in any object, undone at random, held against the plain model of what they mean.
func TestAnyRowOfEditsInsideObjectsMeansWhatItSays(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	for round := range 4000 * *times {
		is := sprout(r, 3)
		text := is.write(r)
		v := backend.TextValue(text)
		d := document.Of(v)
		var steps []step
		now := step{is: is}
		for range r.IntN(7) {
			if len(steps) > 0 && r.IntN(4) == 0 {
				now, steps = steps[len(steps)-1], steps[:len(steps)-1]
				continue
			}
			steps = append(steps, now)
			now = now.edited(t, r, d)
		}
		got := now.e.Apply(v, d)
		if back := planted(t, string(backendtest.Bytes(got))); back.told() != now.is.told() {
			t.Fatalf("round %d: %s became\n%s, want\n%s", round, text, backendtest.Bytes(got), now.is.told())
		}
		if string(backendtest.Bytes(document.Edit{}.Apply(v, d))) != text {
			t.Fatalf("round %d: an edit of nothing changes %s", round, text)
		}
	}
}

// step is an edit and what it means. Additions are known by their numbers.
type step struct {
	e    document.Edit
	is   *tree
	adds map[*tree]int
}

// edited is one change more. The tree is copied, and what was added keeps its number.
func (s step) edited(t *testing.T, r *rand.Rand, d document.Document) step {
	t.Helper()
	next := step{e: s.e, is: s.is.clone(), adds: map[*tree]int{}}
	carry(s.is, next.is, s.adds, next.adds)
	var all []*tree // objects; of each its kids can be changed
	var walk func(o *tree)
	walk = func(o *tree) {
		all = append(all, o)
		for _, k := range o.kids {
			if _, added := next.adds[k]; k.obj && !added && k.at >= 0 {
				walk(k)
			}
		}
	}
	walk(next.is)
	in := all[r.IntN(len(all))]
	parent := -1
	if in != next.is {
		parent = in.at
	}
	if len(in.kids) == 0 || r.IntN(3) == 0 {
		k := &tree{key: "n" + fmt.Sprint(r.IntN(5)), leaf: leaf(r), at: -1}
		var id int
		next.e, id = next.e.Add(parent, k.key, raw(t, k.leaf))
		in.kids = append(in.kids, k)
		next.adds[k] = id
		return next
	}
	at := r.IntN(len(in.kids))
	k := in.kids[at]
	if id, added := next.adds[k]; added {
		a, _ := next.e.Added(id)
		switch r.IntN(3) {
		case 0:
			next.e = next.e.SetAdded(id, nil)
			in.kids = slices.Delete(in.kids, at, at+1)
			return next
		case 1:
			k.key = "r" + k.key
			a.Key = k.key
		default:
			k.leaf = leaf(r)
			a.Literal = raw(t, k.leaf)
		}
		next.e = next.e.SetAdded(id, &a)
		return next
	}
	switch r.IntN(3) {
	case 0:
		next.e = next.e.Delete(k.at)
		in.kids = slices.Delete(in.kids, at, at+1)
	case 1:
		k.key = "r" + k.key
		next.e = next.e.Rename(d, k.at, k.key)
	default:
		to := &tree{key: k.key, leaf: leaf(r), at: k.at}
		if r.IntN(4) == 0 {
			to = sprout(r, 1)
			to.key = k.key
		}
		next.e = next.e.Set(d, k.at, raw(t, to.told()))
		at := k.at
		*k = *to
		k.at = at
		k.obj = false // it is written as a whole from now on
		k.leaf, k.kids = to.told(), nil
	}
	return next
}

func carry(from, to *tree, ids, out map[*tree]int) {
	if id, ok := ids[from]; ok {
		out[to] = id
	}
	for i := range from.kids {
		carry(from.kids[i], to.kids[i], ids, out)
	}
}

func raw(t *testing.T, text string) document.Literal {
	t.Helper()
	l, err := document.RawLiteral(backend.TextValue(text))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return l
}

// grafted is a tree with random changes.
func grafted(r *rand.Rand, of *tree) *tree {
	t := of.clone()
	for at := 0; at < len(t.kids); at++ {
		switch k := t.kids[at]; r.IntN(9) {
		case 0:
			t.kids = slices.Delete(t.kids, at, at+1)
			at--
		case 1:
			k.leaf, k.kids, k.obj = leaf(r), nil, false
		case 2:
			key := k.key
			*k = *sprig(r, 1)
			k.key = key
		default:
			if k.obj {
				t.kids[at] = grafted(r, k)
			}
		}
	}
	for r.IntN(3) == 0 {
		t.kids = slices.Insert(t.kids, r.IntN(len(t.kids)+1), sprig(r, 1))
	}
	if r.IntN(20) == 0 {
		r.Shuffle(len(t.kids), func(i, j int) { t.kids[i], t.kids[j] = t.kids[j], t.kids[i] })
	}
	return t
}

// nth are an object's kids by their keys and by how many of the key stand before.
func (t *tree) nth() (order []string, kids map[string]*tree) {
	kids = map[string]*tree{}
	seen := map[string]int{}
	for _, k := range t.kids {
		name := fmt.Sprintf("%q#%d", k.key, seen[k.key])
		seen[k.key]++
		kids[name] = k
		order = append(order, name)
	}
	return order, kids
}

// says compares two values that may be missing, as a merge does: strings by what they say, the rest as it is written.
func says(a, b *tree) bool {
	if a == nil || b == nil {
		return a == b
	}
	x, y := a.told(), b.told()
	if !a.obj && !b.obj && x[0] == '"' {
		x, y = strings.ReplaceAll(x, `\u0041`, "A"), strings.ReplaceAll(y, `\u0041`, "A")
	}
	return x == y
}

// wedded is what a merge must come to: theirs, with all that only yours has changed, and what clashes where mine.
func wedded(base, theirs, yours *tree, mine bool) (out *tree, clashes int) {
	out = &tree{key: theirs.key, obj: true}
	_, b := base.nth()
	order, th := theirs.nth()
	rest, y := yours.nth()
	for _, name := range append(order, slices.DeleteFunc(rest, func(n string) bool { return th[n] != nil })...) {
		tb, tt, ty := b[name], th[name], y[name]
		if tb != nil && tt != nil && ty != nil && tb.obj && tt.obj && ty.obj {
			kid, n := wedded(tb, tt, ty, mine)
			out.kids = append(out.kids, kid)
			clashes += n
			continue
		}
		takes := tt
		switch {
		case says(tb, ty) || says(tt, ty):
		case says(tb, tt):
			takes = ty
		default:
			if clashes++; mine {
				takes = ty
			}
		}
		if takes != nil {
			out.kids = append(out.kids, takes)
		}
	}
	return out, clashes
}

// Any three texts of one past, keys that stand twice and objects that became something else among them.
func TestAnyObjectsMergeKeyByKeyAsAPlainModelSays(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	clashed := 0
	for round := range 3000 * *times {
		base := sprout(r, 2)
		theirs, yours := grafted(r, base), grafted(r, base)
		gap, n := []string{"", " ", "\n\t"}[r.IntN(3)], 0
		write := func(t *tree) string {
			var out strings.Builder
			t.print(&out, func() string { return gap }, &n)
			return out.String()
		}
		b, th, y := write(base), write(theirs), write(yours)
		m := document.NewMerge(backend.TextValue(b), backend.TextValue(th), backend.TextValue(y))
		for _, mine := range []bool{false, true} {
			clashes := 0
			got := string(backendtest.Bytes(m.Result(func(row document.MergeRow) document.Side {
				if row.State == document.Clash {
					clashes++
				}
				if row.State == document.YoursOnly || row.State == document.Clash && mine {
					return document.YourSide
				}
				return document.TheirSide
			})))
			want, n := wedded(base, theirs, yours, mine)
			if planted(t, got).told() != want.told() || clashes != n {
				t.Fatalf("round %d: base %s\ntheirs %s\nyours %s\nmerged %s, %d clashes\nwant   %s, %d", round, b, th, y, got, clashes, want.told(), n)
			}
			clashed += n
		}
		if got := string(backendtest.Bytes(m.Result(func(document.MergeRow) document.Side { return document.TheirSide }))); got != th {
			t.Fatalf("round %d: theirs %s throughout is %s", round, th, got)
		}
	}
	if clashed < 100 {
		t.Errorf("only %d clashes", clashed)
	}
}
