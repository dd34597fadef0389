package play

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/backendtest"
	"strongroom/backend/local"
	"strongroom/internal/tools"
	"strongroom/keymap"
	"strongroom/model"
)

// Way leads from the list to where the keys of a scope are in force.
type Way struct {
	Room  string // the package that answers them
	Scope keymap.Scope
	Seed  func(*local.Server)
	Keys  string
	Then  func(p *Player) // nil for nothing more
}

// nowhere makes the path of a file that is asked for one where none can be.
const nowhere = "/nowhere/"

// lockedLate is after what time without a key the screen is locked, later than any other way takes.
const lockedLate = 10 * time.Minute

// Ways lead to every scope of the table, to some by more than one.
func Ways() []Way {
	json, text, versions := JSONSecret(), SeedOne(backend.TextValue("one\nmade-up\n")), SeedVersions(OlderJSON, NewerJSON)
	types := func(keys string) func(p *Player) {
		return func(p *Player) { p.Types("x").Press(keys).Wait(time.Second) }
	}
	meets := func(p *Player) {
		p.Types("made-up").Press("enter ctrl+s").Wait(time.Second)
		p.Colleague("app/canary", `{"user":"made-up-theirs"}`)
		p.Press("enter").Wait(time.Second)
	}
	return []Way{
		{"model", keymap.Global, json, "", nil}, {"model", keymap.Dialog, json, "@", nil}, {"model", keymap.Dialog, json, "!", nil}, {"model", keymap.Dialog, json, ":", nil},
		{"model", keymap.Dialog, json, "?", nil}, {"model", keymap.Locked, json, "", func(p *Player) { p.Wait(lockedLate) }},
		{"list", keymap.List, json, "", nil}, {"list", keymap.List, SeedBuried, "D", nil}, {"list", keymap.List, SeedBuried, "D *", nil}, {"list", keymap.List, json, "t", nil},
		{"list", keymap.Start, func(s *local.Server) { s.Set(func(k *local.Knobs) { k.Expired = true }) }, "", nil},
		{"list", keymap.Find, json, "/", func(p *Player) { p.Types("app") }}, {"list", keymap.Dialog, json, "o", types("enter")},
		{"detail", keymap.Detail, json, "V g", nil}, {"detail", keymap.Detail, text, "V", nil}, {"detail", keymap.Info, json, "V ]", nil}, {"detail", keymap.Info, SeedBuried, "D enter ]", nil},
		{"detail", keymap.Dialog, json, "C", nil}, {"detail", keymap.Dialog, BinarySecret("\x00made-up"), "V S", func(p *Player) { p.Types(nowhere) }},
		{"timeline", keymap.Timeline, versions, "3 j", nil},
		{"compare", keymap.Comparing, versions, "3 j = y V", nil},
		{"change", keymap.Tags, json, "enter ] ]", nil}, {"change", keymap.Replicas, SeedReplicated, "enter ] ] ]", nil}, {"change", keymap.Dialog, SeedReplicated, "enter ] ] ] a", nil},
		{"change", keymap.Dialog, SeedReplicated, "enter ] ] ] a", types("enter")}, {"change", keymap.Dialog, SeedReplicated, "enter ] ] ] =", nil},
		{"change", keymap.Replicas, SeedAssociated, "enter ] ] ]", nil}, {"change", keymap.Replicas, SeedFollowing, "enter ] ] ]", nil}, {"change", keymap.Dialog, SeedOffered, "enter ] ] ] A", types("enter")},
		{"change", keymap.Dialog, SeedAssociated, "enter ] ] ] x", nil}, {"change", keymap.Dialog, SeedAssociated, "d", nil}, {"change", keymap.Dialog, SeedFollowing, "m", types("enter")},
		{"change", keymap.Dialog, versions, "3 j L", nil}, {"change", keymap.Dialog, json, "i", nil}, {"change", keymap.Dialog, json, "d", nil},
		{"change", keymap.Rotation, SeedStuck, "enter [ [", nil}, {"change", keymap.Rotation, SeedRotating(DemoFunction), "enter [ [", nil}, {"change", keymap.Dialog, SeedRotating(DemoFunction), "enter [ [ r", nil},
		{"change", keymap.Dialog, SeedRotating(DemoFunction), "enter [ [ enter", nil}, {"change", keymap.Dialog, SeedRotating(DemoFunction), "enter [ [ x", nil}, {"change", keymap.Dialog, SeedStuck, "enter [ [ X", nil},
		{"detail", keymap.Policy, SeedGoverned, "enter [", nil}, {"change", keymap.Policy, SeedGoverned, "enter [", nil}, {"detail", keymap.Dialog, SeedGoverned, "enter [ f", types("")},
		{"change", keymap.Dialog, SeedGoverned, "enter [ e", types("")}, {"change", keymap.Dialog, SeedGoverned, "enter [ x", nil},
		{"change", keymap.Dialog, SeedGoverned, "enter [ e right", func(p *Player) { p.Types(`"Id":"x",`).Press("ctrl+s").Wait(time.Second) }},
		{"change", keymap.Dialog, SeedFailing, "enter [ [ L", nil},
		{"change", keymap.Dialog, SeedBuried, "D R", nil}, {"change", keymap.Dialog, SeedBuried, "D d", nil}, {"change", keymap.Dialog, versions, "3 j p", nil},
		{"login", keymap.Dialog, json, "@", func(p *Player) { p.Press("enter").Wait(7 * time.Second) }},
		{"edit", keymap.Edit, json, "e j", nil}, {"edit", keymap.Typing, json, "e enter", types("")}, {"edit", keymap.Text, text, "e", types("")}, {"edit", keymap.Bytes, BinarySecret("\x00made-up"), "e", nil},
		{"edit", keymap.Conflict, json, "e enter", meets}, {"edit", keymap.Line, json, "e j r", types("")}, {"edit", keymap.Dialog, json, "n", nil}, {"edit", keymap.Dialog, json, "e enter ctrl+g", nil},
		{"edit", keymap.Dialog, json, "e enter", types("enter ctrl+s")}, {"edit", keymap.Dialog, json, "e enter", types("enter esc")},
	}
}

