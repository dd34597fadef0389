package clip

import (
	"testing"
	"time"
)

func TestWhatHasExpiredIsTakenOffAtOnceWhereItStillIs(t *testing.T) {
	sit(t, func(d *desk) {
		if _, err := d.copies("made-up", time.Hour); err != nil {
			t.Fatal(err)
		}
		d.pass(time.Minute)
		if d.held() != "made-up" {
			t.Fatal("it was taken off by itself")
		}
		d.Expire()
		if _, _, held := d.Held(); held {
			t.Error("a countdown is still shown")
		}
		if d.pass(2 * time.Second); d.held() != "" {
			t.Errorf("the clipboard holds %q", d.held())
		}
	})
	sit(t, func(d *desk) { // somebody else has copied meanwhile
		if _, err := d.copies("made-up", time.Hour); err != nil {
			t.Fatal(err)
		}
		d.change(func(f *fake) { f.text = "another's" })
		d.Expire()
		if d.pass(2 * time.Second); d.held() != "another's" {
			t.Errorf("the clipboard holds %q", d.held())
		}
	})
}
