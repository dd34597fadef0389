package edit_test

import (
	"errors"
	"testing"
	"time"

	"strongroom/backend/disk"
	"strongroom/model"
	"strongroom/model/play"
)

// ring is a keyring that gives its key once it is unlocked.
type ring struct {
	key    string
	fails  error
	locked chan struct{}
}

func (r *ring) Missing() string { return "" }

func (r *ring) Get() (string, error) {
	if r.locked != nil {
		<-r.locked
	}
	return r.key, r.fails
}

func (r *ring) Set(key string) error { r.key = key; return r.fails }

func TestThePaneSaysHowLongADraftLastsAndWhyThereIsNone(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		p.Press("e").Sees("edit app/canary", "draft kept until log-out")
	})
	state, keys := t.TempDir(), &ring{}
	with := func(o *model.Options) { o.Drafts = disk.OpenDrafts(state, "", keys) }
	play.Game(t, play.Setting{Seed: play.JSONSecret(), Change: with}, func(p *play.Player) {
		p.Press("e").Sees("draft's key in the keyring").SeesNot("until log-out")
		p.Press("j enter").Types(play.Canary).Wait(2 * play.DraftTime).Signalled()
	})
	play.Game(t, play.Setting{Seed: play.JSONSecret(), Change: with}, func(p *play.Player) {
		p.Resumes().Press("v").Sees(play.Canary).Press("esc").Wait(time.Second).Press("y").SeesNot("edit app/canary")
		p.Press("e j enter").Types("x").Wait(2 * play.DraftTime).Signalled()
	})
	keys.key = ""
	play.Game(t, play.Setting{Seed: play.JSONSecret(), Change: with}, func(p *play.Player) {
		p.Sees("1 unsaved edit of an earlier run cannot be opened: the key is not in the system's keyring")
		p.Press("e j enter").Types("x").Wait(2 * play.DraftTime).Signalled() // makes another key
	})
	play.Game(t, play.Setting{Seed: play.JSONSecret(), Change: with}, func(p *play.Player) { p.Sees("1 draft ") })
	keys.fails = errors.New("made-up")
	play.Game(t, play.Setting{Seed: play.JSONSecret(), Change: with}, func(p *play.Player) {
		p.Sees("unsaved edits of earlier runs could not be looked for", "the system's keyring gives no access").SeesNot("1 draft ")
		p.Press("e j enter").Types("x").Wait(2*play.DraftTime).Sees("no draft is kept: the system's keyring gives no access", "enter keep").SeesNot("draft's key")
		p.Signalled()
	})
}

func TestAKeyringThatWaitsForTheUserDoesNotHoldUpTheEdit(t *testing.T) {
	state := t.TempDir()
	play.Game(t, play.Setting{Seed: play.JSONSecret(), Change: func(o *model.Options) {
		keys := &ring{locked: make(chan struct{})}
		time.AfterFunc(20*time.Second, func() { close(keys.locked) })
		o.Drafts = disk.OpenDrafts(state, "", keys)
	}}, func(p *play.Player) {
		p.Press("e j enter").Types("abc").Wait(play.DraftTime+2*time.Second).Sees("no draft is kept: the system's keyring gave no answer within 2 s: unlock it", "enter keep")
		p.Types("d").Wait(20 * time.Second).Sees("no draft is kept").Types("e").Wait(2 * play.DraftTime).SeesNot("no draft is kept").Sees("draft's key in the keyring")
		p.Press("ctrl+s enter").Sees("saved app/canary")
	})
}
