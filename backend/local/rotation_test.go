package local

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	sm "github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager/types"
)

func TestARotationTakesItsTimeAndCanGetStuckAndBeCleared(t *testing.T) {
	r := start(t)
	r.Set(func(k *Knobs) { k.RotationTime = time.Minute })
	old := r.create("a", `{"user":"demo","password":"made-up"}`)
	out, err := r.rotate("a", goodLambda, 30)
	must(r, out, err)
	fresh := *out.VersionId
	if v := r.describe("a").VersionIdsToStages; !slices.Equal(v[fresh], []string{"AWSPENDING"}) || !slices.Equal(v[old], []string{"AWSCURRENT"}) {
		t.Errorf("during: %v", v)
	}
	refused(t, r.get(sm.GetSecretValueInput{SecretId: p("a"), VersionId: &fresh}), "ResourceNotFoundException", "")
	r.later(time.Minute)
	if v := r.describe("a").VersionIdsToStages; !slices.Equal(v[fresh], []string{"AWSCURRENT"}) {
		t.Errorf("after: %v", v)
	}
	got, err := r.GetSecretValue(ctx(), &sm.GetSecretValueInput{SecretId: p("a")})
	if must(r, got, err); !strings.Contains(*got.SecretString, `"user":"demo"`) || strings.Contains(*got.SecretString, `"password":"made-up"`) {
		t.Errorf("rotated to %s", *got.SecretString)
	}
	next := *r.describe("a").NextRotationDate
	r.later(2 * day)
	r.put("a", "made-up by hand")
	if moved := r.describe("a").NextRotationDate; !moved.Equal(next.Add(2 * day)) {
		t.Errorf("a change by hand must move the plan: %v, then %v", next, moved)
	}
	out, err = r.rotate("a", stuckLambda, 30)
	stuck := *must(r, out, err).VersionId
	r.later(day)
	cancelled, err := r.CancelRotateSecret(ctx(), &sm.CancelRotateSecretInput{SecretId: p("a")})
	if must(r, cancelled, err); *cancelled.VersionId != stuck || *r.describe("a").RotationEnabled {
		t.Error("not cancelled")
	}
	must(r, 0, r.move("a", "AWSPENDING", stuck, ""))
	must(r, 0, second(r.rotate("a", goodLambda, 30)))
}

// pending is the version that has AWSPENDING and not AWSCURRENT, "" where there is none.
func (r *rig) pending(id string) string {
	for v, labels := range r.describe(id).VersionIdsToStages {
		if slices.Equal(labels, []string{"AWSPENDING"}) {
			return v
		}
	}
	return ""
}

func TestEachRotationFunctionGetsAsFarAsItSays(t *testing.T) {
	r := start(t)
	r.Set(func(k *Knobs) { k.RotationTime = time.Minute })
	for _, c := range []struct{ name, lambda, half, end string }{
		{"works", goodLambda, "untested", "current"},
		{"hangs", stuckLambda, "empty", "empty"},
		{"fails", goodLambda + "-failing", "untested", "untested"},
		{"cancelled", goodLambda, "untested", "untested"},
	} {
		r.create(c.name, "made-up")
		out, err := r.rotate(c.name, c.lambda, 30)
		id := *must(r, out, err).VersionId
		state := func() string {
			readable := r.get(sm.GetSecretValueInput{SecretId: &c.name, VersionId: &id}) == nil
			switch labels := r.describe(c.name).VersionIdsToStages[id]; {
			case slices.Equal(labels, []string{"AWSCURRENT"}) && readable:
				return "current"
			case slices.Equal(labels, []string{"AWSPENDING"}) && readable:
				return "untested"
			case slices.Equal(labels, []string{"AWSPENDING"}):
				return "empty"
			default:
				return fmt.Sprint(labels)
			}
		}
		is := func(when, want string) {
			if got := state(); got != want {
				t.Errorf("%s, %s: %s, want %s", c.name, when, got, want)
			}
		}
		r.later(30*time.Second - time.Millisecond)
		is("before half of its time", "empty")
		r.later(time.Millisecond)
		is("at half of its time", c.half)
		if c.name == "cancelled" {
			must(r, 0, second(r.CancelRotateSecret(ctx(), &sm.CancelRotateSecretInput{SecretId: &c.name})))
		}
		r.later(30*time.Second - time.Millisecond)
		is("before its end", c.half)
		r.later(time.Millisecond)
		is("at its end", c.end)
		if last := r.describe(c.name).LastRotatedDate; (last != nil) != (c.end == "current") {
			t.Errorf("%s: rotated %v", c.name, last)
		}
	}
}

