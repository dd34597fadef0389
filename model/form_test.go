package model

import (
	"strings"
	"testing"
	"time"

	"strongroom/backend"
)

func TestTheOldTextOfAnObjectTypedAgainTakesBackWhatWasChangedInside(t *testing.T) {
	inTheForm(t, `{"a":{"b":1,"c":"x","d":{"e":2}}}`, func(p *player) {
		p.press("j enter").types("2").press("enter").sees("1 changed").press("j d").sees("1 deleted")
		p.press("j j r").types("f").press("enter").sees("2 changed").press("a").types("n").press("enter").types("v").press("enter").sees("1 added")
		p.press("g t ctrl+u").types(`{"b":1,"c":"x","d":{"e":2}}`).press("enter").seesNot("1 added", "2 changed", "1 deleted")
		p.press("ctrl+s").sees("nothing is changed").press("u").sees("1 added", "2 changed", "1 deleted")
	})
}

func TestADeletedKeyIsNotKeptBesideAnotherOfItsName(t *testing.T) {
	inTheForm(t, `{"user":"u","id":"i"}`, func(p *player) {
		p.press("d a").types("user").press("enter").types("new").press("enter").sees("1 added", "1 deleted")
		p.press("g d").sees("there is a key user already: rename or delete it first", "1 deleted")
		p.press("G d g d").seesNot("1 deleted", "1 added")
		p.press("d G r ctrl+u").types("user").press("enter").sees("1 changed", "1 deleted").press("g d").sees("there is a key user already", "1 deleted")
	})
	inTheForm(t, `{"k":"1","k":"2"}`, func(p *player) {
		p.press("d").sees("1 deleted").press("d").seesNot("1 deleted", "already").press("r enter").seesNot("already", "name of the key").press("ctrl+s").sees("nothing is changed")
	})
}

func TestUndoShowsNothingThatNobodyHasRevealed(t *testing.T) {
	inTheForm(t, `{"a":"hush-a","b":"hush-b"}`, func(p *player) { // another document
		p.press("T").types(" ").press("ctrl+e ctrl+u").types(` {"x":"1","y":"2","z":"3"}`).press("esc").sees("3 keys").press("V").sees("1", "2")
		p.press("u").sees("2 keys").seesNot("hush")
	})
	inTheForm(t, `{"a":"hush-a","b":"hush-b"}`, func(p *player) { // the value before
		p.press("enter").types("mine").press("enter v").sees("mine").press("u").seesNot("hush", "mine", "changed")
		p.press("v enter").types("mine").press("enter").sees("mine").press("u").sees("hush-a").seesNot("hush-b") // this one was revealed
		p.press("enter").types("mine").press("enter blur focus v").sees("mine").press("u").seesNot("hush")       // and was masked since
	})
	inTheForm(t, `{"a":"hush-a"}`, func(p *player) { // a row that takes the place of one that is gone
		p.press("a").types("n").press("enter").types("one").press("enter v").sees("one").press("u").seesNot("one")
		p.press("a").types("m").press("enter").types("two").press("enter").sees("1 added").seesNot("two")
	})
}

func TestTheTextComesBackWhenItsTypeIsTurnedOnFromNull(t *testing.T) {
	inTheForm(t, `{"a":"hush-a","b":"hush-b"}`, func(p *player) {
		p.press("enter ctrl+t ctrl+t").sees("the type is now null").press("ctrl+t ctrl+t enter").seesNot("changed").press("ctrl+s").sees("nothing is changed")
		p.press("enter").types("new").press("ctrl+t ctrl+t ctrl+t ctrl+t ctrl+o").sees("new").press("enter").sees("1 changed")
		p.press("G enter ctrl+t enter").sees("this is not true or false").press("esc")
		p.press("enter ctrl+t ctrl+t ctrl+t").types("7").press("enter").sees("2 changed").savesAs(`{"a":"new","b":7}`)
	})
	inTheForm(t, `{"a":"hush-a"}`, func(p *player) { p.press("enter ctrl+t ctrl+t enter").savesAs(`{"a":null}`) })
}

