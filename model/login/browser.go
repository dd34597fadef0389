package login

import (
	"context"
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// Wanted is the login of a place that has ended, is not there or ends soon, none where there is nothing to do. It waits for the
// disk: only commands call it.
func Wanted(at backend.DeviceLogin, now time.Time) (wanted []backend.SignOn) {
	if at == nil {
		return nil
	}
	if on, ok := at.SignOn(); ok && on.Wanted(now) {
		wanted = append(wanted, on)
	}
	return wanted
}

// Offers are the options of a dialog that log in again.
func Offers(d *pane.Desk, wanted []backend.SignOn) (options []dialog.Option) {
	for _, on := range wanted {
		options = append(options, dialog.Option{Label: "log in with a browser", Hint: "SSO " + ui.Text(on.Session) + " · " + stateOf(on, d.Now), Do: func() tea.Cmd {
			l := &browser{Desk: d, Choice: &dialog.Choice{Calm: true}, on: on}
			d.Open(l)
			return l.begin()
		}})
	}
	return options
}

func stateOf(on backend.SignOn, now time.Time) string {
	switch {
	case on.State == backend.LoginGood && on.Refused:
		return "refused by the service"
	case on.State == backend.LoginGood && !on.Until.IsZero():
		return "ends in " + ui.Spoken(on.Until.Sub(now).Truncate(time.Minute))
	case on.State == backend.LoginEnded && !on.Until.IsZero():
		return "expired " + ui.Ago(on.Until, now)
	}
	return string(on.State)
}

// browser is a login that somebody confirms in a browser. What else is on the screen stays as it is meanwhile.
type browser struct {
	*pane.Desk
	*dialog.Choice
	on    backend.SignOn
	asked pane.Ask
	code  *backend.DeviceCode // nil until there is one
	last  backend.DeviceAnswer
	times int   // it was asked
	err   error // by which it has ended
	note  string
	above int // lines of the body above the options
}

// codeGiven is a code, or why there is none.
type codeGiven struct {
	of   *browser
	ask  *pane.Question
	code *backend.DeviceCode
	err  error
}

// codeAsked is what the service says of a code.
type codeAsked struct {
	ask    *pane.Question
	answer backend.DeviceAnswer
	err    error
}

// secondPassed has the time that is left drawn anew.
type secondPassed struct{ ask *pane.Question }

// addressOpened tells how the address was opened.
type addressOpened struct {
	ask *pane.Question
	err error
}

// begin asks for a code.
func (l *browser) begin() tea.Cmd {
	l.end()
	l.err, l.note, l.times, l.last = nil, "", 0, backend.DeviceAnswer{}
	l.offer()
	ctx, ask := l.asked.Start(l.Ctx)
	device := l.Device
	return func() tea.Msg {
		code, err := device.StartLogin(ctx)
		return codeGiven{l, ask, code, err}
	}
}

// end gives the login up.
func (l *browser) end() {
	l.asked.Stop()
	if l.code != nil {
		l.code.Wipe()
	}
	l.code = nil
}

// Close lets go of what is secret.
func (l *browser) Close() { l.end() }

// Hear hears how it goes on.
func (l *browser) Hear(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case codeGiven:
		if l.asked.Fits(msg.ask) {
			return l.given(msg)
		}
	case codeAsked:
		if l.asked.Fits(msg.ask) {
			return l.answered(msg)
		}
	case secondPassed:
		if l.asked.Fits(msg.ask) {
			return l.second(msg.ask)
		}
	case addressOpened:
		if l.asked.Fits(msg.ask) && msg.err != nil {
			l.note = "it could not be opened here: open it where you sit"
		}
	}
	return nil
}

func (l *browser) given(msg codeGiven) tea.Cmd {
	if msg.err != nil {
		return l.failed(msg.err)
	}
	l.code = msg.code
	l.offer()
	return tea.Batch(l.ask(msg.ask), l.second(msg.ask))
}

// ask asks once whether it was confirmed.
func (l *browser) ask(q *pane.Question) tea.Cmd {
	ask, ctx := l.code.Ask, l.asking()
	return func() tea.Msg {
		answer, err := ask(ctx)
		return codeAsked{q, answer, err}
	}
}

