package aws

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
)

// wired is a client whose last request can be looked at; every answer fits every call.
func wired() (*Client, func() string) {
	var last string
	c := over(func(op string, in map[string]any, r *http.Request) (*http.Response, error) {
		last = op
		for _, k := range slices.Sorted(maps.Keys(in)) {
			last += fmt.Sprintf(" %s=%v", k, in[k])
		}
		return ok(r, map[string]any{"ARN": arnOf("x"), "Name": "x", "VersionId": "v", "SecretString": "made-up", "Versions": []any{},
			"DeletionDate": 1.5, "RandomPassword": "made-up", "SecretList": []any{}, "ResourcePolicies": []any{}, "PolicyValidationPassed": true})
	})
	return c, func() string { return last }
}

func TestRequestsSayWhatWasMeant(t *testing.T) {
	c, last := wired()
	ctx := t.Context()
	text := ""
	for want, call := range map[string]func() error{
		"GetSecretValue SecretId=x VersionStage=AWSCURRENT": func() error {
			_, err := c.Reveal(ctx, "x", backend.VersionRef{})
			return err
		},
		"GetSecretValue SecretId=x VersionId=v": func() error {
			_, err := c.Reveal(ctx, "x", backend.VersionRef{ID: "v"})
			return err
		},
		"GetSecretValue SecretId=x VersionId=v VersionStage=s": func() error {
			_, err := c.Reveal(ctx, "x", backend.VersionRef{ID: "v", Stage: "s"})
			return err
		},
		"ListSecrets IncludePlannedDeletion=true MaxResults=100 SortBy=name SortOrder=asc": func() (err error) {
			for _, err = range c.List(ctx, backend.Query{PageSize: 1000}) {
			}
			return err
		},
		"ListSecrets Filters=[map[Key:tag-key Values:[a b]]] IncludePlannedDeletion=true MaxResults=5 SortBy=created-date SortOrder=desc": func() (err error) {
			f := []backend.Filter{{Key: "tag-key", Values: []string{"a", "b"}}}
			for _, err = range c.List(ctx, backend.Query{PageSize: 5, Filters: f, SortBy: backend.SortCreated, Descending: true}) {
			}
			return err
		},
		"ListSecretVersionIds IncludeDeprecated=false MaxResults=100 SecretId=x": func() (err error) {
			for _, err = range c.Versions(ctx, "x", false) {
			}
			return err
		},
		"DeleteSecret RecoveryWindowInDays=9 SecretId=x": func() error {
			_, err := c.Delete(ctx, "x", backend.Deletion{WindowDays: 9})
			return err
		},
		"DeleteSecret RecoveryWindowInDays=0 SecretId=x": func() error {
			_, err := c.Delete(ctx, "x", backend.Deletion{})
			return err
		},
		"DeleteSecret ForceDeleteWithoutRecovery=true SecretId=arn:x": func() error {
			_, err := c.Delete(ctx, "arn:x", backend.Deletion{Force: true, WindowDays: 9})
			return err
		},
		"PutSecretValue ClientRequestToken=t SecretId=x SecretString=v VersionStages=[s]": func() error {
			_, err := c.Put(ctx, "x", backend.NewVersion{Value: backend.TextValue("v"), Token: "t", Stages: []string{"s"}})
			return err
		},
		"PutSecretValue ClientRequestToken=t SecretBinary=AAE= SecretId=x": func() error {
			_, err := c.Put(ctx, "x", backend.NewVersion{Value: backend.NewValue([]byte{0, 1}, true), Token: "t"})
			return err
		},
		"UpdateSecret ClientRequestToken=t Description= SecretId=x": func() error {
			return c.Update(ctx, "x", backend.MetadataChange{Description: &text, Token: "t"})
		},
		"UpdateSecretVersionStage MoveToVersionId=b RemoveFromVersionId=a SecretId=x VersionStage=l": func() error {
			return c.MoveLabel(ctx, "x", backend.LabelMove{Label: "l", From: "a", To: "b"})
		},
		"RotateSecret ClientRequestToken=t RotateImmediately=false RotationRules=map[Duration:3h ScheduleExpression:rate(7 days)] SecretId=x": func() error {
			_, err := c.Rotate(ctx, "x", backend.RotationOrder{Schedule: "rate(7 days)", Duration: "3h", Later: true, Token: "t"})
			return err
		},
		"RotateSecret ClientRequestToken=t ExternalSecretRotationMetadata=[] RotateImmediately=false SecretId=x": func() error {
			_, err := c.Rotate(ctx, "x", backend.RotationOrder{Partner: []backend.Tag{}, Later: true, Token: "t"})
			return err
		},
		"RotateSecret ClientRequestToken=t RotateImmediately=true SecretId=x": func() error {
			_, err := c.Rotate(ctx, "x", backend.RotationOrder{Token: "t"})
			return err
		},
		"GetResourcePolicy SecretId=x": func() error {
			_, err := c.Policy(ctx, "x")
			return err
		},
		"GetResourcePolicy PolicyName=p SecretId=x": func() error {
			_, err := c.PolicyNamed(ctx, "x", "p")
			return err
		},
		"ListResourcePolicies MaxResults=100 SecretId=x": func() error {
			_, err := c.Policies(ctx, "x")
			return err
		},
		"AssociateCrossAccountReplica CrossAccountReplicaARN=arn:y ReplicaRestriction=NoRestriction ReplicationRoleARN=arn:role SecretId=x": func() error {
			_, err := c.Associate(ctx, "x", backend.Association{Replica: "arn:y", RoleARN: "arn:role", AnyOrganization: true})
			return err
		},
		"AssociateCrossAccountReplica CrossAccountReplicaARN=arn:y SecretId=x": func() error {
			_, err := c.Associate(ctx, "x", backend.Association{Replica: "arn:y"})
			return err
		},
		"DisassociateCrossAccountReplica CrossAccountReplicaARN=arn:y SecretId=x": func() error { return c.Dissociate(ctx, "x", "arn:y") },
		"CreateSecret ClientRequestToken=t CrossAccountPrimaryARN=arn:p KmsKeyId=k Name=x": func() error {
			_, err := c.Create(ctx, backend.NewSecret{Name: "x", PrimaryARN: "arn:p", KMSKey: "k", Token: "t"})
			return err
		},
		"ValidateResourcePolicy ResourcePolicy={}": func() error {
			_, err := c.ValidatePolicy(ctx, "", "{}")
			return err
		},
	} {
		if err := call(); err != nil {
			t.Errorf("%s: %v", want, err)
		}
		if got := last(); got != want {
			t.Errorf("sent %s\nwant %s", got, want)
		}
	}
}

