package cli

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/local"
	"strongroom/internal/config"
)

// shell is somebody who types commands, at a server of the test's own.
type shell struct {
	t      *testing.T
	server *local.Server
	url    string
	out    string
	err    string
	status int
}

func newShell(t *testing.T) *shell {
	t.Helper()
	for _, pair := range os.Environ() {
		if name, _, _ := strings.Cut(pair, "="); strings.HasPrefix(name, "AWS_") {
			t.Setenv(name, "")
			os.Unsetenv(name)
		}
	}
	home := t.TempDir()
	for name, value := range map[string]string{"HOME": home, "XDG_STATE_HOME": filepath.Join(home, "state"), "XDG_CONFIG_HOME": filepath.Join(home, "config"),
		"AWS_ACCESS_KEY_ID": "made-up", "AWS_SECRET_ACCESS_KEY": "made-up", "AWS_REGION": "eu-west-1", "AWS_EC2_METADATA_DISABLED": "true",
		"AWS_CONFIG_FILE": filepath.Join(home, "aws"), "AWS_SHARED_CREDENTIALS_FILE": filepath.Join(home, "credentials")} {
		t.Setenv(name, value)
	}
	server := local.New(local.Knobs{})
	server.SeedDemo()
	listener := httptest.NewServer(server)
	t.Cleanup(listener.Close)
	return &shell{t: t, server: server, url: listener.URL}
}

// types runs a command, and checks what holds for all of them.
func (s *shell) types(args ...string) *shell {
	s.t.Helper()
	var out, messages bytes.Buffer
	s.status = Machine{Out: &out, Messages: &messages}.run(append([]string{args[0], "--endpoint-url", s.url}, args[1:]...))
	s.out, s.err = out.String(), messages.String()
	for _, r := range s.out + s.err {
		if r != '\n' && (r < ' ' || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x200b && r <= 0x200f) {
			s.t.Errorf("%v: %U reached the output", args, r)
		}
	}
	if strings.Contains(s.out+s.err, "made-up-") {
		s.t.Errorf("%v printed a value:\n%s%s", args, s.out, s.err)
	}
	return s
}

func (s *shell) prints(texts ...string) *shell {
	s.t.Helper()
	unbroken := strings.Join(strings.Fields(s.out), " ")
	for _, text := range texts {
		if !strings.Contains(s.out, text) && !strings.Contains(unbroken, text) {
			s.t.Errorf("stdout lacks %q:\n%s", text, s.out)
		}
	}
	return s
}

func (s *shell) says(texts ...string) *shell {
	s.t.Helper()
	for _, text := range texts {
		if !strings.Contains(s.err, text) {
			s.t.Errorf("stderr lacks %q:\n%s", text, s.err)
		}
	}
	return s
}

func (s *shell) exits(status int) *shell {
	s.t.Helper()
	if s.status != status {
		s.t.Errorf("exit status %d, want %d\n%s%s", s.status, status, s.out, s.err)
	}
	return s
}

func TestDeletedListsWhatCanStillBeSavedTheMostUrgentFirst(t *testing.T) {
	s := newShell(t)
	s.types("deleted").exits(0).prints("NAME", "prod/orders/db", "≥ 2h 1", "may go at any moment", "prod/old/mailgun", "≤ 27d")
	if s.err != "" {
		t.Errorf("stderr has %q", s.err)
	}
	if strings.Index(s.out, "staging/legacy/ftp-gateway") > strings.Index(s.out, "prod/orders/db") {
		t.Error("the order is not most urgent first")
	}
	s.types("deleted", "--json").exits(0)
	var rows []struct {
		Name, ARN, Region, Phase string
		Exact                    bool
		Seconds                  int64     `json:"seconds_left"`
		Earliest                 time.Time `json:"earliest_end"`
	}
	if err := json.Unmarshal([]byte(s.out), &rows); err != nil || len(rows) != 5 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for _, r := range rows {
		if r.Name == "prod/orders/db" && (r.Phase != "safe" || r.Exact || r.Seconds < 8000 || r.Seconds > 8041 || r.Region != "eu-west-1") {
			t.Errorf("%+v", r)
		}
	}
	s.server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"ListSecrets": true} })
	s.types("deleted").exits(1).says("could not list secrets: access denied", "needs secretsmanager:ListSecrets")
	s.types("deleted", "--json").exits(1)
	if strings.TrimSpace(s.out) != "null" {
		t.Errorf("stdout has %q, which is not what is not known", s.out)
	}
}

