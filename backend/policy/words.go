package policy

import (
	"strings"

	"strongroom/backend"
)

// Tone is how a part of a sentence is meant.
type Tone int

// The tones.
const (
	Plain   Tone = iota
	Name         // whom or what it is about
	Caution      // somebody who is kept out though not of this account, or who is gone
	Danger       // somebody is let in who is not of the secret's account, or may be anybody
	Exact        // what there are no words for, as it stands there
	Permits      // may
	Forbids      // may not
)

// Part is a piece of a sentence. Its text is outside text.
type Part struct {
	Text string
	Tone Tone
}

// Text is a sentence without its tones.
func Text(parts []Part) string {
	var b strings.Builder
	for _, p := range parts {
		b.WriteString(p.Text)
	}
	return b.String()
}

// Sentence is what the statement says of the secret with an ARN: who may, or may not, do what, and when.
func (s Statement) Sentence(arn string) (out []Part) {
	add := func(t Tone, text string) { out = append(out, Part{text, t}) }
	s.who(arn, add)
	switch s.Effect {
	case Allow:
		add(Permits, " may ")
	case Deny:
		add(Forbids, " may not ")
	default:
		add(Exact, " "+quoted("Effect")+": "+quoted(s.Effect)+" ")
	}
	s.what(add)
	s.on(arn, add)
	for i, c := range s.Conditions {
		between := ", when "
		if i > 0 {
			between = ", and "
		}
		add(Plain, between)
		if words, exact := c.words(); exact {
			add(Exact, words)
		} else {
			add(Plain, words)
		}
	}
	for _, odd := range s.Odd {
		add(Plain, " · ")
		add(Exact, odd)
	}
	return out
}

// who are those that it names. Whoever is let in and is not of the secret's account is in the tone of danger.
func (s Statement) who(arn string, add func(Tone, string)) {
	own := backend.AccountOf(arn)
	if s.NotPrincipal {
		if s.Effect == Allow {
			add(Danger, "everyone")
		} else {
			add(Caution, "everyone")
		}
		add(Plain, " but ")
	}
	for i, p := range s.Principals {
		if i > 0 {
			add(Plain, between(i, len(s.Principals)))
		}
		tone := Name
		switch foreign := p.foreign(own); {
		case p.Kind == Strange:
			tone = Exact
		case foreign && s.Effect != Deny && !s.NotPrincipal:
			tone = Danger
		case foreign, p.Kind == Gone, own == "" && p.Account != "": // whose account is the secret's is not known
			tone = Caution
		}
		add(tone, p.words(own))
	}
	if len(s.Principals) == 0 {
		add(Exact, "nobody")
	}
}

func (s Statement) what(add func(Tone, string)) {
	if s.NotAction {
		add(Plain, "do "+all(s.Effect == Deny)+" but ")
	}
	if len(s.Actions) == 0 {
		add(Exact, "nothing that can be read")
	}
	for i, a := range s.Actions {
		if i > 0 {
			add(Plain, s.joins(i))
		}
		words, exact := actionWords(a, s.Effect == Deny)
		tone := Plain
		if exact {
			tone = Exact
		}
		add(tone, words)
	}
}

// on is what it is about where that is not just the secret.
func (s Statement) on(arn string, add func(Tone, string)) {
	if len(s.Resources) == 1 && !s.NotResource && (s.Resources[0] == "*" || s.Resources[0] == arn) {
		return
	}
	switch {
	case len(s.Resources) == 0:
		add(Exact, " of nothing that is named")
		return
	case s.NotResource:
		add(Plain, " of everything but ")
	default:
		add(Plain, " of ")
	}
	for i, r := range s.Resources {
		if i > 0 {
			add(Plain, between(i, len(s.Resources)))
		}
		add(Exact, r)
	}
	if !s.covers(arn) {
		add(Caution, ", which is not this secret")
	}
}

// joins stands before another action: whoever may not do two things may do neither.
func (s Statement) joins(i int) string {
	if joined := between(i, len(s.Actions)); s.Effect != Deny || joined == ", " {
		return joined
	}
	return " or "
}

func between(i, n int) string {
	if i == n-1 {
		return " and "
	}
	return ", "
}
