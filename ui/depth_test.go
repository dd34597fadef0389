package ui

import "testing"

func TestWhatIsDimDoesNotLookLikeWhatHasAMeaning(t *testing.T) {
	for _, s := range Schemes() {
		for _, dark := range []bool{true, false} {
			for _, depth := range []Depth{Indexed, TrueColour} {
				th := s.Theme(dark, depth)
				term := fewColours(dark)[0]
				dim, _ := term.drawn(th.Dim.open)
				for name, r := range map[string]Role{"accent": th.Accent, "info": th.Info, "brand": th.Brand} {
					if has, _ := term.drawn(r.open); !s.Few && apart(dim, has, 1) < 0.065 {
						t.Errorf("%s, dark %v, depth %d: dim and %s are %.3f apart", s.Name, dark, depth, name, apart(dim, has, 1))
					}
				}
			}
		}
	}
}
