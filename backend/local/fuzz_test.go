package local

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	sm "github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager/types"
)

func FuzzNoInputBreaksTheServer(f *testing.F) {
	ops := slices.Sorted(maps.Keys(operations()))
	for i := range ops {
		f.Add(i, `{"SecretId":"prod/payments/stripe","SecretString":"x","ClientRequestToken":"`+tokenA+`","VersionStage":"x","Tags":[{"Key":"k"}]}`)
		f.Add(i, `{"SecretId":"dev/sandbox/placeholder","Name":"n","Filters":[{"Key":"all","Values":["a B1"]}],"RotationRules":{"ScheduleExpression":"cron(0 1 ? * 2#1 *)"}}`)
		f.Add(i, `{"SecretId":"rds","ResourcePolicy":"{\"Statement\":{}}","AddReplicaRegions":[null,{"Region":"us-east-1"}],"RemoveReplicaRegions":[null]}`)
	}
	f.Fuzz(func(t *testing.T, op int, body string) {
		s := New(Knobs{})
		s.Plant(Seed{Name: "prod/payments/stripe", Text: "made-up"}, Seed{Name: "dev/sandbox/placeholder"}, Seed{Name: "rds", Text: "{}"})
		req, err := http.NewRequest(http.MethodPost, "http://embedded.invalid/", strings.NewReader(body))
		if err != nil {
			t.Skip()
		}
		req.Header.Set("X-Amz-Target", target+ops[uint(op)%uint(len(ops))])
		res, err := s.Transport().RoundTrip(req)
		if err != nil || res.StatusCode != 200 && res.StatusCode != 400 {
			t.Errorf("%v %+v", err, res)
		}
	})
}

func TestManyGoroutinesMayCallAtOnce(t *testing.T) {
	r := start(t)
	r.many(20)
	r.Set(func(k *Knobs) { k.OnCall = func(string, string) {} })
	var wg sync.WaitGroup
	for g := range 8 {
		wg.Go(func() {
			for i := range 40 {
				id := []string{"s000", "s001", "s002"}[(g+i)%3]
				_, _ = r.ListSecrets(ctx(), &sm.ListSecretsInput{SortBy: "last-changed-date"})
				_, _ = r.PutSecretValue(ctx(), &sm.PutSecretValueInput{SecretId: &id, SecretString: p("made-up")})
				_, _ = r.TagResource(ctx(), &sm.TagResourceInput{SecretId: &id, Tags: []types.Tag{{Key: p("k"), Value: p("v")}}})
				_, _ = r.GetSecretValue(ctx(), &sm.GetSecretValueInput{SecretId: &id})
				r.Set(func(k *Knobs) { k.PageSize = 1 + i%9 })
			}
		})
	}
	wg.Wait()
	r.Set(func(k *Knobs) { k.PageSize = 0 })
	if n := len(r.all(sm.ListSecretsInput{})); n != 20 {
		t.Errorf("%d secrets", n)
	}
	for _, id := range []string{"s000", "s001", "s002"} {
		current := 0
		for _, labels := range r.describe(id).VersionIdsToStages {
			if slices.Contains(labels, "AWSCURRENT") {
				current++
			}
		}
		if current != 1 {
			t.Errorf("%s has %d current versions", id, current)
		}
	}
}
