package pane

import (
	"fmt"
	"slices"
	"time"

	"strongroom/backend"
	"strongroom/ui"
)

// DefaultLifetime is how long a value stays revealed, held or on the clipboard after its last use, where the user wants it no
// other way.
const DefaultLifetime = 30 * time.Second

// Exposures are all the places in which a value stands on the screen in clear, or is held so that it can, with the one clock
// that ends them. The bytes of a value become text for the screen through a Permit alone, and a permit comes from here: so
// whatever shows a value ends with all others, and no place can forget to.
type Exposures struct {
	// Lifetime is how long each lasts after its last use.
	Lifetime time.Duration
	// Denied is why nothing may be exposed at all, in a short sentence; "" where it may.
	Denied string
	now    time.Time
	open   []*Exposure
	secret string // the ARN that was selected when the screen was last looked at
}

// Presenting is why nothing is exposed while the screen is shared.
const Presenting = "presenting: values stay masked"

// Staying is why nothing is exposed on a terminal whose lines stay.
const Staying = "this terminal keeps what it shows: values stay masked"

// NewExposures is a register whose clock stands at now.
func NewExposures(lifetime time.Duration, denied string, now time.Time) *Exposures {
	if lifetime == 0 {
		lifetime = DefaultLifetime
	}
	return &Exposures{Lifetime: lifetime, Denied: denied, now: now}
}

// Of is what one owner exposes: a pane, by its Name, or a Dialog. over ends what is held for it once its time is over; nil for
// nothing.
func (r *Exposures) Of(owner any, over func()) *Exposure {
	return &Exposure{in: r, owner: owner, over: over, parts: map[any]bool{}}
}

// Expire sets the clock, and ends what is over.
func (r *Exposures) Expire(now time.Time) {
	r.now = now
	for _, x := range slices.Clone(r.open) {
		if !x.left.Over(now) {
			continue
		}
		if x.End(); x.over != nil {
			x.over()
		}
	}
}

// Wake is the next moment at which so many whole seconds are left of one of them; zero where nothing is exposed.
func (r *Exposures) Wake() (at time.Time) {
	for _, x := range r.open {
		at = Earliest(at, x.left.Tick(r.now))
	}
	return at
}

// Any reports whether an owner has a value on the screen in clear.
func (r *Exposures) Any(owner any) bool {
	return slices.ContainsFunc(r.open, func(x *Exposure) bool { return x.owner == owner && len(x.parts) > 0 })
}

// HideAll takes every value off the screen, and ends none that is held.
func (r *Exposures) HideAll() {
	for _, x := range slices.Clone(r.open) {
		x.HideAll()
	}
}

// Follow hides what the user does not look at any more: all of it where another secret is selected, and else what is not in
// sight, as its owner tells.
func (r *Exposures) Follow(secret string, inSight func(owner any) bool) {
	turned := secret != r.secret
	r.secret = secret
	for _, x := range slices.Clone(r.open) {
		if turned || !inSight(x.owner) {
			x.HideAll()
		}
	}
}

// Whole is the part of an exposure that has but one.
type Whole struct{}

// Exposure is what one owner has on the screen in clear, part by part. A part is whatever its owner tells one from another by.
type Exposure struct {
	in    *Exposures
	owner any
	over  func()
	parts map[any]bool
	holds bool
	left  backend.Lifetime
	// changes counts what was shown and hidden, hidden how often all of it was.
	changes, hidden int
}

// Hold lets the time run of a value that is held, although nothing of it shows.
func (x *Exposure) Hold() {
	x.holds = true
	x.enter()
}

// Show exposes a part, and reports whether it may.
func (x *Exposure) Show(part any) bool {
	if x.in.Denied != "" {
		return false
	}
	if !x.parts[part] {
		x.parts[part] = true
		x.changes++
	}
	x.enter()
	return true
}

// Set shows or hides a part.
func (x *Exposure) Set(part any, show bool) {
	if show {
		x.Show(part)
		return
	}
	x.Hide(part)
}

