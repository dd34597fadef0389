package backend_test

import (
	"testing"

	"strongroom/backend"
)

func TestEveryKnownRegionOfAWSHasAName(t *testing.T) {
	seen := map[string]string{}
	for _, r := range backend.KnownRegions("eu-west-1") {
		name := backend.RegionName(r)
		if name == "" || seen[name] != "" {
			t.Errorf("%s is called %q, as %q is", r, name, seen[name])
		}
		seen[name] = r
	}
}
