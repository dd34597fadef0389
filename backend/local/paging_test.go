package local

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	sm "github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager/types"
)

func (r *rig) many(n int) {
	for i := range n {
		r.create(fmt.Sprintf("s%03d", i), "made-up")
		r.later(time.Second)
	}
}

func TestNoRowIsSkippedOrDoubledWhenOthersComeAndGoBetweenPages(t *testing.T) {
	for _, by := range []types.SortByType{"", "name", "created-date", "last-changed-date", "last-accessed-date"} {
		for _, order := range []types.SortOrderType{"", "asc", "desc"} {
			r := start(t)
			r.many(60)
			rng := rand.New(rand.NewPCG(1, 1))
			seen, gone := map[string]int{}, map[string]bool{}
			in := sm.ListSecretsInput{SortBy: by, SortOrder: order, MaxResults: p(int32(7))}
			for pages := 0; ; pages++ {
				if pages > 200 {
					t.Fatalf("sorted by %q %q: no end", by, order)
				}
				out, err := r.ListSecrets(ctx(), &in)
				must(r, out, err)
				for _, s := range out.SecretList {
					seen[*s.Name]++
				}
				if out.NextToken == nil {
					break
				}
				in.NextToken = out.NextToken
				name := fmt.Sprintf("s%03d", rng.IntN(60))
				gone[name] = true
				_, err = r.DeleteSecret(ctx(), &sm.DeleteSecretInput{SecretId: &name, ForceDeleteWithoutRecovery: p(true)})
				must(r, 0, err)
				r.create(fmt.Sprintf("new-%s-%d", name, len(seen)), "made-up")
			}
			for i := range 60 {
				name := fmt.Sprintf("s%03d", i)
				if n := seen[name]; n > 1 || n == 0 && !gone[name] {
					t.Errorf("sorted by %q %q: %s came %d times", by, order, name, n)
				}
			}
		}
	}
}

func TestEveryOrderIsInOrderBothWays(t *testing.T) {
	r := start(t)
	r.many(30)
	for i := range 30 {
		name := fmt.Sprintf("s%03d", (i*7)%30)
		_, err := r.UpdateSecret(ctx(), &sm.UpdateSecretInput{SecretId: &name, Description: p("x")})
		must(r, 0, err)
		r.later(17 * time.Hour)
		must(r, 0, read(r, name))
	}
	key := map[types.SortByType]func(s types.SecretListEntry) string{
		"name":               func(s types.SecretListEntry) string { return *s.Name },
		"created-date":       func(s types.SecretListEntry) string { return s.CreatedDate.UTC().Format(time.RFC3339Nano) },
		"last-changed-date":  func(s types.SecretListEntry) string { return s.LastChangedDate.UTC().Format(time.RFC3339Nano) },
		"last-accessed-date": func(s types.SecretListEntry) string { return s.LastAccessedDate.UTC().Format(time.RFC3339Nano) },
	}
	for by, k := range key {
		var up, down []string
		for _, s := range r.all(sm.ListSecretsInput{SortBy: by, MaxResults: p(int32(4))}) {
			up = append(up, k(s))
		}
		for _, s := range r.all(sm.ListSecretsInput{SortBy: by, SortOrder: "desc", MaxResults: p(int32(4))}) {
			down = append(down, k(s))
		}
		if !slices.IsSorted(up) || len(up) != 30 {
			t.Errorf("%s: %v", by, up)
		}
		slices.Reverse(down)
		if !slices.Equal(up, down) {
			t.Errorf("%s is not the same backwards", by)
		}
	}
}

func TestShortAndEmptyPagesStillLeadToTheEnd(t *testing.T) {
	r := start(t)
	r.many(50)
	r.Set(func(k *Knobs) { k.ShortPages, k.EmptyEvery, k.PageSize = true, 3, 11 })
	in, pages, empty, rows := sm.ListSecretsInput{}, 0, 0, 0
	for pages < 200 {
		out, err := r.ListSecrets(ctx(), &in)
		must(r, out, err)
		pages++
		rows += len(out.SecretList)
		if len(out.SecretList) == 0 {
			empty++
		}
		if len(out.SecretList) > 11 {
			t.Errorf("a page of %d", len(out.SecretList))
		}
		if out.NextToken == nil {
			break
		}
		in.NextToken = out.NextToken
	}
	if rows != 50 || empty == 0 || pages < 6 {
		t.Errorf("%d rows in %d pages, %d empty", rows, pages, empty)
	}
}

