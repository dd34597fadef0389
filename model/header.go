package model

import (
	"strings"

	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

func (m *Model) header(on *pane.Shown) string {
	w := m.Backend.Where()
	place := make([]ui.Part, 0, 6)
	add := func(of ui.PartOf, s string) {
		if s != "" {
			place = append(place, ui.Part{Text: ui.Text(s), Of: of})
		}
	}
	add(ui.OfProfile, w.Profile)
	if m.Who != nil {
		add(ui.OfAccount, ui.Account(m.Who.Account))
		if m.WhoIs != "" {
			place[len(place)-1].Also = " (" + ui.Text(m.WhoIs) + ")"
		}
		if w.Kind != "demo" { // where there is nobody else to be
			add(ui.OfPrincipal, m.Who.Principal())
		}
	}
	add(ui.OfRegion, w.Region)
	add(ui.OfService, w.Kind)
	add(ui.OfService, w.Endpoint)
	in := m.list.Count()
	h := ui.Header{Place: place, Secrets: in.Active, Deleted: in.Deleted, Pending: in.Pending, Decrypts: m.Journal.Decrypts(), Doubtful: m.Journal.Doubtful() > 0, Drafts: m.edit.DraftsLeft()}
	h.Badge = m.badge(on)
	h.Banner, h.Colour = m.banner(on)
	h.Note = in.Why
	return h.Draw(m.th, m.w)
}

// badge is what is to be known of this run: what it does not do.
func (m *Model) badge(on *pane.Shown) string {
	var words []string
	if m.opts.Present {
		words = append(words, "presenting")
	}
	if m.ReadOnly {
		words = append(words, "read-only")
	} else if m.Guard.LockedHere() || on.On && m.Guard.Locks(on.Secret) {
		words = append(words, "locked")
	}
	if note := m.loginNote(m.frame(false).Anywhere(keymap.Global, keymap.WhereAmI)); note != "" {
		words = append(words, note)
	}
	return strings.Join(words, " · ")
}

// banner is what the header says of a protected place: of the one that the secret is in which is looked at, where that is another,
// before this one.
func (m *Model) banner(on *pane.Shown) (text, colour string) {
	rules := m.Guard.At("")
	if on.On && m.Elsewhere(on.Secret.ARN) != "" {
		rules = append(m.Guard.Over(on.Secret), rules...)
	}
	for _, p := range rules {
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
