package model

import (
	"cmp"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/login"
	"strongroom/model/pane"
	"strongroom/ui"
)

// whereabouts says whom and what this program speaks to, and goes elsewhere: to places that were gone to lately, to a profile, to
// another region.
type whereabouts struct {
	*pane.Desk
	*dialog.Choice
	at       backend.Target
	asked    pane.Ask
	profiles []backend.Profile
	recent   []backend.Target
	pinned   []string         // regions that the configuration names
	ended    []backend.SignOn // what is to be logged in to again
	wrong    string           // why not all of them are known; safe text
	moves    bool             // there is elsewhere
	above    int              // how many lines say where one is
	runs     bool             // a command can have the terminal
}

// placesKnown is what this machine knows of places.
type placesKnown struct {
	ask      *pane.Question
	profiles []backend.Profile
	recent   []backend.Target
	ended    []backend.SignOn
	err      error
}

// openWhereabouts opens it, and has the disk asked for what it offers. A login that waits for a code has that asked for first.
func (m *Model) openWhereabouts() tea.Cmd {
	if m.codes.Wanted() {
		return m.dialogs.Open(m.codes.Prompt())
	}
	d := &whereabouts{Desk: m.Desk, Choice: &dialog.Choice{Calm: true, Keys: m.Keys}, at: m.moving.at, pinned: m.opts.Pinned, moves: m.opts.Places != nil, runs: m.opts.HandOver != nil}
	if !d.moves {
		return m.dialogs.Open(d)
	}
	d.Typing = true
	d.offer()
	places, device, clock := m.opts.Places, m.Device, m.Clock
	_, ask := d.asked.Start(m.Ctx)
	return tea.Batch(m.dialogs.Open(d), func() tea.Msg {
		profiles, err := places.Profiles()
		recent, other := places.Recent()
		if err == nil {
			err = other
		}
		return placesKnown{ask, profiles, recent, login.Wanted(device, clock()), err}
	})
}

// Hear takes in what the disk has told.
func (d *whereabouts) Hear(msg tea.Msg) tea.Cmd {
	if msg, is := msg.(placesKnown); is && d.asked.Fits(msg.ask) {
		d.asked.Done()
		d.profiles, d.ended = msg.profiles, msg.ended
		d.recent = slices.DeleteFunc(msg.recent, func(t backend.Target) bool { return t == d.at })
		if msg.err != nil {
			d.wrong = ui.Text(msg.err.Error())
		}
		d.Offer(d.offer)
	}
	return nil
}

// Key narrows what is offered, but for the digit of a recent place.
func (d *whereabouts) Key(k tea.KeyPressMsg) (tea.Cmd, bool) {
	if d.Picks(k) {
		return nil, false
	}
	cmd, taken := d.Choice.Key(k)
	d.Offer(d.offer)
	return cmd, taken
}

// Act picks; where there is nothing to pick it closes.
func (d *whereabouts) Act(a keymap.Action) (tea.Cmd, bool) {
	if !d.moves && a == keymap.Press {
		return nil, true
	}
	return d.Choice.Act(a)
}

// Picks reports whether a key is that of a recent place: its digit, while nothing is typed, or with alt.
func (d *whereabouts) Picks(k tea.KeyPressMsg) bool { return d.digit(k) > 0 }

func (d *whereabouts) digit(k tea.KeyPressMsg) int {
	key, alt := strings.CutPrefix(k.String(), "alt+")
	if len(key) != 1 || key[0] < '1' || int(key[0]-'0') > len(d.recent) || !alt && d.Typed() != "" {
		return 0
	}
	return int(key[0] - '0')
}

// Pick goes to a recent place.
func (d *whereabouts) Pick(k tea.KeyPressMsg) (tea.Cmd, bool) {
	return goTo(d.recent[d.digit(k)-1]), true
}

// Paste narrows what is offered, or names an endpoint.
func (d *whereabouts) Paste(text string) tea.Cmd {
	cmd := d.Choice.Paste(text)
	d.Offer(d.offer)
	return cmd
}

func goTo(to backend.Target) tea.Cmd { return func() tea.Msg { return chosenPlace{to} } }

