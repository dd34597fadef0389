package model

import (
	"cmp"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/model/dialog"
	"strongroom/model/login"
	"strongroom/ui"
)

// offer works out what there is to choose from.
func (d *whereabouts) offer() {
	if !d.moves {
		return
	}
	d.Options = login.Offers(d.Desk, d.ended)
	outside, due := d.renews()
	if due {
		d.Options = append(d.Options, outside...)
	}
	o := offers{whereabouts: d, known: map[backend.Target]bool{d.at: true}}
	for i, t := range d.recent {
		o.add(t, dialog.Option{Key: string(rune('1' + i)), Label: t.Words(), Hint: d.stateOf(t.Profile)})
	}
	o.profiles()
	o.regions()
	o.endpoints()
	if !d.at.Demo {
		o.add(backend.Target{Demo: true}, dialog.Option{Label: "demo", Hint: "a made-up company, without an account"})
	}
	if !due {
		d.Options = append(d.Options, outside...)
	}
}

// offers are the places that the dialog offers, each once.
type offers struct {
	*whereabouts
	known map[backend.Target]bool
}

// add offers a place. The texts of the option are outside text.
func (o offers) add(to backend.Target, option dialog.Option) {
	if o.known[to] {
		return
	}
	o.known[to] = true
	option.Label, option.Hint = ui.Text(option.Label), ui.Text(option.Hint)
	option.ID, option.Do = to, func() tea.Cmd { return goTo(to) }
	o.Options = append(o.Options, option)
}

// profiles are those of this machine; with a region of one's own once both are named.
func (o offers) profiles() {
	where := o.Backend.Where()
	for _, p := range o.whereabouts.profiles {
		if p.Name == where.Named && (p.Region == "" || p.Region == where.Region) {
			continue // which is here
		}
		o.add(o.reached(p.Name, ""), dialog.Option{Label: p.Name, Hint: told(p, o.Served())})
	}
	if !strings.Contains(strings.TrimSpace(o.Typed()), " ") {
		return
	}
	for _, p := range o.whereabouts.profiles {
		for _, r := range o.there() {
			o.add(o.reached(p.Name, r), dialog.Option{Label: p.Name + " · " + r, Hint: told(p, o.Served())})
		}
	}
}

// reached is a profile in a region, "" for its own, at the endpoint that is in force.
func (o offers) reached(profile, region string) backend.Target {
	return backend.Target{Profile: profile, Region: region, Endpoint: o.at.Endpoint, Own: o.at.Own}
}

// regions are those of this login: first those that the configuration names, then those that were gone to lately. What the account
// is known not to have enabled is told so; nobody is asked for it.
func (o offers) regions() {
	var recent []string
	for _, t := range o.recent {
		recent = append(recent, t.Region)
	}
	off, home := o.Regions.Off(), o.Backend.Where().Region
	all := o.there()
	for _, group := range []struct {
		of   []string
		word string
	}{{o.pinned, " · pinned"}, {recent, " · recent"}, {all, ""}} {
		for _, r := range group.of {
			if r == home || !slices.Contains(all, r) {
				continue
			}
			to := o.at
			to.Region = r
			option := dialog.Option{Label: r, Hint: cmp.Or(backend.RegionName(r), "region") + group.word}
			if slices.Contains(off, r) {
				option.Hint, option.Dim = option.Hint+" · not enabled for this account", true
			}
			o.add(to, option)
		}
	}
}

// there are the regions that a login may reach, as far as this program knows them, and one that is typed.
func (o offers) there() (regions []string) {
	home := o.Backend.Where().Region
	regions = o.Regions.Names()
	if !o.at.Demo {
		if home == "" {
			home = "us-east-1"
		}
		regions = slices.Concat(regions, o.Regions.Off(), backend.KnownRegions(home))
	}
	for _, r := range o.pinned {
		if !o.at.Demo && backend.PartitionOf(r) == backend.PartitionOf(home) {
			regions = append(regions, r)
		}
	}
	if typed := o.Typed(); backend.GoodRegion(typed) {
		regions = append(regions, typed)
	}
	slices.Sort(regions)
	return slices.Compact(regions)
}

// endpoints are where else the same login can be used: at AWS's own endpoint, where the configuration says, where one was lately,
// and where one types.
func (o offers) endpoints() {
	if o.at.Demo {
		return
	}
	where, to := o.Backend.Where(), o.at
	to.Endpoint, to.Own = "", false
	at := func(endpoint string) backend.Target {
		return backend.Target{Profile: to.Profile, Region: to.Region, Endpoint: endpoint}
	}
	if where.Endpoint != "" {
		own := to
		own.Own = where.Configured != ""
		o.add(own, dialog.Option{Label: "AWS's own endpoint", Hint: "endpoint · same login"})
	}
	if where.Configured != "" {
		o.add(to, dialog.Option{Label: where.Configured, Hint: "endpoint of the configuration · same login"})
	}
	for _, t := range o.recent {
		if t.Endpoint != "" && t.Endpoint != where.Endpoint {
			o.add(at(t.Endpoint), dialog.Option{Label: t.Endpoint, Hint: "endpoint · recent · same login"})
		}
	}
	if typed := strings.TrimSpace(o.Typed()); backend.GoodEndpoint(typed) && typed != where.Endpoint {
		o.add(at(typed), dialog.Option{Label: typed, Hint: "endpoint · as typed · same login"})
	}
}

// mistyped says why what is typed is no endpoint, "" where nobody seems to mean one.
func (d *whereabouts) mistyped() string {
	if typed := strings.TrimSpace(d.Typed()); !d.moves || !strings.Contains(typed, "://") || backend.GoodEndpoint(typed) || strings.HasSuffix(typed, "://") {
		return ""
	}
	return "this is no endpoint: they look like http://127.0.0.1:5000, and hold no login"
}
