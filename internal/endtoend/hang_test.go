//go:build linux

package endtoend

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"strongroom/backend/local"
	"strongroom/internal/endtoend/terminal"
)

func TestEscEndsACredentialProcessThatHangsAndTheProgramGoesOn(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	c.secrets.Plant(local.Seed{Name: "app/one", Text: "made-up"})
	dir := t.TempDir()
	mark, fixed := filepath.Join(dir, "pid"), filepath.Join(dir, "fixed")
	for name, text := range map[string]string{
		"helper": "if [ -e " + fixed + ` ]; then echo '{"Version":1,"AccessKeyId":"made-up","SecretAccessKey":"made-up"}'; exit; fi` + "\necho $$ >" + mark + "\nsleep 300\n",
		"config": "[profile corp]\nregion = eu-west-1\ncredential_process = sh " + filepath.Join(dir, "helper") + "\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	x := terminal.Start(t, terminal.Session{Args: []string{"--profile", "corp"}, W: 120, H: 36, Tools: []string{"sh", "sleep"},
		Env: []string{"AWS_ENDPOINT_URL=" + c.URL, "AWS_EC2_METADATA_DISABLED=true", "AWS_ACCESS_KEY_ID=", "AWS_SECRET_ACCESS_KEY=", "AWS_CONFIG_FILE=" + filepath.Join(dir, "config")}})
	x.Sees("logging in by credential_process of profile corp", "esc gives it up").Press("esc")
	x.Sees("logging in was given up", "the credential_process of profile corp has not come to its end").Gone("listing…")
	text, err := os.ReadFile(mark)
	pid, _ := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil || pid == 0 {
		t.Fatalf("the helper was not called: %v", err)
	}
	for began := time.Now(); !errors.Is(syscall.Kill(pid, 0), syscall.ESRCH); time.Sleep(10 * time.Millisecond) {
		if time.Since(began) > 5*time.Second {
			t.Fatalf("the helper %d still runs", pid)
		}
	}
	if err := os.WriteFile(fixed, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	x.Press("ctrl+r").Sees("app/one").Press("q").Exit()
	x.Restored()
}
