package edit

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/change"
	"strongroom/backend/disk"
	"strongroom/backend/local"
	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/model/pane/panetest"
	"strongroom/ui"
)

// lateEdit is an edit of a JSON text, with all its values in the desk's ledger.
func lateEdit(t *testing.T) (*Pane, *pane.Shown) {
	t.Helper()
	d := panetest.Desk(t, local.New(local.Knobs{}))
	return editOf(d, d.Ledger.Text(`{"user":"u","password":"old"}`))
}

// Whatever comes with a value for nobody: a question that was stopped, asked again, or asked elsewhere.
func TestAnAnswerToAnEditThatNobodyWaitsForIsWiped(t *testing.T) {
	failed := &backend.Error{Op: "save", Kind: backend.ErrConflict}
	other := new(pane.Question)
	for name, late := range map[string]func(v backend.Value) tea.Msg{
		"an edit's value": func(v backend.Value) tea.Msg { return editRead{ask: other, r: backend.Revealed{Value: v}} },
		"a file":          func(v backend.Value) tea.Msg { return fileRead{ask: other, name: "made-up", v: v} },
		"a password":      func(v backend.Value) tea.Msg { return passwordMade{ask: other, v: v} },
		"a stopped save": func(v backend.Value) tea.Msg {
			return editSaved{run: other, theirs: backend.Revealed{Value: v}, err: failed}
		},
		"a stopped revival": func(v backend.Value) tea.Msg {
			return created{run: other, way: createRevive, now: backend.Revealed{Value: v}, err: failed}
		},
		"a revival that went on": func(v backend.Value) tea.Msg {
			return created{run: other, way: createRevive, now: backend.Revealed{Value: v}}
		},
		"what has the name": func(v backend.Value) tea.Msg { return existingRead{run: other, r: backend.Revealed{Value: v}} },
		"an editor":         func(v backend.Value) tea.Msg { return broughtBack{trip: other, v: v} },
		"a draft": func(v backend.Value) tea.Msg {
			return draftTaken{slot: disk.OpenDrafts(t.TempDir(), t.TempDir(), nil).Slot(), d: disk.Draft{Base: v, Value: v.Clone(), Tried: &change.Save{Value: v.Clone()}}}
		},
		"an edit that was put aside": func(v backend.Value) tea.Msg {
			return asideRead{of: other, d: disk.Draft{Base: v, Value: v.Clone()}}
		},
		"a password to take": func(v backend.Value) tea.Msg { return passwordChosen{v} },
		"a value to save":    func(v backend.Value) tea.Msg { return saveChosen{value: v} },
	} {
		for state, does := range map[string]func(e *Pane, on *pane.Shown){
			"closed":  func(e *Pane, _ *pane.Shown) { e.Close() },
			"a form":  func(*Pane, *pane.Shown) {},
			"typing":  func(e *Pane, on *pane.Shown) { e.Act(keymap.ChangeText, on) },
			"a name":  func(e *Pane, on *pane.Shown) { e.Close(); e.Act(keymap.NewSecret, on) },
			"new":     func(e *Pane, _ *pane.Shown) { e.Close(); e.Hear(newChosen{spec: backend.NewSecret{Name: "app/new"}}) },
			"reading": func(e *Pane, on *pane.Shown) { e.start(on.Secret, backend.Value{}, "") },
		} {
			if waits := name == "a password to take" && state != "closed" || name == "a value to save" && state != "closed" || name == "a draft" && state != "a form"; waits {
				continue
			}
			t.Run(name+" "+state, func(t *testing.T) {
				e, on := lateEdit(t)
				does(e, on)
				alive := len(e.Ledger.Alive())
				v := e.Ledger.Text("made-up")
				if e.Hear(late(v)); v.Held() {
					t.Error("it is held")
				}
				panetest.Wiped(t, e.Desk, alive)
				e.Close()
			})
		}
	}
}

