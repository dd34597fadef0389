package backend

import (
	"net/url"
	"strings"
	"testing"
)

func TestTheConsolesAddressIsMadeOfTheARNAlone(t *testing.T) {
	for arn, want := range map[string]string{
		"arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-AbCdEf":                         "https://eu-west-1.console.aws.amazon.com/secretsmanager/secret?name=prod%2Fdb&region=eu-west-1",
		"arn:aws-us-gov:secretsmanager:us-gov-west-1:123456789012:secret:a-AbCdEf":                    "https://us-gov-west-1.console.amazonaws-us-gov.com/secretsmanager/secret?name=a&region=us-gov-west-1",
		"arn:aws-cn:secretsmanager:cn-north-1:123456789012:secret:x+y=z@w.v_u-AbCdEf":                 "https://cn-north-1.console.amazonaws.cn/secretsmanager/secret?name=x%2By%3Dz%40w.v_u&region=cn-north-1",
		"arn:aws:secretsmanager:eu-west-1:123456789012:secret:a&region=x#\x1b]0;y\a$(z)\u202e-AbCdEf": "https://eu-west-1.console.aws.amazon.com/secretsmanager/secret?name=a%26region%3Dx%23%1B%5D0%3By%07%24%28z%29%E2%80%AE&region=eu-west-1",
		"arn:aws:secretsmanager:eu-west-1:123456789012:secret:with:colon-AbCdEf":                      "https://eu-west-1.console.aws.amazon.com/secretsmanager/secret?name=with%3Acolon&region=eu-west-1",
		"prod/db": "", "": "", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db": "", "arn:aws:kms:eu-west-1:1:secret:db-AbCdEf": "",
		"arn:aws-iso:secretsmanager:us-iso-east-1:1:secret:db-AbCdEf": "", "arn:aws:secretsmanager:evil.example/:1:secret:db-AbCdEf": "", "arn:aws:secretsmanager::1:secret:db-AbCdEf": "",
	} {
		got, why := ConsoleAddress(arn)
		if got != want || (why == "") != (want != "") {
			t.Errorf("%q: %q (%s), want %q", arn, got, why, want)
		}
		if u, err := url.Parse(got); got != "" && (err != nil || u.Scheme != "https" || strings.Contains(u.Host, "evil")) {
			t.Errorf("%q: %v %v", got, u, err)
		}
	}
}
