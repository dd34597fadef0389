package model_test

import (
	"testing"
	"time"

	"strongroom/backend/local"
	"strongroom/model"
	"strongroom/model/play"
)

// keepsPolicies leaves an edit of the default policy of each of these secrets behind, without its dialog: a screen that locks closes it.
func keepsPolicies(p *play.Player, names ...string) {
	p.T.Helper()
	p.PolicyOf("^" + names[0] + "$") // where the tab stays
	for _, name := range names {
		p.At(name).Wait(time.Second).Press("2 e").Sees("Edit the policy").Wait(time.Second).Press("right").Types(`"Id":"made-up",`)
		p.Wait(2 * time.Minute).Press("enter").Wait(time.Second).SeesNot("Edit the policy")
	}
}

func locksSoon(o *model.Options) { o.LockAfter = time.Minute }

// editsToo begins an edit of the value of app/canary.
func editsToo(p *play.Player) *play.Player {
	p.T.Helper()
	return p.At("app/canary").Press("2 ] e").Wait(time.Second).Press("j enter ctrl+u").Types("made-up precious").Press("enter").Wait(2 * play.DraftTime).Sees("1 changed")
}

func goesOn(p *play.Player) *play.Player {
	p.T.Helper()
	select {
	case <-p.Done:
		p.Quit = true
		p.T.Fatal("the program has ended")
	default:
	}
	return p
}

func TestAYesToLosingOnePolicyLosesNothingElse(t *testing.T) {
	for name, answers := range map[string]func(p *play.Player){
		"yes": func(p *play.Player) {
			p.Press("ctrl+c").Wait(time.Second).Sees("Quit with an unsaved policy").Press("y")
		},
		"twice":   func(p *play.Player) { p.Press("ctrl+c ctrl+c") },
		"enter":   func(p *play.Player) { p.Press("ctrl+c").Wait(time.Second).Press("tab enter") },
		"at once": func(p *play.Player) { p.Rapidly("ctrl+c ctrl+c") },
	} {
		l := play.NewLogin(t)
		play.Game(t, play.Setting{Seed: play.SeedGoverned, Change: func(o *model.Options) { l.With(o); locksSoon(o) }}, func(p *play.Player) {
			keepsPolicies(p, "app/canary")
			editsToo(p)
			answers(p)
			goesOn(p.Wait(time.Second)).Sees("Quit with an unsaved edit", "its draft goes with it").Press("esc").Sees("1 changed")
			if n := len(l.Files()); n != 1 {
				t.Errorf("%s: %d drafts", name, n)
			}
			p.Press("ctrl+c").Sees("Quit with an unsaved edit").Wait(time.Second).Press("esc") // the policy is not asked about again
			p.Signalled()
			if n := len(l.Files()); n != 1 {
				t.Errorf("%s: %d drafts after the end", name, n)
			}
		})
	}
}

func TestEachUnsavedPolicyIsAskedAboutByItself(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedGoverned, Change: locksSoon}, func(p *play.Player) {
		keepsPolicies(p, "app/canary", "app/other")
		p.Press("ctrl+c").Wait(time.Second).Sees("Quit with an unsaved policy", "app/canary").Press("y")
		goesOn(p.Wait(time.Second)).Sees("Quit with an unsaved policy", "app/other").Press("esc").Wait(time.Second)
		p.Press("e").Wait(time.Second).Sees("Edit the policy", "app/other", `"Id":"made-up"`).Press("ctrl+c").Wait(time.Second).Sees("app/other").Press("y").Ends()
	})
}

func TestSwitchingAsksAboutAPolicyAndSwitches(t *testing.T) {
	places := &twoPlaces{}
	between(t, play.Setting{}, places, func(p *play.Player) {
		p.Server.Set(func(k *local.Knobs) { k.Deny = play.Deny("PutResourcePolicy") })
		p.Press("2 [").Wait(time.Second).Press("e").Wait(time.Second).Press("right").Types(`"Id":"made-up",`).Press("ctrl+s").Wait(time.Second)
		p.Slowly("PutResourcePolicy", 3*time.Second)
		p.Press("y esc").Wait(20 * time.Second).Sees("has what you typed").SeesNot("Edit the policy")
		p.Press("] e enter ctrl+u").Types("made-up new").Press("enter").Sees("1 changed")
		p.Press("@").Types("away").Wait(time.Second).Press("enter").Wait(time.Second).Sees("Switch with an unsaved policy", "home/app-00", "drop it and switch")
		p.Press("esc").Wait(time.Second).Sees("1 changed").Press("@").Types("away").Wait(time.Second).Press("enter").Wait(time.Second).Press("y")
		goesOn(p.Wait(time.Second)).Sees("Switch with an unsaved edit", "home/app-00", "stays with this place").Press("y")
		goesOn(p.Wait(2*time.Second)).Sees("now at away", "away/app-00").SeesNot("home/app")
		p.Press("ctrl+c").Ends()
	})
}

func TestAPolicyThatCouldNotBeSavedKeepsTheProgramThatWaitsForIt(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedGoverned}, func(p *play.Player) {
		p.Server.Set(func(k *local.Knobs) { k.Deny = play.Deny("PutResourcePolicy") })
		p.PolicyOf("^app/canary$").Press("e").Wait(time.Second).Press("right").Types(`"Id":"made-up",`).Press("ctrl+s").Wait(time.Second)
		p.Slowly("PutResourcePolicy", 5*time.Second)
		p.Press("y ctrl+c").Sees("Quitting", "changing the policy of app/canary")
		goesOn(p.Wait(20*time.Second)).Sees("Quit with an unsaved policy").Press("esc").Wait(time.Second).Sees("access denied", `"Id":"made-up"`)
	})
}

func TestAPolicyThatWouldBeLostIsToldWhereNothingIsDrawn(t *testing.T) {
	l := play.NewLogin(t)
	play.Game(t, play.Setting{Seed: play.SeedGoverned, Change: func(o *model.Options) { l.With(o); locksSoon(o) }}, func(p *play.Player) {
		keepsPolicies(p, "app/canary")
		editsToo(p).Resize(39, 30).Sees("quits, but asks").Press("ctrl+c").Sees("ctrl+c again loses the edit").Press("ctrl+c").Ends()
		if n := len(l.Files()); n != 1 {
			t.Errorf("%d drafts", n)
		}
	})
}
