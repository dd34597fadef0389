package backend

import (
	"strings"
	"testing"
)

func TestTheOtherEndOfAReplicationBetweenAccountsIsInOneRegionAndAnotherAccount(t *testing.T) {
	here := Site{Account: "123456789012", Region: "eu-west-1"}
	good := "arn:aws:secretsmanager:eu-west-1:210987654321:secret:theirs/db-AbCdEf"
	for arn, want := range map[string]string{
		good: "",
		"":   "not a whole ARN", "theirs/db": "not a whole ARN", "arn:aws:secretsmanager:eu-west-1:210987654321:secret:": "not a whole ARN",
		strings.Replace(good, ":secret:", ":policy:", 1):                "not a whole ARN",
		strings.Replace(good, "secretsmanager", "ssm", 1):               "an ARN of ssm",
		strings.Replace(good, "arn:aws:", "arn:aws-cn:", 1):             "partition aws-cn",
		strings.Replace(good, "eu-west-1", "us-east-1", 1):              "in us-east-1, this one in eu-west-1",
		strings.Replace(good, "210987654321", "2109", 1):                "twelve digits",
		strings.Replace(good, "210987654321", "123456789012", 1):        "this very account",
		strings.Replace(good, "theirs/db", "theirs db", 1):              "cannot be in a name",
		strings.TrimSuffix(good, "-AbCdEf"):                             "its end is missing",
		"arn:aws:secretsmanager:eu-west-1:210987654321:secret:db-AbCde": "its end is missing",
	} {
		if got := CrossAccountProblem(arn, here); want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q", arn, got, want)
		}
	}
	if got := CrossAccountProblem(good, Site{}); got != "" {
		t.Errorf("where it is not known what is here, nothing speaks against it: %q", got)
	}
}

func TestARoleOfAReplicationIsOneOfThePrimarysAccount(t *testing.T) {
	secret := "arn:aws:secretsmanager:eu-west-1:123456789012:secret:app/db-AbCdEf"
	for role, want := range map[string]string{
		"": "", "arn:aws:iam::123456789012:role/replicates": "", "arn:aws:iam::123456789012:role/path/replicates": "",
		"replicates": "not a whole ARN: arn:aws:iam::123456789012:role/NAME", "arn:aws:iam::123456789012:user/x": "not a role", "arn:aws:iam::123456789012:role/": "not a role",
		"arn:aws:iam:eu-west-1:123456789012:role/x": "no region", "arn:aws:iam::210987654321:role/x": "of account 210987654321",
	} {
		if got := ReplicationRoleProblem(role, secret); want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q", role, got, want)
		}
	}
}

func TestTheDefaultKeyIsNoneForTwoAccounts(t *testing.T) {
	for key, bad := range map[string]bool{"": true, "alias/aws/secretsmanager": true, "alias/mine": false, "1234abcd-12ab-34cd-56ef-1234567890ab": false} {
		if got := OwnKeyProblem(key); (got != "") != bad {
			t.Errorf("%q: %q", key, got)
		}
	}
}
