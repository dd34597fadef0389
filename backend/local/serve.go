package local

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"strings"
	"time"
)

// serveLatency is the least time an answer takes over a socket: the SDK's connection pool stumbles over servers that
// answer sooner than it has finished sending.
const serveLatency = 2 * time.Millisecond

// Serve puts the server on a loopback address until the context ends, and tells the address it got. Every other
// address is refused, and so is every web page: whoever can connect may read everything.
func Serve(ctx context.Context, addr string, h *Server, ready func(addr string)) error {
	ip, port, err := loopback(ctx, addr)
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", net.JoinHostPort(ip, port))
	if err != nil {
		return fmt.Errorf("could not listen on %s: %w", addr, err)
	}
	named, _, _ := net.SplitHostPort(addr)
	srv := &http.Server{
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch {
			case sleep(r.Context(), serveLatency) != nil:
			case fromPage(r, named):
				h.answer(w, &refusal{http.StatusForbidden, "AccessDeniedException", "Only programs on this machine are answered, no web pages."}, nil)
			default:
				h.ServeHTTP(w, r)
			}
		}),
		BaseContext:       func(net.Listener) context.Context { return ctx },
		ReadHeaderTimeout: bodyTime,
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

// fromPage reports whether a request may come from a web page: it names its origin, or a host that is not this machine,
// since a page's own name can be made to lead here (DNS rebinding). named is the name that is listened on.
func fromPage(r *http.Request, named string) bool {
	host := r.Host
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	ip := net.ParseIP(strings.Trim(host, "[]"))
	own := strings.EqualFold(host, "localhost") || strings.EqualFold(host, named) || ip != nil && ip.IsLoopback()
	return !own || r.Header.Values("Origin") != nil
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
