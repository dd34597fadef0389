package local

import (
	"slices"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sm "github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager/types"
)

const (
	cantFind   = "Secrets Manager can't find the specified secret."
	badName    = "Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!"
	marked     = "You can't perform this operation on the secret because it was marked for deletion."
	notInvoked = "Secrets Manager cannot invoke the specified Lambda function. Ensure that the function policy grants access " +
		"to the principal secretsmanager.amazonaws.com."
	tokenA = "aaaaaaaa-0000-4000-a000-00000000000a"
	tokenB = "bbbbbbbb-0000-4000-a000-00000000000b"
	tokenC = "cccccccc-0000-4000-a000-00000000000c"
)

// The numbers are those of the list of recorded answers; each entry names where the real service gave it:
// LS localstack's validated snapshots, MV moto's verified tests, C7N cloud-custodian's recordings, TF the terraform
// provider, ISS a public issue, CLI the AWS CLI's examples, M the API model.
func TestTheServiceAnswersAsRecorded(t *testing.T) {
	for _, c := range slices.Concat(recordedReads(), recordedWrites(), recordedStates(), recordedFound()) {
		t.Run(c.name, func(t *testing.T) { c.run(start(t)) })
	}
}

type recorded struct {
	name string
	run  func(r *rig)
}

func (r *rig) get(in sm.GetSecretValueInput) error {
	_, err := r.GetSecretValue(ctx(), &in)
	return err
}

func recordedReads() []recorded {
	return []recorded{
		{"1 get unknown", func(r *rig) { // LS
			refused(r, r.get(sm.GetSecretValueInput{SecretId: p("nosuch")}), "ResourceNotFoundException", cantFind)
		}},
		{"2 list versions of unknown", func(r *rig) { // LS
			_, err := r.ListSecretVersionIds(ctx(), &sm.ListSecretVersionIdsInput{SecretId: p("nosuch")})
			refused(r, err, "ResourceNotFoundException", cantFind)
		}},
		{"3 get by missing stage", func(r *rig) { // LS
			r.create("a", "made-up")
			refused(r, r.get(sm.GetSecretValueInput{SecretId: p("a"), VersionStage: p("AWSPREVIOUS")}), "ResourceNotFoundException",
				"Secrets Manager can't find the specified secret value for staging label: AWSPREVIOUS")
		}},
		{"4 get by unknown version", func(r *rig) { // LS
			r.create("a", "made-up")
			refused(r, r.get(sm.GetSecretValueInput{SecretId: p("a"), VersionId: p(tokenA)}), "ResourceNotFoundException",
				"Secrets Manager can't find the specified secret value for VersionId: "+tokenA)
		}},
		{"5 version and stage do not match", func(r *rig) { // LS
			id := r.create("a", "made-up")
			refused(r, r.get(sm.GetSecretValueInput{SecretId: p("a"), VersionId: &id, VersionStage: p("AWSPREVIOUS")}), "InvalidRequestException",
				"You provided a VersionStage that is not associated to the provided VersionId.")
		}},
		{"6 get without value", func(r *rig) { // LS
			r.create("a", "")
			refused(r, r.get(sm.GetSecretValueInput{SecretId: p("a")}), "ResourceNotFoundException",
				"Secrets Manager can't find the specified secret value for staging label: AWSCURRENT")
		}},
		{"7 create without value", func(r *rig) { // LS
			if id := r.create("a", ""); id != "" {
				r.Errorf("a version %s out of nothing", id)
			}
			if v := r.describe("a").VersionIdsToStages; v != nil {
				r.Errorf("versions %v", v)
			}
			out, err := r.PutSecretValue(ctx(), &sm.PutSecretValueInput{SecretId: p("a"), SecretString: p("made-up")})
			if must(r, out, err); !slices.Equal(out.VersionStages, []string{"AWSCURRENT"}) {
				r.Errorf("first version has %v", out.VersionStages)
			}
		}},
		{"16 versions by age of label", func(r *rig) { // LS
			oldest := r.create("a", "made-up 1")
			r.put("a", "made-up 2")
			r.put("a", "made-up 3")
			out, err := r.ListSecretVersionIds(ctx(), &sm.ListSecretVersionIdsInput{SecretId: p("a")})
			if must(r, out, err); len(out.Versions) != 2 || !slices.Equal(out.Versions[0].KmsKeyIds, []string{"DefaultEncryptionKey"}) {
				r.Errorf("labelled versions: %+v", out.Versions)
			}
			out, err = r.ListSecretVersionIds(ctx(), &sm.ListSecretVersionIdsInput{SecretId: p("a"), IncludeDeprecated: p(true)})
			must(r, out, err)
			i := slices.IndexFunc(out.Versions, func(v types.SecretVersionsListEntry) bool { return *v.VersionId == oldest })
			if len(out.Versions) != 3 || i < 0 || out.Versions[i].VersionStages != nil {
				r.Errorf("all versions: %+v", out.Versions)
			}
		}},
		{"25 managed secret", func(r *rig) { // C7N
			r.SeedDemo()
			for _, s := range r.all(sm.ListSecretsInput{Filters: []types.Filter{{Key: "name", Values: []string{"events!connection/"}}}}) {
				if aws.ToString(s.OwningService) == "events" && aws.ToString(s.Tags[0].Key) == "aws:secretsmanager:owningService" {
					return
				}
			}
			r.Error("no secret managed by events")
		}},
		{"26 oldest first", func(r *rig) { // C7N, MV
			for _, n := range []string{"c", "a", "b"} {
				r.create(n, "made-up")
				r.later(time.Second)
			}
			if got := r.names(sm.ListSecretsInput{}); !slices.Equal(got, []string{"c", "a", "b"}) {
				r.Error(got)
			}
		}},
		{"29 default key is not named", func(r *rig) { // C7N, M
			r.create("a", "made-up")
			if r.describe("a").KmsKeyId != nil || r.all(sm.ListSecretsInput{})[0].KmsKeyId != nil {
				r.Error("a key is named")
			}
		}},
		{"30 accessed to the day", func(r *rig) { // CLI, C7N, M
			r.create("a", "made-up")
			if r.describe("a").LastAccessedDate != nil {
				r.Error("accessed before it was read")
			}
			must(r, 0, r.get(sm.GetSecretValueInput{SecretId: p("a")}))
			if got := r.describe("a").LastAccessedDate; got == nil || !got.Equal(time.Date(2026, 3, 14, 0, 0, 0, 0, time.UTC)) {
				r.Errorf("accessed %v", got)
			}
		}},
	}
}

