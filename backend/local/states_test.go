package local

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sm "github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager/types"
)

func TestASecretGoesWhenItsWindowIsOverAndNotBefore(t *testing.T) {
	r := start(t)
	r.create("a", "made-up")
	r.create("kept", "made-up")
	r.delete("a", 7)
	r.delete("kept", 7)
	r.later(7*day - time.Millisecond)
	r.describe("a")
	_, err := r.RestoreSecret(ctx(), &sm.RestoreSecretInput{SecretId: p("kept")})
	must(r, 0, err)
	r.later(time.Millisecond)
	_, err = r.DescribeSecret(ctx(), &sm.DescribeSecretInput{SecretId: p("a")})
	refused(t, err, "ResourceNotFoundException", cantFind)
	must(r, 0, read(r, "kept"))
	if got := r.names(sm.ListSecretsInput{IncludePlannedDeletion: p(true)}); !slices.Equal(got, []string{"kept"}) {
		t.Error(got)
	}
}

func TestASecretMayOutliveItsWindowByTheKnob(t *testing.T) {
	r := start(t)
	r.create("a", "made-up")
	r.delete("a", 7)
	r.Set(func(k *Knobs) { k.PurgeDelay = 3 * time.Hour })
	r.later(7*day + 2*time.Hour)
	r.describe("a")
	r.later(time.Hour)
	_, err := r.DescribeSecret(ctx(), &sm.DescribeSecretInput{SecretId: p("a")})
	refused(t, err, "ResourceNotFoundException", cantFind)
}

func TestPendingDeletionRefusesAllButDescribeVersionsRestoreAndForce(t *testing.T) {
	r := start(t)
	id := r.create("a", "made-up")
	r.delete("a", 7)
	a := p("a")
	for what, err := range map[string]error{
		"get":       read(r, "a"),
		"put":       second(r.PutSecretValue(ctx(), &sm.PutSecretValueInput{SecretId: a, SecretString: p("x")})),
		"update":    second(r.UpdateSecret(ctx(), &sm.UpdateSecretInput{SecretId: a, Description: p("x")})),
		"label":     r.move("a", "x", "", id),
		"delete":    second(r.DeleteSecret(ctx(), &sm.DeleteSecretInput{SecretId: a})),
		"rotate":    second(r.rotate("a", goodLambda, 1)),
		"cancel":    second(r.CancelRotateSecret(ctx(), &sm.CancelRotateSecretInput{SecretId: a})),
		"policy":    second(r.GetResourcePolicy(ctx(), &sm.GetResourcePolicyInput{SecretId: a})),
		"replicate": second(r.ReplicateSecretToRegions(ctx(), &sm.ReplicateSecretToRegionsInput{SecretId: a, AddReplicaRegions: []types.ReplicaRegionType{{Region: p("us-east-1")}}})),
	} {
		t.Run(what, func(t *testing.T) { refused(t, err, "InvalidRequestException", marked) })
	}
	must(r, 0, second(r.ListSecretVersionIds(ctx(), &sm.ListSecretVersionIdsInput{SecretId: a})))
	must(r, 0, second(r.RestoreSecret(ctx(), &sm.RestoreSecretInput{SecretId: a})))
	must(r, 0, read(r, "a"))
}

func TestAForcedDeletionLeavesRemainsForAWhileAndANewSecretHasAnotherARN(t *testing.T) {
	r := start(t)
	r.create("a", "made-up")
	arn := *r.describe("a").ARN
	r.Set(func(k *Knobs) { k.ForceDelay = 2 * time.Second })
	force := func(id string) error {
		return second(r.DeleteSecret(ctx(), &sm.DeleteSecretInput{SecretId: &id, ForceDeleteWithoutRecovery: p(true)}))
	}
	must(r, 0, force("a"))
	must(r, 0, force("never-was"))
	r.describe("a")
	again := func() error {
		return second(r.CreateSecret(ctx(), &sm.CreateSecretInput{Name: p("a"), SecretString: p("made-up")}))
	}
	gone := "You can't perform this operation on the secret because it was deleted."
	refused(t, again(), "InvalidRequestException", gone)
	refused(t, second(r.RestoreSecret(ctx(), &sm.RestoreSecretInput{SecretId: p("a")})), "InvalidRequestException", gone)
	r.later(2 * time.Second)
	must(r, 0, again())
	if *r.describe("a").ARN == arn {
		t.Error("the same ARN again")
	}
}

