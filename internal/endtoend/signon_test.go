//go:build unix

package endtoend

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/local"
	"strongroom/internal/endtoend/terminal"
)

// signOn is single sign-on on loopback, and behind it an embedded Secrets Manager that takes the keys of its last login alone.
type signOn struct {
	mu      sync.Mutex
	server  *local.Server
	logins  int
	over    bool // the last login
	refused int  // calls that were made with a login that is over
	pending int  // answers before the browser's yes
}

// hushed begins what nobody may see of a login.
const hushed = "made-up-hush-"

func (s *signOn) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	says := func(status int, kind string) {
		w.Header().Set("X-Amzn-ErrorType", kind)
		w.WriteHeader(status)
		fmt.Fprintf(w, `{"__type":%q,"message":"made-up"}`, kind)
	}
	w.Header().Set("Content-Type", "application/json")
	good := fmt.Sprintf("%stoken-%d", hushed, s.logins)
	switch r.URL.Path {
	case "/client/register":
		fmt.Fprintf(w, `{"clientId":"made-up","clientSecret":"%sclient","clientSecretExpiresAt":%d}`, hushed, time.Now().Add(time.Hour).Unix())
	case "/device_authorization":
		s.pending = 1
		fmt.Fprintf(w, `{"deviceCode":"%sdevice","userCode":"BCDF-GHJK","verificationUri":"https://corp.invalid/device","expiresIn":600,"interval":1}`, hushed)
	case "/token":
		if s.pending--; s.pending >= 0 {
			says(400, "AuthorizationPendingException")
			return
		}
		s.logins++
		s.over = false
		fmt.Fprintf(w, `{"accessToken":"%stoken-%d","tokenType":"Bearer","expiresIn":28800}`, hushed, s.logins)
	case "/federation/credentials":
		if s.over || r.Header.Get("X-Amz-Sso_bearer_token") != good {
			s.refused++
			says(401, "UnauthorizedException")
			return
		}
		fmt.Fprintf(w, `{"roleCredentials":{"accessKeyId":"LOGIN%d","secretAccessKey":"%skey","sessionToken":"made-up","expiration":%d}}`, s.logins, hushed, time.Now().Add(time.Hour).UnixMilli())
	default:
		if s.over || !strings.Contains(r.Header.Get("Authorization"), fmt.Sprintf("Credential=LOGIN%d/", s.logins)) {
			s.refused++
			w.Header().Set("Content-Type", "application/x-amz-json-1.1")
			says(400, "ExpiredTokenException")
			return
		}
		s.pass(w, r)
	}
}

// pass hands a call on to Secrets Manager.
func (s *signOn) pass(w http.ResponseWriter, r *http.Request) {
	answer, err := s.server.Transport().RoundTrip(r)
	if err != nil {
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	defer answer.Body.Close()
	for name, values := range answer.Header {
		w.Header()[name] = values
	}
	w.WriteHeader(answer.StatusCode)
	_, _ = io.Copy(w, answer.Body)
}

// ends ends the login.
func (s *signOn) ends() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.over, s.refused = true, 0
}

func (s *signOn) refusals() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.refused
}

const ofSignOn = `[profile team]
region = eu-west-1
sso_session = corp
sso_account_id = 123456789012
sso_role_name = reader
[sso-session corp]
sso_start_url = https://corp.invalid/start
sso_region = eu-west-1
`

func TestALoginThatEndsDuringAnEditIsMadeAnewAndTheEditIsSavedOnce(t *testing.T) {
	t.Parallel()
	s := &signOn{server: local.New(local.Knobs{})}
	s.server.Plant(local.Seed{Name: "app/one", Text: `{"user":"made-up"}`}, local.Seed{Name: "app/two", Text: `{"user":"made-up"}`})
	web := httptest.NewServer(s)
	t.Cleanup(web.Close)
	config := filepath.Join(t.TempDir(), "config")
	if err := os.WriteFile(config, []byte(ofSignOn), 0o600); err != nil {
		t.Fatal(err)
	}
	x := terminal.Start(t, terminal.Session{Args: []string{"--profile", "team"}, W: 120, H: 36, Env: []string{"AWS_ENDPOINT_URL=" + web.URL, "AWS_EC2_METADATA_DISABLED=true", "AWS_CONFIG_FILE=" + config}})
	x.Watch(hushed)
	x.Sees("the login has expired", "log in again with @").Press("@").Sees("log in with a browser", "not logged in").SettledPress("enter")
	x.Sees("B C D F - G H J K", "https://corp.invalid/device", "waiting for the browser", "left").Sees("app/two", "logged in to corp")
	x.Press("j", "e").Sees("edit app/two", "user").Press("enter").Type("made-up-new").Press("enter").Sees("1 changed")

	s.ends()
	x.Press("ctrl+s").Sees("Save the value").SettledPress("enter").Sees("the login has", "then ctrl+s", "1 changed")
	if n := s.refusals(); n == 0 || n > 2 {
		t.Errorf("%d calls were made with a login that is over", n)
	}
	x.Press("@").Sees("log in with a browser", "refused by the service").SettledPress("enter").Sees("B C D F - G H J K").Sees("logged in to corp", "1 changed", "edit app/two")
	x.Press("ctrl+s").Sees("Save the value").SettledPress("enter").Sees("saved app/two")
	be := aws.Open(aws.Options{Transport: s.server.Transport()})
	made := 0
	for page, err := range be.Versions(t.Context(), "app/two", true) {
		if made += len(page); err != nil {
			t.Fatal(err)
		}
	}
	if made != 2 {
		t.Errorf("there are %d versions", made)
	}
	v, err := be.Reveal(t.Context(), "app/two", backend.VersionRef{Stage: backend.Current})
	if err != nil || !v.Value.Use(func(b []byte) {
		if string(b) != `{"user":"made-up-new"}` {
			t.Errorf("stored is %s", b)
		}
	}) {
		t.Error(err)
	}
	x.SweepProcesses(hushed)
	x.Press("q").Exit()
	x.Restored()
	keptAlone(t, filepath.Join(x.Home, ".aws", "sso", "cache"))
	if found := terminal.Leaks(hushed, x.Sent()); found != nil {
		t.Errorf("the terminal was sent %v", found)
	}
}

// keptAlone looks at what is kept of logins: a registration and the last token, for one user alone.
func keptAlone(t *testing.T, dir string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	hidden, _ := filepath.Glob(filepath.Join(dir, ".*"))
	if err != nil || len(files) != 2 || len(hidden) != 0 {
		t.Errorf("kept is %v %v, %v", files, hidden, err)
	}
	tokens := 0
	for _, file := range files {
		info, _ := os.Stat(file)
		text, err := os.ReadFile(file)
		var kept map[string]any
		if err != nil || json.Unmarshal(text, &kept) != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", file, info.Mode(), err)
		}
		if kept["accessToken"] == hushed+"token-2" {
			tokens++
		}
	}
	if tokens != 1 {
		t.Error("the last token is not kept")
	}
}
