package change_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"strongroom/backend"
	"strongroom/backend/change"
	"strongroom/backend/local"
)

func (b *bench) metadata() change.Metadata { return change.MetadataOf(b.described().Secret) }

func (b *bench) described() backend.Detail {
	b.t.Helper()
	d, err := b.be.Describe(b.t.Context(), b.arn)
	if err != nil {
		b.t.Fatal(err)
	}
	return d
}

func (b *bench) edit(description, key string) change.MetadataEdit {
	return change.MetadataEdit{ID: b.arn, From: b.metadata(), To: change.Metadata{Description: description, KMSKey: key}, Token: change.NewToken()}
}

func TestAKeyIsCheckedBeforeItIsSent(t *testing.T) {
	const id, mrk = "1234abcd-12ab-34cd-56ef-1234567890ab", "mrk-1234abcd12ab34cd56ef1234567890ab"
	const arn = "arn:aws:kms:eu-west-1:123456789012:"
	for key, wrong := range map[string]string{
		"": "", id: "", mrk: "", "alias/app": "", "alias/aws/secretsmanager": "", arn + "key/" + id: "", arn + "key/" + mrk: "", arn + "alias/app": "",
		"arn:aws-cn:kms:eu-west-1:123456789012:key/" + id:        "",
		"arn:aws:kms:us-east-1:123456789012:key/" + id:           "that key is in us-east-1, the secret in eu-west-1",
		"arn:aws:secretsmanager:eu-west-1:123456789012:secret:x": "an ARN of secretsmanager",
		"arn:aws:kms:eu-west-1":                                  "not a whole ARN",
		arn + "grant/x":                                          "not a KMS key",
		arn + "key/x":                                            "not a KMS key",
		"app":                                                    "not a KMS key",
		"alias/":                                                 "an alias is alias/",
		"alias/a b":                                              "an alias is alias/",
		" alias/app":                                             "not a KMS key",
		id + "0":                                                 "not a KMS key",
		"mrk-12":                                                 "not a KMS key",
		strings.ToUpper(id):                                      "",
	} {
		if got := backend.KeyProblem(key, "eu-west-1"); !strings.HasPrefix(got, wrong) || (got == "") != (wrong == "") {
			t.Errorf("%q: %q, want %q", key, got, wrong)
		}
	}
	if p := backend.KeyProblem("arn:aws:kms:us-east-1:123456789012:key/"+id, ""); p != "" {
		t.Errorf("where the region is not known, a key of any is refused: %s", p)
	}
	for _, same := range [][2]string{{"", "alias/aws/secretsmanager"}, {id, arn + "key/" + id}, {arn + "alias/app", "alias/app"}} {
		if !backend.SameKey(same[0], same[1]) || backend.SameKey(same[0], "alias/other") {
			t.Errorf("%v", same)
		}
	}
	if backend.SameKey(arn+"key/"+id, "arn:aws:kms:eu-west-1:999999999999:key/"+id) {
		t.Error("keys of two accounts are told to be one")
	}
}

func TestAMetadataEditMakesNoVersionAndReplacesNobodysText(t *testing.T) {
	b := newBench(t)
	e := b.edit("mine", "alias/app")
	_, versions := b.labels()
	out, err := e.Run(t.Context(), b.be)
	if err != nil || out.ReadErr != nil || change.MetadataOf(out.Detail.Secret) != e.To {
		t.Fatalf("%+v, %v", out, err)
	}
	if _, now := b.labels(); now != versions || out.Detail.VersionOf(backend.Current) != b.base {
		t.Errorf("%d versions, were %d", now, versions)
	}
	for _, e := range []change.MetadataEdit{{To: change.Metadata{Description: "late"}},
		{From: change.Metadata{Description: "mine"}, To: change.Metadata{Description: "late"}}} {
		e.ID, e.Token = b.arn, change.NewToken()
		if out, err := e.Run(t.Context(), b.be); !errors.Is(err, backend.ErrConflict) || out.Detail.Description != "mine" {
			t.Errorf("%+v, %v", out, err)
		}
	}
	if n := b.server.Calls()["UpdateSecret"]; n != 1 || b.metadata() != e.To {
		t.Errorf("%d writes, %+v", n, b.metadata())
	}
}

