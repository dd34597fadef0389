package cli

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"strongroom/backend"
	"strongroom/backend/local"
)

// serve puts the demo on loopback.
func (m Machine) serve() *cobra.Command {
	var listen string
	var at where
	c := &cobra.Command{
		Use: "serve --listen 127.0.0.1:PORT", DisableFlagsInUseLine: true,
		Short: "the demo as a server on loopback, for the aws CLI and SDKs",
		Long: "Puts the demo's Secrets Manager on loopback, for the aws CLI and SDKs, until it is interrupted.\n" +
			"It refuses every other address.",
		Args: func(_ *cobra.Command, args []string) error {
			if listen == "" || len(args) > 0 {
				return errors.New("strongroom serve needs --listen 127.0.0.1:PORT and nothing else")
			}
			return at.check()
		},
		RunE: func(*cobra.Command, []string) error { return exit(m.serveDemo(listen, at.region)) },
	}
	f := c.Flags()
	f.SetInterspersed(false)
	f.Var(text{&listen, "127.0.0.1:PORT"}, "listen", "where; 0 is any port that is free")
	at.regionFlag(f)
	return c
}

func (m Machine) serveDemo(listen, region string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	s := local.New(local.Knobs{Region: region, Regions: demoRegions()})
	s.SeedDemo()
	err := local.Serve(ctx, listen, s, func(addr string) {
		try := backend.ShellLine("aws", "--region", s.Home(), "--endpoint-url", "http://"+addr, "secretsmanager", "list-secrets")
		if _, err := fmt.Fprintf(m.Out, "the demo answers on http://%s\ntry: %s\n", addr, try); err != nil {
			stop() // nobody would know where it is
		}
	})
	if err != nil && !errors.Is(err, context.Canceled) {
		return complain(m.Messages, err.Error(), exitFailed)
	}
	return exitOK
}

// lateTransport is opened by its first request: the demo is planted behind the first frame.
type lateTransport struct {
	once sync.Once
	open func() http.RoundTripper
	rt   http.RoundTripper
}

func (l *lateTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	l.once.Do(func() { l.rt = l.open() })
	return l.rt.RoundTrip(r)
}

// demoLatency makes the demo feel like a network nearby.
const demoLatency = 25 * time.Millisecond

func demo(more int, region string) *local.Server {
	s := local.New(local.Knobs{Region: region, Regions: demoRegions(), Latency: demoLatency})
	s.SeedDemo()
	if more > 0 {
		s.SeedGenerated(more)
	}
	return s
}

// demoRegions are those that the made-up company has enabled.
func demoRegions() []string {
	return []string{"ap-southeast-2", "eu-central-1", "eu-west-1", "us-east-1", "us-west-2"}
}
