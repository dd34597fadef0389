package policy

import (
	"encoding/json"
	"strings"

	"strongroom/backend"
)

// Kind is what a principal is.
type Kind int

// The kinds (the IAM User Guide, "AWS JSON policy elements: Principal").
const (
	Strange  Kind = iota // nothing known: shown as it stands there
	Everyone             // "*"
	Account              // whoever an account lets
	Role
	User
	Session // of a role
	FederatedUser
	Service
	Federated // whoever logs in by an identity provider
	Gone      // a user or role that was deleted: AWS puts its unique id in its place
)

// Principal is one whom a statement names.
type Principal struct {
	Kind    Kind
	Text    string // as it stands there
	Name    string // of a role, user, session, service or provider
	Of      string // the role of a session
	Account string // "" for none
}

// principals reads what a Principal says.
func principals(raw json.RawMessage) (out []Principal) {
	if s, is := asText(raw); is {
		if s == "*" {
			return []Principal{{Kind: Everyone, Text: s}}
		}
		return []Principal{{Text: s}}
	}
	kinds, err := members(raw, 0)
	if err != nil {
		return []Principal{{Text: compact(raw)}}
	}
	for _, k := range kinds {
		texts, ok := asTexts(k.raw)
		if !ok {
			out = append(out, Principal{Text: k.exact()})
		}
		for _, s := range texts {
			out = append(out, principalOf(k.key, s))
		}
	}
	return out
}

func principalOf(kind, s string) Principal {
	p := Principal{Text: s}
	switch kind {
	case "AWS":
		return awsPrincipal(s)
	case "Service":
		p.Kind, p.Name = Service, s
		if short, ok := strings.CutSuffix(s, ".amazonaws.com"); ok && !strings.Contains(short, ".") && short != "" {
			p.Name = short
		}
	case "Federated":
		p.Kind, p.Name, p.Account = Federated, s, backend.AccountOf(s)
		if _, name, ok := strings.Cut(s, "-provider/"); ok && p.Account != "" {
			p.Name = name
		}
	default:
		p.Text = quoted(kind) + ": " + quoted(s)
	}
	return p
}

// awsPrincipal reads an account, a role, a user, a session.
func awsPrincipal(s string) Principal {
	p := Principal{Text: s}
	switch {
	case s == "*":
		p.Kind = Everyone
		return p
	case isAccount(s):
		p.Kind, p.Account = Account, s
		return p
	case isGone(s):
		p.Kind = Gone
		return p
	}
	parts := strings.SplitN(s, ":", 6)
	if len(parts) != 6 || parts[0] != "arn" || !isAccount(parts[4]) {
		return p
	}
	kind, name, _ := strings.Cut(parts[5], "/")
	switch {
	case parts[2] == "iam" && parts[5] == "root":
		p.Kind = Account
	case parts[2] == "iam" && kind == "role" && name != "":
		p.Kind, p.Name = Role, name
	case parts[2] == "iam" && kind == "user" && name != "":
		p.Kind, p.Name = User, name
	case parts[2] == "sts" && kind == "assumed-role" && strings.Contains(name, "/"):
		p.Kind = Session
		p.Of, p.Name, _ = strings.Cut(name, "/")
	case parts[2] == "sts" && kind == "federated-user" && name != "":
		p.Kind, p.Name = FederatedUser, name
	default:
		return p
	}
	p.Account = parts[4]
	return p
}

func isAccount(s string) bool {
	return len(s) == 12 && strings.Trim(s, "0123456789") == ""
}

// isGone reports a unique id, as it stands where a user or role was deleted (the IAM User Guide, "Unique identifiers").
func isGone(s string) bool {
	return len(s) >= 16 && (strings.HasPrefix(s, "AROA") || strings.HasPrefix(s, "AIDA")) && strings.ToUpper(s) == s && !strings.ContainsAny(s, ":/*")
}

// words are who a principal is, seen from an account: "role app of this account".
func (p Principal) words(own string) string {
	switch p.Kind {
	case Everyone:
		return "everyone"
	case Account:
		if p.Account == own {
			return "this account"
		}
		return "account " + p.Account
	case Role:
		return "role " + p.Name + p.of(own)
	case User:
		return "user " + p.Name + p.of(own)
	case Session:
		return "session " + p.Name + " of role " + p.Of + p.of(own)
	case FederatedUser:
		return "federated user " + p.Name + p.of(own)
	case Service:
		return "the service " + p.Name
	case Federated:
		return "whoever logs in by " + p.Name + p.of(own)
	case Gone:
		if strings.HasPrefix(p.Text, "AROA") {
			return "a role that is gone (" + p.Text + ")"
		}
		return "a user who is gone (" + p.Text + ")"
	}
	return p.Text
}

func (p Principal) of(own string) string {
	switch p.Account {
	case "":
		return ""
	case own:
		return " of this account"
	}
	return " of account " + p.Account
}

// foreign reports somebody who is not of the account, or may be anybody.
func (p Principal) foreign(own string) bool {
	return p.Kind == Everyone || p.Kind == Federated || p.Account != "" && own != "" && p.Account != own
}
