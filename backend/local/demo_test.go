package local

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sm "github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager/types"
	"github.com/aws/smithy-go"
)

func (r *rig) all(in sm.ListSecretsInput) (out []types.SecretListEntry) {
	r.Helper()
	for range 1000 {
		page, err := r.ListSecrets(ctx(), &in)
		if err != nil {
			r.Fatal(err)
		}
		out = append(out, page.SecretList...)
		if page.NextToken == nil {
			return out
		}
		in.NextToken = page.NextToken
	}
	r.Fatal("the listing has no end")
	return nil
}

func demo(t *testing.T) *rig {
	r := start(t)
	r.SeedDemo()
	return r
}

// plaintext is a secret's current value, nil where the service gives none.
func (r *rig) plaintext(id string) []byte {
	r.Helper()
	out, err := r.GetSecretValue(ctx(), &sm.GetSecretValueInput{SecretId: &id})
	var api smithy.APIError
	if errors.As(err, &api) {
		return nil
	}
	if must(r, out, err); out.SecretString != nil {
		return []byte(*out.SecretString)
	}
	return out.SecretBinary
}

func TestTheDemoIsABelievableCompanyAndEveryValueSaysItIsMadeUp(t *testing.T) {
	r := demo(t)
	live := r.all(sm.ListSecretsInput{})
	all := r.all(sm.ListSecretsInput{IncludePlannedDeletion: p(true)})
	if len(all)-len(live) != 5 || len(live) < 180 || len(live) > 240 {
		t.Errorf("%d live secrets, %d deleted", len(live), len(all)-len(live))
	}
	unreadable, accessed, rotating, described, tagged := 0, 0, 0, 0, 0
	for _, s := range live {
		if err := checkID(*s.Name); err != nil {
			t.Errorf("%q is no name for the service", *s.Name)
		}
		v := r.plaintext(*s.ARN)
		switch {
		case v == nil:
			unreadable++
		case *s.Name == "dev/shapes/bundle-gz" || *s.Name == "dev/shapes/blank":
		case !bytes.Contains(v, []byte("made-up")) && !bytes.Contains(v, []byte("demo")):
			t.Errorf("%s does not say that it is made up", *s.Name)
		case len(v) > 65536:
			t.Errorf("%s has %d bytes", *s.Name, len(v))
		}
		if s.CreatedDate.After(*s.LastChangedDate) || s.LastChangedDate.After(r.now) || s.LastAccessedDate != nil && s.LastAccessedDate.After(r.now) {
			t.Errorf("%s: created %v, changed %v, accessed %v", *s.Name, s.CreatedDate, s.LastChangedDate, s.LastAccessedDate)
		}
		for is, n := range map[bool]*int{s.LastAccessedDate != nil: &accessed} {
			if is {
				*n++
			}
		}
		if aws.ToBool(s.RotationEnabled) {
			rotating++
		}
		if s.Description != nil {
			described++
		}
		if len(s.Tags) > 0 {
			tagged++
		}
	}
	if unreadable != 2 || accessed < 50 || accessed == len(live) || rotating < 10 || described < 150 || tagged < 150 {
		t.Errorf("%d unreadable, %d accessed, %d rotating, %d described, %d tagged", unreadable, accessed, rotating, described, tagged)
	}
}

func TestTheDemoIsTheSameInEveryRun(t *testing.T) {
	a, b := demo(t), demo(t)
	in := sm.ListSecretsInput{IncludePlannedDeletion: p(true)}
	if !reflect.DeepEqual(a.all(in), b.all(in)) {
		t.Error("two runs list other things")
	}
	for _, id := range []string{"prod/payments/stripe", "dev/shapes/keystore-p12", "shared/tls/wildcard", "prod/checkout/db"} {
		if v := a.plaintext(id); v == nil || !bytes.Equal(v, b.plaintext(id)) {
			t.Errorf("%s differs", id)
		}
	}
}

func TestTheDemosTombstonesCoverEveryCountdown(t *testing.T) {
	r := demo(t)
	for name, left := range map[string]time.Duration{
		"prod/orders/db":             2*time.Hour + 14*time.Minute,
		"prod/old/mailgun":           3*day + 21*time.Hour + 20*time.Minute,
		"tmp/loadtest":               -(3*day + 4*time.Hour + 5*time.Minute),
		"staging/legacy/ftp-gateway": -(19*day + 9*time.Hour + 30*time.Minute),
		"dev/search/reindex-token":   7*day - 6*time.Minute,
	} {
		d := r.describe(name)
		if got := d.DeletedDate.Add(7 * day).Sub(r.now); got != left {
			t.Errorf("%s: %v of the guaranteed minimum left, want %v", name, got, left)
		}
		if aws.ToBool(d.RotationEnabled) {
			t.Errorf("%s still rotates", name)
		}
		must(r, 0, second(r.RestoreSecret(ctx(), &sm.RestoreSecretInput{SecretId: &name})))
		if r.plaintext(name) == nil {
			t.Errorf("%s came back without its value", name)
		}
	}
}

