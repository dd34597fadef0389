package model

import (
	"fmt"

	"strongroom/backend"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// activityDialog is this session's calls, newest first.
func activityDialog(d *pane.Desk) pane.Dialog {
	j := d.Journal
	entries := j.Entries()
	summary := fmt.Sprintf("%s · %s", decryptsOf(j.Decrypts(), j.Doubtful()), ui.Plural(j.Calls(), "call"))
	return &dialog.Pager{Title: "Activity of this session", Width: 110, Foot: summary, Lines: func(th *ui.Theme, w int) []string {
		var out []string
		done := doneWidth(entries, w)
		for i := len(entries) - 1; i >= 0; i-- {
			out = append(out, activityRow(d, th, entries[i], done, w)...)
		}
		if len(out) == 0 {
			out = append(out, ui.NewLine(w, th.Text).Gap(1).Add(th.Dim, "nothing yet").String())
		}
		for _, part := range ui.Wrap("What is copied by the terminal (OSC 52) no terminal confirms.", w-2) {
			out = append(out, ui.NewLine(w, th.Text).Gap(1).Add(th.Dim, part).String())
		}
		return out
	}}
}

// decryptsOf is how many values were read, of which so many are doubtful: AWS may have read them although no answer came.
func decryptsOf(most, doubtful int) string {
	switch {
	case doubtful == 0:
		return ui.Plural(most, "decrypt")
	case doubtful == most:
		return "up to " + ui.Plural(most, "decrypt")
	}
	return fmt.Sprintf("%d to %s", most-doubtful, ui.Plural(most, "decrypt"))
}

// narrow is how wide a row must be to say where its secret is.
const narrow = 60

// doneWidth is the width of the column of what was done, wide enough for all of it; 0 where there is no room for a column.
func doneWidth(entries []backend.Entry, w int) (widest int) {
	if w < narrow {
		return 0
	}
	for _, e := range entries {
		widest = max(widest, ui.Width(e.Words()))
	}
	return min(widest, w/3)
}

func activityRow(d *pane.Desk, th *ui.Theme, e backend.Entry, done, w int) []string {
	l := ui.NewLine(w, th.Text).Gap(1)
	l.Add(th.Dim, e.At.Format("15:04:05 "))
	role := th.Text
	switch {
	case e.Decrypts > 0:
		role = th.Brand
	case e.Writes():
		role = th.Warn
	}
	took := fmt.Sprintf(" %dms ", e.Took.Milliseconds())
	what := ui.Text(e.Called())
	if e.Detail != "" {
		if what != "" {
			what += " · "
		}
		what += ui.Text(e.Detail)
	}
	switch words := e.Words(); {
	case done == 0:
		l.Add(role, words)
		took = ""
	case what == "": // which leaves its room to the words
		l.Add(role, ui.FitEnd(words, max(done, l.Left()-1-len(took))))
	default:
		l.Cell(role, words, done)
	}
	l.Gap(1)
	right, at := []ui.Span{{Role: th.Dim, Text: took}}, d.Elsewhere(e.Target)
	if at != "" && w >= narrow {
		right = append([]ui.Span{{Role: th.Info, Text: " " + ui.FitPlace(at, w/3)}}, right...)
	}
	if e.Decrypts > 0 {
		right = append([]ui.Span{{Role: th.Brand, Text: " " + decryptsOf(e.Decrypts, e.Doubtful)}}, right...)
	}
	room := max(4, l.Left()-ui.SpansWidth(right))
	if done > 0 {
		room = max(4, min(room, l.Left()-len(took)-10))
	}
	if name := ui.Text(e.Called()); name != "" && ui.Width(what) > room { // the rest of it says less
		if what = name; ui.Width(name) > room {
			what = ui.FitMiddle(name, room)
		}
	}
	l.Add(th.Text, ui.FitEnd(what, room))
	out := []string{l.Right(right...).String()}
	if at != "" && w < narrow {
		out = append(out, ui.NewLine(w, th.Text).Gap(10).Add(th.Info, ui.FitPlace(at, w-10)).String())
	}
	if e.Err != nil && !pane.IsCancelled(e.Err) {
		text := d.WhatFailed(e.Err)
		if msg := backend.Message(e.Err); msg != "" {
			text += " · " + ui.Text(msg)
		}
		if ref := backend.Reference(e.Err); ref != "" {
			text += " · " + ui.Text(ref)
		}
		for _, part := range ui.Wrap(text, max(8, w-12)) {
			out = append(out, ui.NewLine(w, th.Text).Gap(10).Add(th.Urgent, part).String())
		}
	}
	return out
}