// Door walks the ways of a package against a service that has only outside text to say, and looks at what reaches the terminal.
func Door(t *testing.T, room string) {
	t.Chdir(t.TempDir()) // a key of the way may save a file where it is
	for i, w := range Ways() {
		for n, o := range []backendtest.Outsider{{Everywhere: i%2 == 0}, {Fails: writesFail}} {
			if w.Room == room && !tools.LeavesOut(i+n, 2) && !tools.Spares((i+n)/2, 2) {
				size := [][2]int{{120, 36}, {60, 20}, {40, 10}}[(i+n)%3]
				t.Run(fmt.Sprint(w.Scope, " ", i, " ", n), func(t *testing.T) { w.Against(t, size, o, i) })
			}
		}
	}
}

// writesFail is a service that tells and does nothing.
func writesFail(method string) error {
	if slices.Contains([]string{"List", "Describe", "Versions", "Reveal"}, method) {
		return nil
	}
	return &backend.Error{Op: "fail", Kind: backend.ErrState}
}

// Against plays the way of that number against an outsider.
func (w Way) Against(t *testing.T, size [2]int, o backendtest.Outsider, nr int) {
	Game(t, Setting{W: size[0], H: size[1], Seed: w.Seed, NoFirst: true, Native: true, Change: func(o *model.Options) {
		o.Arrivals, o.LockAfter, o.Notice = Sure{}, lockedLate, backendtest.Outside
		if w.Room == "login" {
			outsideBrowser(o)
		}
	}, Through: func(be backend.Backend) backend.Backend {
		o.In = be
		return o
	}}, func(p *Player) {
		w.walk(p.Wait(3*time.Second), nr)
		if CheckOutside(p.T, p.Screen.Sent()); !strings.Contains(string(p.Screen.Sent()), `\x1b[38;5;198m`) {
			p.T.Error("nothing from outside was shown")
		}
	})
}

// walk goes the way of that number once for each key of the scope, presses it, answers what is asked, and looks at the help.
func (w Way) walk(p *Player, nr int) {
	for i, b := range keymap.Default().Help(w.Scope) {
		if b.Action != keymap.Quit && b.Action != keymap.Suspend && !tools.Spares(i+nr, 4) {
			w.Goes(p)
			p.Press(b.Keys[0]).Wait(time.Second)
			if b.Action == keymap.SaveFile && p.Asked() {
				p.Types(nowhere)
			}
			p.Press("y").Wait(time.Second).Press("enter").Wait(3 * time.Second)
		}
	}
	w.Goes(p)
	p.Press("?").Wait(time.Second)
}

// Goes back to the list, dropping an edit, and the way from there.
func (w Way) Goes(p *Player) {
	for range 5 {
		if p.Press("esc").Wait(400 * time.Millisecond); strings.Contains(p.Next(), "y ") && p.Asked() {
			p.Press("y").Wait(400 * time.Millisecond)
		}
	}
	if p.Press("1"); p.DeletedShown() {
		p.Press("D")
	}
	if p.Press("g " + w.Keys).Wait(time.Second); w.Then != nil {
		w.Then(p)
	}
}

// theirs is the colour that outside text asks for.
var theirs = regexp.MustCompile("\x1b\\[[0-9;]*38;5;198")

// CheckOutside fails where outside text has come to the terminal other than as what it looks like.
func CheckOutside(t *testing.T, sent []byte) {
	t.Helper()
	if CheckBytes(t, sent); theirs.Match(sent) {
		t.Error("a colour from outside reached the terminal")
	}
}
