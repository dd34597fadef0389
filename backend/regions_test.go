package backend

import (
	"context"
	"errors"
	"iter"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"strongroom/internal/tools"
)

// The regions of the SDK's own data about Secrets Manager, by partition.
func sdkRegions(t *testing.T) map[string][]string {
	t.Helper()
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/aws/aws-sdk-go-v2/service/secretsmanager").Output()
	path := filepath.Join(strings.TrimSpace(string(out)), "internal", "endpoints", "endpoints.go")
	text, readErr := os.ReadFile(path)
	if err != nil || readErr != nil {
		tools.Missing(t, "the module cache has no endpoints of Secrets Manager")
	}
	found := map[string][]string{}
	partition := ""
	for _, m := range regexp.MustCompile(`(?m)^\t\tID: +"([a-z-]+)"|Region: +"([a-z0-9-]+)",?\s*\}: `).FindAllStringSubmatch(string(text), -1) {
		if m[1] != "" {
			partition = m[1]
		} else if !strings.HasSuffix(m[2], "-fips") && !slices.Contains(found[partition], m[2]) {
			found[partition] = append(found[partition], m[2])
		}
	}
	if len(found) < 5 || len(found["aws"]) < 30 {
		t.Fatalf("%s is read as %v", path, found)
	}
	return found
}

func TestTheKnownRegionsAreThoseOfTheSDK(t *testing.T) {
	for partition, regions := range sdkRegions(t) {
		slices.Sort(regions)
		for _, home := range regions {
			if PartitionOf(home) != partition {
				t.Errorf("%s is said to be of %s, the SDK says %s", home, PartitionOf(home), partition)
			}
		}
		if got := KnownRegions(regions[0]); !slices.Equal(got, regions) {
			t.Errorf("in %s the known regions are\n%v, and the SDK's\n%v", partition, got, regions)
		}
	}
}

// anAccount is a home client that tells the account's regions.
type anAccount struct {
	Backend
	region string
	is     AccountRegions
	err    error
	mu     sync.Mutex
	asked  int
	listed []string
	wait   chan struct{}
}

func (a *anAccount) Where() Where { return Where{Region: a.region} }

func (a *anAccount) AccountRegions(ctx context.Context) (AccountRegions, error) {
	a.mu.Lock()
	a.asked++
	a.mu.Unlock()
	if a.wait != nil {
		select {
		case <-a.wait:
		case <-ctx.Done():
			return AccountRegions{}, ctx.Err()
		}
	}
	return a.is, a.err
}

// aRegion is a client of another region, or of home.
type aRegion struct {
	Backend
	of   *anAccount
	name string
}

func (r aRegion) Where() Where { return Where{Region: r.name} }

func (r aRegion) List(context.Context, Query) iter.Seq2[Page, error] {
	return func(yield func(Page, error) bool) {
		r.of.mu.Lock()
		r.of.listed = append(r.of.listed, r.name)
		r.of.mu.Unlock()
		yield(Page{}, nil)
	}
}

func (a *anAccount) List(ctx context.Context, q Query) iter.Seq2[Page, error] {
	return aRegion{of: a, name: a.region}.List(ctx, q)
}

// listAll lists the regions as a listing of all of them does, and returns those that were asked.
func listAll(t *testing.T, a *anAccount, r *Regions, j *Journal) []string {
	t.Helper()
	a.mu.Lock()
	a.listed = nil
	a.mu.Unlock()
	var group sync.WaitGroup
	for _, region := range r.Names() {
		group.Go(func() {
			for _, err := range j.List(t.Context(), Query{Region: region}) {
				if err != nil {
					t.Errorf("%s: %v", region, err)
				}
			}
		})
	}
	group.Wait()
	slices.Sort(a.listed)
	return a.listed
}

func askedAccount(a *anAccount, now func() time.Time) (*Regions, *Journal) {
	r := NewRegions(a, func(region string) Backend { return aRegion{of: a, name: region} }, KnownRegions)
	j := NewJournal(r, now)
	r.AskAccount(j, now)
	return r, j
}

func TestAllRegionsAreThoseThatTheAccountHasEnabled(t *testing.T) {
	a := &anAccount{region: "eu-west-1", is: AccountRegions{Enabled: []string{"us-east-1", "xx-new-1", "cn-north-1", "eu-central-1"}, Others: []string{"ap-east-1", "af-south-1"}}}
	r, j := askedAccount(a, time.Now)
	if n := len(r.Names()); n != len(KnownRegions("eu-west-1")) || a.asked != 0 {
		t.Errorf("before it was asked there are %d regions, and it was asked %d times", n, a.asked)
	}
	first := listAll(t, a, r, j)
	if slices.Contains(first, "ap-east-1") || slices.Contains(first, "af-south-1") || len(first) != len(KnownRegions("eu-west-1"))-2 {
		t.Errorf("at first %v were listed", first)
	}
	if got := r.Covered(35); got != "33 regions, 2 not enabled, 1 not asked yet" {
		t.Errorf("said: %s", got)
	}
	if got := r.Names(); !slices.Equal(got, []string{"us-east-1", "xx-new-1", "eu-central-1", "eu-west-1"}) {
		t.Errorf("once it has told, the regions are %v", got)
	}
	if got := listAll(t, a, r, j); !slices.Equal(got, []string{"eu-central-1", "eu-west-1", "us-east-1", "xx-new-1"}) {
		t.Errorf("then %v were listed", got)
	}
	if got := r.Covered(4); got != "4 regions, 2 not enabled" {
		t.Errorf("said: %s", got)
	}
	if off, err := r.Survey(t.Context()); err != nil || !slices.Equal(off, []string{"af-south-1", "ap-east-1"}) {
		t.Errorf("not enabled are %v, %v", off, err)
	}
	entries := 0
	for _, e := range j.Entries() {
		if e.Operation == OpListRegions {
			entries++
		} else if e.Calls == 0 {
			t.Errorf("a listing that asked nobody is in the journal: %+v", e)
		}
	}
	if a.asked != 1 || entries != 1 {
		t.Errorf("the account was asked %d times, and the journal has %d of them", a.asked, entries)
	}
}

