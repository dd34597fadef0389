package model

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/disk"
	"strongroom/backend/local"
	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
)

func TestAnAnswerFitsTheOpenQuestionAndNoOther(t *testing.T) {
	var first, second pane.Ask
	ctxOf, q := first.Start(ctx())
	_, other := second.Start(ctx()) // what counts questions would begin again here
	if !first.Fits(q) || first.Fits(other) || second.Fits(q) || first.Fits(nil) {
		t.Error("an answer fits the wrong question")
	}
	_, next := first.Start(ctx())
	if ctxOf.Err() == nil || first.Fits(q) || !first.Fits(next) {
		t.Error("a question that was asked again is still open")
	}
	first.Done()
	if first.Fits(next) {
		t.Error("a question that was answered is still open")
	}
	if _, again := first.Start(ctx()); again == next || again == q {
		t.Error("a question has the pointer of an older one")
	}
	first.Stop()
	if (&pane.Ask{}).Fits(nil) || first.Fits(nil) {
		t.Error("nothing answers a question that is not open")
	}
}

// A generator that was closed asked with the same rules: its answer, or its end, is none of the next one's.
func TestTheAnswerForAClosedGeneratorIsNotTheNextOnes(t *testing.T) {
	play(t, setting{seed: jsonSecret()}, func(p *player) {
		p.server.Set(func(k *local.Knobs) { k.LatencyOf = map[string]time.Duration{"GetRandomPassword": 4 * time.Second} })
		p.press("e j enter ctrl+g").sees("Generate a password").wait(time.Second).press("esc").seesNot("Generate a").press("ctrl+g").sees("Generate a password")
		p.wait(2*time.Second).seesNot("could not", " bits").wait(3 * time.Second).sees(" bits").seesNot("could not")
	})
	m := onDeep(t, pretty)
	ask := func() (*generator, tea.Msg) {
		g := &generator{Desk: m.Desk, rules: &backend.PasswordRules{Length: 12}, here: new(bool)}
		*g.here = true
		m.edit.generator = g
		return g, g.make(0)()
	}
	old, answer := ask()
	old.wipe()
	next, mine := ask()
	m.edit.Hear(answer)
	if next.made.Held() || answer.(passwordMade).v.Held() {
		t.Error("the answer for a closed generator is the next one's, or is not wiped")
	}
	if m.edit.Hear(mine); !next.made.Held() {
		t.Error("the generator's own answer is not heard")
	}
}

func TestTheAnswerForAClosedFileDialogIsNotTheNextOnes(t *testing.T) {
	path := file(t, "new.bin", []byte("\x00made-up"))
	m := onDeep(t, pretty)
	m.edit.start(backend.Secret{ARN: "arn", Name: "app/canary"}, backend.NewValue([]byte("\x00\xff"), true), "v")
	open := func(looks bool) tea.Msg {
		p := m.edit.fileDialog()
		m.dialogs = dialog.NewStack(t.Context())
		m.dialogs.Open(p)
		p.Typed.Set(path[:len(path)-3])
		if looks {
			cmd, _ := p.Act(keymap.Complete)
			return cmd()
		}
		return p.OnYes(path)()
	}
	late := open(false)
	open(true) // another dialog, which has not asked for a file
	if m.Update(late); m.dialogs.Len() != 1 || len(m.edit.picked) != 0 || late.(fileRead).v.Held() {
		t.Error("a file of a closed dialog closes the next one, is picked, or is not wiped")
	}
	late = open(false)
	if _, closed := m.dialogs.Top().Act(keymap.No); !closed {
		t.Error("the dialog does not close")
	}
	if m.Update(late); len(m.edit.picked) != 0 || late.(fileRead).v.Held() {
		t.Error("a file of a dialog that was closed is picked, or is not wiped")
	}
	late = open(true)
	open(false)
	if m.Update(late); m.dialogs.Top().(*dialog.Prompt).Typed.Text() == path {
		t.Error("what a closed dialog looked for changes the next one")
	}
	if msg := open(true); m.dialogs.Top().(*dialog.Prompt).Typed.Text() == path {
		t.Errorf("%v", msg)
	} else if m.Update(msg); m.dialogs.Top().(*dialog.Prompt).Typed.Text() != path {
		t.Error("the dialog's own answer is not heard")
	}
	if m.Update(open(false)); m.dialogs.Len() != 0 || len(m.edit.picked) != 1 {
		t.Error("the dialog's own file is not heard")
	}
}

// A draft, an editor, a rest of the cursor and an order of another place are none of this one's, though all begin anew there.
func TestNewsOfAnotherProgramAreNotThisOnes(t *testing.T) {
	one, two := onDeep(t, pretty), onDeep(t, pretty)
	for _, m := range []*Model{one, two} {
		s, _ := m.list.selected()
		m.edit.start(s, backend.TextValue(pretty), "v")
		m.edit.Follow(m.shown())
		m.edit.drafts.store = disk.OpenDrafts(t.TempDir(), t.TempDir())
		m.edit.Follow(m.shown())
		m.edit.trip.away, m.edit.trip.id = true, new(pane.Question)
		m.edit.editor = &Editor{Name: "vim"}
		m.dialogs.Arm()
	}
	one.edit.hearBack(broughtBack{trip: two.edit.trip.id, v: backend.TextValue("made-up")})
	if !one.edit.trip.away {
		t.Error("what another editor brought back is taken")
	}
	one.Update(draftKept{of: two.edit.drafts.of, err: fs.ErrInvalid})
	if one.edit.drafts.trouble != "" {
		t.Errorf("the trouble with another draft is told: %s", one.edit.drafts.trouble)
	}
	id := one.Writes.Begin(pane.Write{Doing: "saving"})
	if one.Writes.Heard(two.Writes.Begin(pane.Write{Doing: "saving"})); !one.Writes.Any() {
		t.Error("another place's write ends this one's")
	}
	if one.Writes.Heard(id); one.Writes.Any() {
		t.Error("a write that has ended is still under way")
	}
}

// What comes back as a message says what it answers by a pointer. A number would begin again with what counts it.
func TestNoMessageIsKnownByANumber(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	sent, fields := map[string]bool{}, map[string][]string{}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CaseClause: // of a switch over messages
				for _, e := range n.List {
					if id, ok := e.(*ast.Ident); ok {
						sent[id.Name] = true
					}
				}
			case *ast.TypeSpec:
				s, ok := n.Type.(*ast.StructType)
				if !ok {
					return true
				}
				for _, field := range s.Fields.List {
					kind, ok := field.Type.(*ast.Ident)
					for _, fieldName := range field.Names {
						if ok && slices.Contains([]string{"int", "int64", "uint", "uint64"}, kind.Name) &&
							slices.Contains([]string{"ask", "id", "run", "job", "trip", "timer", "life", "n", "number", "seq"}, fieldName.Name) {
							fields[n.Name.Name] = append(fields[n.Name.Name], fieldName.Name)
						}
					}
				}
			}
			return true
		})
	}
	for name, numbers := range fields {
		if sent[name] {
			t.Errorf("%s is known by the number %s", name, strings.Join(numbers, ", "))
		}
	}
	if len(sent) < 40 || reflect.TypeFor[pane.Question]().Size() == 0 {
		t.Errorf("%d kinds of messages were found; a question has %d bytes", len(sent), reflect.TypeFor[pane.Question]().Size())
	}
}
