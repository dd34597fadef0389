package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

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
	Name     string    `json:"name"`
	Healthy  bool      `json:"healthy"`
	Findings []finding `json:"findings"`
	// Next are commands to type, the most useful first, and what each does.
	Next []step `json:"next"`
}

type step struct {
	Command string `json:"command"`
	Does    string `json:"does"`
}

func (r *report) find(about, says string) { r.Findings = append(r.Findings, finding{about, says}) }

func (r *report) next(does, command string) { r.Next = append(r.Next, step{command, does}) }

// doctorCommand says what is the matter with one secret, and what to do next. It reads no value unless --read asks for it.
func (c *command) doctorCommand(ctx context.Context) {
	c.learnAccount(ctx)
	r := &report{Name: backend.TypedID(c.names[0]), Healthy: true}
	c.examine(ctx, r, c.names[0])
	c.failed = c.failed || !r.Healthy
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
	c.journal.Typed(id)
	asked := time.Now()
	d, err := c.journal.Describe(ctx, id)
	skew := backend.Skew(0, d.At, backend.Trip{Sent: asked, Came: time.Now()})
	c.whereabouts(ctx, r)
	switch {
	case errors.Is(err, backend.ErrNotFound):
		c.notThere(r, id)
		return
	case errors.Is(err, backend.ErrDenied):
		r.Healthy = false
		r.find("exists", "not known: this role may not describe it ("+backend.Hint(err)+")")
		c.readability(ctx, r, id, backend.Secret{Name: r.Name})
		return
	case err != nil:
		r.Healthy = false
		r.find("exists", "not known: "+err.Error()+". "+backend.Hint(err))
		return
	}
	r.Name = d.Name
	r.find("exists", "yes")
	r.find("arn", d.ARN)
	now := time.Now().Add(skew)
	if d.Deleted.IsZero() {
		r.find("deletion", "not scheduled")
	} else {
		c.buried(ctx, r, d, now)
	}
	c.versions(r, d.Secret)
	r.find("rotation", rotationWord(d.Rotation))
	c.owners(r, d)
	c.readability(ctx, r, d.ARN, d.Secret)
	if d.Deleted.IsZero() {
		r.find("recreating", "not possible: the name is taken by this secret. Its value can be changed, or it can be deleted")
		if r.Healthy {
			r.next("Nothing needs mending. See it", c.line("")+" --filter "+shellWord(d.Name))
		}
	}
}

// whereabouts say whom was asked, since the wrong place is the commonest reason for "not found".
func (c *command) whereabouts(ctx context.Context, r *report) {
	who, err := c.journal.Identity(ctx)
	w := c.journal.Where()
	text := w.Region
	if err == nil {
		text = "account " + who.Account + " · " + text + " · as " + who.ARN
	}
	if w.Profile != "" {
		text += " · profile " + w.Profile
	}
	r.find("asked", text)
}

func (c *command) notThere(r *report, id string) {
	r.Healthy = false
	r.find("exists", "no, not in this account and region; and it is not scheduled for deletion either")
	r.find("recreating", "nothing blocks the name here. Right after a deletion for good it may take a minute")
	r.next("See whether it was deleted in another region", c.line("deleted")+" --all-regions")
	names := backend.Readings(id)
	for _, name := range names {
		does := "Create it"
		if len(names) > 1 {
			does += ", where " + name + " is the whole name"
		}
		r.next(does, c.awsLine()+" secretsmanager create-secret --name "+shellWord(name)+" --secret-string file://value.txt")
	}
}

// buried tells of a deletion: until when, by whom, and how back.
func (c *command) buried(ctx context.Context, r *report, d backend.Detail, now time.Time) {
	r.Healthy = false
	told, err := c.trail.LookUpDeletion(ctx, d.Secret)
	if err == nil && told.Of(d.Deleted) {
		_ = c.ends.Remember(d.ARN, d.Deleted, told.End) // what cannot be written down is known now all the same
	}
	dl := c.deadline(d.Secret, now)
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
		r.find("deleted by", "not known: "+err.Error()+" ("+backend.Hint(err)+")")
	}
	r.find("recreating", "blocked: the name stays taken until the deletion is over. Restore it, then change its value")
	r.next("Bring it back, with its value and versions", c.line("restore")+" "+shellWord(d.Name))
	r.next("Or give it up and free the name: gone for good, no way back", c.awsLine()+" secretsmanager delete-secret --secret-id "+shellWord(d.Name)+" --force-delete-without-recovery")
}

// whoOf is the caller of an audit event.
func whoOf(a backend.Audit) string {
	return strings.Join(slices.DeleteFunc([]string{cmp.Or(a.By, "somebody it does not name"), "from " + a.From, "with " + a.Agent},
		func(s string) bool { return s == "from " || s == "with " }), " ")
}

