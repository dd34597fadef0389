package backendtest

import (
	"context"
	"regexp"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
)

func further() map[string]func(*testing.T, *subject) {
	return map[string]func(*testing.T, *subject){
		"a generated password keeps to its rules":                   passwords,
		"a resource policy comes back, and goes":                    policies,
		"the default policy is named, and read by its name":         namesPolicies,
		"a policy is checked":                                       checksPolicies,
		"rotation without a function is refused":                    refusesRotation,
		"a replica follows its primary, and cannot be changed":      replicates,
		"a promoted replica is a secret of its own":                 promotes,
		"the client knows who it is":                                identity,
		"where a client is needs no call, and names the region":     where,
		"several goroutines may use one backend":                    together,
		"a secret's key is kept as it was given":                    keepsKey,
		"a password has as many characters as were asked for":       lengths,
		"a password without any kind of character cannot be made":   impossible,
		"a rotation that was never set up is told as not set up":    neverRotated,
		"a policy that is no policy is refused":                     refusesPolicies,
		"a restored secret that was never deleted is left as it is": restoresLive,
	}
}

func (s *subject) password(t *testing.T, r backend.PasswordRules) string {
	t.Helper()
	v, err := s.Backend.RandomPassword(t.Context(), r)
	if err != nil {
		t.Fatal(said(err))
	}
	defer v.Wipe()
	var text string
	v.Use(func(b []byte) { text = string(b) })
	return text
}

func passwords(t *testing.T, s *subject) {
	got := s.password(t, backend.PasswordRules{Length: 200, ExcludePunctuation: true, ExcludeUppercase: true, ExcludeCharacters: "aeiou0", RequireEachType: true})
	if !regexp.MustCompile(`^[b-df-hj-np-tv-z1-9]{200}$`).MatchString(got) {
		t.Errorf("a made-up password breaks its rules: %s", got)
	}
	if got == s.password(t, backend.PasswordRules{Length: 200, ExcludePunctuation: true, ExcludeUppercase: true, ExcludeCharacters: "aeiou0", RequireEachType: true}) {
		t.Error("twice the same password")
	}
}

func lengths(t *testing.T, s *subject) {
	for asked, want := range map[int]int{0: 32, 8: 8, 4096: 4096} {
		if got := s.password(t, backend.PasswordRules{Length: asked}); len(got) != want {
			t.Errorf("asked for %d: %d characters", asked, len(got))
		}
	}
	if got := s.password(t, backend.PasswordRules{Length: 500, IncludeSpace: true, ExcludePunctuation: true, ExcludeLowercase: true, ExcludeNumbers: true}); !strings.Contains(got, " ") {
		t.Error("no blank in 500 characters of 27")
	}
}

func impossible(t *testing.T, s *subject) {
	_, err := s.Backend.RandomPassword(t.Context(), backend.PasswordRules{Length: -1})
	fails(t, err, backend.ErrInvalid)
	_, err = s.Backend.RandomPassword(t.Context(), backend.PasswordRules{Length: 4097})
	fails(t, err, backend.ErrInvalid)
}

const policy = `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":{"AWS":"*"},"Action":"secretsmanager:DeleteSecret","Resource":"*"}]}`

func policies(t *testing.T, s *subject) {
	w := s.create(t, backend.NewSecret{})
	if got, err := s.Backend.Policy(t.Context(), w.ARN); got != "" || err != nil {
		t.Fatalf("%q, %v", got, err)
	}
	if err := s.Backend.PutPolicy(t.Context(), w.ARN, policy, true); err != nil {
		t.Fatal(said(err))
	}
	got, err := s.Backend.Policy(t.Context(), w.ARN)
	if err != nil {
		t.Fatal(said(err))
	}
	if !backend.SamePolicy(got, policy) {
		t.Errorf("came back as %s", got)
	}
	if err := s.Backend.DeletePolicy(t.Context(), w.ARN); err != nil {
		t.Fatal(said(err))
	}
	if got, err := s.Backend.Policy(t.Context(), w.ARN); got != "" || err != nil {
		t.Fatalf("%q, %v", got, err)
	}
}

func namesPolicies(t *testing.T, s *subject) {
	if s.Excused.PolicyNames {
		t.Skip("the server knows no names of policies")
	}
	w := s.create(t, backend.NewSecret{})
	if names, err := s.Backend.Policies(t.Context(), w.ARN); err != nil || len(names) != 0 {
		t.Errorf("before there is one: %v, %v", names, err)
	}
	if err := s.Backend.PutPolicy(t.Context(), w.ARN, policy, true); err != nil {
		t.Fatal(said(err))
	}
	if names, err := s.Backend.Policies(t.Context(), w.ARN); err != nil || len(names) != 1 || names[0] != "default" {
		t.Errorf("%v, %v", names, err)
	}
	if got, err := s.Backend.PolicyNamed(t.Context(), w.ARN, "default"); err != nil || !strings.Contains(got, "DeleteSecret") {
		t.Errorf("%s, %v", got, err)
	}
	_, err := s.Backend.PolicyNamed(t.Context(), w.ARN, "nosuch")
	fails(t, err, backend.ErrNotFound)
	_, err = s.Backend.Policies(t.Context(), w.ARN+"nosuch")
	fails(t, err, backend.ErrNotFound)
}

func checksPolicies(t *testing.T, s *subject) {
	if s.Excused.PolicyCheck {
		t.Skip("the server cannot validate policies")
	}
	w := s.create(t, backend.NewSecret{})
	if found, err := s.Backend.ValidatePolicy(t.Context(), w.ARN, policy); err != nil || len(found) != 0 {
		t.Errorf("%v, %v", found, err)
	}
	found, err := s.Backend.ValidatePolicy(t.Context(), "", strings.Replace(policy, "Deny", "Allow", 1))
	if err == nil && len(found) == 0 {
		t.Error("everybody may delete, and nothing was found")
	}
}

