package cli

import (
	"encoding/json"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"

	"strongroom/backend/local"
	"strongroom/internal/tools"
)

// zero is what claims that there are none, or that something never was.
var zero = regexp.MustCompile(`nothing (is scheduled|to restore|blocks)|not scheduled|\bnone\b|\bnever\b|\[\]`)

func TestWhatIsNotKnownIsNullAndNeverNone(t *testing.T) {
	denied := map[string]bool{"ListSecrets": true, "DescribeSecret": true, "GetSecretValue": true, "RestoreSecret": true}
	for name, sets := range map[string]func(*local.Server){
		"denied":  func(s *local.Server) { s.Set(func(k *local.Knobs) { k.Deny = denied }) },
		"expired": func(s *local.Server) { s.Set(func(k *local.Knobs) { k.Expired = true }) },
		"unreachable": func(s *local.Server) {
			s.Set(func(k *local.Knobs) { k.Faults = []local.Fault{{Kind: local.Reset, N: -1}} })
		},
		"malformed": func(s *local.Server) {
			s.Set(func(k *local.Knobs) { k.Faults = []local.Fault{{Kind: local.HTMLOK, N: -1}} })
		},
		"partial": func(s *local.Server) {
			var pages atomic.Int32
			s.Set(func(k *local.Knobs) {
				k.PageSize = 3
				k.OnCall = func(op, _ string) {
					if op == "ListSecrets" && pages.Add(1) == 3 {
						s.Set(func(k *local.Knobs) { k.Deny = denied })
					}
				}
			})
		},
	} {
		for i, args := range [][]string{{"deleted"}, {"deleted", "--all-regions"}, {"deleted", "--json"}, {"deleted", "--json", "--all-regions"}} {
			if tools.Spares(i, 2) {
				continue
			}
			s := newShell(t)
			configure(t, "regions = [\"eu-west-1\"]\n")
			sets(s.server)
			s.types(args...).exits(1)
			if said := zero.FindString(s.out + s.err); said != "" {
				t.Errorf("%s: %v says %q:\n%s%s", name, args, said, s.out, s.err)
			}
			if args[len(args)-1] != "deleted" && args[1] == "--json" && strings.TrimSpace(s.out) != "null" && (name != "partial" || strings.TrimSpace(s.out) == "[]") {
				t.Errorf("%s: %v prints %s", name, args, s.out) // of a part those are told that it has
			}
		}
		s := newShell(t)
		sets(s.server)
		if name == "partial" {
			continue // one secret has no parts
		}
		s.types("doctor", "prod/orders/db").exits(1)
		if said := zero.FindString(s.out + s.err); said != "" {
			t.Errorf("%s: doctor says %q:\n%s%s", name, said, s.out, s.err)
		}
		s.types("doctor", "--json", "prod/orders/db").exits(1)
		var r struct{ Healthy *bool }
		if err := json.Unmarshal([]byte(s.out), &r); err != nil || (r.Healthy == nil) != (name != "denied") {
			t.Errorf("%s: doctor prints %s", name, s.out)
		}
		s.types("restore", "prod/orders/db").exits(1)
		if said := zero.FindString(s.out + s.err); said != "" {
			t.Errorf("%s: restore says %q:\n%s%s", name, said, s.out, s.err)
		}
	}
}

func TestThatThereAreNoneIsAnEmptyList(t *testing.T) {
	s := newShell(t)
	s.types("deleted", "--json").exits(0)
	var all []struct{ Deleted *string }
	if err := json.Unmarshal([]byte(s.out), &all); err != nil || len(all) != 5 || all[0].Deleted == nil {
		t.Fatalf("it prints %s: %v", s.out, err)
	}
	t.Setenv("AWS_REGION", "sa-east-1")
	s.types("deleted").exits(0).says("nothing is scheduled for deletion in sa-east-1")
	if s.types("deleted", "--json").exits(0); strings.TrimSpace(s.out) != "[]" {
		t.Errorf("where there are none it prints %s", s.out)
	}
	if s.types("doctor", "--json", "no/such").exits(1); !strings.Contains(s.out, `"healthy": false`) {
		t.Errorf("of what is not there it prints %s", s.out)
	}
}
