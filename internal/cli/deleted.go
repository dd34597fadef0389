package cli

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"strongroom/backend"
	"strongroom/ui"
)

// tombstone is a row of strongroom deleted.
type tombstone struct {
	Name   string `json:"name"`
	ARN    string `json:"arn"`
	Region string `json:"region"`
	// Deleted is null where it is not known.
	Deleted *string `json:"deleted"`
	// Earliest and Latest are equal where the end of the window is known.
	Earliest    string `json:"earliest_end"`
	Latest      string `json:"latest_end"`
	Exact       bool   `json:"exact"`
	Phase       string `json:"phase"`
	SecondsLeft int64  `json:"seconds_left"`

	deadline backend.Deadline
	now      time.Time
}

func (m Machine) deleted() *cobra.Command {
	run := m.runbook()
	allRegions := false
	c := &cobra.Command{
		Use: "deleted [--json] [--all-regions]", DisableFlagsInUseLine: true,
		Short: "what is scheduled for deletion, most urgent first",
		Long: "Lists what is scheduled for deletion, most urgent first, with what is certain of each one's end.\n" +
			"The exit status is 0 only if all of it could be listed.",
		Args: named(func(n int) bool { return n == 0 }, "strongroom deleted takes no names"),
		RunE: run.does(func(ctx context.Context, _ []string) { run.listDeleted(ctx, allRegions) }),
	}
	f := c.Flags()
	f.SortFlags = false
	f.BoolVar(&run.json, "json", false, "for a program to read")
	f.BoolVar(&allRegions, "all-regions", false, "in all regions of the account, or in those that the configuration names")
	run.flags(f)
	return c
}

// listDeleted lists what is scheduled for deletion, most urgent first.
func (c *command) listDeleted(ctx context.Context, allRegions bool) {
	regions, where := []string{""}, c.Backend.Where().Region
	switch {
	case allRegions && c.lost != nil:
		regions = nil
		c.fail(c.lost)
	case allRegions:
		regions = c.allRegions(ctx)
		where = fmt.Sprintf("any of %d regions", len(regions))
	}
	rows := c.tombstones(ctx, regions)
	slices.SortFunc(rows, func(a, b tombstone) int {
		return cmp.Or(a.deadline.Earliest.Compare(b.deadline.Earliest), strings.Compare(a.Name, b.Name), strings.Compare(a.ARN, b.ARN))
	})
	if c.json {
		if len(rows) == 0 && c.failed { // null: it is not known
			rows = nil
		}
		c.printJSON(rows)
		return
	}
	if len(rows) == 0 {
		if !c.failed {
			c.say("nothing is scheduled for deletion in " + where)
		}
		return
	}
	table := [][]string{{"NAME", "REGION", "DEADLINE", "DELETED"}}
	for _, r := range rows {
		deleted := "unknown"
		if !r.deadline.Deleted.IsZero() {
			deleted = r.deadline.Deleted.UTC().Format("2006-01-02 15:04 UTC")
		}
		table = append(table, []string{ui.Text(r.Name), ui.Text(r.Region), ui.Countdown(r.deadline, r.now), deleted})
	}
	c.print(columns(table)...)
}

// allRegions are the regions that may hold secrets. It says which ones are left out, and where it is not the account that tells.
func (c *command) allRegions(ctx context.Context) []string {
	off, err := c.Regions.Survey(ctx)
	names := c.Regions.Names()
	switch {
	case err != nil:
		c.say(err.Error() + strings.TrimRight("\n  "+hintOf(err), " \n") + fmt.Sprintf("\n  so the %d regions are asked that this version knows, whether the account has enabled them or not", len(names)))
	case len(off) > 0:
		c.say(fmt.Sprintf("%s not enabled for this account, and not asked: %s", areRegions(len(off)), strings.Join(off, ", ")))
	}
	return names
}

func areRegions(n int) string {
	if n == 1 {
		return "1 region is"
	}
	return fmt.Sprintf("%d regions are", n)
}

// tombstones lists the regions, a bounded number at once. A region that fails is told of, and the others stay good.
func (c *command) tombstones(ctx context.Context, regions []string) []tombstone {
	const atOnce = 6
	rows, turn := []tombstone{}, make(chan struct{}, atOnce)
	skews := map[string]time.Duration{}
	found := map[string][]backend.Secret{}
	var group sync.WaitGroup
	var mu sync.Mutex
	for _, region := range regions {
		group.Go(func() {
			turn <- struct{}{}
			defer func() { <-turn }()
			secrets, skew, err := c.buriedIn(ctx, region)
			mu.Lock()
			defer mu.Unlock()
			found[region], skews[region] = secrets, skew
			if err != nil {
				if region != "" {
					c.say(region + ":")
				}
				c.fail(err)
			}
		})
	}
	group.Wait()
	for region, secrets := range found {
		for _, s := range secrets {
			rows = append(rows, c.tombstone(s, time.Now().Add(skews[region])))
		}
	}
	return rows
}

// buriedIn is what is scheduled for deletion in a region, as far as it could be listed, and how far its clock is ahead.
func (c *command) buriedIn(ctx context.Context, region string) (found []backend.Secret, skew time.Duration, err error) {
	defer func() {
		if recover() != nil {
			err = &backend.Error{Op: backend.OpList.Words(), Kind: backend.ErrInternal}
		}
	}()
	for page, err := range c.Backend.List(ctx, backend.Query{SortBy: backend.SortName, Region: region}) {
		if err != nil {
			return found, skew, err
		}
		skew = backend.Skew(skew, page.At, page.Trip)
		for _, s := range page.Secrets {
			if !s.Deleted.IsZero() {
				found = append(found, s)
			}
		}
	}
	return found, skew, nil
}

func (c *command) tombstone(s backend.Secret, now time.Time) tombstone {
	d := c.Deadline(s, now)
	t := tombstone{Name: s.Name, ARN: s.ARN, Region: cmp.Or(backend.RegionOf(s.ARN), c.Backend.Where().Region),
		Earliest: stampOf(d.Earliest), Latest: stampOf(d.Latest), Exact: d.Exact(),
		SecondsLeft: int64(d.Left(now) / time.Second), deadline: d, now: now}
	if !d.Deleted.IsZero() {
		at := stampOf(d.Deleted)
		t.Deleted = &at
	}
	t.Phase = map[backend.Phase]string{backend.Safe: "safe", backend.AnyMoment: "any-moment", backend.Overdue: "overdue"}[d.Phase(now)]
	return t
}

func stampOf(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// columns lines up a table of safe texts.
func columns(rows [][]string) (out []string) {
	var widths []int
	for _, r := range rows {
		for i, cell := range r {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], ui.Width(cell))
		}
	}
	for _, r := range rows {
		var line strings.Builder
		for i, cell := range r {
			line.WriteString(cell + strings.Repeat(" ", widths[i]-ui.Width(cell)+2))
		}
		out = append(out, strings.TrimRight(line.String(), " "))
	}
	return out
}
