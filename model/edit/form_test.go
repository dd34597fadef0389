package edit_test

import (
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/model/play"
)

func TestTheOldTextOfAnObjectTypedAgainTakesBackWhatWasChangedInside(t *testing.T) {
	play.InTheForm(t, `{"a":{"b":1,"c":"x","d":{"e":2}}}`, func(p *play.Player) {
		p.Press("j enter").Types("2").Press("enter").Sees("1 changed").Press("j d").Sees("1 deleted")
		p.Press("j j r").Types("f").Press("enter").Sees("2 changed").Press("a").Types("n").Press("enter").Types("v").Press("enter").Sees("1 added")
		p.Press("g t ctrl+u").Types(`{"b":1,"c":"x","d":{"e":2}}`).Press("enter").SeesNot("1 added", "2 changed", "1 deleted")
		p.Press("ctrl+s").Sees("nothing is changed").Press("u").Sees("1 added", "2 changed", "1 deleted")
	})
}

func TestTheHeadOfAnEditCountsTheKeysThatThereAreNow(t *testing.T) {
	play.InTheForm(t, `{"user":{"first":"a","last":"b"},"id":"i"}`, func(p *play.Player) {
		p.Sees("JSON · 2 keys").Press("G a").Types("port").Press("enter").Types("1").Press("enter").Sees("JSON · 3 keys").Press("g j d").Sees("1 deleted", "JSON · 3 keys")
		p.Press("g d").Sees("JSON · 2 keys").Press("u").Sees("JSON · 3 keys")
	})
	play.InTheForm(t, `["a","b"]`, func(p *play.Player) { p.Press("d").Sees("1 item ·") })
}

func TestADeletedKeyIsNotKeptBesideAnotherOfItsName(t *testing.T) {
	play.InTheForm(t, `{"user":"u","id":"i"}`, func(p *play.Player) {
		p.Press("d a").Types("user").Press("enter").Types("new").Press("enter").Sees("1 added", "1 deleted")
		p.Press("g d").Sees("there is a key user already: rename or delete it first", "1 deleted")
		p.Press("G d g d").SeesNot("1 deleted", "1 added")
		p.Press("d G r ctrl+u").Types("user").Press("enter").Sees("1 changed", "1 deleted").Press("g d").Sees("there is a key user already", "1 deleted")
	})
	play.InTheForm(t, `{"k":"1","k":"2"}`, func(p *play.Player) {
		p.Press("d").Sees("1 deleted").Press("d").SeesNot("1 deleted", "already").Press("r enter").SeesNot("already", "name of the key").Press("ctrl+s").Sees("nothing is changed")
	})
}

func TestUndoShowsNothingThatNobodyHasRevealed(t *testing.T) {
	play.InTheForm(t, `{"a":"hush-a","b":"hush-b"}`, func(p *play.Player) { // another document
		p.Press("T").Types(" ").Press("ctrl+e ctrl+u").Types(` {"x":"1","y":"2","z":"3"}`).Press("esc").Sees("3 keys").Press("V").Sees("1", "2")
		p.Press("u").Sees("2 keys").SeesNot("hush")
	})
	play.InTheForm(t, `{"a":"hush-a","b":"hush-b"}`, func(p *play.Player) { // the value before
		p.Press("enter").Types("mine").Press("enter v").Sees("mine").Press("u").SeesNot("hush", "mine", "1 changed")
		p.Press("v enter").Types("mine").Press("enter").Sees("mine").Press("u").Sees("hush-a").SeesNot("hush-b") // this one was revealed
		p.Press("enter").Types("mine").Press("enter blur focus v").Sees("mine").Press("u").SeesNot("hush")       // and was masked since
	})
	play.InTheForm(t, `{"a":"hush-a"}`, func(p *play.Player) { // a row that takes the place of one that is gone
		p.Press("a").Types("n").Press("enter").Types("one").Press("enter v").Sees("one").Press("u").SeesNot("one")
		p.Press("a").Types("m").Press("enter").Types("two").Press("enter").Sees("1 added").SeesNot("two")
	})
}

func TestTheTextComesBackWhenItsTypeIsTurnedOnFromNull(t *testing.T) {
	play.InTheForm(t, `{"a":"hush-a","b":"hush-b"}`, func(p *play.Player) {
		p.Press("enter ctrl+t ctrl+t").Sees("the type is now null").Press("ctrl+t ctrl+t enter").SeesNot("1 changed").Press("ctrl+s").Sees("nothing is changed")
		p.Press("enter").Types("new").Press("ctrl+t ctrl+t ctrl+t ctrl+t ctrl+o").Sees("new").Press("enter").Sees("1 changed")
		p.Press("G enter ctrl+t enter").Sees("this is not true or false").Press("esc")
		p.Press("enter ctrl+t ctrl+t ctrl+t").Types("7").Press("enter").Sees("2 changed").SavesAs(`{"a":"new","b":7}`)
	})
	play.InTheForm(t, `{"a":"hush-a"}`, func(p *play.Player) { p.Press("enter ctrl+t ctrl+t enter").SavesAs(`{"a":null}`) })
}

