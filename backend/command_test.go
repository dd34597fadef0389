package backend

import (
	"errors"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"strongroom/internal/tools"
)

// The service takes letters, digits and /_+=.@-! in a name (LocalStack's recording of a refused name).
func TestAShellReadsEveryNameBackAsItIs(t *testing.T) {
	words := []string{"prod/db", "-x", "--json", "--", "=ls", "=", "a=b", "!!", "a!b", "!$", "it@x+1", "a.b", "//", "/a/", "@x", "+x", ".", "_",
		"arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-AbCdEf", "", " ", "it's", "$HOME", "`id`", "a\nb", `\`, "*", "~", "a;b", "ü", "'", "''"}
	for _, shell := range []string{"sh", "dash", "bash", "zsh"} {
		t.Run(shell, func(t *testing.T) {
			tools.Need(t, shell)
			for _, w := range words {
				got, err := exec.Command(shell, "-c", `printf '<%s>' `+ShellLine(append([]string{w}, w, "end")...)).Output()
				if want := "<" + w + "><" + w + "><end>"; err != nil || string(got) != want {
					t.Errorf("%s reads %s as %q, %v", shell, ShellWord(w), got, err)
				}
			}
		})
	}
	for word, want := range map[string]string{"prod/db": "prod/db", "=ls": "'=ls'", "a!b": "'a!b'", "it's": `'it'\''s'`, "": "''"} {
		if got := ShellWord(word); got != want {
			t.Errorf("%q is written %s", word, got)
		}
	}
}

func TestACommandGoesToThePlaceOfItsSecret(t *testing.T) {
	home := Where{Profile: "shown", Named: "-odd name", Region: "eu-west-1", Endpoint: "http://127.0.0.1:5000"}
	arn := "arn:aws:secretsmanager:us-east-1:123456789012:secret:x-AbCdEf"
	for id, want := range map[string]string{arn: "us-east-1", "x": "eu-west-1", "": "eu-west-1"} {
		flags := home.Of(id).Flags()
		if !slices.Equal(flags, []string{"--profile=-odd name", "--region", want, "--endpoint-url", "http://127.0.0.1:5000"}) {
			t.Errorf("%s: %q", id, flags)
		}
	}
	if flags := (Where{Profile: "default", Region: "eu-west-1"}).Flags(); !slices.Equal(flags, []string{"--region", "eu-west-1"}) {
		t.Errorf("a profile that no file has is named: %q", flags)
	}
	if home.Region != "eu-west-1" {
		t.Error("the place itself was moved")
	}
}

func TestALoginIsAskedForUnderItsProfile(t *testing.T) {
	for profile, want := range map[string]string{"": "aws sso login)", "dev": "aws sso login --profile dev)", "a b": "aws sso login --profile 'a b')", "-x": "aws sso login --profile=-x)"} {
		e := &Error{Op: "list secrets", Kind: ErrExpired, Profile: profile}
		if hint := Hint(e); !strings.Contains(hint, want) || RemedyOf(e) != TryAgain || !strings.Contains(LogIn(e), want) {
			t.Errorf("%q: %s", profile, hint)
		}
	}
	if !strings.Contains(LogIn(errors.New("x")), "aws sso login)") {
		t.Error("a login of nobody has no way")
	}
}
