package change

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/disk"
	"strongroom/backend/document"
	"strongroom/backend/policy"
	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// policyEdit is the text of a policy being edited. It is no secret: it is shown as it is.
type policyEdit struct {
	of     *policies
	secret backend.Secret
	where  string
	base   string // as the service had it when the edit began, "" for none
	began  string // what the text began with
	// oneLine: the policy is all in one line. It is laid out to be edited, and sent as it was.
	oneLine bool
	buf     *dialog.Buffer
	top     int
	w, h    int
	note    string // safe text

	problem policy.Problem // what is wrong with the text, if wrong
	wrong   bool

	// What the service has found wrong, once checked; an answer is of no use once the text is another one.
	check    pane.Ask
	checked  bool
	findings []backend.PolicyFinding
	checkErr error

	block   bool // BlockPublicPolicy
	saving  bool
	unsure  bool // whether the last save took effect is not known
	closed  bool
	failed  []string // why it was not saved, safe text
	leaving bool     // asked whether what was typed may go
	clashed bool     // somebody else has changed the policy: theirs is what it is now
	theirs  string

	reviewed *policyReview // the last one that was opened

	away   bool // the text is in the user's own editor
	alone  bool // and the dialog was opened for that alone
	trip   *pane.Question
	parted time.Time
}

func newPolicyEdit(p *policies, s backend.Secret, is string) *policyEdit {
	e := &policyEdit{of: p, secret: s, where: p.PlaceOf(s), base: is, began: is, block: true}
	switch lines := policy.Lines(is); {
	case is == "":
		e.began = policy.Skeleton(s.ARN)
	case !strings.Contains(strings.TrimSpace(is), "\n") && len(lines) > 1:
		e.began, e.oneLine = strings.Join(lines, "\n"), true
	}
	e.buf = dialog.OpenBuffer(nil, e.began)
	e.look()
	return e
}

// rebased takes in what the policy is now, where an edit goes on that was left.
func (e *policyEdit) rebased(is string) {
	e.note = "this is not saved yet"
	if !e.clashed && !policy.Same(is, e.base) {
		e.clashed, e.theirs = true, is
	}
}

// asBefore is a text as it is sent: in one line if the one before was.
func (e *policyEdit) asBefore(text string) string {
	if e.oneLine {
		return policy.OneLine(text)
	}
	return text
}

// changed reports whether anything would be lost.
func (e *policyEdit) changed() bool { return e.buf.Text() != e.began }

// touch is called for whatever changes the text.
func (e *policyEdit) touch() {
	e.check.Stop()
	e.checked, e.findings, e.checkErr, e.failed, e.note = false, nil, nil, nil, ""
	e.look()
}

// look checks the form of the text, while it is typed.
func (e *policyEdit) look() {
	text := e.buf.Text()
	if p, wrong := document.JSONProblem(backend.TextValue(text)); wrong {
		e.wrong, e.problem = true, policy.Problem{Why: "line " + ui.Count(p.Line) + ", column " + ui.Count(p.Column) + ": " + p.Why, At: p.At, Statement: -1}
		return
	}
	e.problem, e.wrong = policy.Check(text)
}

// Writes tells that letters are nothing but text here.
func (e *policyEdit) Writes() {}

// Act reviews what was typed, or closes. What was typed is kept until it was said that it may go.
func (e *policyEdit) Act(a keymap.Action) (tea.Cmd, bool) {
	switch {
	case a == keymap.Yes && e.leaving:
		e.drop()
		return nil, true
	case a == keymap.Yes && !e.saving && !e.away:
		return e.review(), false
	case a != keymap.No:
		return nil, false
	case e.saving, e.away:
		e.closed = true
		return nil, true
	case e.leaving:
		e.leaving = false
		return nil, false
	case e.changed():
		e.leaving = true
		return nil, false
	}
	e.drop()
	return nil, true
}

// drop forgets what was typed.
func (e *policyEdit) drop() {
	e.check.Stop()
	delete(e.of.edits, e.secret.ARN)
}

// Key takes what is typed, and what edits.
func (e *policyEdit) Key(k tea.KeyPressMsg) (tea.Cmd, bool) {
	if e.saving || e.away {
		return nil, k.Text != ""
	}
	if e.leaving {
		return e.answered(k), true
	}
	a, known := e.of.Keys.Resolve(keymap.Text, k.String())
	switch {
	case !known && k.Text != "":
		e.buf.Insert([]byte(k.Text), true)
		e.touch()
		return nil, true
	case !known || a == keymap.Quit || a == keymap.Suspend || a == keymap.Leave:
		return nil, false
	}
	return e.edits(a), true
}

// answered is the answer to whether what was typed may go.
func (e *policyEdit) answered(k tea.KeyPressMsg) tea.Cmd {
	if a, _ := e.of.Keys.Resolve(keymap.Dialog, k.String()); a == keymap.Yes {
		e.drop()
		e.of.Tell(pane.Closed{Dialog: e})
	}
	return nil
}

