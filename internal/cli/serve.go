package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/signal"
	"strongroom/backend"
	"strongroom/backend/local"
	"sync"
	"syscall"
	"time"
)

func serve(args []string, stdout, stderr io.Writer) int {
	f := flag.NewFlagSet("serve", flag.ContinueOnError)
	f.SetOutput(io.Discard)
	listen := f.String("listen", "", "")
	region := f.String("region", "", "")
	if err := f.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			fmt.Fprint(stdout, usage)
			return exitOK
		}
		return complain(stderr, plainFlagError(err).Error(), exitUsage)
	}
	if *listen == "" || f.NArg() > 0 {
		return complain(stderr, "strongroom serve needs --listen 127.0.0.1:PORT and nothing else", exitUsage)
	}
	if err := checkPlace(options{region: *region}); err != nil {
		return complain(stderr, err.Error(), exitUsage)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	s := local.New(local.Knobs{Region: *region})
	s.SeedDemo()
	err := local.Serve(ctx, *listen, s, func(addr string) {
		try := backend.ShellLine("aws", "--region", s.Home(), "--endpoint-url", "http://"+addr, "secretsmanager", "list-secrets")
		if _, err := fmt.Fprintf(stdout, "the demo answers on http://%s\ntry: %s\n", addr, try); err != nil {
			stop() // nobody would know where it is
		}
	})
	if err != nil && !errors.Is(err, context.Canceled) {
		return complain(stderr, err.Error(), exitFailed)
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
	s := local.New(local.Knobs{Region: region, Latency: demoLatency})
	s.SeedDemo()
	if more > 0 {
		s.SeedGenerated(more)
	}
	return s
}
