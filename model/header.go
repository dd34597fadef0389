package model

import (
	"strongroom/ui"
)

func (m *Model) header() string {
	w := m.Backend.Where()
	var place []ui.Part
	add := func(rank int, s string) {
		if s != "" {
			place = append(place, ui.Part{Text: ui.Text(s), Rank: rank})
		}
	}
	add(1, w.Profile)
	if m.Who != nil {
		add(2, ui.Account(m.Who.Account))
	}
	add(0, w.Region)
	kind := 1 // that this is not AWS itself must not be missed
	if w.Kind == "AWS" {
		kind = 3
	}
	add(kind, w.Kind)
	add(3, w.Endpoint)
	in := m.list.Count()
	h := ui.Header{Place: place, Secrets: in.Active, Deleted: in.Deleted, Unknown: in.Unknown, Decrypts: m.Journal.Decrypts(), Doubtful: m.Journal.Doubtful() > 0, Drafts: m.edit.DraftsLeft()}
	if m.ReadOnly {
		h.Badge = "read-only"
	} else if m.Guard.LockedHere() {
		h.Badge = "locked"
	}
	h.Banner, h.Colour = m.banner()
	if in.Partial && !in.Unknown {
		h.Note = "partial"
	}
	return h.Draw(m.th, m.w)
}

// banner is what the header says of a protected place.
func (m *Model) banner() (text, colour string) {
	for _, p := range m.Guard.Here() {
		if p.Label == "" && p.Colour == "" {
			continue
		}
		text, colour = ui.Text(p.Label), p.Colour
		if text == "" {
			text = "PROTECTED"
		}
		break
	}
	return text, colour
}
