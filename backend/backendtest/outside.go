package backendtest

import (
	"context"
	"iter"
	"reflect"
	"slices"
	"strings"
	"time"

	"strongroom/backend"
)

// Outside is text that a terminal obeys, hides, reorders or draws over what stands before it: sequences of seven and of eight bits,
// a colour that is not ours, a title, a carriage return, a bell, an override of the direction, characters without a width, a line
// separator, a byte that is no UTF-8.
const Outside = "\x1b[38;5;198m\x1b]2;outside\a\u009b31m\r\u202e\u200b\u2028\U000e0041\x7f\xff"

// Outsider is a backend all of whose answers and errors begin with Outside in every string that they have, found by reflection; what
// it is asked with it understands without. Whoever adds an answer or a field has it tested.
type Outsider struct {
	In backend.Backend
	// Everywhere says something also where the service says nothing.
	Everywhere bool
	// Fails is the error of a method, nil for none.
	Fails func(method string) error
}

// known are the words of the service that mean something to whoever hears them.
func known() []string {
	return []string{backend.Current, backend.Previous, backend.Pending, "InSync", "InProgress", "Failed", backend.Detached}
}

// say is a text of the service's with more from outside. In an ARN that is in each of its parts.
func (o Outsider) say(s string) string {
	switch {
	case slices.Contains(known(), s), s == "" && !o.Everywhere:
		return s
	case strings.HasPrefix(s, "arn:") && strings.Count(s, ":") >= 6:
		parts := strings.SplitN(s, ":", 7)
		for _, at := range []int{3, 4, 6} {
			parts[at] = Outside + parts[at]
		}
		return strings.Join(parts, ":")
	}
	return Outside + s
}

func heard(s string) string { return strings.ReplaceAll(s, Outside, "") }

// texts is v with every string in it put through f. more adds one to each list of strings.
func texts(v reflect.Value, f func(string) string, more bool) reflect.Value {
	out := reflect.New(v.Type()).Elem()
	out.Set(v)
	switch v.Kind() {
	case reflect.String:
		out.SetString(f(v.String()))
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				out.Field(i).Set(texts(v.Field(i), f, more))
			}
		}
	case reflect.Slice:
		if v.IsNil() {
			return out
		}
		out.Set(reflect.MakeSlice(v.Type(), 0, v.Len()+1))
		for i := range v.Len() {
			out.Set(reflect.Append(out, texts(v.Index(i), f, more)))
		}
		if v.Type().Elem().Kind() == reflect.String && more {
			out.Set(reflect.Append(out, reflect.ValueOf(Outside).Convert(v.Type().Elem())))
		}
	case reflect.Map:
		if v.IsNil() {
			return out
		}
		out.Set(reflect.MakeMap(v.Type()))
		for it := v.MapRange(); it.Next(); {
			out.SetMapIndex(texts(it.Key(), f, more), texts(it.Value(), f, more))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			out.Set(reflect.New(v.Type().Elem()))
			out.Elem().Set(texts(v.Elem(), f, more))
		}
	case reflect.Interface:
		if _, is := v.Interface().(*backend.Error); is { // the kinds of errors are who they are
			out.Set(texts(v.Elem(), f, more))
		}
	}
	return out
}

// answer is what is said to a question.
func answer[T any](o Outsider, method string, asks func() (T, error)) (T, error) {
	if err := o.fails(method); err != nil {
		var none T
		return none, err
	}
	v, err := asks()
	return told(o, v), o.error(err)
}

func told[T any](o Outsider, v T) T {
	return texts(reflect.ValueOf(&v).Elem(), o.say, true).Interface().(T)
}

// asked is a question without what only the answers had.
func asked[T any](v T) T { return texts(reflect.ValueOf(&v).Elem(), heard, false).Interface().(T) }

func (o Outsider) fails(method string) error {
	if o.Fails == nil {
		return nil
	}
	return o.error(o.Fails(method))
}

