package aws

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/internal/tools"
)

const hush = "made-up-hush-"

const bySession = "[profile p]\nregion = eu-west-1\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = r\n[sso-session corp]\nsso_start_url = https://s.invalid/start\nsso_region = eu-west-1\nsso_registration_scopes = sso:account:access\n"
const byAddress = "[profile p]\nregion = eu-west-1\nsso_start_url = https://s.invalid/start\nsso_region = eu-west-1\nsso_account_id = 123456789012\nsso_role_name = r\n"

// signOnAt lays down a configuration of single sign-on.
func signOnAt(t *testing.T, config string) (home string) {
	home = noEnvironment(t)
	write(t, filepath.Join(home, "config"), config)
	t.Setenv("AWS_PROFILE", "p")
	return home
}

// confirmed asks until there is an end.
func confirmed(t *testing.T, c *backend.DeviceCode) (answers []backend.DeviceAnswer, err error) {
	t.Helper()
	for range 20 {
		a, err := c.Ask(t.Context())
		if answers = append(answers, a); err != nil || a.Confirmed {
			return answers, err
		}
	}
	t.Fatal("it is asked for ever")
	return nil, nil
}

func TestALoginWithABrowserIsKeptWhereTheAWSCLIKeepsIt(t *testing.T) {
	for form, c := range map[string]struct{ config, file, client string }{
		"session": {bySession, "corp", `{"region": "eu-west-1", "scopes": ["sso:account:access"], "session_name": "corp", "startUrl": "https://s.invalid/start", "tool": "botocore"}`},
		"address": {byAddress, "https://s.invalid/start", `{"region": "eu-west-1", "scopes": null, "session_name": null, "startUrl": "https://s.invalid/start", "tool": "botocore"}`},
	} {
		t.Run(form, func(t *testing.T) {
			home, gone := signOnAt(t, c.config), watched(t)
			f := newFrontDesk(t, "AuthorizationPendingException", "SlowDownException")
			client := f.client()
			if s, ok := client.SignOn(); !ok || s.State != backend.LoginNone || !s.Wanted(time.Now()) || s.Session != c.file || s.Profile != "p" {
				t.Errorf("before: %+v, %v", s, ok)
			}
			if _, err := client.Describe(t.Context(), "prod/x"); backend.RemedyOf(err) != backend.TryAgain {
				t.Errorf("before the login: %v", err)
			}
			code, err := client.StartLogin(t.Context())
			if err != nil || code.User != "BCDF-GHJK" || code.Shown() != "https://s.invalid/device?user_code=BCDF-GHJK" || time.Until(code.Ends) < 9*time.Minute {
				t.Fatalf("%+v, %v", code, err)
			}
			if text := fmt.Sprintf("%+v %#v", code, *code); strings.Contains(text, hush) {
				t.Errorf("it can be printed: %s", text)
			}
			answers, err := confirmed(t, code)
			if err != nil || len(answers) != 3 {
				t.Fatalf("%+v, %v", answers, err)
			}
			if answers[0].Every != time.Second || answers[1].Every != 6*time.Second || !slices.Equal(f.waits, []time.Duration{time.Second, time.Second, 6 * time.Second}) {
				t.Errorf("slow_down was not heard: %+v, %v", answers, f.waits)
			}
			until := answers[2].Until
			var token, kept map[string]any
			readJSON(t, ssoCache(home, c.file), &token)
			readJSON(t, ssoCache(home, c.client), &kept)
			want := map[string]any{"startUrl": "https://s.invalid/start", "region": "eu-west-1", "accessToken": hush + "token", "refreshToken": hush + "refresh", "expiresAt": until.Format(time.RFC3339),
				"clientId": kept["clientId"], "clientSecret": hush + "client", "registrationExpiresAt": kept["expiresAt"]}
			if fmt.Sprint(token) != fmt.Sprint(want) || kept["clientId"] == nil {
				t.Errorf("kept is %v, want %v; %v", token, want, kept)
			}
			if s, ok := client.SignOn(); !ok || s.State != backend.LoginGood || !s.Until.Equal(until) || s.Wanted(time.Now()) {
				t.Errorf("after: %+v", s)
			}
			if _, err := client.Describe(t.Context(), "prod/x"); err != nil {
				t.Errorf("after the login: %v", err)
			}
			code.Wipe()
			if _, err := code.Ask(t.Context()); err == nil {
				t.Error("a code that was wiped is asked about")
			}
			if left := gone(); len(left) > 0 {
				t.Errorf("%v were asked for", left)
			}
		})
	}
}

