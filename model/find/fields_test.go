package find

import (
	"slices"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
)

// shop is a small listing in which every field has its say.
func shop() *Index {
	x := New()
	tag := func(s backend.Secret, kv ...string) backend.Secret {
		for _, t := range kv {
			k, v, _ := strings.Cut(t, "=")
			s.Tags = append(s.Tags, backend.Tag{Key: k, Value: v})
		}
		return s
	}
	described := func(name, text string) backend.Secret {
		s := secret(name)
		s.Description = text
		return s
	}
	managed := tag(secret("rds!db-1"), "env=staging")
	managed.OwningService, managed.Rotation.Enabled = "rds", true
	deleted := tag(secret("prod/old"), "env=prod")
	deleted.Deleted = noon.AddDate(0, 0, -2)
	x.Put([]backend.Secret{
		tag(secret("prod/stripe"), "env=prod", "Team=Payments"),
		described("prod/mail", "Key for Stripe's webhooks, Ünïted"),
		tag(secret("prod/db"), "uses=stripe", "env=production"),
		tag(described("staging/api", "talks to stripe"), "env=staging"),
		managed, deleted,
	})
	return x
}

func TestNamesComeBeforeDescriptionsAndDescriptionsBeforeTags(t *testing.T) {
	x := shop()
	for query, want := range map[string]string{
		"stripe":               "prod/stripe prod/mail staging/api prod/db",
		"stripe prod":          "prod/stripe prod/mail prod/db",
		"'stripe":              "prod/stripe prod/mail staging/api prod/db",
		"Stripe":               "prod/mail",
		"^stripe":              "",
		"stripe$":              "prod/stripe",
		"stripe !prod":         "staging/api",
		"!stripe":              "prod/db prod/mail rds!db-1 staging/api",
		"strp":                 "prod/stripe", // not fuzzy beyond the name
		"webhooks stripe":      "prod/mail",
		"tag:env=prod":         "prod/db prod/stripe", // the beginning of the value
		"tag:env=production":   "prod/db",
		"tag:env=":             "prod/db prod/stripe rds!db-1 staging/api",
		"tag:env":              "prod/db prod/stripe rds!db-1 staging/api",
		"tag:payments":         "prod/stripe",
		"tag:team=pay":         "prod/stripe",
		"tag:team=Pay":         "", // a capital asks for the case as it is, of the key too
		"tag:Team=Pay":         "prod/stripe",
		"!tag:env=prod":        "prod/mail rds!db-1 staging/api",
		"tag:env=prod stripe":  "prod/stripe prod/db",
		"desc:stripe":          "prod/mail staging/api",
		"desc:":                "prod/mail staging/api",
		"desc:ünïted":          "prod/mail",
		"owner:rds":            "rds!db-1",
		"owner:":               "rds!db-1",
		"!owner:":              "prod/db prod/mail prod/stripe staging/api",
		"is:rot":               "rds!db-1",
		"is:untagged":          "prod/mail",
		"is:nonsense":          "",
		"owner:rds | desc:api": "rds!db-1",
		`talks\ to`:            "staging/api",
	} {
		f := x.Find(query, Active, Order{}, noon)
		if got := strings.Join(namesOf(x, f), " "); got != want {
			t.Errorf("%s\n got %q\nwant %q", query, got, want)
		}
	}
}

func TestAMatchTellsWhy(t *testing.T) {
	x := shop()
	for _, c := range []struct {
		query, name string
		marked      string
		in          Field
		text, at    string
	}{
		{"pst", "prod/stripe", "p st", InName, "", ""},
		{"stripe prod", "prod/mail", "prod", InDescription, "Key for Stripe's webhooks, Ünïted", "Stripe"},
		{"ünïted", "prod/mail", "", InDescription, "Key for Stripe's webhooks, Ünïted", "Ünïted"},
		{"stripe", "prod/db", "", InTags, "uses=stripe", "stripe"},
		{"tag:env=prod strip", "prod/stripe", "strip", InName, "env=prod", "env=prod"},
		{"!api ^prod$ | stripe$", "prod/stripe", "stripe", InName, "", ""},
	} {
		r, _ := x.Lookup(secret(c.name).ARN)
		h := x.Match(c.query, r)
		var marked []string
		for _, s := range h.Name {
			marked = append(marked, c.name[s.From:s.To])
		}
		if strings.Join(marked, " ") != c.marked || h.In != c.in || h.Text != c.text || h.Text[h.At.From:h.At.To] != c.at {
			t.Errorf("%s in %s: %q, in %d, %q, %q", c.query, c.name, marked, h.In, h.Text, h.Text[h.At.From:h.At.To])
		}
	}
}

