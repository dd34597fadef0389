package change

import (
	"bytes"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

const (
	// logReach is how far back a function's log is looked through at most, and logUsual how far where it is not known since when
	// a rotation runs.
	logReach, logUsual = 7 * backend.Day, backend.Day
	// logEarly is how long before its version a rotation may have been logged of: two clocks tell of it.
	logEarly = time.Minute
)

// functionLog shows the last error that a rotation function has logged. Its text is shown, masked and wiped as a value is.
type functionLog struct {
	*pane.Desk
	pane.Feature
	open *logDialog
}

// functionLogged is the log's answer.
type functionLogged struct {
	ask  *pane.Question
	told backend.FunctionError
	err  error
}

// Unavailable is the reason why there is no log to be read.
func (l *functionLog) Unavailable(a keymap.Action, on *pane.Shown) (why string, mine bool) {
	if a != keymap.ShowFunctionError {
		return "", false
	}
	s := on.Known()
	f, named := backend.FunctionOf(s.Rotation.Lambda)
	home := l.Listed.Home().Account
	switch {
	case !on.On:
		return "no secret is selected", true
	case !on.Rotation:
		return "the log of a rotation function is read in the Rotation tab", true
	case l.Exposures.Denied != "":
		return l.Exposures.Denied, true
	case l.Log == nil:
		return "no log can be read here", true
	case s.Rotation.Lambda == "":
		return "no function of yours rotates it: there is no log to read", true
	case !named:
		return "what rotates it is no ARN of a Lambda function: there is no log to read", true
	case home != "" && f.Account != home:
		return "its function is in account " + ui.Text(f.Account) + ", whose logs cannot be read with this login", true
	}
	return "", true
}

// Idle: where rotation goes well there is nothing to look for.
func (l *functionLog) Idle(a keymap.Action, on *pane.Shown) bool {
	s, now := on.Known(), l.Served()
	turn, running := backend.TurnOf(s, on.Versions, on.Unlisted == "")
	overdue := s.Rotation.Enabled && !s.Rotation.Next.IsZero() && s.Rotation.Next.Before(now)
	return a == keymap.ShowFunctionError && !overdue && !(running && turn.Stuck(now))
}

// Act asks for the last error since the rotation began that is under way, else of the last day.
func (l *functionLog) Act(_ keymap.Action, on *pane.Shown) tea.Cmd {
	s, now := on.Known(), l.Served()
	from := now.Add(-logUsual)
	if t, is := backend.TurnOf(s, on.Versions, on.Unlisted == ""); is && !t.Before {
		if from = t.Begun.Add(-logEarly); now.Sub(from) > logReach {
			from = now.Add(-logReach)
		}
	}
	d := &logDialog{Desk: l.Desk, secret: s, from: from}
	d.shown = l.Exposures.Of(d, d.end)
	l.open = d
	l.Open(d)
	return d.read()
}

// Hear takes in the log's answer. One that nobody waits for any more is wiped.
func (l *functionLog) Hear(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case functionLogged:
		if l.open == nil || !l.open.Read.Fits(msg.ask) {
			msg.told.Text.Wipe()
			return nil
		}
		l.open.take(msg)
	case pane.PointedAt:
		if l.open != nil && msg.ARN != l.open.secret.ARN {
			l.open.end()
		}
	}
	return nil
}

// Conceal wipes what was read, and gives up what is being read.
func (l *functionLog) Conceal() {
	if l.open != nil {
		l.open.end()
	}
}

// Close wipes it.
func (l *functionLog) Close() { l.Conceal() }

// logDialog is the last error of a function.
type logDialog struct {
	*pane.Desk
	secret backend.Secret
	from   time.Time
	pane.Hold
	told  backend.FunctionError
	shown *pane.Exposure
	lines [][2]int    // of the text, as they are drawn
	top   pane.Scroll // among the lines that can be the first in sight
	room  int
	w     int
}

