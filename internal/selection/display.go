// Package selection owns the clipboard of an X server (the CLIPBOARD selection, never PRIMARY): it hands out one text until it is
// cleared, somebody else copies, or the process ends, with which the server drops it. Every call has a deadline.
package selection

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"strings"
	"sync"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// The clients' conventions are those of the Inter-Client Communication Conventions Manual (ICCCM), section 2.

var (
	errSilent = errors.New("the X server does not answer")
	errEnded  = errors.New("the X server has ended the connection")
	// ErrRefused: the server says that the clipboard is still somebody else's.
	ErrRefused = errors.New("the X server gives the clipboard to somebody else")
)

// Near reports whether a display is reached without sending what is copied over a network: by a socket of this machine, or as
// OpenSSH forwards one, at loopback. forwarded tells the two apart.
func Near(display string) (near, forwarded bool) {
	colon := strings.LastIndexByte(display, ':')
	if colon < 0 {
		return false, false
	}
	host := display[:colon]
	if host == "" || host == "unix" || strings.HasPrefix(host, "/") {
		return true, false
	}
	host = strings.Trim(host, "[]")
	if host == "localhost" {
		return true, true
	}
	ip := net.ParseIP(host)
	return ip.IsLoopback(), ip.IsLoopback()
}

// Display is a connection to an X server with a window that nobody sees.
type Display struct {
	conn   *xgb.Conn
	window xproto.Window
	atoms  map[string]xproto.Atom
	most   int // bytes that one property takes at once
	events chan xgb.Event
	jobs   chan func()
	lost   chan struct{}
	ended  chan struct{}

	// What follows belongs to the goroutine of run.
	owned   bool
	closing bool // nothing more is asked of anybody
	offers  map[xproto.Atom]offer
	parcels map[place]*parcel
}

// mostAtOnce is as much as a secret can hold: one goes over in one piece wherever the server takes it.
const mostAtOnce = 64 << 10

// names are of the atoms that are not the same on every server.
func names() []string {
	return []string{clipboard, targets, timestamp, multiple, pairs, incr, utf8String, utf8Mime, hint, inbox}
}

const (
	clipboard  = "CLIPBOARD"
	targets    = "TARGETS"
	timestamp  = "TIMESTAMP"
	multiple   = "MULTIPLE"
	pairs      = "ATOM_PAIR"
	incr       = "INCR"
	utf8String = "UTF8_STRING"
	utf8Mime   = "text/plain;charset=utf-8"
	// hint asks what remembers all that is copied not to (KDE's Klipper, KeePassXC, Clipman, CopyQ).
	hint = "x-kde-passwordManagerHint"
	// inbox is the property of our own window where answers are put.
	inbox = "STRONGROOM_CLIPBOARD"
)

// quiet silences xgb's own log, which is for nobody.
var quiet = sync.OnceFunc(func() { xgb.Logger = log.New(io.Discard, "", 0) })

// Open connects to a display within the limit.
func Open(display string, limit time.Duration) (*Display, error) {
	quiet()
	type opened struct {
		d   *Display
		err error
	}
	answer := make(chan opened, 1)
	go func() {
		d, err := open(display)
		answer <- opened{d, err}
	}()
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case o := <-answer:
		return o.d, o.err
	case <-timer.C:
		go func() {
			if o := <-answer; o.err == nil {
				o.d.Close()
			}
		}()
		return nil, errSilent
	}
}

func open(display string) (*Display, error) {
	conn, err := xgb.NewConnDisplay(display)
	if err != nil {
		return nil, err
	}
	d := &Display{conn: conn, atoms: map[string]xproto.Atom{}, events: make(chan xgb.Event), jobs: make(chan func()),
		lost: make(chan struct{}), ended: make(chan struct{}), parcels: map[place]*parcel{}}
	if err := d.introduce(); err != nil {
		conn.Close()
		return nil, err
	}
	go d.pump()
	go d.run()
	return d, nil
}

