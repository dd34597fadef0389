package aws

import (
	"bytes"
	"cmp"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/internal/tools"
)

var update = flag.Bool("update", false, "write the table of logins anew")

// situation is a state of a machine in which somebody starts the program.
type situation struct {
	name                string
	config, credentials string // HOME and URL stand for the machine's own
	env                 []string
	profile, region     string
	files               func(t *testing.T, home string)
	answers             map[string]standIn // in the place of good ones, by service
}

// standIn is the answer of a service.
type standIn struct {
	status     int
	kind, body string
}

// stsSays and jsonSays are answers of the services that sign in, in their own forms.
func stsSays(status int, code, message string) standIn {
	return standIn{status, "text/xml", fmt.Sprintf(`<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error><RequestId>made-up-request</RequestId></ErrorResponse>`, code, message)}
}

func jsonSays(status int, code, message string) standIn {
	return standIn{status, "application/json", fmt.Sprintf(`{"__type":%q,"code":%q,"message":%q,"error":%q}`, code, code, message, message)}
}

var page = standIn{403, "text/html", "<html><body>" + canary + "</body></html>"}

const (
	regionLine = "region = eu-west-1\n"
	keyLines   = "aws_access_key_id = a\naws_secret_access_key = " + canary + "\n"
	readerRole = "role_arn = arn:aws:iam::123456789012:role/reader\n"
	signOnOf   = "sso_session = corp\nsso_account_id = 123456789012\nsso_role_name = Reader\n"
	corp       = "[sso-session corp]\nsso_start_url = https://corp.invalid/start\nsso_region = eu-central-1\n"
	oldSignOn  = "sso_start_url = https://old.invalid\nsso_region = eu-west-1\nsso_account_id = 1\nsso_role_name = r\n"
	inSession  = "login_session = arn:aws:iam::123456789012:user/u\n"
	denied     = "User: arn:aws:iam::123456789012:user/u is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::123456789012:role/reader"
)

// script is what a helper does.
func script(line string) func(*testing.T, string) {
	return func(t *testing.T, home string) { write(t, filepath.Join(home, "helper.sh"), line+"\n") }
}

// situations are those of each way to credentials.
func situations() []situation {
	var all []situation
	for _, group := range [][]situation{filesAndSettings(), keysAndRoles(), signOnAndLogin(), helpersAndTokens(), machines(), refusedByTheService()} {
		all = append(all, group...)
	}
	return all
}

