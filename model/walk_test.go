package model_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/local"
	"strongroom/internal/tools"
	"strongroom/model/play"
)

// walker does at random what a user can do, while answers get lost, and knows beside the program what must be so.
type walker struct {
	*play.Player
	rng   *rand.Rand
	names []string
}

// state is all that a user could change of the secrets, as somebody else sees it. Versions without a label do not count.
func (w *walker) state() string {
	var lines []string
	for _, name := range w.names {
		d := w.Describes(name)
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
		w.Breaks()
		return
	}
	kinds := []local.FaultKind{local.Reset, local.Truncated, local.BadGateway, local.ServerError}
	op := ops[w.rng.IntN(len(ops))]
	n := 1
	if op == "PutSecretValue" { // with its token the client itself sends it again
		n = 3
	}
	w.Breaks(local.Fault{Op: op, Kind: kinds[w.rng.IntN(len(kinds))], N: n, After: w.rng.IntN(2) == 0})
}

// idle waits until nothing is under way.
func (w *walker) idle() {
	for range 600 {
		w.Wait(200 * time.Millisecond)
		if w.Between(); !w.Model.Writes.Any() && !w.Asked() {
			return
		}
	}
	w.T.Fatalf("something never ends on\n%s", w.Screen)
}

func (w *walker) step() string {
	name := w.names[w.rng.IntN(len(w.names))]
	pending := !w.Describes(name).Deleted.IsZero()
	if pending {
		w.loses("RestoreSecret")
		w.ToView(true).GoesTo("Secrets", name).Press("R y")
		return "restore " + name
	}
	w.ToView(false).GoesTo("Secrets", name)
	switch w.rng.IntN(4) {
	case 0:
		w.loses("DeleteSecret")
		w.Press("d").Wait(time.Second).Press("y")
		return "delete " + name
	case 1:
		w.loses("PutSecretValue", "UpdateSecretVersionStage")
		w.Press("e").Wait(time.Second).Types(fmt.Sprint(w.rng.IntN(1000)))
		w.Press("ctrl+s").Wait(time.Second).Press("enter").Wait(30 * time.Second)
		for strings.Contains(w.Next(), "╭ edit ") { // it was lost: once more
			w.Breaks()
			w.Press("ctrl+s").Wait(time.Second).Press("enter").Wait(30 * time.Second)
		}
		w.Press("1")
		return "save " + name
	case 2:
		w.loses("UpdateSecretVersionStage")
		w.Press("3 j").Wait(time.Second).Press("p").Wait(time.Second).Press("y").Wait(20 * time.Second).Press("1")
		return "promote a version of " + name
	}
	w.loses("TagResource")
	w.Press("enter ] ]").Wait(time.Second).Press("a").Wait(time.Second).Types(fmt.Sprint("k", w.rng.IntN(1000))).Press("enter").Types("v").Press("enter enter").Wait(30 * time.Second)
	if w.Asked() {
		w.Breaks()
		w.Press("enter").Wait(10 * time.Second)
	}
	w.Press("[ [ 1")
	return "tag " + name
}

func TestWhateverGetsLostUndoLeadsBackToTheBeginning(t *testing.T) {
	for seed := range uint64(6) {
		if tools.Spares(int(seed), 2) {
			continue
		}
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			seedThree := func(s *local.Server) {
				for _, name := range []string{"app/a", "app/b", "app/c"} {
					s.Plant(local.Seed{Name: name, Text: "made-up"})
				}
			}
			play.Game(t, play.Setting{Seed: seedThree}, func(p *play.Player) {
				w := &walker{Player: p, rng: rand.New(rand.NewPCG(seed, 1)), names: []string{"app/a", "app/b", "app/c"}}
				rival := play.OtherSession(p)
				for _, name := range w.names {
					if _, err := rival.Put(play.Ctx(), name, backend.NewVersion{Value: backend.TextValue("two")}); err != nil {
						t.Fatal(err)
					}
				}
				w.Press("ctrl+r").Wait(time.Second)
				began := w.state()
				var did []string
				for range 14 {
					did = append(did, w.step())
					w.idle()
					w.Wait(20 * time.Second)
				}
				for range 40 {
					w.loses("DeleteSecret", "RestoreSecret", "UpdateSecretVersionStage", "UntagResource")
					w.Press("u").Wait(time.Second)
					if !w.Asked() {
						break
					}
					w.Press("y")
					w.idle()
					w.Wait(20 * time.Second)
				}
				w.Breaks()
				w.Sees("nothing to undo")
				if is := w.state(); is != began {
					t.Errorf("after %s and all undone it is\n%s\nwas\n%s\non\n%s", strings.Join(did, ", "), is, began, w.Screen)
				}
			})
		})
	}
}
