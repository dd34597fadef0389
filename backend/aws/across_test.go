package aws

import (
	"testing"

	"strongroom/backend"
	"strongroom/backend/local"
)

func TestASecretIsReplicatedToOneOtherAccount(t *testing.T) {
	server := local.New(local.Knobs{})
	near := Open(Options{Transport: server.Transport()})
	far := Open(Options{Transport: server.TransportOf("210987654321")})
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	a, err := near.Create(t.Context(), backend.NewSecret{Name: "a", Value: backend.TextValue("made-up"), KMSKey: "alias/mine"})
	must(err)
	b, err := far.Create(t.Context(), backend.NewSecret{Name: "b", PrimaryARN: a.ARN, KMSKey: "alias/theirs"})
	must(err)
	status := func(when, want string) {
		t.Helper()
		d, err := far.Describe(t.Context(), b.ARN)
		if err != nil || d.Primary.Status != want || want != "" && d.Primary.ARN != a.ARN {
			t.Errorf("%s: %+v, %v", when, d.Primary, err)
		}
	}
	status("created", "Pending")
	r, err := near.Associate(t.Context(), a.ARN, backend.Association{Replica: b.ARN})
	if err != nil || r != (backend.CrossAccount{ARN: b.ARN, Status: "InSync"}) {
		t.Errorf("%+v, %v", r, err)
	}
	status("associated", "InSync")
	if d, err := near.Describe(t.Context(), a.ARN); err != nil || len(d.CrossReplicas) != 1 || d.CrossReplicas[0] != r {
		t.Errorf("%+v, %v", d.CrossReplicas, err)
	}
	v, err := far.Reveal(t.Context(), b.ARN, backend.VersionRef{})
	must(err)
	if !v.Value.Equal(backend.TextValue("made-up")) {
		t.Error("the replica reads otherwise")
	}
	must(near.Dissociate(t.Context(), a.ARN, b.ARN))
	status("let go", backend.Detached)
	must(far.PromoteReplica(t.Context(), b.ARN))
	status("on its own", "")
}
