package change

import (
	"strings"

	"strongroom/backend"
	"strongroom/model/pane"
	"strongroom/ui"
)

// before is what must be done to a secret before it can be deleted, as far as it is known.
type before struct {
	across  []string // ARNs of replicas in other accounts, which are let go first
	regions []string // where it has replicas, which are removed next
	follows string   // the ARN of another account's secret that it follows, from which it is promoted
	untold  bool     // whether it has any is not known
}

// beforeDelete is what must be done before a secret is deleted.
func beforeDelete(s backend.Secret, on *pane.Shown) (b before) {
	if on.Detail == nil || on.Detail.ARN != s.ARN {
		return before{untold: true}
	}
	d := on.Detail
	if p := d.Primary; p.ARN != "" && p.Status != backend.Detached && p.Status != backend.Unassociated {
		b.follows = p.ARN
	}
	for _, r := range d.CrossReplicas {
		if r.Status != backend.Detached {
			b.across = append(b.across, r.ARN)
		}
	}
	if !d.IsReplica() {
		for _, r := range d.Replicas {
			b.regions = append(b.regions, r.Region)
		}
	}
	return b
}

// lasting reports whether anything of it cannot be taken back.
func (b before) lasting() bool { return len(b.regions) > 0 || b.follows != "" }

// first names it in a word or two, "" for nothing.
func (b before) first() string {
	switch {
	case b.follows != "":
		return "promote"
	case len(b.across) > 0 && len(b.regions) > 0:
		return "let go, remove replicas"
	case len(b.across) > 0:
		return "let go"
	case len(b.regions) > 0:
		return "remove replicas"
	}
	return ""
}

// into has an order do it.
func (b before) into(o *pane.Order) {
	if targets := append(b.across[:len(b.across):len(b.across)], b.regions...); len(targets) > 0 {
		o.Replicas = map[string][]string{o.Secrets[0].ARN: targets}
	}
	if b.follows != "" {
		o.Follower = o.Secrets[0].ARN
	}
}

// tell says what is done first, and what of it lasts.
func (d *deleteDialog) tell(f pane.Frame, b *ui.Form) {
	warn := func(label, text string) { b.Fact(label, ui.Span{Role: f.Th.Warn, Text: text}) }
	if d.follows != "" {
		warn("replica", "promoted first, which nothing takes back: it follows "+ui.Text(backend.ShortID(d.follows))+" of "+accountOf(d.follows)+
			", and cannot be deleted while it does. Its primary stays.")
	}
	for _, arn := range d.across {
		warn("replica in", ui.Account(ui.Text(backend.AccountOf(arn)))+": let go first, and kept there with its value. A restore does not bring that back.")
	}
	if len(d.regions) > 0 {
		warn("replicas", ui.Text(strings.Join(d.regions, ", "))+
			": a secret with replicas cannot be deleted. Each is removed first, at once and without recovery; when all are gone it is deleted.")
	}
	if d.untold && !d.purge {
		b.Note(f.Th.Dim, "Whether another account has a replica is not known: it is not described yet. AWS refuses the delete then.")
	}
}
