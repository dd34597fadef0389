package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"strongroom/backend"
	"strongroom/ui"
)

// finding is one line of the doctor's page.
type finding struct {
	About string `json:"about"`
	Says  string `json:"says"`
}

// report is the doctor's page.
type report struct {
	Name string `json:"name"`
	// Healthy is null where nothing is known to be the matter, and not all is known.
	Healthy  *bool     `json:"healthy"`
	Findings []finding `json:"findings"`
	// Next are commands to type, the most useful first, and what each does.
	Next []step `json:"next"`
	// Tried is what the service has allowed and refused meanwhile.
	Tried []tried `json:"tried"`

	arn string
}

// ill: something is the matter. unsure: it is not known whether something is. An illness is not taken back.
func (r *report) ill() { r.Healthy = new(bool) }

func (r *report) unsure() {
	if r.healthy() {
		r.Healthy = nil
	}
}

func (r *report) healthy() bool { return r.Healthy != nil && *r.Healthy }

type step struct {
	Command string `json:"command"`
	Does    string `json:"does"`
}

func (r *report) find(about, says string) { r.Findings = append(r.Findings, finding{about, says}) }

func (r *report) next(does, command string) { r.Next = append(r.Next, step{command, does}) }

func (m Machine) doctor() *cobra.Command {
	run := m.runbook()
	policy := ""
	c := &cobra.Command{
		Use: "doctor NAME", DisableFlagsInUseLine: true,
		Short: "what is the matter with a secret, and what to do next",
		Long: "Says what is the matter with a secret, by its name or ARN, and what to do next, as commands to run.\n" +
			"The exit status is 0 only if nothing is the matter.\n" + onlyNames + "\n" +
			"With --policy it prints the IAM policy that a role needs: for the secret, or for all without a NAME.",
		Args: named(func(n int) bool { return n == 1 || n == 0 && policy != "" }, "strongroom doctor needs the name or the ARN of one secret"),
		RunE: func(c *cobra.Command, names []string) error {
			if policy == "" {
				return run.does(run.diagnose)(c, names)
			}
			level, err := levelOf(policy)
			if err != nil {
				return err
			}
			return run.does(func(ctx context.Context, names []string) { run.printPolicy(ctx, level, names) })(c, names)
		},
	}
	f := c.Flags()
	f.SortFlags = false
	f.BoolVar(&run.json, "json", false, "for a program to read")
	f.BoolVar(&run.read, "read", false, "read the value once (one decrypt) and wipe it, to see whether its key works")
	f.Var(text{&policy, "LEVEL"}, "policy", "print an IAM policy: look, read, rescue, edit or administer")
	run.flags(f)
	return c
}

// diagnose says what is the matter with one secret, and what to do next. It reads no value unless --read asks for it.
func (c *command) diagnose(ctx context.Context, names []string) {
	c.learnRules(ctx, names)
	well := true
	r := &report{Name: backend.TypedID(names[0]), Healthy: &well, Findings: []finding{}, Next: []step{}, Tried: []tried{}}
	c.examine(ctx, r, names[0])
	c.permissions(r)
	c.failed = c.failed || !r.healthy()
	if c.json {
		c.printJSON(r)
		return
	}
	c.print(ui.Text(r.Name), "")
	for _, f := range r.Findings {
		for i, line := range wrapped(ui.Text(f.Says)) {
			if i > 0 {
				f.About = ""
			}
			c.print(fmt.Sprintf("  %-16s%s", f.About, line))
		}
	}
	if len(r.Next) > 0 {
		c.print("", "What to do next:")
	}
	for _, s := range r.Next {
		c.print("", "  "+ui.Text(s.Does)+":", "    "+ui.Text(s.Command))
	}
}

// wrapped breaks a sentence into lines; an ARN stays whole, to be copied.
func wrapped(text string) []string {
	if !strings.Contains(text, " ") {
		return []string{text}
	}
	return ui.Wrap(text, 84)
}

