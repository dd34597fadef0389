package model

import (
	"strings"
	"time"

	"strongroom/backend"
	"strongroom/model/pane"
	"strongroom/ui"
)

// neighbours are the profiles of this machine, each with what the disk tells of it, or why not all of them are known.
func neighbours(places Places, now time.Time) (all []pane.Neighbour, wrong string) {
	profiles, err := places.Profiles()
	for _, p := range profiles {
		all = append(all, pane.Neighbour{Name: p.Name, Words: told(p, now)})
	}
	if err != nil {
		wrong = err.Error()
	}
	return all, wrong
}

// told is what the disk tells of a profile, in a line: outside text.
func told(p backend.Profile, now time.Time) string {
	if p.Wrong != "" {
		return p.Wrong
	}
	var words []string
	for _, s := range []string{p.Region, string(p.Way), through(p), state(p, now)} {
		if s != "" {
			words = append(words, s)
		}
	}
	return strings.Join(words, " · ")
}

// through is whose credentials a role is assumed with.
func through(p backend.Profile) string {
	if len(p.Chain) < 2 {
		return ""
	}
	return "through " + strings.Join(p.Chain[1:], ", ")
}

func state(p backend.Profile, now time.Time) string {
	switch {
	case p.State == backend.LoginGood && !p.Until.IsZero():
		return "logged in, " + ui.Spoken(p.Until.Sub(now).Truncate(time.Minute)) + " left"
	case p.State == backend.LoginEnded && !p.Until.IsZero():
		return "expired " + ui.Ago(p.Until, now)
	}
	return string(p.State)
}