func (c *command) versions(r *report, s backend.Secret) {
	if len(s.Stages) == 0 {
		r.Healthy = false
		r.find("versions", "none: it has no value yet")
		if s.Deleted.IsZero() {
			r.next("Give it a value", c.awsLine()+" secretsmanager put-secret-value --secret-id "+shellWord(s.Name)+" --secret-string file://value.txt")
		}
		return
	}
	var lines []string
	pending, current := "", ""
	for id, labels := range s.Stages {
		slices.Sort(labels)
		lines = append(lines, strings.Join(labels, " ")+"  "+id)
		if slices.Contains(labels, backend.Current) {
			current = id
		}
		if slices.Contains(labels, backend.Pending) {
			pending = id
		}
	}
	slices.Sort(lines)
	for i, l := range lines {
		r.find(map[bool]string{true: "versions"}[i == 0], l)
	}
	if current == "" {
		r.Healthy = false
		r.find("", "no version is AWSCURRENT, so a plain read fails")
	}
	if pending != "" && pending != current {
		r.Healthy = false
		r.find("", "AWSPENDING is on a version of its own: a rotation is running or stuck")
		r.next("End a stuck rotation", c.awsLine()+" secretsmanager cancel-rotate-secret --secret-id "+shellWord(s.Name))
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
			r.Healthy = false
		}
	}
	if len(replicas) > 0 {
		r.find("replicas", strings.Join(replicas, ", "))
	} else if d.IsReplica() {
		r.find("replica", "its primary is in "+d.PrimaryRegion+"; change it there")
	}
}

// noVersion is a version id that no secret has.
const noVersion = "00000000-0000-4000-8000-000000000000"

// readability tells whether this role may read the value, and whether its key works. Permission is asked for with a
// version that does not exist: the service checks it first, and nothing is decrypted.
func (c *command) readability(ctx context.Context, r *report, id string, s backend.Secret) {
	key := s.KMSKey
	if key == "" {
		key = "aws/secretsmanager"
	}
	at := backend.VersionRef{ID: noVersion}
	if c.read {
		at = backend.VersionRef{Stage: backend.Current}
	}
	got, err := c.journal.Reveal(ctx, id, at)
	got.Value.Wipe()
	switch {
	case errors.Is(err, backend.ErrDenied):
		r.Healthy = false
		r.find("may be read", "no: "+backend.Hint(err))
		return
	case errors.Is(err, backend.ErrKMS):
		r.Healthy = false
		r.find("may be read", "yes")
		r.find("key", key+" cannot be used: "+backend.Hint(err))
		r.next("Look at the key", c.awsLine()+" kms describe-key --key-id "+shellWord(key))
		return
	case errors.Is(err, backend.ErrPendingDeletion):
		r.find("may be read", "this role is let through, but not before the secret is restored")
	case c.read && err != nil:
		r.Healthy = false
		r.find("may be read", "no: "+err.Error())
		return
	case c.read:
		r.find("may be read", "yes: it was read once and wiped ("+c.decrypts()+", recorded by AWS)")
		r.find("key", key+" works")
		return
	case err == nil, errors.Is(err, backend.ErrNoValue), errors.Is(err, backend.ErrState), errors.Is(err, backend.ErrNotFound), errors.Is(err, backend.ErrInvalid), errors.Is(err, backend.ErrConflict):
		r.find("may be read", "yes, as far as can be told without reading it")
	default:
		r.find("may be read", "not known: "+err.Error())
	}
	r.find("key", key+"; whether it works is not tested: --read reads the value once, and wipes it")
}

// decrypts is how many values this run has read.
func (c *command) decrypts() string {
	switch n, doubtful := c.journal.Decrypts(), c.journal.Doubtful(); {
	case doubtful > 0:
		return fmt.Sprintf("up to %d decrypts, since answers got lost", n)
	case n > 1:
		return fmt.Sprintf("%d decrypts", n)
	}
	return "one decrypt"
}

// line is this program with the same place as now.
func (c *command) line(sub string) string {
	return strings.TrimRight("strongroom "+sub, " ") + c.flags(c.demo)
}

func (c *command) awsLine() string { return "aws" + c.flags(false) }

func (c *command) flags(demo bool) (text string) {
	if demo {
		text += " --demo"
	}
	for _, f := range [][2]string{{"--profile", c.profile}, {"--region", c.region}, {"--endpoint-url", c.endpoint}} {
		if f[1] != "" {
			text += " " + f[0] + " " + shellWord(f[1])
		}
	}
	return text
}

// shellWord is a word as a shell reads it back.
func shellWord(s string) string {
	const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/_+=.@-:"
	if s != "" && strings.Trim(s, plain) == "" {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
