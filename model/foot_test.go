package model

import (
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/local"
	"strongroom/model/edit"
	"strongroom/model/pane"
)

func TestAnEditsFooterHasOneUndoItsOwn(t *testing.T) {
	play(t, setting{w: 160, h: 36, seed: jsonSecret()}, func(p *player) {
		p.press("e j enter").types("one").press("enter ctrl+s enter").sees("saved app/canary", "moves AWSCURRENT back")
		p.press("e").sees("edit app/canary").seesNot("saved app/canary").press("j enter").types("two").press("enter")
		if n := strings.Count(p.foot(), "u undo"); n != 1 {
			t.Errorf("%d undos in %s", n, p.foot())
		}
		p.press("ctrl+s")
		p.colleague("app/canary", strings.Replace(pretty, `"old"`, `"theirs"`, 1))
		p.press("enter").sees("conflict in app/canary")
		if strings.Contains(p.foot(), "undo") {
			t.Errorf("the conflict's footer is %s", p.foot())
		}
		p.press("u").sees("an edit of app/canary has the keys")
	})
}

func TestAFailedSaveStandsUnderNoEarlierSuccess(t *testing.T) {
	play(t, setting{seed: jsonSecret()}, func(p *player) {
		p.press("e j enter").types("one").press("enter").wait(time.Second).press("ctrl+s").sees("Save app/canary")
		p.server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"PutSecretValue": true} })
		p.program.Send(pane.Said{Text: "saved d/one", Kind: pane.Good, Stay: time.Hour})
		p.press("enter").sees("not saved").seesNot("saved d/one")
	})
}

func TestTheFooterOfATextSaysWhatItsKeyDoesNow(t *testing.T) {
	play(t, setting{seed: seedOne(backend.TextValue("made-up"))}, func(p *player) {
		p.press("e").sees("ctrl+o hides", "ctrl+o hide ").press("ctrl+o").sees("ctrl+o shows", "ctrl+o show ").seesNot("ctrl+o hides")
	})
}

func TestAnEditThatCannotBeReadOffersNothingThatDoesNothing(t *testing.T) {
	play(t, setting{seed: jsonSecret()}, func(p *player) {
		p.server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"GetSecretValue": true} })
		p.press("e").sees("access denied")
		if strings.Contains(p.foot(), "change") || !strings.Contains(p.foot(), "leave") {
			t.Errorf("it offers %s", p.foot())
		}
		p.press("enter").sees("there is no value to edit: esc leaves").press("esc").seesNot("edit app/canary")
	})
}

func TestTheWaysOutOfBrokenJSONFitBesideTheList(t *testing.T) {
	o := &otherEditor{Editor: edit.Editor{Name: "vim"}, makes: func(string) string { return `{"a": "1"` }}
	o.Run = o.run
	play(t, setting{w: 110, h: 30, seed: seedOne(backend.TextValue(`{"a": "1"}`)), change: func(m *Options) { m.Editor = &o.Editor }}, func(p *player) {
		p.press("E").sees("not JSON any more", "reopens", "saves as text", "drops it")
	})
}