// error is an error with outside text in all of its own strings, also where the service says nothing.
func (o Outsider) error(err error) error {
	e, is := err.(*backend.Error)
	if !is {
		return err
	}
	o.Everywhere = true
	said := *e
	for i, v := 0, reflect.ValueOf(&said).Elem(); i < v.NumField(); i++ {
		if f := v.Field(i); f.Kind() == reflect.String {
			f.SetString(o.say(f.String()))
		}
	}
	return &said
}

// pages are told one after the other, to the error in whose place they end.
func pages[T any](o Outsider, method string, all iter.Seq2[T, error]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		if err := o.fails(method); err != nil {
			var none T
			yield(none, err)
			return
		}
		for page, err := range all {
			if !yield(told(o, page), o.error(err)) {
				return
			}
		}
	}
}

func (o Outsider) does(method string, does func() error) error {
	_, err := answer(o, method, func() (struct{}, error) { return struct{}{}, does() })
	return err
}

func (o Outsider) List(ctx context.Context, q backend.Query) iter.Seq2[backend.Page, error] {
	return pages(o, "List", o.In.List(ctx, asked(q)))
}

func (o Outsider) Versions(ctx context.Context, id string, deprecated bool) iter.Seq2[[]backend.Version, error] {
	return pages(o, "Versions", o.In.Versions(ctx, heard(id), deprecated))
}

func (o Outsider) Describe(ctx context.Context, id string) (backend.Detail, error) {
	return answer(o, "Describe", func() (backend.Detail, error) { return o.In.Describe(ctx, heard(id)) })
}

func (o Outsider) Reveal(ctx context.Context, id string, at backend.VersionRef) (backend.Revealed, error) {
	return answer(o, "Reveal", func() (backend.Revealed, error) { return o.In.Reveal(ctx, heard(id), asked(at)) })
}

func (o Outsider) RevealMany(ctx context.Context, ids []string) ([]backend.RevealedItem, error) {
	return answer(o, "RevealMany", func() ([]backend.RevealedItem, error) { return o.In.RevealMany(ctx, asked(ids)) })
}

func (o Outsider) Create(ctx context.Context, s backend.NewSecret) (backend.Written, error) {
	return answer(o, "Create", func() (backend.Written, error) { return o.In.Create(ctx, asked(s)) })
}

func (o Outsider) Put(ctx context.Context, id string, p backend.NewVersion) (backend.Written, error) {
	return answer(o, "Put", func() (backend.Written, error) { return o.In.Put(ctx, heard(id), asked(p)) })
}

func (o Outsider) Update(ctx context.Context, id string, c backend.MetadataChange) error {
	return o.does("Update", func() error { return o.In.Update(ctx, heard(id), asked(c)) })
}

func (o Outsider) MoveLabel(ctx context.Context, id string, m backend.LabelMove) error {
	return o.does("MoveLabel", func() error { return o.In.MoveLabel(ctx, heard(id), asked(m)) })
}

func (o Outsider) Tag(ctx context.Context, id string, tags []backend.Tag) error {
	return o.does("Tag", func() error { return o.In.Tag(ctx, heard(id), asked(tags)) })
}

func (o Outsider) Untag(ctx context.Context, id string, keys []string) error {
	return o.does("Untag", func() error { return o.In.Untag(ctx, heard(id), asked(keys)) })
}

func (o Outsider) Delete(ctx context.Context, id string, d backend.Deletion) (backend.Deleted, error) {
	return answer(o, "Delete", func() (backend.Deleted, error) { return o.In.Delete(ctx, heard(id), asked(d)) })
}

func (o Outsider) Restore(ctx context.Context, id string) error {
	return o.does("Restore", func() error { return o.In.Restore(ctx, heard(id)) })
}

func (o Outsider) RandomPassword(ctx context.Context, r backend.PasswordRules) (backend.Value, error) {
	return answer(o, "RandomPassword", func() (backend.Value, error) { return o.In.RandomPassword(ctx, r) })
}

func (o Outsider) Rotate(ctx context.Context, id string, r backend.RotationOrder) (backend.Written, error) {
	return answer(o, "Rotate", func() (backend.Written, error) { return o.In.Rotate(ctx, heard(id), asked(r)) })
}