func TestTheServiceRotatesByItselfOnceAWindowOpens(t *testing.T) {
	at := func(month time.Month, d, h, m int) time.Time { return time.Date(2026, month, d, h, m, 0, 0, time.UTC) }
	for _, c := range []struct {
		name  string
		rules types.RotationRulesType
		opens time.Time
		next  time.Time // after it has rotated
	}{
		{"by days", types.RotationRulesType{AutomaticallyAfterDays: p(int64(3))}, at(3, 17, 0, 0), at(3, 20, 23, 59).Add(59 * time.Second)},
		{"by cron", types.RotationRulesType{ScheduleExpression: p("cron(0 4 ? * SUN *)"), Duration: p("2h")}, at(3, 15, 4, 0), at(3, 22, 4, 0)},
		{"by hours", types.RotationRulesType{ScheduleExpression: p("rate(4 hours)")}, at(3, 14, 16, 0), at(3, 14, 20, 0)},
	} {
		r := start(t)
		r.Set(func(k *Knobs) { k.RotationTime = 2 * time.Minute })
		old := r.create("a", "made-up")
		must(r, 0, second(r.RotateSecret(ctx(), &sm.RotateSecretInput{SecretId: p("a"), RotationLambdaARN: p(goodLambda), RotationRules: &c.rules, RotateImmediately: p(false)})))
		r.later(c.opens.Add(-time.Second).Sub(r.now))
		if id := r.pending("a"); id != "" {
			t.Errorf("%s: it rotates before its window opens", c.name)
		}
		r.later(time.Second)
		id := r.pending("a")
		empty := func() bool { return r.get(sm.GetSecretValueInput{SecretId: p("a"), VersionId: &id}) != nil }
		if id == "" || !empty() {
			t.Errorf("%s: it does not begin as its window opens: %q", c.name, id)
		}
		r.later(time.Minute)
		if r.pending("a") != id || empty() {
			t.Errorf("%s: it has no value to be set and tested after half of its time", c.name)
		}
		r.later(time.Minute)
		is := r.describe("a")
		if !slices.Equal(is.VersionIdsToStages[id], []string{"AWSCURRENT"}) || !slices.Equal(is.VersionIdsToStages[old], []string{"AWSPREVIOUS"}) {
			t.Errorf("%s: it ended with %v", c.name, is.VersionIdsToStages)
		}
		if !is.LastRotatedDate.Equal(c.opens.Add(2*time.Minute)) || !is.NextRotationDate.Equal(c.next) {
			t.Errorf("%s: rotated %v, next %v, want %v", c.name, is.LastRotatedDate, is.NextRotationDate, c.next)
		}
		r.later(40 * day)
		if last := *r.describe("a").LastRotatedDate; r.now.Sub(last) > 8*day {
			t.Errorf("%s: nobody has called for long, and it was last rotated %v", c.name, last)
		}
	}
}

func TestNothingIsRotatedByItselfThatIsNotToBe(t *testing.T) {
	for name, stops := range map[string]func(r *rig){
		"switched off": func(r *rig) {
			must(r, 0, second(r.CancelRotateSecret(ctx(), &sm.CancelRotateSecretInput{SecretId: p("a")})))
		},
		"deleted": func(r *rig) {
			must(r, 0, second(r.DeleteSecret(ctx(), &sm.DeleteSecretInput{SecretId: p("a"), RecoveryWindowInDays: p(int64(30))})))
		},
		"changed by hand":     func(r *rig) { r.later(2 * day); r.put("a", "made-up by hand") },
		"set up for later on": func(r *rig) { must(r, 0, second(r.rotateLater("a", goodLambda, 900))) },
	} {
		r := start(t)
		r.create("a", "made-up")
		must(r, 0, second(r.rotateLater("a", goodLambda, 3)))
		stops(r)
		r.later(epoch.Add(3*day + 12*time.Hour).Sub(r.now))
		if is := r.describe("a"); is.LastRotatedDate != nil {
			t.Errorf("%s: it was rotated %v", name, is.LastRotatedDate)
		}
	}
}

func TestAPlanThatComesBackRotatesOnceAndInThePrimaryRegionAlone(t *testing.T) {
	r := start(t)
	r.create("a", "made-up")
	must(r, 0, second(r.ReplicateSecretToRegions(ctx(), &sm.ReplicateSecretToRegionsInput{SecretId: p("a"), AddReplicaRegions: []types.ReplicaRegionType{{Region: p("us-east-1")}}})))
	for _, days := range []int64{3, 900, 3} {
		must(r, 0, second(r.rotateLater("a", stuckLambda, days)))
	}
	r.later(3 * day)
	id := r.pending("a")
	if lines := len(r.region(place{Account, "eu-west-1"}).logs); lines != 2 || id == "" {
		t.Errorf("it was begun %d times: %q", lines/2, id)
	}
	if there := r.region(place{Account, "us-east-1"}).logs; len(there) != 0 {
		t.Errorf("the replica was rotated by itself: %v", there)
	}
}

// rotateLater sets rotation up without rotating.
func (r *rig) rotateLater(name, lambda string, days int64) (*sm.RotateSecretOutput, error) {
	return r.RotateSecret(ctx(), &sm.RotateSecretInput{SecretId: &name, RotationLambdaARN: &lambda, RotationRules: &types.RotationRulesType{AutomaticallyAfterDays: &days}, RotateImmediately: p(false)})
}

