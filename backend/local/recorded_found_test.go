package local

import (
	"fmt"
	"reflect"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sm "github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager/types"
)

// recordedFound are the answers in which this server once differed, found by outside suites that have them recorded.
func recordedFound() []recorded {
	return []recorded{
		{"a put ends what is pending on the version that loses AWSCURRENT", func(r *rig) { // LS test_update_secret_version_stages_current_pending
			r.put2("PutSecretValue", func() { r.put("a", "made-up 3") })
		}},
		{"an update with a value is such a put", func(r *rig) {
			r.put2("UpdateSecret", func() {
				must(r, 0, second(r.UpdateSecret(ctx(), &sm.UpdateSecretInput{SecretId: p("a"), SecretString: p("made-up 3")})))
			})
		}},
		{"a put of another label leaves what is pending", func(r *rig) { // M
			id := r.create("a", "made-up 1")
			must(r, 0, r.move("a", "AWSPENDING", "", id))
			r.put("a", "made-up 2", "mine")
			if v := r.describe("a").VersionIdsToStages; !slices.Equal(v[id], []string{"AWSCURRENT", "AWSPENDING"}) {
				r.Error(v)
			}
		}},
		{"a filter by words that has none finds nothing", noWords},                                      // MV test_with_all_filter_special_characters
		{"after the last tag is removed there is an empty list, before the first there is no", tagged0}, // LS test_secret_tags
		{"the findings of a passing policy are there and empty", func(r *rig) { // CLI
			_, got := r.post("secretsmanager.ValidateResourcePolicy", `{"ResourcePolicy":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",`+
				`\"Principal\":{\"AWS\":\"arn:aws:iam::123456789012:root\"},\"Action\":\"secretsmanager:GetSecretValue\",\"Resource\":\"*\"}]}"}`)
			r.has(got, "ValidationErrors", []any{})
		}},
		{"the replicas after the last was removed are there and empty", func(r *rig) { // CLI
			r.create("a", "made-up")
			to := []types.ReplicaRegionType{{Region: p("us-east-1")}}
			must(r, 0, second(r.ReplicateSecretToRegions(ctx(), &sm.ReplicateSecretToRegionsInput{SecretId: p("a"), AddReplicaRegions: to})))
			_, got := r.post("secretsmanager.RemoveRegionsFromReplication", `{"SecretId":"a","RemoveReplicaRegions":["us-east-1"]}`)
			r.has(got, "ReplicationStatus", []any{})
		}},
		{"a rotation reads the version that was current", func(r *rig) { // LS test_rotate_secret_with_lambda_success
			old := r.create("a", "made-up")
			out, err := r.rotate("a", goodLambda, 1)
			fresh := *must(r, out, err).VersionId
			today := time.Date(2026, 3, 14, 0, 0, 0, 0, time.UTC)
			if d := r.describe("a"); d.LastAccessedDate == nil || !d.LastAccessedDate.Equal(today) {
				r.Errorf("the secret was accessed %v", d.LastAccessedDate)
			}
			if got := r.accessed("a"); !got[old].Equal(today) || !got[fresh].IsZero() {
				r.Errorf("%s and then %s were accessed %v", old, fresh, got)
			}
		}},
		{"a rotation that hangs has read nothing", func(r *rig) {
			r.create("a", "made-up")
			must(r, 0, second(r.rotate("a", stuckLambda, 1)))
			if d := r.describe("a"); d.LastAccessedDate != nil {
				r.Errorf("accessed %v", d.LastAccessedDate)
			}
		}},
		{"versions have a quota", versionQuota}, // M; the number is not known
		{"a put in every ten minutes goes on", func(r *rig) { // M
			r.create("a", "made-up")
			for i := range 300 {
				r.later(10 * time.Minute)
				r.put("a", fmt.Sprint("made-up ", i))
			}
		}},
	}
}

