package detail

import (
	"strings"

	"strongroom/backend"
)

func suffix(sep, s string) string {
	if s == "" {
		return ""
	}
	return sep + s
}

// awsCommand reads a version of a secret where it is, with the AWS CLI.
func awsCommand(at backend.Where, arn, version string) string {
	words := append([]string{"aws", "secretsmanager", "get-secret-value"}, backend.Option("--secret-id", arn)...)
	if version != "" {
		words = append(words, backend.Option("--version-id", version)...)
	}
	words = append(words, "--query", "SecretString", "--output", "text")
	return backend.ShellLine(append(words, at.Flags()...)...)
}

// botoCall is the same in Python.
func botoCall(at backend.Where, arn, version string) string {
	call := "boto3."
	if at.Named != "" {
		call += "Session(profile_name=" + pyQuote(at.Named) + ")."
	}
	call += `client("secretsmanager"` + prefixed(", region_name=", pyQuote, at.Region) + prefixed(", endpoint_url=", pyQuote, at.Endpoint)
	return call + ").get_secret_value(SecretId=" + pyQuote(arn) + prefixed(", VersionId=", pyQuote, version) + `)["SecretString"]`
}

// powerShell is the same with the AWS Tools for PowerShell.
func powerShell(at backend.Where, arn, version string) string {
	return "(Get-SECSecretValue -SecretId " + psQuote(arn) + prefixed(" -Region ", psQuote, at.Region) + prefixed(" -ProfileName ", psQuote, at.Named) +
		prefixed(" -EndpointUrl ", psQuote, at.Endpoint) + prefixed(" -VersionId ", psQuote, version) + ").SecretString"
}

// prefixed is a quoted argument with what stands before it, "" without one.
func prefixed(flag string, quote func(string) string, arg string) string {
	if arg == "" {
		return ""
	}
	return flag + quote(arg)
}

// psQuote is s as a literal of PowerShell, which takes the typographic quotes for plain ones.
func psQuote(s string) string {
	return "'" + strings.NewReplacer("'", "''", "\u2018", "\u2018\u2018", "\u2019", "\u2019\u2019", "\u201a", "\u201a\u201a", "\u201b", "\u201b\u201b").Replace(s) + "'"
}

func pyQuote(s string) string {
	r := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`)
	return `"` + r.Replace(s) + `"`
}
