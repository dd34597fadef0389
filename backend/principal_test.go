package backend

import "testing"

func TestThePrincipalIsTheNameOfTheUserOrTheRole(t *testing.T) {
	for arn, want := range map[string]string{
		"arn:aws:iam::123456789012:user/demo":                               "demo",
		"arn:aws:iam::123456789012:user/division/team/anna":                 "anna",
		"arn:aws:sts::123456789012:assumed-role/AdminRole/anna@example.com": "AdminRole",
		"arn:aws:sts::123456789012:federated-user/anna":                     "anna",
		"arn:aws:iam::123456789012:root":                                    "root",
		"arn:aws-cn:sts::123456789012:assumed-role/reader/i-0123":           "reader",
		"": "",
	} {
		if got := (Identity{ARN: arn}).Principal(); got != want {
			t.Errorf("%s is %q, want %q", arn, got, want)
		}
	}
}
