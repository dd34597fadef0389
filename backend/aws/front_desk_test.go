package aws

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

// frontDesk is a loopback single sign-on: it registers, gives codes, and answers for each CreateToken the next of its words: "" for a
// token. What is secret in it begins with hush.
type frontDesk struct {
	*httptest.Server
	mu        sync.Mutex
	answers   []string
	refresh   bool
	expiresIn int
	unknown   string // a client that is known no more
	user      string // the code, "" for the usual one
	address   string // to open, "" for the usual one
	refuses   string // a token that GetRoleCredentials does not take
	asked     []string
	sent      []string // bodies
	waits     []time.Duration
}

func newFrontDesk(t *testing.T, answers ...string) *frontDesk {
	f := &frontDesk{answers: answers, expiresIn: 600, refresh: true}
	f.Server = httptest.NewServer(http.HandlerFunc(f.serve))
	t.Cleanup(f.Close)
	t.Setenv("AWS_ENDPOINT_URL", f.URL)
	return f
}

func (f *frontDesk) serve(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var body map[string]any
	_ = json.NewDecoder(r.Body).Decode(&body)
	text, _ := json.Marshal(body)
	f.asked, f.sent = append(f.asked, r.URL.Path), append(f.sent, string(text))
	w.Header().Set("Content-Type", "application/json")
	says := func(status int, kind string) {
		w.Header().Set("X-Amzn-ErrorType", kind)
		w.WriteHeader(status)
		fmt.Fprintf(w, `{"error":"x","error_description":"made-up \u001b[31mwords"}`)
	}
	switch r.URL.Path {
	case "/client/register":
		fmt.Fprintf(w, `{"clientId":"client-%d","clientSecret":"%sclient","clientSecretExpiresAt":%d}`, len(f.asked), hush, time.Now().Add(90*24*time.Hour).Unix())
	case "/device_authorization":
		if body["clientId"] == f.unknown {
			says(401, "InvalidClientException")
			return
		}
		user, address := cmp.Or(f.user, "BCDF-GHJK"), cmp.Or(f.address, "https://s.invalid/device")
		answer, _ := json.Marshal(map[string]any{"deviceCode": hush + "device", "userCode": user, "verificationUri": address, "verificationUriComplete": address + "?user_code=" + url.QueryEscape(user), "expiresIn": f.expiresIn, "interval": 1})
		_, _ = w.Write(answer)
	case "/token":
		next := ""
		if len(f.answers) > 0 {
			next, f.answers = f.answers[0], f.answers[1:]
		}
		switch {
		case next == "InternalServerException":
			says(500, next)
		case next != "":
			says(400, next)
		case f.refresh:
			fmt.Fprintf(w, `{"accessToken":"%stoken","tokenType":"Bearer","expiresIn":28800,"refreshToken":"%srefresh"}`, hush, hush)
		default:
			fmt.Fprintf(w, `{"accessToken":"%stoken","tokenType":"Bearer","expiresIn":28800}`, hush)
		}
	case "/federation/credentials":
		if r.Header.Get("X-Amz-Sso_bearer_token") == f.refuses {
			says(401, "UnauthorizedException")
			return
		}
		fmt.Fprintf(w, `{"roleCredentials":{"accessKeyId":"SSO","secretAccessKey":"b","sessionToken":"c","expiration":%d}}`, time.Now().Add(time.Hour).UnixMilli())
	default:
		w.Header().Set("Content-Type", "application/x-amz-json-1.1")
		fmt.Fprintf(w, `{"ARN":%q,"Name":"prod/x","SecretList":[]}`, arnOf("prod/x"))
	}
}

// client logs in here, and notes how long it would wait between two questions.
func (f *frontDesk) client() *Client {
	return Open(Options{rest: func(ctx context.Context, d time.Duration) error {
		f.waits = append(f.waits, d)
		return ctx.Err()
	}})
}

// counted is how often a path was asked for since the last look.
func (f *frontDesk) counted() (all string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	all, f.asked = strings.Join(f.asked, " "), nil
	return all
}