func TestTheOldValueThatUndoBringsBackIsReplacedByTheNextLetter(t *testing.T) {
	play.InTheForm(t, `{"a":"hush-a","b":"hush-b"}`, func(p *play.Player) {
		p.Press("enter").Types("x").Send("\x1bu\x1bu")
		p.Press("enter").SeesNot("1 changed").Press("enter").Types("x").Send("\x1bu\x1bu")
		p.Types("new").Press("enter").SavesAs(`{"a":"new","b":"hush-b"}`)
	})
	play.InTheForm(t, `{"a":"hush-a"}`, func(p *play.Player) { // edited inside, it goes on there
		p.Press("enter ctrl+o").Sees("hush-a").Press("left").Types("x").Send("\x1bu")
		p.Types("y").Press("enter").SavesAs(`{"a":"hush-ya"}`)
	})
}

func TestAMaskedTextIsNotTypedInto(t *testing.T) {
	play.InTheForm(t, `{"a":"hush-a"}`, func(p *play.Player) {
		p.Press("enter ctrl+o left").Types("x").Press("blur focus").Types("y").Sees("masked: ctrl+o reveals it").Pastes("y").Press("backspace")
		p.Send("\x1bu")
		p.Press("ctrl+o").Sees("hush-xa").Types("z").Press("enter").SavesAs(`{"a":"hush-xza"}`)
	})
}

func TestAValueIsMaskedAsJSONTextUnlessItWasRevealed(t *testing.T) {
	play.InTheForm(t, `{"a":"hush-a","o":{"b":"hush-b","c":"hush-c"},"e":{}}`, func(p *play.Player) {
		p.Press("t").SeesNot("hush").Sees("masked: ctrl+o reveals it, to edit inside it").Types(`"n"`).Press("enter").Sees("1 changed").Press("u")
		p.Press("v t").Sees(`"hush-a"`).Press("esc v j t").SeesNot("hush").Press("ctrl+o").Sees(`{"b":"hush-b","c":"hush-c"}`).Press("left").Types(`,"d":1`)
		p.Press("enter").Sees("1 changed").Press("u").SeesNot("hush", "1 changed").Press("j v k t").SeesNot("hush-c").Press("esc v t").Sees("hush-c").Press("blur").SeesNot("hush").Press("focus esc")
		p.Press("enter v t").SeesNot("hush").Press("esc enter G t").Sees("{}").Press("esc")
	})
}

func TestATextThatIsHiddenIsNotChangedUnseen(t *testing.T) {
	for _, hide := range []string{"ctrl+o", "blur focus", "wait"} {
		play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue("hush text"))}, func(p *play.Player) {
			p.Press("e").Types("1").Sees("1hush")
			if hide == "wait" {
				p.Wait(31 * time.Second)
			} else {
				p.Press(hide)
			}
			p.SeesNot("hush").Types("x").Sees("masked: ctrl+o reveals it").Press("right").SeesNot("masked: ctrl").Pastes("pasted").Sees("masked: ctrl+o reveals it")
			p.Press("backspace enter tab ctrl+d ctrl+u ctrl+g").Sees("masked: ctrl+o reveals it").Send("\x1bu")
			p.Press("ctrl+o").Sees("1hush text").Press("left").Types("2").SavesAs("12hush text")
		})
	}
}

func TestWhatWasChangedAsTextIsMarkedInTheForm(t *testing.T) {
	play.InTheForm(t, play.Pretty, func(p *play.Player) {
		p.Press("g d").Sees("1 deleted").Press("T down ctrl+e left left").Types("er").Press("esc").Sees("1 changed · 1 deleted", "● password").SeesNot("older")
		p.Press("T").Send("\x1b[1;5F")
		p.Press("up up ctrl+e").Types(",\n  \"new\": 1").Press("esc").Sees("1 added · 1 changed · 1 deleted")
		p.Press("u").Sees("1 changed · 1 deleted").SeesNot("added").Press("u").Sees("1 deleted").SeesNot("1 changed").Press("u").SeesNot("1 deleted")
		p.Press("ctrl+s").Sees("nothing is changed")
	})
	play.InTheForm(t, play.Pretty, func(p *play.Player) { // white space is no change of a key, and once it is gone the rows tell again
		p.Press("T").Types(" ").Press("esc").Sees("password").SeesNot("1 changed").Press("j enter").Types("new").Press("enter").Sees("1 changed")
		p.Press("T ctrl+d esc").Sees("1 changed", "● password").Press("d").Sees("1 deleted").Press("u u u").SeesNot("1 changed").Press("ctrl+s").Sees("only white space")
	})
	play.Beside(t, backend.TextValue(play.Pretty), play.Swap(`"old"`, `"made-up"`), func(p *play.Player, _ *play.OtherEditor) {
		p.Press("e g d E").Sees("changed in vim", "1 changed · 1 deleted", "● password").Press("u").Sees("1 deleted").SeesNot("1 changed").Press("u").Press("ctrl+s").Sees("nothing is changed")
	})
}

