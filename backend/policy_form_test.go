package backend

import (
	"strings"
	"testing"
)

func TestTextsAreOnePolicyOnlyWhereTheySayTheSame(t *testing.T) {
	of := func(principal, action, condition string) string {
		return `{"Version":"2012-10-17","Statement":[{"Sid":"A","Effect":"Allow","Principal":` + principal + `,"Action":` + action + `,"Resource":"*","Condition":` + condition + `}]}`
	}
	const one, two = `{"AWS":"arn:aws:iam::123456789012:role/a"}`, `{"AWS":["arn:aws:iam::123456789012:role/b","999988887777"],"Service":"x.amazonaws.com"}`
	const read, when = `"secretsmanager:GetSecretValue"`, `{"Bool":{"aws:SecureTransport":"true"},"StringLike":{"aws:a":["x","y"]}}`
	base, full := of(one, read, when), of(two, read, when)
	for what, c := range map[string]struct {
		a, b string
		same bool
	}{
		"laid out anew":                 {`{"a":1,"b":[2]}`, "{\n \"a\" : 1, \"b\":[ 2 ] }\n", true},
		"members in another order":      {`{"Version":"2012-10-17","Id":"i"}`, `{"Id":"i","Version":"2012-10-17"}`, true},
		"one principal in a list":       {base, of(`{"AWS":["arn:aws:iam::123456789012:role/a"]}`, read, when), true},
		"another principal":             {base, of(`{"AWS":"arn:aws:iam::123456789012:role/b"}`, read, when), false},
		"principals in another order":   {full, of(`{"Service":["x.amazonaws.com"],"AWS":["999988887777","arn:aws:iam::123456789012:role/b"]}`, read, when), true},
		"an account's root user":        {full, of(strings.Replace(two, "999988887777", "arn:aws:iam::999988887777:root", 1), read, when), true},
		"one in another partition":      {full, of(strings.Replace(two, "999988887777", "arn:aws-cn:iam::999988887777:root", 1), read, when), true},
		"a role named root":             {full, of(strings.Replace(two, "999988887777", "arn:aws:iam::999988887777:role/root", 1), read, when), false},
		"one principal less":            {full, of(`{"AWS":"999988887777","Service":"x.amazonaws.com"}`, read, when), false},
		"one action in a list":          {base, of(one, "["+read+"]", when), true},
		"an action twice":               {base, of(one, "["+read+","+read+"]", when), true},
		"an action more":                {base, of(one, "["+read+`,"secretsmanager:*"]`, when), false},
		"everyone and no one":           {of(`"*"`, read, when), of(one, read, when), false},
		"true as a text":                {base, of(one, read, strings.Replace(when, `"true"`, `true`, 1)), true},
		"false":                         {base, of(one, read, strings.Replace(when, `"true"`, `false`, 1)), false},
		"a condition's values turned":   {base, of(one, read, strings.Replace(when, `"x","y"`, `"y","x"`, 1)), true},
		"a condition less":              {base, of(one, read, `{"Bool":{"aws:SecureTransport":"true"}}`), false},
		"a number as a text":            {of(one, read, `{"NumericLessThan":{"s3:max-keys":10}}`), of(one, read, `{"NumericLessThan":{"s3:max-keys":["10"]}}`), true},
		"numbers that differ at an end": {of(one, read, `{"N":{"a":12345678901234567890}}`), of(one, read, `{"N":{"a":12345678901234567891}}`), false},
		"a single statement":            {`{"Statement":{"Effect":"Deny"}}`, `{"Statement":[{"Effect":"Deny"}]}`, true},
		"a statement more":              {`{"Statement":[{"Effect":"Deny"}]}`, `{"Statement":[{"Effect":"Deny"},{"Effect":"Allow"}]}`, false},
		"another effect":                {base, strings.Replace(base, "Allow", "Deny", 1), false},
		"what is not excepted":          {base, strings.Replace(base, `"Action"`, `"NotAction"`, 1), false},
		"a list of lists":               {`{"Statement":[[1,2]]}`, `{"Statement":[[2,1]]}`, false},
		"none":                          {"", "", true},
		"none and an empty one":         {"", "{}", false},
		"no JSON":                       {"{", "{ ", false},
	} {
		if got := SamePolicy(c.a, c.b); got != c.same || SamePolicy(c.b, c.a) != c.same || !SamePolicy(c.a, c.a) {
			t.Errorf("%s: the same %v, want %v:\n%s\n%s", what, got, c.same, c.a, c.b)
		}
	}
}
