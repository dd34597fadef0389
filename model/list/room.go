package list

import (
	"strongroom/backend"
	"strongroom/model/pane"
	"strongroom/ui"
)

// learnWidth takes the width of the names from the first secrets that are listed. It stays, whatever is listed and shown later: what
// stands beside the list must not move.
func (l *Pane) learnWidth(first []backend.Secret) {
	if l.longest > 0 {
		return
	}
	for i := range first {
		l.longest = max(l.longest, ui.Width(ui.Text(first[i].Name)))
	}
}

// Natural is how wide the pane would be, its border included, to show names whole: all of a screen of w cells before any is known.
func (l *Pane) Natural(w int) int {
	if l.longest == 0 {
		return w
	}
	return ui.ListWidth(l.longest)
}

// Selects reports whether the cursor is on a secret.
func (l *Pane) Selects() bool {
	_, on := l.index.Lookup(l.at.arn)
	return on && l.at.arn != ""
}

// Bare reports that there is nothing to choose from: nothing could be listed, or there is no secret here.
func (l *Pane) Bare() bool {
	active, deleted := l.base.Len()
	return active+deleted == 0 && !l.wide.on && l.query.Text() == "" && !l.typing && !l.listing.Open && (l.failed != nil || l.whole) || l.Troubled()
}

// tells reports whether it is to be told that a listing is under way.
func (l *Pane) tells() bool { return pane.Waits(l.asked, l.Now) }
