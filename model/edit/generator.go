package edit

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// generator makes a password under rules that stay for the session, shows it masked, and puts it where the cursor is.
type generator struct {
	pane.Sizeless
	*pane.Desk
	rules  *backend.PasswordRules // the session's
	length *dialog.Input
	never  *dialog.Input // characters that are left out
	here   *bool         // made on this machine; the session's
	field  genField
	made   backend.Value
	shown  *pane.Exposure
	tried  bool // yes was pressed without a password
	err    error
	ask    pane.Ask
}

type genField int

const (
	genLength genField = iota
	genExclude
	genNumbers
	genPunctuation
	genUppercase
	genLowercase
	genSpace
	genEach
	genSource
	genUse
	genCancel
	genFields
)

// passwordMade is the answer to the generator's question.
type passwordMade struct {
	ask *pane.Question
	v   backend.Value
	err error
}

// passwordChosen is the user's yes to a password.
type passwordChosen struct{ v backend.Value }

// settle is how long rules must stay as they are before a password is made by them.
const genSettle = 300 * time.Millisecond

func (e *Pane) openGenerator() tea.Cmd {
	if e.passwords.Length < backend.MinPassword { // a line that was left empty
		e.passwords.Length = backend.DefaultPassword
	}
	g := &generator{Desk: e.Desk, rules: &e.passwords, here: &e.madeHere, field: genUse,
		length: dialog.NewNumber(e.Keys, e.passwords.Length, len(strconv.Itoa(backend.MaxPassword))), never: dialog.NewInput(e.Keys, e.passwords.ExcludeCharacters)}
	g.never.Keep = func(r rune) bool { return r >= ' ' && r != 0x7f }
	g.shown = e.Exposures.Of(g, nil)
	e.generator = g
	e.Open(g)
	return g.make(0)
}

// make asks for a password by the rules as they are.
func (g *generator) make(wait time.Duration) tea.Cmd {
	g.made.Wipe()
	g.err, g.tried = nil, false
	if p := g.rules.Problem(); p != "" {
		g.ask.Stop()
		g.err = &backend.Error{Op: backend.OpRandomPassword.Words(), Kind: backend.ErrInvalid, Message: p}
		return nil
	}
	ctx, id := g.ask.Start(g.Ctx)
	return g.makeAfter(ctx, id, wait)
}

func (g *generator) makeAfter(ctx context.Context, id *pane.Question, wait time.Duration) tea.Cmd {
	be, ledger, r, here := g.Backend, g.Ledger, *g.rules, *g.here
	return func() tea.Msg {
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(wait):
		}
		out := passwordMade{ask: id}
		if here {
			out.v, out.err = backend.LocalPassword(r, ledger)
		} else {
			out.v, out.err = be.RandomPassword(ctx, r)
		}
		return out
	}
}

// hearPassword gives an answer to the generator that asked for it. One that is closed asks for nothing.
func (e *Pane) hearPassword(msg passwordMade) {
	g := e.generator
	if g == nil || !g.ask.Fits(msg.ask) {
		msg.v.Wipe()
		return
	}
	g.ask.Done()
	g.made, g.err, g.tried = msg.v, msg.err, false
}

// Close wipes it.
func (g *generator) Close() { g.wipe() }

func (g *generator) wipe() {
	g.ask.Stop()
	g.made.Wipe()
}

// Focus goes to a rule.
func (g *generator) Focus(field int) { g.field = genField(field) }

// Act answers, or moves between the rules.
func (g *generator) Act(a keymap.Action) (tea.Cmd, bool) {
	switch a {
	case keymap.No:
		g.wipe()
		return nil, true
	case keymap.Yes, keymap.Save:
		return g.use()
	case keymap.NextField, keymap.Down:
		g.field = (g.field + 1) % genFields
	case keymap.PrevField, keymap.Up:
		g.field = (g.field + genFields - 1) % genFields
	case keymap.Toggle:
		if g.field > genExclude && g.field < genUse {
			return g.toggle(), false
		}
	case keymap.Reveal:
		return dialog.Reveal(g.shown), false
	case keymap.Generate:
		return g.make(0), false
	case keymap.Press:
		switch g.field {
		case genUse:
			return g.use()
		case genCancel:
			g.wipe()
			return nil, true
		case genLength, genExclude:
			g.field++
		default:
			return g.toggle(), false
		}
	}
	return nil, false
}

func (g *generator) use() (tea.Cmd, bool) {
	if g.tried = !g.made.Held(); g.tried {
		return nil, false
	}
	v := g.made
	return func() tea.Msg { return passwordChosen{v} }, true
}

// line is what is typed into where the cursor is, nil for nothing.
func (g *generator) line() *dialog.Input {
	return map[genField]*dialog.Input{genLength: g.length, genExclude: g.never}[g.field]
}

// Paste takes a paste into the line under the cursor.
func (g *generator) Paste(text string) tea.Cmd {
	l := g.line()
	if l == nil {
		return nil
	}
	l.PasteLine(text)
	return g.typed()
}

// typed takes what stands in the lines as the rules, and makes a password by them where they are others.
func (g *generator) typed() tea.Cmd {
	was := *g.rules
	g.rules.ExcludeCharacters = g.never.Text()
	if g.rules.Length = g.length.Number(); g.rules.Length == 0 {
		g.rules.Length = -1 // 0 would be the default
	}
	if *g.rules == was {
		return nil
	}
	return g.make(genSettle)
}