func filesAndSettings() []situation {
	const p = "[profile p]\n" + regionLine + keyLines
	return []situation{
		{name: "nothing at all", region: "eu-west-1"},
		{name: "no region", config: "[default]\n" + keyLines},
		{name: "a region that is none", config: "[default]\nregion = eu west 1\n" + keyLines},
		{name: "a region of the environment that is none", env: []string{"AWS_REGION=eu/west"}, config: "[default]\n" + keyLines},
		{name: "no such profile, others are there", config: "[profile a]\n[profile b]\n", profile: "prod", region: "eu-west-1"},
		{name: "no such profile, no file", profile: "prod", region: "eu-west-1"},
		{name: "no such profile in the environment", env: []string{"AWS_PROFILE=prod"}, config: p, region: "eu-west-1"},
		{name: "no such profile in the older variable", env: []string{"AWS_DEFAULT_PROFILE=prod"}, config: p, region: "eu-west-1"},
		{name: "config: an unclosed section", config: "[default]\n" + regionLine + "[profile p\n" + keyLines, profile: "p"},
		{name: "config: a byte order mark", config: "\ufeff" + p, profile: "p"},
		{name: "config: a key outside of a section", config: regionLine + p, profile: "p"},
		{name: "credentials: a line that is no key", credentials: "[p]\n" + canary + "\n", profile: "p", region: "eu-west-1"},
		{name: "config is a directory", env: []string{"AWS_CONFIG_FILE=HOME"}, region: "eu-west-1"},
		{name: "credentials are a directory", env: []string{"AWS_SHARED_CREDENTIALS_FILE=HOME"}, region: "eu-west-1"},
		{name: "both file variables name others", env: []string{"AWS_CONFIG_FILE=HOME/other/c", "AWS_SHARED_CREDENTIALS_FILE=HOME/other/k", "AWS_PROFILE=q"}, files: func(t *testing.T, home string) {
			write(t, filepath.Join(home, "other", "c"), "[profile q]\nregion = ap-south-1\n")
			write(t, filepath.Join(home, "other", "k"), "[q]\n"+keyLines)
		}},
		{name: "files that are named with a tilde and a variable", env: []string{"AWS_CONFIG_FILE=~/other/c", "AWS_SHARED_CREDENTIALS_FILE=$OTHER/k", "OTHER=HOME/other", "AWS_PROFILE=q"}, files: func(t *testing.T, home string) {
			write(t, filepath.Join(home, "other", "c"), "[profile q]\nregion = ap-south-1\n")
			write(t, filepath.Join(home, "other", "k"), "[q]\n"+keyLines)
		}},
		{name: "a profile in the credentials file alone", credentials: "[p]\n" + keyLines + "region = us-east-2\n", profile: "p"},
		{name: "AWS_CA_BUNDLE is not there", config: p, profile: "p", env: []string{"AWS_CA_BUNDLE=HOME/none.pem"}},
		{name: "AWS_CA_BUNDLE is no PEM", config: p, profile: "p", env: []string{"AWS_CA_BUNDLE=HOME/config"}},
		{name: "AWS_CA_BUNDLE is a directory", config: p, profile: "p", env: []string{"AWS_CA_BUNDLE=HOME"}},
		{name: "ca_bundle of the profile is not there", config: p + "ca_bundle = HOME/none.pem\n", profile: "p"},
		{name: "FIPS with an endpoint of one's own", config: p, profile: "p", env: []string{"AWS_USE_FIPS_ENDPOINT=true"}},
		{name: "FIPS of the profile, with an endpoint of one's own", config: p + "use_fips_endpoint = true\n", profile: "p"},
		{name: "dual stack with an endpoint of one's own", config: p, profile: "p", env: []string{"AWS_USE_DUALSTACK_ENDPOINT=true"}},
		{name: "FIPS, with an endpoint of STS alone", config: "[profile p]\n" + regionLine + readerRole + "source_profile = s\n[profile s]\n" + keyLines, profile: "p",
			env: []string{"AWS_USE_FIPS_ENDPOINT=true", "AWS_ENDPOINT_URL=", "AWS_ENDPOINT_URL_STS=URL"}},
		{name: "AWS_USE_FIPS_ENDPOINT is neither", config: p, profile: "p", env: []string{"AWS_USE_FIPS_ENDPOINT=maybe"}},
		{name: "AWS_MAX_ATTEMPTS is no number", config: p, profile: "p", env: []string{"AWS_MAX_ATTEMPTS=abc"}},
		{name: "AWS_RETRY_MODE is none", config: p, profile: "p", env: []string{"AWS_RETRY_MODE=legacy"}},
		{name: "max_attempts of the profile is no number", config: p + "max_attempts = many\n", profile: "p"},
		{name: "an endpoint that is no URL", config: p, profile: "p", env: []string{"AWS_ENDPOINT_URL=127.0.0.1:4566"}},
		{name: "services that are not there", config: p + "services = none\n", profile: "p", env: []string{"AWS_ENDPOINT_URL="}},
	}
}

