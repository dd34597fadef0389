package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"strongroom/backend"
)

// levelOf is a level by its name.
func levelOf(name string) (backend.Level, error) {
	if l := backend.Level(name); slices.Contains(backend.Levels(), l) {
		return l, nil
	}
	var names []string
	for _, l := range backend.Levels() {
		names = append(names, string(l))
	}
	return "", errors.New("--policy is one of " + strings.Join(names, ", "))
}

// printPolicy prints the IAM policy of a level, for one secret or for all of the place. Only the account is asked for, where no
// ARN says it.
func (c *command) printPolicy(ctx context.Context, level backend.Level, names []string) {
	of := backend.PolicyFor{Site: backend.Site{Region: c.Backend.Where().Region}}
	if len(names) > 0 {
		of.ID = names[0]
	}
	if backend.AccountOf(of.ID) == "" {
		who, err := c.Backend.Identity(ctx)
		if err != nil {
			c.say("the policy is for any account, since which one this is is not known: " + whole(err))
		}
		of.Account = who.Account
	}
	fmt.Fprint(c.out, harmless([]byte(backend.Policy(level, of))))
}

// tried is one line of what was tried in a run.
type tried struct {
	Action  string `json:"action"`
	On      string `json:"on,omitempty"`
	Allowed bool   `json:"allowed"`
}

// permissions tell what was allowed and refused on the way here.
func (c *command) permissions(r *report) {
	var allowed, refused []string
	for _, t := range c.Permissions.Tried() {
		r.Tried = append(r.Tried, tried{t.Action, t.ID, t.Allowed})
		list := &refused
		if t.Allowed {
			list = &allowed
		}
		if !slices.Contains(*list, t.Action) {
			*list = append(*list, t.Action)
		}
	}
	if len(allowed) > 0 {
		r.find("allowed", strings.Join(allowed, ", "))
	}
	if len(refused) > 0 {
		r.find("refused", strings.Join(refused, ", "))
		id := r.Name
		if r.arn != "" {
			id = r.arn
		}
		r.next("See the policy that a role needs to read it", c.own(id, "doctor", "--policy", string(backend.LevelRead), "--", id))
	}
}