func TestTheDemoHasEveryAwkwardKindOfSecret(t *testing.T) {
	r := demo(t)
	versions := func(id string) []types.SecretVersionsListEntry {
		in, out := sm.ListSecretVersionIdsInput{SecretId: &id, IncludeDeprecated: p(true)}, []types.SecretVersionsListEntry{}
		for range 100 {
			page, err := r.ListSecretVersionIds(ctx(), &in)
			out = append(out, must(r, page, err).Versions...)
			if page.NextToken == nil {
				return out
			}
			in.NextToken = page.NextToken
		}
		t.Fatal("the versions have no end")
		return nil
	}
	for id, n := range map[string]int{"prod/identity/jwt-signing": 13, "prod/warehouse/ingest-token": 130, "dev/sandbox/placeholder": 0, "prod/payments/stripe": 5} {
		if got := len(versions(id)); got != n {
			t.Errorf("%s has %d versions, want %d", id, got, n)
		}
	}
	refused(t, r.get(sm.GetSecretValueInput{SecretId: p("prod/billing/db"), VersionId: p(r.pending("prod/billing/db"))}), "ResourceNotFoundException", "")
	if untested := r.pending("staging/orders/db"); untested == "" ||
		r.get(sm.GetSecretValueInput{SecretId: p("staging/orders/db"), VersionId: &untested}) != nil {
		t.Error("the failed rotation left no value")
	}
	refused(t, second(r.rotate("staging/orders/db", "", 0)), "InvalidRequestException", "A previous rotation isn't complete. That rotation will be reattempted.")
	if d := r.describe("prod/billing/db"); !d.NextRotationDate.Before(r.now) || !*d.RotationEnabled {
		t.Error("the stuck rotation does not look stuck")
	}
	refused(t, read(r, "prod/finance/ledger-export"), "AccessDeniedException", "Access to KMS is not allowed")
	status := map[types.StatusType]int{}
	for _, s := range r.describe("shared/tls/wildcard").ReplicationStatus {
		status[s.Status]++
	}
	if status["InSync"] != 1 || status["Failed"] != 1 {
		t.Errorf("replicas %v", status)
	}
	if d := r.describe("shared/edge/cdn-signing"); aws.ToString(d.PrimaryRegion) != "us-east-1" {
		t.Errorf("primary %v", d.PrimaryRegion)
	}
	if n := len(r.plaintext("dev/shapes/one-long-line")); n != 65536 {
		t.Errorf("the long line has %d bytes", n)
	}
	hostile := *r.describe("dev/security/pentest-notes").Description + string(r.plaintext("dev/security/terminal-torture"))
	if !strings.Contains(hostile, "\x1b]0;") || !strings.Contains(hostile, "\u009b") || !strings.Contains(hostile, "\r") || !strings.Contains(hostile, "\x1b[2J") {
		t.Error("nothing hostile about it")
	}
}

func TestTheDemosCertificateParsesAndFitsItsKey(t *testing.T) {
	pair := demoPEM()
	c, err := tls.X509KeyPair([]byte(pair), []byte(pair))
	if err != nil {
		t.Fatal(err)
	}
	block, _ := pem.Decode([]byte(pair))
	cert, err := x509.ParseCertificate(block.Bytes)
	if err != nil || len(c.Certificate) != 1 || cert.VerifyHostname("shop.demo.invalid") != nil {
		t.Errorf("%v, %d certificates", err, len(c.Certificate))
	}
}

func TestPlantedSecretsNeedNotObeyTheService(t *testing.T) {
	r := start(t)
	r.Plant(Seed{Name: "evil\x1b[2J", Description: "d", Text: strings.Repeat("x", 70000), Tags: map[string]string{"b": "2", "a": "1"}},
		Seed{Name: "bin", Binary: []byte{0}}, Seed{Name: "empty"}, Seed{Name: "bin", Binary: []byte{1}})
	got := r.all(sm.ListSecretsInput{SortBy: "name"})
	if len(got) != 3 || *got[2].Name != "evil\x1b[2J" || len(got[2].Tags) != 2 || *got[2].Tags[0].Key != "a" {
		t.Errorf("%+v", got)
	}
	if n := len(r.plaintext(*got[0].ARN)); n != 1 || len(r.Calls()) != 2 {
		t.Error(n, r.Calls())
	}
}

func TestTheDemoReplicatesBetweenTwoAccounts(t *testing.T) {
	r := demo(t)
	for name, want := range map[string]types.StatusType{"shared/ci/deploy-bot": "InSync", "staging/search/oauth-client": "Failed"} {
		d := r.describe(name)
		if len(d.CrossAccountReplicas) != 1 || string(d.CrossAccountReplicas[0].ReplicationStatus) != string(want) {
			t.Errorf("%s: %+v", name, d.CrossAccountReplicas)
			continue
		}
		there := r.describe(*d.CrossAccountReplicas[0].ReplicaSecretARN)
		if p := there.CrossAccountPrimary; p == nil || *p.PrimarySecretARN != *d.ARN || string(p.ReplicationStatus) != string(want) {
			t.Errorf("%s: the other end says %+v", name, there)
		}
	}
	const name = "prod/search/oauth-client"
	d := r.describe(name)
	if d.CrossAccountPrimary == nil || !bytes.Equal(r.plaintext(name), r.plaintext(*d.CrossAccountPrimary.PrimarySecretARN)) {
		t.Errorf("%+v", d.CrossAccountPrimary)
	}
	_, err := r.PutSecretValue(ctx(), &sm.PutSecretValueInput{SecretId: p(name), SecretString: p("made-up")})
	refused(t, err, "InvalidParameterException", "")
}
