package aws

import (
	"net/http"
	"strings"
	"testing"

	"strongroom/backend"
)

func TestAServicesWordsAreHiddenOnlyWhereTheyQuoteTheValue(t *testing.T) {
	for value, of := range map[string]map[string]bool{
		"a":                      {"A quota of the service is used up.": false, "Value 'a' is too short": true},
		"7":                      {"must be at least 7 characters": false, `the value "7" is weak`: true},
		"not":                    {"You can not do this": false},
		"specified":              {"can't find the specified secret": false, "'specified' is no JSON": true},
		"hunter2":                {"Value hunter2 is weak": true, "Rate exceeded": false},
		"correcthorsebattery":    {"Value correcthorsebattery is weak": true},
		"made-up-CANARY-5e0d7c1": {"Value made-up-CANARY-5e0d… is weak": true, "made-up": false},
	} {
		for sentence, want := range of {
			c := over(func(_ string, _ map[string]any, r *http.Request) (*http.Response, error) {
				return fail(r, http.StatusBadRequest, "LimitExceededException", sentence)
			})
			_, err := c.Put(t.Context(), "x", backend.NewVersion{Value: backend.TextValue(value)})
			fails(t, err, backend.ErrQuota)
			if hidden := backend.Message(err) != sentence; hidden != want {
				t.Errorf("%q in %q: hidden %v, want %v", value, sentence, hidden, want)
			}
			if want && len(value) > 4 && strings.Contains(backend.Message(err), value) {
				t.Errorf("%q is still told: %s", value, backend.Message(err))
			}
		}
	}
}

func TestANameIsNoValueAndAValueIsNotHiddenByAName(t *testing.T) {
	const value = "made-up-db-password-canary-77"
	for name, of := range map[string]map[string]bool{
		"a":             {"Value " + value + " is not accepted": true, "The secret a already exists.": false},
		"db":            {"Value " + value + " is not accepted": true, "Value made-up-db-password… is not accepted": true},
		"prod/" + value: {"The secret prod/" + value + " already exists.": false, "prod/" + value + " has the value " + value: true, "prod/" + value[:20] + "…": true},
		value:           {"The secret " + value + " already exists.": false},
		value[:20]:      {"Value " + value + " is not accepted": true},
		"":              {"Value " + value + " is not accepted": true},
	} {
		for sentence, want := range of {
			err := withoutValue(&backend.Error{Message: sentence}, backend.TextValue(value), name)
			if hidden := backend.Message(err) != sentence; hidden != want {
				t.Errorf("%q in what is said of %q: hidden %v, want %v", sentence, name, hidden, want)
			}
		}
	}
	for sentence, want := range map[string]bool{"The secret prod/db-1 already exists.": false, "Value db-1 of prod/db-1 is weak": true} {
		if hidden := backend.Message(withoutValue(&backend.Error{Message: sentence}, backend.TextValue("db-1"), "prod/db-1")) != sentence; hidden != want {
			t.Errorf("%q: hidden %v, want %v", sentence, hidden, want)
		}
	}
}
