package backend

import (
	"context"
	"errors"
	"iter"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// nothing is a backend where every call succeeds and is counted.
type nothing struct{ calls int }

func (n *nothing) List(context.Context, Query) iter.Seq2[Page, error] {
	return func(yield func(Page, error) bool) { n.calls++; yield(Page{}, nil) }
}
func (n *nothing) Versions(context.Context, string, bool) iter.Seq2[[]Version, error] {
	return func(yield func([]Version, error) bool) { n.calls++; yield(nil, nil) }
}
func (n *nothing) Describe(context.Context, string) (d Detail, err error) { n.calls++; return }
func (n *nothing) Reveal(context.Context, string, VersionRef) (r Revealed, err error) {
	n.calls++
	return
}
func (n *nothing) RevealMany(context.Context, []string) (r []RevealedItem, err error) {
	n.calls++
	return
}
func (n *nothing) Create(context.Context, NewSecret) (w Written, err error)       { n.calls++; return }
func (n *nothing) Put(context.Context, string, NewVersion) (w Written, err error) { n.calls++; return }
func (n *nothing) Update(context.Context, string, MetadataChange) (err error)     { n.calls++; return }
func (n *nothing) MoveLabel(context.Context, string, LabelMove) (err error)       { n.calls++; return }
func (n *nothing) Tag(context.Context, string, []Tag) (err error)                 { n.calls++; return }
func (n *nothing) Untag(context.Context, string, []string) (err error)            { n.calls++; return }
func (n *nothing) Delete(context.Context, string, Deletion) (d Deleted, err error) {
	n.calls++
	return
}
func (n *nothing) Restore(context.Context, string) (err error) { n.calls++; return }
func (n *nothing) RandomPassword(context.Context, PasswordRules) (v Value, err error) {
	n.calls++
	return
}
func (n *nothing) Rotate(context.Context, string, RotationOrder) (w Written, err error) {
	n.calls++
	return
}
func (n *nothing) CancelRotation(context.Context, string) (err error)          { n.calls++; return }
func (n *nothing) Policy(context.Context, string) (p string, err error)        { n.calls++; return }
func (n *nothing) PutPolicy(context.Context, string, string, bool) (err error) { n.calls++; return }
func (n *nothing) DeletePolicy(context.Context, string) (err error)            { n.calls++; return }
func (n *nothing) ValidatePolicy(context.Context, string, string) (f []PolicyFinding, err error) {
	n.calls++
	return
}
func (n *nothing) Replicate(context.Context, string, []ReplicaTarget, bool) (r []Replica, err error) {
	n.calls++
	return
}
func (n *nothing) RemoveReplicas(context.Context, string, []string) (r []Replica, err error) {
	n.calls++
	return
}
func (n *nothing) PromoteReplica(context.Context, string) (err error)           { n.calls++; return }
func (n *nothing) Policies(context.Context, string) (names []string, err error) { n.calls++; return }
func (n *nothing) PolicyNamed(context.Context, string, string) (p string, err error) {
	n.calls++
	return
}
func (n *nothing) Associate(context.Context, string, Association) (r CrossAccount, err error) {
	n.calls++
	return
}
func (n *nothing) Dissociate(context.Context, string, string) (err error) { n.calls++; return }
func (n *nothing) Identity(context.Context) (who Identity, err error)     { n.calls++; return }
func (n *nothing) Where() Where                                           { return Where{Kind: "nothing"} }

// call calls a method of the port with empty arguments and returns its error; iterators are run.
func call(be Backend, name string) error {
	method := reflect.ValueOf(be).MethodByName(name)
	var args []reflect.Value
	for i := range method.Type().NumIn() {
		args = append(args, reflect.Zero(method.Type().In(i)))
	}
	args[0] = reflect.ValueOf(context.Background())
	out := method.Call(args)
	last := out[len(out)-1]
	if last.Kind() == reflect.Func {
		for _, err := range last.Seq2() {
			if e, ok := err.Interface().(error); ok {
				return e
			}
		}
		return nil
	}
	err, _ := last.Interface().(error)
	return err
}

// Whatever method the port grows, it must be journaled, and refused by ReadOnly if it writes: a decorator that embeds
// would else pass it on in silence.
func TestEveryCallIsJournaledAndEveryWriteRefused(t *testing.T) {
	const reads = " List Describe Reveal RevealMany Versions RandomPassword Policy Policies PolicyNamed ValidatePolicy Identity "
	port := reflect.TypeFor[Backend]()
	for i := range port.NumMethod() {
		name := port.Method(i).Name
		if name == "Where" {
			continue // tells without a call
		}
		writes := !strings.Contains(reads, " "+name+" ")

		be := &nothing{}
		j := NewJournal(be, clock())
		if err := call(j, name); err != nil || be.calls != 1 {
			t.Errorf("%s is not passed on: %d calls, %v", name, be.calls, err)
		}
		es := j.Entries()
		if len(es) != 1 || j.Calls() != 1 {
			t.Errorf("%s is not journaled", name)
			continue
		}
		if e := es[0]; e.Writes() != writes || e.Words() == string(e.Operation) || e.Words() == "" {
			t.Errorf("%s is journaled as %q, writes %v", name, e.Words(), e.Writes())
		}

		be = &nothing{}
		err := call(ReadOnly(be), name)
		switch {
		case !writes && (err != nil || be.calls != 1):
			t.Errorf("%s is a read and refused: %v", name, err)
		case writes && be.calls != 0:
			t.Errorf("%s is a write and passed on", name)
		case writes:
			var e *Error
			if !errors.Is(err, ErrReadOnly) || !errors.As(err, &e) || e.Op != es[0].Words() || e.Action != es[0].Operation.Action() {
				t.Errorf("%s is refused with %v", name, err)
			}
		}
	}
	if ReadOnly(&nothing{}).Where().Kind != "nothing" || NewJournal(&nothing{}, clock()).Where().Kind != "nothing" {
		t.Error("a decorator hides where it is")
	}
}

// placed is a backend that finds out where it is only when it is told to.
type placed struct {
	nothing
	where Where
	read  bool
}

func (p *placed) Where() Where {
	if p.read {
		return p.where
	}
	return Where{}
}

func (p *placed) Locate(context.Context) (Where, error) {
	p.read = true
	return p.where, nil
}

func TestTheRegionsAreThoseOfTheHomesOwnPartition(t *testing.T) {
	for home, want := range map[string][]string{
		"cn-north-1":     {"cn-north-1", "cn-northwest-1"},
		"us-gov-west-1":  {"us-gov-east-1", "us-gov-west-1"},
		"us-iso-east-1":  {"us-iso-east-1", "us-iso-west-1"},
		"us-isob-east-1": {"us-isob-east-1", "us-isob-west-1"},
		"us-isoz-east-1": {"us-isoz-east-1"},
		"eusc-de-east-1": {"eusc-de-east-1"},
	} {
		r := NewRegions(&placed{where: Where{Region: home}}, nil, KnownRegions)
		if got := r.Names(); len(got) > 0 {
			t.Errorf("before anybody knows where home is, %v are asked", got)
		}
		if w, err := r.Locate(t.Context()); err != nil || w.Region != home {
			t.Errorf("located in %+v, %v", w, err)
		}
		if got := r.Names(); !slices.Equal(got, want) {
			t.Errorf("from %s: %v, want %v", home, got, want)
		}
		// What the configuration names is asked where the login is known, and home always is.
		chosen := NewRegions(&placed{where: Where{Region: home}, read: true}, nil, func(string) []string { return []string{"eu-west-1", "us-east-1"} })
		if got := chosen.Names(); !slices.Equal(got, []string{home}) {
			t.Errorf("from %s with regions of another partition: %v", home, got)
		}
	}
	r := NewRegions(&placed{where: Where{Region: "ap-east-7"}, read: true}, nil, KnownRegions)
	if got := r.Names(); !slices.Contains(got, "ap-east-7") || !slices.Contains(got, "us-east-1") || len(got) != 35 {
		t.Errorf("from a new region: %v", got)
	}
}