func (l *browser) answered(msg codeAsked) tea.Cmd {
	switch {
	case msg.err != nil:
		return l.failed(msg.err)
	case !msg.answer.Confirmed:
		l.last = msg.answer
		l.times++
		return l.ask(msg.ask)
	}
	l.end()
	l.Tell(pane.Closed{Dialog: l}, pane.Refreshed{}, pane.Said{Text: "logged in to " + ui.Text(l.on.Session) + " for " + ui.Spoken(msg.answer.Until.Sub(l.Now).Round(time.Minute)), Kind: pane.Good})
	return nil
}

func (l *browser) failed(err error) tea.Cmd {
	l.end()
	l.err = err
	l.offer()
	return nil
}

func (l *browser) second(q *pane.Question) tea.Cmd {
	return pane.After(l.asking(), time.Second, secondPassed{q})
}

// asking ends with the question that is open.
func (l *browser) asking() context.Context { return l.asked.Context() }

// offer works out what can be done.
func (l *browser) offer() {
	l.Options, l.Scroll.Pos = nil, 0
	add := func(key, label string, do func() tea.Cmd) {
		l.Options = append(l.Options, dialog.Option{Key: key, Label: label, Do: do})
	}
	switch {
	case l.err != nil:
		add("r", "ask for a new code", l.begin)
	case l.code != nil:
		code := l.code
		if l.Opener != nil {
			add("o", "open it in the browser", l.open)
		}
		add("c", "copy the address", func() tea.Cmd { return l.copies("the address of the login", code.Shown()) })
		add("k", "copy the code", func() tea.Cmd { return l.copies("the code of the login", code.User) })
	}
}

func (l *browser) copies(what, text string) tea.Cmd {
	l.Tell(pane.Copied{What: what, Text: text})
	return nil
}

func (l *browser) open() tea.Cmd {
	open, address, q := l.Opener, l.code.Shown(), l.asked.Q
	l.note = ""
	return func() tea.Msg { return addressOpened{q, open(address)} }
}

// Act moves, does what the cursor is on, and gives up.
func (l *browser) Act(a keymap.Action) (tea.Cmd, bool) {
	switch {
	case a == keymap.No:
		l.end()
		return nil, true
	case a != keymap.Press:
		return l.Choice.Act(a)
	case len(l.Options) == 0:
		return nil, false
	}
	l.Scroll.Clamp()
	return l.Options[l.Scroll.Pos].Do(), false
}

// Pick does what a letter stands for, and stays.
func (l *browser) Pick(k tea.KeyPressMsg) (tea.Cmd, bool) {
	cmd, _ := l.Choice.Pick(k)
	return cmd, false
}

// roomy is a screen with room for more than is needed.
const roomy = 14

// The least width of the text beside the code for a camera, and the gap between them.
const besideCode, gap = 40, 2

// Resize works out which options fit, and where they stand.
func (l *browser) Resize(w, h int) {
	l.Scroll.N, l.Scroll.H = len(l.Options), max(1, min(len(l.Options), h-8))
	l.Scroll.Clamp()
	iw, _ := l.widths(w, h)
	l.above = len(l.facts(pane.Frame{Th: ui.Plain(), Keys: l.Desk.Keys}, iw, h))
}

// Click does what the option at a line stands for, and stays.
func (l *browser) Click(line, x int) (tea.Cmd, bool) {
	cmd, _ := l.Choice.Click(line-l.above, x)
	return cmd, false
}

// widths are those of the text and of the code for a camera beside it, 0 where that has no room.
func (l *browser) widths(w, h int) (iw, cw int) {
	if cw = l.camera(w, h); cw > 0 {
		return min(64, w-8-gap-cw), cw
	}
	return dialog.Width(64, w), 0
}

// camera is how wide the code for a camera is, 0 where it has no room.
func (l *browser) camera(w, h int) int {
	if l.code == nil || l.ASCII {
		return 0
	}
	cw, ch := ui.QRSize(l.code.Shown())
	if cw == 0 || w-8-gap-cw < besideCode || ch+2 > h {
		return 0
	}
	return cw
}