// toggle turns the rule under the cursor round.
func (g *generator) toggle() tea.Cmd {
	r := g.rules
	for field, rule := range map[genField]*bool{genNumbers: &r.ExcludeNumbers, genPunctuation: &r.ExcludePunctuation, genUppercase: &r.ExcludeUppercase,
		genLowercase: &r.ExcludeLowercase, genSpace: &r.IncludeSpace, genEach: &r.RequireEachType, genSource: g.here} {
		if field == g.field {
			*rule = !*rule
			return g.make(genSettle)
		}
	}
	return nil
}

// Key takes what is typed into a line.
func (g *generator) Key(k tea.KeyPressMsg) (tea.Cmd, bool) {
	if l := g.line(); l == nil || !l.Key(k) {
		return nil, false
	}
	return g.typed(), true
}

// View draws the rules and what they gave.
func (g *generator) View(f pane.Frame, w, h int) ui.Box {
	iw := dialog.Width(70, w)
	b := ui.NewForm(f.Th, iw)
	at := func(field genField) bool { return g.field == field }
	r := g.rules
	low := h < int(genUse)+9
	b.Input(int(genLength), "length", g.length, "", at(genLength))
	b.Input(int(genExclude), "never these", g.never, "", at(genExclude))
	for i, rule := range []struct {
		label string
		is    bool
	}{{"numbers", !r.ExcludeNumbers}, {"punctuation", !r.ExcludePunctuation}, {"upper case", !r.ExcludeUppercase}, {"lower case", !r.ExcludeLowercase},
		{"space", r.IncludeSpace}, {"some of each kind", r.RequireEachType}} {
		field := genNumbers + genField(i)
		b.Choice(int(field), rule.label, map[bool]string{true: "yes", false: "no"}[rule.is], "", 0, at(field))
	}
	b.Choice(int(genSource), "made by", map[bool]string{true: "this machine", false: "AWS"}[*g.here], "", 0, at(genSource))
	if !low {
		b.Blank()
	}
	g.outcome(f, b, low)
	box := ui.Box{Title: "Generate a password", W: iw, Buttons: dialog.Buttons(f, "cancel", "use it", at(genCancel), at(genUse))}
	foot := f.Keys.Key(keymap.Dialog, keymap.Generate) + " another"
	if at(genExclude) { // letters are typed there
		box.Buttons[1].Key = f.Key(keymap.Save)
	} else {
		foot += " · " + dialog.RevealFoot(f, g.shown, "it")
	}
	if g.field > genExclude && g.field < genUse {
		foot = f.Keys.Key(keymap.Dialog, keymap.Toggle) + " changes it · " + foot
	}
	box = b.In(box, h)
	if n := box.Hidden(); n > 0 {
		foot = f.Key(keymap.NextField) + " " + ui.Count(n) + " more · " + foot
	}
	box.Foot, box.Time = foot, dialog.Time(f.Th, g.shown, foot, iw)
	return box
}

func (g *generator) outcome(f pane.Frame, b *ui.Form, low bool) {
	why := ""
	if g.tried {
		why = "no password to use: "
	}
	switch {
	case errors.Is(g.err, backend.ErrInvalid):
		b.Line(ui.Span{Role: f.Th.Warn, Text: why + backend.Message(g.err)})
	case g.err != nil && low:
		b.Raw(dialog.ShortLine(f.Th, b.Width(), f.Th.Urgent, why+ui.Text(g.err.Error())))
		b.Raw(dialog.ShortLine(f.Th, b.Width(), f.Th.Warn, "choose made by: this machine"))
	case g.err != nil:
		b.Note(f.Th.Urgent, why+ui.Text(g.err.Error())+" · "+g.Hint(g.err))
		b.Line(ui.Span{Role: f.Th.Warn, Text: "this machine can make it under the same rules: choose it above"})
	case !g.made.Held() && g.tried:
		b.Line(ui.Span{Role: f.Th.Warn, Text: why + "it is still being made"})
	case !g.made.Held():
		b.Line(ui.Span{Role: f.Th.Dim, Text: "…"})
	default:
		text, role := ui.Mask, f.Th.Mask
		if g.shown.Any() {
			g.made.Use(func(p []byte) {
				text, role = g.shown.Permit(pane.Whole{}).Text(p, ui.Piece{To: min(len(p), 200)}).Text, f.Th.Value
			})
		}
		bits := g.rules.Bits()
		strength, tone := "strong", f.Th.Good
		if bits < 90 {
			strength, tone = "fair", f.Th.Warn
		}
		if bits < 60 {
			strength, tone = "weak", f.Th.Urgent
		}
		b.Line(ui.Span{Role: role, Text: text})
		b.Line(ui.Span{Role: tone, Text: strength}, ui.Span{Role: f.Th.Dim, Text: fmt.Sprintf(" · about %s bits", ui.Count(bits))})
	}
}

// takePassword puts a generated password into what is being typed.
func (e *Pane) takePassword(v backend.Value) {
	v.Use(func(p []byte) {
		switch {
		case e.typing != nil && !e.typing.name():
			e.typing.replace(p)
			e.typing.touched = true
		case e.mode == inText:
			e.text.Insert(p, false)
		}
	})
	v.Wipe()
	e.touch()
}