func TestASecretIsFoundByNameARNAndPartialARNSaveTheTrap(t *testing.T) {
	r := start(t)
	r.create("x-a1b2", "made-up")
	r.create("x-a1b2c3", "made-up")
	full := *r.describe("x-a1b2").ARN
	r.describe(full)
	r.describe(full[:len(full)-7])
	trap := *r.describe("x-a1b2c3").ARN
	r.describe(trap)
	_, err := r.DescribeSecret(ctx(), &sm.DescribeSecretInput{SecretId: p(trap[:len(trap)-7])})
	refused(t, err, "ResourceNotFoundException", cantFind)
	_, err = client(r.Server, "us-east-1").DescribeSecret(ctx(), &sm.DescribeSecretInput{SecretId: &full})
	refused(t, err, "ResourceNotFoundException", cantFind)
}

func TestLabelsMoveAndAreCountedOverAllVersions(t *testing.T) {
	r := start(t)
	old := r.create("a", "made-up 1")
	fresh := r.put("a", "made-up 2")
	must(r, 0, r.move("a", "AWSCURRENT", fresh, old))
	if v := r.describe("a").VersionIdsToStages; !slices.Equal(v[old], []string{"AWSCURRENT"}) || !slices.Equal(v[fresh], []string{"AWSPREVIOUS"}) {
		t.Errorf("a promotion must swap the two: %v", v)
	}
	refused(t, r.move("a", "AWSCURRENT", fresh, old), "InvalidParameterException", "")
	for i := range 18 {
		must(r, 0, r.move("a", fmt.Sprint("label-", i), "", old))
	}
	refused(t, r.move("a", "one-too-many", "", fresh), "LimitExceededException", "")
	must(r, 0, r.move("a", "label-3", old, ""))
	must(r, 0, r.move("a", "label-4", old, fresh))
}

func TestUnlabelledVersionsBeyondAHundredGoOnceTheyAreADayOld(t *testing.T) {
	r := start(t)
	r.create("a", "made-up")
	count := func() int {
		out, err := r.ListSecretVersionIds(ctx(), &sm.ListSecretVersionIdsInput{SecretId: p("a"), IncludeDeprecated: p(true), MaxResults: p(int32(100))})
		n := len(must(r, out, err).Versions)
		if out.NextToken != nil {
			out, err = r.ListSecretVersionIds(ctx(), &sm.ListSecretVersionIdsInput{SecretId: p("a"), IncludeDeprecated: p(true), NextToken: out.NextToken, MaxResults: p(int32(100))})
			n += len(must(r, out, err).Versions)
		}
		return n
	}
	for i := range 119 {
		r.put("a", fmt.Sprint("made-up ", i))
	}
	if n := count(); n != 120 {
		t.Errorf("%d versions within a day, want all 120", n)
	}
	r.later(24*time.Hour - time.Millisecond)
	r.put("a", "made-up, not quite a day later")
	if n := count(); n != 121 {
		t.Errorf("%d versions before a day is over, want all 121", n)
	}
	r.later(time.Millisecond)
	r.put("a", "made-up, a day later")
	if n := count(); n != 100 {
		t.Errorf("%d versions a day later, want 100", n)
	}
}

