package local

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sm "github.com/aws/aws-sdk-go-v2/service/secretsmanager"
)

const customerKey = "arn:aws:kms:eu-west-1:123456789012:key/" + tokenA

// two is a rig with the client of another account beside its own.
type two struct {
	*rig
	other *sm.Client
}

func accounts(t *testing.T) *two {
	r := start(t)
	return &two{r, clientOf(r.Server, "eu-west-1", theirs{})}
}

// primary makes a secret that can be replicated to another account, and gives its ARN.
func (r *two) primary(name string) string {
	out, err := r.CreateSecret(ctx(), &sm.CreateSecretInput{Name: &name, SecretString: p("made-up 1"), KmsKeyId: p(customerKey)})
	return *must(r.rig, out, err).ARN
}

// replica creates the other account's replica of a secret, and gives its ARN.
func (r *two) replica(name, primary string) string {
	out, err := r.other.CreateSecret(ctx(), &sm.CreateSecretInput{Name: &name, CrossAccountPrimaryARN: &primary, KmsKeyId: p(strings.Replace(customerKey, Account, otherAccount, 1))})
	return *must(r.rig, out, err).ARN
}

func (r *two) associate(id, replica string) (*sm.AssociateCrossAccountReplicaOutput, error) {
	return r.AssociateCrossAccountReplica(ctx(), &sm.AssociateCrossAccountReplicaInput{SecretId: &id, CrossAccountReplicaARN: &replica})
}

func (r *two) disassociate(id, replica string) error {
	return second(r.DisassociateCrossAccountReplica(ctx(), &sm.DisassociateCrossAccountReplicaInput{SecretId: &id, CrossAccountReplicaARN: &replica}))
}

// states are the status of the replication as the primary and as the replica sees it, "" where there is none.
func (r *two) states(primary, replica string) (near, far string) {
	r.Helper()
	d := r.describe(primary)
	if len(d.CrossAccountReplicas) > 0 {
		near = string(d.CrossAccountReplicas[0].ReplicationStatus)
	}
	there, err := r.other.DescribeSecret(ctx(), &sm.DescribeSecretInput{SecretId: &replica})
	if must(r.rig, there, err); there.CrossAccountPrimary != nil {
		far = string(there.CrossAccountPrimary.ReplicationStatus)
	}
	return near, far
}

func (r *two) are(when, primary, replica, near, far string) {
	r.Helper()
	if a, b := r.states(primary, replica); a != near || b != far {
		r.Errorf("%s: the primary sees %q, the replica %q, want %q and %q", when, a, b, near, far)
	}
}

