package model

import "strongroom/backend"

// rules are the protections that hold in this place.
func (m *Model) rules() (out []backend.Protection) {
	account := ""
	if m.who != nil {
		account = m.who.Account
	}
	for _, p := range m.opts.Protect {
		if p.CoversPlace(account, m.be.Where().Profile) {
			out = append(out, p)
		}
	}
	return out
}

// wantsName reports whether a rule asks for the typed name before any of the secrets is destroyed.
func (m *Model) wantsName(secrets []backend.Secret) bool {
	for _, p := range m.rules() {
		for _, s := range secrets {
			if p.TypeName && p.CoversName(s.Name) {
				return true
			}
		}
	}
	return false
}
