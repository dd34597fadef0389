package change

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// replicaWatch looks at a primary until the replicas in its regions have ended one way or the other, or at a replica until the
// account of its primary has taken it on.
type replicaWatch struct {
	pane.Ask
	secret  backend.Secret
	targets []string      // regions, and the ARN of the other end in another account
	wait    time.Duration // before it is looked again
	until   time.Time     // of what waits for somebody, when that is looked at no more; else zero
}

// How long is waited before the first look, and at most before any; and how long it is looked whether somebody has done something.
const (
	firstLook   = 2 * time.Second
	lastLook    = 30 * time.Second
	longestWait = time.Hour
)

// watchWanted tells that a replication has begun, and how the primary was described then.
type watchWanted struct {
	secret backend.Secret
	target string // a region, or the ARN of the other end in another account
	out    outcome
	waits  bool // for somebody in the other account
}

// lookedAt is how the primary is described by now.
type lookedAt struct {
	ask    *pane.Question
	arn    string
	detail backend.Detail
	err    error
}

// watch begins to look, unless it is over already.
func (r *replicas) watch(msg watchWanted) tea.Cmd {
	w := r.watches[msg.secret.ARN]
	if w == nil {
		w = &replicaWatch{secret: msg.secret}
		r.watches[msg.secret.ARN] = w
	}
	if !slices.Contains(w.targets, msg.target) {
		w.targets = append(w.targets, msg.target)
	}
	w.wait = firstLook
	if msg.out.ReadErr == nil && r.ended(w, msg.out.Detail) {
		return nil
	}
	if msg.waits {
		w.until = r.Now.Add(longestWait)
		return r.look(w)
	}
	r.Say(pane.Said{Text: "replicating " + r.Called(w.secret) + " to " + targetWords(w.targets) + "…",
		Hint: r.Keys.Key(keymap.Replicas, keymap.Back) + " stops looking, it goes on", Stay: pane.StayLong})
	return r.look(w)
}

func (r *replicas) look(w *replicaWatch) tea.Cmd {
	ctx, ask := w.Start(r.Ctx)
	be, arn, wait := r.Backend, w.secret.ARN, w.wait
	w.wait = min(2*wait, lastLook)
	return func() tea.Msg {
		if !pane.Pause(ctx, wait) {
			return nil
		}
		d, err := look(ctx, be, arn)
		return lookedAt{ask, arn, d, err}
	}
}

// looked takes in what a look has shown. Where it could not look it says so, and gives up.
func (r *replicas) looked(msg lookedAt) tea.Cmd {
	w := r.watches[msg.arn]
	if w == nil || !w.Fits(msg.ask) {
		return nil
	}
	w.Done()
	switch {
	case msg.err == nil:
		r.Tell(pane.Changed{ARN: msg.arn, Detail: msg.detail})
		if r.ended(w, msg.detail) {
			return nil
		}
		if !msg.detail.Deleted.IsZero() || !w.until.IsZero() && r.Now.After(w.until) { // there is nothing to wait for, or no end of it
			delete(r.watches, msg.arn)
			return nil
		}
	case !errors.Is(msg.err, backend.ErrThrottled):
		delete(r.watches, msg.arn)
		r.Say(pane.Said{Text: "how the replication of " + r.Called(w.secret) + " goes is not known: " + ui.Text(pane.Reason(msg.err)),
			Hint: r.Refreshes(), Kind: pane.Warning, Stay: pane.StayUnfinished})
		return nil
	}
	return r.look(w)
}

// ended tells of each replica that has ended, and reports whether all have.
func (r *replicas) ended(w *replicaWatch, d backend.Detail) bool {
	var good, bad []string
	for _, target := range slices.Clone(w.targets) {
		status, message := replicationOf(d, target)
		switch name := targetWords([]string{target}); status {
		case "":
			bad = append(bad, name+" is not told of any more")
		case backend.Detached:
			bad = append(bad, name+" has stopped it")
		case backend.ReplicaFailed:
			bad = append(bad, name+": "+cmp.Or(ui.Text(message), "the service does not say why"))
		case backend.ReplicaInSync:
			good = append(good, name)
		default:
			continue
		}
		w.targets = slices.DeleteFunc(w.targets, func(other string) bool { return other == target })
	}
	name := r.Called(w.secret)
	switch {
	case !w.until.IsZero() && len(bad) > 0:
		r.Say(pane.Said{Text: name + " follows nothing yet · " + strings.Join(bad, " · "), Hint: "that account tries again", Kind: pane.Failure, Stay: pane.StayUnfinished})
	case !w.until.IsZero() && len(good) > 0:
		r.Say(pane.Said{Text: name + " follows " + strings.Join(good, ", ") + " now, and has its value", Kind: pane.Good, Stay: pane.StayLong})
	case len(bad) > 0:
		r.Say(pane.Said{Text: "not replicated: " + name + " · " + strings.Join(bad, " · "), Hint: r.key(keymap.RetryReplica) + " retries it", Kind: pane.Failure, Stay: pane.StayUnfinished})
	case len(good) > 0:
		r.Say(pane.Said{Text: name + " is in sync in " + strings.Join(good, ", "), Hint: r.key(keymap.RemoveReplica) + " in their tab takes it away again", Kind: pane.Good, Stay: pane.StayLong})
	}
	if len(w.targets) == 0 {
		delete(r.watches, w.secret.ARN)
		return true
	}
	return false
}

// replicationOf is what a primary tells of the replication to a region or to another account's secret, or such a replica of its
// primary; "" where it tells nothing.
func replicationOf(d backend.Detail, target string) (status, message string) {
	if target == d.Primary.ARN && isAcross(target) {
		return d.Primary.Status, d.Primary.Message
	}
	if isAcross(target) {
		r, _ := d.CrossReplicaOf(target)
		return r.Status, r.Message
	}
	r, _ := d.ReplicaOf(target)
	return r.Status, r.Message
}

// isAcross reports a target in another account.
func isAcross(target string) bool { return strings.HasPrefix(target, "arn:") }

// targetWords names regions and accounts; safe text.
func targetWords(targets []string) string {
	var names []string
	for _, target := range targets {
		if isAcross(target) {
			target = "account " + ui.Account(backend.AccountOf(target))
		}
		names = append(names, ui.Text(target))
	}
	return strings.Join(names, ", ")
}

// forget looks at a region or an account no more.
func (r *replicas) forget(arn, target string) {
	w := r.watches[arn]
	if w == nil {
		return
	}
	if w.targets = slices.DeleteFunc(w.targets, func(other string) bool { return other == target }); len(w.targets) == 0 {
		w.Stop()
		delete(r.watches, arn)
	}
}

func (r *replicas) stopWatching(s backend.Secret) {
	text := "the replication goes on unwatched"
	if !r.watches[s.ARN].until.IsZero() {
		text = "it is not looked any more whether that account has associated it"
	}
	r.watches[s.ARN].Stop()
	delete(r.watches, s.ARN)
	r.Say(pane.Said{Text: text, Hint: r.Refreshes()})
}
