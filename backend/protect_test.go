package backend

import (
	"context"
	"errors"
	"iter"
	"reflect"
	"strings"
	"testing"
)

const secretARN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:"

// shelfOf is a backend that tells of secrets, and where every write succeeds and is counted.
type shelfOf struct {
	nothing
	secrets []Secret
}

func (s *shelfOf) List(context.Context, Query) iter.Seq2[Page, error] {
	return func(yield func(Page, error) bool) { yield(Page{Secrets: s.secrets}, nil) }
}

func (s *shelfOf) Describe(context.Context, string) (Detail, error) {
	return Detail{Secret: s.secrets[0]}, nil
}

// writesTo calls every write of the port on an id, and tells which were let through.
func writesTo(be Backend, id string) (through, refused []string) {
	const reads = " List Describe Reveal RevealMany Versions RandomPassword Policy Policies PolicyNamed ValidatePolicy Identity Where "
	for i := range reflect.TypeFor[Backend]().NumMethod() {
		name := reflect.TypeFor[Backend]().Method(i).Name
		method := reflect.ValueOf(be).MethodByName(name)
		if strings.Contains(reads, " "+name+" ") || name == "Create" {
			continue
		}
		args := []reflect.Value{reflect.ValueOf(context.Background()), reflect.ValueOf(id)}
		for i := 2; i < method.Type().NumIn(); i++ {
			args = append(args, reflect.Zero(method.Type().In(i)))
		}
		out := method.Call(args)
		if err, _ := out[len(out)-1].Interface().(error); errors.Is(err, ErrReadOnly) {
			refused = append(refused, name)
		} else {
			through = append(through, name)
		}
	}
	return through, refused
}

func readOnlyRule(name string) *Guard {
	return NewGuard([]Protection{{Name: name, ReadOnly: true}}, func() Where { return Where{} })
}

func TestAReadOnlyRuleHoldsForEveryFormOfAnID(t *testing.T) {
	for _, c := range []struct{ rule, id string }{
		{"prod/db-master", "prod/db-master"},
		{"prod/db-master", secretARN + "prod/db-master-Ab12Cd"},
		{"prod/db-master", secretARN + "prod/db-master"}, // its last part looks like the suffix
		{"prod/*-master", secretARN + "prod/db-master"},
		{"**-v20231", secretARN + "team/cert-v20231"},
		{"prod/db", secretARN + "prod/db-master"}, // it may be the whole ARN of prod/db
		{"prod/db", secretARN + "prod/db"},
		{"x", "arn:aws-cn:secretsmanager:cn-north-1:123456789012:secret:x-Ab12Cd"},
	} {
		be := &shelfOf{}
		if through, refused := writesTo(Gated(be, readOnlyRule(c.rule)), c.id); len(through) > 0 || len(refused) < 13 || be.calls > 0 {
			t.Errorf("%s: a write to %s passes: %q (%d calls)", c.rule, c.id, through, be.calls)
		}
	}
}

func TestAnARNThatTheServiceToldHasOneReading(t *testing.T) {
	s := Secret{Name: "legacy", ARN: secretARN + "legacy-Ab12Cd"}
	other := Secret{Name: "legacy-x", ARN: secretARN + "legacy-x-Ab12Cd"}
	for what, learn := range map[string]func(Backend) error{
		"listed":    func(be Backend) error { return call(be, "List") },
		"described": func(be Backend) error { return call(be, "Describe") },
	} {
		be := Gated(&shelfOf{secrets: []Secret{s, other}}, readOnlyRule("legacy-*"))
		if through, _ := writesTo(be, s.ARN); len(through) > 0 {
			t.Errorf("before it is %s it may be a partial ARN of a locked secret, and %q pass", what, through)
		}
		if err := learn(be); err != nil {
			t.Fatal(err)
		}
		if _, refused := writesTo(be, s.ARN); len(refused) > 0 {
			t.Errorf("%s, %s is refused by a rule for other names: %q", what, s.Name, refused)
		}
		if through, _ := writesTo(be, other.ARN); len(through) > 0 {
			t.Errorf("%s is locked, and %q pass", other.Name, through)
		}
	}
}

func TestASecretOfWhichOnlyAnIDIsKnownIsProtectedByEachReading(t *testing.T) {
	g := NewGuard([]Protection{{Name: "prod/db-master", ReadOnly: true, TypeName: true}, {Name: "*", ReadOnly: true, TypeName: true}}, func() Where { return Where{} })
	for _, c := range []struct {
		s    Secret
		want bool
	}{
		{Secret{Name: "prod/db-master", ARN: secretARN + "prod/db-master-Ab12Cd"}, true},
		{Secret{Name: "prod/db-master", ARN: secretARN + "prod/db-master"}, true},
		{Secret{Name: "prod/db-master", ARN: "prod/db-master"}, true},
		{Secret{Name: "prod/db", ARN: secretARN + "prod/db-master"}, false}, // told: that is its suffix
		{Secret{Name: "prod/db", ARN: secretARN + "prod/db-Ab12Cd"}, false},
		{Secret{Name: "prod/db"}, false},
	} {
		if g.Locks(c.s) != c.want || g.WantsName(c.s) != c.want {
			t.Errorf("%+v: locked %v, wants its name %v", c.s, g.Locks(c.s), g.WantsName(c.s))
		}
	}
}