// read asks the log.
func (d *logDialog) read() tea.Cmd {
	ctx, ask := d.Read.Start(d.Ctx)
	d.State, d.Err, d.Since = pane.Reading, nil, d.Now
	log, s, from, to := d.Log, d.secret, d.from, d.Served()
	return func() tea.Msg {
		out := functionLogged{ask: ask}
		func() {
			defer pane.Caught(&out.err) // a fault of the client's is an error like any other
			out.told, out.err = log.LastError(ctx, s, from, to)
		}()
		return out
	}
}

// Wake is when the spinner turns next.
func (d *logDialog) Wake(now time.Time) (at time.Time) {
	if d.State == pane.Reading {
		at = pane.SpinnerWakes(d.Since, now)
	}
	return at
}

func (d *logDialog) take(msg functionLogged) {
	d.Read.Done()
	if d.Err = msg.err; msg.err != nil {
		d.State = pane.Unreadable
		return
	}
	d.told, d.State, d.w = msg.told, pane.Held, 0
	if !d.told.At.IsZero() {
		d.shown.Hold()
		d.shown.Show(pane.Whole{})
	}
}

// end wipes the text; when it was logged stays. What is still being read is given up.
func (d *logDialog) end() {
	switch d.Read.Stop(); {
	case d.State == pane.Reading, d.State == pane.Held && !d.told.At.IsZero():
		d.State = pane.Ended
	}
	d.told.Text.Wipe()
	d.shown.End()
	d.lines = nil
}

// Close wipes it.
func (d *logDialog) Close() { d.end() }

// Act scrolls, shows and hides, asks anew once it is wiped, and closes.
func (d *logDialog) Act(a keymap.Action) (tea.Cmd, bool) {
	switch a {
	case keymap.No, keymap.Press:
		d.end()
		return nil, true
	case keymap.Reveal:
		if d.State == pane.Ended || d.State == pane.Unreadable {
			return d.read(), false
		}
		return dialog.Reveal(d.shown), false
	default:
		if d.top.Move(a) {
			d.shown.Touch()
		}
	}
	return nil, false
}

// Wheel scrolls.
func (d *logDialog) Wheel(down bool) { d.Act(pane.WheelMove(down)) }

// Resize breaks the text into lines.
func (d *logDialog) Resize(w, h int) {
	iw := logWidth(w)
	if d.w != iw && d.State == pane.Held {
		d.w, d.lines = iw, nil
		d.told.Text.Use(func(b []byte) { d.lines = wordLines(b, iw-3) })
	}
	d.room = max(1, dialog.Height(h)-len(d.head(ui.Plain(), iw, h)))
	d.top.N, d.top.H = max(1, len(d.lines)-d.room+1), 1
	d.top.Clamp()
}

// wordLines breaks a text at its line ends, and where w cells are full at a blank, which is in no line then.
func wordLines(b []byte, w int) (lines [][2]int) {
	in := ui.InsideOf(b)
	for from := 0; from <= len(b); {
		end := len(b)
		if i := bytes.IndexByte(b[from:], '\n'); i >= 0 {
			end = from + i
		}
		to := end
		first := true
		ui.Break(b, ui.Piece{From: from, To: min(end, from+mostOfLine*w), In: in}, w, func(_, at int) {
			if first {
				to, first = at, false
			}
		})
		next := to
		switch blank := bytes.LastIndexByte(b[from:to], ' '); {
		case to == end:
			next = end + 1
		case b[to] == ' ':
			next = to + 1
		case blank > (to-from)/2:
			to, next = from+blank, from+blank+1
		}
		lines = append(lines, [2]int{from, to})
		from = max(next, from+1)
	}
	return lines
}

// mostOfLine is how many bytes a cell has at most that is looked at: whatever has more is broken where that many are.
const mostOfLine = 16

func logWidth(w int) int { return dialog.Width(110, w) }