func TestARotationThatHangsIsTriedAgainWithTheSameVersion(t *testing.T) {
	r := start(t)
	r.create("a", "made-up")
	must(r, 0, second(r.rotateLater("a", stuckLambda, 3)))
	r.later(3 * day)
	id := r.pending("a")
	due := *r.describe("a").NextRotationDate
	r.later(2 * day)
	if is := r.describe("a"); id == "" || r.pending("a") != id || !is.NextRotationDate.Equal(due) || !due.Before(r.now) {
		t.Errorf("it hangs at %q, then at %q; due %v, then %v", id, r.pending("a"), due, is.NextRotationDate)
	}
	errors, _, _ := r.filters(map[string]any{"logGroupName": "/aws/lambda/demo-rotation-stuck", "startTime": epoch.UnixMilli(), "filterPattern": `?"timed out"`})
	if len(errors) != 3 {
		t.Errorf("in three days it was tried %d times", len(errors))
	}
}

func TestSchedulesAreCheckedAndPlanned(t *testing.T) {
	now := epoch // a Saturday afternoon
	at := func(month time.Month, d, h int) time.Time { return time.Date(2026, month, d, h, 0, 0, 0, time.UTC) }
	for expr, want := range map[string]time.Time{
		"rate(10 days)": at(3, 24, 0), "rate(4 hours)": at(3, 14, 16), "rate(1 day)": at(3, 15, 0),
		"cron(0 4 ? * SUN *)": at(3, 15, 4), "cron(0 8 1 * ? *)": at(4, 1, 8), "cron(0 0 L * ? *)": at(3, 31, 0),
		"cron(0 16 ? * 2#1 *)": at(4, 6, 16), "cron(0 2 ? * 6L *)": at(3, 27, 2), "cron(0 0/8 * * ? *)": at(3, 14, 16),
		"cron(0 3 ? JAN,JUL MON-FRI *)": at(7, 1, 3),
		"rate(3 hours)":                 {}, "rate(10)": {}, "rate(x days)": {}, "cron(5 4 ? * SUN *)": {}, "cron(0 4 * * * *)": {},
		"cron(0 4 ? * SUN 2027)": {}, "cron(0 24 1 * ? *)": {}, "every day": {}, "cron(0 4 ? * SUN)": {}, "cron(0 4 32 * ? *)": {},
		"cron(0 0 29 2 ? *)": time.Date(2028, 2, 29, 0, 0, 0, 0, time.UTC), "cron(0 15 14 3 ? *)": at(3, 14, 15).AddDate(1, 0, 0),
		"cron(0 0 30 2 ? *)": {}, "cron(0 0 31 4,6,9,11 ? *)": {}, "cron(0 0 1-5W * ? *)": {}, "cron(0 16 15W * ? *)": {}, "cron(0 0/3 * * ? *)": {}, "rate(1001 days)": {}, "rate(+4 days)": {}, "cron(0 0 *W * ? *)": {}, "cron(0 0 ? * *#1 *)": {},
		"cron(0 0 ? * 2-3#1 *)": {}, "cron(0 0 ? * 2#6 *)": {}, "cron(0 0 ? * MON-FRIL *)": {}, "rate(-4 hours)": {}, "rate(0 days)": {}, "rate(4 hours": {}, "at(2027-01-01)": {}, "": {},
	} {
		s, err := parseSchedule(expr)
		if (err != nil) != want.IsZero() {
			t.Errorf("%s: %v", expr, err)
			continue
		}
		if err == nil && !s.next(now).Equal(want) {
			t.Errorf("%s: next is %v, want %v", expr, s.next(now), want)
		}
	}
}

func TestAWindowOfRotationMustFitItsSchedule(t *testing.T) { // UG23 rotate-secrets_schedule
	for _, c := range []struct {
		schedule, window string
		fits             bool
	}{
		{"rate(4 hours)", "4h", true}, {"rate(4 hours)", "5h", false}, {"rate(1 day)", "24h", true}, {"rate(9 days)", "24h", true},
		{"cron(0 20 * * ? *)", "4h", true}, {"cron(0 20 * * ? *)", "5h", false}, {"cron(0 0 * * ? *)", "24h", true},
		{"cron(0 0/8 * * ? *)", "8h", true}, {"cron(0 0/8 * * ? *)", "9h", false}, {"cron(0 1,3 * * ? *)", "3h", false},
		{"cron(0 23 * * ? *)", "", true}, {"rate(4 hours)", "", true}, {"rate(4 days)", "25h", false}, {"rate(4 days)", "0h", false},
	} {
		r := start(t)
		r.create("a", "made-up")
		in := sm.RotateSecretInput{SecretId: p("a"), RotationLambdaARN: p(goodLambda), RotationRules: &types.RotationRulesType{ScheduleExpression: &c.schedule}}
		if c.window != "" {
			in.RotationRules.Duration = &c.window
		}
		err := second(r.RotateSecret(ctx(), &in))
		if c.fits {
			must(r, 0, err)
			continue
		}
		refused(t, err, "InvalidParameterException", "")
		if r.describe("a").RotationEnabled != nil {
			t.Errorf("%s for %s was refused and took effect", c.schedule, c.window)
		}
	}
}