// The text of each is that of the SDK v1.51.0; the words of the refusals are not known.
func TestAReplicaInAnotherAccountFollowsItsPrimaryUntilItIsLetGo(t *testing.T) {
	r := accounts(t)
	r.Set(func(k *Knobs) { k.ReplicationTime = time.Minute })
	a := r.primary("a")
	b := r.replica("theirs/a", a)
	if !strings.Contains(b, ":"+otherAccount+":secret:theirs/a-") {
		t.Errorf("the replica is %s", b)
	}
	theirRead := func() (string, error) {
		out, err := r.other.GetSecretValue(ctx(), &sm.GetSecretValueInput{SecretId: &b})
		if err != nil {
			return "", err
		}
		return *out.SecretString, nil
	}
	r.are("created", a, b, "", "Pending")
	refused(t, second(theirRead()), "ResourceNotFoundException", "")
	out, err := r.associate(a, b)
	if must(r.rig, out, err); *out.ARN != a || *out.CrossAccountReplicaARN != b || out.ReplicationStatus != "InProgress" {
		t.Errorf("%+v", out)
	}
	r.are("associated", a, b, "InProgress", "InProgress")
	r.later(time.Minute)
	r.are("in sync", a, b, "InSync", "InSync")
	r.put("a", "made-up 2")
	if got, err := theirRead(); got != "made-up 2" || err != nil {
		t.Errorf("the replica reads %q, %v", got, err)
	}
	refused(t, second(r.other.PutSecretValue(ctx(), &sm.PutSecretValueInput{SecretId: &b, SecretString: p("x")})), "InvalidParameterException", "")
	refused(t, second(r.other.DeleteSecret(ctx(), &sm.DeleteSecretInput{SecretId: &b})), "InvalidParameterException", "")
	refused(t, second(r.DeleteSecret(ctx(), &sm.DeleteSecretInput{SecretId: &a})), "InvalidParameterException", "")
	must(r.rig, 0, second(r.associate(a, b)))
	must(r.rig, 0, r.disassociate(a, b))
	r.are("let go", a, b, "", "Detached")
	r.put("a", "made-up 3")
	if got, _ := theirRead(); got != "made-up 2" {
		t.Errorf("a replica that was let go reads %q", got)
	}
	refused(t, r.disassociate(a, b), "InvalidRequestException", "")
	must(r.rig, 0, second(r.other.StopReplicationToReplica(ctx(), &sm.StopReplicationToReplicaInput{SecretId: &b})))
	r.are("stands alone", a, b, "", "")
	must(r.rig, 0, second(r.other.PutSecretValue(ctx(), &sm.PutSecretValueInput{SecretId: &b, SecretString: p("its own")})))
	r.delete("a", 7)
}

func TestAReplicaThatLeavesIsSeenAsDetachedByItsPrimary(t *testing.T) {
	r := accounts(t)
	a := r.primary("a")
	b := r.replica("a", a)
	must(r.rig, 0, second(r.associate(a, b)))
	must(r.rig, 0, second(r.other.StopReplicationToReplica(ctx(), &sm.StopReplicationToReplicaInput{SecretId: &b})))
	r.are("left", a, b, "Detached", "")
	c := r.replica("again", a)
	must(r.rig, 0, second(r.associate(a, c)))
	r.are("another", a, c, "InSync", "InSync")
}

func TestWhatCannotBeReplicatedBetweenAccountsIsRefused(t *testing.T) {
	r := accounts(t)
	a := r.primary("a")
	r.create("plain", "made-up")
	plain := *r.describe("plain").ARN
	b := r.replica("b", a)
	_, err := r.associate(a, r.replica("never", plain))
	refused(t, err, "InvalidRequestException", "")
	_, err = r.associate(plain, r.replica("of-plain", plain))
	refused(t, err, "InvalidRequestException", "")
	_, err = r.associate(a, a)
	refused(t, err, "InvalidParameterException", "")
	_, err = r.associate(a, b+"x")
	refused(t, err, "ResourceNotFoundException", "")
	must(r.rig, 0, second(r.associate(a, b)))
	_, err = r.associate(a, r.replica("second", a))
	refused(t, err, "InvalidRequestException", "")
	for _, in := range []sm.CreateSecretInput{
		{SecretString: p("x"), KmsKeyId: p(customerKey)}, {Description: p("x"), KmsKeyId: p(customerKey)}, {Type: p("x"), KmsKeyId: p(customerKey)}, {},
		{KmsKeyId: p("alias/aws/secretsmanager")},
	} {
		in.Name, in.CrossAccountPrimaryARN = p("c"), &a
		refused(t, second(r.other.CreateSecret(ctx(), &in)), "InvalidParameterException", "")
	}
	for _, primary := range []string{strings.Replace(a, "eu-west-1", "us-east-1", 1), strings.Replace(a, Account, otherAccount, 1), strings.Repeat("x", 20)} {
		refused(t, second(r.other.CreateSecret(ctx(), &sm.CreateSecretInput{Name: p("c"), CrossAccountPrimaryARN: &primary, KmsKeyId: p(customerKey)})), "InvalidParameterException", "")
	}
	r.Set(func(k *Knobs) { k.Deny = map[string]bool{"PutResourcePolicy": true} })
	refused(t, second(r.other.CreateSecret(ctx(), &sm.CreateSecretInput{Name: p("c"), CrossAccountPrimaryARN: &a, KmsKeyId: p(customerKey)})), "AccessDeniedException", "")
}