func (r *rig) names(in sm.ListSecretsInput) (out []string) {
	r.Helper()
	for _, s := range r.all(in) {
		out = append(out, *s.Name)
	}
	return out
}

func (r *rig) put(id, value string, stages ...string) string {
	r.Helper()
	out, err := r.PutSecretValue(ctx(), &sm.PutSecretValueInput{SecretId: &id, SecretString: &value, VersionStages: stages})
	return *must(r, out, err).VersionId
}

func recordedWrites() []recorded {
	return []recorded{
		{"8 create existing", func(r *rig) { // LS, MV
			r.create("a", "made-up")
			_, err := r.CreateSecret(ctx(), &sm.CreateSecretInput{Name: p("a"), SecretString: p("made-up")})
			refused(r, err, "ResourceExistsException", "The operation failed because the secret a already exists.")
		}},
		{"9 create again with the same token", func(r *rig) { // MV
			in := sm.CreateSecretInput{Name: p("a"), SecretString: p("made-up"), ClientRequestToken: p(tokenA)}
			first, err := r.CreateSecret(ctx(), &in)
			must(r, first, err)
			again, err := r.CreateSecret(ctx(), &in)
			if must(r, again, err); *again.ARN != *first.ARN || *again.VersionId != tokenA {
				r.Errorf("%+v", again)
			}
			in.SecretString = p("made-up too")
			_, err = r.CreateSecret(ctx(), &in)
			refused(r, err, "ResourceExistsException",
				"You can't use ClientRequestToken "+tokenA+" because that value is already in use for a version of secret "+*first.ARN+".")
		}},
		{"10 put and update with the same token", func(r *rig) { // MV
			r.create("a", "made-up")
			arn := *r.describe("a").ARN
			used := "You can't use ClientRequestToken " + tokenB + " because that value is already in use for a version of secret " + arn + "."
			for range 2 {
				out, err := r.PutSecretValue(ctx(), &sm.PutSecretValueInput{SecretId: p("a"), SecretString: p("two"), ClientRequestToken: p(tokenB)})
				if must(r, out, err); *out.VersionId != tokenB {
					r.Error(*out.VersionId)
				}
				up, err := r.UpdateSecret(ctx(), &sm.UpdateSecretInput{SecretId: p("a"), SecretString: p("two"), ClientRequestToken: p(tokenB)})
				if must(r, up, err); aws.ToString(up.VersionId) != tokenB {
					r.Error(up.VersionId)
				}
			}
			_, err := r.PutSecretValue(ctx(), &sm.PutSecretValueInput{SecretId: p("a"), SecretString: p("three"), ClientRequestToken: p(tokenB)})
			refused(r, err, "ResourceExistsException", used)
			_, err = r.UpdateSecret(ctx(), &sm.UpdateSecretInput{SecretId: p("a"), SecretString: p("three"), ClientRequestToken: p(tokenB)})
			refused(r, err, "ResourceExistsException", used)
			if n := len(r.describe("a").VersionIdsToStages); n != 2 {
				r.Errorf("%d versions", n)
			}
		}},
		{"11 bad name", badNames}, // LS
		{"12 create while pending", func(r *rig) { // LS
			r.create("a", "made-up")
			r.delete("a", 7)
			_, err := r.CreateSecret(ctx(), &sm.CreateSecretInput{Name: p("a"), SecretString: p("x")})
			refused(r, err, "InvalidRequestException", "You can't create this secret because a secret with this name is already scheduled for deletion.")
		}},
		{"13 tag and untag while pending", func(r *rig) { // LS
			r.create("a", "made-up")
			r.delete("a", 7)
			_, err := r.TagResource(ctx(), &sm.TagResourceInput{SecretId: p("a"), Tags: []types.Tag{{Key: p("k"), Value: p("v")}}})
			refused(r, err, "InvalidRequestException", marked)
			_, err = r.UntagResource(ctx(), &sm.UntagResourceInput{SecretId: p("a"), TagKeys: []string{"k"}})
			refused(r, err, "InvalidRequestException", marked)
		}},
		{"17 promote pending", func(r *rig) { // MV
			old := r.create("a", "made-up 1")
			fresh := r.put("a", "made-up 2", "AWSPENDING")
			must(r, 0, r.move("a", "AWSCURRENT", old, fresh))
			v := r.describe("a").VersionIdsToStages
			slices.Sort(v[fresh])
			if !slices.Equal(v[fresh], []string{"AWSCURRENT", "AWSPENDING"}) || !slices.Equal(v[old], []string{"AWSPREVIOUS"}) {
				r.Error(v)
			}
		}},
		{"18 move without naming the holder", func(r *rig) { // MV
			old := r.create("a", "made-up 1")
			fresh := r.put("a", "made-up 2", "AWSPENDING")
			refused(r, r.move("a", "AWSCURRENT", "", fresh), "InvalidParameterException",
				"The parameter RemoveFromVersionId can't be empty. Staging label AWSCURRENT is currently attached to version "+old+
					", so you must explicitly reference that version in RemoveFromVersionId.")
		}},
		{"19 take AWSCURRENT off", func(r *rig) { // TF
			id := r.create("a", "made-up")
			refused(r, r.move("a", "AWSCURRENT", id, ""), "InvalidParameterException",
				"You can only move staging label AWSCURRENT to a different secret version. It can't be completely removed.")
		}},
		{"28 update without value", func(r *rig) { // LS, C7N
			r.create("a", "made-up")
			out, err := r.UpdateSecret(ctx(), &sm.UpdateSecretInput{SecretId: p("a"), Description: p("new")})
			if must(r, out, err); out.VersionId != nil || *r.describe("a").Description != "new" {
				r.Errorf("%+v", out)
			}
		}},
	}
}