func (c *command) examine(ctx context.Context, r *report, id string) {
	c.Journal.Typed(id)
	asked := time.Now()
	d, err := c.Backend.Describe(ctx, id)
	skew := backend.Skew(0, d.At, backend.Trip{Sent: asked, Came: time.Now()})
	c.whereabouts(ctx, r, id)
	switch {
	case errors.Is(err, backend.ErrNotFound):
		c.notThere(r, id)
		return
	case errors.Is(err, backend.ErrDenied):
		r.unsure()
		r.find("exists", "not known: this role may not describe it ("+hintOf(err)+")")
		c.readability(ctx, r, id, backend.Secret{Name: r.Name})
		return
	case err != nil:
		r.unsure()
		r.find("exists", "not known: "+whole(err))
		return
	}
	r.Name, r.arn = d.Name, d.ARN
	r.find("exists", "yes")
	r.find("arn", d.ARN)
	now := time.Now().Add(skew)
	if d.Deleted.IsZero() {
		r.find("deletion", "not scheduled")
	} else {
		c.buried(ctx, r, d, now)
	}
	c.versions(r, d.Secret, now)
	r.find("rotation", rotationWord(d.Rotation))
	c.owners(r, d)
	c.readability(ctx, r, d.ARN, d.Secret)
	if d.Deleted.IsZero() {
		r.find("recreating", "not possible: the name is taken by this secret. Its value can be changed, or it can be deleted")
		if r.healthy() {
			r.next("Nothing needs mending. See it", c.own(d.ARN, "", backend.Option("--filter", d.Name)...))
		}
	}
}

// whereabouts say whom was asked, since the wrong place is the commonest reason for "not found".
func (c *command) whereabouts(ctx context.Context, r *report, id string) {
	who, err := c.Backend.Identity(ctx)
	w := c.Backend.Where().Of(id)
	text := "account not known"
	if err == nil {
		text = "account " + (backend.Site{Account: who.Account}).Of(id).Account
	}
	text += " · " + cmp.Or(w.Region, "region not known")
	if err == nil {
		text += " · as " + who.ARN
	}
	if w.Profile != "" {
		text += " · profile " + w.Profile
	}
	r.find("asked", text)
	if w.Endpoint != "" {
		r.find("endpoint", w.Endpoint)
	}
	if w.Beside != "" {
		r.find("other services", w.Beside)
	}
}

func (c *command) notThere(r *report, id string) {
	r.ill()
	r.find("exists", "no, not in this account and region; and it is not scheduled for deletion either")
	r.next("See whether it was deleted in another region", c.own("", "deleted", "--all-regions"))
	r.find("recreating", "nothing blocks the name here. Right after a deletion for good it may take a minute")
	names := backend.Readings(id)
	for _, name := range names {
		does := "Create it"
		if len(names) > 1 {
			does += ", where " + name + " is the whole name"
		}
		c.nextAWS(r, does, id, append(append([]string{"create-secret"}, backend.Option("--name", name)...), "--secret-string", "file://value.txt")...)
	}
}

// buried tells of a deletion: until when, by whom, and how back.
func (c *command) buried(ctx context.Context, r *report, d backend.Detail, now time.Time) {
	r.ill()
	told, err := c.Trail.LookUpDeletion(ctx, d.Secret)
	if err == nil && told.Of(d.Deleted) {
		_ = c.Remember(d.ARN, d.Deleted, told.End) // what cannot be written down is known now all the same
	}
	dl := c.Deadline(d.Secret, now)
	r.find("deletion", "SCHEDULED: "+ui.CountdownLong(dl, now))
	if !dl.Deleted.IsZero() {
		r.find("deleted", ui.Exact(dl.Deleted))
	}
	switch {
	case err == nil && told.Of(d.Deleted):
		r.find("deleted by", whoOf(told))
	case err == nil:
		r.find("deleted by", "CloudTrail has no event of it")
		which := map[bool]string{true: "an earlier", false: "a later"}[told.At.Before(d.Deleted)]
		r.find("", "it has one of "+which+" deletion, of "+ui.Exact(told.At)+", by "+whoOf(told))
	case errors.Is(err, backend.ErrNotFound):
		r.find("deleted by", "CloudTrail has no event of it")
	default:
		r.find("deleted by", "not known: "+err.Error()+" ("+hintOf(err)+")")
	}
	r.find("recreating", "blocked: the name stays taken until the deletion is over. Restore it, then change its value")
	r.next("Bring it back, with its value and versions", c.own(d.ARN, "restore", d.ARN))
	c.nextAWS(r, "Or give it up and free the name: gone for good, no way back", d.ARN, "delete-secret", "--secret-id", d.ARN, "--force-delete-without-recovery")
}

// whoOf is the caller of an audit event.
func whoOf(a backend.Audit) string {
	return strings.Join(slices.DeleteFunc([]string{cmp.Or(a.By, "somebody it does not name"), "from " + a.From, "with " + a.Agent},
		func(s string) bool { return s == "from " || s == "with " }), " ")
}