// View shows the address and the code, and how it stands.
func (l *browser) View(f pane.Frame, w, h int) ui.Box {
	iw, cw := l.widths(w, h)
	lines := l.facts(f, iw, h)
	for i := l.Scroll.Top; i < min(len(l.Options), l.Scroll.Top+l.Scroll.H); i++ {
		o := l.Options[i]
		lines = append(lines, ui.OptionRow{Key: o.Key, Label: o.Label, LabelW: iw - 6, Cursor: i == l.Scroll.Pos}.Draw(f.Th, iw))
	}
	if cw > 0 {
		lines, iw = l.beside(f.Th, lines, iw), iw+gap+cw
	}
	box := ui.Box{Title: "Log in", Lines: lines, W: iw, Leave: ui.FooterKey{Label: "give up"}}
	if l.code != nil {
		box.Time = []ui.Span{{Role: f.Th.Dim, Text: " " + l.left() + " "}}
	}
	return box
}

// facts is what stands above the options: to what one logs in, and how it stands.
func (l *browser) facts(f pane.Frame, iw, h int) []string {
	b := ui.NewForm(f.Th, iw)
	if h >= roomy {
		b.Fact("profile", ui.Span{Role: f.Th.Text, Text: ui.FitPlace(ui.Text(l.on.Profile), b.Room())})
		b.Fact("session", ui.Span{Role: f.Th.Text, Text: ui.FitPlace(ui.Text(l.on.Session), b.Room())})
		b.Blank()
	}
	l.tell(b, f, h)
	return b.Lines(max(1, h-4-min(len(l.Options)-l.Scroll.Top, l.Scroll.H)))
}

// tell says how it stands.
func (l *browser) tell(b *ui.Form, f pane.Frame, h int) {
	switch {
	case l.err != nil:
		b.Note(f.Th.Urgent, l.WhatFailed(l.err))
		for _, more := range []string{backend.Message(l.err), backend.Hint(l.err)} {
			if more != "" {
				b.Note(f.Th.Text, ui.Text(more))
			}
		}
	case l.code == nil:
		b.Note(f.Th.Text, "Asking for a code…")
	default:
		b.Note(f.Th.Text, "Open this address, and confirm there that it shows this code:")
		b.Blank()
		address := ui.Wrap(ui.Text(l.code.Shown()), b.Width()-2)
		if most := max(1, h/5); len(address) > most { // it can be copied whole
			address = append(address[:most-1], ui.FitEnd(strings.Join(address[most-1:], ""), b.Width()-2))
		}
		for _, part := range address {
			b.Line(ui.Span{Role: f.Th.Accent, Text: part})
		}
		b.Blank()
		b.Line(ui.Span{Role: f.Th.Dim, Text: "code  "}, ui.Span{Role: f.Th.Brand, Text: ui.FitEnd(large(ui.Text(l.code.User)), b.Width()-8)})
		b.Blank()
		b.Line(ui.Span{Role: f.Th.Dim, Text: ui.FitEnd(l.waits(), b.Width()-2)})
		if l.note != "" {
			b.Note(f.Th.Warn, l.note)
		}
		b.Blank()
	}
}

// large is a code that is read from afar.
func large(code string) string {
	if ui.Width(code) != len(code) { // not what a code is made of
		return code
	}
	return strings.Join(strings.Split(code, ""), " ")
}

// waits says what is waited for.
func (l *browser) waits() string {
	if l.last.Trouble != nil {
		return l.WhatFailed(l.last.Trouble) + ", asked again every " + ui.Spoken(l.last.Every)
	}
	text := "waiting for the browser"
	if l.times > 0 {
		text += fmt.Sprintf(" · asked %d×, every %s", l.times, ui.Spoken(l.last.Every))
	}
	return text
}

// left is how long the code is good for.
func (l *browser) left() string {
	d := max(0, l.code.Ends.Sub(l.Now)).Round(time.Second)
	return fmt.Sprintf("%d:%02d left", int(d.Minutes()), int(d.Seconds())%60)
}

// beside puts the code for a camera beside the lines.
func (l *browser) beside(th *ui.Theme, lines []string, iw int) (out []string) {
	code := ui.QR(th, l.code.Shown())
	lines = ui.Pad(lines, iw, max(len(lines), len(code)))
	for i, line := range lines {
		right := ui.Blank(ui.Width(code[0]))
		if i < len(code) {
			right = code[i]
		}
		out = append(out, line+ui.Blank(gap)+right)
	}
	return out
}
