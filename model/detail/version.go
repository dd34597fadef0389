package detail

import (
	"errors"
	"slices"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// turnToVersion makes the Value tab about one version; the zero one is whatever is AWSCURRENT. What was read of
// another version is wiped.
func (d *Pane) turnToVersion(v backend.Version) {
	if v.ID == d.version.ID {
		d.version = v
		return
	}
	held := d.holdsVersion(v)
	if !held {
		d.leave()
	}
	if d.version = v; !held {
		d.comeBack()
	}
}

// ref names what a read asks for.
func (d *Pane) ref() backend.VersionRef {
	if d.version.ID != "" {
		return backend.VersionRef{ID: d.version.ID}
	}
	return backend.VersionRef{Stage: backend.Current}
}

// called is how the status line and the clipboard's countdown call what is copied.
func (d *Pane) called() string {
	if d.version.ID == "" {
		return d.secret.Name
	}
	return d.secret.Name + " @ " + ui.FirstOf(d.version.ID)
}

// isOlder reports whether the Value tab is about a version that is not the current one.
func (d *Pane) isOlder() bool {
	return d.version.ID != "" && !slices.Contains(d.version.Stages, backend.Current)
}

// older is the line that says that what is shown is not the current version; "" where it is.
func (d *Pane) older(f pane.Frame) string {
	v := d.version
	if !d.isOlder() {
		return ui.Blank(d.w)
	}
	l := ui.NewLine(d.w, f.Th.Text).Gap(2).Add(f.Th.Warn, "not the current version")
	l.Add(f.Th.Dim, " · ").Add(f.Th.Name, ui.ShortVersion(v.ID))
	if age := ui.Ago(v.Created, f.Now); age != "" {
		l.Add(f.Th.Dim, " · "+age)
	}
	if len(v.Stages) == 0 {
		return l.Add(f.Th.Dim, " · no label").String()
	}
	l.Add(f.Th.Dim, " · ").Spans(ui.LabelSpans(ui.LabelsInOrder(v.Stages), f.Th.Styles, l.Left())...)
	return l.String()
}

// missing asks for a new listing where a version could not be read because it has no value or is no longer there.
func (d *Pane) missing(err error) tea.Cmd {
	if d.version.ID == "" || !errors.Is(err, backend.ErrNoValue) && !errors.Is(err, backend.ErrNotFound) {
		return nil
	}
	id, arn := d.version.ID, d.secret.ARN
	return func() tea.Msg { return pane.VersionDoubted{ARN: arn, ID: id} }
}

// actForVersion is about the version under the cursor of the timeline.
func (d *Pane) actForVersion(a keymap.Action, v backend.Version) tea.Cmd {
	d.turnToVersion(v)
	d.turnTo(tabValue)
	if a == keymap.Copy {
		return d.need(copyWholeValue)
	}
	d.Tell(pane.Went{To: pane.Detail})
	if a == keymap.Into {
		return nil
	}
	return d.reveal(a)
}
