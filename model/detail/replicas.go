package detail

import (
	"fmt"
	"slices"
	"strings"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// replicaTab is the tab's name, with how many replicas there are, of both kinds; a replica has none. A listing does not tell.
func (d *Pane) replicaTab() string {
	switch s := d.known(); {
	case s.Follows():
		return "Replica"
	case d.told == nil:
		return "Replicas ?"
	}
	return fmt.Sprintf("Replicas %d", len(d.told.Replicas)+len(d.told.CrossReplicas))
}

// replicaAt is the replica under the cursor, in another region or in another account; both are nil for none.
func (d *Pane) replicaAt() (*backend.Replica, *backend.CrossAccount) {
	if d.tab != tabReplicas || d.told == nil || d.told.Follows() {
		return nil, nil
	}
	replicas, across := sortedReplicas(d.told.Replicas), d.told.CrossReplicas
	switch at := min(d.facts.Pos, len(replicas)+len(across)-1); {
	case at < 0:
		return nil, nil
	case at < len(replicas):
		return &replicas[at], nil
	default:
		return nil, &across[at-len(replicas)]
	}
}

func sortedReplicas(replicas []backend.Replica) []backend.Replica {
	replicas = slices.Clone(replicas)
	slices.SortStableFunc(replicas, func(a, b backend.Replica) int { return strings.Compare(a.Region, b.Region) })
	return replicas
}

// replicaRows are a primary's replicas, or where the primary of a replica is; none where there are none, or nothing is known.
func (d *Pane) replicaRows(s backend.Secret, replicas []backend.Replica) (rows []fact) {
	switch {
	case d.untold() != "":
		return nil
	case s.IsReplica():
		return []fact{{label: "primary", text: s.PrimaryRegion + " · it is changed there", datum: s.PrimaryRegion, what: "the primary's region"},
			{label: "here", text: backend.RegionOf(s.ARN) + " · a replica: read-only, it follows its primary", datum: backend.RegionOf(s.ARN), what: "region"}}
	case s.PrimaryARN != "":
		return d.followsAcross(s)
	case d.told == nil:
		return []fact{{label: "replicas", text: d.unknown()}}
	}
	for _, r := range sortedReplicas(replicas) {
		rows = append(rows, fact{label: r.Region, text: replicaStatus(r), more: []string{d.replicaText(s, r)}, datum: r.Region, what: "region", role: replicaRole(r.Status)})
	}
	return append(rows, d.acrossRows()...)
}

// replicaStatus is how a replica is, and what the service says of that.
func replicaStatus(r backend.Replica) string {
	if r.Message == "" {
		return r.Status
	}
	return r.Status + " · " + r.Message
}

// replicaText is what else is told of a replica.
func (d *Pane) replicaText(s backend.Secret, r backend.Replica) string {
	key, there := r.KMSKey, backend.CopyIn(s.ARN, r.Region)
	if backend.SameKey(key, "") {
		key = "aws/secretsmanager"
	}
	parts := []string{"key " + key}
	switch _, ours := d.Journal.Read(there, ""); {
	case ours:
		parts = append(parts, "read "+d.LastRead(there, "", r.Accessed))
	case !r.Accessed.IsZero():
		parts = append(parts, "read "+ui.Date(r.Accessed))
	case r.Status != backend.ReplicaFailed:
		parts = append(parts, "never read there")
	}
	return strings.Join(parts, " · ")
}

func replicaRole(status string) func(ui.Styles) ui.Role {
	return func(st ui.Styles) ui.Role {
		switch status {
		case backend.ReplicaInSync:
			return st.Text
		case backend.ReplicaFailed:
			return st.Urgent
		}
		return st.Warn
	}
}

// noReplicas says that there are none, or that it is not known.
func (d *Pane) noReplicas(f pane.Frame, p *ui.Page) {
	if d.untold() != "" {
		p.Text(f.Th.Dim, "which replicas it has is not known")
		return
	}
	p.Text(f.Th.Strong, "no replicas")
	p.Blank()
	for _, way := range []struct {
		key  keymap.Action
		does string
	}{{keymap.AddReplica, "adds one in another region"}, {keymap.AssociateReplica, "replicates to another account"}, {keymap.FollowPrimary, "follows another account's secret"}} {
		p.Line(ui.Span{Role: f.Th.Key, Text: f.Keys.Key(keymap.Replicas, way.key)}, ui.Span{Role: f.Th.Text, Text: " " + way.does})
	}
}
