package model_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"strongroom/backend"
	"strongroom/backend/local"
	"strongroom/internal/tools"
	"strongroom/model/play"
)

// alike are values that nobody tells from each other where white space is drawn as what it is, or signs as what they are.
func alike() []string {
	return []string{"hunter2", "hunter2 ", "hunter2  ", "hunter2\n", "hunter2\r\n", "hunter2\r", "hunter2\t", "hunter2\t ", "hunter2\n\n", "hunter2 \n", "hunter2\n ",
		"hunter2\u00a0", "hunter2\u200b", "hunter2\u3000", "\ufeffhunter2", "\ufeff hunter2", " hunter2", "\thunter2", "\nhunter2", "hunter2⏎", "hunter2␠", "hunter2␍",
		"hunter2⇥   ", "hunter2→   ", `hunter2\x0d`, `hunter2\x0a`, "hunter2<U+00A0>", "<U+FEFF>hunter2", "<U+003C>U+FEFF>hunter2"}
}

// place is a place that shows values.
type place struct {
	seed  func(value string) func(*local.Server)
	leads func(p *play.Player) // to the value
	frame string               // in which it stands
	lines bool                 // it shows only the lines that differ
}

func text(value string) func(*local.Server) { return play.SeedOne(backend.TextValue(value)) }

func field(value string) func(*local.Server) { return text(object(value)) }

func object(value string) string {
	quoted, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return `{"first":"x","key":` + string(quoted) + `}`
}

func placesOfValues() map[string]place {
	versions := func(of func(string) string) func(string) func(*local.Server) {
		return func(value string) func(*local.Server) {
			return play.SeedVersions(of(value), of("made-up"), of("hunter"))
		}
	}
	plain := func(value string) string { return value }
	clash := func(keys, theirs string) func(p *play.Player) {
		return func(p *play.Player) {
			p.Press(keys)
			p.Colleague("app/canary", theirs)
			p.Press("ctrl+s").Sees("Save").Press("enter").Sees("conflict in").Press("V")
		}
	}
	press := func(keys string) func(p *play.Player) {
		return func(p *play.Player) { p.Press(keys) }
	}
	return map[string]place{
		"a text":                          {text, press("v v v"), "", false},
		"a field":                         {field, press("v V"), "", false},
		"an older version":                {versions(plain), press("3 G enter G V"), "", false},
		"the editor of a text":            {text, press("e"), "edit app/canary", false},
		"the editor's form":               {field, press("e V"), "edit app/canary", false},
		"what is typed in the form":       {field, press("e j V enter"), "edit app/canary", false},
		"what is typed as JSON":           {field, press("e j V t"), "edit app/canary", false},
		"the review of a text":            {text, press("e - ctrl+s v"), "Save the value", true},
		"the review of a field":           {field, press("e j V enter home - ctrl+s v"), "Save the value", false},
		"a conflict of texts":             {text, clash("e -", "theirs"), "conflict in", true},
		"a conflict of fields":            {field, clash("e j V enter home -", object("theirs")), "conflict in", false},
		"a comparison of texts, older":    {versions(plain), press("3 g space G enter G space = y V"), "Compare ·", false},
		"a comparison of fields, older":   {versions(object), press("3 g space G enter G space = y V"), "Compare ·", false},
		"a comparison of texts, newer":    {func(value string) func(*local.Server) { return play.SeedVersions("hunter2  \n", value) }, press("3 j = y V"), "Compare ·", false},
		"a comparison of fields, newer":   {func(value string) func(*local.Server) { return play.SeedVersions(object("x"), object(value)) }, press("3 j = y V"), "Compare ·", false},
		"a description":                   {described, func(p *play.Player) { p.Press("2 ]").Wait(time.Second) }, "", false},
		"the form of the description":     {described, func(p *play.Player) { p.MetadataOpens() }, "Description and KMS key", false},
		"the form of it, on another line": {described, func(p *play.Player) { p.MetadataOpens().Press("tab") }, "Description and KMS key", false},
	}
}

func described(value string) func(*local.Server) {
	return func(s *local.Server) {
		play.SeedOne(backend.TextValue("made-up"))(s)
		if err := (&play.Player{Server: s}).Rival().Update(play.Ctx(), "app/canary", backend.MetadataChange{Description: &value}); err != nil {
			panic(err)
		}
	}
}

// told are things that another game has otherwise.
var told = regexp.MustCompile(`[0-9a-f]+(-[0-9a-f]+)+-?|[0-9a-f]{8}…?|arn:\S+|\S*secret:\S+|canary-\S+`)

