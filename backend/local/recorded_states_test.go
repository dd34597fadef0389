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
	goodLambda  = "arn:aws:lambda:eu-west-1:" + Account + ":function:demo-rotation"
	stuckLambda = goodLambda + "-stuck"
)

func (r *rig) rotate(id, lambda string, days int64) (*sm.RotateSecretOutput, error) {
	in := sm.RotateSecretInput{SecretId: &id}
	if lambda != "" {
		in.RotationLambdaARN = &lambda
	}
	if days > 0 {
		in.RotationRules = &types.RotationRulesType{AutomaticallyAfterDays: &days}
	}
	return r.RotateSecret(ctx(), &in)
}

func recordedStates() []recorded {
	return []recorded{
		{"14 delete for 7 days", func(r *rig) { // C7N
			id := r.create("a", "made-up")
			_, err := r.rotate("a", goodLambda, 5)
			must(r, 0, err)
			before := r.describe("a")
			r.later(time.Hour)
			out := r.delete("a", 7)
			d := r.describe("a")
			if want := r.now.Add(7 * day); !out.DeletionDate.Equal(want) {
				r.Errorf("window ends %v, want %v", out.DeletionDate, want)
			}
			if !d.DeletedDate.Equal(r.now) || !d.LastChangedDate.Equal(r.now) {
				r.Errorf("deleted %v, changed %v, want both %v", d.DeletedDate, d.LastChangedDate, r.now)
			}
			if aws.ToBool(d.RotationEnabled) || d.RotationEnabled == nil || d.NextRotationDate != nil {
				r.Errorf("rotation %v, next %v", d.RotationEnabled, d.NextRotationDate)
			}
			if len(d.VersionIdsToStages) != len(before.VersionIdsToStages) || d.VersionIdsToStages[id] == nil {
				r.Errorf("versions %v", d.VersionIdsToStages)
			}
		}},
		{"15 force on pending", func(r *rig) { // LS
			r.create("a", "made-up")
			r.delete("a", 30)
			out, err := r.DeleteSecret(ctx(), &sm.DeleteSecretInput{SecretId: p("a"), ForceDeleteWithoutRecovery: p(true)})
			if must(r, out, err); out.DeletionDate == nil {
				r.Error("no DeletionDate")
			}
		}},
		{"20 rotate without function", func(r *rig) { // LS
			r.create("a", "made-up")
			before := r.describe("a")
			_, err := r.rotate("a", "", 0)
			refused(r, err, "InvalidRequestException", "No Lambda rotation function ARN is associated with this secret.")
			if d := r.describe("a"); d.RotationEnabled != nil || !d.LastChangedDate.Equal(*before.LastChangedDate) || len(d.VersionIdsToStages) != 1 {
				r.Errorf("changed: %+v", d)
			}
		}},
		{"21 function cannot be invoked", func(r *rig) { // LS
			r.create("a", "made-up")
			_, err := r.rotate("a", "arn:aws:lambda:eu-west-1:123456789012:function:nosuch", 1)
			refused(r, err, "AccessDeniedException", notInvoked)
		}},
		{"22 rotate while another is unfinished", func(r *rig) { // ISS
			r.create("a", "made-up")
			_, err := r.rotate("a", stuckLambda, 1)
			must(r, 0, err)
			_, err = r.rotate("a", "", 0)
			refused(r, err, "InvalidRequestException", "A previous rotation isn't complete. That rotation will be reattempted.")
		}},
		{"23 after a rotation", func(r *rig) { // LS
			old := r.create("a", "made-up")
			out, err := r.rotate("a", goodLambda, 1)
			must(r, out, err)
			d := r.describe("a")
			v := d.VersionIdsToStages
			if !slices.Equal(v[old], []string{"AWSPREVIOUS"}) || !slices.Equal(v[*out.VersionId], []string{"AWSCURRENT"}) || len(v) != 2 {
				r.Errorf("labels %v", v)
			}
			if !aws.ToBool(d.RotationEnabled) || !d.LastRotatedDate.Equal(r.now) || d.NextRotationDate == nil || *d.RotationRules.AutomaticallyAfterDays != 1 {
				r.Errorf("rotation %+v", d)
			}
		}},
		{"24 replicated primary", func(r *rig) { // C7N
			r.create("a", "made-up")
			_, err := r.ReplicateSecretToRegions(ctx(), &sm.ReplicateSecretToRegionsInput{SecretId: p("a"),
				AddReplicaRegions: []types.ReplicaRegionType{{Region: p("us-east-1")}}})
			must(r, 0, err)
			must(r, 0, second(client(r.Server, "us-east-1").GetSecretValue(ctx(), &sm.GetSecretValueInput{SecretId: p("a")})))
			d := r.describe("a")
			s := d.ReplicationStatus[0]
			if *d.PrimaryRegion != "eu-west-1" || *s.Region != "us-east-1" || *s.KmsKeyId != "alias/aws/secretsmanager" || s.Status != "InSync" ||
				*s.StatusMessage != "Replication succeeded" || s.LastAccessedDate == nil {
				r.Errorf("%+v", d)
			}
			if l := r.all(sm.ListSecretsInput{})[0]; *l.PrimaryRegion != "eu-west-1" {
				r.Errorf("%+v", l)
			}
		}},
		{"27 filters", filterTable}, // MV, UG
	}
}

