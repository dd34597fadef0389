package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/backendtest"
	"strongroom/backend/disk"
	"strongroom/internal/tools"
	"strongroom/ui"
)

// outsiders are services that have only outside text to say, in answers and in errors.
func outsiders() map[string]backendtest.Outsider {
	all := map[string]backendtest.Outsider{"answers": {}, "everywhere": {Everywhere: true}}
	for _, method := range []string{"List", "Describe", "Restore", "Versions", "Reveal", "Identity", "LookUpDeletion", "AccountRegions"} {
		for _, kind := range []error{backend.ErrDenied, backend.ErrNotFound, backend.ErrExpired, backend.ErrKMS} {
			all[method+": "+kind.Error()] = backendtest.Outsider{Fails: func(m string) error {
				if m != method {
					return nil
				}
				return &backend.Error{Op: "fail", Kind: kind}
			}}
		}
	}
	return all
}

// at is a command in a place behind an outsider.
func (s *shell) at(o backendtest.Outsider) *command {
	o.In = aws.Open(aws.Options{Transport: s.server.Transport(), Region: "eu-west-1"})
	regions := backend.NewRegions(o, func(string) backend.Backend { return o }, func(string) []string { return []string{"eu-west-1" + backendtest.Outside} })
	journal := backend.NewJournal(regions, time.Now)
	regions.AskAccount(journal, time.Now)
	ends, err := disk.OpenEnds("")
	if err != nil {
		s.t.Fatal(err)
	}
	return &command{read: true, Place: &backend.Place{Backend: backend.Certain(journal, time.Now), Journal: journal, Regions: regions, Guard: backend.NewGuard(nil, regions.Where),
		Trail: journal.Audited(regions), Log: journal.Logged(regions), Ends: ends, Permissions: journal.Permissions()}}
}

// works are what the commands do, to secrets of every kind.
func works() map[string]func(c *command, ctx context.Context) {
	all := map[string]func(c *command, ctx context.Context){
		"deleted": func(c *command, ctx context.Context) { c.listDeleted(ctx, false) },
		"a policy": func(c *command, ctx context.Context) {
			c.printPolicy(ctx, backend.LevelRead, []string{"prod/" + backendtest.Outside})
		},
		"deleted everywhere": func(c *command, ctx context.Context) { c.listDeleted(ctx, true) },
	}
	for _, name := range []string{"prod/payments/stripe", "tmp/loadtest", "prod/finance/ledger-export", "shared/edge/cdn-signing", "prod/billing/db", "no/such" + backendtest.Outside} {
		all["doctor "+name] = func(c *command, ctx context.Context) { c.diagnose(ctx, []string{name}) }
	}
	for _, name := range []string{"prod/orders/db", "prod/payments/stripe", "no/such" + backendtest.Outside} {
		all["restore "+name] = func(c *command, ctx context.Context) { c.restoreAll(ctx, []string{name}) }
	}
	return all
}

func TestEveryTextFromOutsideComesThroughTheDoor(t *testing.T) {
	s := newShell(t)
	all := outsiders()
	for i, name := range slices.Sorted(maps.Keys(all)) {
		o := all[name]
		if o.Fails != nil && (tools.LeavesOut(i, 4) || tools.Spares(i/4, 2)) {
			continue
		}
		for does, work := range works() {
			for _, asJSON := range []bool{false, true} {
				synctest.Test(t, func(t *testing.T) { // what waits before it looks again waits no real time
					var out, messages bytes.Buffer
					c := s.at(o)
					c.json, c.out, c.messages = asJSON, &out, &messages
					work(c, t.Context())
					for _, r := range out.String() + messages.String() {
						if r != '\n' && ui.Text(string(r)) != string(r) {
							t.Fatalf("%s, %s: %U reached the output:\n%q\n%q", name, does, r, out.String(), messages.String())
						}
					}
					if asJSON && strings.HasPrefix(does, "deleted") && o.Fails == nil && !strings.Contains(exactly(t, out.Bytes()), strings.ToValidUTF8(backendtest.Outside, "\ufffd")) {
						t.Errorf("%s, %s: what the service said is not there exactly:\n%s", name, does, out.String())
					}
				})
			}
		}
	}
}

// exactly are all the texts of a JSON document, one after the other.
func exactly(t *testing.T, b []byte) (texts string) {
	t.Helper()
	var v any
	if err := json.Unmarshal(b, &v); err != nil {
		t.Fatalf("%v: %s", err, b)
	}
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case string:
			texts += v
		case []any:
			for _, e := range v {
				walk(e)
			}
		case map[string]any:
			for _, e := range v {
				walk(e)
			}
		}
	}
	walk(v)
	return texts
}

// Whatever the configuration calls a key, and whatever its error quotes, is outside text.
func TestKeysOfTheConfigurationComeThroughTheDoor(t *testing.T) {
	newShell(t)
	dir := filepath.Join(os.Getenv("XDG_CONFIG_HOME"), "strongroom")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"\u0301", "\u3164", "\u202e", "\u009b", "\u001b", "ctrl+\u009b", "alt+\u0301", "é"} {
		text := fmt.Sprintf("[keys]\nrestore = [%q]\n", key)
		if err := os.WriteFile(filepath.Join(dir, "config.toml"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		out, messages, _ := typed("--keys")
		for line := range strings.Lines(out + messages) {
			if line = strings.TrimSuffix(line, "\n"); ui.Text(line) != line {
				t.Errorf("%q: the output has the line %q", key, line)
			}
		}
		if !strings.Contains(out+messages, "restore") {
			t.Errorf("%q: it says\n%s%s", key, out, messages)
		}
	}
}