func TestReplicasFollowTheirPrimaryAndCannotBeChanged(t *testing.T) {
	r := start(t)
	far := client(r.Server, "us-east-1")
	r.create("a", "made-up 1")
	to := []types.ReplicaRegionType{{Region: p("us-east-1")}}
	must(r, 0, second(r.ReplicateSecretToRegions(ctx(), &sm.ReplicateSecretToRegionsInput{SecretId: p("a"), AddReplicaRegions: to})))
	r.put("a", "made-up 2")
	out, err := far.GetSecretValue(ctx(), &sm.GetSecretValueInput{SecretId: p("a")})
	if must(r, out, err); *out.SecretString != "made-up 2" || !strings.Contains(*out.ARN, "us-east-1") {
		t.Errorf("%+v", out)
	}
	r.put("a", "made-up 2", "pinned")
	farVersions, err := far.ListSecretVersionIds(ctx(), &sm.ListSecretVersionIdsInput{SecretId: p("a")})
	for _, v := range must(r, farVersions, err).Versions {
		if current := slices.Contains(v.VersionStages, "AWSCURRENT"); current != (v.LastAccessedDate != nil) {
			t.Errorf("accesses of the replica's versions: %v %v", v.VersionStages, v.LastAccessedDate)
		}
	}
	replica := "Operation not permitted on a replica secret. Call must be made in primary secret's region."
	refused(t, second(far.PutSecretValue(ctx(), &sm.PutSecretValueInput{SecretId: p("a"), SecretString: p("x")})), "InvalidParameterException", replica)
	refused(t, second(far.DeleteSecret(ctx(), &sm.DeleteSecretInput{SecretId: p("a")})), "InvalidParameterException", replica)
	refused(t, second(far.TagResource(ctx(), &sm.TagResourceInput{SecretId: p("a"), Tags: []types.Tag{{Key: p("k")}}})), "InvalidParameterException", replica)
	arn := *r.describe("a").ARN
	refused(t, second(r.DeleteSecret(ctx(), &sm.DeleteSecretInput{SecretId: p("a")})), "InvalidParameterException",
		"You can't delete secret "+arn+" that still has replica regions [us-east-1].") // seen in public issues
	must(r, 0, second(far.StopReplicationToReplica(ctx(), &sm.StopReplicationToReplicaInput{SecretId: p("a")})))
	must(r, 0, second(far.PutSecretValue(ctx(), &sm.PutSecretValueInput{SecretId: p("a"), SecretString: p("its own now")})))
	if d := r.describe("a"); len(d.ReplicationStatus) != 0 {
		t.Errorf("%+v", d.ReplicationStatus)
	}
	again, err := r.ReplicateSecretToRegions(ctx(), &sm.ReplicateSecretToRegionsInput{SecretId: p("a"), AddReplicaRegions: to})
	must(r, again, err)
	s := again.ReplicationStatus[0]
	if s.Status != "Failed" || *s.StatusMessage != "Replication failed: Secret name a already exists in region us-east-1." {
		t.Errorf("%s %s", s.Status, *s.StatusMessage)
	}
	again, err = r.ReplicateSecretToRegions(ctx(), &sm.ReplicateSecretToRegionsInput{SecretId: p("a"), AddReplicaRegions: to, ForceOverwriteReplicaSecret: true})
	if must(r, again, err); again.ReplicationStatus[0].Status != "InSync" {
		t.Errorf("%+v", again.ReplicationStatus)
	}
	must(r, 0, second(r.RemoveRegionsFromReplication(ctx(), &sm.RemoveRegionsFromReplicationInput{SecretId: p("a"), RemoveReplicaRegions: []string{"us-east-1"}})))
	_, err = far.DescribeSecret(ctx(), &sm.DescribeSecretInput{SecretId: p("a")})
	refused(t, err, "ResourceNotFoundException", cantFind)
	r.delete("a", 7)
}

func TestManagedSecretsAreTheirOwnersToChange(t *testing.T) {
	r := start(t)
	r.SeedDemo()
	id := r.names(sm.ListSecretsInput{Filters: []types.Filter{{Key: "owning-service", Values: []string{"RDS"}}}})[0]
	words := "This secret is managed by an AWS service, and you must use that service to update it."
	refused(t, second(r.PutSecretValue(ctx(), &sm.PutSecretValueInput{SecretId: &id, SecretString: p("x")})), "InvalidRequestException", words)
	refused(t, second(r.UpdateSecret(ctx(), &sm.UpdateSecretInput{SecretId: &id, Description: p("x")})), "InvalidRequestException", words)
	refused(t, second(r.DeleteSecret(ctx(), &sm.DeleteSecretInput{SecretId: &id, ForceDeleteWithoutRecovery: p(true)})), "InvalidRequestException", words)
	refused(t, second(r.rotate(id, goodLambda, 3)), "InvalidRequestException", words)
	must(r, 0, second(r.rotate(id, "", 0)))
}

