//go:build linux

package endtoend

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"strongroom/backend/local"
	"strongroom/internal/endtoend/terminal"
	"strongroom/internal/tools"
)

// cloud is a loopback server of every service that the program asks, the sign-in's included.
type cloud struct {
	*httptest.Server
	secrets *local.Server
	mu      sync.Mutex
	signIns map[string]int
}

func newCloud(t testing.TB) *cloud {
	c := &cloud{secrets: local.New(local.Knobs{Regions: []string{"us-east-1"}}), signIns: map[string]int{}}
	c.secrets.SeedDemo()
	c.Server = httptest.NewServer(c)
	t.Cleanup(c.Close)
	return c
}

func (c *cloud) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	ends := time.Now().Add(time.Hour)
	switch {
	case r.URL.Path == "/token":
		c.signsIn(w, "CreateToken", "application/json", `{"accessToken":"t","expiresIn":3600,"tokenType":"Bearer"}`)
	case r.URL.Path == "/federation/credentials":
		c.signsIn(w, "GetRoleCredentials", "application/json", fmt.Sprintf(`{"roleCredentials":{"accessKeyId":"SSO","secretAccessKey":"b","sessionToken":"c","expiration":%d}}`, ends.UnixMilli()))
	case r.Header.Get("X-Amz-Target") == "" && r.URL.Path == "/" && r.Header.Get("X-Amz-Security-Token") == "c":
		c.signsIn(w, "AssumeRole", "text/xml", fmt.Sprintf(`<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><AssumedRoleUser><Arn>a</Arn><AssumedRoleId>a</AssumedRoleId></AssumedRoleUser>`+
			`<Credentials><AccessKeyId>ROLE</AccessKeyId><SecretAccessKey>b</SecretAccessKey><SessionToken>r</SessionToken><Expiration>%s</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`, ends.UTC().Format(time.RFC3339)))
	default:
		c.secrets.ServeHTTP(w, r)
	}
}

func (c *cloud) signsIn(w http.ResponseWriter, call, kind, answer string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.signIns[call]++
	w.Header().Set("Content-Type", kind)
	fmt.Fprint(w, answer)
}

