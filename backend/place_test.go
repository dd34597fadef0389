package backend

import (
	"reflect"
	"testing"
)

// What a place has beside its Backend is a part of the chain that ends in it. Whoever wrote through such a part would pass by
// the rules, the journal, or Certain, which stands before all of it.
func TestNobodyReachesASecretThroughAPlaceButThroughItsBackend(t *testing.T) {
	port := reflect.TypeFor[Backend]()
	for f := range reflect.TypeFor[Place]().Fields() {
		if f.Name == "Backend" || f.Name == "Overlay" { // for the overlay internal/endtoend looks at who calls what
			continue
		}
		for m := range port.Methods() {
			if _, has := f.Type.MethodByName(m.Name); has {
				t.Errorf("Place.%s has %s", f.Name, m.Name)
			}
		}
	}
}
