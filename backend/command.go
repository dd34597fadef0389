package backend

import (
	"cmp"
	"strings"
)

// What is printed or copied as a command does what it says wherever it is run: it names the secret by its ARN, and with it
// region, profile and endpoint.

// Of is the place where a secret is: its ARN names the region, which need not be the client's own.
func (w Where) Of(id string) Where {
	if region := RegionOf(id); region != "" {
		w.Region = region
	}
	return w
}

// Flags are the words that send a command to the place, as the AWS CLI and this program understand them.
func (w Where) Flags() (words []string) {
	for _, f := range [][2]string{{"--profile", w.Named}, {"--region", w.Region}, {"--endpoint-url", w.Endpoint}} {
		if f[1] != "" {
			words = append(words, Option(f[0], f[1])...)
		}
	}
	return words
}

// TakesOff is the AWS CLI's command that takes a label off a version.
func (w Where) TakesOff(arn string, m LabelMove) string {
	words := append([]string{"aws"}, w.Of(arn).Flags()...)
	words = append(words, "secretsmanager", "update-secret-version-stage", "--secret-id", arn, "--version-stage", m.Label)
	return ShellLine(append(words, Option("--remove-from-version-id", m.From)...)...)
}

// Apart says which services are asked elsewhere than the secrets, and where those are; "" where all are at one place.
func (w Where) Apart() string {
	if w.Beside == "" {
		return ""
	}
	return w.Beside + ", and Secrets Manager is at " + cmp.Or(w.Endpoint, "AWS's own endpoint")
}

// Option are a flag and its value as words. A value that begins with a hyphen would be taken for a flag.
func Option(flag, value string) []string {
	if strings.HasPrefix(value, "-") {
		return []string{flag + "=" + value}
	}
	return []string{flag, value}
}

// ShellLine is a command line that a POSIX shell reads as those words.
func ShellLine(words ...string) string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = ShellWord(w)
	}
	return strings.Join(out, " ")
}

// plainInShell is what every shell leaves alone within a word.
const plainInShell = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:@=+"

// ShellWord is s as one word of a POSIX shell, and of zsh, which has a meaning for = at a word's beginning.
func ShellWord(s string) string {
	if s != "" && s[0] != '=' && strings.Trim(s, plainInShell) == "" {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
