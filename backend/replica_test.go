package backend

import "testing"

func TestASecretIsAReplicaByTheRegionOfItsOwnARN(t *testing.T) {
	in := func(region string) string {
		return "arn:aws:secretsmanager:" + region + ":123456789012:secret:x-AbCdEf"
	}
	for _, c := range []struct {
		arn, primary string
		replica      bool
	}{
		{in("us-east-1"), "us-east-1", false}, {in("eu-west-1"), "us-east-1", true}, {in("eu-west-1"), "", false},
		{"x", "us-east-1", false}, // a row that nobody has described yet
		{"arn:aws-cn:secretsmanager:cn-north-1:123456789012:secret:x-AbCdEf", "cn-northwest-1", true},
	} {
		if s := (Secret{ARN: c.arn, PrimaryRegion: c.primary}); s.IsReplica() != c.replica {
			t.Errorf("%s with its primary in %q: replica %v, want %v", c.arn, c.primary, s.IsReplica(), c.replica)
		}
	}
}
