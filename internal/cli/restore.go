package cli

import (
	"context"
	"strongroom/backend"
	"strongroom/ui"
)

// restoreCommand brings secrets back, one after the other, and says what came back.
func (c *command) restoreCommand(ctx context.Context) {
	c.learnRules(ctx)
	for _, name := range c.names {
		if ctx.Err() != nil {
			c.failed = true
			c.say("stopped before " + name)
			return
		}
		c.restoreOne(ctx, name)
	}
}

func (c *command) restoreOne(ctx context.Context, name string) {
	c.journal.Typed(name)
	before, err := c.backend.Describe(ctx, name)
	if err == nil && before.Deleted.IsZero() {
		c.print(ui.Text(before.Name) + "  not scheduled for deletion, nothing to restore · rotation " + rotationWord(before.Rotation))
		return
	}
	id := name
	if err == nil {
		id = before.ARN
	}
	if err := c.backend.Restore(ctx, id); err != nil {
		c.fail(err)
		return
	}
	after, err := c.backend.Describe(ctx, id)
	if err != nil {
		c.print(ui.Text(backend.TypedID(name)) + "  restored")
		c.say("reading it again failed, so its rotation is not known: " + err.Error())
		return
	}
	if !after.Deleted.IsZero() {
		c.failed = true
		c.say(after.Name + " is still scheduled for deletion although the restore was accepted: run it again")
		return
	}
	c.print(ui.Text(after.Name) + "  restored · rotation " + rotationWord(after.Rotation) + " · value not tested")
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
