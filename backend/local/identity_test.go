package local

import (
	"slices"
	"testing"

	sm "github.com/aws/aws-sdk-go-v2/service/secretsmanager"
)

func TestAnARNOfAnEarlierSecretOfTheNameFindsNothing(t *testing.T) {
	r := start(t)
	r.create("a", "made-up")
	old := r.describe("a").ARN
	must(r, 0, second(r.DeleteSecret(ctx(), &sm.DeleteSecretInput{SecretId: old, ForceDeleteWithoutRecovery: p(true)})))
	r.create("a", "made-up again")
	_, err := r.DescribeSecret(ctx(), &sm.DescribeSecretInput{SecretId: old})
	refused(t, err, "ResourceNotFoundException", cantFind)
}

func TestTheFirstVersionIsCurrentWhateverLabelsItWasGiven(t *testing.T) {
	r := start(t)
	r.create("a", "")
	id := r.put("a", "made-up", "mine")
	if labels := r.describe("a").VersionIdsToStages[id]; !slices.Contains(labels, "AWSCURRENT") || !slices.Contains(labels, "mine") {
		t.Error(labels)
	}
}
