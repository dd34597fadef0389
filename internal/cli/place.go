package cli

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/disk"
	"strongroom/internal/config"
)

// place is a backend with all that stands before it.
type place struct {
	backend backend.Backend
	journal *backend.Journal
	overlay *backend.Overlay
	regions *backend.Regions
	guard   *backend.Guard
	trail   backend.Trail
	ends    *disk.Ends
	left    *disk.UnfinishedFile
	notice  string // what is to be said at the start
}

// openPlace wires the backend. Nothing is asked of anybody yet.
func openPlace(o options, c config.Config) place {
	open := opener(o)
	p := place{}
	p.regions = backend.NewRegions(open(o.region), open, func(home string) []string {
		if len(c.Regions) > 0 {
			return c.Regions
		}
		if o.demo {
			return []string{"ap-southeast-2", "eu-central-1", "eu-west-1", "us-east-1", "us-west-2"}
		}
		return backend.KnownRegions(home)
	})
	p.guard = backend.NewGuard(c.Rules(), p.regions.Where)
	be := backend.Gated(p.regions, p.guard)
	if o.readOnly {
		be = backend.ReadOnly(be)
	}
	p.overlay = backend.NewOverlay(be, time.Now)
	p.journal = backend.NewJournal(p.overlay, time.Now)
	p.backend = backend.Certain(p.journal, time.Now)
	p.trail = p.journal.Audited(p.regions)
	if dir := disk.StateDir(os.Getenv); dir != "" && !o.demo {
		p.left = disk.OpenUnfinished(filepath.Join(dir, "unfinished-writes.json"))
	}
	var err error
	if p.ends, err = rememberedEnds(o); err != nil {
		p.notice = err.Error()
	}
	return p
}

// locate has the configuration read before anything is shown or asked: rules about profiles, and the regions there are, depend
// on it. What keeps it from being read in time, or at all, is told by the first call.
func (p place) locate(patience time.Duration) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	done := make(chan struct{})
	go func() {
		defer close(done)
		_, _ = p.regions.Locate(ctx)
	}()
	select {
	case <-done:
	case <-ctx.Done():
	}
}

// opener makes a client for a region, "" for the one that the environment names.
func opener(o options) func(region string) backend.Backend {
	if o.demo {
		home := &lateTransport{open: func() http.RoundTripper { return demo(o.secrets, o.region).Transport() }}
		return func(region string) backend.Backend {
			return aws.Open(aws.Options{Transport: home, Region: region, Kind: "demo"})
		}
	}
	home := aws.Open(aws.Options{Profile: o.profile, Region: o.region, Endpoint: o.endpoint})
	return func(region string) backend.Backend { return home.In(region) }
}

// rememberedEnds are the ends of recovery windows that earlier runs have learnt; those of the demo end with it.
func rememberedEnds(o options) (*disk.Ends, error) {
	dir := disk.StateDir(os.Getenv)
	if o.demo || dir == "" {
		return disk.OpenEnds("")
	}
	return disk.OpenEnds(filepath.Join(dir, "recovery-windows.json"))
}