func TestAllRegionsAreListedAndAFailingOneIsToldOf(t *testing.T) {
	two := func() *shell {
		s := newShell(t)
		configure(t, "regions = [\"eu-west-1\", \"us-east-1\"]\n")
		return s
	}
	two().types("deleted", "--all-regions").exits(0).prints("shared/edge/cdn-signing-2025  us-east-1", "prod/orders/db")
	s := two() // no call of the other command that was given up may come late, and be the one that fails
	s.server.Set(func(k *local.Knobs) { k.Faults = []local.Fault{{Op: "ListSecrets", Kind: local.BadKeys, N: 1}} })
	s.types("deleted", "--all-regions").exits(1).says("could not list secrets: the credentials were refused").prints("m left")
}

// configure writes the configuration of this test.
func configure(t *testing.T, text string) {
	t.Helper()
	path := config.Path(os.Getenv)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestRestoreExitsWithZeroOnlyIfAllCameBack(t *testing.T) {
	s := newShell(t)
	s.types("restore", "prod/orders/db", "tmp/loadtest").exits(0).prints("prod/orders/db  restored · rotation off (the deletion ended it", "tmp/loadtest  restored · rotation never set up")
	s.types("restore", "prod/orders/db").exits(0).prints("not scheduled for deletion, nothing to restore")
	s.types("restore", "no/such", "prod/old/mailgun").exits(1).says("could not restore no/such: not found").prints("prod/old/mailgun  restored")
	s.server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"RestoreSecret": true} })
	s.types("restore", "dev/search/reindex-token").exits(1).says("needs secretsmanager:RestoreSecret")
	if s.server.Calls()["GetSecretValue"] != 0 {
		t.Error("a restore read a value")
	}
}

func TestARestoreWhoseAnswerIsLostIsLookedInto(t *testing.T) {
	for name, c := range map[string]struct {
		fault  local.Fault
		status int
	}{
		"done":       {local.Fault{Op: "RestoreSecret", Kind: local.Reset, N: -1, After: true}, exitOK},
		"never done": {local.Fault{Op: "RestoreSecret", Kind: local.Reset, N: -1}, exitFailed},
		"done late":  {local.Fault{Op: "RestoreSecret", Kind: local.Reset, N: 2}, exitOK},
	} {
		t.Run(name, func(t *testing.T) {
			s := newShell(t)
			s.server.Set(func(k *local.Knobs) { k.Faults = []local.Fault{c.fault} })
			s.types("restore", "tmp/loadtest").exits(c.status)
			back := described(s, "tmp/loadtest").Deleted.IsZero()
			if back != (c.status == exitOK) {
				t.Errorf("it is back: %v\n%s%s", back, s.out, s.err)
			}
			if back {
				s.prints("tmp/loadtest  restored")
			} else {
				s.says("could not restore tmp/loadtest")
			}
		})
	}
}