func TestPoliciesAreKeptCheckedAndKeptFromThePublic(t *testing.T) {
	r := start(t)
	r.create("a", "made-up")
	policy := func(principal string) string {
		return `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":` + principal + `,"Action":"secretsmanager:GetSecretValue","Resource":"*"}]}`
	}
	put := func(text string, block bool) error {
		return second(r.PutResourcePolicy(ctx(), &sm.PutResourcePolicyInput{SecretId: p("a"), ResourcePolicy: &text, BlockPublicPolicy: &block}))
	}
	own := policy(`{"AWS":"arn:aws:iam::123456789012:root"}`)
	must(r, 0, put(own, true))
	for _, anybody := range []string{`"*"`, `{"AWS":"*"}`, `{"AWS":["arn:aws:iam::123456789012:root","*"]}`} {
		refused(t, put(policy(anybody), true), "PublicPolicyException", "")
		text := policy(anybody)
		out, err := r.ValidateResourcePolicy(ctx(), &sm.ValidateResourcePolicyInput{ResourcePolicy: &text})
		if must(r, out, err); out.PolicyValidationPassed || len(out.ValidationErrors) != 1 {
			t.Errorf("%s passed", anybody)
		}
	}
	for _, bad := range []string{"not json", "{}", `{"Statement":[]}`, `{"Version":"2019-10-19","Statement":[]}`, strings.Replace(own, "Allow", "Perhaps", 1)} {
		refused(t, put(bad, false), "MalformedPolicyDocumentException", "")
	}
	got, err := r.GetResourcePolicy(ctx(), &sm.GetResourcePolicyInput{SecretId: p("a")})
	if must(r, got, err); aws.ToString(got.ResourcePolicy) != own {
		t.Error(aws.ToString(got.ResourcePolicy))
	}
	must(r, 0, second(r.DeleteResourcePolicy(ctx(), &sm.DeleteResourcePolicyInput{SecretId: p("a")})))
	got, err = r.GetResourcePolicy(ctx(), &sm.GetResourcePolicyInput{SecretId: p("a")})
	if must(r, got, err); got.ResourcePolicy != nil {
		t.Error("the policy is still there")
	}
}

func TestPasswordsKeepTheirRules(t *testing.T) {
	r := start(t)
	make := func(in sm.GetRandomPasswordInput) string {
		out, err := r.GetRandomPassword(ctx(), &in)
		return *must(r, out, err).RandomPassword
	}
	if a, b := make(sm.GetRandomPasswordInput{}), make(sm.GetRandomPasswordInput{}); len(a) != 32 || a == b {
		t.Errorf("%d characters, twice the same: %v", len(a), a == b)
	}
	const lower, upper, digits = "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789"
	for range 200 {
		if pw := make(sm.GetRandomPasswordInput{PasswordLength: p(int64(4))}); !strings.ContainsAny(pw, lower) || !strings.ContainsAny(pw, upper) ||
			!strings.ContainsAny(pw, digits) || strings.Trim(pw, lower+upper+digits) == "" && !strings.ContainsAny(pw, "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~") {
			t.Fatalf("%q lacks a type", pw)
		}
	}
	if pw := make(sm.GetRandomPasswordInput{PasswordLength: p(int64(4096)), ExcludePunctuation: p(true), ExcludeUppercase: p(true), ExcludeCharacters: p("abc019")}); len(pw) != 4096 ||
		strings.Trim(pw, "defghijklmnopqrstuvwxyz2345678") != "" {
		t.Error("something excluded came, or the length is wrong")
	}
	if pw := make(sm.GetRandomPasswordInput{PasswordLength: p(int64(500)), IncludeSpace: p(true)}); !strings.Contains(pw, " ") {
		t.Error("no space")
	}
	if pw := make(sm.GetRandomPasswordInput{PasswordLength: p(int64(1)), RequireEachIncludedType: p(false)}); len(pw) != 1 {
		t.Error(pw)
	}
}