func TestAnAnswerThatGetsLostDoesNotDecideWhetherMetadataOrATagIsChanged(t *testing.T) {
	for _, kind := range []local.FaultKind{local.ServerError, local.HTMLOK, local.Truncated, local.Reset} {
		for _, after := range []bool{true, false} {
			synctest.Test(t, func(t *testing.T) {
				b := newBench(t)
				b.server.Set(func(k *local.Knobs) {
					k.Faults = []local.Fault{{Op: "UpdateSecret", Kind: kind, N: -1, After: after}, {Op: "TagResource", Kind: kind, N: -1, After: after}}
				})
				e, tag := b.edit("mine", ""), change.TagEdit{ID: b.arn, Is: &backend.Tag{Key: "k", Value: "v"}}
				_, err := e.Run(t.Context(), b.be)
				out, tagErr := tag.Run(t.Context(), b.be)
				tagged := tagErr == nil && tag.Holds(out.Detail.Tags) // a page of HTML passes for an empty answer
				if (err == nil) != after || tagged != after {
					t.Errorf("fault %d, done %v: %v, %v", kind, after, err, tagErr)
				}
				b.server.Set(func(k *local.Knobs) { k.Faults = nil })
				if _, err := e.Run(t.Context(), b.be); err != nil || b.metadata() != e.To {
					t.Errorf("run again: %v, %+v", err, b.metadata())
				}
			})
		}
	}
}

func TestWhatTheServiceKeepsAlthoughItTookTheChangeIsKnown(t *testing.T) {
	e := change.MetadataEdit{From: change.Metadata{Description: "old", KMSKey: "alias/a"}, To: change.Metadata{KMSKey: "alias/b"}}
	for now, want := range map[change.Metadata][2]bool{
		{Description: "old", KMSKey: "alias/a"}:                {true, true},
		{Description: "old", KMSKey: "alias/b"}:                {true, false},
		{KMSKey: "arn:aws:kms:eu-west-1:123456789012:alias/b"}: {false, false},
	} {
		if d, k := e.Kept(now); d != want[0] || k != want[1] {
			t.Errorf("%+v: kept %v %v", now, d, k)
		}
	}
}

// tagged are the tags as the service has them.
func (b *bench) tagged() (out []string) {
	for _, t := range b.described().Tags {
		out = append(out, t.Key+"="+t.Value)
	}
	slices.Sort(out)
	return out
}

func (b *bench) tag(was, is string) change.TagEdit {
	e := change.TagEdit{ID: b.arn}
	for text, to := range map[string]**backend.Tag{was: &e.Was, is: &e.Is} {
		if key, value, ok := strings.Cut(text, "="); ok {
			*to = &backend.Tag{Key: key, Value: value}
		}
	}
	return e
}

func TestATagIsAddedChangedRenamedRemovedAndTakenBack(t *testing.T) {
	b := newBench(t)
	for _, step := range []struct{ was, is, want string }{
		{"", "env=prod", "[env=prod]"}, {"env=prod", "env=", "[env=]"}, {"env=", "Env=x", "[Env=x]"}, {"", "b=2", "[Env=x b=2]"}, {"Env=x", "", "[b=2]"},
	} {
		before := fmt.Sprint(b.tagged())
		e := b.tag(step.was, step.is)
		for range 2 { // the second run finds it done
			if out, err := e.Run(t.Context(), b.be); err != nil || !e.Holds(out.Detail.Tags) || fmt.Sprint(b.tagged()) != step.want {
				t.Fatalf("%v: %v %v", step, b.tagged(), err)
			}
		}
		if _, err := e.Inverse().Run(t.Context(), b.be); err != nil || fmt.Sprint(b.tagged()) != before {
			t.Fatalf("%v taken back: %v %v, were %s", step, b.tagged(), err, before)
		}
		_, _ = e.Run(t.Context(), b.be)
	}
}

func TestATagEditReplacesNobodysTag(t *testing.T) {
	b := newBench(t)
	if err := b.be.Tag(t.Context(), b.arn, []backend.Tag{{Key: "env", Value: "theirs"}, {Key: "other", Value: "1"}}); err != nil {
		t.Fatal(err)
	}
	for _, e := range []change.TagEdit{b.tag("", "env=mine"), b.tag("env=seen", "env=mine"), b.tag("env=seen", ""), b.tag("gone=1", "gone=2"),
		b.tag("other=1", "env=mine"), b.tag("other=1", "env=1")} {
		if _, err := e.Run(t.Context(), b.be); !errors.Is(err, backend.ErrConflict) {
			t.Errorf("%v → %v: %v", e.Was, e.Is, err)
		}
	}
	if got := fmt.Sprint(b.tagged()); got != "[env=theirs other=1]" || b.server.Calls()["TagResource"] != 1 || b.server.Calls()["UntagResource"] != 0 {
		t.Errorf("%s", got)
	}
}

