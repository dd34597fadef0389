package edit_test

import (
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/model"
	"strongroom/model/pane"
	"strongroom/model/play"
)

// exposes is in the border of whatever shows a value, and of nothing else.
const exposes = "masked in"

func TestAnEditStaysRevealedWhileItIsUsedAndNoLonger(t *testing.T) {
	for name, use := range map[string]func(p *play.Player){
		"moving":  func(p *play.Player) { p.Press("j") },
		"typing":  func(p *play.Player) { p.Press("enter").Types("x") },
		"pasting": func(p *play.Player) { p.Press("enter").Pastes("x") },
		"undoing": func(p *play.Player) { p.Press("d u") },
	} {
		t.Run(name, func(t *testing.T) {
			play.InTheForm(t, `{"other":"x","key":"`+play.Canary+`"}`, func(p *play.Player) {
				p.Press("V").Sees(play.Canary, exposes).Wait(20 * time.Second)
				use(p)
				p.Wait(28*time.Second).Sees(play.Canary).Wait(2100*time.Millisecond).SeesNot(play.Canary, exposes)
			})
		})
	}
}

func TestWhatIsNoLongerShownIsNoLongerCounted(t *testing.T) {
	for name, ends := range map[string]string{"typing that is kept": "enter ctrl+o x enter", "typing that is dropped": "enter ctrl+o esc", "the value as text": "T esc", "a row that is hidden": "v v", "all of them": "V V"} {
		t.Run(name, func(t *testing.T) {
			play.InTheForm(t, `{"key":"made-up","other":"x"}`, func(p *play.Player) { p.Press(ends).Sees("edit app/canary").SeesNot(exposes) })
		})
	}
}

func TestWhatComesBackFromTheTextOrAConflictIsMasked(t *testing.T) {
	play.InTheForm(t, `{"key":"`+play.Canary+`","other":"x"}`, func(p *play.Player) {
		p.Press("V T").Sees(play.Canary).Types(" ").Press("esc").Sees("JSON · 2 keys").SeesNot(play.Canary, exposes)
	})
	play.InTheForm(t, `{"key":"made-up","other":"`+play.Canary+`"}`, func(p *play.Player) {
		p.Press("enter").Types("mine").Press("enter V").Sees(play.Canary).Press("ctrl+s").Sees("Save the value")
		p.Colleague("app/canary", `{"key":"made-up-theirs","other":"`+play.Canary+`-2"}`)
		p.Press("enter").Sees("conflict in app/canary").SeesNot(play.Canary[:11], exposes).Press("V").Sees(play.Canary[:11]).Press("esc").Sees("edit app/canary").SeesNot(play.Canary, exposes)
	})
}

func TestAnEditThatIsOpenedAnewIsMasked(t *testing.T) {
	play.InTheForm(t, `{"key":"`+play.Canary+`","other":"x"}`, func(p *play.Player) {
		p.Press("V").Sees(play.Canary).Press("esc").SeesNot("edit app/canary").Press("e").Sees("edit app/canary").SeesNot(play.Canary, exposes)
	})
}

func TestARowOfAnotherDocumentIsNotRevealedByUndo(t *testing.T) {
	play.InTheForm(t, `{"key":"`+play.Canary+`"}`, func(p *play.Player) {
		p.Press("T ctrl+end ctrl+u").Types(`["` + play.Canary + `","b","c","d"]`).Press("esc").Sees("4 items").Press("V").Sees(play.Canary)
		p.Press("u").Sees("1 key").SeesNot(play.Canary, exposes)
	})
}

func TestNothingOfAnEditIsShownWhileThePersonPresents(t *testing.T) {
	json, text := play.SeedOne(backend.TextValue(`{"key":"`+play.Canary+`","other":"x"}`)), play.SeedOne(backend.TextValue(play.Canary))
	for name, c := range map[string]struct {
		text       bool
		opens, key string
	}{
		"a row": {opens: "e", key: "v"}, "all rows": {opens: "e", key: "V"}, "what is typed": {opens: "e enter", key: "ctrl+o"}, "JSON that is typed": {opens: "e t", key: "ctrl+o"},
		"the value as text": {opens: "e T", key: "ctrl+o"}, "a text": {text: true, opens: "e", key: "ctrl+o"}, "a review": {opens: "e d ctrl+s", key: "v"},
		"a password": {opens: "e enter ctrl+g", key: "v"}, "an editor": {opens: "e", key: "E"},
	} {
		t.Run(name, func(t *testing.T) {
			seed := json
			if c.text {
				seed = text
			}
			play.Game(t, play.Setting{Seed: seed, Change: func(o *model.Options) { o.Present = true }}, func(p *play.Player) {
				p.Never(play.Forms()...).Press(c.opens).Wait(time.Second).SeesNot("! "+pane.Presenting).Press(c.key).Sees("! "+pane.Presenting, "••••").SeesNot(exposes)
			})
		})
	}
}

func TestAPresenterTypesOnlyWhatStandsNowhereUnseen(t *testing.T) {
	presents := func(o *model.Options) { o.Present = true }
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue("made-up")), Change: presents}, func(p *play.Player) {
		p.Press("e").Sees("edit app/canary", pane.Presenting).Types("x").Sees(pane.Presenting).SeesNot("typed").Press("ctrl+g").Sees("! " + pane.Presenting)
		p.Press("ctrl+s").Sees("nothing is changed")
	})
	play.Game(t, play.Setting{Seed: play.JSONSecret(), Change: presents}, func(p *play.Player) {
		p.Press("e enter left").Sees("type or paste a new value; " + pane.Presenting).Types("mine").Sees("4 typed")
	})
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.Value{}), Change: presents}, func(p *play.Player) {
		p.Never("mine").Press("e").Sees("this secret has no value yet").Types("mine").Sees("4 typed").SavesAs("mine")
	})
}