func TestAWriteWithoutATokenGetsOneOfItsOwn(t *testing.T) {
	c, last := wired()
	sent := map[string]bool{}
	for range 5 {
		if _, err := c.Create(t.Context(), backend.NewSecret{Name: "x"}); err != nil {
			t.Fatal(err)
		}
		token := regexp.MustCompile(`ClientRequestToken=([0-9a-f-]{36}) `).FindString(last() + " ")
		if token == "" || sent[token] {
			t.Errorf("sent %s", last())
		}
		sent[token] = true
	}
}

// The recorded text is for a missing RemoveFromVersionId; servers word the label that has moved on differently.
func TestAMoveFromWhereTheLabelIsNotIsAConflict(t *testing.T) {
	c := over(func(_ string, _ map[string]any, r *http.Request) (*http.Response, error) {
		return fail(r, http.StatusBadRequest, "InvalidParameterException", "Version stage AWSCURRENT not found in version a")
	})
	fails(t, c.MoveLabel(t.Context(), "x", backend.LabelMove{Label: "AWSCURRENT", From: "a", To: "b"}), backend.ErrConflict)
	fails(t, c.MoveLabel(t.Context(), "x", backend.LabelMove{Label: "AWSCURRENT", To: "b"}), backend.ErrInvalid)
}

