package local

import (
	"testing"

	sm "github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager/types"
)

func (r *rig) all(in sm.ListSecretsInput) (out []types.SecretListEntry) {
	r.Helper()
	for {
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
}

func TestTheDemoIsABelievableCompany(t *testing.T) {
	r := start(t)
	r.SeedDemo()
	live := r.all(sm.ListSecretsInput{})
	all := r.all(sm.ListSecretsInput{IncludePlannedDeletion: p(true)})
	t.Logf("%d live, %d with the deleted", len(live), len(all))
	if len(all)-len(live) != 5 || len(live) < 180 || len(live) > 240 {
		t.Errorf("%d live secrets, %d deleted", len(live), len(all)-len(live))
	}
	for _, s := range live {
		_, err := r.GetSecretValue(ctx(), &sm.GetSecretValueInput{SecretId: s.ARN})
		if err != nil {
			t.Logf("%s: %v", *s.Name, err)
		}
	}
}
