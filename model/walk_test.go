package model

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/local"
)

// walker does at random what a user can do, while answers get lost, and knows beside the program what must be so.
type walker struct {
	*player
	rng   *rand.Rand
	names []string
}

// state is all that a user could change of the secrets, as somebody else sees it. Versions without a label do not count.
func (w *walker) state() string {
	var lines []string
	for _, name := range w.names {
		d := w.describes(name)
		line := fmt.Sprintf("%s pending:%v %q", name, !d.Deleted.IsZero(), d.Description)
		for _, label := range []string{backend.Current, backend.Previous} {
			line += " " + label + "=" + d.VersionOf(label)
		}
		tags := slices.Clone(d.Tags)
		slices.SortFunc(tags, func(a, b backend.Tag) int { return strings.Compare(a.Key, b.Key) })
		lines = append(lines, fmt.Sprint(line, tags))
	}
	return strings.Join(lines, "\n")
}

// loses breaks one call of one of these writes, before or after its effect, or none.
func (w *walker) loses(ops ...string) {
	if w.rng.IntN(3) == 0 {
		w.breaks()
		return
	}
	kinds := []local.FaultKind{local.Reset, local.Truncated, local.BadGateway, local.ServerError}
	op := ops[w.rng.IntN(len(ops))]
	n := 1
	if op == "PutSecretValue" { // with its token the client itself sends it again
		n = 3
	}
	w.breaks(local.Fault{Op: op, Kind: kinds[w.rng.IntN(len(kinds))], N: n, After: w.rng.IntN(2) == 0})
}

// idle waits until nothing is under way.
func (w *walker) idle() {
	for range 600 {
		w.wait(200 * time.Millisecond)
		if w.between(); !w.model.Writes.Any() && !w.asked() {
			return
		}
	}
	w.t.Fatalf("something never ends on\n%s", w.screen)
}

func (w *walker) step() string {
	name := w.names[w.rng.IntN(len(w.names))]
	pending := !w.describes(name).Deleted.IsZero()
	if pending {
		w.loses("RestoreSecret")
		w.toView(true).goesTo("Secrets", name).press("R y")
		return "restore " + name
	}
	w.toView(false).goesTo("Secrets", name)
	switch w.rng.IntN(4) {
	case 0:
		w.loses("DeleteSecret")
		w.press("d").wait(time.Second).press("y")
		return "delete " + name
	case 1:
		w.loses("PutSecretValue", "UpdateSecretVersionStage")
		w.press("e").wait(time.Second).types(fmt.Sprint(w.rng.IntN(1000)))
		w.press("ctrl+s").wait(time.Second).press("enter").wait(30 * time.Second)
		for strings.Contains(w.next(), "╭ edit ") { // it was lost: once more
			w.breaks()
			w.press("ctrl+s").wait(time.Second).press("enter").wait(30 * time.Second)
		}
		w.press("1")
		return "save " + name
	case 2:
		w.loses("UpdateSecretVersionStage")
		w.press("3 j").wait(time.Second).press("p").wait(time.Second).press("y").wait(20 * time.Second).press("1")
		return "promote a version of " + name
	}
	w.loses("TagResource")
	w.press("enter ] ]").wait(time.Second).press("a").wait(time.Second).types(fmt.Sprint("k", w.rng.IntN(1000))).press("enter").types("v").press("enter enter").wait(30 * time.Second)
	if w.asked() {
		w.breaks()
		w.press("enter").wait(10 * time.Second)
	}
	w.press("[ [ 1")
	return "tag " + name
}

func TestWhateverGetsLostUndoLeadsBackToTheBeginning(t *testing.T) {
	for seed := range uint64(6) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			seedThree := func(s *local.Server) {
				for _, name := range []string{"app/a", "app/b", "app/c"} {
					s.Plant(local.Seed{Name: name, Text: "made-up"})
				}
			}
			play(t, setting{seed: seedThree}, func(p *player) {
				w := &walker{p, rand.New(rand.NewPCG(seed, 1)), []string{"app/a", "app/b", "app/c"}}
				rival := otherSession(p)
				for _, name := range w.names {
					if _, err := rival.Put(ctx(), name, backend.NewVersion{Value: backend.TextValue("two")}); err != nil {
						t.Fatal(err)
					}
				}
				w.press("ctrl+r").wait(time.Second)
				began := w.state()
				var did []string
				for range 14 {
					did = append(did, w.step())
					w.idle()
					w.wait(20 * time.Second)
				}
				for range 40 {
					w.loses("DeleteSecret", "RestoreSecret", "UpdateSecretVersionStage", "UntagResource")
					w.press("u").wait(time.Second)
					if !w.asked() {
						break
					}
					w.press("y")
					w.idle()
					w.wait(20 * time.Second)
				}
				w.breaks()
				w.sees("nothing to undo")
				if is := w.state(); is != began {
					t.Errorf("after %s and all undone it is\n%s\nwas\n%s\non\n%s", strings.Join(did, ", "), is, began, w.screen)
				}
			})
		})
	}
}
