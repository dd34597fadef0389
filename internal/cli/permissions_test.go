package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"strongroom/backend/local"
)

func TestDoctorTellsWhatWasAllowedAndRefusedAndOffersThePolicy(t *testing.T) {
	s := newShell(t)
	s.server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"GetSecretValue": true} })
	s.types("doctor", "prod/payments/stripe").exits(1).prints("allowed         secretsmanager:DescribeSecret", "refused         secretsmanager:GetSecretValue",
		"--policy read -- arn:aws:secretsmanager:eu-west-1:")
	var r report
	if s.types("doctor", "--json", "prod/payments/stripe").exits(1); json.Unmarshal([]byte(s.out), &r) != nil {
		t.Fatal(s.out)
	}
	refused := 0
	for _, one := range r.Tried {
		if !one.Allowed && one.Action == "secretsmanager:GetSecretValue" && strings.HasPrefix(one.On, "arn:") {
			refused++
		}
	}
	if refused != 1 {
		t.Errorf("%+v", r.Tried)
	}
	s.server.Set(func(k *local.Knobs) { k.Deny = nil })
	if s.types("doctor", "prod/payments/stripe").exits(0); strings.Contains(s.out, "refused ") || strings.Contains(s.out, "--policy") {
		t.Errorf("nothing was refused:\n%s", s.out)
	}
}

func TestDoctorPrintsThePolicyOfALevel(t *testing.T) {
	s := newShell(t)
	s.types("doctor", "--policy", "rescue").exits(0).prints(`"secretsmanager:RestoreSecret"`, `"Resource": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:*"`)
	if strings.Contains(s.out, "GetSecretValue") || json.Unmarshal([]byte(s.out), &struct{}{}) != nil {
		t.Errorf("it prints\n%s", s.out)
	}
	s.types("doctor", "--policy", "edit", "prod/api").exits(0).prints(`secret:prod/api-??????"`, `"kms:GenerateDataKey"`, `"kms:ViaService": "secretsmanager.eu-west-1.amazonaws.com"`)
	before := s.server.Calls()["GetCallerIdentity"]
	s.types("doctor", "--policy", "read", "arn:aws:secretsmanager:us-east-1:210987654321:secret:x-AbCdEf").exits(0).prints(`"Resource": "arn:aws:secretsmanager:us-east-1:210987654321:secret:x-AbCdEf"`)
	if s.server.Calls()["GetCallerIdentity"] != before {
		t.Error("the account was asked for, which the ARN says")
	}
	s.types("doctor", "--policy", "everything").exits(2).says("--policy is one of look, read, rescue, edit, administer")
	s.types("doctor").exits(2)
}

func TestACommandNamesWhatIsWrongWithALogin(t *testing.T) {
	s := newShell(t)
	t.Setenv("AWS_USE_FIPS_ENDPOINT", "maybe")
	s.types("deleted").exits(1).says("could not list secrets: the AWS configuration is wrong\n", `AWS_USE_FIPS_ENDPOINT is "maybe", and can be true or false`)
	os.Unsetenv("AWS_USE_FIPS_ENDPOINT")
	config := filepath.Join(os.Getenv("HOME"), "aws")
	if err := os.WriteFile(config, []byte("[default]\nregion = eu-west-1\n[profile x\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s.types("doctor", "x").exits(1).prints("exists")
	if !strings.Contains(strings.Join(strings.Fields(s.out), " "), config+" (AWS_CONFIG_FILE), line 3: the name of a section is not closed") {
		t.Errorf("it prints\n%s", s.out)
	}
}
