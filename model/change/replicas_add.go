package change

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// regionDialog lets the user pick a region that has no copy yet. The account is asked meanwhile which it has.
type regionDialog struct {
	dialog.Choice
	ask  *pane.Question
	fill func()
	say  func(err error)
}

// Hear takes in which regions the account has; the cursor stays on its region.
func (d *regionDialog) Hear(msg tea.Msg) tea.Cmd {
	if msg, ok := msg.(regionsTold); ok && msg.ask == d.ask {
		d.fill()
		if msg.err != nil {
			d.say(msg.err)
		}
	}
	return nil
}

// regionsTold tells that the account was asked for its regions.
type regionsTold struct {
	ask *pane.Question
	err error
}

func (r *replicas) askRegion(s backend.Secret, have []backend.Replica) tea.Cmd {
	ctx, ask := r.regions.Start(r.Ctx)
	d := &regionDialog{Choice: dialog.Choice{Title: "Replicate to a region", Keys: r.Keys, Subject: []string{ui.Text(s.Name)}, Where: r.PlaceOf(s), Typing: true, Calm: true}, ask: ask}
	d.fill = func() {
		at, on := "", d.Scroll.Pos
		if on < len(d.Options) {
			at = d.Options[on].Label
		}
		d.Options = nil
		for _, region := range r.free(s, have) {
			d.Options = append(d.Options, dialog.Option{Label: ui.Text(region), Do: func() tea.Cmd {
				return lead(r.formFor(slotRegion(s, region), func() *dialog.Form { return r.replicaForm(s, region, nil) }))
			}})
		}
		if i := slices.IndexFunc(d.Options, func(o dialog.Option) bool { return o.Label == at }); i >= 0 {
			d.Scroll.N = len(d.Options)
			d.Scroll.To(i)
		}
	}
	d.say = func(err error) {
		r.Say(pane.Said{Text: "which regions the account has enabled is not known: " + ui.Text(pane.Reason(err)), Hint: "shown are those that are known", Kind: pane.Warning})
	}
	d.fill()
	r.Open(d)
	if r.foreign(s) {
		r.Say(pane.Said{Text: "which regions " + accountOf(s.ARN) + " has enabled cannot be asked from here", Hint: "shown are all that are known", Kind: pane.Warning})
		return nil
	}
	regions := r.Regions
	return func() tea.Msg {
		_, err := regions.Survey(ctx)
		return regionsTold{ask, err}
	}
}

// The lines of the form of a replica.
const (
	lineReplicaKey = iota
	lineOverwrite
)

// overwrite is what is typed where a secret of the same name is to be replaced.
const overwrite = "overwrite"

// replicaForm asks how a secret is replicated to a region; failed is its replica there that has failed, nil for a new one.
func (r *replicas) replicaForm(s backend.Secret, region string, failed *backend.Replica) *dialog.Form {
	d := &dialog.Form{Title: "Replicate to " + ui.Text(region), Name: ui.Text(s.Name), Where: r.PlaceOf(s), Yes: "replicate"}
	key := ""
	if failed != nil {
		if d.Title, d.Yes = "Retry replica "+ui.Text(region), "retry"; !backend.SameKey(failed.KMSKey, "") {
			key = failed.KMSKey
		}
	}
	d.Lines = []dialog.FormLine{{Label: "kms key there", Field: dialog.NewInput(r.Keys, key), Hint: " empty: its aws/secretsmanager"},
		{Label: overwrite, Field: dialog.NewInput(r.Keys, ""), Hint: " no"}}
	d.Refuse = func() (int, string) {
		if p := backend.KeyProblem(d.Text(lineReplicaKey), region); p != "" {
			return lineReplicaKey, ui.Text(p)
		}
		if text := d.Text(lineOverwrite); text != "" && text != overwrite {
			return lineOverwrite, "nothing, or the whole word " + overwrite
		}
		return -1, ""
	}
	d.About = func(f pane.Frame, b *ui.Form) {
		if d.Text(lineOverwrite) == overwrite {
			b.Line(ui.Span{Role: f.Th.Urgent, Text: "what is there is lost for good"})
			b.Note(f.Th.Urgent, lost(region))
		}
		if failed != nil {
			b.Note(f.Th.Warn, "failed: "+ui.Text(failed.Message))
		}
		if d.Text(lineOverwrite) != overwrite {
			b.Note(f.Th.Text, "If "+ui.Text(region)+" has a secret of this name the replica fails. To replace that one, and lose its value, type "+overwrite+".")
		}
		b.Note(f.Th.Dim, "The value goes there now and whenever it changes. Each replica is billed as a secret.")
	}
	d.OnYes = func() tea.Cmd {
		msg := replicaChosen{s, backend.ReplicaTarget{Region: region, KMSKey: d.Text(lineReplicaKey)}, d.Text(lineOverwrite) == overwrite, d}
		if msg.overwrite && r.Guard.WantsName(copyIn(s, region)) {
			there := copyIn(s, region)
			return lead(&dialog.TypedName{Keys: r.Keys, Title: "Overwrite in " + ui.Text(region), Subject: []string{ui.Text(s.Name)}, Where: r.PlaceOf(there), Word: ui.Text(s.Name), Yes: overwrite,
				Text: lost(region), OnYes: func() tea.Msg { return msg }})
		}
		return func() tea.Msg { return msg }
	}
	return d
}

// lost is what overwriting does.
func lost(region string) string {
	return "A secret of this name that is in " + ui.Text(region) + " is replaced: all of its versions go, without recovery."
}

// replicaChosen is the user's yes to a replica.
type replicaChosen struct {
	secret    backend.Secret
	to        backend.ReplicaTarget
	overwrite bool
	form      *dialog.Form
}

func (r *replicas) replicate(msg replicaChosen) tea.Cmd {
	s := msg.secret
	w := &write{doing: "replicating", op: backend.OpReplicate, secret: s}
	w.run = func(ctx context.Context, be backend.Backend, out *outcome) {
		_, out.err = be.Replicate(ctx, s.ARN, []backend.ReplicaTarget{msg.to}, msg.overwrite)
		out.look(ctx, be, s.ARN, func(d backend.Detail) bool {
			is, there := d.ReplicaOf(msg.to.Region)
			return there && is.Status != backend.ReplicaFailed
		})
	}
	w.told = func(out outcome) { r.tellReplicated(msg, out) }
	return r.runs(w, msg.form)
}

// tellReplicated says that it has begun and is looked at, or why not; what was typed stays where nothing was done.
func (r *replicas) tellReplicated(msg replicaChosen, out outcome) {
	if out.err == nil {
		r.Tell(pane.Closed{Dialog: msg.form}, pane.Replicated{ARN: msg.secret.ARN, Region: msg.to.Region}, watchWanted{secret: msg.secret, target: msg.to.Region, out: out})
		return
	}
	r.failForm(msg.form, slotRegion(msg.secret, msg.to.Region), r.key(keymap.AddReplica), out.err)
}

// key is the one of an action on replicas.
func (r *replicas) key(a keymap.Action) string { return r.Keys.Key(keymap.Replicas, a) }
