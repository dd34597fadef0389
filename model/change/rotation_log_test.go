package change_test

import (
	"context"
	"reflect"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/local"
	"strongroom/model"
	"strongroom/model/play"
)

func TestTheLastErrorOfAFunctionIsShownAsAValueIs(t *testing.T) {
	for _, size := range [][2]int{{120, 36}, {80, 24}, {40, 10}} {
		play.Game(t, play.Setting{W: size[0], H: size[1], Seed: play.SeedFailing}, func(p *play.Player) {
			p.RotationOf("^app/canary$")
			if n := p.Calls("FilterLogEvents"); n != 0 {
				t.Fatalf("the log was asked %d times before anybody wanted it", n)
			}
			p.Press("L").Sees("last error", "app/canary", "logged 9h ago", "OperationalError").Alive(1)
			if n := p.Calls("FilterLogEvents"); n == 0 || p.Calls("GetSecretValue") != 0 {
				t.Errorf("it took %d questions and %d decrypts", n, p.Calls("GetSecretValue"))
			}
			p.Press("G").Sees("made_up").Press("v").SeesNot("made_up").Sees("••••").Press("v").Sees("made_up").Wait(31*time.Second).Alive(0).SeesNot("made_up").Sees("wiped", "v reads it again")
			p.Press("v").Sees("OperationalError").Alive(1).Press("esc").SeesNot("OperationalError").Alive(0)
			p.Press("L").Sees("OperationalError").Wait(time.Second).Press("v").Wait(31 * time.Second).Alive(0).Press("esc") // and so does what is hidden
			p.Press("!").Sees("read the log").SeesNot("OperationalError", play.Canary)                                      // what was done is told, what was read is not
		})
	}
}

func TestWhyAFunctionTellsNoErrorIsSaid(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedFailing}, func(p *play.Player) {
		p.RotationOf("^app/canary$").Server.Set(func(k *local.Knobs) { k.Deny = play.Deny("FilterLogEvents") })
		p.Press("L").Sees("access denied", "logs:FilterLogEvents", "v reads it again").Wait(time.Second)
		p.Server.Set(func(k *local.Knobs) { k.Deny = nil })
		p.Press("v").Sees("OperationalError")
	})
	play.Game(t, play.Setting{Seed: play.SeedRotating(play.DemoFunction)}, func(p *play.Player) {
		p.RotationOf("^app/canary$").Press("L").Sees("there is no log group /aws/lambda/demo-rotation in eu-west-1").Press("esc")
		p.Press("r").Wait(time.Second).Press("y").Sees("rotated app/canary").Press("L").Sees("no error in its log since", "24h ago").Alive(0)
	})
	play.Game(t, play.Setting{Seed: play.SeedFailing, Change: func(o *model.Options) { o.Present = true }}, func(p *play.Player) {
		p.RotationOf("^app/canary$").Press("L").Sees("presenting: values stay masked").SeesNot("The function's last error")
		if n := p.Calls("FilterLogEvents"); n != 0 {
			t.Errorf("while presenting the log was asked %d times", n)
		}
	})
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.RotationOf("^rds!db").Press("L").Sees("no function of yours rotates it")
	})
	play.Game(t, play.Setting{Seed: play.SeedRotating(play.DemoFunction), Through: func(be backend.Backend) backend.Backend {
		return withoutLog{be}
	}}, func(p *play.Player) {
		p.RotationOf("^app/canary$").Press("L").Sees("no log can be read here")
	})
}

// withoutLog is a client of a service that has no logs.
type withoutLog struct{ backend.Backend }

func TestAQuestionToALogIsGivenUpWithItsDialog(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedFailing}, func(p *play.Player) {
		p.Slowly("FilterLogEvents", 5*time.Second)
		p.RotationOf("^app/canary$").Press("L").Sees("looking through its log since 31 Dec 1999").Press("esc").Wait(time.Minute).Alive(0).SeesNot("OperationalError")
		p.Press("L").Sees("looking through").Press("blur").Wait(time.Minute).Press("focus").Wait(time.Second).Sees("given up · v reads it again").Alive(0)
		p.Slowly("FilterLogEvents", 0)
		if sent := string(p.Screen.Sent()); strings.Contains(sent, "OperationalError") {
			t.Error("an answer was shown that nobody waited for")
		}
	})
}

