package profiles

import (
	"crypto/sha1"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/internal/tools"
)

var noon = time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)

const (
	keysOfA = "aws_access_key_id = a\naws_secret_access_key = " + secret + "\n"
	roleOfA = "role_arn = arn:aws:iam::123456789012:role/reader\n"
	session = "[sso-session corp]\nsso_start_url = https://corp.invalid/start\nsso_region = eu-central-1\n"
	signOn  = "sso_session = corp\nsso_account_id = 123456789012\nsso_role_name = Reader\n"
)

// token caches one of single sign-on.
func token(t *testing.T, env Env, of, more string) {
	t.Helper()
	sum := sha1.Sum([]byte(of))
	put(t, filepath.Join(env.Home, ".aws", "sso", "cache", hex.EncodeToString(sum[:])+".json"), `{"accessToken":"`+secret+`",`+more+`}`)
}

func TestTheListTellsOfEachProfileWhatTheDiskTells(t *testing.T) {
	const role = "arn:aws:iam::123456789012:role/reader"
	env, _ := laid(t, "[default]\nregion = eu-west-1\n"+keysOfA+
		"[profile base]\nregion = us-east-1\n"+
		"[profile reader]\n"+roleOfA+"source_profile = base\nregion = eu-west-2\n"+
		"[profile two]\n"+roleOfA+"source_profile = reader\n"+
		"[profile coded]\n"+roleOfA+"source_profile = base\nmfa_serial = arn:aws:iam::123456789012:mfa/u\n"+
		"[profile sso]\n"+signOn+"[profile old]\nsso_start_url = https://old.invalid\nsso_region = eu-west-1\nsso_account_id = 1\nsso_role_name = r\n"+
		"[profile through]\n"+roleOfA+"source_profile = sso\n"+
		"[profile helped]\ncredential_process = helper --key "+secret+"\n"+
		"[profile web]\n"+roleOfA+"web_identity_token_file = /nowhere/token\n"+
		"[profile in]\nlogin_session = arn:aws:iam::123456789012:user/u\n"+
		"[profile box]\n"+roleOfA+"credential_source = Ec2InstanceMetadata\n"+
		"[profile empty]\noutput = json\n[profile gone]\n"+roleOfA+"source_profile = nobody\n"+
		"[services s]\nsts =\n  endpoint_url = http://127.0.0.1:1\n[preview]\nx = y\n"+session,
		"[base]\n"+keysOfA+"[only here]\n"+keysOfA+"x_security_token_expires = 2026-11-29T13:00:00Z\n")
	token(t, env, "corp", `"expiresAt":"2026-11-29T15:30:00Z"`)
	token(t, env, "https://old.invalid", `"expiresAt":"2026-11-29T09:00:00UTC"`)
	all, err := List(env, noon)
	if err != nil {
		t.Fatal(err)
	}
	want := []backend.Profile{
		{Name: "base", Region: "us-east-1", Way: backend.WayKeys, Root: backend.WayKeys, Chain: []string{"base"}},
		{Name: "box", Way: backend.WayRole, Root: backend.WayInstance, Chain: []string{"box"}, Role: role},
		{Name: "coded", Way: backend.WayRole, Root: backend.WayKeys, Chain: []string{"coded", "base"}, Role: role, State: backend.LoginCode},
		{Name: "default", Region: "eu-west-1", Way: backend.WayKeys, Root: backend.WayKeys, Chain: []string{"default"}},
		{Name: "empty", Chain: []string{"empty"}},
		{Name: "gone", Way: backend.WayRole, Chain: []string{"gone"}, Role: role},
		{Name: "helped", Way: backend.WayProcess, Root: backend.WayProcess, Chain: []string{"helped"}},
		{Name: "in", Way: backend.WayLogin, Root: backend.WayLogin, Chain: []string{"in"}, Session: "arn:aws:iam::123456789012:user/u", State: backend.LoginNone},
		{Name: "old", Way: backend.WaySSO, Root: backend.WaySSO, Chain: []string{"old"}, Session: "https://old.invalid", State: backend.LoginEnded, Until: noon.Add(-3 * time.Hour)},
		{Name: "only here", Way: backend.WayKeys, Root: backend.WayKeys, Chain: []string{"only here"}, State: backend.LoginGood, Until: noon.Add(time.Hour)},
		{Name: "reader", Region: "eu-west-2", Way: backend.WayRole, Root: backend.WayKeys, Chain: []string{"reader", "base"}, Role: role},
		{Name: "sso", Way: backend.WaySSO, Root: backend.WaySSO, Chain: []string{"sso"}, Session: "corp", State: backend.LoginGood, Until: noon.Add(210 * time.Minute)},
		{Name: "through", Way: backend.WayRole, Root: backend.WaySSO, Chain: []string{"through", "sso"}, Role: role, Session: "corp", State: backend.LoginGood, Until: noon.Add(210 * time.Minute)},
		{Name: "two", Way: backend.WayRole, Root: backend.WayKeys, Chain: []string{"two", "reader", "base"}, Role: role},
		{Name: "web", Way: backend.WayWeb, Root: backend.WayWeb, Chain: []string{"web"}, Role: role},
	}
	if len(all) != len(want) {
		t.Fatalf("%d profiles, want %d: %+v", len(all), len(want), all)
	}
	for i, p := range all {
		wrong := p.Wrong
		if p.Wrong = ""; !reflect.DeepEqual(p, want[i]) {
			t.Errorf("it tells\n  %+v\nand should\n  %+v", p, want[i])
		}
		if says := map[string]string{"gone": "source profile, which is in no file", "web": "is not there: /nowhere/token"}[p.Name]; says == "" && wrong != "" || !strings.Contains(wrong, says) {
			t.Errorf("%s is wrong: %q", p.Name, wrong)
		}
		if strings.Contains(fmt.Sprintf("%+v", p)+wrong, secret) {
			t.Errorf("it tells a secret: %+v", p)
		}
	}
}

