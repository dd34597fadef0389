package edit

import (
	"errors"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// foot is what went wrong last, a note, or what to press where the footer of the screen does not say it.
func (e *Pane) foot(th *ui.Theme) []string {
	p := &ui.Page{Th: th, W: e.w}
	key := func(s keymap.Scope, a keymap.Action, word string) []ui.Span {
		return []ui.Span{{Role: th.Key, Text: e.Keys.Key(s, a)}, {Role: th.Dim, Text: " " + word + "  "}}
	}
	keys := func(parts ...[]ui.Span) {
		var all []ui.Span
		left := p.W - 2
		for _, s := range parts {
			w := 0
			for _, part := range s {
				w += ui.Width(part.Text)
			}
			if left -= w; left >= -2 { // the last one's gap needs no room
				all = append(all, s...)
			}
		}
		p.Line(all...)
	}
	if e.err != nil && e.mode != editUnreadable {
		p.Text(th.Urgent, "not saved: "+e.WhatFailed(e.err))
		if h := e.wayOut(); h != "" {
			p.Text(th.Warn, h)
		}
	}
	if text := e.waits(); text != "" {
		p.Text(th.Warn, text)
	}
	if why := e.noDraftWhy(); why != "" {
		p.Text(th.Warn, why)
	}
	if e.note != "" {
		p.Text(th.Warn, e.note)
	}
	broken := e.isBroken()
	if broken {
		p.Text(th.Urgent, e.brokenWhy())
	}
	switch {
	case e.saving:
		keys(key(keymap.Edit, keymap.Leave, "stops waiting"))
	case e.trip.away:
		p.Text(th.Dim, "in the editor…")
	case broken && e.trip.broken.typed:
		keys(key(keymap.Text, keymap.Leave, "drops it"), key(keymap.Text, keymap.Save, "saves it as text"), key(keymap.Text, keymap.EditOutside, "mends it in $EDITOR"))
	case broken:
		keys(key(keymap.Text, keymap.EditOutside, "reopens"), key(keymap.Text, keymap.Save, "saves it as text"), key(keymap.Text, keymap.Leave, "drops it"))
	case e.mode.hasNoValue():
		keys(key(keymap.Edit, keymap.Leave, "leaves"))
	case e.mode == inConflict && e.w < narrowConflict: // where the footer has no room for all of them
		keys(key(keymap.Conflict, keymap.TakeTheirs, "theirs"), key(keymap.Conflict, keymap.TakeYours, "yours"), key(keymap.Conflict, keymap.Save, "saves"))
	}
	return p.Lines
}

// Beside are the lines that are no rows of a form or of a conflict: what is edited, and what is to be known of that.
func (e *Pane) Beside(f pane.Frame) []string {
	p := &ui.Page{Th: f.Th, W: e.w}
	switch e.mode {
	case inForm:
		p.Lines = append(p.Lines, e.formHeadline(f))
	case inConflict:
		p.Lines = e.conflict.head(f.Th, e.w, e.room())
	}
	if state := e.state(f.Th); state != nil {
		p.Line(state...)
	}
	return append(p.Lines, e.foot(f.Th)...)
}

const narrowConflict = 50

// wayOut is what to do about a save that failed.
func (e *Pane) wayOut() string {
	again := e.Keys.Key(keymap.Edit, keymap.Save) + " tries again; nothing of the edit is lost"
	for _, passing := range []error{backend.ErrTimeout, backend.ErrServer, backend.ErrThrottled, backend.ErrUnreachable, backend.ErrMalformed} {
		if errors.Is(e.err, passing) {
			return again
		}
	}
	if errors.Is(e.err, backend.ErrExpired) {
		return e.LogIn(e.err) + ", then " + again
	}
	return e.Hint(e.err)
}
