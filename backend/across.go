package backend

import "strings"

// What replication between accounts asks of its two ends (aws.md 1.3, from the SDK's own text, v1.51.0): one region and partition,
// two accounts, and keys of their own, since aws/secretsmanager cannot be used by another account.

// CrossAccountProblem says why an ARN cannot name the other end of a replication of a secret that is here, "" where it can.
func CrossAccountProblem(arn string, here Site) string {
	parts := strings.SplitN(arn, ":", 7)
	switch {
	case len(parts) < 7 || parts[0] != "arn" || parts[1] == "" || parts[5] != "secret" || parts[6] == "":
		return "not a whole ARN: arn:aws:secretsmanager:" + orWord(here.Region, "REGION") + ":ACCOUNT:secret:NAME-SUFFIX"
	case parts[2] != "secretsmanager":
		return "an ARN of " + orWord(parts[2], "no service") + ", not of a secret"
	case here.Region != "" && PartitionOf(here.Region) != parts[1]:
		return "that secret is in the partition " + parts[1] + ", this one in " + PartitionOf(here.Region) + ": both must be in one"
	case here.Region != "" && parts[3] != here.Region:
		return "that secret is in " + orWord(parts[3], "no region") + ", this one in " + here.Region + ": both must be in one region"
	case len(parts[4]) != 12 || strings.Trim(parts[4], "0123456789") != "":
		return "an account has twelve digits"
	case parts[4] == here.Account:
		return "that secret is in this very account: it takes another account, and another region is a replica of the other kind"
	case NameProblem(parts[6]) != "":
		return NameProblem(parts[6])
	case ShortID(arn) == TypedID(arn):
		return "its end is missing: another account's secret is named by its whole ARN, with the hyphen and six characters"
	}
	return ""
}

// ReplicationRoleProblem says why a text cannot name the role by which a secret is replicated to another account, "" where it can.
// Without one whoever associates needs the permissions.
func ReplicationRoleProblem(role, secret string) string {
	if role == "" {
		return ""
	}
	parts := strings.SplitN(role, ":", 6)
	switch of := AccountOf(secret); {
	case len(parts) < 6 || parts[0] != "arn" || parts[1] == "" || parts[4] == "":
		return "not a whole ARN: arn:aws:iam::" + orWord(of, "ACCOUNT") + ":role/NAME"
	case parts[2] != "iam" || !strings.HasPrefix(parts[5], "role/") || parts[5] == "role/":
		return "not a role: arn:aws:iam::" + orWord(of, "ACCOUNT") + ":role/NAME"
	case parts[3] != "":
		return "a role has no region: arn:aws:iam::" + orWord(of, "ACCOUNT") + ":role/NAME"
	case of != "" && parts[4] != of:
		return "that role is of account " + parts[4] + ", the secret of " + of + ": a role is handed on within its account alone"
	}
	return ""
}

// OwnKeyProblem says why a key cannot be that of either end of a replication between accounts, "" where it can.
func OwnKeyProblem(key string) string {
	if SameKey(key, "") {
		return "it needs a KMS key of its own: aws/secretsmanager cannot be used by another account"
	}
	return ""
}
