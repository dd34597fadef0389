package policy

import "strings"

// service is the prefix of the actions that this program knows.
const service = "secretsmanager:"

// knownActions are all of Secrets Manager in words that go on from "may" (the Service Authorization Reference), in the order in which they
// are told.
func knownActions() [][2]string {
	return [][2]string{
		{"GetSecretValue", "read the value"}, {"BatchGetSecretValue", "read values in batches"}, {"DescribeSecret", "see its metadata"},
		{"ListSecretVersionIds", "list the versions"}, {"ListSecrets", "list secrets"}, {"GetRandomPassword", "have passwords made"},
		{"PutSecretValue", "save a value"}, {"UpdateSecret", "change value, description and key"}, {"UpdateSecretVersionStage", "move labels"},
		{"CreateSecret", "create secrets"}, {"DeleteSecret", "delete the secret"}, {"RestoreSecret", "restore the secret"},
		{"RotateSecret", "rotate the secret"}, {"CancelRotateSecret", "switch rotation off"}, {"TagResource", "add tags"}, {"UntagResource", "remove tags"},
		{"GetResourcePolicy", "read the policy"}, {"ListResourcePolicies", "list the policies"}, {"PutResourcePolicy", "change the policy"},
		{"DeleteResourcePolicy", "delete the policy"}, {"ValidateResourcePolicy", "have policies checked"},
		{"ReplicateSecretToRegions", "add replicas"}, {"RemoveRegionsFromReplication", "remove replicas"}, {"StopReplicationToReplica", "detach a replica"},
		{"AssociateCrossAccountReplica", "replicate it to another account"}, {"DisassociateCrossAccountReplica", "end replication to another account"},
		{"AcceptCrossAccountReplication", "replicate into it from another account"},
	}
}

// actionWords are what an action lets one do, or keeps one from; exact is true where there are no words for it.
func actionWords(a string, denied bool) (words string, exact bool) {
	name, ours := cutFold(a, service)
	if a == "*" || ours && name == "*" {
		return "do " + all(denied), false
	}
	if !ours {
		return a, true
	}
	var fits []string
	for _, k := range knownActions() {
		if matches(name, k[0]) {
			fits = append(fits, k[1])
		}
	}
	switch {
	case len(fits) == 0:
		return a, true
	case strings.ContainsAny(name, "*?"):
		return "do what is " + a + " (" + strings.Join(fits, ", ") + ")", false
	}
	return fits[0], false
}

// all goes on from "may", or from "may not".
func all(denied bool) string {
	if denied {
		return "anything"
	}
	return "everything"
}

// cutFold is strings.CutPrefix without regard to case: actions have none.
func cutFold(s, prefix string) (rest string, ok bool) {
	if len(s) < len(prefix) || !strings.EqualFold(s[:len(prefix)], prefix) {
		return s, false
	}
	return s[len(prefix):], true
}

// matches reports whether a pattern with * and ? fits all of a text, without regard to case.
func matches(pattern, text string) bool {
	p, s := strings.ToLower(pattern), strings.ToLower(text)
	star, mark := -1, 0
	i, j := 0, 0
	for j < len(s) {
		switch {
		case i < len(p) && (p[i] == '?' || p[i] == s[j]) && p[i] != '*':
			i++
			j++
		case i < len(p) && p[i] == '*':
			star, mark = i, j
			i++
		case star >= 0:
			mark++
			i, j = star+1, mark
		default:
			return false
		}
	}
	for i < len(p) && p[i] == '*' {
		i++
	}
	return i == len(p)
}

// acts reports whether the statement is about an action, named with its service.
func (s Statement) acts(action string) bool {
	for _, a := range s.Actions {
		if matches(a, action) {
			return !s.NotAction
		}
	}
	return s.NotAction && s.hasAction
}

// covers reports whether the statement is about the secret.
func (s Statement) covers(arn string) bool {
	for _, r := range s.Resources {
		if matches(r, arn) {
			return !s.NotResource
		}
	}
	return s.NotResource && s.hasResource
}
