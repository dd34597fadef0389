package detail

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/decode"
	"strongroom/backend/document"
	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// layer is what a value, or a field of one, says in another form. It lies over what it was decoded from, is exposed with it, and ends
// with it.
type layer struct {
	value
	found decode.Found // without its Value
	from  string       // the field that was decoded, "" for the whole
	ways  []decode.Way // in which that can be read, the best first
}

// top is what is looked at: the last that was decoded, or the value.
func (d *Pane) top() *value {
	v := &d.value
	for v.decoded != nil {
		v = &v.decoded.value
	}
	return v
}

// topLayer is the last that was decoded, nil for none.
func (v *value) topLayer() *layer {
	if v.decoded == nil || v.decoded.decoded == nil {
		return v.decoded
	}
	return v.decoded.topLayer()
}

// undecode wipes all that was decoded from the value.
func (v *value) undecode() {
	if v.decoded == nil {
		return
	}
	over := v.decoded
	over.undecode()
	over.showAll(false)
	over.val.Wipe()
	v.decoded = nil
}

// decodedLess takes off the topmost layer, and reports whether there was one.
func (v *value) decodedLess() bool {
	if v.decoded == nil {
		return false
	}
	if !v.decoded.decodedLess() {
		v.undecode()
	}
	return true
}

// undecodable is the reason why nothing can be decoded.
func (d *Pane) undecodable(a keymap.Action, on *pane.Shown) string {
	switch over := d.value.topLayer(); {
	case d.Exposures.Denied != "":
		return d.Exposures.Denied
	case a == keymap.Decode:
		return d.Readable(on.Secret, on.On)
	case d.tab != tabValue || over == nil:
		return "nothing is decoded: " + d.Keys.Key(keymap.Detail, keymap.Decode) + " decodes what the cursor is on"
	case len(over.ways) < 2:
		return "it can be read in no other way"
	}
	return ""
}

// decode reads what the cursor is on in the best way there is, and shows it.
func (d *Pane) decode() tea.Cmd {
	v := d.top()
	text, from, why := v.toDecode()
	if why != "" {
		return pane.Say(pane.Plain, why)
	}
	defer text.Wipe()
	ways := decode.Ways(text)
	if len(ways) == 0 {
		return pane.Say(pane.Plain, "nothing to decode in "+orWhole(from)+" · no base64, JWT, certificate, gzip, URL encoding or connection string")
	}
	return d.decodeAs(v, text, from, ways, 0)
}

// toDecode is a copy of what the cursor is on, and which field it is, or why it cannot be decoded.
func (v *value) toDecode() (text backend.Value, from, why string) {
	f, ok := v.field()
	switch {
	case v.doc.Kind != document.KindJSON:
		return v.val.Clone(), "", ""
	case !ok:
		return text, "", "there is nothing to decode in it"
	case v.doc.Fields[f].Container():
		return text, "", "move to a key that holds a text: an object is not decoded"
	}
	return v.doc.Text(v.val, f), v.doc.Called(f), ""
}

// decodeAs reads a text in the first way that does, from one on, and lays it over the value that it is of.
func (d *Pane) decodeAs(v *value, text backend.Value, from string, ways []decode.Way, first int) tea.Cmd {
	var wrong error
	for i := range ways {
		found, err := decode.Decode(text, ways[(first+i)%len(ways)])
		if err != nil {
			if wrong == nil {
				wrong = err
			}
			continue
		}
		v.lay(&layer{found: found, from: from, ways: ways})
		return nil
	}
	return pane.Say(pane.Warning, "it could not be decoded: "+d.WhatFailed(wrong))
}

// lay puts a layer over the value, revealed but for what stands apart.
func (v *value) lay(over *layer) {
	over.shown, over.depth, over.w, over.folded = v.shown, v.depth+1, v.w, map[int]bool{}
	over.State, over.val, over.doc = pane.Held, over.found.Value, document.Of(over.found.Value)
	over.found.Value = backend.Value{}
	over.scroll.H = v.scroll.H
	v.undecode()
	v.decoded = over
	over.showAll(true)
	for i, f := range over.doc.Fields {
		if f.Depth == 0 && slices.Contains(over.found.Apart, f.Key) {
			over.show(i, false)
		}
	}
	over.layout()
}

// decodeOther reads what the topmost layer is of in the next way there is.
func (d *Pane) decodeOther() {
	d.value.shown.Touch()
	over := d.value.topLayer()
	below := &d.value
	for below.decoded != over {
		below = &below.decoded.value
	}
	text, _, why := below.toDecode()
	if why != "" {
		return
	}
	defer text.Wipe()
	d.decodeAs(below, text, over.from, over.ways, slices.Index(over.ways, over.found.Way)+1)
}

func orWhole(from string) string {
	if from == "" {
		return "the value"
	}
	return ui.Datum(from)
}

// calledIn is how the clipboard calls what is copied of a layer, or of the value itself: a part of it, "" for all.
func (d *Pane) calledIn(v *value, name string) string {
	over := d.value.topLayer()
	switch {
	case over == nil || v == &d.value:
		return name
	case name == "":
		return over.words()
	}
	return name + " of " + over.words()
}

// words is what the layer is: "JWT in token, decoded".
func (l *layer) words() string {
	if l.from == "" {
		return l.found.Way.String() + ", decoded"
	}
	return l.found.Way.String() + " in " + l.from + ", decoded"
}

// next is the way in which it is read next.
func (l *layer) next() decode.Way {
	return l.ways[(slices.Index(l.ways, l.found.Way)+1)%len(l.ways)]
}