// head is what stands above the text: whose log it is, and what became of the question.
func (d *logDialog) head(th *ui.Theme, iw, h int) []string {
	p := &ui.Page{Th: th, W: iw}
	low := h < 16
	blank := func() {
		if !low {
			p.Blank()
		}
	}
	f, _ := backend.FunctionOf(d.secret.Rotation.Lambda)
	p.Text(th.Strong, ui.Text(d.secret.Name))
	p.Place(th.Dim, d.PlaceOf(d.secret))
	if !low {
		p.Text(th.Name, "function "+ui.Text(f.Name))
	}
	blank()
	again := d.Keys.Key(keymap.Dialog, keymap.Reveal) + " reads it again"
	switch {
	case d.State == pane.Reading:
		for _, line := range pane.SpunText(th, "looking through its log since "+ui.Exact(d.from)+"…", iw-2, d.Since, d.Now) {
			p.Line(line...)
		}
	case d.State == pane.Unreadable:
		p.Text(th.Urgent, d.WhatFailed(d.Err))
		if h := d.Advice(d.Err); h != "" {
			p.Text(th.Text, h)
		}
		p.Text(th.Dim, again)
	case d.State == pane.Ended && d.told.At.IsZero():
		p.Text(th.Dim, "given up · "+again)
	case d.told.At.IsZero():
		p.Text(th.Warn, "no error in its log since "+ui.When(d.told.From, d.Served())+d.partly())
		p.Text(th.Dim, "Looked for are ERROR, Exception, Traceback, “timed out” and their like.")
	default:
		when := ui.When(d.told.At, d.Served())
		if low {
			when = ui.Ago(d.told.At, d.Served())
		}
		p.Text(th.Urgent, "logged "+when+d.partly())
		if d.State == pane.Ended {
			p.Text(th.Dim, "its text is wiped · "+again)
		}
		blank()
	}
	return p.Lines
}

// partly says where more was logged than was looked at.
func (d *logDialog) partly() string {
	if !d.told.Cut {
		return ""
	}
	return " · there is more in its log than was looked through: a later one may be there"
}

// View draws the text as a value is drawn.
func (d *logDialog) View(f pane.Frame, w, h int) ui.Box {
	iw := logWidth(w)
	lines := d.head(f.Th, iw, h)
	if d.State == pane.Held && !d.told.At.IsZero() {
		lines = append(lines, d.text(f, iw)...)
	}
	foot := ""
	if d.State == pane.Held && !d.told.At.IsZero() {
		if foot = dialog.RevealFoot(f, d.shown, "it"); d.top.N > 1 {
			foot = dialog.Hints(dialog.ScrollHint(f), foot)
		}
	}
	return ui.Box{Title: "The function's last error", Lines: lines, W: iw, Foot: foot, Time: d.time(f.Th, ui.FootRoom(iw), ui.Width(foot))}
}

// time is until when the text is held, beside the foot or in its place.
func (d *logDialog) time(th *ui.Theme, room, foot int) []ui.Span {
	if bar := d.shown.Bar(th, "wiped", room-foot); bar != nil {
		return bar
	}
	return d.shown.Bar(th, "wiped", room)
}

// text is what of the error is in sight, in clear while that is exposed.
func (d *logDialog) text(f pane.Frame, iw int) (lines []string) {
	permit := d.shown.Permit(pane.Whole{})
	if !permit.InForce() {
		return []string{ui.NewLine(iw, f.Th.Text).Gap(2).Add(f.Th.Mask, ui.Mask).Gap(2).Add(f.Th.Dim, ui.Plural(d.told.Text.Len(), "byte")).String()}
	}
	d.told.Text.Use(func(b []byte) {
		for _, l := range d.lines[min(d.top.Pos, len(d.lines)):min(len(d.lines), d.top.Pos+d.room)] {
			lines = append(lines, ui.NewLine(iw, f.Th.Text).Gap(2).Add(f.Th.Value, permit.Text(b, ui.Piece{From: l[0], To: l[1]}).Text).String())
		}
	})
	return lines
}