func (c *command) versions(r *report, s backend.Secret, now time.Time) {
	if len(s.Stages) == 0 {
		r.ill()
		r.find("versions", "none: it has no value yet")
		if s.Deleted.IsZero() {
			c.nextAWS(r, "Give it a value", s.ARN, "put-secret-value", "--secret-id", s.ARN, "--secret-string", "file://value.txt")
		}
		return
	}
	var lines []string
	current := ""
	for id, labels := range s.Stages {
		slices.Sort(labels)
		lines = append(lines, strings.Join(labels, " ")+"  "+id)
		if slices.Contains(labels, backend.Current) {
			current = id
		}
	}
	slices.Sort(lines)
	for i, l := range lines {
		r.find(map[bool]string{true: "versions"}[i == 0], l)
	}
	for _, off := range backend.LeftLabels(s.Stages) {
		r.ill()
		r.find("", off.Label+" was left on version "+off.From+" by a save that did not come to its end, if none is under way. Readers do not see it")
		if !c.demo {
			r.next("Take that label off, with a role that may move labels (secretsmanager:UpdateSecretVersionStage)", c.Backend.Where().TakesOff(s.ARN, off))
		}
		r.next("Look at its versions (3); x takes the label off there", c.own(s.ARN, "", backend.Option("--filter", s.Name)...))
	}
	if current == "" {
		r.ill()
		r.find("", "no version is AWSCURRENT, so a plain read fails")
	}
	switch turn, is := backend.TurnOf(s, nil, false); {
	case is && turn.Stuck(now):
		r.ill()
		r.find("", "AWSPENDING is on a version of its own, "+turn.Version+": a rotation is stuck since "+ui.Exact(turn.Begun)+" or before")
		c.nextAWS(r, "End it, and then take AWSPENDING off that version; X in the Rotation tab does both", s.ARN, "cancel-rotate-secret", "--secret-id", s.ARN)
	case is:
		r.find("", "AWSPENDING is on a version of its own, "+turn.Version+": a rotation is running since "+ui.Exact(turn.Begun)+" or before")
	}
}

func (c *command) owners(r *report, d backend.Detail) {
	if d.OwningService != "" {
		r.find("managed by", d.OwningService+": change it through that service")
	}
	var replicas []string
	for _, rep := range d.Replicas {
		replicas = append(replicas, rep.Region+" "+rep.Status)
		if rep.Status == "Failed" {
			r.ill()
		}
	}
	for _, at := range d.CrossReplicas {
		replicas = append(replicas, "account "+backend.AccountOf(at.ARN)+" "+at.Status)
		if at.Status == backend.ReplicaFailed || at.Status == backend.Detached {
			r.ill()
		}
	}
	switch {
	case len(replicas) > 0:
		r.find("replicas", strings.Join(replicas, ", "))
	case d.PrimaryARN != "":
		r.find("replica", "its primary is "+d.PrimaryARN+", "+d.Primary.Status+"; change it there")
	case d.IsReplica():
		r.find("replica", "its primary is in "+d.PrimaryRegion+"; change it there")
	}
}

// noVersion is a version id that no secret has.
const noVersion = "00000000-0000-4000-8000-000000000000"

// readability tells whether this role may read the value, and whether its key works. Permission is asked for with a
// version that does not exist: the service checks it first, and nothing is decrypted.
func (c *command) readability(ctx context.Context, r *report, id string, s backend.Secret) {
	key := s.KMSKey
	switch {
	case s.ARN == "": // not described
		key = "its key, whichever it is,"
	case key == "":
		key = "aws/secretsmanager"
	}
	at := backend.VersionRef{ID: noVersion}
	if c.read {
		at = backend.VersionRef{Stage: backend.Current}
	}
	got, err := c.Backend.Reveal(ctx, id, at)
	got.Value.Wipe()
	switch {
	case errors.Is(err, backend.ErrDenied):
		r.ill()
		r.find("may be read", "no: "+hintOf(err))
		return
	case errors.Is(err, backend.ErrKMS):
		r.ill()
		r.find("may be read", "yes")
		r.find("key", key+" cannot be used: "+hintOf(err))
		c.nextKey(r, id, s.KMSKey)
		return
	case errors.Is(err, backend.ErrPendingDeletion):
		r.find("may be read", "this role is let through, but not before the secret is restored")
	case c.read && err != nil:
		r.ill()
		r.find("may be read", "no: "+err.Error())
		return
	case c.read:
		r.find("may be read", "yes: it was read once and wiped ("+c.decrypts()+", recorded by AWS)")
		r.find("key", key+" works")
		return
	case err == nil, errors.Is(err, backend.ErrNoValue), errors.Is(err, backend.ErrState), errors.Is(err, backend.ErrNotFound), errors.Is(err, backend.ErrInvalid), errors.Is(err, backend.ErrConflict):
		r.find("may be read", "yes, as far as can be told without reading it")
	default:
		r.unsure()
		r.find("may be read", "not known: "+whole(err))
	}
	r.find("key", strings.TrimSuffix(key, ",")+"; whether it works is not tested: --read reads the value once, and wipes it")
}