func keysAndRoles() []situation {
	const role, source = "[profile p]\n" + regionLine + readerRole + "source_profile = s\n", "[profile s]\n" + keyLines
	const further = "[profile p]\n" + regionLine + "role_arn = arn:aws:iam::123456789012:role/last\nsource_profile = m\n[profile m]\n" + readerRole + "source_profile = s\n"
	return []situation{
		{name: "keys", config: "[profile p]\n" + regionLine + keyLines, profile: "p"},
		{name: "keys of the environment", env: []string{"AWS_ACCESS_KEY_ID=e", "AWS_SECRET_ACCESS_KEY=" + canary, "AWS_REGION=eu-west-1"}},
		{name: "keys of the environment, and a profile that is named", config: "[profile p]\n" + regionLine + keyLines, profile: "p", env: []string{"AWS_ACCESS_KEY_ID=e", "AWS_SECRET_ACCESS_KEY=" + canary}},
		{name: "keys of the environment beside a profile that is broken", config: "[default]\n" + regionLine + "aws_access_key_id = a\n", env: []string{"AWS_ACCESS_KEY_ID=e", "AWS_SECRET_ACCESS_KEY=" + canary}},
		{name: "half a pair in the environment", config: "[default]\n" + regionLine + keyLines, env: []string{"AWS_ACCESS_KEY_ID=e"}},
		{name: "half a pair in a profile", config: "[profile p]\n" + regionLine + "aws_access_key_id = a\n", profile: "p"},
		{name: "a secret key alone in the credentials file", credentials: "[p]\naws_secret_access_key = " + canary + "\n", profile: "p", region: "eu-west-1"},
		{name: "an empty profile", config: "[profile p]\n" + regionLine, profile: "p"},
		{name: "a role", config: role + source, profile: "p"},
		{name: "a role through a role", config: further + source, profile: "p"},
		{name: "a role with the environment's keys", config: "[profile p]\n" + regionLine + readerRole + "credential_source = Environment\n", profile: "p",
			env: []string{"AWS_ACCESS_KEY_ID=e", "AWS_SECRET_ACCESS_KEY=" + canary}},
		{name: "a role whose source is not there", config: role, profile: "p"},
		{name: "a role whose source has nothing", config: role + "[profile s]\n", profile: "p"},
		{name: "a role without a source", config: "[profile p]\n" + regionLine + readerRole, profile: "p"},
		{name: "a circle of roles", config: role + "[profile s]\n" + readerRole + "source_profile = p\n", profile: "p"},
		{name: "a role that is denied", config: role + source, profile: "p", answers: map[string]standIn{"STS sign-in": stsSays(403, "AccessDenied", denied)}},
		{name: "the first role of two that is denied", config: further + source, profile: "p", answers: map[string]standIn{"STS sign-in": stsSays(403, "AccessDenied", denied)}},
		{name: "the last role of two that is denied", config: further + source, profile: "p", answers: map[string]standIn{"STS sign-in last": stsSays(403, "AccessDenied", denied)}},
		{name: "a role with keys that are wrong", config: role + source, profile: "p", answers: map[string]standIn{"STS sign-in": stsSays(403, "InvalidClientTokenId", "The security token included in the request is invalid.")}},
		{name: "a role with keys that have ended", config: role + source, profile: "p", answers: map[string]standIn{"STS sign-in": stsSays(403, "ExpiredToken", "The security token included in the request is expired")}},
		{name: "a role in a region that is off", config: role + source, profile: "p", answers: map[string]standIn{"STS sign-in": stsSays(403, "RegionDisabledException", "STS is not activated in this region")}},
		{name: "a role for too long", config: role + "duration_seconds = 43200\n" + source, profile: "p", answers: map[string]standIn{"STS sign-in": stsSays(400, "ValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")}},
		{name: "a role, and STS answers with a page", config: role + source, profile: "p", answers: map[string]standIn{"STS sign-in": page}},
		{name: "a role, and nobody is STS", config: role + source, profile: "p", env: []string{"AWS_ENDPOINT_URL_STS=http://127.0.0.1:1"}},
		{name: "a second factor, and nobody to ask", config: role + "mfa_serial = arn:aws:iam::123456789012:mfa/u\n" + source, profile: "p"},
	}
}