func TestOfATypedARNNoNameIsGuessed(t *testing.T) {
	id, listed := secretARN+"prod/db-master", secretARN+"prod/api-Ab12Cd"
	j := NewJournal(ReadOnly(&nothing{}), clock())
	j.Typed(id)
	for arn, name := range map[string]string{id: "prod/db-master", listed: "prod/api"} {
		err := j.Restore(context.Background(), arn)
		if err.Error() != "could not restore "+name+": read-only" || !errors.Is(err, ErrReadOnly) {
			t.Errorf("told %q", err)
		}
		if e := j.Entries(); e[len(e)-1].Called() != name || e[len(e)-1].Err.Error() != err.Error() {
			t.Errorf("entered %+v", e[len(e)-1])
		}
	}
}

const otherARN = "arn:aws:secretsmanager:us-east-1:999988887777:secret:"

func TestARuleHoldsForTheAccountOfTheCallsTarget(t *testing.T) {
	for _, c := range []struct {
		account, session, id string
		locked               bool
	}{
		{"999988887777", "123456789012", otherARN + "prod/db-Ab12Cd", true},
		{"999988887777", "123456789012", otherARN + "prod/db", true},
		{"999988887777", "", otherARN + "prod/db-Ab12Cd", true},
		{"999988887777", "123456789012", secretARN + "prod/db-Ab12Cd", false},
		{"999988887777", "123456789012", "prod/db", false},
		{"999988887777", "999988887777", "prod/db", true},
		{"999988887777", "", "prod/db", true}, // it is not known whose
		{"123456789012", "123456789012", otherARN + "prod/db-Ab12Cd", false},
		{"123456789012", "", otherARN + "prod/db-Ab12Cd", false},
		{"123456789012", "999988887777", secretARN + "prod/db-Ab12Cd", true},
		{"123456789012", "999988887777", "arn:aws:secretsmanager:eu-west-1::secret:prod/db", true}, // nor here
		{"123456789012", "999988887777", "arn:aws:secretsmanager:eu-west-1", true},
	} {
		g := NewGuard([]Protection{{Account: c.account, ReadOnly: true}}, func() Where { return Where{Region: "eu-west-1"} })
		g.Learn(c.session)
		be := &shelfOf{}
		through, refused := writesTo(Gated(be, g), c.id)
		if c.locked && (len(through) > 0 || be.calls > 0 || len(refused) < 13) || !c.locked && len(refused) > 0 {
			t.Errorf("the rule for %s, as %q: to %s %q pass and %q are refused", c.account, c.session, c.id, through, refused)
		}
	}
}

func TestARuleForTheAccountOfEitherEndOfAReplicationHolds(t *testing.T) {
	for account, locked := range map[string]bool{"999988887777": true, "123456789012": true, "210987654321": false} {
		g := NewGuard([]Protection{{Account: account, ReadOnly: true}}, func() Where { return Where{Region: "us-east-1"} })
		g.Learn("123456789012")
		be := &shelfOf{}
		primary := "arn:aws:secretsmanager:us-east-1:123456789012:secret:db-Ab12Cd"
		_, err := Gated(be, g).Associate(t.Context(), primary, Association{Replica: otherARN + "db-Ab12Cd"})
		for _, err := range []error{err, Gated(be, g).Dissociate(t.Context(), primary, otherARN+"db-Ab12Cd")} {
			if errors.Is(err, ErrLocked) != locked {
				t.Errorf("a rule for %s: %v", account, err)
			}
		}
	}
}

func TestANewSecretIsJudgedByTheAccountItIsMadeIn(t *testing.T) {
	for session, locked := range map[string]bool{"123456789012": true, "": true, "999988887777": false} {
		g := NewGuard([]Protection{{Account: "123456789012", ReadOnly: true}}, func() Where { return Where{} })
		g.Learn(session)
		if _, err := Gated(&shelfOf{}, g).Create(context.Background(), NewSecret{Name: "prod/db"}); errors.Is(err, ErrReadOnly) != locked {
			t.Errorf("as %q: %v", session, err)
		}
	}
}

func TestWhatIsUnlockedIsOneAccount(t *testing.T) {
	here, other := secretARN+"a-Ab12Cd", otherARN+"a-Ab12Cd"
	locked := func(g *Guard, id string) bool { return g.Locks(Secret{Name: "a", ARN: id}) }
	for what, c := range map[string]struct {
		does         func(g *Guard)
		here, abroad bool // locked
	}{
		"this place":                     {func(g *Guard) { g.Learn("123456789012"); g.Unlock("") }, false, true},
		"a secret of this place":         {func(g *Guard) { g.Learn("123456789012"); g.Unlock(here) }, false, true},
		"before it is known whose it is": {func(g *Guard) { g.Unlock(here); g.Learn("123456789012") }, false, true},
		"the other":                      {func(g *Guard) { g.Learn("123456789012"); g.Unlock(other) }, true, false},
	} {
		g := NewGuard([]Protection{{ReadOnly: true}}, func() Where { return Where{} })
		c.does(g)
		if locked(g, here) != c.here || locked(g, other) != c.abroad || g.LockedHere() != c.here {
			t.Errorf("%s: here %v, abroad %v", what, locked(g, here), locked(g, other))
		}
	}
}