func refusesPolicies(t *testing.T, s *subject) {
	if s.Excused.PolicyText {
		t.Skip("the server takes any text for a policy")
	}
	w := s.create(t, backend.NewSecret{})
	fails(t, s.Backend.PutPolicy(t.Context(), w.ARN, "not a policy", true), backend.ErrInvalid)
}

func refusesRotation(t *testing.T, s *subject) {
	if s.Excused.Rotation {
		t.Skip("the server rotates without a function")
	}
	w := s.text(t, "v")
	_, err := s.Backend.Rotate(t.Context(), w.ARN, backend.RotationOrder{})
	fails(t, err, backend.ErrState)
	if d := s.describe(t, w.ARN); len(d.Stages) != 1 || d.Rotation.Enabled {
		t.Errorf("a refused rotation left %+v", d)
	}
}

func neverRotated(t *testing.T, s *subject) {
	w := s.text(t, "v")
	if d := s.describe(t, w.ARN); d.Rotation != (backend.Rotation{}) {
		t.Errorf("%+v", d.Rotation)
	}
}

// elsewhere is a region that is not the subject's own.
func (s *subject) elsewhere() string {
	if s.Backend.Where().Region == "us-west-2" {
		return "us-east-1"
	}
	return "us-west-2"
}

func (s *subject) replica(t *testing.T) (primary backend.Written, there backend.Backend, id string) {
	t.Helper()
	if s.In == nil {
		t.Skip("there is one region only")
	}
	region := s.elsewhere()
	w := s.text(t, "shared")
	if _, err := s.Backend.Replicate(t.Context(), w.ARN, []backend.ReplicaTarget{{Region: region}}, false); err != nil {
		t.Fatal(said(err))
	}
	t.Cleanup(func() {
		// The test's own context is over by now.
		_, _ = s.Backend.RemoveReplicas(context.Background(), w.ARN, []string{region})
	})
	eventually(t, 30*time.Second, "the replica is in sync", func() bool {
		d := s.describe(t, w.ARN)
		return len(d.Replicas) == 1 && d.Replicas[0].Region == region && d.Replicas[0].Status == "InSync"
	})
	return w, s.In(region), strings.Replace(w.ARN, ":"+s.Backend.Where().Region+":", ":"+region+":", 1)
}

func replicates(t *testing.T, s *subject) {
	w, there, id := s.replica(t)
	r, err := there.Reveal(t.Context(), id, backend.VersionRef{})
	if err != nil || !r.Value.Equal(backend.TextValue("shared")) {
		t.Fatalf("the replica reads otherwise: %v", err)
	}
	d, err := there.Describe(t.Context(), id)
	if err != nil || d.PrimaryRegion != s.Backend.Where().Region {
		t.Errorf("%+v, %v", d, err)
	}
	_, err = there.Put(t.Context(), id, backend.NewVersion{Value: backend.TextValue("other")})
	fails(t, err, backend.ErrReplica)
	_, err = s.Backend.Delete(t.Context(), w.ARN, backend.Deletion{WindowDays: 7})
	fails(t, err, backend.ErrState, backend.ErrReplica, backend.ErrInvalid)
	left, err := s.Backend.RemoveReplicas(t.Context(), w.ARN, []string{s.elsewhere()})
	if err != nil || len(left) != 0 {
		t.Errorf("%v, %v", left, err)
	}
}

func promotes(t *testing.T, s *subject) {
	if s.Excused.Promotion {
		t.Skip("the server cannot promote a replica")
	}
	_, there, id := s.replica(t)
	if err := there.PromoteReplica(t.Context(), id); err != nil {
		t.Fatal(said(err))
	}
	t.Cleanup(func() { _, _ = there.Delete(context.Background(), id, backend.Deletion{Force: true}) })
	if _, err := there.Put(t.Context(), id, backend.NewVersion{Value: backend.TextValue("its own")}); err != nil {
		t.Error(said(err))
	}
}

func identity(t *testing.T, s *subject) {
	who, err := s.Backend.Identity(t.Context())
	if err != nil {
		t.Fatal(said(err))
	}
	if !regexp.MustCompile(`^\d{12}$`).MatchString(who.Account) || !strings.HasPrefix(who.ARN, "arn:") {
		t.Errorf("%+v", who)
	}
}

func where(t *testing.T, s *subject) {
	if w := s.Backend.Where(); w.Kind == "" || w.Region == "" {
		t.Errorf("%+v", w)
	}
}

func together(t *testing.T, s *subject) {
	w := s.text(t, "v")
	errs := make(chan error, 32)
	for i := range cap(errs) {
		go func() {
			if i%2 == 0 {
				_, err := s.Backend.Describe(t.Context(), w.ARN)
				errs <- err
				return
			}
			r, err := s.Backend.Reveal(t.Context(), w.ARN, backend.VersionRef{})
			r.Value.Wipe()
			errs <- err
		}()
	}
	for range cap(errs) {
		if err := <-errs; err != nil {
			t.Error(said(err))
		}
	}
}

func keepsKey(t *testing.T, s *subject) {
	w := s.create(t, backend.NewSecret{})
	if d := s.describe(t, w.ARN); d.KMSKey != "" {
		t.Errorf("no key was given, it has %s", d.KMSKey)
	}
}

func restoresLive(t *testing.T, s *subject) {
	w := s.text(t, "v")
	_ = s.Backend.Restore(t.Context(), w.ARN) // whether the service refuses is not documented
	if got, _ := s.reads(t, w.ARN, backend.VersionRef{}); got != "v" {
		t.Errorf("it reads %q", got)
	}
}