func (o Outsider) CancelRotation(ctx context.Context, id string) error {
	return o.does("CancelRotation", func() error { return o.In.CancelRotation(ctx, heard(id)) })
}

func (o Outsider) Policy(ctx context.Context, id string) (string, error) {
	return answer(o, "Policy", func() (string, error) { return o.In.Policy(ctx, heard(id)) })
}

func (o Outsider) Policies(ctx context.Context, id string) ([]string, error) {
	return answer(o, "Policies", func() ([]string, error) { return o.In.Policies(ctx, heard(id)) })
}

func (o Outsider) PolicyNamed(ctx context.Context, id, name string) (string, error) {
	return answer(o, "PolicyNamed", func() (string, error) { return o.In.PolicyNamed(ctx, heard(id), heard(name)) })
}

func (o Outsider) PutPolicy(ctx context.Context, id, policy string, blockPublic bool) error {
	return o.does("PutPolicy", func() error { return o.In.PutPolicy(ctx, heard(id), heard(policy), blockPublic) })
}

func (o Outsider) DeletePolicy(ctx context.Context, id string) error {
	return o.does("DeletePolicy", func() error { return o.In.DeletePolicy(ctx, heard(id)) })
}

func (o Outsider) ValidatePolicy(ctx context.Context, id, policy string) ([]backend.PolicyFinding, error) {
	return answer(o, "ValidatePolicy", func() ([]backend.PolicyFinding, error) { return o.In.ValidatePolicy(ctx, heard(id), heard(policy)) })
}

func (o Outsider) Replicate(ctx context.Context, id string, to []backend.ReplicaTarget, overwrite bool) ([]backend.Replica, error) {
	return answer(o, "Replicate", func() ([]backend.Replica, error) { return o.In.Replicate(ctx, heard(id), asked(to), overwrite) })
}

func (o Outsider) RemoveReplicas(ctx context.Context, id string, regions []string) ([]backend.Replica, error) {
	return answer(o, "RemoveReplicas", func() ([]backend.Replica, error) { return o.In.RemoveReplicas(ctx, heard(id), asked(regions)) })
}

func (o Outsider) PromoteReplica(ctx context.Context, id string) error {
	return o.does("PromoteReplica", func() error { return o.In.PromoteReplica(ctx, heard(id)) })
}

func (o Outsider) Associate(ctx context.Context, id string, a backend.Association) (backend.CrossAccount, error) {
	return answer(o, "Associate", func() (backend.CrossAccount, error) { return o.In.Associate(ctx, heard(id), asked(a)) })
}

func (o Outsider) Dissociate(ctx context.Context, id, replica string) error {
	return o.does("Dissociate", func() error { return o.In.Dissociate(ctx, heard(id), heard(replica)) })
}

func (o Outsider) Identity(ctx context.Context) (backend.Identity, error) {
	return answer(o, "Identity", func() (backend.Identity, error) { return o.In.Identity(ctx) })
}

func (o Outsider) Where() backend.Where { return told(o, o.In.Where()) }

func (o Outsider) LookUpDeletion(ctx context.Context, s backend.Secret) (backend.Audit, error) {
	return answer(o, "LookUpDeletion", func() (backend.Audit, error) { return o.In.(backend.Trail).LookUpDeletion(ctx, asked(s)) })
}

// LastError finds an error of outside text in any log.
func (o Outsider) LastError(ctx context.Context, s backend.Secret, from, to time.Time) (backend.FunctionError, error) {
	return answer(o, "LastError", func() (backend.FunctionError, error) {
		e, err := o.In.(backend.FunctionLog).LastError(ctx, asked(s), from, to)
		if e.Text.Wipe(); err == nil {
			e.At, e.Text = to, e.Text.Like([]byte("made-up\n"+Outside), false)
		}
		return e, err
	})
}

func (o Outsider) AccountRegions(ctx context.Context) (backend.AccountRegions, error) {
	return answer(o, "AccountRegions", func() (backend.AccountRegions, error) { return o.In.(backend.Account).AccountRegions(ctx) })
}