// introduce learns the names and makes the window.
func (d *Display) introduce() error {
	cookies := map[string]xproto.InternAtomCookie{}
	for _, name := range names() {
		cookies[name] = xproto.InternAtom(d.conn, false, uint16(len(name)), name)
	}
	for name, cookie := range cookies {
		reply, err := cookie.Reply()
		if err != nil {
			return err
		}
		d.atoms[name] = reply.Atom
	}
	setup := xproto.Setup(d.conn)
	d.most = min(mostAtOnce, int(setup.MaximumRequestLength)*4-64) // less the request's own head
	var err error
	if d.window, err = xproto.NewWindowId(d.conn); err != nil {
		return err
	}
	return xproto.CreateWindowChecked(d.conn, 0, d.window, setup.DefaultScreen(d.conn).Root, 0, 0, 1, 1, 0, xproto.WindowClassInputOnly, 0,
		xproto.CwEventMask, []uint32{xproto.EventMaskPropertyChange}).Check()
}

// Lost is closed once somebody else has taken the clipboard, or the server has gone.
func (d *Display) Lost() <-chan struct{} { return d.lost }

// Close ends the connection; the server then drops what was owned. What somebody was asked for is waited for before: an answer to a
// window that has gone reaches whoever gets its number next.
func (d *Display) Close() {
	ctx, cancel := context.WithTimeout(context.Background(), closeTime)
	defer cancel()
	_, _ = do(ctx, d, func() (struct{}, error) { d.closing = true; return struct{}{}, nil })
	d.conn.Close()
}

// closeTime is how long an answer is waited for in the end.
const closeTime = time.Second

// pump hands events on until the connection ends.
func (d *Display) pump() {
	defer close(d.events)
	for {
		event, err := d.conn.WaitForEvent()
		if event == nil && err == nil {
			return
		}
		if event != nil { // an error is of a requestor that has gone
			d.events <- event
		}
	}
}

// run is the goroutine to which what is owned belongs.
func (d *Display) run() {
	defer close(d.ended)
	for {
		select {
		case event, ok := <-d.events:
			if !ok {
				d.drop()
				return
			}
			d.heed(event)
		case job := <-d.jobs:
			job()
		}
	}
}

// do has a job done by run, and gives up on a server that does not answer.
func do[T any](ctx context.Context, d *Display, job func() (T, error)) (answer T, err error) {
	type result struct {
		answer T
		err    error
	}
	results := make(chan result, 1)
	work := func() {
		r := result{err: errEnded}
		if !d.closing {
			r.answer, r.err = job()
		}
		results <- r
	}
	select {
	case d.jobs <- work:
	case <-d.ended:
		return answer, errEnded
	case <-ctx.Done():
		return answer, errSilent
	}
	select {
	case r := <-results:
		return r.answer, r.err
	case <-ctx.Done():
		return answer, errSilent
	}
}

// await serves everybody else until an event comes that is waited for.
func (d *Display) await(limit time.Duration, is func(xgb.Event) bool) error {
	timer := time.NewTimer(limit)
	defer timer.Stop()
	for {
		select {
		case event, ok := <-d.events:
			switch {
			case !ok:
				return errEnded
			case is(event):
				return nil
			}
			d.heed(event)
		case <-timer.C:
			return errSilent
		}
	}
}

// answerTime is how long the server, or another client, may take for one answer.
const answerTime = 700 * time.Millisecond

// now is the server's time, which it tells by an event.
func (d *Display) now() (at xproto.Timestamp, err error) {
	xproto.ChangeProperty(d.conn, xproto.PropModeAppend, d.window, d.atoms[timestamp], xproto.AtomInteger, 32, 0, nil)
	err = d.await(answerTime, func(event xgb.Event) bool {
		changed, ok := event.(xproto.PropertyNotifyEvent)
		at = changed.Time
		return ok && changed.Window == d.window && changed.Atom == d.atoms[timestamp]
	})
	return at, err
}
