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
	c := over(func(_ string, _ map[string]any, r *http.Request) (*http.Response, error) {
		return fail(r, http.StatusBadRequest, "ResourceExistsException", "The secret prod/db-1 already exists.")
	})
	_, err := c.Create(t.Context(), backend.NewSecret{Name: "prod/db-1", Value: backend.TextValue("prod/db-1")})
	if !strings.Contains(backend.Message(err), "already exists") {
		t.Errorf("a name that is the value too hides why: %s", backend.Message(err))
	}
}
