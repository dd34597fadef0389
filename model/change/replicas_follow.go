package change

import (
	"cmp"
	"context"
	"errors"
	"strings"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/change"
	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// slotFollow is where a form of a replica to be made is kept.
const slotFollow = "follow"

// cannotFollow is why no replica of another account's secret can be made here.
func (r *replicas) cannotFollow() string {
	switch {
	case r.CannotWrite() != "":
		return r.CannotWrite()
	case r.running:
		return "a change of the replicas of " + ui.Text(r.name) + " is still being written"
	case r.Guard.LockedWhole():
		return "this place is read-only by a rule of the configuration: " + r.Keys.Key(keymap.Global, keymap.Unlock) + " unlocks it for this session"
	}
	return ""
}

// The lines of the form of a replica of another account's secret.
const (
	linePrimary = iota
	lineFollower
	lineFollowerKey
	lineFollowerTags
)

// followForm asks for what a replica of another account's secret is made of: that secret where it is looked at, else any.
func (r *replicas) followForm(on *pane.Shown) *dialog.Form {
	d := &dialog.Form{Title: "Replica of another account", Where: r.PlaceOf(), Yes: "create"}
	primary := ""
	if on.On && backend.CrossAccountProblem(on.Secret.ARN, r.Listed.Home()) == "" {
		primary = on.Secret.ARN
	}
	d.Lines = []dialog.FormLine{{Label: "primary", Field: dialog.NewInput(r.Keys, primary), Hint: " its whole ARN"},
		{Label: "name here", Field: dialog.NewInput(r.Keys, ""), Hint: " empty: as there"},
		{Label: "kms key", Field: dialog.NewInput(r.Keys, ""), Hint: " one of your own, as alias/NAME"},
		{Label: "tags", Field: dialog.NewInput(r.Keys, ""), Hint: " as env=prod, team=x"}}
	var taken error
	d.Typed = func() { _, taken = r.Listed.NameHolder(followerName(d)) }
	d.Typed()
	d.Refuse = func() (int, string) { return r.refusesToFollow(d, taken) }
	d.About = func(f pane.Frame, b *ui.Form) {
		if line, _ := d.Refuse(); line != linePrimary {
			b.Note(f.Th.Text, ui.Text(followerName(d))+" will follow "+ui.Text(backend.ShortID(d.Text(linePrimary)))+" of "+accountOf(d.Text(linePrimary))+".")
		}
		b.Note(f.Th.Text, "It has no value until that account associates it, by the ARN that it gets. Until then its status is Pending.")
		b.Note(f.Th.Text, "Needs secretsmanager:CreateSecret and :PutResourcePolicy here: its policy has to let that account do secretsmanager:AcceptCrossAccountReplication. Its key has to let it do kms:Encrypt.")
		b.Note(f.Th.Dim, "No value, description or type can be given. Billed as a secret.")
	}
	token, last := change.NewToken(), ""
	d.OnYes = func() tea.Cmd {
		tags, _ := backend.ParseTags(d.Text(lineFollowerTags))
		if typed := d.Text(linePrimary) + "\n" + followerName(d) + "\n" + d.Text(lineFollowerKey) + "\n" + d.Text(lineFollowerTags); typed != last { // the same again is the same action
			last, token = typed, change.NewToken()
		}
		msg := followChosen{backend.NewSecret{Name: followerName(d), PrimaryARN: d.Text(linePrimary), KMSKey: d.Text(lineFollowerKey), Tags: tags, Token: token}, d}
		return func() tea.Msg { return msg }
	}
	return d
}

// followerName is what the replica will be called.
func followerName(d *dialog.Form) string {
	return cmp.Or(d.Text(lineFollower), backend.ShortID(d.Text(linePrimary)))
}

// refusesToFollow is what is wrong with what is typed; taken is what has the name, as far as the list knows.
func (r *replicas) refusesToFollow(d *dialog.Form, taken error) (int, string) {
	primary, home := d.Text(linePrimary), r.Listed.Home()
	if there := backend.RegionOf(primary); there != home.Region && backend.CrossAccountProblem(primary, backend.Site{Account: home.Account, Region: there}) == "" {
		return linePrimary, "that secret is in " + ui.Text(there) + ": its replica is made there too, by a session with --region " + ui.Text(there)
	}
	if p := backend.CrossAccountProblem(primary, home); p != "" {
		return linePrimary, ui.Text(p)
	}
	name := followerName(d)
	switch why := r.Locked(backend.Secret{Name: name}); {
	case backend.NameProblem(name) != "":
		return lineFollower, ui.Text(backend.NameProblem(name))
	case why != "":
		return lineFollower, why
	case errors.Is(taken, backend.ErrExists):
		return lineFollower, "there is a " + ui.Text(name) + " here already"
	case errors.Is(taken, backend.ErrPendingDeletion):
		return lineFollower, "a " + ui.Text(name) + " is scheduled for deletion here, and has the name"
	}
	key := d.Text(lineFollowerKey)
	if p := cmp.Or(backend.KeyProblem(key, r.Backend.Where().Region), backend.OwnKeyProblem(key)); p != "" {
		return lineFollowerKey, ui.Text(p)
	}
	if _, p := backend.ParseTags(d.Text(lineFollowerTags)); p != "" {
		return lineFollowerTags, ui.Text(p)
	}
	return -1, ""
}

// followChosen is the user's yes to a replica of another account's secret.
type followChosen struct {
	spec backend.NewSecret
	form *dialog.Form
}

func (r *replicas) follow(msg followChosen) tea.Cmd {
	w := &write{doing: "creating", op: backend.OpCreate, secret: backend.Secret{Name: msg.spec.Name}}
	w.run = func(ctx context.Context, be backend.Backend, out *outcome) {
		made, err := be.Create(ctx, msg.spec)
		if out.err, out.ReadErr = err, err; err != nil {
			return
		}
		if out.Detail, out.ReadErr = be.Describe(ctx, made.ARN); out.ReadErr != nil {
			out.Detail.Secret = backend.Secret{ARN: made.ARN, Name: msg.spec.Name, KMSKey: msg.spec.KMSKey, Tags: msg.spec.Tags, PrimaryARN: msg.spec.PrimaryARN}
		}
		w.secret.ARN = made.ARN
	}
	keys := r.Pressed
	w.told = func(out outcome) { r.tellFollows(msg, out, keys == r.Pressed) }
	return r.runs(w, msg.form)
}

// tellFollows says what is to be done next, which is in the other account. stayed: the user has not gone on meanwhile.
func (r *replicas) tellFollows(msg followChosen, out outcome, stayed bool) {
	if out.err != nil {
		r.failForm(msg.form, slotFollow, r.Keys.Key(keymap.Detail, keymap.FollowPrimary), out.err)
		return
	}
	s := out.Detail.Secret
	r.Tell(pane.Closed{Dialog: msg.form}, pane.Heard{Secrets: []backend.Secret{s}})
	if stayed {
		r.Tell(pane.PointedAt{ARN: s.ARN})
	}
	r.Tell(pane.ChangeOf(pane.Order{Kind: pane.Deleting, How: backend.Deletion{WindowDays: backend.DefaultWindowDays}, Created: true}, []backend.Secret{s}))
	said := pane.Said{Text: "created " + r.Called(s) + ", Pending: " + accountOf(msg.spec.PrimaryARN) + " associates it now", Kind: pane.Good, Stay: pane.StayUnfinished,
		Hint: r.Keys.Key(keymap.Detail, keymap.CopyAs) + " on it copies its ARN for that"}
	if out.ReadErr != nil {
		said.Kind, said.Hint = pane.Warning, strings.Join([]string{"it could not be described: " + pane.Reason(out.ReadErr), said.Hint}, " · ")
	}
	r.Say(said)
	r.Tell(watchWanted{secret: s, target: msg.spec.PrimaryARN, out: out, waits: true})
}