func TestNoTwoValuesLookAlikeWhereverTheyAreShown(t *testing.T) {
	places := placesOfValues()
	for i, name := range slices.Sorted(maps.Keys(places)) {
		at := places[name]
		for n, size := range [][2]int{{120, 36}, {60, 20}} {
			if tools.LeavesOut(i+n, 6) || tools.Spares((i+n)/6, 3) {
				continue
			}
			t.Run(fmt.Sprintf("%s at %d", name, size[0]), func(t *testing.T) {
				seen, cut := map[string]string{}, 0
				for _, value := range alike() {
					if line, rest, _ := strings.Cut(value, "\n"); at.lines && (line == "" || rest != "") {
						continue
					}
					play.Game(t, play.Setting{W: size[0], H: size[1], Seed: at.seed(value)}, func(p *play.Player) {
						at.leads(p)
						p.Pass(0)
						var lines []string
						if at.frame == "" {
							lines = p.Details().Lines
						} else {
							lines = p.Frame(at.frame).Lines
						}
						drawn := told.ReplaceAllString(strings.Join(lines, "\n"), "")
						if at.frame == "Save the value" && strings.Contains(drawn, "…") { // there is no room for it in one line
							cut++
							return
						}
						if !strings.Contains(drawn, "hunter2") {
							t.Errorf("%q is not shown on\n%s", value, p.Screen)
						}
						if other, ok := seen[drawn]; ok {
							t.Errorf("%q and %q look alike:\n%s", other, value, p.Screen)
						}
						seen[drawn] = value
						play.CheckLayout(t, p, size[0])
					})
				}
				if cut > len(seen) {
					t.Errorf("%d values are cut, and only %d shown", cut, len(seen))
				}
			})
		}
	}
}

func TestAMaskedValueTellsItsRightSizeAndWhatStandsUnseenAtItsEnds(t *testing.T) {
	words := map[string]string{"hunter2": "", "hunter2 ": "ends with white space", "hunter2\n": "ends with a line end", "hunter2\r\n": "ends with a line end",
		"hunter2\r": "ends with a line end", "hunter2\t": "ends with white space", "hunter2\n\n": "ends with line ends", "hunter2 \n": "ends with white space",
		"hunter2\u00a0": "ends with white space", "\ufeffhunter2": "begins with a byte order mark", " hunter2": "begins with white space"}
	none := []string{"ends with", "begins with", "no line end"}
	for value, want := range words {
		says := func(p *play.Player) {
			t.Helper()
			if want == "" {
				p.SeesNot(none...)
				return
			}
			p.Sees(want)
		}
		play.Game(t, play.Setting{Seed: field(value)}, func(p *play.Player) {
			p.Never("hunter2").Press("v").Sees("JSON · 2 keys")
			says(p)
			p.Press("e").Sees("edit app/canary")
			says(p)
		})
		play.Game(t, play.Setting{Seed: text(value)}, func(p *play.Player) {
			p.Press("v").Sees("hunter2").Press("v").SeesNot("hunter2")
			says(p)
		})
		play.Game(t, play.Setting{Seed: play.SeedVersions("x", value)}, func(p *play.Player) {
			p.Never("hunter2").Press("3 j = y").Sees("•••• 1 byte")
			says(p)
			sum := 0
			for _, n := range regexp.MustCompile(`│ •••• (\d+) byte`).FindAllStringSubmatch(p.Screen.String(), -1) {
				size, _ := strconv.Atoi(n[1])
				sum += size
			}
			if sum != len(value) {
				t.Errorf("%q has %d bytes, the lines have %d:\n%s", value, len(value), sum, p.Screen)
			}
		})
		play.Game(t, play.Setting{Seed: play.SeedVersions(object("x"), object(value))}, func(p *play.Player) {
			p.Never("hunter2").Press("3 j = y").Sees("•••• 1 char", fmt.Sprintf("•••• %d chars", utf8.RuneCountInString(value)))
			says(p)
		})
	}
}

func TestOfATextOfSeveralLinesOnlyAMissingLineEndIsTold(t *testing.T) {
	for value, told := range map[string]bool{"one\ntwo\n": false, "one\ntwo": true, "one\r\ntwo\r\n": false} {
		play.Game(t, play.Setting{Seed: text(value)}, func(p *play.Player) {
			p.Press("v").Sees("two").Press("v").SeesNot("two", "ends with")
			if told {
				p.Sees("no line end at the end")
			} else {
				p.SeesNot("no line end")
			}
		})
	}
}