func TestWhereTheAccountDoesNotTellTheKnownRegionsAreListedAndThatIsSaid(t *testing.T) {
	for why, err := range map[string]error{"denied": ErrDenied, "unreachable": ErrUnreachable, "malformed": ErrMalformed} {
		a := &anAccount{region: "eu-west-1", err: &Error{Op: OpListRegions.Words(), Kind: err}}
		now := time.Now()
		r, j := askedAccount(a, func() time.Time { return now })
		if got := listAll(t, a, r, j); !slices.Equal(got, KnownRegions("eu-west-1")) {
			t.Errorf("%s: %v were listed", why, got)
		}
		want := "35 known regions, list " + map[bool]string{true: "denied", false: "unknown"}[why == "denied"]
		if got := r.Covered(35); got != want {
			t.Errorf("%s: said %q, want %q", why, got, want)
		}
		if _, told := r.Survey(t.Context()); !errors.Is(told, err) || a.asked != 1 {
			t.Errorf("%s: told %v after %d questions", why, told, a.asked)
		}
		now = now.Add(surveyTime + time.Second)
		a.err, a.is = nil, AccountRegions{Enabled: []string{"eu-west-1"}}
		if off, err := r.Survey(t.Context()); len(off) > 0 || err != nil || a.asked != 2 || !slices.Equal(r.Names(), []string{"eu-west-1"}) {
			t.Errorf("%s: later it tells %v, %v after %d questions", why, off, err, a.asked)
		}
	}
}

func TestAnAccountThatNamesNoRegionOfThePartitionHasNotTold(t *testing.T) {
	a := &anAccount{region: "us-gov-west-1", is: AccountRegions{Enabled: []string{"eu-west-1", "us-east-1"}, Others: []string{"us-gov-east-1"}}}
	r, j := askedAccount(a, time.Now)
	if got := listAll(t, a, r, j); !slices.Equal(got, KnownRegions("us-gov-west-1")) {
		t.Errorf("%v were listed", got)
	}
	if _, err := r.Survey(t.Context()); !errors.Is(err, ErrMalformed) {
		t.Errorf("it told %v", err)
	}
}

func TestHomeIsListedWithoutWaitingForTheAccountAndAGivenUpQuestionIsAskedAgain(t *testing.T) {
	a := &anAccount{region: "eu-west-1", is: AccountRegions{Enabled: []string{"eu-west-1"}, Others: []string{"us-east-1"}}, wait: make(chan struct{})}
	r, j := askedAccount(a, time.Now)
	for range j.List(t.Context(), Query{Region: "eu-west-1"}) {
	}
	for range j.List(t.Context(), Query{}) {
	}
	if a.asked != 0 || len(a.listed) != 2 {
		t.Errorf("home was listed %d times, with %d questions to the account", len(a.listed), a.asked)
	}
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(20*time.Millisecond, cancel)
	if _, err := r.Survey(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("given up: %v", err)
	}
	close(a.wait)
	if off, err := r.Survey(t.Context()); err != nil || len(off) != 1 || a.asked != 2 {
		t.Errorf("asked again: %v, %v after %d questions", off, err, a.asked)
	}
}

func TestWhereNobodySaysToAskTheAccountItIsNotAsked(t *testing.T) {
	a := &anAccount{region: "eu-west-1"}
	r := NewRegions(a, func(region string) Backend { return aRegion{of: a, name: region} }, func(string) []string { return []string{"eu-west-1", "us-east-1"} })
	if got := listAll(t, a, r, NewJournal(r, time.Now)); !slices.Equal(got, []string{"eu-west-1", "us-east-1"}) || a.asked != 0 {
		t.Errorf("%v were listed after %d questions", got, a.asked)
	}
	if off, err := r.Survey(t.Context()); off != nil || err != nil || a.asked != 0 || r.Covered(2) != "2 regions" {
		t.Errorf("%v, %v, %d questions, said %s", off, err, a.asked, r.Covered(2))
	}
	if w := r.Where(); w.Region != "eu-west-1" {
		t.Errorf("%+v", w)
	}
	plain := NewRegions(aRegion{of: a, name: "eu-west-1"}, nil, KnownRegions)
	plain.AskAccount(NewJournal(plain, time.Now), time.Now) // a client that cannot ask
	if off, err := plain.Survey(t.Context()); off != nil || err != nil {
		t.Errorf("%v, %v", off, err)
	}
}
