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

// serving is what the command line says of the server.
type serving struct {
	listen, seed string
	regions      []string
	empty        bool
	secrets      int
	lag, latency time.Duration
	throttle     float64
	rewrite      bool
}

// serve puts the embedded server on loopback.
func (m Machine) serve() *cobra.Command {
	var o serving
	c := &cobra.Command{
		Use: "serve --listen 127.0.0.1:PORT", DisableFlagsInUseLine: true,
		Short: "the demo as a server on loopback, for the aws CLI and SDKs",
		Long: "Puts the demo's Secrets Manager on loopback, for the aws CLI and SDKs, until it is interrupted.\n" +
			"It refuses every other address, and every web page. Signatures are not checked: any keys will do, and\n" +
			"whoever is on this machine may read and change everything. An access key of twelve digits is an account.",
		Args: func(_ *cobra.Command, args []string) error { return o.check(args) },
		RunE: func(*cobra.Command, []string) error { return exit(m.serveOn(o)) },
	}
	f := c.Flags()
	f.SortFlags = false
	f.SetInterspersed(false)
	f.Var(text{&o.listen, "127.0.0.1:PORT"}, "listen", "where; 0 is any port that is free")
	f.BoolVar(&o.empty, "empty", false, "without the demo's secrets")
	f.Var(text{&o.seed, "FILE"}, "seed", "with made-up secrets out of FILE: JSON or .env")
	f.IntVar(&o.secrets, "demo-secrets", 0, "with `N` more, generated secrets")
	f.Var(many{&o.regions, "REGION"}, "region", "as eu-west-1; more of them are the other regions that the account has")
	f.DurationVar(&o.lag, "lag", 0, "a `TIME`, as 5m, by which listings are behind")
	f.DurationVar(&o.latency, "latency", 0, "a `TIME`, as 200ms, that each answer takes")
	f.Float64Var(&o.throttle, "throttle", 0, "the `SHARE` of calls, as 0.1, that are refused as too many")
	f.BoolVar(&o.rewrite, "rewrite-policies", false, "keep policies in a form of its own, as AWS does")
	return c
}

func (o serving) check(args []string) error {
	for _, region := range o.regions {
		if err := (where{region: region}).check(); err != nil {
			return err
		}
	}
	switch {
	case o.listen == "" || len(args) > 0:
		return errors.New("strongroom serve needs --listen 127.0.0.1:PORT and no names")
	case o.secrets < 0 || o.secrets > 500_000:
		return errManySecrets()
	case o.lag < 0 || o.latency < 0:
		return errors.New("--lag and --latency take times like 5m and 200ms")
	case !(o.throttle >= 0 && o.throttle <= 1):
		return errors.New("--throttle takes a share between 0 and 1")
	}
	return nil
}

// server makes the service that was asked for. What is planted is listed at once, whatever the lag.
func (o serving) server() (*local.Server, error) {
	k := local.Knobs{Regions: demoRegions(), Latency: o.latency, Throttle: o.throttle, RotationTime: rotationTime}
	if len(o.regions) > 0 {
		k.Region = o.regions[0]
	}
	if len(o.regions) > 1 {
		k.Regions = o.regions[1:]
	}
	s := local.New(k)
	if !o.empty {
		s.SeedDemo()
	}
	if o.secrets > 0 {
		s.SeedGenerated(o.secrets)
	}
	if o.seed != "" {
		data, err := os.ReadFile(o.seed)
		if err != nil {
			return nil, err
		}
		seeds, err := local.ReadSeeds(data)
		if err != nil {
			return nil, fmt.Errorf("could not take the secrets of %s: %w", o.seed, err)
		}
		s.Plant(seeds...)
	}
	s.Set(func(k *local.Knobs) { k.ListLag, k.RewritePolicies = o.lag, o.rewrite })
	return s, nil
}

func (m Machine) serveOn(o serving) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	s, err := o.server()
	if err != nil {
		return complain(m.Messages, err.Error(), exitFailed)
	}
	err = local.Serve(ctx, o.listen, s, func(addr string) {
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

// demoLatency makes the demo feel like a network nearby, and rotationTime like a function that does something.
const (
	demoLatency  = 25 * time.Millisecond
	rotationTime = 8 * time.Second
)

func demo(more int, region string) *local.Server {
	s := local.New(local.Knobs{Region: region, Regions: demoRegions(), Latency: demoLatency, RotationTime: rotationTime})
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