func second[A any](_ A, err error) error { return err }

func filterTable(r *rig) {
	secrets := []struct{ name, desc, key, value string }{
		{"One", "one two", "Env", "Prod"},
		{"two/CamelCase", "one and two", "env", "dev"},
		{"three", "COMPANYthings", "Team", "Thirdsecret"},
		{"four", "credsDatabase#892", "owner", "DescTwo"},
		{"five", "", "dtag", "t-value"},
	}
	for _, s := range secrets {
		_, err := r.CreateSecret(ctx(), &sm.CreateSecretInput{Name: &s.name, Description: &s.desc, SecretString: p("made-up"),
			Tags: []types.Tag{{Key: &s.key, Value: &s.value}}})
		must(r, 0, err)
	}
	all := []string{"One", "five", "four", "three", "two/CamelCase"}
	for _, c := range []struct {
		why    string
		key    types.FilterNameStringType
		values []string
		want   []string
	}{
		{"name is a prefix", "name", []string{"t"}, []string{"three", "two/CamelCase"}},
		{"name minds the case", "name", []string{"o"}, nil},
		{"values are alternatives", "name", []string{"O", "fo"}, []string{"One", "four"}},
		{"! negates", "name", []string{"!t"}, []string{"One", "five", "four"}},
		{"description: every word begins a word", "description", []string{"o t"}, []string{"One", "two/CamelCase"}},
		{"description does not mind the case", "description", []string{"ONE"}, []string{"One", "two/CamelCase"}},
		{"a capital before small letters begins a word", "description", []string{"Ythings"}, []string{"three"}},
		{"and so ends the one before", "description", []string{"company"}, nil},
		{"and cuts the one after", "description", []string{"things"}, nil},
		{"lower to upper, letter to digit", "description", []string{"database 892"}, []string{"four"}},
		{"tag-key is a prefix and minds the case", "tag-key", []string{"E"}, []string{"One"}},
		{"tag-value", "tag-value", []string{"dev"}, []string{"two/CamelCase"}},
		{"all: words of one attribute", "all", []string{"d t"}, []string{"four"}},
		{"all: not within a word", "all", []string{"secret"}, nil},
		{"all: the name's words too", "all", []string{"camel"}, []string{"two/CamelCase"}},
		{"an empty value is everybody's prefix", "name", []string{""}, all},
	} {
		got := r.names(sm.ListSecretsInput{SortBy: "name", Filters: []types.Filter{{Key: c.key, Values: c.values}}})
		if !slices.Equal(got, c.want) {
			r.Errorf("%s (%s %q): got %v, want %v", c.why, c.key, c.values, got, c.want)
		}
	}
	both := []types.Filter{{Key: "name", Values: []string{"t"}}, {Key: "name", Values: []string{"th"}}}
	if got := r.names(sm.ListSecretsInput{Filters: both}); !slices.Equal(got, []string{"three"}) {
		r.Errorf("two filters must both hold: %v", got)
	}
}

func TestWordsAreSplitAsTheServiceDoes(t *testing.T) {
	for in, want := range map[string][]string{
		"credsDatabase#892": {"creds", "database", "892"},
		"COMPANYthings":     {"compan", "ythings"},
		"Thirdsecret":       {"thirdsecret"},
		"prod/payments_db":  {"prod", "payments", "db"},
		"ABC":               {"abc"},
		"":                  nil,
	} {
		if got := words(in); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", in, got, want)
		}
	}
}