// readJSON reads a file that nobody else may read.
func readJSON(t *testing.T, path string, into any) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(text, into)
	}
	if err != nil {
		t.Fatal(err)
	}
	info, _ := os.Stat(path)
	dir, _ := os.Stat(filepath.Dir(path))
	if runtime.GOOS != "windows" && (info.Mode().Perm() != 0o600 || dir.Mode().Perm() != 0o700) {
		t.Errorf("%s is %v in %v", path, info.Mode(), dir.Mode())
	}
}

func TestARegistrationIsUsedAgainAndMadeAnewWhereItIsNotKnown(t *testing.T) {
	signOnAt(t, bySession)
	f := newFrontDesk(t)
	client := Open(Options{})
	for _, want := range []string{"/client/register /device_authorization", "/device_authorization"} {
		code, err := client.StartLogin(t.Context())
		if err != nil || f.counted() != want {
			t.Fatalf("want %s: %v", want, err)
		}
		code.Wipe()
	}
	f.unknown = "client-1"
	if _, err := client.StartLogin(t.Context()); err != nil {
		t.Error(err)
	}
	if got := f.counted(); got != "/device_authorization /client/register /device_authorization" {
		t.Error(got)
	}
}

func TestALoginThatComesToNothingSaysWhyAndKeepsNothing(t *testing.T) {
	for _, c := range []struct {
		answers []string
		kind    error
		says    string
	}{
		{[]string{"AccessDeniedException"}, backend.ErrDenied, "refused in the browser"},
		{[]string{"ExpiredTokenException"}, backend.ErrTimeout, "nobody has confirmed"},
		{[]string{"InvalidGrantException"}, backend.ErrInvalid, "InvalidGrant"},
	} {
		home := signOnAt(t, bySession)
		code, err := newFrontDesk(t, c.answers...).client().StartLogin(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		_, err = confirmed(t, code)
		if e := fails(t, err, c.kind); !strings.Contains(e.Message, c.says) || strings.Contains(fmt.Sprintf("%+v", e), hush) {
			t.Errorf("%v: %+v", c.answers, e)
		}
		if _, err := os.Stat(ssoCache(home, "corp")); err == nil {
			t.Errorf("%v: something is kept", c.answers)
		}
	}
}

func TestALoginIsCancelledAtOnceAndEndsWithItsCode(t *testing.T) {
	signOnAt(t, bySession)
	f := newFrontDesk(t)
	f.expiresIn = 2
	client := Open(Options{})
	code, err := client.StartLogin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := code.Ask(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	f.counted()
	f.answers = []string{"AuthorizationPendingException", "AuthorizationPendingException", "AuthorizationPendingException"}
	_, err = confirmed(t, code)
	if fails(t, err, backend.ErrTimeout); strings.Count(f.counted(), "/token") > 2 {
		t.Error("it is asked about after its end")
	}
}

func TestANetworkThatFailsForAMomentDoesNotEndALogin(t *testing.T) {
	signOnAt(t, bySession)
	f := newFrontDesk(t, "InternalServerException")
	code, err := f.client().StartLogin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	answers, err := confirmed(t, code)
	if err != nil || len(answers) != 2 || answers[0].Trouble == nil || answers[0].Every != 2*time.Second || f.waits[1] != 2*time.Second {
		t.Errorf("%+v, %v", answers, err)
	}
}

func TestATokenThatIsRefusedAsksForALoginAlthoughTheDiskCallsItGood(t *testing.T) {
	home := signOnAt(t, bySession)
	f := newFrontDesk(t)
	f.refuses = "t"
	ssoToken("corp", 5*time.Hour)(t, home)
	client := f.client()
	if s, _ := client.SignOn(); s.Wanted(time.Now()) {
		t.Errorf("%+v", s)
	}
	_, err := client.Describe(t.Context(), "prod/x")
	fails(t, err, backend.ErrExpired)
	if got := f.counted(); got != "/federation/credentials" {
		t.Errorf("one call has led to %s", got)
	}
	if s, _ := client.SignOn(); !s.Refused || !s.Wanted(time.Now()) {
		t.Errorf("%+v", s)
	}
	code, err := client.StartLogin(t.Context())
	if err == nil {
		_, err = confirmed(t, code)
	}
	if s, _ := client.SignOn(); err != nil || s.Wanted(time.Now()) {
		t.Fatalf("%+v, %v", s, err)
	}
	if _, err := client.Describe(t.Context(), "prod/x"); err != nil {
		t.Error(err)
	}
	if s, _ := client.SignOn(); s.Wanted(time.Now()) {
		t.Errorf("%+v", s)
	}
}

func TestACodeOrAnAddressThatWouldDoSomethingElseWhereItIsPastedIsRefused(t *testing.T) {
	signOnAt(t, bySession)
	f := newFrontDesk(t)
	for _, c := range []struct{ user, address string }{{"BC\nDF", ""}, {"BC\x1b[31m", ""}, {"BC DF", ""}, {"", "https://s.invalid/\x1b]52"}, {"", "file:///etc"}, {"", "javascript:1"}, {"", "https:///x"}} {
		f.user, f.address = c.user, c.address
		_, err := Open(Options{}).StartLogin(t.Context())
		fails(t, err, backend.ErrMalformed)
	}
	f.user, f.address = "", f.URL+"/device"
	if _, err := Open(Options{}).StartLogin(t.Context()); err != nil {
		t.Errorf("a server's own page on this machine: %v", err)
	}
	if (&grant{}).opens("http://s.invalid") {
		t.Error("AWS's page would be opened in clear")
	}
}

func TestALoginThatIsRenewedBeforeItsEndIsUsedFromThenOn(t *testing.T) {
	home := signOnAt(t, bySession)
	f := newFrontDesk(t)
	ssoToken("corp", 5*time.Minute)(t, home)
	client := f.client()
	if _, err := client.Describe(t.Context(), "prod/x"); err != nil {
		t.Fatal(err)
	}
	if s, _ := client.SignOn(); s.State != backend.LoginGood || !s.Wanted(time.Now()) {
		t.Errorf("one that ends soon: %+v", s)
	}
	code, err := client.StartLogin(t.Context())
	if err == nil {
		_, err = confirmed(t, code)
	}
	f.counted()
	if _, other := client.Describe(t.Context(), "prod/x"); err != nil || other != nil || f.counted() != "/federation/credentials /" {
		t.Errorf("%v, %v", err, other)
	}
	if l := client.Login(); time.Until(l.Ends) < 7*time.Hour {
		t.Errorf("it ends %v", l.Ends)
	}
}

func TestAPlaceOfAnotherWayHasNoLoginWithABrowser(t *testing.T) {
	signOnAt(t, "[profile p]\nregion = eu-west-1\naws_access_key_id = a\naws_secret_access_key = b\n")
	f := newFrontDesk(t)
	client := Open(Options{})
	if s, ok := client.SignOn(); ok {
		t.Errorf("%+v", s)
	}
	if _, err := client.StartLogin(t.Context()); err == nil || f.counted() != "" {
		t.Error(err)
	}
}

// borrowed reads the token that is kept as botocore does.
const borrowed = `
import os, sys
try:
    import botocore.session, botocore.tokens, botocore.credentials, botocore.utils
except ImportError:
    print("none"); sys.exit()
session = botocore.session.Session(profile="p")
loaded = botocore.utils.SSOTokenLoader(cache=botocore.utils.JSONFileCache(os.path.expanduser("~/.aws/sso/cache")))(start_url="https://s.invalid/start", session_name=sys.argv[1] or None)
print(loaded["accessToken"], loaded["expiresAt"], loaded["registrationExpiresAt"])
token = botocore.tokens.SSOTokenProvider(session, profile_name="p").load_token()
print(token.get_frozen_token().token if token else "-")
print(session.get_credentials().get_frozen_credentials().access_key)
`

func TestTheAWSCLISignsInWithATokenThatWasLoggedInForHere(t *testing.T) {
	python := tools.Need(t, "python3")
	for form, config := range map[string]string{"corp": bySession, "": byAddress} {
		signOnAt(t, config)
		code, err := newFrontDesk(t).client().StartLogin(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		answers, err := confirmed(t, code)
		if err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(python, "-c", borrowed, form)
		cmd.Env = append(os.Environ(), "HTTP_PROXY=", "HTTPS_PROXY=")
		out, err := cmd.CombinedOutput()
		if strings.HasPrefix(string(out), "none") {
			tools.Missing(t, "python3 has no botocore")
		}
		lines := strings.Split(strings.TrimSpace(string(out)), "\n")
		if err != nil || len(lines) != 3 || !strings.HasPrefix(lines[0], hush+"token "+answers[len(answers)-1].Until.Format(time.RFC3339)) || lines[1] != (map[string]string{"corp": hush + "token", "": "-"})[form] || lines[2] != "SSO" {
			t.Errorf("%q: %v\n%s", form, err, out)
		}
	}
}
