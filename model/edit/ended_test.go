package edit

import (
	"testing"

	"strongroom/backend"
	"strongroom/backend/change"
	"strongroom/backend/disk"
	"strongroom/model/pane/panetest"
)

func TestAFileThatCannotBePickedAnyMoreIsWiped(t *testing.T) {
	e, _ := lateEdit(t) // a form
	alive := len(e.Ledger.Alive())
	e.askFile()
	_, asked := e.picking.Start(e.Ctx)
	v := e.Ledger.Text("made-up")
	if e.Hear(fileRead{ask: asked, name: "made-up", v: v}); v.Held() || len(e.picked) > 0 {
		t.Error("it is held, or picked")
	}
	panetest.Wiped(t, e.Desk, alive)
}

func TestAValueThatNoSecretIsMadeOfIsWiped(t *testing.T) {
	e, _ := lateEdit(t)
	v := e.Ledger.Text("made-up")
	if e.startCreate(v, createPlain); v.Held() {
		t.Error("it is held")
	}
}

func TestAnEditThatBeginsAnewForgetsWhatWasTried(t *testing.T) {
	l := &backend.Ledger{}
	d := anew(disk.Draft{Base: l.Text("old"), Value: l.Text("new"), Tried: &change.Save{Value: l.Text("tried")}}, backend.Secret{Name: "app/canary"})
	if alive := l.Alive(); len(alive) != 2 { // the value, and what it starts from now
		t.Errorf("alive are %v", alive)
	}
	d.Wipe()
}

func TestAnotherNameAndAnotherBaseAreAnotherAttempt(t *testing.T) {
	made := func() *Pane {
		e, _ := lateEdit(t)
		e.Close()
		e.Hear(newChosen{spec: backend.NewSecret{Name: "app/new"}})
		e.attempt = &change.Save{Value: e.Ledger.Text("tried"), Token: "made-up"}
		return e
	}
	e := made()
	tried := e.attempt.Value
	if e.Hear(newChosen{again: true, spec: backend.NewSecret{Name: "app/other"}}); tried.Held() {
		t.Error("what was tried under another name is kept")
	}
	for base, kept := range map[string]bool{"v1": true, "v2": false} {
		e := made()
		tried := e.attempt.Value
		_, run := e.work.Start(e.Ctx)
		e.saving = true
		e.Hear(created{run: run, token: "made-up", way: createRevive, base: "v1", detail: backend.Detail{Secret: backend.Secret{ARN: "arn", Name: "app/new"}},
			now: backend.Revealed{Value: e.Ledger.Text("now"), Version: base}, err: &backend.Error{Op: "save", Kind: backend.ErrServer}})
		if tried.Held() != kept {
			t.Errorf("on the version %s the attempt is kept: %v", base, !kept)
		}
		e.Close()
	}
}