func TestTheOldValueThatUndoBringsBackIsReplacedByTheNextLetter(t *testing.T) {
	inTheForm(t, `{"a":"hush-a","b":"hush-b"}`, func(p *player) {
		p.press("enter").types("x").send("\x1bu\x1bu")
		p.press("enter").seesNot("changed").press("enter").types("x").send("\x1bu\x1bu")
		p.types("new").press("enter").savesAs(`{"a":"new","b":"hush-b"}`)
	})
	inTheForm(t, `{"a":"hush-a"}`, func(p *player) { // edited inside, it goes on there
		p.press("enter ctrl+o").sees("hush-a").press("left").types("x").send("\x1bu")
		p.types("y").press("enter").savesAs(`{"a":"hush-ya"}`)
	})
}

func TestAMaskedTextIsNotTypedInto(t *testing.T) {
	inTheForm(t, `{"a":"hush-a"}`, func(p *player) {
		p.press("enter ctrl+o left").types("x").press("blur focus").types("y").sees("masked: ctrl+o shows it").pastes("y").press("backspace")
		p.send("\x1bu")
		p.press("ctrl+o").sees("hush-xa").types("z").press("enter").savesAs(`{"a":"hush-xza"}`)
	})
}

func TestAValueIsMaskedAsJSONTextUnlessItWasRevealed(t *testing.T) {
	inTheForm(t, `{"a":"hush-a","o":{"b":"hush-b","c":"hush-c"},"e":{}}`, func(p *player) {
		p.press("t").seesNot("hush").sees("masked: ctrl+o shows it, to edit inside it").types(`"n"`).press("enter").sees("1 changed").press("u")
		p.press("v t").sees(`"hush-a"`).press("esc v j t").seesNot("hush").press("ctrl+o").sees(`{"b":"hush-b","c":"hush-c"}`).press("left").types(`,"d":1`)
		p.press("enter").sees("1 changed").press("u").seesNot("hush", "changed").press("j v k t").seesNot("hush-c").press("esc v t").sees("hush-c").press("blur").seesNot("hush").press("focus esc")
		p.press("enter v t").seesNot("hush").press("esc enter G t").sees("{}").press("esc")
	})
}

func TestATextThatIsHiddenIsNotChangedUnseen(t *testing.T) {
	for _, hide := range []string{"ctrl+o", "blur focus", "wait"} {
		play(t, setting{seed: seedOne(backend.TextValue("hush text"))}, func(p *player) {
			p.press("e").types("1").sees("1hush")
			if hide == "wait" {
				p.wait(31 * time.Second)
			} else {
				p.press(hide)
			}
			p.seesNot("hush").types("x").sees("masked: ctrl+o shows it").press("right").seesNot("masked: ctrl").pastes("pasted").sees("masked: ctrl+o shows it")
			p.press("backspace enter tab ctrl+d ctrl+u ctrl+g").sees("masked: ctrl+o shows it").send("\x1bu")
			p.press("ctrl+o").sees("1hush text").press("left").types("2").savesAs("12hush text")
		})
	}
}

func TestWhatWasChangedAsTextIsMarkedInTheForm(t *testing.T) {
	inTheForm(t, pretty, func(p *player) {
		p.press("g d").sees("1 deleted").press("T down ctrl+e left left").types("er").press("esc").sees("1 changed · 1 deleted", "● password").seesNot("older")
		p.press("T").send("\x1b[1;5F")
		p.press("up up ctrl+e").types(",\n  \"new\": 1").press("esc").sees("1 added · 1 changed · 1 deleted")
		p.press("u").sees("1 changed · 1 deleted").seesNot("added").press("u").sees("1 deleted").seesNot("changed").press("u").seesNot("1 deleted")
		p.press("ctrl+s").sees("nothing is changed")
	})
	inTheForm(t, pretty, func(p *player) { // white space is no change of a key, and once it is gone the rows tell again
		p.press("T").types(" ").press("esc").sees("password").seesNot("changed").press("j enter").types("new").press("enter").sees("1 changed")
		p.press("T ctrl+d esc").sees("1 changed", "● password").press("d").sees("1 deleted").press("u u u").seesNot("changed").press("ctrl+s").sees("only white space")
	})
	beside(t, backend.TextValue(pretty), swap(`"old"`, `"made-up"`), func(p *player, _ *otherEditor) {
		p.press("e g d E").sees("changed in vim", "1 changed · 1 deleted", "● password").press("u").sees("1 deleted").seesNot("1 changed").press("u").press("ctrl+s").sees("nothing is changed")
	})
}