func TestTheCacheOfATokenTellsWhetherSomebodyIsLoggedIn(t *testing.T) {
	for more, want := range map[string]struct {
		state backend.LoginState
		until time.Time
	}{
		`"expiresAt":"2026-11-29T12:00:01Z"`: {backend.LoginGood, noon.Add(time.Second)},
		`"expiresAt":"2026-11-29T12:00:00Z"`: {backend.LoginEnded, noon},
		`"expiresAt":"2026-11-29T11:00:00Z","refreshToken":"r","registrationExpiresAt":"2026-11-30T00:00:00Z"`: {backend.LoginGood, time.Time{}},
		`"expiresAt":"2026-11-29T11:00:00Z","refreshToken":"r","registrationExpiresAt":"2026-11-29T00:00:00Z"`: {backend.LoginEnded, noon.Add(-time.Hour)},
		`"expiresAt":"2026-11-29T11:00:00Z","refreshToken":""`:                                                 {backend.LoginEnded, noon.Add(-time.Hour)},
		`"expiresAt":"tomorrow"`: {backend.LoginNone, time.Time{}},
		`"expiresAt":12`:         {backend.LoginNone, time.Time{}},
	} {
		env, _ := laid(t, "[profile p]\n"+signOn+session, "")
		token(t, env, "corp", more)
		all, err := List(env, noon)
		if err != nil || all[0].State != want.state || !all[0].Until.Equal(want.until) {
			t.Errorf("%s: %v, %+v", more, err, all)
		}
	}
}

func TestALoginOfAWSLoginIsToldFromItsOwnCache(t *testing.T) {
	env, vars := laid(t, "[profile p]\nlogin_session = arn:aws:iam::123456789012:user/u\n", "")
	vars["AWS_LOGIN_CACHE_DIRECTORY"] = filepath.Join(env.Home, "logins")
	path := env.loginCache("arn:aws:iam::123456789012:user/u")
	if !strings.HasPrefix(path, vars["AWS_LOGIN_CACHE_DIRECTORY"]) {
		t.Fatal(path)
	}
	put(t, path, `{"accessToken":{"accessKeyId":"a","secretAccessKey":"`+secret+`","expiresAt":"2026-11-29T12:10:00Z"},"refreshToken":"r"}`)
	if all, _ := List(env, noon); all[0].State != backend.LoginGood || !all[0].Until.Equal(noon.Add(10*time.Minute)) {
		t.Errorf("%+v", all)
	}
	if all, _ := List(env, noon.Add(time.Hour)); all[0].State != backend.LoginGood || !all[0].Until.IsZero() {
		t.Errorf("what is renewed by itself is told as %+v", all)
	}
}