func TestMarksAreBytesOfTheNameWhateverItsCharacters(t *testing.T) {
	x := New()
	x.Put([]backend.Secret{secret("é日\xffkey")})
	h := x.Match("日key", 0)
	if want := []Span{{2, 5}, {6, 9}}; !slices.Equal(h.Name, want) {
		t.Fatalf("got %v, want %v", h.Name, want)
	}
}

func TestTheMostUrgentDeletionComesFirst(t *testing.T) {
	x := New()
	at := func(name string, deleted time.Time) backend.Secret {
		s := secret(name)
		s.Deleted = deleted
		return s
	}
	x.Put([]backend.Secret{
		at("recent", noon.AddDate(0, 0, -1)), // 6 days at least
		at("old", noon.AddDate(0, 0, -5)),    // 2 days at least
		at("known", noon.AddDate(0, 0, -6)),  // 24 days, exactly
		at("emulated", noon.AddDate(0, 0, 3)),
	})
	x.SetEnd(secret("known").ARN, noon.AddDate(0, 0, 24))
	order := Order{By: Deadline}
	for now, want := range map[time.Time]string{
		noon:                  "old emulated recent known",
		noon.AddDate(0, 0, 4): "old recent emulated known", // its date is past: a deletion date like any other
	} {
		if got := strings.Join(namesOf(x, x.Find("", Deleted, order, now)), " "); got != want {
			t.Errorf("at %v %q, want %q", now, got, want)
		}
	}
	x.Put([]backend.Secret{at("old", time.Time{})})
	x.Remove(secret("recent").ARN)
	if got := strings.Join(namesOf(x, x.Find("", Deleted, order, noon)), " "); got != "emulated known" {
		t.Errorf("afterwards %q", got)
	}
	if active, deleted := x.Len(); active != 1 || deleted != 2 {
		t.Errorf("%d active, %d deleted", active, deleted)
	}
}

func TestMissingDatesComeLastInBothDirections(t *testing.T) {
	x := New()
	a, b, c := secret("a"), secret("b"), secret("c")
	b.Accessed, c.Accessed = noon, noon.AddDate(0, 0, 1)
	x.Put([]backend.Secret{a, b, c})
	for o, want := range map[Order]string{{By: Accessed}: "b c a", {By: Accessed, Descending: true}: "c b a"} {
		if got := strings.Join(namesOf(x, x.Find("", Active, o, noon)), " "); got != want {
			t.Errorf("%v: %q, want %q", o, got, want)
		}
	}
}

func TestARowSurvivesItsSecretsAbsence(t *testing.T) {
	x := New()
	x.Put([]backend.Secret{secret("a"), secret("b")})
	r, _ := x.Lookup(secret("a").ARN)
	x.Remove(secret("a").ARN)
	if _, ok := x.Lookup(secret("a").ARN); ok {
		t.Fatal("found after its removal")
	}
	if f := x.Find("a", Active, Order{}, noon); f.Len() != 0 || f.Has(r) {
		t.Fatal("found by its name after its removal")
	}
	x.Put([]backend.Secret{secret("c"), secret("a")})
	if again, ok := x.Lookup(secret("a").ARN); !ok || again != r {
		t.Fatalf("came back as row %d %v, was %d", again, ok, r)
	}
}

func FuzzFind(f *testing.F) {
	f.Add("prod/stripe\x00x\x1b[31m\xff\x00É", "st 'x !y | ^p$", "description", "env=prod")
	f.Add("", "tag:= desc:\\ ", "\xff", "=")
	f.Add("İstanbul\x00K", "i k İ", "", "")
	f.Fuzz(func(t *testing.T, list, query, desc, tag string) {
		if len(list) > 400 || len(query) > 60 {
			t.Skip("long ones are only slow")
		}
		x := New()
		var page []backend.Secret
		for name := range strings.SplitSeq(list, "\x00") {
			s := secret(name)
			s.Description = desc
			k, v, _ := strings.Cut(tag, "=")
			s.Tags = []backend.Tag{{Key: k, Value: v}}
			page = append(page, s)
		}
		x.Put(page)
		for i := range query { // as it is typed
			x.Find(query[:i], Active, Order{}, noon)
		}
		found := x.Find(query, Active, Order{}, noon)
		var rows []Row
		for i := range found.Len() {
			r := found.Row(i)
			rows = append(rows, r)
			h := x.Match(query, r)
			for _, s := range h.Name {
				_ = x.Name(r)[s.From:s.To]
			}
			_ = h.Text[h.At.From:h.At.To]
		}
		if want := x.slowFind(query, Active, Order{}, noon); !slices.Equal(rows, want) {
			t.Fatalf("%q: got %v, want %v", query, rows, want)
		}
	})
}

