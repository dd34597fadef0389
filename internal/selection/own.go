package selection

import (
	"context"
	"time"
	"unicode/utf8"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// offer is one form of the text.
type offer struct {
	kind   xproto.Atom
	format byte // bits of an item
	bytes  []byte
}

// Own takes the clipboard and hands out text, which must not change, from now on. A secret is marked as one.
func (d *Display) Own(ctx context.Context, text []byte, secret bool) error {
	_, err := do(ctx, d, func() (struct{}, error) {
		at, err := d.now()
		if err == nil {
			d.offers = d.forms(text, secret, at)
			err = d.take(at)
		}
		d.owned = err == nil
		return struct{}{}, err
	})
	return err
}

// take makes the clipboard ours.
func (d *Display) take(at xproto.Timestamp) error {
	xproto.SetSelectionOwner(d.conn, d.window, d.atoms[clipboard], at)
	owner, err := d.owner()
	if err == nil && owner != d.window {
		err = ErrRefused
	}
	return err
}

func (d *Display) owner() (xproto.Window, error) {
	reply, err := xproto.GetSelectionOwner(d.conn, d.atoms[clipboard]).Reply()
	if err != nil {
		return 0, err
	}
	return reply.Owner, nil
}

// forms are the text in all its forms, by the target that asks for each.
func (d *Display) forms(text []byte, secret bool, at xproto.Timestamp) map[xproto.Atom]offer {
	all := map[xproto.Atom]offer{
		d.atoms[utf8String]: {d.atoms[utf8String], 8, text},
		d.atoms[utf8Mime]:   {d.atoms[utf8Mime], 8, text},
		d.atoms[timestamp]:  {xproto.AtomInteger, 32, words(uint32(at))},
	}
	if latin, ok := latin1(text); ok {
		all[xproto.AtomString] = offer{xproto.AtomString, 8, latin}
	}
	if secret {
		all[d.atoms[hint]] = offer{d.atoms[hint], 8, []byte("secret")}
	}
	list := []uint32{uint32(d.atoms[targets]), uint32(d.atoms[multiple])}
	for target := range all {
		list = append(list, uint32(target))
	}
	all[d.atoms[targets]] = offer{xproto.AtomAtom, 32, words(list...)}
	return all
}

// latin1 is a text as STRING has it, which knows no other letters. Bytes that are no text are what they are.
func latin1(text []byte) (latin []byte, ok bool) {
	if !utf8.Valid(text) {
		return text, true
	}
	latin = make([]byte, 0, len(text))
	for _, r := range string(text) {
		if r > 0xff {
			clear(latin)
			return nil, false
		}
		latin = append(latin, byte(r))
	}
	return latin, true
}

func words(all ...uint32) []byte {
	b := make([]byte, 0, 4*len(all))
	for _, w := range all {
		b = append(b, byte(w), byte(w>>8), byte(w>>16), byte(w>>24)) // the order of bytes that xgb agrees on
	}
	return b
}

// heed takes in what the server tells.
func (d *Display) heed(event xgb.Event) {
	switch e := event.(type) {
	case xproto.SelectionRequestEvent:
		d.answer(e)
	case xproto.SelectionClearEvent:
		if e.Selection == d.atoms[clipboard] && d.owned {
			d.drop()
		}
	case xproto.PropertyNotifyEvent:
		if p := d.parcels[place{e.Window, e.Atom}]; p != nil && e.State == xproto.PropertyDelete {
			d.next(place{e.Window, e.Atom}, p)
		}
	}
}

// drop forgets the text that is no longer ours to give.
func (d *Display) drop() {
	d.owned = false
	for _, o := range d.offers {
		clear(o.bytes)
	}
	clear(d.offers)
	clear(d.parcels)
	select {
	case <-d.lost:
	default:
		close(d.lost)
	}
}

// answer gives a requestor what it asks for, or says no.
func (d *Display) answer(e xproto.SelectionRequestEvent) {
	property := e.Property
	if property == xproto.AtomNone {
		property = e.Target // an old client's way to ask
	}
	if !d.owned || e.Selection != d.atoms[clipboard] || !d.give(place{e.Requestor, property}, e.Target) {
		property = xproto.AtomNone
	}
	told := xproto.SelectionNotifyEvent{Time: e.Time, Requestor: e.Requestor, Selection: e.Selection, Target: e.Target, Property: property}
	xproto.SendEvent(d.conn, false, e.Requestor, 0, string(told.Bytes()))
}

// place is where a requestor wants its answer.
type place struct {
	window   xproto.Window
	property xproto.Atom
}

// give puts one form of the text where a requestor wants it.
func (d *Display) give(to place, target xproto.Atom) bool {
	if target == d.atoms[multiple] {
		return d.giveAll(to)
	}
	o, ok := d.offers[target]
	switch {
	case !ok:
		return false
	case len(o.bytes) > d.most:
		d.begin(to, o)
	default:
		d.put(to, o.kind, o.format, o.bytes)
	}
	return true
}

// put writes a property.
func (d *Display) put(to place, kind xproto.Atom, format byte, b []byte) {
	xproto.ChangeProperty(d.conn, xproto.PropModeReplace, to.window, to.property, kind, format, uint32(len(b)/int(format/8)), b)
}

// giveAll answers a list of targets and properties, and strikes out those that cannot be had.
func (d *Display) giveAll(at place) bool {
	reply, err := xproto.GetProperty(d.conn, false, at.window, at.property, xproto.GetPropertyTypeAny, 0, 64).Reply()
	if err != nil || reply.Format != 32 || len(reply.Value)%8 != 0 {
		return false
	}
	for i := 0; i < len(reply.Value); i += 8 {
		target, property := xproto.Atom(xgb.Get32(reply.Value[i:])), xproto.Atom(xgb.Get32(reply.Value[i+4:]))
		if target == d.atoms[multiple] || !d.give(place{at.window, property}, target) {
			xgb.Put32(reply.Value[i+4:], xproto.AtomNone)
		}
	}
	d.put(at, d.atoms[pairs], 32, reply.Value)
	return true
}

// parcel is a text that goes over piece by piece (INCR), each once the one before was taken away.
type parcel struct {
	offer
	sent  int
	since time.Time
}

// parcelTime is after how long a requestor that takes nothing more is forgotten.
const parcelTime = 10 * time.Second

func (d *Display) begin(to place, o offer) {
	for other, p := range d.parcels {
		if time.Since(p.since) > parcelTime {
			delete(d.parcels, other)
		}
	}
	d.parcels[to] = &parcel{o, 0, time.Now()}
	xproto.ChangeWindowAttributes(d.conn, to.window, xproto.CwEventMask, []uint32{xproto.EventMaskPropertyChange})
	d.put(to, d.atoms[incr], 32, words(uint32(len(o.bytes))))
}

// next sends the next piece; an empty one ends it.
func (d *Display) next(to place, p *parcel) {
	n := min(d.most, len(p.bytes)-p.sent)
	d.put(to, p.kind, p.format, p.bytes[p.sent:p.sent+n])
	p.sent, p.since = p.sent+n, time.Now()
	if n == 0 {
		delete(d.parcels, to)
	}
}
