package list

import (
	"errors"
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// neighbours are what this machine knows of other places, for the card.
type neighbours struct {
	ask   *pane.Question
	all   []pane.Neighbour
	wrong string // why not all of them are known; outside text
}

// Stranded reports that nothing could be listed since the login, the profile or the region does not do: what is to be done is to go
// elsewhere, or to log in.
func (l *Pane) Stranded() bool {
	if !l.Troubled() || l.listing.Open {
		return false
	}
	for _, kind := range []error{backend.ErrNoRegion, backend.ErrNoProfile, backend.ErrNoCredentials, backend.ErrExpired, backend.ErrConfig, backend.ErrBadCredentials, backend.ErrRegionOff} {
		if errors.Is(l.failed, kind) {
			return true
		}
	}
	return false
}

// smallCard is below what width the card has room for few words.
const smallCard = 50

// lookAbout asks this machine for the profiles that it has, where they help.
func (l *Pane) lookAbout() tea.Cmd {
	if l.Neighbours == nil || !l.Stranded() {
		return nil
	}
	_, ask := l.looking.Start(l.Ctx)
	find := l.Neighbours
	return func() tea.Msg {
		all, wrong := find()
		return neighbours{ask, all, wrong}
	}
}

// hearNeighbours takes in what the machine has told.
func (l *Pane) hearNeighbours(msg neighbours) {
	if l.looking.Fits(msg.ask) {
		l.looking.Done()
		l.near = msg
	}
}

// startCard says in the middle of a room what is wrong, what there is elsewhere, and by which keys one goes on. Where there is no room
// for all of it, what is wrong and the keys stay.
func (l *Pane) startCard(f pane.Frame, in cardRoom) []string {
	w := in.text()
	section := func(r ui.Role, text string) []string {
		p := &ui.Page{Th: f.Th, W: w}
		if text != "" {
			p.Text(r, text)
		}
		return p.Lines
	}
	message, hint := ui.Text(backend.Message(l.failed)), l.Advice(l.failed)
	if hint == message || l.saidByKeys() {
		hint = ""
	}
	sentence := l.WhatFailed(l.failed)
	if w < smallCard {
		sentence = ui.Text(pane.Reason(l.failed))
	}
	head, keys := section(f.Th.Urgent, sentence), l.cardKeys(f, w)
	room := max(0, in.h-len(head)-len(keys))
	take := func(lines []string) []string {
		if len(lines) > room {
			return nil
		}
		room -= len(lines)
		return lines
	}
	gap := []string{ui.Blank(w)}
	advice := take(section(f.Th.Text, hint))
	apart := take(gap)
	var around []string
	if names := l.near.rows(f, w, room-1); len(names) > 0 {
		around = append(append(take(gap), take(names)...), apart...)
		apart = nil
	}
	said := take(section(f.Th.Dim, message))
	outside := section(f.Th.Dim, l.outside())
	if len(outside) > 0 {
		outside = take(append([]string{ui.Blank(w)}, outside...))
	}
	return in.centred(slices.Concat(head, said, advice, around, apart, keys, outside))
}

// rows name the profiles there are, as many as there is room for.
func (n neighbours) rows(f pane.Frame, w, room int) []string {
	switch {
	case room < 2:
		return nil
	case n.wrong != "":
		p := &ui.Page{Th: f.Th, W: w}
		p.Text(f.Th.Warn, ui.Text(n.wrong))
		return p.Lines
	case len(n.all) == 0:
		return nil
	}
	nameW := 0
	for _, one := range n.all {
		nameW = max(nameW, ui.Width(ui.Text(one.Name)))
	}
	nameW = min(nameW, w/3)
	out := []string{ui.NewLine(w, f.Th.Text).Gap(2).Add(f.Th.Strong, "profiles of this machine").String()}
	shown := n.all
	if len(shown) > room-1 {
		shown = shown[:room-2]
	}
	for _, one := range shown {
		line := ui.NewLine(w, f.Th.Text).Gap(2).Cell(f.Th.Name, ui.Text(one.Name), nameW).Gap(2)
		out = append(out, line.Add(f.Th.Dim, ui.FitEnd(ui.Text(one.Words), max(0, line.Left()-1))).String())
	}
	if more := len(n.all) - len(shown); more > 0 {
		out = append(out, ui.NewLine(w, f.Th.Text).Gap(2).Add(f.Th.Dim, fmt.Sprintf("and %d more", more)).String())
	}
	return out
}

// cardKeys are the keys by which one goes on.
func (l *Pane) cardKeys(f pane.Frame, w int) []string {
	var hints []hint
	if l.Neighbours != nil {
		hints = []hint{{keymap.WhereAmI, "goes to a profile or region", "where"}, {keymap.LookAround, "looks around in the demo", "demo"}}
	}
	if l.query.Text() != "" {
		hints = append(hints, hint{keymap.Back, "clears the filter", "clears"})
	}
	return l.hintLines(f, keymap.Start, append(hints, hint{keymap.Refresh, "refreshes", "refresh"}), w)
}

// saidByKeys reports that a hint would say no more than the keys do, and what is outside.
func (l *Pane) saidByKeys() bool {
	var e *backend.Error
	return errors.As(l.failed, &e) && e.Advice == "" && (errors.Is(e, backend.ErrNoRegion) || errors.Is(e, backend.ErrNoCredentials))
}

// outside is what can be typed in a shell instead.
func (l *Pane) outside() string {
	switch {
	case errors.Is(l.failed, backend.ErrSignInGivenUp):
	case errors.Is(l.failed, backend.ErrNoRegion):
		return "in a shell: strongroom --region eu-west-1, or AWS_REGION"
	case errors.Is(l.failed, backend.ErrNoCredentials):
		return "in a shell: strongroom --profile NAME; aws configure sso sets a profile up"
	case errors.Is(l.failed, backend.ErrNoProfile):
		return "in a shell: aws configure sso sets a profile up"
	}
	return ""
}