// renews is the command of the AWS CLI that renews the login of this place, where one is known and can be run; due tells that the
// login has ended, or is about to.
func (d *whereabouts) renews() (by []dialog.Option, due bool) {
	if d.SignIn == nil || !d.runs {
		return nil, false
	}
	is := d.SignIn.Login()
	words := is.Renew()
	if words == nil && len(d.ended) > 0 { // a login that has ended is forgotten; what the disk tells of it is not
		words = backend.WaySSO.Renewed(d.Backend.Where().Named)
	}
	if words == nil {
		return nil, false
	}
	left, known := is.Left(d.Now)
	return []dialog.Option{{Label: "log in by the AWS CLI", Hint: ui.Text(backend.ShellLine(words...)) + ", in this terminal", Do: func() tea.Cmd {
		return func() tea.Msg { return logInOutside{words} }
	}}}, len(d.ended) > 0 || known && left <= soonEnded
}

// stateOf is what the disk tells of a profile's login, "" where it tells nothing.
func (d *whereabouts) stateOf(profile string) string {
	i := slices.IndexFunc(d.profiles, func(p backend.Profile) bool { return p.Name == profile })
	if i < 0 {
		return ""
	}
	return told(d.profiles[i], d.Served())
}

// View says where one is, and below it where one can go.
func (d *whereabouts) View(f pane.Frame, w, h int) ui.Box {
	if !d.moves {
		iw := dialog.Width(92, w)
		return ui.Box{Title: "Where am I", Lines: placeFacts(d.Desk, f.Th, iw), W: iw}
	}
	box := d.Choice.View(f, w, h-d.facts(h)).Below(d.here(f.Th, w, h))
	box.Title = "Where am I"
	box.Foot = f.Key(keymap.Press) + " switches · type to find"
	return box
}

// here are the lines above those that say where one can go.
func (d *whereabouts) here(th *ui.Theme, w, h int) []string {
	iw := d.Inner(w)
	lines := placeFacts(d.Desk, th, iw)
	lines = lines[:max(0, min(len(lines), d.facts(h)-1))]
	if len(lines) == 0 { // what must be known of a place at any rate
		at := backend.Site{Region: d.Backend.Where().Region}
		if d.Who != nil {
			at.Account = d.Who.Account
		}
		lines = append(lines, ui.NewLine(iw, th.Text).Gap(1).Add(th.Text, ui.PlaceLines(ui.Place(at), iw-2)[0]).String())
	}
	if wrong := cmp.Or(d.mistyped(), d.wrong); wrong != "" {
		return append(lines, dialog.ShortLine(th, iw, th.Warn, wrong))
	} else if len(lines) > 1 {
		return append(lines, ui.Blank(iw))
	}
	return lines
}

// facts is how many lines there are for where one is, without taking them from where one can go.
func (d *whereabouts) facts(h int) int {
	return max(0, min(len(placeFacts(d.Desk, ui.Plain(), 40))+1, h-12))
}

// Click picks the place at a line, below those that say where one is.
func (d *whereabouts) Click(line, x int) (tea.Cmd, bool) {
	if !d.moves {
		return nil, false
	}
	return d.Choice.Click(line-d.above, x)
}

// Resize works out what fits.
func (d *whereabouts) Resize(w, h int) {
	d.Choice.Resize(w, h-d.facts(h))
	if d.above = 0; d.moves {
		d.above = len(d.here(ui.Plain(), w, h))
	}
}

// placeFacts are the lines that say whom and what this program speaks to, exactly w wide.
func placeFacts(d *pane.Desk, th *ui.Theme, w int) (out []string) {
	where := d.Backend.Where()
	account, arn := "not known yet", ""
	switch {
	case d.Who != nil:
		account, arn = ui.Account(d.Who.Account), d.Who.ARN
		if d.WhoIs != "" {
			account += " (" + d.WhoIs + ")"
		}
	case d.WhoErr != nil:
		account = "not known: " + pane.Reason(d.WhoErr)
	}
	for _, r := range [][2]string{
		{"account", account}, {"identity", arn}, {"region", where.Region}, {"profile", where.Profile},
		{"credentials", where.Credentials}, {"login", loginWords(d)}, {"service", where.Kind}, {"endpoint", where.Endpoint}, {"permissions", permissionWords(d)},
	} {
		if r[1] == "" {
			continue
		}
		for i, part := range ui.Wrap(ui.Text(r[1]), w-16) {
			label := r[0]
			if i > 0 {
				label = ""
			}
			out = append(out, ui.FactRow{Label: label, LabelW: 12, Text: part, Role: th.Text}.Draw(th, w))
		}
	}
	return out
}

// loginWords say when the login ends, "" where nobody can tell.
func loginWords(d *pane.Desk) string {
	if d.SignIn == nil {
		return ""
	}
	switch left, known := d.SignIn.Login().Left(d.Now); {
	case !known:
		return ""
	case left == 0:
		return "has ended"
	default:
		return "ends in " + ui.Remaining(left)
	}
}
