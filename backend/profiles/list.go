package profiles

import (
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"time"

	"strongroom/backend"
)

// List are the profiles of both files in order, as far as this machine's disk tells at now. A profile that cannot be used is there
// with what is wrong with it. An error is a *Problem with a file.
func List(env Env, now time.Time) ([]backend.Profile, error) {
	f, err := Read(env)
	if err != nil {
		return nil, err
	}
	var all []backend.Profile
	for _, name := range f.Names() {
		all = append(all, f.describe(name, now))
	}
	return all, nil
}

// describe is one profile, which there is.
func (f *Files) describe(name string, now time.Time) backend.Profile {
	p := f.profiles[name]
	out := backend.Profile{Name: name, Region: p.get("region"), Endpoint: p.get("endpoint_url")}
	chain, err := f.Chain(name)
	if err != nil {
		out.Wrong = err.Error()
	}
	for _, l := range chain {
		out.Chain = append(out.Chain, l.Profile)
	}
	if len(chain) == 0 {
		out.Chain = []string{name}
		return out
	}
	root := chain[len(chain)-1]
	out.Role, out.Session = chain[0].Role, root.Session
	if err == nil {
		out.Root = root.Own
	}
	out.Way = out.Root
	if out.Role != "" && chain[0].Own != backend.WayWeb {
		out.Way = backend.WayRole
	}
	if err != nil {
		return out
	}
	out.State, out.Until = f.State(root, now)
	for _, l := range chain {
		if l.MFA != "" && out.State != backend.LoginNone && out.State != backend.LoginEnded {
			out.State = backend.LoginCode
		}
	}
	if root.Own == backend.WayWeb {
		if info, err := os.Stat(root.Token); err != nil || info.IsDir() {
			out.Wrong = "the token of its web identity is not there: " + root.Token
		}
	}
	return out
}

// State is what the disk tells of the login that a chain begins with.
func (f *Files) State(root Link, now time.Time) (backend.LoginState, time.Time) {
	switch root.Own {
	case backend.WaySSO:
		return cached(f.env.signOnCache(root.Session), now)
	case backend.WayLogin:
		return cached(f.env.loginCache(root.Session), now)
	case backend.WayKeys:
		p := f.profiles[root.Profile]
		for _, key := range []string{"x_security_token_expires", "aws_expiration", "aws_credential_expiration"} { // what tools write beside keys that end
			if end, err := time.Parse(time.RFC3339, p.get(key)); err == nil {
				return ended(end, now)
			}
		}
	}
	return backend.LoginUnknown, time.Time{}
}

func ended(end, now time.Time) (backend.LoginState, time.Time) {
	if now.Before(end) {
		return backend.LoginGood, end.UTC()
	}
	return backend.LoginEnded, end.UTC()
}

// signOnCache is the file in which the AWS CLI keeps the token of a session, or of an address where one begins.
func (e Env) signOnCache(session string) string {
	sum := sha1.Sum([]byte(session))
	return filepath.Join(e.Home, ".aws", "sso", "cache", hex.EncodeToString(sum[:])+".json")
}

// loginCache is the file in which aws login keeps what it was given.
func (e Env) loginCache(principal string) string {
	dir := e.Getenv("AWS_LOGIN_CACHE_DIRECTORY")
	if dir == "" {
		dir = filepath.Join(e.Home, ".aws", "login", "cache")
	}
	sum := sha256.Sum256([]byte(strings.TrimSpace(principal)))
	return filepath.Join(dir, hex.EncodeToString(sum[:])+".json")
}

// cached is what a file of either cache tells. A token that has ended and can be renewed without a person is a good login, and
// nobody here knows until when.
func cached(path string, now time.Time) (backend.LoginState, time.Time) {
	text, err := os.ReadFile(path)
	if err != nil {
		return backend.LoginNone, time.Time{}
	}
	var told struct {
		Expires      string          `json:"expiresAt"`
		Registration string          `json:"registrationExpiresAt"`
		Refresh      json.RawMessage `json:"refreshToken"`
		Access       json.RawMessage `json:"accessToken"`
	}
	if json.Unmarshal(text, &told) != nil || len(told.Access) == 0 {
		return backend.LoginNone, time.Time{}
	}
	var inner struct {
		Expires string `json:"expiresAt"`
	}
	if json.Unmarshal(told.Access, &inner) == nil && inner.Expires != "" { // aws login's form
		told.Expires = inner.Expires
	}
	end, ok := moment(told.Expires)
	if !ok {
		return backend.LoginNone, time.Time{}
	}
	registered, known := moment(told.Registration)
	if !now.Before(end) && len(told.Refresh) > len(`""`) && (!known || now.Before(registered)) {
		return backend.LoginGood, time.Time{}
	}
	return ended(end, now)
}

// moment reads a time as the caches have it; older ones write UTC for Z.
func moment(text string) (time.Time, bool) {
	t, err := time.Parse(time.RFC3339, strings.Replace(text, "UTC", "Z", 1))
	return t, err == nil
}