func TestASaveThatWasStoppedEndsNoLaterOne(t *testing.T) {
	e, on := lateEdit(t)
	e.Hear(saveChosen{base: e.version, value: e.Ledger.Text("{}")})
	first := editSaved{run: e.work.Q, save: *e.attempt}
	e.Act(keymap.Leave, on) // stops waiting for it
	e.Hear(saveChosen{base: e.version, value: e.Ledger.Text("{}")})
	if e.Hear(first); !e.IsOpen() || !e.saving {
		t.Error("the first save's end was taken for the second one's")
	}
	if e.Hear(editSaved{run: e.work.Q, save: *e.attempt}); e.IsOpen() || e.saving {
		t.Error("the second save's own end is not heard")
	}
}

// A generator that was closed asked with the same rules: its answer is none of the next one's.
func TestTheAnswerForAClosedGeneratorIsNotTheNextOnes(t *testing.T) {
	e, on := lateEdit(t)
	e.madeHere = true
	e.Act(keymap.ChangeText, on)
	ask := func() (*generator, tea.Msg) {
		answer := e.openGenerator()()
		return e.generator, answer
	}
	old, answer := ask()
	old.Close()
	next, mine := ask()
	e.Hear(answer)
	if next.made.Held() || answer.(passwordMade).v.Held() {
		t.Error("the answer for a closed generator is the next one's, or is not wiped")
	}
	if e.Hear(mine); !next.made.Held() {
		t.Error("the generator's own answer is not heard")
	}
}

func TestTheAnswerForAClosedFileDialogIsNotTheNextOnes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new.bin")
	if err := os.WriteFile(path, []byte("\x00made-up"), 0o600); err != nil {
		t.Fatal(err)
	}
	d := panetest.Desk(t, local.New(local.Knobs{}))
	e, _ := editOf(d, d.Ledger.Value([]byte("\x00\xff"), true))
	open := func() (*dialog.Prompt, tea.Msg) {
		e.askFile()
		p := opened(d)[0].(*dialog.Prompt)
		return p, p.OnYes(path)()
	}
	heard := func(msg tea.Msg) (closed []pane.Dialog) {
		e.Hear(msg)
		for _, n := range d.Told() {
			if c, ok := n.(pane.Closed); ok {
				closed = append(closed, c.Dialog)
			}
		}
		return closed
	}
	_, late := open()
	e.askFile() // another dialog, which has not asked for a file
	if closed := heard(late); len(closed) != 0 || len(e.picked) != 0 || late.(fileRead).v.Held() {
		t.Error("a file of a closed dialog closes the next one, is picked, or is not wiped")
	}
	p, late := open()
	if _, closed := p.Act(keymap.No); !closed {
		t.Error("the dialog does not close")
	}
	if heard(late); len(e.picked) != 0 || late.(fileRead).v.Held() {
		t.Error("a file of a dialog that was closed is picked, or is not wiped")
	}
	p, mine := open()
	if closed := heard(mine); len(closed) != 1 || closed[0] != pane.Dialog(p) || len(e.picked) != 1 {
		t.Error("the dialog's own file is not heard")
	}
}

// A draft and an editor of another place are none of this one's, though all begin anew there.
func TestNewsOfAnotherEditAreNotThisOnes(t *testing.T) {
	one, on := lateEdit(t)
	two, _ := lateEdit(t)
	for _, e := range []*Pane{one, two} {
		e.drafts.store, e.editor = disk.OpenDrafts(t.TempDir(), t.TempDir(), nil), &pane.Editor{Name: "vim"}
		e.Follow(on)
		e.trip.away, e.trip.id = true, new(pane.Question)
	}
	if one.Hear(broughtBack{trip: two.trip.id, v: one.Ledger.Text("made-up")}); !one.trip.away {
		t.Error("what another editor brought back is taken")
	}
	full := &backend.Error{Op: "keep a draft", Kind: backend.ErrState, Message: "the disk is full"}
	if one.Hear(draftKept{of: two.drafts.of, err: full}); one.drafts.trouble != "" {
		t.Errorf("the trouble with another draft is told: %s", one.drafts.trouble)
	}
	if one.Hear(draftKept{of: one.drafts.of, err: full}); one.drafts.trouble == "" {
		t.Error("the trouble with its own draft is not told")
	}
}