func TestATextThatIsNoJSONAnyMoreIsMendedOrDropped(t *testing.T) {
	inTheForm(t, `{"a":"1","b":"2"}`, func(p *player) {
		p.press("d T").types("x").press("esc").sees("Drop the text's changes", "not JSON any more: line 1, column 1", "stay and mend it").wait(time.Second)
		p.press("enter").seesNot("Drop the").sees("not JSON any more: line 1, column 1", "ctrl+s saves it as text", "esc drops it")
		p.press("ctrl+d").seesNot("not JSON").press("esc").sees("enter changes", "1 deleted")
		p.press("T").types("x").seesNot("not JSON").press("esc").wait(time.Second).press("y").sees("enter changes", "1 deleted").savesAs(`{"b":"2"}`)
	})
	inTheForm(t, `{"a":"1"}`, func(p *player) {
		p.press("T").types("x").press("esc").wait(time.Second).press("esc ctrl+s").sees("Save app").press("enter").sees("saved")
	})
}

func TestAKeyThatIsHardToSeeIsSpelledInTheForm(t *testing.T) {
	inTheForm(t, `{"":"x"," ":{"c":"y"},"l":[]}`, func(p *player) {
		p.sees(`""`, `" "`).press("d").sees(`""`).press("d r").types("n").press("enter").sees("● n").press("u")
		p.press("G a").types("item").press("enter").sees("1 added").seesNot(`+ ""`).press("u g a").pastes("\nke\ny\n").sees(`ke\x0ay`)
		p.press("home").types("x").press("end").types("z").sees(`xke\x0ayz`).press("enter").types("v").press("enter").sees(`+ xke\x0ayz`)
		p.savesAs(`{"":"x"," ":{"c":"y"},"l":[],"xke\nyz":"v"}`)
	})
	play(t, setting{w: 60, h: 20, seed: seedOne(backend.TextValue(`{}`))}, func(p *player) {
		p.press("e").sees("nothing in it yet").press("a").types(strings.Repeat("long ", 30) + "end").sees("long end").press("home").types("begin ").sees("begin long")
		checkLayout(t, p, 60)
	})
}

func TestAMarkIsDeletedWithItsLetter(t *testing.T) {
	play(t, setting{seed: seedOne(backend.TextValue("ae\u0301b"))}, func(p *player) {
		p.press("e").sees("edit app/canary").press("right right").types("x").press("backspace backspace").savesAs("ab")
	})
}

func TestHalfASurrogatePairIsEditedAsItIsWritten(t *testing.T) {
	inTheForm(t, `{"a":"\ud800 \\ufffd","\ud801":"x"}`, func(p *player) {
		p.press("enter ctrl+o").sees(`"\ud800 \\ufffd"`).press("left").types("!").press("enter").sees("1 changed").
			press("enter ctrl+o").sees(`"\ud800 \\ufffd!"`).press("esc").savesAs(`{"a":"\ud800 \\ufffd!","\ud801":"x"}`)
	})
	inTheForm(t, `{"a":"\ud800"}`, func(p *player) { // another half, then another character in its place
		p.press("t").types(`"\udfff"`).press("enter").sees("1 changed").press("enter ctrl+o").sees(`"\udfff"`).press("esc t").types(`"\ufffd"`).press("enter").
			sees("1 changed").savesAs(`{"a":"\ufffd"}`)
	})
	inTheForm(t, `{"a":"1"}`, func(p *player) { // an added one
		p.press("a").types("n").press("enter").types("x").press("enter t").types(`"\udfff"`).press("enter").sees("1 added").press("enter ctrl+o left").types("?").press("enter").
			savesAs(`{"a":"1","n":"\udfff?"}`)
	})
}