func TestATextThatIsNoJSONAnyMoreIsMendedOrDropped(t *testing.T) {
	play.InTheForm(t, `{"a":"1","b":"2"}`, func(p *play.Player) {
		p.Press("d T").Types("x").Press("esc").Sees("Drop the text's changes", "not JSON any more: line 1, column 1", "stay and mend it").Wait(time.Second)
		p.Press("enter").SeesNot("Drop the").Sees("not JSON any more: line 1, column 1", "ctrl+s saves it as text", "esc drops it")
		p.Press("ctrl+d").SeesNot("not JSON").Press("esc").Sees("a add", "1 deleted")
		p.Press("T").Types("x").SeesNot("not JSON").Press("esc").Wait(time.Second).Press("y").Sees("a add", "1 deleted").SavesAs(`{"b":"2"}`)
	})
	play.InTheForm(t, `{"a":"1"}`, func(p *play.Player) {
		p.Press("T").Types("x").Press("esc").Wait(time.Second).Press("esc ctrl+s").Sees("Save the value").Press("enter").Sees("saved")
	})
}

func TestAKeyThatIsHardToSeeIsSpelledInTheForm(t *testing.T) {
	play.InTheForm(t, `{"":"x"," ":{"c":"y"},"l":[]}`, func(p *play.Player) {
		p.Sees(`""`, `" "`).Press("d").Sees(`""`).Press("d r").Types("n").Press("enter").Sees("● n").Press("u")
		p.Press("G a").Types("item").Press("enter").Sees("1 added").SeesNot(`+ ""`).Press("u g a").Pastes("\nke\ny\n").Sees(`ke\x0ay`)
		p.Press("home").Types("x").Press("end").Types("z").Sees(`xke\x0ayz`).Press("enter").Types("v").Press("enter").Sees(`+ xke\x0ayz`)
		p.SavesAs(`{"":"x"," ":{"c":"y"},"l":[],"xke\nyz":"v"}`)
	})
	play.Game(t, play.Setting{W: 60, H: 20, Seed: play.SeedOne(backend.TextValue(`{}`))}, func(p *play.Player) {
		p.Press("e").Sees("nothing in it yet").Press("a").Types(strings.Repeat("long ", 30) + "end").Sees("long end").Press("home").Types("begin ").Sees("begin long")
		play.CheckLayout(t, p, 60)
	})
}

func TestAMarkIsDeletedWithItsLetter(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue("ae\u0301b"))}, func(p *play.Player) {
		p.Press("e").Sees("edit app/canary").Press("right right").Types("x").Press("backspace backspace").SavesAs("ab")
	})
}

func TestHalfASurrogatePairIsEditedAsItIsWritten(t *testing.T) {
	play.InTheForm(t, `{"a":"\ud800 \\ufffd","\ud801":"x"}`, func(p *play.Player) {
		p.Press("enter ctrl+o").Sees(`"\ud800 \\ufffd"`).Press("left").Types("!").Press("enter").Sees("1 changed").
			Press("enter ctrl+o").Sees(`"\ud800 \\ufffd!"`).Press("esc").SavesAs(`{"a":"\ud800 \\ufffd!","\ud801":"x"}`)
	})
	play.InTheForm(t, `{"a":"\ud800"}`, func(p *play.Player) { // another half, then another character in its place
		p.Press("t").Types(`"\udfff"`).Press("enter").Sees("1 changed").Press("enter ctrl+o").Sees(`"\udfff"`).Press("esc t").Types(`"\ufffd"`).Press("enter").
			Sees("1 changed").SavesAs(`{"a":"\ufffd"}`)
	})
	play.InTheForm(t, `{"a":"1"}`, func(p *play.Player) { // an added one
		p.Press("a").Types("n").Press("enter").Types("x").Press("enter t").Types(`"\udfff"`).Press("enter").Sees("1 added").Press("enter ctrl+o left").Types("?").Press("enter").
			SavesAs(`{"a":"1","n":"\udfff?"}`)
	})
}

func TestAKeyThatLooksLikeAnotherIsMarkedAndRenamedAsItIs(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue("{\"caf\u00e9\":\"1\",\"cafe\u0301\":\"2\"}")), Native: true}, func(p *play.Player) {
		p.Press("v").Sees("café", `cafe\u0301`).Press("e").Sees(`cafe\u0301`).Press("j r").Types("x").Press("enter").Sees("cafe\u0301x").Press("u j enter").Types("3").Press("enter ctrl+s").Sees("Save the value", "app/canary").Press("enter").Sees("saved app/canary")
		if got := p.Stored("app/canary"); got != "{\"caf\u00e9\":\"1\",\"cafe\u0301\":\"3\"}" {
			t.Errorf("stored is %q", got)
		}
	})
}

func TestTheNameOfADeepKeyIsSeenWhileItIsTyped(t *testing.T) {
	const levels = 40
	deep := strings.Repeat(`{"level":`, levels) + `"made-up"` + strings.Repeat("}", levels)
	for _, w := range []int{120, 60} {
		play.Game(t, play.Setting{W: w, H: 24, Seed: play.SeedVersions(deep)}, func(p *play.Player) {
			p.Press("2 e").Wait(time.Second).Press("G a").Types("added_name").Sees("added_name")
			play.CheckLayout(t, p, w)
		})
	}
}
