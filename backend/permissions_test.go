package backend

import (
	"context"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

const apiARN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/api-AbCdEf"

// permissionsTold is when the service answers.
var permissionsTold = time.Date(2026, 11, 29, 14, 3, 0, 0, time.UTC)

// refusing is a backend that answers as it is told.
type refusing struct {
	Backend
	err error
}

func (r *refusing) Describe(context.Context, string) (Detail, error) { return Detail{}, r.err }
func (r *refusing) Put(context.Context, string, NewVersion) (Written, error) {
	return Written{}, r.err
}
func (r *refusing) Reveal(context.Context, string, VersionRef) (Revealed, error) {
	return Revealed{}, r.err
}
func (r *refusing) RevealMany(_ context.Context, ids []string) (items []RevealedItem, err error) {
	for _, id := range ids {
		items = append(items, RevealedItem{ID: id, Err: r.err})
	}
	return items, nil
}

func TestWhatWasRefusedIsRememberedForItsSecretUntilItIsAllowed(t *testing.T) {
	denied := func(action string) error {
		return &Error{Kind: ErrDenied, Code: "AccessDeniedException", Action: action}
	}
	be := &refusing{}
	j := NewJournal(be, time.Now)
	p := j.Permissions()
	if p.Refused(OpDescribe, apiARN).Action != "" || len(p.Tried()) != 0 {
		t.Error("something is known before anything was tried")
	}
	be.err = denied("secretsmanager:DescribeSecret")
	_, _ = j.Describe(t.Context(), apiARN)
	for id, want := range map[string]string{apiARN: "secretsmanager:DescribeSecret", "prod/api": "secretsmanager:DescribeSecret", "prod/other": "", "": "", strings.Replace(apiARN, "eu-", "us-", 1): ""} {
		if got := p.Refused(OpDescribe, id).Action; got != want {
			t.Errorf("%s: refused for %q", id, got)
		}
	}
	if p.Refused(OpReveal, apiARN).Action != "" {
		t.Error("another operation counts as refused")
	}
	be.err = nil
	_, _ = j.Describe(t.Context(), apiARN)
	if p.Refused(OpDescribe, apiARN).Action != "" {
		t.Error("what is allowed now counts as refused")
	}
	be.err = denied("secretsmanager:GetSecretValue")
	_, _ = j.RevealMany(t.Context(), []string{"a", "b"})
	if p.Refused(OpReveal, "a").Action == "" || p.Refused(OpReveal, "b").Action == "" {
		t.Error("what was refused in a batch is not remembered")
	}
	p.Forget()
	if len(p.Tried()) != 0 {
		t.Errorf("%+v", p.Tried())
	}
}

func TestAKeyThatMayNotBeUsedIsRememberedApartFromTheSecret(t *testing.T) {
	be := &refusing{}
	j := NewJournal(be, time.Now)
	p := j.Permissions()
	for _, c := range []struct {
		err  error
		want string
	}{
		{&Error{Kind: ErrKMS, Code: "AccessDeniedException", Action: "secretsmanager:GetSecretValue"}, "kms:Decrypt"}, // "Access to KMS is not allowed"
		{&Error{Kind: ErrKMS, Code: "AccessDeniedException", Action: "kms:DescribeKey"}, ""},
		{&Error{Kind: ErrKMS, Code: "DecryptionFailure"}, ""}, // the key is disabled, which no permission mends
	} {
		p.Forget()
		be.err = c.err
		_, _ = j.Reveal(t.Context(), apiARN, VersionRef{})
		if got := p.Refused(OpReveal, apiARN).Action; got != c.want {
			t.Errorf("%+v: %q", c.err, got)
		}
	}
	be.err = &Error{Kind: ErrKMS, Code: "AccessDeniedException"}
	_, _ = j.Put(t.Context(), apiARN, NewVersion{})
	if p.Refused(OpPut, apiARN).Action != "kms:GenerateDataKey" {
		t.Errorf("%+v", p.Tried())
	}
	be.err = nil
	_, _ = j.Put(t.Context(), apiARN, NewVersion{})
	if p.Refused(OpPut, apiARN).Action != "" {
		t.Errorf("a key that is allowed now counts as refused: %+v", p.Tried())
	}
}

func TestOnlyAnAnswerOfTheServiceTellsOfAPermission(t *testing.T) {
	for what, c := range map[string]struct {
		err  error
		want []Tried
	}{
		"it was never sent":             {&Error{Kind: ErrDenied, Code: "AccessDenied", Action: "sts:AssumeRole", Unsent: true}, nil},
		"the answer was lost":           {&Error{Kind: ErrTimeout}, nil},
		"the keys were refused":         {&Error{Kind: ErrBadCredentials, Code: "UnrecognizedClientException"}, nil},
		"the input was refused":         {&Error{Kind: ErrInvalid, Code: "ValidationException"}, nil},
		"a function may not be called":  {&Error{Kind: ErrDenied, Code: "RotationLambdaNotInvokable"}, nil},
		"it is not there":               {&Error{Kind: ErrNotFound, Code: "ResourceNotFoundException"}, []Tried{{"secretsmanager:DescribeSecret", "x", true, permissionsTold}}},
		"it is scheduled for deletion":  {&Error{Kind: ErrPendingDeletion, Code: "InvalidRequestException"}, []Tried{{"secretsmanager:DescribeSecret", "x", true, permissionsTold}}},
		"another action is the refused": {&Error{Kind: ErrDenied, Code: "AccessDeniedException", Action: "secretsmanager:TagResource"}, []Tried{{"secretsmanager:TagResource", "x", false, permissionsTold}}},
	} {
		j := NewJournal(&refusing{err: c.err}, func() time.Time { return permissionsTold })
		_, _ = j.Describe(t.Context(), "x")
		if got := j.Permissions().Tried(); !slices.Equal(got, c.want) {
			t.Errorf("%s: %+v, want %+v", what, got, c.want)
		}
	}
	var none *Permissions
	none.note(OpList, "", nil, time.Time{})
	none.Forget()
	if none.Refused(OpList, "").Action != "" || none.Tried() != nil {
		t.Error("nothing knows something")
	}
}

// operations are all that the port knows, as the source has them.
func operations(t *testing.T) (all []Operation) {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), "operation.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(f, func(n ast.Node) bool {
		spec, is := n.(*ast.ValueSpec)
		if !is || len(spec.Values) != 1 || !strings.HasPrefix(spec.Names[0].Name, "Op") {
			return true
		}
		if lit, is := spec.Values[0].(*ast.BasicLit); is {
			name, _ := strconv.Unquote(lit.Value)
			all = append(all, Operation(name))
		}
		return true
	})
	if len(all) < 25 {
		t.Fatalf("only %d operations were found", len(all))
	}
	return all
}

func TestEveryOperationIsAllowedByTheLevelThatNeedsIt(t *testing.T) {
	most := LevelAdminister.Operations()
	for _, op := range operations(t) {
		if op != OpIdentity && !slices.Contains(most, op) { // GetCallerIdentity needs no permission (API reference)
			t.Errorf("no level allows %s", op)
		}
	}
	for _, l := range []Level{LevelLook, LevelRead} {
		for _, op := range l.Operations() {
			if op.Writes() {
				t.Errorf("%s allows %s, which writes", l, op)
			}
		}
	}
	for _, l := range []Level{LevelLook, LevelRescue} {
		if slices.Contains(l.Operations(), OpReveal) {
			t.Errorf("%s allows to read a value", l)
		}
	}
	for _, op := range append(LevelRead.Operations(), LevelRescue.Operations()...) {
		if !slices.Contains(LevelEdit.Operations(), op) || !slices.Contains(most, op) {
			t.Errorf("a higher level lacks %s", op)
		}
	}
	if slices.Contains(LevelEdit.Operations(), OpDelete) {
		t.Error("who edits may delete")
	}
}
