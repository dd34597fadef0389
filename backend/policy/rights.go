package policy

import (
	"strings"

	"strongroom/backend"
)

// Loss is something that the caller could do before, and cannot any more after a change; or perhaps cannot.
type Loss struct {
	Action string // "secretsmanager:GetSecretValue"
	Words  string // "read the value"
	Sure   bool
}

// stance is what a policy has to say of a caller's action. Whatever is behind wins.
type stance int

const (
	silent stance = iota
	mayAllow
	allows
	mayDeny
	denies
)

// watched are the actions of which it is said that they are lost, those of the policy itself first: without them nobody gets
// the others back.
func watched() []string {
	return []string{"PutResourcePolicy", "DeleteResourcePolicy", "GetResourcePolicy", "DescribeSecret", "GetSecretValue", "PutSecretValue", "UpdateSecret",
		"UpdateSecretVersionStage", "RotateSecret", "DeleteSecret", "RestoreSecret"}
}

// Losses are what a change of the policy of the secret with an ARN takes away from a caller, as far as the statements tell. What else
// the caller is let to do, by policies of its own, is not known here: in the secret's own account they may allow what no statement does.
func Losses(before, after Document, caller backend.Identity, arn string) (out []Loss) {
	for _, name := range watched() {
		action := service + name
		was, is := before.stance(caller, arn, action), after.stance(caller, arn, action)
		l := Loss{Action: action}
		l.Words, _ = actionWords(action, false)
		switch {
		case is == denies && was != denies:
			l.Sure = true
		case is == mayDeny && was < mayDeny:
		case is < was && (was == allows || was == mayAllow):
			l.Sure = is == silent && was == allows && caller.Account != backend.AccountOf(arn)
		default:
			continue
		}
		out = append(out, l)
	}
	return out
}

func (d Document) stance(caller backend.Identity, arn, action string) (out stance) {
	for _, s := range d.Statements {
		if !s.acts(action) || !s.covers(arn) {
			continue
		}
		meant, sure := s.means(caller)
		if !meant {
			continue
		}
		is := allows
		if s.Effect == Deny {
			is = denies
		} else if s.Effect != Allow {
			continue
		}
		if len(s.Conditions) > 0 || !sure {
			is--
		}
		out = max(out, is)
	}
	return out
}

// means reports whether a statement is about a caller, and whether that is sure.
func (s Statement) means(caller backend.Identity) (meant, sure bool) {
	if !s.NotPrincipal {
		for _, p := range s.Principals {
			if p.is(caller) {
				return true, true
			}
		}
		return false, false
	}
	// Of a role's session all of session, role and account have to be excepted (the IAM User Guide, "NotPrincipal with Deny").
	for _, p := range s.Principals {
		switch {
		case p.Kind == Everyone, p.Text == caller.ARN:
			return false, false
		case p.is(caller):
			return true, false
		}
	}
	return true, true
}

// is reports whether a principal stands for a caller.
func (p Principal) is(caller backend.Identity) bool {
	me := awsPrincipal(caller.ARN)
	switch p.Kind {
	case Everyone:
		return true
	case Account:
		return p.Account == caller.Account
	case Role:
		name := p.Name[strings.LastIndexByte(p.Name, '/')+1:] // a session's ARN does not tell its role's path
		return p.Account == me.Account && (me.Kind == Session && me.Of == name || me.Kind == Role && me.Name == p.Name)
	case User, Session, FederatedUser:
		return p.Text == caller.ARN
	}
	return false
}

// Guards reports whether a policy keeps anybody from anything.
func Guards(d Document) bool {
	for _, s := range d.Statements {
		if s.Effect == Deny {
			return true
		}
	}
	return false
}