func badNames(r *rig) {
	bad := p("no blanks*here")
	_, create := r.CreateSecret(ctx(), &sm.CreateSecretInput{Name: bad, SecretString: p("x")})
	_, describe := r.DescribeSecret(ctx(), &sm.DescribeSecretInput{SecretId: bad})
	_, del := r.DeleteSecret(ctx(), &sm.DeleteSecretInput{SecretId: bad})
	_, get := r.GetSecretValue(ctx(), &sm.GetSecretValueInput{SecretId: bad})
	_, put := r.PutSecretValue(ctx(), &sm.PutSecretValueInput{SecretId: bad, SecretString: p("x")})
	_, update := r.UpdateSecret(ctx(), &sm.UpdateSecretInput{SecretId: bad, SecretString: p("x")})
	_, versions := r.ListSecretVersionIds(ctx(), &sm.ListSecretVersionIdsInput{SecretId: bad})
	_, restore := r.RestoreSecret(ctx(), &sm.RestoreSecretInput{SecretId: bad})
	_, tag := r.TagResource(ctx(), &sm.TagResourceInput{SecretId: bad, Tags: []types.Tag{{Key: p("k")}}})
	_, untag := r.UntagResource(ctx(), &sm.UntagResourceInput{SecretId: bad, TagKeys: []string{"k"}})
	for _, err := range []error{create, describe, del, get, put, update, versions, restore, tag, untag} {
		refused(r, err, "ValidationException", badName)
	}
}

func (r *rig) delete(id string, days int64) *sm.DeleteSecretOutput {
	r.Helper()
	out, err := r.DeleteSecret(ctx(), &sm.DeleteSecretInput{SecretId: &id, RecoveryWindowInDays: &days})
	return must(r, out, err)
}

func (r *rig) move(id, label, from, to string) error {
	in := sm.UpdateSecretVersionStageInput{SecretId: &id, VersionStage: &label}
	if from != "" {
		in.RemoveFromVersionId = &from
	}
	if to != "" {
		in.MoveToVersionId = &to
	}
	_, err := r.UpdateSecretVersionStage(ctx(), &in)
	return err
}
