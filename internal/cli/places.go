package cli

import (
	"context"
	"os"
	"path/filepath"
	"time"

	"strongroom/backend"
	"strongroom/backend/disk"
	"strongroom/backend/profiles"
	"strongroom/internal/config"
)

// places are where else a run of the browser can go.
type places struct {
	o      options // the run's own
	c      config.Config
	recent *disk.Recent
}

func newPlaces(o options, c config.Config) *places {
	path := ""
	if dir := disk.StateDir(os.Getenv); dir != "" {
		path = filepath.Join(dir, "recent-places.json")
	}
	return &places{o: o, c: c, recent: disk.OpenRecent(path)}
}

// Began is where the command line has the run begin.
func (p *places) Began() backend.Target {
	return backend.Target{Profile: p.o.profile, Region: p.o.region, Endpoint: p.o.endpoint, Demo: p.o.demo}
}

// Profiles are those of the AWS configuration, read anew.
func (p *places) Profiles() ([]backend.Profile, error) {
	return profiles.List(profiles.Machine(), time.Now())
}

// Recent are the places that were last gone to.
func (p *places) Recent() ([]backend.Target, error) { return p.recent.All() }

// Went remembers one.
func (p *places) Went(to backend.Target) error { return p.recent.Went(to) }

// Open wires a place, and waits a moment for its configuration.
func (p *places) Open(ctx context.Context, to backend.Target) (at *backend.Place, notice string) {
	o := p.o
	o.profile, o.region, o.endpoint, o.own, o.demo = to.Profile, to.Region, to.Endpoint, to.Own, to.Demo
	at, notice = openPlace(o, p.c)
	locate(ctx, at, locateTime)
	return at, startNotice(at, notice)
}
