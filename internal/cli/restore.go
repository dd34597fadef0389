package cli

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"strongroom/backend"
	"strongroom/ui"
)

func (m Machine) restore() *cobra.Command {
	run := m.runbook()
	c := &cobra.Command{
		Use: "restore NAME...", DisableFlagsInUseLine: true,
		Short: "bring secrets back; exit status 0 only if all came back",
		Long: "Brings secrets back that are scheduled for deletion, each by its name or ARN, and tells of their rotation.\n" +
			"No value is read. The exit status is 0 only if all came back.\n" + onlyNames,
		Args: named(func(n int) bool { return n > 0 }, "strongroom restore needs the name or the ARN of at least one secret"),
		RunE: run.does(run.restoreAll),
	}
	f := c.Flags()
	f.SortFlags = false
	f.BoolVar(&run.unlock, "unlock", false, "also where a rule of the configuration makes a secret read-only")
	run.flags(f)
	return c
}

// restoreAll brings secrets back, one after the other, and says what came back. Whoever stops reading that stops no secret from
// coming back: what cannot be told is a failure at the end.
func (c *command) restoreAll(ctx context.Context, names []string) {
	unread := make(chan os.Signal, 1)
	signal.Notify(unread, syscall.SIGPIPE)
	defer signal.Stop(unread)
	c.learnRules(ctx, names)
	for _, name := range names {
		if ctx.Err() != nil || !c.restoreOne(ctx, name) {
			c.failed = true
			c.say("stopped before " + name)
			return
		}
	}
}

// restoreOne brings one back. It has not begun where it was stopped before.
func (c *command) restoreOne(ctx context.Context, name string) (begun bool) {
	c.Journal.Typed(name)
	before, err := c.Backend.Describe(ctx, name)
	if ctx.Err() != nil {
		return false
	}
	if err == nil && backend.SiteOf(name) == (backend.Site{}) { // names are sought here
		c.here = backend.SiteOf(before.ARN)
	}
	if err == nil && before.Deleted.IsZero() {
		c.print(ui.Text(before.Name) + c.elsewhere(before.ARN) + "  not scheduled for deletion, nothing to restore · rotation " + rotationWord(before.Rotation))
		return true
	}
	id := name
	if err == nil {
		id = before.ARN
	}
	if err := c.Backend.Restore(ctx, id); err != nil {
		c.fail(err)
		switch {
		case backend.MayHaveHappened(err):
			c.say("whether " + backend.TypedID(name) + c.elsewhere(id) + " came back is not known: " + c.own(id, "doctor", "--", id) + " looks")
		case errors.Is(err, backend.ErrNotFound) && backend.SiteOf(name) == (backend.Site{}):
			c.say("  it is not in " + c.Backend.Where().Region + ": " + c.own("", "deleted", "--all-regions") + " looks in the other regions")
		}
		return true
	}
	after, err := c.Backend.Describe(ctx, id)
	if err != nil {
		c.print(ui.Text(backend.TypedID(name)) + c.elsewhere(name) + "  restored")
		c.say("reading it again failed, so its rotation is not known: " + whole(err))
		return true
	}
	if !after.Deleted.IsZero() {
		c.failed = true
		c.say(after.Name + c.elsewhere(after.ARN) + " is still scheduled for deletion although the restore was accepted: run it again")
		return true
	}
	c.print(ui.Text(after.Name) + c.elsewhere(after.ARN) + "  restored · rotation " + rotationWord(after.Rotation) + " · value not tested")
	return true
}

func rotationWord(r backend.Rotation) string {
	switch {
	case r.Enabled:
		return "on"
	case r.Configured:
		return "off (the deletion ended it: switch it on again)"
	}
	return "never set up"
}
