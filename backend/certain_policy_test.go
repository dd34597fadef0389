package backend_test

import (
	"errors"
	"testing"

	"strongroom/backend"
	"strongroom/backend/local"
)

const policy = `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"secretsmanager:GetSecretValue","Resource":"*"}]}`

// rewritable is a policy of which AWS keeps another text.
const rewritable = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":["999988887777"]},"Action":"secretsmanager:GetSecretValue","Resource":"*"}]}`

// policyWritings are the writes of policies, also at a service that keeps them in a form of its own.
func policyWritings() map[string]writing {
	is := func(l *lossy) string { return must[string](l.t)(l.rival.Policy(l.t.Context(), l.arn)) }
	puts := func(text string) func(l *lossy) error {
		return func(l *lossy) error { return l.be.PutPolicy(l.t.Context(), l.arn, text, true) }
	}
	deletes := func(l *lossy) error { return l.be.DeletePolicy(l.t.Context(), l.arn) }
	there, gone := func(l *lossy) bool { return is(l) != "" }, func(l *lossy) bool { return is(l) == "" }
	had := func(rewrites bool) func(l *lossy) {
		return func(l *lossy) {
			l.server.Set(func(k *local.Knobs) { k.RewritePolicies = rewrites })
			if err := l.rival.PutPolicy(l.t.Context(), l.arn, rewritable, true); err != nil {
				l.t.Fatal(err)
			}
		}
	}
	rewrites := func(l *lossy) { l.server.Set(func(k *local.Knobs) { k.RewritePolicies = true }) }
	return map[string]writing{
		"PutPolicy":                             {backend.OpPutPolicy, nil, puts(policy), there},
		"DeletePolicy":                          {backend.OpDeletePolicy, had(false), deletes, gone},
		"PutPolicy, which is rewritten":         {backend.OpPutPolicy, rewrites, puts(rewritable), there},
		"PutPolicy in place of a rewritten one": {backend.OpPutPolicy, had(true), puts(policy), func(l *lossy) bool { return backend.SamePolicy(is(l), policy) }},
		"DeletePolicy of a rewritten one":       {backend.OpDeletePolicy, had(true), deletes, gone},
	}
}

func TestAPolicyThatIsNeitherTheOldOneNorTheNewOneTellsNothing(t *testing.T) {
	const other = `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":{"AWS":"AROAMADEUPMADEUPMADEU"},"Action":"*","Resource":"*"}]}`
	for op, write := range map[string]func(*lossy) error{
		"PutResourcePolicy":    func(l *lossy) error { return l.be.PutPolicy(t.Context(), l.arn, policy, true) },
		"DeleteResourcePolicy": func(l *lossy) error { return l.be.DeletePolicy(t.Context(), l.arn) },
	} {
		l := newLossy(t)
		if err := l.rival.PutPolicy(t.Context(), l.arn, rewritable, true); err != nil {
			t.Fatal(err)
		}
		l.broken(local.Fault{Op: op, Kind: local.Reset, N: 1, After: true})
		l.onceOn("DescribeSecret", 1, func() { // between the write and the look
			if err := l.rival.PutPolicy(t.Context(), l.arn, other, true); err != nil {
				t.Error(err)
			}
		})
		err := write(l)
		var e *backend.Error
		if !backend.MayHaveHappened(err) || errors.As(err, &e) && e.Undone {
			t.Errorf("%s: the policy is another one than before, and it is told that it was not changed: %v", op, err)
		}
	}
}
