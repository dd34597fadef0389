package backend

import "strings"

// DefaultKey is the alias of the key that the service uses where a secret names none.
const DefaultKey = "alias/aws/secretsmanager"

// SameKey reports whether two texts name one KMS key as far as they tell: a key may be told by its ARN, its id or an alias.
func SameKey(a, b string) bool {
	short := func(key string) string {
		if parts := strings.SplitN(key, ":", 6); len(parts) == 6 && parts[0] == "arn" {
			key = strings.TrimPrefix(parts[5], "key/")
		}
		if key == "" {
			return DefaultKey
		}
		return key
	}
	bothARN := strings.HasPrefix(a, "arn:") && strings.HasPrefix(b, "arn:")
	return a == b || !bothARN && short(a) == short(b)
}

// KeyProblem says why a text cannot name the KMS key of a secret in region, "" where it can: nothing at all (the account's
// aws/secretsmanager), an ARN, a key's id, or an alias. What key that is, and whether it can be used, only KMS knows.
func KeyProblem(key, region string) string {
	if key == "" {
		return ""
	}
	if !strings.HasPrefix(key, "arn:") {
		return keyNameProblem(key)
	}
	parts := strings.SplitN(key, ":", 6)
	switch {
	case len(parts) < 6 || parts[1] == "" || parts[4] == "":
		return "not a whole ARN: arn:aws:kms:" + orWord(region, "REGION") + ":ACCOUNT:key/ID"
	case parts[2] != "kms":
		return "an ARN of " + orWord(parts[2], "no service") + ", not of a KMS key"
	case region != "" && parts[3] != region:
		return "that key is in " + orWord(parts[3], "no region") + ", the secret in " + region + ": a key must be in the secret's region"
	}
	if id, ok := strings.CutPrefix(parts[5], "key/"); ok {
		return keyNameProblem(id)
	}
	return keyNameProblem(parts[5])
}

func orWord(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// keyNameProblem is about a key's id or alias.
func keyNameProblem(name string) string {
	alias, isAlias := strings.CutPrefix(name, "alias/")
	mrk, isMulti := strings.CutPrefix(name, "mrk-")
	switch {
	case isAlias && (alias == "" || strings.Trim(strings.ToLower(alias), "abcdefghijklmnopqrstuvwxyz0123456789/_-") != ""):
		return "an alias is alias/ and letters, digits, / _ -"
	case isAlias, isMulti && len(mrk) == 32 && isHex(mrk), isUUID(name):
		return ""
	}
	return "not a KMS key: an ARN, a key's id (1234abcd-12ab-34cd-56ef-1234567890ab, mrk-…) or alias/NAME"
}

func isHex(s string) bool { return strings.Trim(strings.ToLower(s), "0123456789abcdef") == "" }

func isUUID(s string) bool {
	parts := strings.Split(s, "-")
	if len(parts) != 5 {
		return false
	}
	for i, n := range []int{8, 4, 4, 4, 12} {
		if len(parts[i]) != n || !isHex(parts[i]) {
			return false
		}
	}
	return true
}