func TestARenameThatStopsHalfWaySaysSoAndGoesOnThere(t *testing.T) {
	b := newBench(t)
	if err := b.be.Tag(t.Context(), b.arn, []backend.Tag{{Key: "old", Value: "v"}}); err != nil {
		t.Fatal(err)
	}
	e := b.tag("old=v", "new=v")
	b.server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"UntagResource": true} })
	out, err := e.Run(t.Context(), b.be)
	if !errors.Is(err, backend.ErrDenied) || !out.Half || fmt.Sprint(b.tagged()) != "[new=v old=v]" {
		t.Fatalf("%v half %v: %v", b.tagged(), out.Half, err)
	}
	b.server.Set(func(k *local.Knobs) { k.Deny = nil })
	if out, err = e.Run(t.Context(), b.be); err != nil || out.Half || fmt.Sprint(b.tagged()) != "[new=v]" || b.server.Calls()["TagResource"] != 2 {
		t.Errorf("%v: %v", b.tagged(), err)
	}
}

func TestTheLimitsOfTagsAreCheckedFirst(t *testing.T) {
	b := newBench(t)
	var full []backend.Tag
	for i := range backend.MaxTags {
		full = append(full, backend.Tag{Key: fmt.Sprint("k", i), Value: "v"})
	}
	full = append(full, backend.Tag{Key: "aws:x", Value: "v"})
	long := strings.Repeat("ü", 128)
	for _, c := range []struct {
		was, is string
		tags    []backend.Tag
		want    string
	}{
		{"", "k=v", nil, ""}, {"", "k=v", full[:49], ""}, {"", "k=v", full, "50 tags are the most"}, {"k1=v", "k1=w", full, ""}, {"k1=v", "z=v", full, "room for both"},
		{"", "=v", nil, "needs a key"}, {"", "AWS:k=v", nil, "belong to AWS"}, {"aws:x=v", "", full, "neither changed nor removed"}, {"k1=v", "", full, ""},
		{"", long + "=v", nil, ""}, {"", long + "ü=v", nil, "at most 128"}, {"", "k=" + long + long, nil, ""}, {"", "k=" + long + long + "ü", nil, "at most 256"},
		{"", "k1=v", full[:3], "already"}, {"k0=v", "k1=v", full[:3], "already"}, {"", "K1=v", full[:3], ""}, {"", "k=\xff", nil, "no text"},
	} {
		if got := b.tag(c.was, c.is).Problem(c.tags); !strings.Contains(got, c.want) || (got == "") != (c.want == "") {
			t.Errorf("%.20q → %.20q: %q, want %q", c.was, c.is, got, c.want)
		}
	}
}

// rivals is a bench whose client finds out what became of lost answers, and a client of somebody else's.
type rivals struct {
	*bench
	rival backend.Backend
}

func newRivals(t *testing.T) *rivals {
	b := newBench(t)
	r := &rivals{b, b.be}
	b.be = backend.Certain(b.be, time.Now)
	return r
}

func (r *rivals) describe() backend.Detail {
	r.t.Helper()
	d, err := r.rival.Describe(context.Background(), r.arn)
	if err != nil {
		r.t.Fatal(err)
	}
	return d
}

// onceOn does something as somebody else before the nth call of an operation.
func (r *rivals) onceOn(op string, nth int, rival func()) {
	r.server.Set(func(k *local.Knobs) {
		k.OnCall = func(called, _ string) {
			if called != op {
				return
			}
			if nth--; nth == 0 {
				rival()
			}
		}
	})
}

func TestAnEditThatGotLostIsMadeAgainUnlessSomebodyElseWasFaster(t *testing.T) {
	mine, theirs := "mine", "theirs"
	for _, rival := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			l := newRivals(t)
			l.broken(local.Fault{Op: "UpdateSecret", Kind: local.ServerError, N: 1}, local.Fault{Op: "TagResource", Kind: local.ServerError, N: 1})
			if rival {
				l.onceOn("DescribeSecret", 2, func() {
					_ = l.rival.Update(context.Background(), l.arn, backend.MetadataChange{Description: &theirs})
				})
			}
			_, err := change.MetadataEdit{ID: l.arn, To: change.Metadata{Description: mine}}.Run(t.Context(), l.be)
			if got := l.describe().Description; rival && (got != theirs || !errors.Is(err, backend.ErrConflict)) || !rival && (got != mine || err != nil) {
				t.Errorf("rival %v: %q, %v", rival, got, err)
			}
			l.server.Set(func(k *local.Knobs) { k.OnCall = nil })
			if rival {
				l.broken(local.Fault{Op: "TagResource", Kind: local.ServerError, N: 1})
				l.onceOn("DescribeSecret", 2, func() { _ = l.rival.Tag(context.Background(), l.arn, []backend.Tag{{Key: "k", Value: theirs}}) })
			}
			_, err = change.TagEdit{ID: l.arn, Is: &backend.Tag{Key: "k", Value: mine}}.Run(t.Context(), l.be)
			want := backend.Tag{Key: "k", Value: mine}
			if rival {
				want.Value = theirs
			}
			if got := l.describe().Tags; !slices.Contains(got, want) || rival != (err != nil) {
				t.Errorf("rival %v: %v, %v", rival, got, err)
			}
		})
	}
}
