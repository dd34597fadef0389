package cli

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/disk"
	"strongroom/internal/config"
)

// openPlace wires a place. Nothing is asked of anybody yet. The notice is what is to be said at the start.
func openPlace(o options, c config.Config) (at *backend.Place, notice string) {
	open := opener(o)
	names := backend.KnownRegions
	if len(c.Regions) > 0 {
		names = func(string) []string { return c.Regions }
	}
	regions := backend.NewRegions(open(o.region), open, names)
	guard := backend.NewGuard(c.Rules(), regions.Where)
	be := backend.Gated(regions, guard)
	if o.readOnly {
		be = backend.ReadOnly(be)
	}
	overlay := backend.NewOverlay(be, time.Now)
	journal := backend.NewJournal(overlay, time.Now)
	if len(c.Regions) == 0 {
		regions.AskAccount(journal, time.Now)
	}
	ends, err := rememberedEnds(o)
	if err != nil {
		notice = err.Error()
	}
	at = &backend.Place{Backend: backend.Certain(journal, time.Now), Journal: journal, Overlay: overlay, Regions: regions, Guard: guard,
		Trail: journal.Audited(regions), Log: journal.Logged(regions), Alias: journal.Named(regions.Backend), Ends: ends, Permissions: journal.Permissions()}
	if !o.demo {
		at.SignIn, _ = regions.Backend.(backend.SignIn)
		at.Device, _ = regions.Backend.(backend.DeviceLogin)
	}
	return at, notice
}

// locate has the configuration read before anything is shown or asked: rules about profiles, and the regions there are, depend
// on it. What keeps it from being read in time, or at all, is told by the first call.
func locate(ctx context.Context, at *backend.Place, patience time.Duration) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	done := make(chan struct{})
	go func() {
		defer close(done)
		_, _ = at.Regions.Locate(ctx)
	}()
	select {
	case <-done:
	case <-ctx.Done():
	}
}

// opener makes a client for a region, "" for the one that the environment names.
func opener(o options) func(region string) backend.Backend {
	if o.demo {
		home := o.company
		if home == nil {
			home = newCompany(o)
		}
		return func(region string) backend.Backend {
			return aws.Open(aws.Options{Transport: home, Region: region, Kind: "demo"})
		}
	}
	home := aws.Open(aws.Options{Profile: o.profile, Region: o.region, Endpoint: o.endpoint, OwnEndpoint: o.own, Codes: o.asks()})
	return func(region string) backend.Backend { return home.In(region) }
}

// asks is who asks the user for codes, nil where nobody can.
func (o options) asks() backend.Codes {
	if o.codes == nil {
		return nil
	}
	return o.codes
}

// newCompany is a demo of its own, which is planted by the first request.
func newCompany(o options) *lateTransport {
	return &lateTransport{open: func() http.RoundTripper { return demo(o.secrets, o.region).Transport() }}
}

// rememberedEnds are the ends of recovery windows that earlier runs have learnt; those of the demo end with it.
func rememberedEnds(o options) (*disk.Ends, error) {
	dir := disk.StateDir(os.Getenv)
	if o.demo || dir == "" {
		return disk.OpenEnds("")
	}
	return disk.OpenEnds(filepath.Join(dir, "recovery-windows.json"))
}

// unfinished are the writes that earlier runs have left half done; nil where nothing is kept.
func unfinished(o options) *disk.UnfinishedFile {
	dir := disk.StateDir(os.Getenv)
	if o.demo || dir == "" {
		return nil
	}
	return disk.OpenUnfinished(filepath.Join(dir, "unfinished-writes.json"))
}

// startNotice is a notice, and which services are elsewhere than the secrets.
func startNotice(at *backend.Place, notice string) string {
	parts := []string{notice, at.Backend.Where().Apart()}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " · ")
}
