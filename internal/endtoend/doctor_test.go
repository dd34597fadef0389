//go:build unix

package endtoend

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/local"
	"strongroom/internal/endtoend/terminal"
	"strongroom/internal/tools"
)

// shellAt is a shell whose own place is a profile at a server of the test's own.
type shellAt struct {
	t      *testing.T
	server *local.Server
	url    string
	dir    string   // with the program and a value to type
	env    []string // without a place
}

func startShellAt(t *testing.T, profile, region string) *shellAt {
	t.Helper()
	s := &shellAt{t: t, dir: t.TempDir()}
	s.server, s.url = serveDemo(t)
	if err := os.Symlink(terminal.Strongroom(t), filepath.Join(s.dir, "strongroom")); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"value.txt": "made-up",
		"aws": "[profile " + profile + "]\naws_access_key_id = made-up\naws_secret_access_key = made-up\nregion = " + region + "\n"} {
		if err := os.WriteFile(filepath.Join(s.dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, pair := range os.Environ() {
		if !strings.HasPrefix(pair, "AWS_") {
			s.env = append(s.env, pair)
		}
	}
	s.env = append(s.env, "HOME="+s.dir, "XDG_STATE_HOME="+filepath.Join(s.dir, "state"), "XDG_CONFIG_HOME="+filepath.Join(s.dir, "config"),
		"AWS_CONFIG_FILE="+filepath.Join(s.dir, "aws"), "AWS_SHARED_CREDENTIALS_FILE="+os.DevNull, "AWS_EC2_METADATA_DISABLED=true",
		"PATH="+s.dir+":"+os.Getenv("PATH"))
	return s
}

// runs runs a line as it stands, and returns what it printed and its exit status.
func (s *shellAt) runs(line string, place ...string) (out string, status int) {
	s.t.Helper()
	cmd := exec.Command("sh", "-c", line)
	cmd.Dir, cmd.Env = s.dir, append(s.env, place...)
	b, err := cmd.CombinedOutput()
	if err != nil && cmd.ProcessState == nil {
		s.t.Fatal(err)
	}
	return string(b), cmd.ProcessState.ExitCode()
}

// offered is the line with a text in it that doctor, asked about an id that is to be mended, offers to run.
func (s *shellAt) offered(id, with string) string {
	s.t.Helper()
	out, status := s.runs(backend.ShellLine("strongroom", "doctor", "--endpoint-url", s.url, "--", id), "AWS_PROFILE=team")
	if status != 1 {
		s.t.Errorf("doctor %s: exit status %d\n%s", id, status, out)
	}
	_, below, _ := strings.Cut(out, "What to do next:")
	for line := range strings.Lines(below) {
		if strings.HasPrefix(line, "    ") && strings.Contains(line, with) {
			return strings.TrimSpace(line)
		}
	}
	s.t.Fatalf("nothing offers %q:\n%s", with, out)
	return ""
}

// in is a colleague's client of the server.
func (s *shellAt) in(region string) backend.Backend {
	return aws.Open(aws.Options{Transport: s.server.Transport(), Region: region})
}

// has tells what a region has under a name: "no", "active" or "deleted".
func (s *shellAt) has(region, name string) string {
	s.t.Helper()
	d, err := s.in(region).Describe(s.t.Context(), name)
	switch {
	case err != nil:
		return "no"
	case d.Deleted.IsZero():
		return "active"
	}
	return "deleted"
}

// The commands are run as they stand, in a shell whose own place is another one.
func TestACommandThatDoctorPrintsActsOnThatSecretAlone(t *testing.T) {
	t.Parallel()
	tools.Need(t, "aws")
	tools.Need(t, "sh")
	s := startShellAt(t, "team", "eu-west-1")
	elsewhere := []string{"AWS_PROFILE=", "AWS_REGION=ap-south-1", "AWS_DEFAULT_REGION=ap-south-1"}
	run := func(line string) {
		t.Helper()
		if out, status := s.runs(line, elsewhere...); status != 0 {
			t.Fatalf("%s: exit status %d\n%s", line, status, out)
		}
	}
	for _, name := range []string{"shop/db", "=y!z"} {
		there := ""
		for _, region := range []string{"eu-west-1", "us-east-1"} {
			w, err := s.in(region).Create(t.Context(), backend.NewSecret{Name: name, Value: backend.TextValue("made-up")})
			if err != nil {
				t.Fatal(err)
			}
			there = w.ARN
		}
		for _, c := range []struct{ with, want string }{{"strongroom restore", "active"}, {"delete-secret", "no"}} {
			if _, err := s.in("us-east-1").Delete(t.Context(), there, backend.Deletion{WindowDays: 9}); err != nil {
				t.Fatal(err)
			}
			run(s.offered(there, c.with))
			if home, got := s.has("eu-west-1", name), s.has("us-east-1", name); home != "active" || got != c.want {
				t.Fatalf("%s: after %s home has it %s and the region of its ARN %s", name, c.with, home, got)
			}
		}
	}
	run(s.offered("-new!", "create-secret"))
	if got := s.has("eu-west-1", "-new!"); got != "active" {
		t.Errorf("created, home has it %s", got)
	}
}