func (e *policyEdit) edits(a keymap.Action) tea.Cmd {
	switch a {
	case keymap.Save:
		return e.review()
	case keymap.EditOutside:
		if why := e.of.noEditor(); why != "" {
			e.note = why
			return nil
		}
		e.alone = false
		return e.goOutside()
	case keymap.NewLine:
		e.buf.Newline()
	case keymap.InsertTab:
		e.buf.Insert([]byte("  "), true)
	case keymap.UndoEdit:
		if !e.buf.Undo() {
			e.note = "nothing to undo"
			return nil
		}
	default:
		before := e.buf.Len()
		if e.buf.Act(a, e.textWidth(), e.textHeight()); e.buf.Len() == before {
			return nil
		}
	}
	e.touch()
	return nil
}

// Paste takes a paste.
func (e *policyEdit) Paste(text string) tea.Cmd {
	if e.saving || e.away || e.leaving {
		return nil
	}
	e.buf.Insert(dialog.PastedBytes(text), false)
	e.touch()
	return nil
}

// review refuses what is no policy before anything is sent; else it is compared, and the service is asked what it finds.
func (e *policyEdit) review() tea.Cmd {
	text := e.buf.Text()
	switch {
	case e.wrong:
		e.note = "not saved: " + ui.Text(e.problem.Why)
		e.buf.GoTo(e.problem.At)
		return nil
	case policy.OneLine(text) == policy.OneLine(e.now()):
		e.note = "nothing is changed"
		return nil
	}
	e.reviewed = newPolicyReview(e, text)
	e.of.Open(e.reviewed)
	if e.checked || e.check.Open {
		return nil
	}
	ctx, q := e.check.Start(e.of.Ctx)
	be, arn := e.of.Backend, e.secret.ARN
	return func() (msg tea.Msg) {
		out := policyChecked{edit: e, ask: q}
		defer func() { msg = out }()
		defer pane.Caught(&out.err)
		out.findings, out.err = be.ValidatePolicy(ctx, arn, text)
		return nil
	}
}

// now is what the policy is at the service, as far as it is known.
func (e *policyEdit) now() string {
	if e.clashed {
		return e.theirs
	}
	return e.base
}

// policyChecked is what the service finds wrong with a text.
type policyChecked struct {
	edit     *policyEdit
	ask      *pane.Question
	findings []backend.PolicyFinding
	err      error
}

// policyBack is what an editor has made of a policy.
type policyBack struct {
	edit *policyEdit
	trip *pane.Question
	v    backend.Value
	err  error
}

// goOutside hands the text to the user's own editor. It is no secret, so that nothing is asked about copies that this may keep.
func (e *policyEdit) goOutside() tea.Cmd {
	trip := new(pane.Question)
	e.trip, e.away, e.parted, e.note = trip, true, e.of.Now, ""
	e.of.Tell(pane.TerminalLent{})
	return e.of.Editor.Run(e.of.Ledger.Value([]byte(e.buf.Text()), false), func(v backend.Value, err error) tea.Msg { return policyBack{e, trip, v, err} })
}

// back takes in what came back from the editor, as one step.
func (e *policyEdit) back(msg policyBack) tea.Cmd {
	e.of.Tell(pane.TerminalBack{})
	if !e.away || e.trip != msg.trip {
		msg.v.Wipe()
		return nil
	}
	sent, name := e.of.Ledger.Value([]byte(e.buf.Text()), false), ui.Text(e.of.Editor.Name)
	defer sent.Wipe()
	e.away = false
	v, _ := disk.WithoutAddedEnd(sent, msg.v)
	defer v.Wipe()
	alone := e.alone
	e.alone = false
	switch {
	case msg.err != nil:
		why := backend.Message(msg.err)
		if why == "" {
			why = msg.err.Error()
		}
		e.note = "nothing is taken over from " + name + ": " + ui.Text(why)
	case document.SameBytes(sent, v):
		e.note = "nothing was changed in " + name
		if e.of.Editor.Unknown && e.of.Now.Sub(e.parted) < 2*time.Second {
			e.note += ": if it still has a window open, $EDITOR needs the flag that makes it wait"
		}
		if alone {
			delete(e.of.edits, e.secret.ARN)
			e.of.Tell(pane.Closed{Dialog: e})
			return pane.Say(pane.Plain, e.note)
		}
	case document.Of(v).Kind == document.KindBinary:
		e.note = "nothing is taken over from " + name + ": it saved bytes that are not UTF-8"
	default:
		v.Use(func(b []byte) { e.buf.ReplaceAll(b) })
		e.buf.GoTo(0)
		e.touch()
		e.note = "changed in " + name
		if e.wrong {
			e.buf.GoTo(e.problem.At)
		}
	}
	return nil
}

// at is the statement that the cursor is in, -1 for none.
func (e *policyEdit) at(doc policy.Document) int {
	for i, s := range doc.Statements {
		if at := e.buf.At(); s.From <= at && at <= s.To {
			return i
		}
	}
	return -1
}
