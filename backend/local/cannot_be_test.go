package local

import (
	"strings"
	"testing"

	sm "github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager/types"
)

func TestVersionsWithoutAValueAreDescribedAndNotListed(t *testing.T) { // M, v1.51.0
	r := start(t)
	id := r.create("a", "made-up")
	must(r, 0, second(r.rotate("a", stuckLambda, 1)))
	if v := r.describe("a").VersionIdsToStages; len(v) != 2 {
		t.Errorf("described: %v", v)
	}
	for _, all := range []bool{false, true} {
		out, err := r.ListSecretVersionIds(ctx(), &sm.ListSecretVersionIdsInput{SecretId: p("a"), IncludeDeprecated: &all, MaxResults: p(int32(1))})
		if must(r, out, err); len(out.Versions) != 1 || *out.Versions[0].VersionId != id || out.NextToken != nil {
			t.Errorf("listed: %+v", out)
		}
	}
}

func TestAKeyThatCanBeNoneIsRefused(t *testing.T) {
	invalid := "The operation failed because of an invalid KMS key: Invalid keyId" // ISS hashicorp/terraform-provider-aws#13303
	for key, good := range map[string]bool{
		"": true, "alias/mine": true, tokenA: true, "mrk-" + strings.Repeat("0f", 16): true,
		"arn:aws:kms:eu-west-1:123456789012:key/" + tokenA: true, "arn:aws:kms:eu-west-1:210987654321:alias/mine": true,
		"mine": false, "alias/": false, "no key": false, "arn:aws:kms:us-east-1:123456789012:key/" + tokenA: false,
		"arn:aws:s3:::bucket": false, "arn:aws:kms:eu-west-1:123456789012:key/mine": false,
	} {
		r := start(t)
		create := second(r.CreateSecret(ctx(), &sm.CreateSecretInput{Name: p("a"), SecretString: p("made-up"), KmsKeyId: &key}))
		r.create("b", "made-up")
		update := second(r.UpdateSecret(ctx(), &sm.UpdateSecretInput{SecretId: p("b"), KmsKeyId: &key, SecretString: p("x")}))
		for _, err := range []error{create, update} {
			if good {
				must(r, 0, err)
				continue
			}
			refused(t, err, "InvalidParameterException", invalid)
			if r.describe("b").KmsKeyId != nil || len(r.describe("b").VersionIdsToStages) != 1 {
				t.Errorf("%q: an update that was refused changed something", key)
			}
		}
	}
	r := start(t)
	r.create("a", "made-up")
	out, err := r.ReplicateSecretToRegions(ctx(), &sm.ReplicateSecretToRegionsInput{SecretId: p("a"),
		AddReplicaRegions: []types.ReplicaRegionType{{Region: p("us-east-1"), KmsKeyId: p("arn:aws:kms:eu-west-1:123456789012:key/" + tokenA)}}})
	if s := must(r, out, err).ReplicationStatus[0]; s.Status != "Failed" || !strings.HasSuffix(*s.StatusMessage, invalid) {
		t.Errorf("a replica under a key of another region: %s %s", s.Status, *s.StatusMessage) // ISS aws-cloudformation/cloudformation-coverage-roadmap#1459
	}
}

func TestARegionThatThereIsNotCannotBeReplicatedTo(t *testing.T) {
	r := start(t)
	r.create("a", "made-up")
	to := func(region string) error {
		return second(r.ReplicateSecretToRegions(ctx(), &sm.ReplicateSecretToRegionsInput{SecretId: p("a"), AddReplicaRegions: []types.ReplicaRegionType{{Region: &region}}}))
	}
	for _, region := range []string{"xx-nowhere-9", "cn-north-1", "us-gov-east-1", "eu-west-1"} {
		refused(t, to(region), "InvalidParameterException", "Invalid replica region.")
	}
	refused(t, to("nowhere"), "ValidationException", "")
	must(r, 0, to("us-west-2"))
	r.Set(func(k *Knobs) { k.Regions = []string{"xx-nowhere-9"} })
	must(r, 0, to("xx-nowhere-9"))
}
