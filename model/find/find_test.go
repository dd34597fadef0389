package find

import (
	"testing"
	"time"

	"strongroom/backend"
)

func secret(name string) backend.Secret {
	return backend.Secret{ARN: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:" + name + "-AbCdEf", Name: name}
}

func namesOf(x *Index, f *Result) []string {
	var out []string
	for i := range f.Len() {
		out = append(out, x.Name(f.Row(i)))
	}
	return out
}

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func TestAListingIsInTheOrderOfNames(t *testing.T) {
	x := New()
	x.Put([]backend.Secret{secret("b"), secret("c")})
	x.Put([]backend.Secret{secret("a"), secret("b")})
	if got := namesOf(x, x.Find("", Active, Order{}, noon)); len(got) != 3 || got[0] != "a" || got[2] != "c" {
		t.Fatalf("got %q", got)
	}
}