func TestATagWithoutAKeyIsSoughtUnderEveryKey(t *testing.T) {
	x := New()
	keys := []string{"e", "env", "team", "stage", "=prod", "a=b", "environment", "Stage"}
	for i, k := range keys {
		s := secret(string(rune('a' + i)))
		s.Tags = []backend.Tag{{Key: k, Value: "prod"}}
		x.Put([]backend.Secret{s})
	}
	for query, want := range map[string]string{
		"tag:=prod": "a b c d e f g h", "!tag:=prod": "",
		"tag:=pr": "a b c d e f g h", "tag:=Prod": "",
		"tag:stage=prod": "d h", "tag:Stage=prod": "h", "tag:a=b": "f", "tag:a=b=prod": "f", "tag:a=b=dev": "", "tag:=prod=": "e", "tag:==prod": "",
	} {
		if got := strings.Join(namesOf(x, x.Find(query, Active, Order{}, noon)), " "); got != want {
			t.Errorf("%s\n got %q\nwant %q", query, got, want)
		}
	}
}

func TestACapitalInAQualifierIsNotSought(t *testing.T) {
	x := shop()
	for query, lower := range map[string]string{
		"Tag:team=pay": "tag:team=pay", "TAG:payments": "tag:payments", "!Tag:team=pay": "!tag:team=pay", "Tag:=payments": "tag:=payments",
		"Desc:stripe": "desc:stripe", "DESC:ünïted": "desc:ünïted", "Owner:rds": "owner:rds", "owner:RDS": "owner:rds", "Is:rotating": "is:rotating", "IS:Rot": "is:rot",
		"tag:team=pay | Tag:uses=s": "tag:team=pay | tag:uses=s",
	} {
		want := namesOf(x, x.Find(lower, Active, Order{}, noon))
		if got := namesOf(x, x.Find(query, Active, Order{}, noon)); len(want) == 0 || !slices.Equal(got, want) {
			t.Errorf("%s finds %q, %s %q", query, got, lower, want)
		}
	}
	for query, want := range map[string]string{"Tag:Team=Pay": "prod/stripe", "Tag:team=Pay": "", "Desc:key": "prod/mail", "Desc:KEY": ""} {
		if got := strings.Join(namesOf(x, x.Find(query, Active, Order{}, noon)), " "); got != want {
			t.Errorf("%s finds %q, want %q", query, got, want)
		}
	}
}

func TestTagsOfOnesOwnAreOfferedBeforeThoseOfAWS(t *testing.T) {
	x := New()
	s := secret("a")
	s.Tags = []backend.Tag{{Key: "aws:cloudformation:stack-name", Value: "x"}, {Key: "team", Value: "blue"}, {Key: "env", Value: "prod"}}
	x.Put([]backend.Secret{s})
	for typed, want := range map[string]string{"tag:": "tag:env= tag:team= tag:aws:cloudformation:stack-name=", "!tag:a": "!tag:aws:cloudformation:stack-name="} {
		if got := strings.Join(x.Offers(typed), " "); got != want {
			t.Errorf("%s: %s, want %s", typed, got, want)
		}
	}
}

// readings are the ways a term with an equals sign can be meant: each of its signs may part key and value, and it may be a
// key by itself.
func readings(term string, tag backend.Tag) bool {
	for i := range len(term) {
		if k, v := term[:i], term[i+1:]; term[i] == '=' && (k == tag.Key || k == "") && strings.HasPrefix(tag.Value, v) {
			return true
		}
	}
	return term == tag.Key
}

func TestTagsMatchByAnyReadingOfTheTerm(t *testing.T) {
	c := newCompany(5)
	matched := 0
	for range 3000 {
		x := New()
		s := secret("a")
		s.Tags = []backend.Tag{{Key: c.noise("ab=", 4), Value: c.noise("ab=", 4)}}
		x.Put([]backend.Secret{s})
		term := c.noise("ab=", 7)
		if !strings.Contains(term, "=") {
			term += "="
		}
		want := readings(term, s.Tags[0])
		if got := x.Find("tag:"+term, Active, Order{}, noon).Len() == 1; got != want {
			t.Fatalf("tag:%s finds %+v: %v, want %v", term, s.Tags[0], got, want)
		}
		if not := x.Find("!tag:"+term, Active, Order{}, noon).Len() == 1; not == want {
			t.Fatalf("!tag:%s finds %+v: %v", term, s.Tags[0], not)
		}
		if want {
			matched++
		}
	}
	if matched < 200 {
		t.Fatalf("only %d matches", matched)
	}
}
