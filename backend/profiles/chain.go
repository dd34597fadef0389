package profiles

import (
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	"strongroom/backend"
)

// Link is one profile on the way to credentials. The last one of a chain comes by its own.
type Link struct {
	Profile string
	Role    string // the ARN of the role that is assumed, "" for none
	MFA     string // the device whose code that takes, "" for none
	// Duration is how long a session of the role is, 0 where the profile does not say.
	Duration   time.Duration
	Name       string // of the role's session, as ExternalID
	ExternalID string
	// Own is how the link comes by credentials, WayNone where the next link gives them.
	Own     backend.Way
	Session string // single sign-on's, or its address; the principal of a login session
	Process string // a command line, which may hold a secret
	Token   string // the file of a web identity
}

// Chain is the way that leads to a profile's credentials, the profile itself first. An error is a *Problem.
func (f *Files) Chain(name string) ([]Link, error) {
	var chain []Link
	var been []string
	for {
		p := f.profiles[name]
		switch {
		case p == nil && len(chain) == 0:
			return nil, &Problem{Says: name, Missing: true}
		case p == nil:
			before := f.profiles[been[len(been)-1]]
			w := before.problem("source_profile", fmt.Sprintf("profile %s takes its credentials from profile %s, its source profile, which is in no file", before.name, name))
			w.Missing = true
			return chain, w
		}
		again := slices.Contains(been, name)
		been = append(been, name)
		if again && !p.hasKeys() {
			return chain, p.problem("source_profile", "the profiles take their credentials from each other in a circle: "+strings.Join(been, " → "))
		}
		l, next, wrong := f.link(p, len(chain) == 0, again)
		if wrong != nil {
			return chain, wrong
		}
		chain = append(chain, l)
		if next == "" {
			return chain, nil
		}
		name = next
	}
}

func (p *profile) hasKeys() bool {
	return p.get("aws_access_key_id") != "" && p.get("aws_secret_access_key") != ""
}

// link is one profile of a chain, and which one gives it credentials.
func (f *Files) link(p *profile, first, again bool) (l Link, next string, wrong error) {
	if w := p.halfKeys(); w != nil {
		return l, "", w
	}
	l = Link{Profile: p.name}
	if !again {
		l.Role, l.MFA, l.Name, l.ExternalID, l.Duration = p.get("role_arn"), p.get("mfa_serial"), p.get("role_session_name"), p.get("external_id"), p.duration()
	}
	if !first && p.hasKeys() {
		l.Own = backend.WayKeys
		if again {
			return l, "", nil
		}
	}
	if w := p.oneSource(); w != nil && !again {
		return l, "", w
	}
	if l.Own == backend.WayNone {
		if next = p.get("source_profile"); next != "" && !again {
			return l, next, nil
		}
		if l, wrong = f.own(p, l); wrong != nil {
			return l, "", wrong
		}
	}
	switch {
	case l.Own == backend.WayNone && l.Role != "":
		return l, "", p.problem("role_arn", "profile "+p.name+" names a role, and neither source_profile nor credential_source to assume it with")
	case l.Own == backend.WayLogin && !first: // shared_config.go, hasCredentials
		return l, "", p.problem("login_session", "profile "+p.name+" logs in by aws login, which gives no other profile its credentials: put role_arn into "+p.name+" itself")
	case l.Own == backend.WayNone && !first:
		return l, "", p.problem("", "profile "+p.name+" is the source profile of another one, and says of no credentials itself")
	}
	return l, "", nil
}

func (p *profile) duration() time.Duration {
	d, err := time.ParseDuration(p.get("duration_seconds") + "s")
	if err != nil || d < 0 {
		return 0
	}
	return d
}

// halfKeys is a pair of keys of which one is missing. A pair stands in one file.
func (p *profile) halfKeys() *Problem {
	id, secret := p.keys["aws_access_key_id"], p.keys["aws_secret_access_key"]
	switch {
	case id != nil && secret == nil:
		return p.problem("aws_access_key_id", "profile "+p.name+" has aws_access_key_id and no aws_secret_access_key")
	case id == nil && secret != nil:
		return p.problem("aws_secret_access_key", "profile "+p.name+" has aws_secret_access_key and no aws_access_key_id")
	case id != nil && p.from["aws_access_key_id"] != p.from["aws_secret_access_key"]:
		return p.problem("aws_access_key_id", "profile "+p.name+" has one half of its keys here and the other half in the other file")
	case id != nil && (id.text == "") != (secret.text == ""):
		return p.problem("aws_access_key_id", "profile "+p.name+" has keys of which one is empty")
	}
	return nil
}

// oneSource is a profile that says twice where its credentials come from, or of a source without a role.
func (p *profile) oneSource() *Problem {
	var said []string
	for _, key := range []string{"source_profile", "credential_source", "credential_process", "web_identity_token_file"} {
		if p.get(key) != "" {
			said = append(said, key)
		}
	}
	if len(said) > 1 {
		return p.problem(said[1], "profile "+p.name+" has both "+said[0]+" and "+said[1]+", of which there can be one")
	}
	if len(said) == 1 && said[0] != "credential_process" && p.get("role_arn") == "" {
		return p.problem(said[0], "profile "+p.name+" has "+said[0]+" and no role_arn")
	}
	return nil
}