func signOnAndLogin() []situation {
	const p, old, in = "[profile p]\n" + regionLine + signOnOf + corp, "[profile p]\n" + regionLine + oldSignOn, "[profile p]\n" + regionLine + inSession
	good, ended := ssoToken("corp", time.Hour), ssoToken("corp", -time.Hour)
	forgotten := func(of, text string) func(t *testing.T, home string) {
		return func(t *testing.T, home string) { write(t, ssoCache(home, of), text) }
	}
	return []situation{
		{name: "single sign-on", config: p, profile: "p", files: good},
		{name: "single sign-on that is renewed by itself", config: p, profile: "p", files: ended},
		{name: "single sign-on, not logged in", config: p, profile: "p"},
		{name: "single sign-on, not logged in, of the default profile", config: "[default]\n" + regionLine + signOnOf + corp},
		{name: "single sign-on, ended", config: p, profile: "p", files: forgotten("corp", `{"accessToken":"`+canary+`","expiresAt":"2026-01-01T00:00:00Z"}`)},
		{name: "single sign-on, a cache of rubbish", config: p, profile: "p", files: forgotten("corp", canary)},
		{name: "single sign-on, not to be renewed", config: p, profile: "p", files: ended, answers: map[string]standIn{"SSO OIDC": jsonSays(400, "InvalidGrantException", "Invalid refresh token provided")}},
		{name: "single sign-on, taken back", config: p, profile: "p", files: good, answers: map[string]standIn{"SSO": jsonSays(401, "UnauthorizedException", "Session token not found or invalid")}},
		{name: "single sign-on, the role is not assigned", config: p, profile: "p", files: good, answers: map[string]standIn{"SSO": jsonSays(403, "ForbiddenException", "No access")}},
		{name: "single sign-on, nobody there", config: p, profile: "p", files: good, env: []string{"AWS_ENDPOINT_URL_SSO=http://127.0.0.1:1"}},
		{name: "single sign-on, the session is not there", config: "[profile p]\n" + regionLine + signOnOf, profile: "p"},
		{name: "single sign-on, the session has no region", config: "[profile p]\n" + regionLine + signOnOf + "[sso-session corp]\nsso_start_url = https://corp.invalid\n", profile: "p"},
		{name: "single sign-on of the old form", config: old, profile: "p", files: ssoToken("https://old.invalid", time.Hour)},
		{name: "single sign-on of the old form, not logged in", config: old, profile: "p"},
		{name: "a role through single sign-on, not logged in", config: "[profile p]\n" + regionLine + readerRole + "source_profile = team x\n[profile team x]\n" + signOnOf + corp, profile: "p"},
		{name: "aws login", config: in, profile: "p", files: loginToken},
		{name: "aws login, not logged in", config: in, profile: "p"},
		{name: "aws login, for a role of another profile", config: "[profile p]\n" + regionLine + readerRole + "source_profile = s\n[profile s]\n" + inSession, profile: "p", files: loginToken},
		{name: "aws login, with a role on top", config: in + readerRole, profile: "p", files: loginToken},
		{name: "aws login, not to be renewed", config: in, profile: "p", files: loginToken, answers: map[string]standIn{"Signin": jsonSays(400, "AccessDeniedException", "refused")}},
	}
}

