package backend

import "testing"

func TestWhereASecretIsItsARNSays(t *testing.T) {
	here := Site{"123456789012", "eu-west-1"}
	for id, want := range map[string]struct{ of, beyond Site }{
		"prod/db":                   {here, Site{}},
		secretARN + "prod/db":       {here, Site{}},
		otherARN + "prod/db-Ab12Cd": {Site{"999988887777", "us-east-1"}, Site{"999988887777", "us-east-1"}},
		"arn:aws:secretsmanager:eu-west-1:999988887777:secret:a": {Site{"999988887777", "eu-west-1"}, Site{"999988887777", "eu-west-1"}},
		"arn:aws:secretsmanager:us-east-1:123456789012:secret:a": {Site{"123456789012", "us-east-1"}, Site{Region: "us-east-1"}},
		"arn:aws:secretsmanager:us-east-1:":                      {Site{Region: "us-east-1"}, Site{Region: "us-east-1"}},
	} {
		if of, beyond := here.Of(id), here.Beyond(id); of != want.of || beyond != want.beyond {
			t.Errorf("%s is in %+v, which beyond here is %+v", id, of, beyond)
		}
	}
	for id, want := range map[string]string{"prod/db": "", otherARN + "prod/db-Ab12Cd": "arn:aws:secretsmanager:eu-west-2:999988887777:secret:prod/db-Ab12Cd"} {
		if got := CopyIn(id, "eu-west-2"); got != want {
			t.Errorf("the copy of %s is %q, want %q", id, got, want)
		}
		if got := CopyIn(id, "eu-west-2:1"); got != "" {
			t.Errorf("a region that is none leads to %q", got)
		}
	}
	unknown := Site{Region: "eu-west-1"}
	if is := unknown.Beyond(secretARN + "prod/db"); is != here {
		t.Errorf("while this account is not known, an ARN's is said to be %+v", is)
	}
}
