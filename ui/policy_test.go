package ui

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"strongroom/backend/policy"
)

func textOf(spans []Span) string {
	var b strings.Builder
	for _, s := range spans {
		b.WriteString(s.Text)
	}
	return b.String()
}

func TestSpansAreWrappedWhereTheirTextIs(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 5))
	words := []string{"a", "everyone", " ", "  ", " may ", "読む", "arn:aws:iam::123456789012:role/app", "é", "", "e\u0301x", ", "}
	for _, h := range hostile(t) {
		words = append(words, Text(h))
	}
	th := NewTheme(true)
	for range 3000 {
		var spans []Span
		for range rng.IntN(8) {
			spans = append(spans, Span{[]Role{th.Text, th.Urgent}[rng.IntN(2)], words[rng.IntN(len(words))]})
		}
		w := 1 + rng.IntN(30)
		var got []string
		for _, line := range WrapSpans(spans, w) {
			got = append(got, textOf(line))
		}
		if want := Wrap(textOf(spans), w); !slices.Equal(got, want) {
			t.Fatalf("%q at %d cells: %q, want %q", textOf(spans), w, got, want)
		}
		sought := words[rng.IntN(len(words))]
		marked := Sought(spans, sought, th.Match)
		if textOf(marked) != textOf(spans) {
			t.Fatalf("%q becomes %q", textOf(spans), textOf(marked))
		}
	}
}

func TestASpanKeepsItsRoleOverALineEnd(t *testing.T) {
	th := NewTheme(true)
	lines := WrapSpans([]Span{{th.Urgent, "account 999"}, {th.Good, " may "}, {th.Text, "read the value"}}, 12)
	var got []string
	for _, line := range lines {
		for _, s := range line {
			role := "text"
			switch s.Role {
			case th.Urgent:
				role = "urgent"
			case th.Good:
				role = "good"
			}
			got = append(got, role+":"+s.Text)
		}
		got = append(got, "/")
	}
	if want := "urgent:account 999 / good:may  text:read the / text:value /"; strings.Join(got, " ") != want {
		t.Errorf("it is %q", strings.Join(got, " "))
	}
}

func TestWhatIsSoughtIsMarkedInWhateverCaseAndOverSpans(t *testing.T) {
	th := NewTheme(true)
	marked := func(sought string) (out []string) {
		for _, s := range Sought([]Span{{th.Text, `"aws:Sec`}, {th.Dim, `ureTransport": "false"`}}, sought, th.Match) {
			if s.Role == th.Match {
				out = append(out, s.Text)
			}
		}
		return out
	}
	for sought, want := range map[string]string{"SECURETRANS": "Sec|ureTrans", "a": "a|a|a", "nowhere": "", "": ""} {
		if got := strings.Join(marked(sought), "|"); got != want {
			t.Errorf("of %q is marked %q, want %q", sought, got, want)
		}
	}
	if !Finds("aws:SecureTransport", "securet") || Finds("aws", "awsx") {
		t.Error("a text is found where it is not, or not where it is")
	}
}

func TestEveryToneOfASentenceHasItsRole(t *testing.T) {
	st := NewTheme(true).Styles
	for tone, want := range map[policy.Tone]Role{policy.Plain: st.Text, policy.Name: st.Name, policy.Caution: st.Warn, policy.Danger: st.Urgent, policy.Exact: st.Value, policy.Permits: st.Good, policy.Forbids: st.Warn} {
		if got := PolicyWords(st, []policy.Part{{Text: "x\x1b[31m", Tone: tone}}); got[0].Role != want || strings.Contains(got[0].Text, "\x1b") {
			t.Errorf("tone %d is drawn as %+v", tone, got)
		}
	}
}