func helpersAndTokens() []situation {
	const web, token = "[profile p]\n" + regionLine + readerRole + "web_identity_token_file = HOME/token\n", "AWS_WEB_IDENTITY_TOKEN_FILE=HOME/token"
	const p, noisy = "[profile p]\n" + regionLine + "credential_process = sh HOME/helper.sh\n", "echo " + canary + " >&2; echo " + canary + "; "
	good := script(`echo '{"Version":1,"AccessKeyId":"H","SecretAccessKey":"` + canary + `"}'`)
	return []situation{
		{name: "a helper", config: p, profile: "p", files: good},
		{name: "a helper that hangs", config: p, profile: "p", files: script("exec sleep 60")},
		{name: "a helper that prints rubbish", config: p, profile: "p", files: script(noisy)},
		{name: "a helper that prints nothing", config: p, profile: "p", files: script(":")},
		{name: "a helper that prints half of it", config: p, profile: "p", files: script(`echo '{"Version":1,"AccessKeyId":"H"}'`)},
		{name: "a helper of another version", config: p, profile: "p", files: script(`echo '{"Version":2,"AccessKeyId":"H","SecretAccessKey":"` + canary + `"}'`)},
		{name: "a helper that fails", config: p, profile: "p", files: script(noisy + "exit 3")},
		{name: "a helper that dies", config: p, profile: "p", files: script(noisy + "kill -9 $$")},
		{name: "a helper that is not there", config: "[profile p]\n" + regionLine + "credential_process = /nowhere/" + canary + "\n", profile: "p"},
		{name: "a helper of the source profile that fails", config: "[profile p]\n" + regionLine + readerRole + "source_profile = s\n[profile s]\ncredential_process = sh HOME/helper.sh\n", profile: "p", files: script(noisy + "exit 3")},
		{name: "a helper that gives what has ended", config: p, profile: "p", files: script(`echo '{"Version":1,"AccessKeyId":"H","SecretAccessKey":"` + canary + `","Expiration":"2026-01-01T00:00:00Z"}'`)},
		{name: "a web identity", config: web, profile: "p", files: webToken},
		{name: "a web identity of the environment", env: []string{token, "AWS_ROLE_ARN=arn:aws:iam::123456789012:role/reader", "AWS_REGION=eu-west-1"}, files: webToken},
		{name: "a web identity without a role", env: []string{token, "AWS_REGION=eu-west-1"}, files: webToken},
		{name: "a web identity without its token", env: []string{token, "AWS_ROLE_ARN=arn:aws:iam::123456789012:role/reader", "AWS_REGION=eu-west-1"}},
		{name: "a web identity of a profile, without its token", config: web, profile: "p"},
		{name: "a web identity whose token is not taken", config: web, profile: "p", files: webToken, answers: map[string]standIn{"STS sign-in": stsSays(400, "InvalidIdentityToken", "No OpenIDConnect provider found in your account")}},
		{name: "a web identity whose token has ended", config: web, profile: "p", files: webToken, answers: map[string]standIn{"STS sign-in": stsSays(400, "ExpiredTokenException", "Token expired")}},
		{name: "a web identity that may not have the role", config: web, profile: "p", files: webToken, answers: map[string]standIn{"STS sign-in": stsSays(403, "AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity")}},
	}
}

