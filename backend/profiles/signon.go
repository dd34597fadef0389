package profiles

import (
	"bytes"
	"crypto/sha1"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"unicode/utf16"

	"strongroom/backend"
)

// SignOn is how single sign-on is logged in to, and where the AWS CLI keeps what it is given.
type SignOn struct {
	Session  string // "" for the form without one
	StartURL string
	Region   string
	Scopes   []string // nil where the session does not say
	// Token is the file of the token, Registration that of the client that asks for it.
	Token        string
	Registration string
}

// SignOn is the single sign-on that a chain begins with; ok is false where it begins otherwise.
func (f *Files) SignOn(root Link) (s SignOn, ok bool) {
	p := f.profiles[root.Profile]
	if root.Own != backend.WaySSO || p == nil {
		return s, false
	}
	get := p.get
	if s.Session = strings.TrimSpace(p.get("sso_session")); s.Session != "" {
		of := &profile{keys: f.sessions[s.Session].keys}
		if get = of.get; of.keys["sso_registration_scopes"] != nil {
			s.Scopes = []string{}
			for scope := range strings.SplitSeq(get("sso_registration_scopes"), ",") {
				if scope = strings.TrimSpace(scope); scope != "" {
					s.Scopes = append(s.Scopes, scope)
				}
			}
		}
	}
	s.StartURL, s.Region = get("sso_start_url"), get("sso_region")
	s.Token, s.Registration = f.env.signOnCache(root.Session), s.registrationCache(f.env)
	return s, true
}

// registrationCache is the file in which the AWS CLI keeps a client: its name is the sum of what the client is for, written as
// Python writes JSON (awscli/botocore/utils.py, _registration_cache_key).
func (s SignOn) registrationCache(e Env) string {
	scopes, session := "null", "null"
	if s.Scopes != nil {
		quoted := make([]string, len(s.Scopes))
		for i, scope := range s.Scopes {
			quoted[i] = pythonText(scope)
		}
		scopes = "[" + strings.Join(quoted, ", ") + "]"
	}
	if s.Session != "" {
		session = pythonText(s.Session)
	}
	sum := sha1.Sum(fmt.Appendf(nil, `{"region": %s, "scopes": %s, "session_name": %s, "startUrl": %s, "tool": "botocore"}`, pythonText(s.Region), scopes, session, pythonText(s.StartURL)))
	return filepath.Join(e.Home, ".aws", "sso", "cache", hex.EncodeToString(sum[:])+".json")
}

// pythonText is a text as Python's json.dumps writes it, in ASCII.
func pythonText(text string) string {
	var quoted bytes.Buffer
	enc := json.NewEncoder(&quoted)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(text) // a text
	var out strings.Builder
	for _, r := range strings.TrimSuffix(quoted.String(), "\n") {
		if r <= '~' {
			out.WriteRune(r)
			continue
		}
		for _, unit := range utf16.Encode([]rune{r}) {
			fmt.Fprintf(&out, `\u%04x`, unit)
		}
	}
	return out.String()
}
