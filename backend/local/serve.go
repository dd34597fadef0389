package local

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"time"
)

// serveLatency is the least time an answer takes over a socket: the SDK's connection pool stumbles over servers that
// answer sooner than it has finished sending.
const serveLatency = 2 * time.Millisecond

// Serve puts the server on a loopback address until the context ends, and tells the address it got. Every other
// address is refused: whoever can connect may read everything.
func Serve(ctx context.Context, addr string, h *Server, ready func(addr string)) error {
	ip, port, err := loopback(ctx, addr)
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", net.JoinHostPort(ip, port))
	if err != nil {
		return fmt.Errorf("could not listen on %s: %w", addr, err)
	}
	srv := &http.Server{
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if sleep(r.Context(), serveLatency) == nil {
				h.ServeHTTP(w, r)
			}
		}),
		BaseContext:       func(net.Listener) context.Context { return ctx },
		ReadHeaderTimeout: 10 * time.Second,
		ErrorLog:          log.New(io.Discard, "", 0),
	}
	if ready != nil {
		ready(l.Addr().String())
	}
	done := make(chan error, 1)
	go func() { done <- srv.Serve(l) }()
	select {
	case err = <-done:
		return fmt.Errorf("could not go on serving: %w", err)
	case <-ctx.Done():
	}
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	if srv.Shutdown(end) != nil {
		_ = srv.Close() // whoever still waits is cut off
	}
	<-done
	return nil
}

// loopback resolves an address and refuses it unless every address behind it is on this machine alone.
func loopback(ctx context.Context, addr string) (ip, port string, err error) {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return "", "", fmt.Errorf("could not read the address %q: it is HOST:PORT, for example 127.0.0.1:4566", addr)
	}
	refuse := errors.New("only a loopback address is served, for example 127.0.0.1:" + port)
	if host == "" {
		return "", "", refuse
	}
	ips, err := net.DefaultResolver.LookupIPAddr(ctx, host)
	if err != nil || len(ips) == 0 {
		return "", "", refuse
	}
	for _, a := range ips {
		if !a.IP.IsLoopback() {
			return "", "", refuse
		}
		if ip == "" || a.IP.To4() != nil {
			ip = a.String()
		}
	}
	return ip, port, nil
}
