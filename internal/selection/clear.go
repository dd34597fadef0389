package selection

import (
	"context"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"

	"strongroom/model/clip"
)

const (
	// restoreTime is how long what remembers copies may take to put one back, once the clipboard is empty.
	restoreTime = 100 * time.Millisecond
	// mostTries is how often it is taken off again.
	mostTries = 5
	// mostRead is where a text that is read is not the one that was copied, bytes.
	mostRead = 4 << 20
)

// ClearIfOurs empties the clipboard where this connection owns it, or where whoever does gives the text that the receipt is for: a
// program that remembers copies may have taken it over. One that is nobody's is cleared.
func (d *Display) ClearIfOurs(ctx context.Context, r clip.Receipt) (clip.Outcome, error) {
	return do(ctx, d, func() (clip.Outcome, error) {
		for tries := range mostTries {
			switch h, err := d.holds(r); {
			case tries > 0 && (err != nil || h != itself), h == nothing:
				return clip.Cleared, nil
			case err != nil:
				return clip.Unknown, err
			case h == another:
				return clip.NotOurs, nil
			}
			if err := d.release(); err != nil {
				return clip.Failed, err
			}
			_ = d.await(restoreTime, func(xgb.Event) bool { return false })
		}
		return clip.Failed, nil
	})
}

// Holds reports whether the clipboard gives the text that the receipt is for.
func (d *Display) Holds(ctx context.Context, r clip.Receipt) (bool, error) {
	return do(ctx, d, func() (bool, error) {
		h, err := d.holds(r)
		return h == itself, err
	})
}

// Owner is the window that the clipboard belongs to, 0 for none.
func (d *Display) Owner(ctx context.Context) (uint32, error) {
	return do(ctx, d, func() (uint32, error) {
		w, err := d.owner()
		return uint32(w), err
	})
}

// held is what a clipboard gives.
type held int

const (
	unknown held = iota
	nothing
	another
	itself
)

func (d *Display) holds(r clip.Receipt) (held, error) {
	if d.owned {
		return itself, nil
	}
	owner, err := d.owner()
	switch {
	case err != nil:
		return unknown, err
	case owner == xproto.WindowNone:
		return nothing, nil
	}
	text, is, err := d.read()
	defer clear(text)
	switch {
	case err != nil:
		return unknown, err
	case is && r.IsAsGiven(text):
		return itself, nil
	}
	return another, nil
}

// release takes the clipboard and leaves it to nobody.
func (d *Display) release() error {
	at, err := d.now()
	if err == nil && !d.owned {
		err = d.take(at)
	}
	if err != nil {
		return err
	}
	d.drop()
	xproto.SetSelectionOwner(d.conn, xproto.WindowNone, d.atoms[clipboard], at)
	_, err = d.owner() // the server has done it by then
	return err
}

// read is the text that another client gives; is: it gives one, and not a picture alone.
func (d *Display) read() (text []byte, is bool, err error) {
	at, err := d.now()
	if err != nil {
		return nil, false, err
	}
	xproto.DeleteProperty(d.conn, d.window, d.atoms[inbox])
	xproto.ConvertSelection(d.conn, d.window, d.atoms[clipboard], d.atoms[utf8String], d.atoms[inbox], at)
	var told xproto.SelectionNotifyEvent
	if err := d.await(answerTime, func(event xgb.Event) (is bool) {
		told, is = event.(xproto.SelectionNotifyEvent)
		return is
	}); err != nil || told.Property == xproto.AtomNone {
		return nil, false, err
	}
	kind, text, err := d.fetch()
	if err != nil || kind != d.atoms[incr] {
		return text, err == nil, err
	}
	clear(text)
	text, err = d.readPieces()
	return text, err == nil, err
}

// fetch takes what lies in our inbox out of it.
func (d *Display) fetch() (kind xproto.Atom, b []byte, err error) {
	reply, err := xproto.GetProperty(d.conn, true, d.window, d.atoms[inbox], xproto.GetPropertyTypeAny, 0, mostRead/4).Reply()
	if err != nil {
		return 0, nil, err
	}
	return reply.Type, reply.Value, nil
}

// readPieces reads a text that comes piece by piece; the first was asked for by taking out its size.
func (d *Display) readPieces() (text []byte, err error) {
	for len(text) < mostRead {
		if err := d.await(answerTime, func(event xgb.Event) bool {
			e, ok := event.(xproto.PropertyNotifyEvent)
			return ok && e.Window == d.window && e.Atom == d.atoms[inbox] && e.State == xproto.PropertyNewValue
		}); err != nil {
			return text, err
		}
		_, piece, err := d.fetch()
		if err != nil || len(piece) == 0 {
			return text, err
		}
		whole := append(make([]byte, 0, len(text)+len(piece)), text...)
		clear(text)
		text = append(whole, piece...)
		clear(piece)
	}
	return text, nil
}