func TestWhatLooksLikeNothingIsCopiedAndKeptToTheByte(t *testing.T) {
	for n, value := range alike() {
		if tools.LeavesOut(n, 1) {
			continue
		}
		play.Game(t, play.Setting{Native: true, Seed: text(value)}, func(p *play.Player) {
			p.Press("v c").Sees("copied app/canary")
			if got := p.Board.Holds(); got != value {
				t.Errorf("%q is copied as %q", value, got)
			}
			p.Press("e").Sees("edit app/canary").Press("end down up home ctrl+s").Sees("nothing is changed").Press("esc").Wait(time.Second)
			if n := p.Calls("PutSecretValue"); n != 0 {
				t.Errorf("%q: %d writes", value, n)
			}
		})
		play.Game(t, play.Setting{Native: true, Seed: field(value)}, func(p *play.Player) {
			p.Press("v j V c").Sees("copied key")
			if got := p.Board.Holds(); got != value {
				t.Errorf("%q is copied as %q", value, got)
			}
			p.Press("e V enter end home enter ctrl+s").Sees("nothing is changed").Press("esc").Wait(time.Second)
			if n := p.Calls("PutSecretValue"); n != 0 {
				t.Errorf("%q: %d writes", value, n)
			}
		})
	}
}

func TestASaveSaysWhatItBringsToTheEndsOfAValue(t *testing.T) {
	play.Game(t, play.Setting{Seed: text("hunter2")}, func(p *play.Player) {
		p.Press("e end").Pastes("\n").Press("ctrl+s").Sees("Save the value", "the new value: ends with a line end").Press("v").Sees("hunter2 → hunter2⏎")
		p.Press("enter").Sees("saved").Press("e").Sees("hunter2⏎").Press("down backspace ctrl+s").Sees("the new value: no longer ends with a line end")
		p.Press("enter").Sees("saved")
		if got := p.Stored("app/canary"); got != "hunter2" {
			t.Errorf("stored is %q", got)
		}
	})
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Press("n").Names("app/new").Types("k").Press("enter").Pastes("hunter2\r\n").Press("enter ctrl+s").Sees("Create a secret", "app/new", "k: ends with a line end").SeesNot("hunter2")
	})
	play.Game(t, play.Setting{Seed: field("hunter2\n")}, func(p *play.Player) {
		p.Press("e j enter ctrl+o end").Types(" ").Press("enter ctrl+s").Sees("Save the value", "key: ends with white space").Press("esc")
		p.Press("k enter").Types("y").Press("enter ctrl+s").Sees("2 changed").SeesNot("first: ")
	})
}

func TestAComparisonAndAReviewMarkThePartThatDiffers(t *testing.T) {
	marks := func(p *play.Player, want ...string) {
		t.Helper()
		p.Pass(0)
		drawn := p.Drawn()
		for _, w := range want {
			if !regexp.MustCompile(`\x1b\[[0-9;:]*\b1;[0-9;:]*\b4\b[0-9;:]*m` + w + `\x1b`).MatchString(drawn) {
				p.T.Errorf("%q is not marked in\n%q", w, drawn)
			}
		}
	}
	play.Game(t, play.Setting{Seed: play.SeedVersions("host = a\nport = 5432\n", "host = a \nport = 5433")}, func(p *play.Player) {
		p.Press("3 j = y V").Sees("port = 5432", "host = a␠")
		marks(p, "␠", "2", "3")
	})
	play.Game(t, play.Setting{Seed: play.SeedVersions("a\nb\n", "a\nc\nd")}, func(p *play.Player) {
		p.Press("3 j = y V").Sees("b⏎ ", "c⏎ ").SeesNot("a⏎", "d⏎") // one end is no end of a line of the other
	})
	play.Game(t, play.Setting{Seed: field("made-up-old")}, func(p *play.Player) {
		p.Press("e j V enter end").Types("!").Press("enter ctrl+s v").Sees("made-up-old → made-up-old!")
		marks(p, "!")
	})
}

func TestNothingIsToldFromATextThatSaysSoAndANumberFromItsText(t *testing.T) {
	seen := map[string]string{}
	for _, value := range []string{"", "(empty)", "∅ empty", "<U+2205> empty"} {
		play.Game(t, play.Setting{Seed: field(value)}, func(p *play.Player) {
			p.Press("v V")
			row := p.Row("key ")
			if other, twin := seen[row]; twin {
				t.Errorf("%q and %q look alike: %s", value, other, row)
			}
			seen[row] = value
		})
	}
	play.Game(t, play.Setting{Seed: play.SeedVersions(`{"port":5432,"on":true,"gone":null,"same":1}`, `{"port":"5432","on":"true","gone":"null","same":2}`)}, func(p *play.Player) {
		p.Press("3 j = y V").Sees("5432  number", "5432  text", "true  true or false", "true  text", "null  null", "null  text").SeesNot("1  number")
	})
}
