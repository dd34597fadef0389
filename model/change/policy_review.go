package change

import (
	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/policy"
	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// policyReview shows what a save will change before it happens: in words and in the text, with what the service finds wrong.
type policyReview struct {
	edit   *policyEdit
	text   string
	base   string // what it is compared with
	losses []warning
	doc    policy.Document
	turns  []policy.Turn
	their  []policy.Turn // what somebody else has changed meanwhile
	lines  []policy.LineTurn
	at     int // what has the focus: the block, yes, no
	said   string
	top    int
	most   int
	height int
}

// What has the focus.
const (
	onBlock = iota
	onYes
	onNo
	reviewStops
)

func newPolicyReview(e *policyEdit, text string) *policyReview {
	r := &policyReview{edit: e, text: text, base: e.now(), at: onNo}
	before, _ := policy.Parse(r.base)
	r.doc, _ = policy.Parse(text)
	r.turns, r.lines = policy.Turns(before, r.doc), policy.LineTurns(r.base, text)
	r.losses = e.of.losses(r.base, text, e.secret.ARN)
	if e.clashed {
		was, _ := policy.Parse(e.base)
		r.their = policy.Turns(was, before)
	}
	return r
}

// refuses is why it cannot be saved as it is, "" where it can; safe text.
func (r *policyReview) refuses() string {
	e := r.edit
	switch {
	case !e.checked:
		return "AWS is still checking it"
	case e.checkErr != nil && !uncheckable(e.checkErr):
		return "AWS does not take it: " + said(e.checkErr)
	case len(e.findings) > 0 && !r.doc.Public():
		return "AWS finds it wrong: it is not sent"
	case r.doc.Public() && e.block:
		return "BlockPublicPolicy is on, so AWS refuses a policy that lets everyone in: " + e.of.Keys.Key(keymap.Dialog, keymap.Toggle) + " takes it off"
	}
	return ""
}

// uncheckable reports that a service cannot, or a role may not, have a policy checked: it can be saved unchecked.
func uncheckable(err error) bool {
	return isAny(err, backend.ErrDenied, backend.ErrServer, backend.ErrMalformed)
}

// said is what the service said of an error, or its kind; safe text.
func said(err error) string {
	if m := backend.Message(err); m != "" {
		return ui.Text(m)
	}
	return ui.Text(pane.Reason(err))
}

// Act answers, turns the block on or off, or scrolls.
func (r *policyReview) Act(a keymap.Action) (tea.Cmd, bool) {
	step := map[keymap.Action]int{keymap.Up: -1, keymap.Down: 1, keymap.HalfUp: -r.height / 2, keymap.HalfDown: r.height / 2,
		keymap.PageUp: -r.height, keymap.PageDown: r.height, keymap.Top: -1 << 30, keymap.Bottom: 1 << 30}
	switch a {
	case keymap.Yes:
		return r.yes()
	case keymap.No:
		return nil, true
	case keymap.NextField:
		r.at = (r.at + 1) % reviewStops
	case keymap.PrevField:
		r.at = (r.at + reviewStops - 1) % reviewStops
	case keymap.Toggle:
		r.edit.block, r.at, r.said = !r.edit.block, onBlock, ""
	case keymap.Press:
		switch r.at {
		case onYes:
			return r.yes()
		case onNo:
			return nil, true
		}
		r.edit.block, r.said = !r.edit.block, ""
	default:
		r.top = max(0, min(r.top+step[a], r.most))
	}
	return nil, false
}

func (r *policyReview) yes() (tea.Cmd, bool) {
	e := r.edit
	if r.said = r.refuses(); r.said != "" {
		return nil, false
	}
	msg := policyChosen{edit: e, base: r.base, text: e.asBefore(r.text), block: e.block}
	if e.clashed { // both were seen: what is written stands on theirs
		e.base, e.clashed = e.theirs, false
	}
	return func() tea.Msg { return msg }, true
}

func (r *policyReview) inner(w int) int { return max(20, dialog.Width(110, w)) }

// Resize works out how far it can be scrolled.
func (r *policyReview) Resize(w, h int) {
	f := pane.Frame{Th: ui.Plain(), Keys: r.edit.of.Keys}
	iw := r.inner(w)
	r.height = max(1, r.box(f, iw).Room(h)-len(r.fixed(f, iw)))
	r.most = max(0, len(r.body(f, iw))-r.height)
	r.top = min(r.top, r.most)
}

// View draws what changes, as far as there is room, and below it what is chosen.
func (r *policyReview) View(f pane.Frame, w, h int) ui.Box {
	iw := r.inner(w)
	body := r.body(f, iw)
	lines := append([]string(nil), body[min(len(body), r.top):min(len(body), r.top+r.height)]...)
	lines = append(lines, r.fixed(f, iw)...)
	foot := f.Keys.Key(keymap.Dialog, keymap.Toggle) + " turns the block · " + f.Key(keymap.NextField) + " next"
	if r.most > 0 {
		foot = dialog.Hints(dialog.ScrollHint(f), foot)
	}
	box := r.box(f, iw)
	box.Lines, box.Foot = lines, foot
	return box
}

// box is the review without its body.
func (r *policyReview) box(f pane.Frame, iw int) ui.Box {
	return ui.Box{Title: "Save the policy", Subject: []string{ui.Text(r.edit.secret.Name)}, Where: r.edit.where, W: iw, Buttons: dialog.Buttons(f, "back", "save", r.at == onNo, r.at == onYes)}
}

// fixed is what never scrolls away: the block, and why it cannot be saved.
func (r *policyReview) fixed(f pane.Frame, iw int) (lines []string) {
	mark, role, mild := "[×] ", f.Th.Text, f.Th.Dim
	words := " · refuses to let everyone in"
	if !r.edit.block {
		mark, role, mild = "[ ] ", f.Th.Urgent, f.Th.Urgent
		words = " is off: all may be let in"
	}
	st := f.Th.Styles
	if r.at == onBlock {
		st = f.Th.Sel
	}
	l := ui.NewLine(iw, f.Th.Text).Add(st.Accent, map[bool]string{true: "▸", false: " "}[r.at == onBlock])
	lines = append(lines, l.Add(role, mark+"BlockPublicPolicy").Add(mild, words).String())
	if r.said != "" {
		for _, part := range ui.Wrap(r.said, iw-2) {
			lines = append(lines, ui.NewLine(iw, f.Th.Text).Gap(1).Add(f.Th.Urgent, part).String())
		}
	}
	return lines
}

// body is what changes.
func (r *policyReview) body(f pane.Frame, iw int) []string {
	p := &ui.Page{Th: f.Th, W: iw, Flush: true}
	for _, l := range r.losses {
		p.Text(l.role(f.Th.Styles), l.text)
	}
	good := r.check(f, p)
	if p.Blank(); r.edit.clashed {
		p.Text(f.Th.Urgent, "Somebody else has changed the policy meanwhile:")
		r.drawTurns(f, p, r.their, false)
		p.Text(f.Th.Strong, "What is yours would make of that:")
	}
	if r.drawTurns(f, p, r.turns, true); good {
		p.Text(f.Th.Good, "AWS finds nothing wrong with it")
	}
	p.Blank()
	if r.edit.oneLine {
		p.Text(f.Th.Dim, "the text, laid out; it is sent in one line, as it was")
	}
	r.drawLines(f, p)
	return p.Lines
}

// check says what keeps it from being checked and good, and reports whether nothing does.
func (r *policyReview) check(f pane.Frame, p *ui.Page) (good bool) {
	switch e := r.edit; {
	case !e.checked:
		p.Text(f.Th.Info, "AWS checks it…")
	case e.checkErr != nil && uncheckable(e.checkErr):
		p.Text(f.Th.Warn, "not checked by the service: "+said(e.checkErr))
	case e.checkErr != nil:
		p.Text(f.Th.Urgent, "AWS does not take it: "+said(e.checkErr))
	default:
		return len(e.findings) == 0
	}
	return false
}

// drawTurns draws the statements that go and come, with what the service finds wrong at those it is about.
func (r *policyReview) drawTurns(f pane.Frame, p *ui.Page, turns []policy.Turn, found bool) {
	stay := 0
	concerned := map[int][]string{}
	if found {
		for _, is := range r.edit.findings {
			at := r.doc.Concerns(is.Message)
			for _, i := range at {
				concerned[i] = append(concerned[i], findingWords(is.Check, is.Message))
			}
			if len(at) == 0 {
				p.Text(f.Th.Urgent, "! "+findingWords(is.Check, is.Message))
			}
		}
	}
	for _, t := range turns {
		if t.Fate == policy.Stays && concerned[t.Index] == nil {
			stay++
			continue
		}
		sign := map[policy.Fate]ui.Span{policy.Stays: {Role: f.Th.Dim, Text: "= "}, policy.Comes: {Role: f.Th.Good, Text: "+ "}, policy.Goes: {Role: f.Th.Urgent, Text: "- "}}[t.Fate]
		statementLines(f, p, sign, t.Statement.Sentence(r.edit.secret.ARN))
		if t.Fate != policy.Goes {
			for _, text := range concerned[t.Index] {
				p.Text(f.Th.Urgent, "  ! "+text)
			}
		}
	}
	switch {
	case stay == len(turns) && stay > 0:
		p.Text(f.Th.Dim, "every statement stays what it says")
	case stay > 0:
		p.Text(f.Th.Dim, ui.Plural(stay, "statement")+" more, unchanged")
	}
}

// statementLines puts a statement in words on a page, behind what becomes of it.
func statementLines(f pane.Frame, p *ui.Page, sign ui.Span, parts []policy.Part) {
	for _, line := range ui.WrapSpans(ui.PolicyWords(f.Th.Styles, parts), max(8, p.W-7)) {
		p.Line(append([]ui.Span{sign}, line...)...)
		sign.Text = "  "
	}
}

// around is how many lines that stay are shown beside those that change.
const around = 2

// drawLines draws how the text changes.
func (r *policyReview) drawLines(f pane.Frame, p *ui.Page) {
	near := make([]bool, len(r.lines))
	for i, l := range r.lines {
		for j := max(0, i-around); l.Fate != policy.Stays && j < min(len(r.lines), i+around+1); j++ {
			near[j] = true
		}
	}
	skipped := 0
	flush := func() {
		if skipped > 0 {
			p.Text(f.Th.Faint, "… "+ui.Plural(skipped, "line"))
		}
		skipped = 0
	}
	for i, l := range r.lines {
		if !near[i] {
			skipped++
			continue
		}
		flush()
		sign, role := "  ", f.Th.Dim
		switch l.Fate {
		case policy.Comes:
			sign, role = "+ ", f.Th.Good
		case policy.Goes:
			sign, role = "- ", f.Th.Urgent
		}
		p.Line(ui.Span{Role: role, Text: sign + ui.Text(l.Text)})
	}
	flush()
}