// Absent, null and empty mean the same for what a secret does not have; a version without labels is not among the stages.
func TestAnswersAreReadAsTheyAreMeant(t *testing.T) {
	for what, body := range map[string]string{
		"absent": `{"ARN":"a","Name":"x"}`,
		"null":   `{"ARN":"a","Name":"x","Tags":null,"DeletedDate":null,"RotationEnabled":null,"VersionIdsToStages":null,"ReplicationStatus":null}`,
		"empty":  `{"ARN":"a","Name":"x","Tags":[],"Description":"","KmsKeyId":"","VersionIdsToStages":{"v":[]},"ReplicationStatus":[]}`,
		"more":   `{"ARN":"a","Name":"x","SomethingNew":{"deep":[1,2,{"a":null}]}}`,
	} {
		d, err := over(always(200, "application/x-amz-json-1.1", body)).Describe(t.Context(), "x")
		d.At = time.Time{}
		if want := (backend.Detail{Secret: backend.Secret{ARN: "a", Name: "x"}}); err != nil || !reflect.DeepEqual(d, want) {
			t.Errorf("%s: %+v, %v", what, d, err)
		}
	}
	full := `{"ARN":"a","Name":"x","Type":"T","Description":"d","KmsKeyId":"k","RotationEnabled":false,"RotationLambdaARN":"l",` +
		`"RotationRules":{"AutomaticallyAfterDays":30,"Duration":"3h","ScheduleExpression":"rate(30 days)"},"LastRotatedDate":1.25,` +
		`"LastChangedDate":2,"LastAccessedDate":86400,"DeletedDate":4,"NextRotationDate":5,"CreatedDate":6,"OwningService":"rds",` +
		`"Tags":[{"Key":"k","Value":"v"},{"Key":"e"}],"VersionIdsToStages":{"v":["AWSCURRENT","p"]},"PrimaryRegion":"eu-west-1",` +
		`"ReplicationStatus":[{"Region":"us-east-1","KmsKeyId":"rk","Status":"Failed","StatusMessage":"m","LastAccessedDate":7}],` +
		`"CrossAccountPrimary":{"PrimarySecretARN":"p","ReplicationStatus":"Pending","StatusMessage":"pm"},` +
		`"CrossAccountReplicas":[{"ReplicaSecretARN":"r","ReplicationRoleARN":"role","ReplicationStatus":"Detached","StatusMessage":"rm"}]}`
	at := func(s float64) time.Time { return time.UnixMilli(int64(1000 * s)).UTC() }
	want := backend.Detail{Secret: backend.Secret{ARN: "a", Name: "x", Type: "T", Description: "d", KMSKey: "k", OwningService: "rds",
		PrimaryRegion: "eu-west-1", PrimaryARN: "p", Created: at(6), Changed: at(2), Accessed: at(86400), Deleted: at(4),
		Rotation: backend.Rotation{Configured: true, Lambda: "l", AfterDays: 30, Schedule: "rate(30 days)", Duration: "3h", Last: at(1.25), Next: at(5)},
		Tags:     []backend.Tag{{Key: "k", Value: "v"}, {Key: "e"}}, Stages: map[string][]string{"v": {"AWSCURRENT", "p"}}},
		Replicas:      []backend.Replica{{Region: "us-east-1", KMSKey: "rk", Status: "Failed", Message: "m", Accessed: at(7)}},
		Primary:       backend.CrossAccount{ARN: "p", Status: "Pending", Message: "pm"},
		CrossReplicas: []backend.CrossAccount{{ARN: "r", RoleARN: "role", Status: "Detached", Message: "rm"}}}
	got, err := over(always(200, "application/x-amz-json-1.1", full)).Describe(t.Context(), "x")
	got.At = time.Time{}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v, %v", got, want, err)
	}
	listed := strings.Replace(`{"SecretList":[`+full+`]}`, "VersionIdsToStages", "SecretVersionsToStages", 1)
	want.PrimaryARN = "" // no listing tells it
	for p, err := range over(always(200, "application/x-amz-json-1.1", listed)).List(t.Context(), backend.Query{}) {
		if err != nil || len(p.Secrets) != 1 || !reflect.DeepEqual(p.Secrets[0], want.Secret) {
			t.Errorf("listed %+v, %v", p, err)
		}
	}
}

func TestAnAnswerForAnotherVersionIsNoAnswer(t *testing.T) {
	c, _ := wired() // answers with version v
	_, err := c.Reveal(t.Context(), "x", backend.VersionRef{ID: "another"})
	fails(t, err, backend.ErrMalformed)
}

func TestABatchOfSeveralPagesComesInTheOrderAsked(t *testing.T) {
	broken := false
	c := over(func(_ string, in map[string]any, r *http.Request) (*http.Response, error) {
		value := func(name string) any {
			return map[string]any{"ARN": arnOf(name), "Name": name, "VersionId": "v", "SecretString": name + canary}
		}
		switch {
		case in["NextToken"] == nil:
			return ok(r, map[string]any{"SecretValues": []any{value("c"), value("stranger")}, "NextToken": "more"})
		case broken:
			return fail(r, http.StatusBadRequest, "AccessDeniedException", "no")
		}
		return ok(r, map[string]any{"SecretValues": []any{value("a")},
			"Errors": []any{map[string]any{"SecretId": "b", "ErrorCode": "DecryptionFailure", "Message": "no key"}}})
	})
	items, err := c.RevealMany(t.Context(), []string{"a", "b", arnOf("c"), "d"})
	if err != nil || len(items) != 4 {
		t.Fatal(items, err)
	}
	fails(t, items[1].Err, backend.ErrKMS)
	fails(t, items[3].Err, backend.ErrMalformed)
	for i, name := range map[int]string{0: "a", 2: "c"} {
		if it := items[i]; it.Err != nil || it.Name != name || !it.Value.Equal(backend.TextValue(name+canary)) {
			t.Errorf("%d: %+v, %v", i, it, it.Err)
		}
	}
	broken = true
	items, err = c.RevealMany(t.Context(), []string{"c"})
	if fails(t, err, backend.ErrDenied); items != nil {
		t.Errorf("values with an error: %v", items)
	}
}

func TestAnAnswerAboutAnotherSecretIsNoAnswer(t *testing.T) {
	const other = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:other-abc123"
	c := over(func(_ string, _ map[string]any, r *http.Request) (*http.Response, error) {
		return ok(r, map[string]any{"ARN": other, "Name": "other", "VersionId": "v", "SecretString": "made-up"})
	})
	mine := strings.Replace(other, "other", "mine", 1)
	for id, fits := range map[string]bool{mine: false, "mine": false, other: true, "other": true, strings.TrimSuffix(other, "-abc123"): true} {
		_, err := c.Reveal(t.Context(), id, backend.VersionRef{})
		_, err2 := c.Describe(t.Context(), id)
		for _, err := range []error{err, err2} {
			if fits != (err == nil) || !fits && !errors.Is(err, backend.ErrMalformed) {
				t.Errorf("asked for %s, answered with %s: %v", id, other, err)
			}
		}
	}
}
