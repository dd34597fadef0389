package play

import "testing"

// part is a model in small.
type part struct {
	top    int
	lines  []string
	shown  map[int]bool
	below  *part
	dialog any
	typed  []byte
}

func TestTheOnlookerNamesWhatHasChangedAndNothingElse(t *testing.T) {
	made := func() *part {
		p := &part{lines: []string{"a", "b"}, shown: map[int]bool{1: true, 2: false}, below: &part{}, dialog: &part{}, typed: []byte("made-up")}
		p.below.below = p
		return p
	}
	for want, change := range map[string]func(p *part){
		"":                       func(p *part) { p.top += 0; p.typed[0] = 'x' }, // bytes are not looked at
		"top":                    func(p *part) { p.top++ },
		"lines[1]":               func(p *part) { p.lines[1] = "c" },
		"lines":                  func(p *part) { p.lines = p.lines[:1] },
		"shown":                  func(p *part) { p.shown[2] = true },
		"below.top":              func(p *part) { p.below.top++ },
		"below":                  func(p *part) { p.below = &part{below: p} },
		"dialog(*play.part)":     func(p *part) { p.dialog = &part{} },
		"dialog(*play.part).top": func(p *part) { p.dialog.(*part).top++ },
	} {
		p := made()
		var before, after fingerprint
		before.take(p)
		change(p)
		after.take(p)
		if got := before.differs(&after, p); got != want {
			t.Errorf("it names %q, want %q", got, want)
		}
	}
}