func TestARuleForAnotherAccountHoldsForItsSecretNamedByARN(t *testing.T) {
	s := newShell(t)
	s.server.Plant(local.Seed{Name: "app/db", Account: "999988887777", Region: "us-east-1", Text: "made up"})
	id := "arn:aws:secretsmanager:us-east-1:999988887777:secret:app/db"
	if _, err := aws.Open(aws.Options{Transport: s.server.Transport(), Region: "us-east-1"}).Delete(t.Context(), id, backend.Deletion{WindowDays: 7}); err != nil {
		t.Fatal(err)
	}
	configure(t, "[[protect]]\naccount = \"999988887777\"\nread_only = true\n")
	s.types("restore", id).exits(1).says("could not restore app/db: read-only (account 9999-8888-7777 · us-east-1)")
	if n := s.server.Calls()["RestoreSecret"]; n != 0 {
		t.Errorf("%d calls were sent", n)
	}
	s.types("doctor", id).prints("account 999988887777 · us-east-1 · as arn:aws:iam::123456789012")
	s.types("restore", "--unlock", id).exits(0).prints("app/db (account 9999-8888-7777 · us-east-1) restored")
	configure(t, "[[protect]]\naccount = \"123456789012\"\nread_only = true\n")
	s.types("restore", id).exits(0).prints("app/db (account 9999-8888-7777 · us-east-1) not scheduled for deletion")
}

func TestAProtectedPlaceIsNotChangedFromTheShellEither(t *testing.T) {
	s := newShell(t)
	configure(t, "[[protect]]\naccount = \"123456789012\"\nname = \"prod/**\"\nread_only = true\n")
	s.types("restore", "prod/orders/db").exits(1).says("read-only by a rule of the configuration")
	s.types("restore", "tmp/loadtest").exits(0)
	s.types("restore", "--unlock", "prod/orders/db").exits(0)
	configure(t, "[[protect]]\nacount = \"1\"\n")
	s.types("deleted").exits(2).says("line 2", "protect.acount")
}

func described(s *shell, name string) backend.Secret {
	s.t.Helper()
	d, err := aws.Open(aws.Options{Transport: s.server.Transport()}).Describe(s.t.Context(), name)
	if err != nil {
		s.t.Fatal(err)
	}
	return d.Secret
}

func TestHostileTextDoesNotReachTheShellAndJSONKeepsItExactly(t *testing.T) {
	s := newShell(t)
	const name = "evil\x1b]52;c;eA==\x07\u009b31m\u202egood\U000e0041"
	hostile := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/x-amz-json-1.1")
		_ = json.NewEncoder(w).Encode(map[string]any{"SecretList": []any{map[string]any{
			"ARN": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:x-AbCdEf", "Name": name, "DeletedDate": time.Now().Unix()}}})
	}))
	t.Cleanup(hostile.Close)
	s.url = hostile.URL
	s.types("deleted").prints(`evil\x1b]52`, "<U+202E>")
	s.types("deleted", "--json")
	var rows []struct{ Name string }
	if err := json.Unmarshal([]byte(s.out), &rows); err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if r.Name == name {
			return
		}
	}
	t.Errorf("the JSON does not hold the exact name:\n%s", s.out)
}

func TestACommandLineThatMakesNoSenseIsRefused(t *testing.T) {
	s := newShell(t)
	for _, args := range [][]string{{"restore"}, {"doctor"}, {"doctor", "a", "b"}, {"deleted", "x"}, {"deleted", "--jsn"}, {"restore", "a", "--json"}} {
		s.types(args...).exits(2).says("strongroom --help lists what there is")
	}
	var out bytes.Buffer
	if status := (Machine{Out: &out, Messages: &out}).run([]string{"doctor", "--help"}); status != 0 || !strings.Contains(out.String(), "strongroom doctor NAME") {
		t.Errorf("%d %s", status, out.String())
	}
}