func TestABatchReadsWhatItMayAndNamesTheRest(t *testing.T) {
	r := start(t)
	r.create("a", "made-up a")
	r.create("b", "made-up b")
	r.create("empty", "")
	r.create("gone", "made-up")
	r.delete("gone", 7)
	out, err := r.BatchGetSecretValue(ctx(), &sm.BatchGetSecretValueInput{SecretIdList: []string{"a", "nosuch", "empty", "b", "gone"}})
	must(r, out, err)
	var codes []string
	for _, e := range out.Errors {
		codes = append(codes, *e.SecretId+" "+*e.ErrorCode)
	}
	if want := []string{"nosuch ResourceNotFoundException", "empty ResourceNotFoundException", "gone InvalidRequestException"}; !slices.Equal(codes, want) || len(out.SecretValues) != 2 {
		t.Errorf("%v, %d values", codes, len(out.SecretValues))
	}
	got := 0
	in := sm.BatchGetSecretValueInput{Filters: []types.Filter{{Key: "name", Values: []string{"a", "b"}}}, MaxResults: p(int32(1))}
	for {
		out, err := r.BatchGetSecretValue(ctx(), &in)
		must(r, out, err)
		got += len(out.SecretValues)
		if out.NextToken == nil {
			break
		}
		in.NextToken = out.NextToken
	}
	if got != 2 || r.describe("a").LastAccessedDate == nil {
		t.Errorf("%d by filter", got)
	}
}

func TestTagsReplaceByKeyAndStopAtFifty(t *testing.T) {
	r := start(t)
	r.create("a", "made-up")
	tag := func(k, v string) error {
		return second(r.TagResource(ctx(), &sm.TagResourceInput{SecretId: p("a"), Tags: []types.Tag{{Key: &k, Value: &v}}}))
	}
	for i := range 50 {
		must(r, 0, tag(fmt.Sprint("k", i), "v"))
	}
	must(r, 0, tag("k0", "other"))
	refused(t, tag("K0", "v"), "InvalidParameterException", "")
	must(r, 0, second(r.UntagResource(ctx(), &sm.UntagResourceInput{SecretId: p("a"), TagKeys: []string{"k7", "nosuch"}})))
	must(r, 0, tag("K0", "v"))
	if tags := r.describe("a").Tags; len(tags) != 50 || *tags[0].Value != "other" {
		t.Errorf("%d tags", len(tags))
	}
}

func TestANewKeyReachesTheLabelledVersionsOnly(t *testing.T) {
	r := start(t)
	first := r.create("a", "made-up 1")
	r.put("a", "made-up 2")
	r.put("a", "made-up 3")
	must(r, 0, second(r.UpdateSecret(ctx(), &sm.UpdateSecretInput{SecretId: p("a"), KmsKeyId: p("arn:aws:kms:eu-west-1:123456789012:key/" + tokenA)})))
	out, err := r.ListSecretVersionIds(ctx(), &sm.ListSecretVersionIdsInput{SecretId: p("a"), IncludeDeprecated: p(true)})
	for _, v := range must(r, out, err).Versions {
		if old := v.KmsKeyIds[0] == "DefaultEncryptionKey"; old != (*v.VersionId == first) {
			t.Errorf("%s has %v", *v.VersionId, v.KmsKeyIds)
		}
	}
	must(r, 0, second(r.UpdateSecret(ctx(), &sm.UpdateSecretInput{SecretId: p("a"), KmsKeyId: p(""), Description: p("")})))
	if r.describe("a").KmsKeyId != nil {
		t.Error("the key is still named")
	}
}
