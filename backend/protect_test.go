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
	const reads = " List Describe Reveal RevealMany Versions RandomPassword Policy ValidatePolicy Identity Where "
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
		if g.LocksSecret(c.s) != c.want || g.WantsNameOf(c.s) != c.want {
			t.Errorf("%+v: locked %v, wants its name %v", c.s, g.LocksSecret(c.s), g.WantsNameOf(c.s))
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
		if e := j.Entries(); ShortID(e[len(e)-1].Target) != name || e[len(e)-1].Err.Error() != err.Error() {
			t.Errorf("entered %+v", e[len(e)-1])
		}
	}
}