func TestDraftsAreShownOnlyToOneWhoWaited(t *testing.T) {
	found := draftsFound{keys: 2, left: []disk.KeptDraft{{ID: "x", Draft: disk.Draft{Name: "app/canary", At: time.Now()}}}}
	for pressed, shows := range map[int]int{2: 1, 3: 0} {
		e, _ := lateEdit(t)
		e.Close()
		e.Pressed = pressed
		e.Hear(found)
		news := e.Told()
		if e.Tell(news...); len(opened(e.Desk)) != shows || len(news) != 1 {
			t.Errorf("after %d keys they are told as %v", pressed, news)
		}
	}
}

func TestAnEditThatAnotherOneReplacesIsWiped(t *testing.T) {
	d := panetest.Desk(t, local.New(local.Knobs{}))
	v := d.Ledger.Text(`{"user":"u"}`)
	e, on := editOf(d, v)
	if e.start(on.Secret, backend.Value{}, ""); v.Held() {
		t.Error("it is held")
	}
	e.Close()
	panetest.Wiped(t, d, 0)
}

// A draft can open behind the dialog of a new secret: a keyring may have asked its user before it gave the key.
func TestANewSecretReplacesNoEditThatHasOpenedMeanwhile(t *testing.T) {
	e, on := lateEdit(t)
	e.Close()
	e.Act(keymap.NewSecret, on)
	e.Hear(draftTaken{slot: disk.OpenDrafts(t.TempDir(), t.TempDir(), nil).Slot(),
		d: disk.Draft{ARN: "arn", Name: "app/canary", Base: e.Ledger.Text("old"), Value: e.Ledger.Text("typed")}})
	e.Hear(newChosen{spec: backend.NewSecret{Name: "app/new"}})
	v := e.result()
	defer v.Wipe()
	if e.secret.Name != "app/canary" || e.fresh != nil || !e.Dirty() || v.Len() != len("typed") {
		t.Errorf("the edit is of %s", e.secret.Name)
	}
	e.Close()
}

// A draft is written behind the edit's back, which goes on.
func TestADraftIsOfTheNameThatItWasMadeFor(t *testing.T) {
	e, _ := lateEdit(t)
	e.Close()
	e.Hear(newChosen{kind: newText, spec: backend.NewSecret{Name: "app/new"}})
	e.types([]byte("typed"))
	d, _ := e.unsaved()
	defer d.Wipe()
	if e.Hear(newChosen{again: true, spec: backend.NewSecret{Name: "app/other"}}); d.Fresh.Name != "app/new" {
		t.Errorf("it is of %s", d.Fresh.Name)
	}
	e.Close()
}

// Somebody is back for a moment, and the screen is locked again before the draft was read.
func TestAnEditThatIsLockedTwiceComesBackAsItWas(t *testing.T) {
	e, _ := lateEdit(t)
	e.unsure, e.weak = true, true
	e.forgetValues()
	e.Lock()
	e.Hear(asideRead{of: e.id, d: disk.Draft{ARN: "arn", Name: "app/canary", Base: e.Ledger.Text("old"), Value: e.Ledger.Text("typed")}})
	if !e.unsure || !e.weak {
		t.Errorf("unsure %v, weak %v", e.unsure, e.weak)
	}
	e.Close()
}

