package local

import (
	"testing"

	sm "github.com/aws/aws-sdk-go-v2/service/secretsmanager"
)

func TestAPolicyIsKeptInAWSsOwnFormWhereThatIsAskedFor(t *testing.T) {
	const sent = `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":["999988887777"]},"Action":["a<b:C"],"Resource":"*"}}`
	const kept = `{
  "Statement": [
    {
      "Action": [
        "a<b:C"
      ],
      "Effect": "Allow",
      "Principal": {
        "AWS": "arn:aws:iam::999988887777:root"
      },
      "Resource": "*"
    }
  ],
  "Version": "2012-10-17"
}`
	for asked, want := range map[bool]string{false: sent, true: kept} {
		r := start(t)
		r.create("a", "made-up")
		r.Set(func(k *Knobs) { k.RewritePolicies = asked })
		if _, err := r.PutResourcePolicy(ctx(), &sm.PutResourcePolicyInput{SecretId: p("a"), ResourcePolicy: p(sent)}); err != nil {
			t.Fatal(err)
		}
		out, err := r.GetResourcePolicy(ctx(), &sm.GetResourcePolicyInput{SecretId: p("a")})
		if err != nil || *out.ResourcePolicy != want {
			t.Errorf("rewritten %v: %v, %s", asked, err, *out.ResourcePolicy)
		}
	}
}
