package find

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"strongroom/backend"
	"strongroom/internal/tools"
)

// program is the fzf program and its version.
func program(t *testing.T) (path string, minor int) {
	t.Helper()
	path = tools.Need(t, "fzf")
	out, err := exec.Command(path, "--version").Output()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fmt.Sscanf(string(out), "0.%d", &minor); err != nil {
		t.Fatalf("version %q: %v", out, err)
	}
	return path, minor
}

func filter(t *testing.T, path, query string, input []byte) []string {
	t.Helper()
	cmd := exec.Command(path, "--read0", "--print0", "--literal", "--filter", query)
	cmd.Env = append(os.Environ(), "FZF_DEFAULT_OPTS=", "FZF_DEFAULT_OPTS_FILE=")
	cmd.Stdin = bytes.NewReader(input)
	out, err := cmd.Output()
	if exit, ok := err.(*exec.ExitError); err != nil && !(ok && exit.ExitCode() == 1) {
		t.Fatalf("fzf --filter %q: %v", query, err)
	}
	if len(out) == 0 {
		return nil
	}
	return strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")
}

var queries = strings.Split(`p
pr
prod
prodpay
strp
stripe key
stripe 'key
'stripe
^prod
^rds!db
^rds!db- 4a
key$
-0a$
^prod stripe !staging
!prod
!^prod !terraform
!-0$ payments
^terraform pay$
payments | orders
^prod payments | ^staging orders key
stripe | !prod
!stripe | adyen redis
Secret
PaySt
'Stripe
!'stpe
a b c d e
aws serv prod pw
tok$ | key$ | cert$
| prod
prod |
a | | b
!
^
$
'
''
^$
pay$ments
prod\ pay
  prod   stripe  
zzzzzzzz
dbcred
redis conn
euw1
eu-west-1
2024
@4
e
_
credentials_1
is
tag
tags
desc
owner
sec
ss
et
etc
aa
0a
-e
ap
e k
terraform-
terraform-pay
rds!db-
company/shared/`, "\n")

func TestWholeQueriesAnswerAsTheProgram(t *testing.T) {
	path, minor := program(t)
	c := newCompany(3)
	all := append([]string(nil), queries...)
	names := []string{" lead", "trail ", "a b", "\x1b[31mred", "new\nline", "Ünïcode/ключ", "x", "\xff\xfe"}
	many := 3000
	if !tools.LeavesOut(1, 2) { // all cases
		many = 100_000
	}
	for _, s := range c.secrets(many) {
		names = append(names, s.Name)
		if len(all) < 150 {
			all = append(all, c.part(s.Name, 10))
		}
	}
	shuffled, listed := filled(plain(names)), filled(slices.Concat(twoEnds(plain(names))...))
	slices.Sort(names)
	input := []byte(strings.Join(names, "\x00"))
	for _, query := range all {
		if minor < 58 && (strings.Contains(query, "/") || strings.HasSuffix(query, "'")) {
			continue // older programs score a delimiter lower and have no 'word'
		}
		want := filter(t, path, query, input)
		for order, x := range map[string]*Index{"shuffled": shuffled, "listed": listed} {
			got := namesOf(x, x.Find(query, Active, Order{}, noon))
			for i, name := range got {
				got[i] = string([]rune(name)) // the program prints what is not UTF-8 as the replacement character
			}
			if !slices.Equal(got, want) {
				t.Errorf("%q, names %s: %d matches, fzf has %d; first difference %s", query, order, len(got), len(want), difference(got, want))
			}
		}
	}
}

// plain makes secrets of nothing but names.
func plain(names []string) []backend.Secret {
	out := make([]backend.Secret, len(names))
	for i, name := range names {
		out[i] = secret(name)
	}
	return out
}

func difference(got, want []string) string {
	for i := range min(len(got), len(want)) {
		if got[i] != want[i] {
			return fmt.Sprintf("at %d: got %q, want %q", i, got[i], want[i])
		}
	}
	return "in length"
}
