package model_test

import (
	"encoding/base64"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/local"
	"strongroom/internal/tools"
	"strongroom/model"
	"strongroom/model/pane"
	"strongroom/model/play"
)

// exposed is a place in which a value can stand in clear.
type exposed struct {
	seed func(*local.Server)
	// open leads to the place, with the value masked; reveal shows it.
	open   func(p *play.Player)
	reveal string
	// shows is what stands there in clear; nil for the canary.
	shows func(p *play.Player) string
	// dialog: it is one. covers: it has the whole screen.
	dialog, covers bool
	// alone: no edit is open, so nothing comes above the dialog.
	alone bool
}

// exposures are all the places there are, by the function that draws the value.
func exposures() map[string]exposed {
	json, text := play.SeedOne(backend.TextValue(`{"key":"`+play.Canary+`","other":"x"}`)), play.SeedOne(backend.TextValue(play.Canary))
	edits := func(p *play.Player) { p.Press("e").Sees("edit app/canary") }
	changes := func(p *play.Player) {
		edits(p)
		p.Press("j enter").Types("made-up").Press("enter")
	}
	meets := func(theirs string) func(p *play.Player) {
		return func(p *play.Player) {
			edits(p)
			p.Press("enter").Types("made-up").Press("enter ctrl+s").Sees("Save the value")
			p.Colleague("app/canary", theirs)
			p.Press("enter").Sees("conflict in app/canary")
		}
	}
	versions := func(a, b string) func(*local.Server) { return play.SeedVersions(a, b) }
	compares := func(p *play.Player) { p.Press("3 j = y").Wait(time.Second).Sees("AWSCURRENT", "1 changed") }
	return map[string]exposed{
		"detail.fieldRow, decoded": {seed: play.SeedOne(backend.TextValue(encoded(`{"key":"` + play.Canary + `"}`))), open: func(p *play.Player) { p.Press("2 x v").Sees("› base64", "••••") }, reveal: "v"},
		"detail.viewText, decoded": {seed: play.SeedOne(backend.TextValue(encoded("made-up\n" + play.Canary))), open: func(p *play.Player) { p.Press("2 x v").Sees("› base64", "••••") }, reveal: "v"},
		"detail.fieldRow":          {seed: json, open: func(p *play.Player) { p.Press("v g").Sees("2 keys") }, reveal: "v"},
		"detail.viewText":          {seed: text, open: func(p *play.Player) { p.Press("v v").Sees("••••") }, reveal: "v"},
		"compare.drawField":        {seed: versions(`{"key":"made-up"}`, `{"key":"`+play.Canary+`"}`), open: compares, reveal: "V", covers: true},
		"compare.drawLine":         {seed: versions("made-up", play.Canary), open: compares, reveal: "V", covers: true},
		"edit.shownLines":          {seed: json, open: edits, reveal: "v"},
		"edit.typingLines":         {seed: json, open: func(p *play.Player) { edits(p); p.Press("enter") }, reveal: "ctrl+o"},
		"edit.viewText":            {seed: text, open: func(p *play.Player) { edits(p); p.Press("ctrl+o").Sees("reveals it again") }, reveal: "ctrl+o"},
		"edit.conflict.text": {seed: json, open: meets(`{"key":"made-up-theirs","other":"` + play.Canary + `-theirs"}`), reveal: "V", covers: true,
			shows: func(*play.Player) string { return play.Canary[:8] }},
		"edit.conflict.atLength": {seed: json, open: meets(`{"key":"made-up-theirs","other":"x"}`), reveal: "v", covers: true},
		"edit.review.text":       {seed: json, open: func(p *play.Player) { changes(p); p.Press("k d ctrl+s").Sees("Save the value") }, reveal: "v", dialog: true},
		"edit.generator.outcome": {seed: json, open: func(p *play.Player) {
			changes(p)
			p.Press("enter ctrl+g").Wait(time.Second).Sees("Generate a password", "bits")
		}, reveal: "v",
			shows: password, dialog: true},
		"change.logDialog.text": {seed: play.SeedFailing, open: func(p *play.Player) {
			p.RotationOf("^app/canary$").Press("L").Sees("The function's last error", play.Canary).Wait(time.Second).Press("v").Sees("v reveals it")
		}, reveal: "v", dialog: true, alone: true},
	}
}

// password is the one in the generator: it stands above its strength.
func password(p *play.Player) string {
	lines := p.Frame("Generate a password").Lines
	at := slices.IndexFunc(lines, func(l string) bool { return strings.Contains(l, " bits") })
	return strings.TrimSpace(lines[at-1])
}

// reveals leads to the place, shows the value, and tells what of it stands there.
func (e exposed) reveals(t *testing.T, p *play.Player) (text string) {
	t.Helper()
	if e.open(p); strings.Contains(p.Shows(), play.Canary) {
		t.Fatalf("it is in clear from the beginning:\n%s", p.Screen)
	}
	p.Press(e.reveal)
	text = play.Canary
	if e.shows != nil {
		text = e.shows(p)
	}
	if p.Sees(text, " in "); text == "" || strings.Contains(text, "•") {
		t.Fatalf("nothing is revealed:\n%s", p.Screen)
	}
	return text
}

