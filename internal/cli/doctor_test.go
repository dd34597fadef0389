package cli

import (
	"encoding/json"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/local"
)

func TestDoctorTellsANewcomerWhatToDoAboutATombstone(t *testing.T) {
	s := newShell(t)
	s.types("doctor", "prod/orders/db").exits(1).prints("exists", "SCHEDULED", "not removed before", "deploy-pipeline/orders-release-114",
		"AWSCURRENT", "off (the deletion ended it", "blocked: the name stays taken", "What to do next:",
		"strongroom restore --region eu-west-1 --endpoint-url "+s.url+" "+described(s, "prod/orders/db").ARN)
	if n := s.server.Calls()["GetSecretValue"]; n > 1 {
		t.Errorf("%d reads", n)
	}
	s.types("restore", "prod/orders/db").exits(0)
	s.types("doctor", "prod/orders/db").exits(0).prints("not scheduled", "yes, as far as can be told without reading it")
	if accessed := described(s, "prod/orders/db").Accessed; time.Since(accessed) < 24*time.Hour {
		t.Errorf("the doctor read the value: last read %v", accessed)
	}
	s.types("doctor", "--read", "prod/orders/db").exits(0).prints("it was read once and wiped (one decrypt", "aws/secretsmanager works")
	s.server.Set(func(k *local.Knobs) { k.Faults = []local.Fault{{Op: "GetSecretValue", Kind: local.Reset, N: 1}} })
	s.types("doctor", "--read", "prod/orders/db").exits(0).prints("it was read once and wiped (up to 2 decrypts, since answers got lost")
}

func TestDoctorNamesWhatIsMissing(t *testing.T) {
	s := newShell(t)
	s.types("doctor", "no/such").exits(1).prints("no, not in this account and region", "account 123456789012", "nothing blocks the name", "--all-regions", "create-secret --name no/such")
	s.types("doctor", "dev/sandbox/placeholder").exits(1).prints("it has no value yet", "put-secret-value")
	s.types("doctor", "prod/billing/db").exits(1).prints("a rotation is stuck since", "or before", "cancel-rotate-secret", "X in the Rotation tab")
	s.server.Set(func(k *local.Knobs) { k.RotationTime = time.Hour })
	if _, err := s.inRegion("eu-west-1").Rotate(t.Context(), "staging/gateway/mtls-passphrase", backend.RotationOrder{}); err != nil {
		t.Fatal(err)
	}
	s.types("doctor", "staging/gateway/mtls-passphrase").exits(0).prints("a rotation is running since")
	s.types("doctor", "--read", "prod/finance/ledger-export").exits(1).prints("cannot be used", "kms:Decrypt", "describe-key")
	s.types("doctor", "shared/edge/cdn-signing").prints("its primary is in us-east-1")
	s.types("doctor", "prod/search/oauth-client").exits(0).prints("its primary is arn:aws:secretsmanager:eu-west-1:210987654321:secret:partner/search-login-", "InSync; change it there")
	s.types("doctor", "staging/search/oauth-client").exits(1).prints("account 210987654321 Failed")
	s.server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"GetSecretValue": true, "LookupEvents": true} })
	s.types("doctor", "prod/payments/stripe").exits(1).prints("may be read", "no: needs secretsmanager:GetSecretValue")
	s.types("doctor", "tmp/loadtest").exits(1).prints("needs cloudtrail:LookupEvents", "strongroom restore")
	s.server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"DescribeSecret": true} })
	s.types("doctor", "prod/payments/stripe").exits(1).prints("this role may not describe it (needs secretsmanager:DescribeSecret)")
	s.types("doctor", "--json", "no/such").exits(1)
	var r report
	if err := json.Unmarshal([]byte(s.out), &r); err != nil || r.Healthy != nil || len(r.Findings) == 0 {
		t.Errorf("%v: %s", err, s.out)
	}
}

func TestDoctorTellsOfALabelThatASaveHasLeft(t *testing.T) {
	s := newShell(t)
	be := aws.Open(aws.Options{Transport: s.server.Transport()})
	d, err := be.Describe(t.Context(), "dev/payments/stripe")
	if err != nil {
		t.Fatal(err)
	}
	token := "1a2b3c4d-0000-4000-8000-000000000000"
	if _, err := be.Put(t.Context(), d.ARN, backend.NewVersion{Value: backend.TextValue("x"), Stages: []string{backend.PrivateLabel(token)}, Token: token}); err != nil {
		t.Fatal(err)
	}
	s.types("doctor", "dev/payments/stripe").exits(1).prints("strongroom-1a2b3c4d was left on version "+token, "by a save that did not come to its end",
		"aws --region eu-west-1 --endpoint-url "+s.url+" secretsmanager update-secret-version-stage --secret-id "+d.ARN+" --version-stage strongroom-1a2b3c4d --remove-from-version-id "+token,
		"x takes the label off there")
}