// signedOn is the environment of somebody whose role is reached through single sign-on, where the token must be renewed.
func signedOn(t *testing.T, c *cloud) []string {
	t.Helper()
	home := t.TempDir()
	stamp := func(d time.Duration) string { return time.Now().Add(d).UTC().Format(time.RFC3339) }
	token, _ := json.Marshal(map[string]string{"accessToken": "old", "expiresAt": stamp(-time.Hour), "refreshToken": "r", "clientId": "c", "clientSecret": "s", "registrationExpiresAt": stamp(time.Hour)})
	for name, text := range map[string]string{
		".aws/config": "[profile tour]\nregion = eu-west-1\nrole_arn = arn:aws:iam::123456789012:role/reader\nsource_profile = s\nendpoint_url = " + c.URL + "\n" +
			"[profile s]\nsso_session = s\nsso_account_id = 123456789012\nsso_role_name = r\n[sso-session s]\nsso_start_url = https://s.invalid\nsso_region = eu-west-1\n",
		".aws/sso/cache/a0f1490a20d0211c997b44bc357e1972deab8ae3.json": string(token), // SHA-1 of s
	} {
		path := filepath.Join(home, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return []string{"HOME=" + home, "AWS_PROFILE=tour", "AWS_CONFIG_FILE=" + filepath.Join(home, ".aws", "config"), "AWS_SHARED_CREDENTIALS_FILE=" + os.DevNull,
		"AWS_EC2_METADATA_DISABLED=true", "PATH=" + os.Getenv("PATH"), "XDG_STATE_HOME=" + filepath.Join(home, "state"), "XDG_CONFIG_HOME=" + filepath.Join(home, "config")}
}

// traced is a command whose connections are written to a file.
type traced struct{ strace, log string }

func newTraced(t *testing.T) traced {
	t.Helper()
	if os.Geteuid() != 0 { // it keeps others out of its memory, where the addresses are
		tools.Missing(t, "only root can see where the program connects to")
	}
	tr := traced{tools.Need(t, "strace"), filepath.Join(t.TempDir(), "calls")}
	if out, err := exec.Command(tr.strace, tr.args("true")...).CombinedOutput(); err != nil {
		tools.Missing(t, "strace cannot trace here: "+string(out))
	}
	return tr
}

func (tr traced) args(command ...string) []string {
	return append([]string{"-f", "--seccomp-bpf", "-A", "-e", "trace=connect,sendto,sendmsg,sendmmsg", "-o", tr.log, "--"}, command...)
}

// reached are the addresses that the traced commands have sent to: "127.0.0.1:80", "unix", or a line that is none of it.
func (tr traced) reached(t *testing.T) (addresses []string) {
	t.Helper()
	f, err := os.Open(tr.log)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	port, four, six := regexp.MustCompile(`sin6?_port=htons\((\d+)\)`), regexp.MustCompile(`sin_addr=inet_addr\("([^"]+)"\)`), regexp.MustCompile(`inet_pton\(AF_INET6, "([^"]+)"`)
	for lines := bufio.NewScanner(f); lines.Scan(); {
		line := lines.Text()
		at := ""
		switch p, v4, v6 := port.FindStringSubmatch(line), four.FindStringSubmatch(line), six.FindStringSubmatch(line); {
		case p != nil && v4 != nil:
			at = v4[1] + ":" + p[1]
		case p != nil && v6 != nil:
			at = "[" + v6[1] + "]:" + p[1]
		case strings.Contains(line, "sa_family=AF_UNIX"):
			at = "unix"
		case strings.Contains(line, "connect("):
			at = line
		}
		if at != "" && !slices.Contains(addresses, at) {
			addresses = append(addresses, at)
		}
	}
	return addresses
}

// lacks are those of the named operations that the cloud was not asked for.
func (c *cloud) lacks(ops ...string) (missing []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, op := range ops {
		if c.signIns[op] == 0 && c.secrets.Calls()[op] == 0 {
			missing = append(missing, op)
		}
	}
	return missing
}

func TestAFullTourReachesNobodyButTheEndpointThatIsSet(t *testing.T) {
	t.Parallel()
	tr, c := newTraced(t), newCloud(t)
	env := signedOn(t, c)
	x := terminal.Start(t, terminal.Session{Program: tr.strace, Args: tr.args(terminal.Strongroom(t)), Env: env, W: 120, H: 36}).Sees("214 secrets", "1234-5678-9012", "? help")
	openDatabase(x).Press("V").Sees(demoValue, "1 decrypt")
	x.Press("c").Sees("by the terminal")
	x.Press("e").Sees("edit dev/billing/db").Press("j", "enter").Type("made-up-new").Press("ctrl+s").Sees("Save the value")
	time.Sleep(400 * time.Millisecond)
	x.Press("enter").Sees("saved dev/billing/db")
	x.Press("1", "d").Sees("Delete a secret", "dev/billing/db", "restorable until")
	time.Sleep(400 * time.Millisecond)
	x.Press("y").Sees("u undoes")
	x.Press("D", "w").Sees("user/demo").Press("esc")
	x.Press("esc").Sees("deadline ↑").Press("A").Sees("2 regions, 32 not enabled")
	x.Press("R").Sees("Restore a secret", "dev/billing/db")
	time.Sleep(400 * time.Millisecond)
	x.Press("y").Sees("restored dev/billing/db").Press("D").Press("/").Type("^staging/orders/db$").Press("enter").Sees("1 of 2").Press("2", "[").Sees("no resource policy").Press("[").Sees("stuck since")
	x.Press("L").Sees("The function's last error", "made-up-untested").Press("esc").Press("q")
	if status := x.Exit(); status != 0 {
		t.Errorf("exit status %d", status)
	}
	x.Restored()
	if missing := c.lacks("CreateToken", "GetRoleCredentials", "AssumeRole", "GetCallerIdentity", "ListSecrets", "DescribeSecret", "GetSecretValue", "ListSecretVersionIds", "PutSecretValue",
		"UpdateSecretVersionStage", "DeleteSecret", "LookupEvents", "ListRegions", "RestoreSecret", "FilterLogEvents"); len(missing) > 0 {
		t.Errorf("the tour made no call of %v", missing)
	}
	for _, args := range [][]string{{"doctor", "prod/orders/db"}, {"deleted", "--all-regions"}, {"restore", "tmp/loadtest"}} {
		cmd := exec.Command(tr.strace, tr.args(append([]string{terminal.Strongroom(t)}, args...)...)...)
		cmd.Env = env
		if out, err := cmd.CombinedOutput(); err != nil && !(args[0] == "doctor" && cmd.ProcessState.ExitCode() == 1) {
			t.Errorf("%v: %v\n%s", args, err, out)
		}
	}
	own := strings.TrimPrefix(c.URL, "http://")
	reached := tr.reached(t)
	if !slices.Contains(reached, own) {
		t.Fatalf("strace has seen nobody ask the endpoint: %v", reached)
	}
	for _, at := range reached {
		if at != own && at != "unix" {
			t.Errorf("somebody sent to %s", at)
		}
	}
}