// put2 makes a version current that is pending too, and another current after it.
func (r *rig) put2(how string, put func()) {
	r.Helper()
	first := r.create("a", "made-up 1")
	pending := r.put("a", "made-up 2", "AWSPENDING")
	must(r, 0, r.move("a", "AWSCURRENT", first, pending))
	put()
	if v := r.describe("a").VersionIdsToStages; len(v) != 2 || !slices.Equal(v[pending], []string{"AWSPREVIOUS"}) {
		r.Errorf("%s left %v", how, v)
	}
	must(r, 0, second(r.rotate("a", goodLambda, 1)))
}

func noWords(r *rig) {
	r.create("a", "made-up")
	must(r, 0, second(r.UpdateSecret(ctx(), &sm.UpdateSecretInput{SecretId: p("a"), Description: p("+ - / one")})))
	for _, key := range []types.FilterNameStringType{"all", "description"} {
		for _, text := range []string{"+", "-", "/", " ", "", "@.=:"} {
			by := []types.Filter{{Key: key, Values: []string{text}}}
			if got := r.names(sm.ListSecretsInput{Filters: by}); got != nil {
				r.Errorf("%s %q finds %v", key, text, got)
			}
			out, err := r.BatchGetSecretValue(ctx(), &sm.BatchGetSecretValueInput{Filters: by})
			if must(r, out, err); len(out.SecretValues) != 0 {
				r.Errorf("%s %q reads %d values", key, text, len(out.SecretValues))
			}
		}
	}
	if got := r.names(sm.ListSecretsInput{Filters: []types.Filter{{Key: "all", Values: []string{"+", "one"}}}}); !slices.Equal(got, []string{"a"}) {
		r.Errorf("beside a word: %v", got)
	}
}

func tagged0(r *rig) {
	r.create("a", "made-up")
	_, got := r.post("secretsmanager.DescribeSecret", `{"SecretId":"a"}`)
	r.has(got, "Tags", nil)
	must(r, 0, second(r.TagResource(ctx(), &sm.TagResourceInput{SecretId: p("a"), Tags: []types.Tag{{Key: p("k"), Value: p("v")}}})))
	must(r, 0, second(r.UntagResource(ctx(), &sm.UntagResourceInput{SecretId: p("a"), TagKeys: []string{"k"}})))
	r.put("a", "made-up 2")
	_, got = r.post("secretsmanager.DescribeSecret", `{"SecretId":"a"}`)
	r.has(got, "Tags", []any{})
}

// has checks a member of an answer; nil is one that is not there.
func (r *rig) has(answer map[string]any, member string, want any) {
	r.Helper()
	got, there := answer[member]
	if there != (want != nil) || !reflect.DeepEqual(got, want) {
		r.Errorf("%s is %#v (there: %v), want %#v", member, got, there, want)
	}
}

// accessed is when each version with a value was read last.
func (r *rig) accessed(id string) map[string]time.Time {
	r.Helper()
	out, err := r.ListSecretVersionIds(ctx(), &sm.ListSecretVersionIdsInput{SecretId: &id})
	got := map[string]time.Time{}
	for _, v := range must(r, out, err).Versions {
		got[*v.VersionId] = aws.ToTime(v.LastAccessedDate)
	}
	return got
}

func versionQuota(r *rig) {
	r.create("a", "made-up")
	put := func() error {
		return second(r.PutSecretValue(ctx(), &sm.PutSecretValueInput{SecretId: p("a"), SecretString: p("made-up")}))
	}
	for range mostHeld - 1 {
		must(r, 0, put())
	}
	refused(r, put(), "LimitExceededException", "")
	refused(r, second(r.UpdateSecret(ctx(), &sm.UpdateSecretInput{SecretId: p("a"), SecretString: p("made-up"), Description: p("new")})), "LimitExceededException", "")
	if d := r.describe("a"); d.Description != nil {
		r.Error("a refused update took half an effect")
	}
	r.later(day)
	must(r, 0, put())
}
