package edit_test

import (
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/local"
	"strongroom/model"
	"strongroom/model/pane"
	"strongroom/model/play"
)

func TestAnEditsFooterHasOneUndoItsOwn(t *testing.T) {
	play.Game(t, play.Setting{W: 160, H: 36, Seed: play.JSONSecret()}, func(p *play.Player) {
		p.Press("e j enter").Types("one").Press("enter ctrl+s enter").Sees("saved app/canary", "moves AWSCURRENT back")
		p.Press("e").Sees("edit app/canary").SeesNot("saved app/canary").Press("j enter").Types("two").Press("enter")
		if n := strings.Count(p.Foot(), "u undo"); n != 1 {
			t.Errorf("%d undos in %s", n, p.Foot())
		}
		p.Press("ctrl+s")
		p.Colleague("app/canary", strings.Replace(play.Pretty, `"old"`, `"theirs"`, 1))
		p.Press("enter").Sees("conflict in app/canary")
		if strings.Contains(p.Foot(), "undo") {
			t.Errorf("the conflict's footer is %s", p.Foot())
		}
		p.Press("u").Sees("an edit of app/canary has the keys")
	})
}

func TestAFailedSaveStandsUnderNoEarlierSuccess(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		p.Press("e j enter").Types("one").Press("enter").Wait(time.Second).Press("ctrl+s").Sees("Save the value")
		p.Server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"PutSecretValue": true} })
		p.Program.Send(pane.Said{Text: "saved d/one", Kind: pane.Good, Stay: time.Hour})
		p.Press("enter").Sees("not saved").SeesNot("saved d/one")
	})
}

func TestTheFooterOfATextSaysWhatItsKeyDoesNow(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue("made-up"))}, func(p *play.Player) {
		p.Press("e").Sees("ctrl+o hide ").Press("ctrl+o").Sees("ctrl+o reveal ").SeesNot("ctrl+o hide ")
	})
}

func TestAnEditThatCannotBeReadOffersNothingThatDoesNothing(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		p.Server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"GetSecretValue": true} })
		p.Press("e").Sees("access denied")
		if strings.Contains(p.Foot(), "change") || !strings.Contains(p.Foot(), "leave") {
			t.Errorf("it offers %s", p.Foot())
		}
		p.Press("enter").Sees("there is no value to edit: esc leaves").Press("esc").SeesNot("edit app/canary")
	})
}

func TestTheWaysOutOfBrokenJSONFitBesideTheList(t *testing.T) {
	o := &play.OtherEditor{Editor: pane.Editor{Name: "vim"}, Makes: func(string) string { return `{"a": "1"` }}
	o.Run = o.Edit
	play.Game(t, play.Setting{W: 110, H: 30, Seed: play.SeedOne(backend.TextValue(`{"a": "1"}`)), Change: func(m *model.Options) { m.Editor = &o.Editor }}, func(p *play.Player) {
		p.Press("E").Sees("not JSON any more", "reopens", "saves it as text", "drops it")
	})
}