func TestNothingOfTheModelHoldsWhatAFunctionHasLogged(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedFailing}, func(p *play.Player) {
		p.RotationOf("^app/canary$")
		for _, keys := range []string{"L", "v", "v", "esc"} {
			p.Press(keys).Wait(time.Second)
			var b strings.Builder
			play.Dump(reflect.ValueOf(p.Model), map[uintptr]bool{}, &b)
			if b.Len() < 1000 {
				t.Fatal("the dump sees nothing")
			}
			if found := play.Leaks([]byte(b.String() + p.Everything())); found != nil {
				t.Errorf("after %s a debugging dump of the whole model shows %v", keys, found)
			}
		}
	})
}

func TestALogOfAnotherAccountIsNotAskedFor(t *testing.T) {
	for function, says := range map[string]string{strings.Replace(play.DemoFunction, "123456789012", "999999999999", 1): "its function is in account 999999999999, whose logs cannot be read with this login",
		"made-up-rotation": "no ARN of a Lambda function"} {
		play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
			p.Server.Set(func(k *local.Knobs) { k.Lambdas = []string{function} })
			_, err := p.Rival().Rotate(play.Ctx(), p.ARN("app/canary"), backend.RotationOrder{Lambda: function, AfterDays: 30, Later: true})
			p.Does(err).Press("ctrl+r").RotationOf("^app/canary$").Press("L").Sees(says)
			if n := p.Calls("FilterLogEvents"); n != 0 {
				t.Errorf("%s: the log was asked", function)
			}
		})
	}
}

// partLog has looked through a part of a log.
type partLog struct {
	backend.Backend
	found bool
}

func (l partLog) LastError(_ context.Context, _ backend.Secret, from, to time.Time) (backend.FunctionError, error) {
	e := backend.FunctionError{From: from, To: to, Cut: true}
	if l.found {
		e.At, e.Text = to, backend.TextValue("made-up")
	}
	return e, nil
}

func TestALogThatWasLookedThroughInPartSaysSo(t *testing.T) {
	for _, found := range []bool{true, false} {
		play.Game(t, play.Setting{Seed: play.SeedFailing, Through: func(be backend.Backend) backend.Backend { return partLog{be, found} }}, func(p *play.Player) {
			p.RotationOf("^app/canary$").Press("L").Sees("there is more in its log than was looked through")
		})
	}
}

func TestWhatAStuckRotationNeedsIsOfferedOnlyWhereOneIsStuck(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedRotating(play.StuckFunction)}, func(p *play.Player) {
		p.RotationOf("^app/canary$").Sees("r rotate now  enter set up").SeesNot("L last error", "X clear")
		p.Press("r").Wait(time.Second).Press("y").Wait(10*time.Minute).Sees("running since", "x switch off").SeesNot("L last error", "X clear")
		p.Press("L").Sees("Task timed out").Press("esc X").Sees("Clear the stuck rotation").Press("esc") // both can be asked for
		p.Wait(time.Hour).Sees("stuck since", "X clear  L last error  x switch off")
	})
}

// stubbornLog answers also whoever has given up.
type stubbornLog struct{ backend.Backend }

func (s stubbornLog) LastError(ctx context.Context, of backend.Secret, from, to time.Time) (backend.FunctionError, error) {
	time.Sleep(5 * time.Second)
	return s.Backend.(backend.FunctionLog).LastError(context.WithoutCancel(ctx), of, from, to)
}

func TestAnAnswerOfALogThatComesTooLateIsWiped(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedFailing, Through: func(be backend.Backend) backend.Backend { return stubbornLog{be} }}, func(p *play.Player) {
		p.RotationOf("^app/canary$").Press("L").Sees("looking through").Press("esc").Wait(time.Minute).Alive(0)
		if p.Calls("FilterLogEvents") == 0 {
			t.Error("nothing was read")
		}
	})
}
