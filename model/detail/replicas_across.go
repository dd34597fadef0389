package detail

import (
	"cmp"
	"strings"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/ui"
)

// acrossRows are a primary's replicas in other accounts. What c copies of one is its ARN.
func (d *Pane) acrossRows() (rows []fact) {
	for _, r := range d.told.CrossReplicas {
		parts := []string{cmp.Or(r.Status, "status not told")}
		switch {
		case r.Message != "":
			parts = append(parts, r.Message)
		case r.Status == backend.ReplicaFailed:
			parts = append(parts, "the service does not say why")
		case r.Status == backend.Detached:
			parts = append(parts, "stopped by that account")
		}
		role := "no role: by the rights of whoever writes"
		if r.RoleARN != "" {
			role = "role " + roleName(r.RoleARN)
		}
		rows = append(rows, fact{label: accountLabel(r.ARN), text: strings.Join(parts, " · "), datum: r.ARN, what: "the replica's ARN", role: replicaRole(r.Status),
			more: []string{backend.ShortID(r.ARN) + " · " + backend.RegionOf(r.ARN), role, "key, last read: told there alone"}})
	}
	return rows
}

// accountLabel is the account of an ARN, and where that is none the word for what it should be.
func accountLabel(arn string) string {
	if account := backend.AccountOf(arn); account != "" {
		return ui.Account(account)
	}
	return "account ?"
}

// roleName is a role by its path and name.
func roleName(arn string) string {
	if _, name, ok := strings.Cut(arn, ":role/"); ok {
		return name
	}
	return arn
}

// followsAcross is what a replica of another account's secret is, and what that means here.
func (d *Pane) followsAcross(s backend.Secret) []fact {
	var p backend.CrossAccount
	if d.told != nil {
		p = d.told.Primary
	}
	primary := backend.ShortID(s.PrimaryARN)
	return []fact{{label: "status", text: d.followsHow(p), datum: p.Status, what: "status", role: replicaRole(p.Status)},
		{label: "primary", text: primary, more: []string{ui.Place(backend.SiteOf(s.PrimaryARN))}, datum: s.PrimaryARN, what: "the primary's ARN"},
		{label: "here", text: followsMeans(p.Status), more: []string{ui.Place(backend.SiteOf(s.ARN))}, datum: s.ARN, what: "ARN"},
		{label: "role", text: "told at the primary alone"}}
}

// followsMeans is what can be done with such a replica, and what cannot.
func followsMeans(status string) string {
	switch status {
	case backend.Unassociated:
		return "nothing to read yet; it can be deleted"
	case backend.Detached:
		return "it can be read and deleted, and is changed once it is promoted"
	}
	return "it is read here and changed at its primary; it cannot be deleted while it follows"
}

// followsHow says what the status of such a replica means.
func (d *Pane) followsHow(p backend.CrossAccount) string {
	parts := []string{p.Status}
	switch p.Status {
	case "":
		if parts[0] = "not told by the service"; d.told == nil {
			parts[0] = d.unknown()
		}
	case backend.ReplicaInSync:
		parts = append(parts, "it follows every change of its primary")
	case backend.ReplicaInProgress:
		parts = append(parts, "the value is on its way")
	case backend.Unassociated:
		parts = append(parts, "no value yet: its primary's account has to associate it, by its ARN")
	case backend.ReplicaFailed:
		parts = append(parts, "its primary's account associates it again")
	case backend.Detached:
		parts = append(parts, "its primary has let it go: it keeps what it has and gets nothing more; "+d.Keys.Key(keymap.Replicas, keymap.PromoteReplica)+" promotes it")
	}
	if p.Message != "" {
		parts = append(parts, p.Message)
	}
	return strings.Join(parts, " · ")
}

// acrossFacts are the same in a few words, for the tab of all facts.
func (d *Pane) acrossFacts(s backend.Secret) (rows []fact) {
	if s.PrimaryARN != "" {
		rows = append(rows, fact{label: "primary", text: backend.ShortID(s.PrimaryARN) + " · " + ui.Place(backend.SiteOf(s.PrimaryARN)), datum: s.PrimaryARN, what: "the primary's ARN"})
	}
	if d.told == nil {
		return rows
	}
	for _, r := range d.told.CrossReplicas {
		rows = append(rows, fact{label: "replica", text: accountLabel(r.ARN) + " · " + r.Status, datum: r.ARN, what: "the replica's ARN", role: replicaRole(r.Status)})
	}
	return rows
}