func TestBehindTwoHyphensThereAreOnlyNames(t *testing.T) {
	s := newShell(t)
	c := aws.Open(aws.Options{Transport: s.server.Transport()})
	for _, name := range []string{"a", "-x", "--json", "--", "-", "-.-", "=x"} {
		if _, err := c.Create(t.Context(), backend.NewSecret{Name: name, Value: backend.TextValue("made-up-value")}); err != nil {
			t.Fatal(name, err)
		}
		if _, err := c.Delete(t.Context(), name, backend.Deletion{WindowDays: 9}); err != nil {
			t.Fatal(name, err)
		}
	}
	flags := []string{"--endpoint-url", s.url}
	run := func(command string, args ...string) int {
		s.t.Helper()
		var out, messages bytes.Buffer
		status := Machine{Out: &out, Messages: &messages}.run(append([]string{command}, args...))
		s.out, s.err = out.String(), messages.String()
		return status
	}
	if status := run("restore", append(flags, "--", "a", "-x", "--json", "--", "-", "-.-", "=x")...); status != 0 {
		t.Errorf("exit status %d\n%s%s", status, s.out, s.err)
	}
	for _, name := range []string{"a", "-x", "--json", "--", "-", "-.-", "=x"} {
		s.prints(name + "  restored")
	}
	if status := run("restore", append([]string{"a", "=x", "-", "--endpoint-url=" + s.url, "--"}, "-x")...); status != 0 {
		t.Errorf("exit status %d\n%s%s", status, s.out, s.err)
	}
	if status := run("doctor", append(flags, "--", "-x")...); status != 0 || !strings.Contains(s.out, "not scheduled") {
		t.Errorf("exit status %d\n%s%s", status, s.out, s.err)
	}
	if status := run("doctor", "--json", "--endpoint-url", s.url, "--", "--json"); status != 0 || !strings.Contains(s.out, `"name": "--json"`) {
		t.Errorf("exit status %d\n%s%s", status, s.out, s.err)
	}
	if status := run("deleted", append(flags, "--")...); status != 0 {
		t.Errorf("exit status %d\n%s%s", status, s.out, s.err)
	}
	if status := run("deleted", append(flags, "--", "--json")...); status != 2 {
		t.Errorf("a name was taken for a flag: %d\n%s%s", status, s.out, s.err)
	}
	for _, args := range [][]string{{"-x", "a"}, {"a", "-x"}, {"a", "--profile"}, {"--unlock=maybe", "a"}} {
		if status := run("restore", args...); status != 2 {
			t.Errorf("%v: exit status %d\n%s%s", args, status, s.out, s.err)
		}
	}
}

func TestARestoreThatIsStoppedSaysWhatIsNotKnown(t *testing.T) {
	for _, in := range []struct {
		op, says, not string
		by            os.Signal
	}{
		{"DescribeSecret", "stopped before tmp/loadtest\n", "could not", os.Interrupt},
		{"RestoreSecret", "whether tmp/loadtest came back is not known: strongroom doctor ", "stopped before tmp/loadtest", os.Interrupt},
		{"RestoreSecret", "stopped before prod/old/mailgun\n", "stopped before tmp/loadtest", syscall.SIGTERM},
		{"RestoreSecret", "stopped before prod/old/mailgun\n", "stopped before tmp/loadtest", syscall.SIGHUP},
		{"RestoreSecret", "stopped before prod/old/mailgun\n", "stopped before tmp/loadtest", syscall.SIGQUIT},
	} {
		s := newShell(t)
		s.server.Set(func(k *local.Knobs) {
			k.LatencyOf = map[string]time.Duration{in.op: time.Minute}
			k.OnCall = func(op, _ string) {
				if op != in.op {
					return
				}
				if self, err := os.FindProcess(os.Getpid()); err != nil || self.Signal(in.by) != nil {
					t.Error("no process can be interrupted here")
				}
			}
		})
		s.types("restore", "tmp/loadtest", "prod/old/mailgun").exits(exitFailed).says(in.says)
		if strings.Contains(s.err, in.not) || strings.Contains(s.out, "restored") {
			t.Errorf("stopped in %s:\n%s%s", in.op, s.out, s.err)
		}
	}
	s := newShell(t)
	s.server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"RestoreSecret": true} })
	if s.types("restore", "tmp/loadtest").exits(exitFailed); strings.Contains(s.err, "not known") {
		t.Errorf("what is refused has not happened:\n%s", s.err)
	}
}