func TestAccountsAreApart(t *testing.T) {
	r := accounts(t)
	r.create("a", "made-up")
	if out, err := r.other.ListSecrets(ctx(), &sm.ListSecretsInput{}); len(must(r.rig, out, err).SecretList) != 0 {
		t.Errorf("another account sees %d secrets", len(out.SecretList))
	}
	for _, id := range []string{"a", *r.describe("a").ARN} {
		refused(t, second(r.other.GetSecretValue(ctx(), &sm.GetSecretValueInput{SecretId: &id})), "ResourceNotFoundException", cantFind)
	}
	must(r.rig, 0, second(r.other.CreateSecret(ctx(), &sm.CreateSecretInput{Name: p("a"), SecretString: p("theirs")})))
	if got := r.plaintext("a"); string(got) != "made-up" {
		t.Errorf("it reads %s", got)
	}
}

func TestPoliciesAreNamedAndOnlyTheDefaultOneChanges(t *testing.T) {
	r := start(t)
	r.Plant(Seed{Name: "a", Text: "made-up", Policies: map[string]string{"zebra": "{}", "apple": `{"made-up":1}`}})
	names := func(in sm.ListResourcePoliciesInput) (all []string) {
		in.SecretId = p("a")
		for {
			out, err := r.ListResourcePolicies(ctx(), &in)
			must(r, out, err)
			for _, s := range out.ResourcePolicies {
				all = append(all, *s.PolicyName)
			}
			if in.NextToken = out.NextToken; in.NextToken == nil {
				return all
			}
		}
	}
	if got := names(sm.ListResourcePoliciesInput{}); !slices.Equal(got, []string{"apple", "zebra"}) {
		t.Error(got)
	}
	own := `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:root"},"Action":"secretsmanager:GetSecretValue","Resource":"*"}]}`
	put := func(name *string) error {
		return second(r.PutResourcePolicy(ctx(), &sm.PutResourcePolicyInput{SecretId: p("a"), ResourcePolicy: &own, PolicyName: name}))
	}
	must(r, 0, put(nil))
	must(r, 0, put(p("default")))
	refused(t, put(p("apple")), "InvalidParameterException", "")
	refused(t, second(r.DeleteResourcePolicy(ctx(), &sm.DeleteResourcePolicyInput{SecretId: p("a"), PolicyName: p("apple")})), "InvalidParameterException", "")
	for _, size := range []int32{1, 2, 100} {
		if got := names(sm.ListResourcePoliciesInput{MaxResults: &size}); !slices.Equal(got, []string{"default", "apple", "zebra"}) {
			t.Errorf("by %d: %v", size, got)
		}
	}
	for name, want := range map[string]string{"": own, "default": own, "apple": `{"made-up":1}`} {
		in := sm.GetResourcePolicyInput{SecretId: p("a")}
		if name != "" {
			in.PolicyName = &name
		}
		out, err := r.GetResourcePolicy(ctx(), &in)
		if must(r, out, err); aws.ToString(out.ResourcePolicy) != want || name != "" && *out.PolicyName != name || *out.PolicyName == "" {
			t.Errorf("%q: %s is %s", name, *out.PolicyName, aws.ToString(out.ResourcePolicy))
		}
	}
	refused(t, second(r.GetResourcePolicy(ctx(), &sm.GetResourcePolicyInput{SecretId: p("a"), PolicyName: p("nosuch")})), "ResourceNotFoundException", "")
	refused(t, second(r.ListResourcePolicies(ctx(), &sm.ListResourcePoliciesInput{SecretId: p("nosuch")})), "ResourceNotFoundException", cantFind)
}