func (x *Exposure) enter() {
	if !slices.Contains(x.in.open, x) {
		x.in.open = append(x.in.open, x)
	}
	x.left = backend.NewLifetime(x.in.now, x.in.Lifetime)
}

// Touch begins the time anew of what is exposed or held: it runs from the last use.
func (x *Exposure) Touch() {
	if x.holds || len(x.parts) > 0 {
		x.enter()
	}
}

// Hide hides a part.
func (x *Exposure) Hide(part any) {
	if x.parts[part] {
		delete(x.parts, part)
		x.changes++
	}
	x.leave()
}

// HideAll hides all parts, and ends nothing that is held.
func (x *Exposure) HideAll() {
	x.hidden++
	if len(x.parts) > 0 {
		clear(x.parts)
		x.changes++
	}
	x.leave()
}

// End hides all parts, and stops the time of what was held.
func (x *Exposure) End() {
	x.holds = false
	x.HideAll()
}

// leave leaves the register where nothing is exposed or held any more.
func (x *Exposure) leave() {
	if !x.holds && len(x.parts) == 0 {
		x.in.open = slices.DeleteFunc(x.in.open, func(other *Exposure) bool { return other == x })
	}
}

// Shows reports whether a part is exposed.
func (x *Exposure) Shows(part any) bool { return x.parts[part] }

// Denied is why no part may be shown, "" where it may.
func (x *Exposure) Denied() string { return x.in.Denied }

// Any reports whether any part is exposed.
func (x *Exposure) Any() bool { return len(x.parts) > 0 }

// Changes counts what was shown and hidden: where it is another number, something else is exposed.
func (x *Exposure) Changes() int { return x.changes }

// Hidden counts how often all was hidden at once. What was exposed before is nobody's wish any more.
func (x *Exposure) Hidden() int { return x.hidden }

// Bar tells how long until it ends, with a bar that drains, in at most room cells; nil where nothing is exposed or held. word
// is what becomes of it: "wiped", "masked".
func (x *Exposure) Bar(th *ui.Theme, word string, room int) []ui.Span {
	if !x.holds && len(x.parts) == 0 {
		return nil
	}
	const most, least = 15, 3
	left := SecondsOf(x.left.Left(x.in.now))
	bar := []ui.Span{{Role: th.Dim, Text: fmt.Sprintf(" %s in %ds ", word, left)}}
	if ui.SpansWidth(bar) > room {
		return nil
	}
	if cells := min(most, room-ui.SpansWidth(bar)-1); cells >= least {
		bar = append(append(bar, ui.Bar(th, left, SecondsOf(x.in.Lifetime), cells)...), ui.Span{Role: th.Dim, Text: " "})
	}
	return bar
}

// SecondsOf is a rest in seconds, of which the last has begun until it is over.
func SecondsOf(rest time.Duration) int { return int((rest + time.Second - 1) / time.Second) }

// PartsOf are the exposed parts of one kind.
func PartsOf[K comparable](x *Exposure) map[K]bool {
	of := map[K]bool{}
	for part := range x.parts {
		if k, is := part.(K); is {
			of[k] = true
		}
	}
	return of
}

// Permit is what the bytes of a value need to become text for the screen. It is in force for as long as the part is exposed
// that it was given for; the zero one never is.
type Permit struct {
	x    *Exposure
	part any
}

// Permit is the one for a part.
func (x *Exposure) Permit(part any) Permit { return Permit{x, part} }

// InForce reports whether it lets a value be seen now.
func (p Permit) InForce() bool { return p.x != nil && p.x.Shows(p.part) }

// Text is a piece of a value, drawn on one line, as it may be seen: in clear where the permit is in force, else the mask. What of
// the piece differs from another value is told too.
func (p Permit) Text(value []byte, piece ui.Piece) ui.Marked {
	if !p.InForce() {
		return ui.Marked{Text: ui.Mask}
	}
	return ui.ValueText(value, piece)
}