// What a question promises of a draft holds: one that cannot be written, or lacks what came back from an editor, is not said to stay.
func TestADraftThatWouldNotHoldTheEditIsNotSaidToStay(t *testing.T) {
	for name, c := range map[string]struct {
		sets func(e *Pane)
		says string
	}{
		"a full disk": {func(e *Pane) { e.drafts.trouble = "the disk is full" }, "Its draft could not be written: the disk is full."},
		"an editor's": {func(e *Pane) { e.trip.kept = e.Ledger.Text("made-up") }, "What came back from the editor has no draft."},
		"nothing":     {func(*Pane) {}, "Its draft stays with this place"},
	} {
		e, on := lateEdit(t)
		run := t.TempDir()
		if err := os.Chmod(run, 0o700); err != nil {
			t.Fatal(err)
		}
		e.drafts.store = disk.OpenDrafts(t.TempDir(), run, nil)
		e.Follow(on)
		e.Act(keymap.DeleteKey, on)
		c.sets(e)
		body := strings.Join(e.Leaving(pane.Moving).Ask.(*dialog.Confirm).Body(pane.Frame{Th: ui.Plain(), Keys: e.Keys}, 200), " ")
		if !strings.Contains(body, c.says) {
			t.Errorf("%s: it says %q", name, body)
		}
		if asks := e.Leaving(pane.Unseen).Ask != nil; asks != (name != "nothing") {
			t.Errorf("%s: asked where nothing is drawn: %v", name, asks)
		}
		e.Close()
	}
}

// What a draft was edited from, and what it is now, need not be of one kind: the form or the text of the first is not needed then.
func TestADraftKeepsNothingOfTheKindThatItIsNoMore(t *testing.T) {
	for name, c := range map[string]struct {
		base  string
		value func(l *backend.Ledger) backend.Value
		alive int
	}{
		"bytes that were JSON": {`{"a":"1"}`, func(l *backend.Ledger) backend.Value { return l.Value([]byte("\x00"), true) }, 2},
		"bytes that were text": {"text", func(l *backend.Ledger) backend.Value { return l.Value([]byte("\x00"), true) }, 2},
		"text that was JSON":   {`{"a":"1"}`, func(l *backend.Ledger) backend.Value { return l.Text("text") }, 2},
		"JSON that was JSON":   {`{"a":"1"}`, func(l *backend.Ledger) backend.Value { return l.Text(`{"a":"2"}`) }, 3},
	} {
		d := panetest.Desk(t, local.New(local.Knobs{}))
		e := New(d, nil)
		e.resume(disk.Draft{Base: d.Ledger.Text(c.base), Value: c.value(d.Ledger)})
		if made := d.Ledger.Alive(); len(made) != c.alive {
			t.Errorf("%s: %d values are alive, want %d: %v", name, len(made), c.alive, made)
		}
		e.Close()
		panetest.Wiped(t, d, 0)
	}
}

// The lines that a value was cut into are those of one row at one width.
func TestTheLinesOfAConflictAreThoseOfItsRowAndWidth(t *testing.T) {
	d := panetest.Desk(t, local.New(local.Knobs{}))
	text := func(s string) string { return `{"a":"` + strings.Repeat(s+`\t`, 200) + `","b":"made-up ` + s + `"}` }
	e, on := editOf(d, d.Ledger.Text(text("base")))
	e.Act(keymap.DeleteKey, on)
	e.Act(keymap.Down, on)
	e.Act(keymap.DeleteKey, on)
	e.meet(backend.Revealed{Value: d.Ledger.Text(text("theirs")), Version: "v"})
	e.conflict.act(keymap.RevealAll)
	for _, at := range [][2]int{{1, 90}, {0, 90}, {0, 60}, {1, 60}} {
		pos, w := at[0], at[1]
		e.conflict.scroll.To(pos)
		fresh := *e.conflict
		fresh.cut = cutRow{}
		want := fresh.whole(ui.Plain(), w, 20)
		if got := e.conflict.whole(ui.Plain(), w, 20); !slices.Equal(got, want) || len(got) < 2 {
			t.Errorf("row %d at %d: %q, want %q", pos, w, got, want)
		}
		e.conflict.fit(w, 30)
		if got := e.conflict.whole(ui.Plain(), w, 20); !slices.Equal(got, want) || e.conflict.cut.w == 0 {
			t.Errorf("row %d at %d, kept: %q, want %q", pos, w, got, want)
		}
	}
	e.Close()
}