func machines() []situation {
	const full = "AWS_CONTAINER_CREDENTIALS_FULL_URI="
	in := func(more ...string) []string { return append([]string{"AWS_REGION=eu-west-1"}, more...) }
	return []situation{
		{name: "a container", env: in(full + "URL/container")},
		{name: "a container elsewhere than on this machine", env: in(full + "http://10.0.0.1/role")},
		{name: "a container at what is no URL", env: in(full + "nowhere")},
		{name: "a container, nobody there", env: in(full + "http://127.0.0.1:1/role")},
		{name: "a container that fails", env: in(full + "URL/container"), answers: map[string]standIn{"Container": {500, "application/json", `{"code":"InternalError","message":"an error occurred"}`}}},
		{name: "a container that refuses", env: in(full + "URL/container"), answers: map[string]standIn{"Container": {401, "application/json", `{"code":"Unauthorized","message":"no"}`}}},
		{name: "a container that answers with a page", env: in(full + "URL/container"), answers: map[string]standIn{"Container": {200, "text/html", "<html>" + canary + "</html>"}}},
		{name: "a container whose token is not there", env: in(full+"URL/container", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE=HOME/none")},
		{name: "a role through a container that is none", config: "[profile p]\n" + regionLine + readerRole + "credential_source = EcsContainer\n", profile: "p"},
		{name: "a credential_source that is none", config: "[profile p]\n" + regionLine + readerRole + "credential_source = Elsewhere\n", profile: "p"},
		{name: "an instance", env: in("AWS_EC2_METADATA_DISABLED=", "AWS_EC2_METADATA_SERVICE_ENDPOINT=URL")},
		{name: "an instance without a role", env: in("AWS_EC2_METADATA_DISABLED=", "AWS_EC2_METADATA_SERVICE_ENDPOINT=URL"), answers: map[string]standIn{"Instance": {404, "text/plain", ""}}},
		{name: "an instance that does not answer", env: in("AWS_EC2_METADATA_DISABLED=", "AWS_EC2_METADATA_SERVICE_ENDPOINT=http://127.0.0.1:1")},
		{name: "an instance that is switched off", config: "[profile p]\n" + regionLine + readerRole + "credential_source = Ec2InstanceMetadata\n", profile: "p"},
	}
}

func refusedByTheService() []situation {
	const p, sso = "[profile p]\n" + regionLine + keyLines, "[profile p]\n" + regionLine + signOnOf + corp
	says := func(code, message string) map[string]standIn {
		return map[string]standIn{"Secrets Manager": {400, "application/x-amz-json-1.1", fmt.Sprintf(`{"__type":%q,"Message":%q}`, code, message)}}
	}
	const expired, unknown = "The security token included in the request is expired", "The security token included in the request is invalid."
	env := []string{"AWS_ACCESS_KEY_ID=e", "AWS_SECRET_ACCESS_KEY=" + canary, "AWS_REGION=eu-west-1"}
	return []situation{
		{name: "keys that are not taken", config: p, profile: "p", answers: says("UnrecognizedClientException", unknown)},
		{name: "keys of the environment that are not taken", env: env, answers: says("UnrecognizedClientException", unknown)},
		{name: "keys in a region that has to be enabled", config: p, profile: "p", region: "af-south-1", answers: says("UnrecognizedClientException", unknown)},
		{name: "keys that have ended", config: p, profile: "p", answers: says("ExpiredTokenException", expired)},
		{name: "keys of the environment that have ended", env: env, answers: says("ExpiredTokenException", expired)},
		{name: "single sign-on that ended meanwhile", config: sso, profile: "p", files: ssoToken("corp", time.Hour), answers: says("ExpiredTokenException", expired)},
		{name: "a signature that is wrong, and the clocks agree", config: p, profile: "p", answers: says("InvalidSignatureException", "The request signature we calculated does not match the signature you provided.")},
		{name: "a signature that blames the clock, and the clocks agree", config: p, profile: "p", answers: says("InvalidSignatureException", "Signature expired: 20261129T120000Z is now earlier than 20261129T120000Z")},
		{name: "a region that is not enabled", config: p, profile: "p", answers: says("OptInRequired", "You are not subscribed to this service.")},
		{name: "an answer that is a page", config: p, profile: "p", answers: map[string]standIn{"Secrets Manager": page}},
		{name: "nobody at the endpoint", config: p, profile: "p", env: []string{"AWS_ENDPOINT_URL=http://127.0.0.1:1"}},
	}
}

// serve is every service that a situation can meet.
func (s situation) serve(t *testing.T) string {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		service, kind, body := asked(r)
		status := http.StatusOK
		switch {
		case r.URL.Path == "/container":
			service, kind, body = "Container", "application/json", fmt.Sprintf(`{"AccessKeyId":"C","SecretAccessKey":"b","Token":"t","Expiration":%q}`, time.Now().Add(time.Hour).UTC().Format(time.RFC3339))
		case strings.HasPrefix(r.URL.Path, "/latest/"):
			service, body = "Instance", instanceAnswer(w, r)
		}
		found, changed := s.answers[service]
		if role := r.Form.Get("RoleArn"); service == "STS sign-in" && !changed {
			found, changed = s.answers[service+" "+role[strings.LastIndex(role, "/")+1:]]
		}
		if changed {
			status, kind, body = found.status, found.kind, found.body
			var code struct{ Code string }
			if service == "SSO" || service == "SSO OIDC" || service == "Signin" {
				_, rest, _ := strings.Cut(body, `"code":"`)
				code.Code, _, _ = strings.Cut(rest, `"`)
				w.Header().Set("X-Amzn-ErrorType", code.Code)
			}
		}
		w.Header().Set("Content-Type", kind)
		w.Header().Set("X-Amzn-Requestid", "made-up-request")
		w.WriteHeader(status)
		fmt.Fprint(w, body)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func instanceAnswer(w http.ResponseWriter, r *http.Request) string {
	switch {
	case strings.HasSuffix(r.URL.Path, "/api/token"):
		w.Header().Set("X-Aws-Ec2-Metadata-Token-Ttl-Seconds", "21600")
		return "token"
	case strings.HasSuffix(r.URL.Path, "/security-credentials/"):
		return "role"
	}
	return fmt.Sprintf(`{"Code":"Success","AccessKeyId":"ROLE","SecretAccessKey":"b","Token":"c","Expiration":%q}`, time.Now().Add(time.Hour).UTC().Format(time.RFC3339))
}

// arrange makes the machine what the situation says.
func (s situation) arrange(t *testing.T) (home, url string) {
	home, url = noEnvironment(t), s.serve(t)
	put := strings.NewReplacer("HOME", home, "URL/", url+"/", "=URL", "="+url).Replace
	t.Setenv("AWS_ENDPOINT_URL", url)
	if s.config != "" {
		write(t, filepath.Join(home, "config"), put(s.config))
	}
	if s.credentials != "" {
		write(t, filepath.Join(home, "credentials"), put(s.credentials))
	}
	if s.files != nil {
		s.files(t, home)
	}
	for _, pair := range s.env {
		name, value, _ := strings.Cut(put(pair), "=")
		t.Setenv(name, value)
	}
	return home, url
}

// sdkWords are what the SDK says, and Go's own libraries.
var sdkWords = regexp.MustCompile(`(?i)operation error|get identity|get credentials|failed to|https response error|StatusCode|exceeded maximum|smithy|api error|deserialization|dial tcp|unexpected end|invalid character|no such file|exit status|signal: |context deadline|net/http|%!|<nil>`)

// needsShell is for helpers that wait and move files, beside a shell.
func needsShell(t *testing.T) {
	t.Helper()
	for _, tool := range []string{"sh", "sleep", "mv"} {
		tools.Need(t, tool)
	}
}

func TestEverySituationOfALoginIsToldInWordsOfItsOwn(t *testing.T) {
	needsShell(t)
	var table bytes.Buffer
	fmt.Fprintln(&table, "# What is said of logins\n\nWritten by `go test ./backend/aws -run Situation -update`. HOME and HOST stand for what differs between machines.")
	ran, all := 0, situations()
	if len(all) < 60 {
		t.Errorf("only %d situations", len(all))
	}
	for _, s := range all {
		t.Run(s.name, func(t *testing.T) {
			ran++
			home, url := s.arrange(t)
			begun := time.Now()
			client := Open(Options{Profile: s.profile, Region: s.region, patience: 700 * time.Millisecond})
			_, err := client.Describe(t.Context(), "prod/x")
			if took := time.Since(begun); took > 8*time.Second {
				t.Errorf("it took %v", took)
			}
			told := []string{"works: profile " + cmp.Or(client.Where().Profile, "none") + " · " + client.Where().Region + " · " + client.Where().Credentials}
			if err != nil {
				told = []string{err.Error(), backend.Message(err), backend.Hint(err)}
			}
			fmt.Fprintf(&table, "\n**%s**\n\n", s.name)
			for _, line := range told {
				if sdkWords.MatchString(line) {
					t.Errorf("words that are not ours: %s", line)
				}
				if strings.Contains(line, canary) {
					t.Errorf("a secret is told: %s", line)
				}
				line = strings.NewReplacer(home, "HOME", url, "URL", strings.TrimPrefix(url, "http://"), "HOST").Replace(line)
				if line != "" {
					fmt.Fprintf(&table, "- %s\n", line)
				}
			}
			if err != nil && backend.Hint(err) == "" && backend.RemedyOf(err) != backend.TryAgain {
				t.Error("nothing tells what to do")
			}
		})
	}
	if ran < len(all) { // some of them alone
		return
	}
	compareTable(t, "testdata/logins.md", table.Bytes())
}

// compareTable compares a table with the one that was looked at.
func compareTable(t *testing.T, path string, got []byte) {
	t.Helper()
	if *update {
		write(t, path, string(got))
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	old := strings.Split(string(want), "\n")
	for i, line := range strings.Split(string(got), "\n") {
		if i >= len(old) || line != old[i] {
			t.Fatalf("line %d of %s is now\n  %s\nlook at it, and write it with -update", i+1, path, line)
		}
	}
	if len(want) != len(got) {
		t.Errorf("%s has more in it", path)
	}
}
