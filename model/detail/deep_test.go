package detail

import (
	"io"
	"os"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/document"
	"strongroom/keymap"
	"strongroom/model/clip"
	"strongroom/model/pane"
	"strongroom/model/pane/panetest"
)

// detailOf is the pane with one secret in it, whose value is held and masked.
func detailOf(d *pane.Desk, v backend.Value) (*Pane, *pane.Shown) {
	p := New(d, clip.NewCopier(d, clip.NewKeeper(nil, clip.NewTerminal(os.Getenv, io.Discard), time.Now)))
	p.Resize(62, 25)
	on := &pane.Shown{Focus: pane.Detail, On: true, Secret: backend.Secret{ARN: "arn", Name: "app/canary"}}
	p.Follow(on)
	p.Show(on)
	p.value.take(backend.Revealed{ARN: "arn", Name: "app/canary", Version: "made-up", Value: v}, document.Of(v))
	return p, on
}

// detailChores are what a user can ask of a value in the pane.
func detailChores() map[string]panetest.Chore {
	chore := func(acts ...keymap.Action) panetest.Chore {
		return func(d *pane.Desk, value func(string) backend.Value) func() {
			p, on := detailOf(d, value("one"))
			return func() {
				for _, a := range acts {
					p.Act(a, on)
				}
				panetest.Draw(d, p, on)
			}
		}
	}
	return map[string]panetest.Chore{
		"reveal all":       chore(keymap.RevealAll),
		"reveal an object": chore(keymap.Top, keymap.Down, keymap.Reveal),
		"fold":             chore(keymap.Bottom, keymap.Back),
		"copy":             chore(keymap.Bottom, keymap.Copy),
		"read again": func(d *pane.Desk, value func(string) backend.Value) func() {
			p, on := detailOf(d, value("one"))
			p.Act(keymap.Bottom, on)
			p.value.end()
			v := value("two")
			return func() {
				p.value.take(backend.Revealed{ARN: "arn", Value: v}, document.Of(v))
				panetest.Draw(d, p, on)
			}
		},
	}
}

func TestNoChoreOfAValueGrowsWithTheSquareOfItsDepth(t *testing.T) {
	panetest.GrowsGently(t, detailChores())
}

func BenchmarkDeepValue(b *testing.B) { panetest.Deep(b, detailChores()) }