func TestATokenIsGoodForItsQuestionAndItsTime(t *testing.T) {
	r := start(t)
	r.many(5)
	first, err := r.ListSecrets(ctx(), &sm.ListSecretsInput{MaxResults: p(int32(2))})
	must(r, first, err)
	again := func(in sm.ListSecretsInput) error {
		in.NextToken = first.NextToken
		return second(r.ListSecrets(ctx(), &in))
	}
	must(r, 0, again(sm.ListSecretsInput{}))
	refused(t, again(sm.ListSecretsInput{SortBy: "name"}), "InvalidNextTokenException", "")
	_, err = client(r.Server, "us-east-1").ListSecrets(ctx(), &sm.ListSecretsInput{NextToken: first.NextToken})
	refused(t, err, "InvalidNextTokenException", "")
	bad := (*first.NextToken)[:len(*first.NextToken)-4] + "AAAA"
	refused(t, second(r.ListSecrets(ctx(), &sm.ListSecretsInput{NextToken: &bad})), "InvalidNextTokenException", "")
	r.Set(func(k *Knobs) { k.TokenLife = time.Hour })
	r.later(59 * time.Minute)
	must(r, 0, again(sm.ListSecretsInput{}))
	r.later(time.Minute)
	refused(t, again(sm.ListSecretsInput{}), "InvalidNextTokenException", "")
}

func TestVersionsComeInPagesToo(t *testing.T) {
	r := start(t)
	r.SeedDemo()
	ids := map[string]int{}
	in := sm.ListSecretVersionIdsInput{SecretId: p("prod/warehouse/ingest-token"), IncludeDeprecated: p(true), MaxResults: p(int32(50))}
	for pages := 1; pages < 100; pages++ {
		out, err := r.ListSecretVersionIds(ctx(), &in)
		must(r, out, err)
		for _, v := range out.Versions {
			ids[*v.VersionId]++
		}
		if out.NextToken == nil {
			if pages != 3 {
				t.Errorf("%d pages", pages)
			}
			break
		}
		in.NextToken = out.NextToken
		r.put("prod/warehouse/ingest-token", fmt.Sprint("made-up, in between ", pages))
	}
	if len(ids) < 130 {
		t.Errorf("%d versions", len(ids))
	}
	for id, n := range ids {
		if n != 1 {
			t.Errorf("%s came %d times", id, n)
		}
	}
}

func TestReadingTwiceADayIsOneChangeOfTheAccessDateAndTheNextDayAnother(t *testing.T) {
	r := start(t)
	old := r.create("a", "made-up 1")
	r.put("a", "made-up 2")
	must(r, 0, read(r, "a"))
	r.later(day)
	must(r, 0, r.get(sm.GetSecretValueInput{SecretId: p("a"), VersionId: &old}))
	out, err := r.ListSecretVersionIds(ctx(), &sm.ListSecretVersionIdsInput{SecretId: p("a")})
	var days []int
	for _, v := range must(r, out, err).Versions {
		days = append(days, v.LastAccessedDate.Day())
	}
	if slices.Sort(days); !slices.Equal(days, []int{14, 15}) || r.describe("a").LastAccessedDate.Day() != 15 {
		t.Errorf("versions accessed on %v, the secret on %v", days, r.describe("a").LastAccessedDate)
	}
	must(r, 0, read(r, "a"))
	out, err = r.ListSecretVersionIds(ctx(), &sm.ListSecretVersionIdsInput{SecretId: p("a")})
	for _, v := range must(r, out, err).Versions {
		if v.LastAccessedDate.Day() != 15 {
			t.Errorf("%v accessed %v", v.VersionStages, v.LastAccessedDate)
		}
	}
}