// own is how a profile comes by credentials by itself, in the SDK's order (resolve_credentials.go).
func (f *Files) own(p *profile, l Link) (Link, error) {
	l.Token, l.Process = p.get("web_identity_token_file"), p.get("credential_process")
	switch source := p.get("credential_source"); {
	case p.hasKeys():
		l.Own = backend.WayKeys
	case source != "":
		return f.named(p, l, source)
	case l.Token != "":
		l.Own = backend.WayWeb
	case p.single():
		session, w := f.signOn(p)
		l.Own, l.Session = backend.WaySSO, session
		if w != nil {
			return l, w
		}
	case p.get("login_session") != "":
		l.Own, l.Session = backend.WayLogin, p.get("login_session")
	case l.Process != "":
		l.Own = backend.WayProcess
	}
	return l, nil
}

// named is a credential_source.
func (f *Files) named(p *profile, l Link, source string) (Link, error) {
	switch source {
	case "Environment":
		l.Own = backend.WayEnvironment
		if f.env.first("AWS_ACCESS_KEY_ID", "AWS_ACCESS_KEY") == "" || f.env.first("AWS_SECRET_ACCESS_KEY", "AWS_SECRET_KEY") == "" {
			return l, p.problem("credential_source", "profile "+p.name+" takes its credentials from the environment, where AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set")
		}
	case "Ec2InstanceMetadata":
		l.Own = backend.WayInstance
	case "EcsContainer":
		l.Own = backend.WayContainer
		if f.env.Container() == "" {
			return l, p.problem("credential_source", "profile "+p.name+" takes its credentials from a container, and neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor AWS_CONTAINER_CREDENTIALS_FULL_URI is set")
		}
		if says := f.env.ContainerProblem(); says != "" {
			return l, &Problem{Says: says}
		}
	default:
		return l, p.problem("credential_source", "the credential_source of profile "+p.name+" is none of Environment, Ec2InstanceMetadata and EcsContainer")
	}
	return l, nil
}

func (e Env) first(names ...string) string {
	for _, n := range names {
		if v := e.Getenv(n); v != "" {
			return v
		}
	}
	return ""
}

// single reports a profile of single sign-on, in one of its forms.
func (p *profile) single() bool {
	return p.get("sso_session") != "" || p.get("sso_start_url") != "" || p.get("sso_region") != "" || p.get("sso_account_id") != "" || p.get("sso_role_name") != ""
}

// signOn is the session of a profile of single sign-on, or what it lacks.
func (f *Files) signOn(p *profile) (session string, wrong error) {
	needs := func(at *profile, of string, keys ...string) error {
		var lacks []string
		for _, k := range keys {
			if at.get(k) == "" {
				lacks = append(lacks, k)
			}
		}
		if len(lacks) > 0 {
			return at.problem("", of+" is of single sign-on, and lacks "+strings.Join(lacks, ", "))
		}
		return nil
	}
	name := strings.TrimSpace(p.get("sso_session"))
	if name == "" {
		return p.get("sso_start_url"), needs(p, "profile "+p.name, "sso_start_url", "sso_region", "sso_account_id", "sso_role_name")
	}
	s, is := f.sessions[name]
	if !is {
		return name, p.problem("sso_session", "profile "+p.name+" logs in by sso-session "+name+", which the configuration does not have")
	}
	of := &profile{name: name, own: &f.config, line: s.line, keys: s.keys, from: map[string]*file{}}
	if w := needs(of, "sso-session "+name, "sso_start_url", "sso_region"); w != nil {
		return name, w
	}
	for _, key := range []string{"sso_region", "sso_start_url"} {
		if own := p.get(key); own != "" && own != of.get(key) {
			return name, p.problem(key, "profile "+p.name+" has another "+key+" than sso-session "+name+", by which it logs in")
		}
	}
	return name, needs(p, "profile "+p.name, "sso_account_id", "sso_role_name")
}

// Container is the variable that says where a container's credentials are, "" where none is set.
func (e Env) Container() (variable string) {
	for _, name := range []string{"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI"} {
		if e.Getenv(name) != "" {
			return name
		}
	}
	return ""
}

// ContainerProblem says why a container's credentials are not asked for where the environment says, "" where they are: over plain
// HTTP they are to be had on this machine and at the addresses of ECS and EKS alone.
func (e Env) ContainerProblem() string {
	const name = "AWS_CONTAINER_CREDENTIALS_FULL_URI"
	if e.Container() != name {
		return ""
	}
	u, err := url.Parse(e.Getenv(name))
	if err != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https" {
		return name + " is no URL such as http://127.0.0.1:1338/role"
	}
	if u.Scheme == "https" {
		return ""
	}
	hosts := []string{u.Hostname()}
	if net.ParseIP(u.Hostname()) == nil {
		if hosts, err = net.LookupHost(u.Hostname()); err != nil {
			return name + " names " + u.Hostname() + ", and where that is cannot be found out"
		}
	}
	for _, h := range hosts {
		at, err := netip.ParseAddr(h)
		ours := err == nil && (at.IsLoopback() || slices.Contains([]string{"169.254.170.2", "169.254.170.23", "fd00:ec2::23"}, at.String()))
		if !ours {
			return name + " names " + u.Hostname() + ", which is neither this machine nor an address of ECS or EKS: without https no credentials are asked for there"
		}
	}
	return ""
}

// Get is what a profile sets a key to, and the problem that it is where says is not "".
func (f *Files) Get(name, key string) (text string, problem func(says string) error) {
	p := f.profiles[name]
	if p == nil {
		return "", func(says string) error { return &Problem{Says: says} }
	}
	return p.get(key), func(says string) error { return p.problem(key, says) }
}

// Has reports whether a profile is in a file.
func (f *Files) Has(name string) bool { return f.profiles[name] != nil }