func TestAProfileThatCannotBeUsedSaysWhyAndWhere(t *testing.T) {
	for what, c := range map[string]struct {
		config, credentials, says string
		line                      int
	}{
		"a circle":                       {"[profile p]\n" + roleOfA + "source_profile = q\n[profile q]\n" + roleOfA + "source_profile = p\n", "", "in a circle: p → q → p", 3},
		"itself, without keys":           {"[profile p]\n" + roleOfA + "source_profile = p\n", "", "in a circle: p → p", 3},
		"no such source":                 {"[profile p]\n" + roleOfA + "source_profile = q\n", "", "profile p takes its credentials from profile q", 3},
		"a source without credentials":   {"[profile p]\n" + roleOfA + "source_profile = q\n[profile q]\nregion = x\n", "", "profile q is the source profile of another one, and says of no credentials", 4},
		"half a pair":                    {"[profile p]\nregion = x\naws_access_key_id = a\n", "", "profile p has aws_access_key_id and no aws_secret_access_key", 3},
		"the other half":                 {"[profile p]\naws_secret_access_key = " + secret + "\n", "", "profile p has aws_secret_access_key and no aws_access_key_id", 2},
		"half a pair of the source":      {"[profile p]\n" + roleOfA + "source_profile = q\n", "[q]\naws_access_key_id = a\n", "profile q has aws_access_key_id", 2},
		"half in each file":              {"[profile p]\naws_access_key_id = a\n", "[p]\naws_secret_access_key = " + secret + "\n", "the other half in the other file", 2},
		"a role without a source":        {"[profile p]\n" + roleOfA, "", "neither source_profile nor credential_source", 2},
		"a source without a role":        {"[profile p]\nsource_profile = q\n[profile q]\n" + keysOfA, "", "source_profile and no role_arn", 2},
		"two sources":                    {"[profile p]\n" + roleOfA + "source_profile = q\ncredential_source = Environment\n[profile q]\n" + keysOfA, "", "both source_profile and credential_source", 4},
		"a source that is none":          {"[profile p]\n" + roleOfA + "credential_source = Elsewhere\n", "", "none of Environment", 3},
		"the environment without keys":   {"[profile p]\n" + roleOfA + "credential_source = Environment\n", "", "are not set", 3},
		"a container that is none":       {"[profile p]\n" + roleOfA + "credential_source = EcsContainer\n", "", "neither AWS_CONTAINER", 3},
		"a session that is not there":    {"[profile p]\n" + signOn, "", "sso-session corp, which the configuration does not have", 2},
		"a session without a region":     {"[profile p]\n" + signOn + "[sso-session corp]\nsso_start_url = https://corp.invalid\n", "", "sso-session corp is of single sign-on, and lacks sso_region", 5},
		"single sign-on without account": {"[profile p]\nsso_session = corp\n" + session, "", "lacks sso_account_id, sso_role_name", 1},
		"two addresses":                  {"[profile p]\n" + signOn + "sso_start_url = https://other.invalid\n" + session, "", "another sso_start_url", 5},
		"the old form without a region":  {"[profile p]\nsso_start_url = https://old.invalid\n", "", "lacks sso_region, sso_account_id, sso_role_name", 1},
	} {
		t.Run(what, func(t *testing.T) {
			env, _ := laid(t, c.config, c.credentials)
			all, err := List(env, noon)
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range all {
				if p.Name != "p" {
					continue
				}
				if !strings.Contains(p.Wrong, c.says) || !strings.Contains(p.Wrong, fmt.Sprintf(", line %d:", c.line)) || strings.Contains(p.Wrong, secret) {
					t.Errorf("it says %q", p.Wrong)
				}
				return
			}
			t.Error("the profile is not in the list")
		})
	}
}

func TestAContainersCredentialsAreAskedForOnThisMachineAlone(t *testing.T) {
	for address, wrong := range map[string]bool{
		"http://127.0.0.1:1/x": false, "http://[::1]/x": false, "http://169.254.170.2/x": false, "http://169.254.170.23/x": false, "http://[fd00:ec2::23]/": false, "https://10.0.0.1/x": false,
		"http://10.0.0.1/x": true, "http://169.254.169.254/": true, "ftp://127.0.0.1/": true, "127.0.0.1": true, "": false,
	} {
		env := Env{func(name string) string {
			return map[string]string{"AWS_CONTAINER_CREDENTIALS_FULL_URI": address}[name]
		}, os.TempDir()}
		if says := env.ContainerProblem(); (says != "") != wrong || wrong && !strings.HasPrefix(says, "AWS_CONTAINER_CREDENTIALS_FULL_URI ") {
			t.Errorf("%s: %q", address, says)
		}
	}
}

func TestTheAWSCLIKnowsTheSameProfiles(t *testing.T) {
	env, vars := laid(t, "[default]\n[profile a]\n[profile \"b c\"]\n[profile 'd']\n[sso-session s]\nsso_region = x\n[services v]\n[preview]\n[plugins]\n", "[default]\n[e f]\n[a]\n[profile.g]\n")
	all, err := List(env, noon)
	if err != nil {
		t.Fatal(err)
	}
	var ours []string
	for _, p := range all {
		ours = append(ours, p.Name)
	}
	cmd := exec.Command(tools.Need(t, "python3"), "-c", "import botocore.session, json; print(json.dumps(sorted(botocore.session.Session().available_profiles)))")
	for name, value := range vars {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	cmd.Env = append(cmd.Env, "HOME="+env.Home, "PATH="+os.Getenv("PATH"), "PYENV_ROOT="+os.Getenv("PYENV_ROOT"))
	out, err := cmd.Output()
	var theirs []string
	if err != nil || json.Unmarshal(out, &theirs) != nil {
		tools.Missing(t, "python3 has no botocore")
	}
	if strings.Join(ours, ", ") != strings.Join(theirs, ", ") {
		t.Errorf("we know %q, and the AWS CLI knows %q", ours, theirs)
	}
}