// ends are what takes a value off the screen, wherever it is. What comes back afterwards is masked.
func ends() map[string]func(p *play.Player, e exposed) {
	return map[string]func(p *play.Player, e exposed){
		"its time":             func(p *play.Player, _ exposed) { p.Wait(pane.DefaultLifetime) },
		"the focus is lost":    func(p *play.Player, _ exposed) { p.Press("blur").Wait(time.Second) },
		"a signal":             func(p *play.Player, _ exposed) { p.Program.Send(model.Conceal{}) },
		"suspension":           func(p *play.Player, _ exposed) { p.Press("ctrl+z") },
		"an editor's terminal": func(p *play.Player, _ exposed) { p.Program.Send(pane.TerminalLent{}) },
		"another secret":       func(p *play.Player, _ exposed) { p.Program.Send(pane.PointedAt{ARN: p.ARN("app/other")}) },
		"the lock":             func(p *play.Player, _ exposed) { p.Wait(lockedSoon).Sees("locked").Press("enter") },
		"too little room":      func(p *play.Player, _ exposed) { p.Resize(39, 9).Resize(120, 36) },
		"another place": func(p *play.Player, e exposed) {
			if p.Clicks(4, 5); e.dialog || e.covers {
				p.Press("esc")
			}
		},
		"a dialog above it": func(p *play.Player, e exposed) {
			if p.Press("ctrl+c"); e.dialog { // a pane stays in sight below one
				p.Sees("Quit with an unsaved edit").Press("esc")
			}
		},
	}
}

func TestWhateverShowsAValueIsEndedByWhateverEndsOne(t *testing.T) {
	exposures, ends := exposures(), ends()
	for i, name := range slices.Sorted(maps.Keys(exposures)) {
		for n, event := range slices.Sorted(maps.Keys(ends)) {
			e, end := exposures[name], ends[event]
			if tools.Spares(i+n, 3) || event == "a dialog above it" && (!e.dialog || e.alone) {
				continue
			}
			t.Run(name+"/"+event, func(t *testing.T) {
				change := func(o *model.Options) {
					o.Suspend = func() (tea.Cmd, string) { return nil, "" }
					if event == "the lock" {
						o.LockAfter = lockedSoon
					}
				}
				play.Game(t, play.Setting{Seed: e.seed, Change: change}, func(p *play.Player) {
					text := e.reveals(t, p)
					end(p, e)
					p.Wait(frameTime).SeesNot(text).Never(text).Press("focus").Resize(110, 34).Wait(time.Minute)
				})
			})
		}
	}
}

// frameTime is how long the terminal may be behind.
const frameTime = 50 * time.Millisecond

// lockedSoon is after what time without a key the screen is locked, sooner than any exposure ends by itself.
const lockedSoon = 20 * time.Second

func TestWhatNoEditNeedsIsWipedWhereNothingMayBeSeen(t *testing.T) {
	for event, end := range ends() {
		if event == "a dialog above it" || event == "another place" || event == "too little room" { // these mask it
			continue
		}
		for _, name := range []string{"detail.viewText", "change.logDialog.text"} {
			t.Run(event+"/"+name, func(t *testing.T) {
				change := func(o *model.Options) {
					o.Suspend = func() (tea.Cmd, string) { return nil, "" }
					if event == "the lock" {
						o.LockAfter = lockedSoon
					}
				}
				e := exposures()[name]
				play.Game(t, play.Setting{Seed: e.seed, Change: change}, func(p *play.Player) {
					e.reveals(t, p)
					p.Alive(1)
					end(p, e)
					p.Wait(frameTime).Alive(0)
				})
			})
		}
	}
}

func TestWhateverShowsAValueShowsNoneAtTheEnd(t *testing.T) {
	for name, e := range exposures() {
		t.Run(name, func(t *testing.T) {
			play.Game(t, play.Setting{Seed: e.seed}, func(p *play.Player) {
				text := e.reveals(t, p)
				before := len(p.Screen.Sent())
				p.Program.Send(model.Quit{})
				p.Ends()
				if sent := string(p.Screen.Sent()[before:]); strings.Contains(sent, text) || strings.Contains(p.Screen.String(), text) {
					t.Errorf("at the end the terminal was sent %q and shows\n%s", sent, p.Screen)
				}
			})
		})
	}
}

// A value's bytes become text through a permit: whoever asks for one shows a value, and is walked through above.
func TestEveryPlaceThatShowsAValueIsWalkedThrough(t *testing.T) {
	walked, found := exposures(), 0
	err := fs.WalkDir(os.DirFS("."), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.HasPrefix(path, "pane/") {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, decl := range f.Decls {
			fn, is := decl.(*ast.FuncDecl)
			if !is || !asksForAPermit(fn) {
				continue
			}
			found++
			if name := nameOf(f.Name.Name, fn, walked); name == "" {
				t.Errorf("%s: %s shows a value, and nothing holds that it ends", path, fn.Name.Name)
			}
		}
		return nil
	})
	functions := map[string]bool{} // some show more than one thing
	for name := range walked {
		name, _, _ = strings.Cut(name, ", ")
		functions[name] = true
	}
	if err != nil || found != len(functions) {
		t.Errorf("%d places show a value, and %d are walked through: %v", found, len(functions), err)
	}
}

func encoded(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }

func asksForAPermit(fn *ast.FuncDecl) (asks bool) {
	ast.Inspect(fn, func(n ast.Node) bool {
		call, is := n.(*ast.CallExpr)
		if is {
			sel, of := call.Fun.(*ast.SelectorExpr)
			asks = asks || of && sel.Sel.Name == "Permit"
		}
		return !asks
	})
	return asks
}

// nameOf is what a function is called among those that are walked through, with its receiver where there are several; "" where
// it is none.
func nameOf(pkg string, fn *ast.FuncDecl, walked map[string]exposed) string {
	name := pkg + "." + fn.Name.Name
	if _, is := walked[name]; is {
		return name
	}
	if star, is := fn.Recv.List[0].Type.(*ast.StarExpr); is {
		name = pkg + "." + star.X.(*ast.Ident).Name + "." + fn.Name.Name
	}
	if _, is := walked[name]; is {
		return name
	}
	return ""
}
