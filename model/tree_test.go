package model_test

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/local"
	"strongroom/model/play"
)

// seedFolders makes folders with some secrets in each, of which some are scheduled for deletion, one a day after the other.
func seedFolders(s *local.Server) {
	be := play.BackendOf(s)
	for _, name := range []string{"b/x/early", "a/late", "a/later", "b/last", "c/only"} {
		if _, err := be.Create(play.Ctx(), backend.NewSecret{Name: name, Value: backend.TextValue("made-up")}); err != nil {
			panic(err)
		}
		if _, err := be.Create(play.Ctx(), backend.NewSecret{Name: name + "/kept", Value: backend.TextValue("made-up")}); err != nil {
			panic(err)
		}
		if _, err := be.Delete(play.Ctx(), name, backend.Deletion{WindowDays: 30}); err != nil {
			panic(err)
		}
		time.Sleep(24 * time.Hour)
	}
}

// order are the first words of the rows of the list.
func order(p *play.Player) (names []string) {
	for _, l := range p.Frame("Secrets").Lines[1:] {
		if words := strings.Fields(strings.TrimLeft(l, " ▌✓▸▾")); len(words) > 0 {
			names = append(names, words[0])
		}
	}
	return names
}

func TestFoldersTellWhatIsInThemAndTheMostUrgentStandsFirst(t *testing.T) {
	play.Game(t, play.Setting{Seed: seedFolders}, func(p *play.Player) {
		p.Press("t").Wait(time.Second)
		if got := fmt.Sprint(order(p)); got != "[a/ b/ c/]" {
			t.Errorf("the folders stand as %s", got)
		}
		p.Sees("a/  2", "b/  2", "c/  1", "secrets", "last changed", "first to go", "D shows what is deleted")
		p.Press("s c").Wait(time.Second)
		if got := fmt.Sprint(order(p)); got != "[c/ b/ a/]" {
			t.Errorf("sorted by change the folders stand as %s\n%s", got, p.Screen)
		}
		p.Press("s n D").Wait(time.Second)
		if got := fmt.Sprint(order(p)); got != "[b/ a/ c/]" {
			t.Errorf("in the Deleted view the folders stand as %s\n%s", got, p.Screen)
		}
		p.Press("g").Sees("b/  2", "≥ 47h 59m", "a/  2").Press("enter")
		if got := fmt.Sprint(order(p)); got != "[b/ x/ last a/ c/]" {
			t.Errorf("unfolded they stand as %s\n%s", got, p.Screen)
		}
	})
}

func TestTheTreeIsWalkedAsInAFileManager(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		at := func(keys, want string) {
			t.Helper()
			if under := strings.TrimSpace(strings.TrimLeft(p.Press(keys).Under("Secrets"), " ▌")); !strings.HasPrefix(under, want) {
				t.Fatalf("after %q the cursor is on %q\n%s", keys, under, p.Screen)
			}
		}
		p.Press("t g")
		at("l", "▾ dev/  69")
		at("l", "▸ analytics/  4")
		at("l", "▾ analytics/  4")
		at("l", "api-token")
		at("j h", "▾ analytics/  4")
		at("h", "▸ analytics/  4")
		at("h", "▾ dev/  69")
		at("h", "▸ dev/  69")
		p.Press("h").Sees("this is the top of the tree")
		at("l l l l", "api-token")
		if foot := p.Press("l").Foot(); !strings.Contains(foot, "] next tab") {
			t.Errorf("l on a secret leads to %s", foot)
		}
		p.Press("1")
		at("z", "▸ dev/")
		p.SeesNot("▾")
		p.Press("z").Sees("▾ dev/", "▾ analytics/").SeesNot("▸")
		p.Press("t h").Sees("there is no folder around this: t shows the tree").Press("z").Sees("there are no folders here")
	})
}

func TestAFolderIsRestoredAsAWholeAfterItWasListed(t *testing.T) {
	play.Game(t, play.Setting{Seed: seedFolders}, func(p *play.Player) {
		p.Press("t g R").Sees("what is scheduled for deletion in a/ is in the Deleted view: D goes there").Press("d").Sees("a/ is a folder: space marks what is in it")
		p.Press("D g R").Sees("Restore 2 secrets in b/", "b/last", "b/x/early").SeesNot("a/late", "a/later ").Press("y").Wait(time.Second).Sees("restored all 2", "3 deleted")
		p.Press("u").Wait(time.Second).Press("y").Wait(time.Second).Sees("5 deleted")
	})
	play.Game(t, play.Setting{Seed: seedFolders}, func(p *play.Player) {
		p.Press("t D").GoesTo("Secrets", "a/").Press("space").Sees("✓ 2 marked").GoesTo("Secrets", "c/").Press("R").Sees("Restore 2 secrets", "a/late", "a/later").SeesNot("c/only").Press("esc")
		p.GoesTo("Secrets", "a/").Press("space").SeesNot("marked")
	})
}

func TestWhereNothingIsSelectedOneCardSaysWhatIsSo(t *testing.T) {
	for _, size := range sizes {
		play.Game(t, play.Setting{W: size[0], H: size[1]}, func(p *play.Player) {
			one := func(texts ...string) {
				t.Helper()
				p.Wait(time.Second).Sees(texts...)
				for _, f := range p.Screen.Frames() {
					blank := true
					for _, l := range f.Lines {
						blank = blank && strings.TrimSpace(l) == ""
					}
					if blank {
						t.Errorf("a box is blank:\n%s", p.Screen)
					}
				}
			}
			p.Press("/").Types("nothing-like-this").Press("enter")
			one("nothing matches", "clears")
			p.Press("esc").Press("t g")
			one("dev/")
			p.Press("D g")
			one("any moment")
		})
		play.Game(t, play.Setting{W: size[0], H: size[1], NoFirst: true, Seed: func(*local.Server) {}}, func(p *play.Player) {
			if p.Wait(time.Second).Sees("no secrets here", "n makes the first one"); len(p.Screen.Frames()) != 1 {
				t.Errorf("there are %d boxes\n%s", len(p.Screen.Frames()), p.Screen)
			}
			p.Press("2").Sees("no secret is selected").Press("D").Wait(time.Second).Sees("nothing is scheduled for deletion", "D goes back")
		})
	}
}

// seedBuriedMany is a folder of many secrets that are scheduled for deletion.
func seedBuriedMany(s *local.Server) {
	c := aws.Open(aws.Options{Transport: s.Transport()})
	for i := range 30 {
		w, err := c.Create(play.Ctx(), backend.NewSecret{Name: fmt.Sprintf("a/many-%02d", i), Value: backend.TextValue("made-up")})
		if err == nil {
			_, err = c.Delete(play.Ctx(), w.ARN, backend.Deletion{WindowDays: 30})
		}
		if err != nil {
			panic(err)
		}
	}
}

func TestAllThatAFolderRestoresCanBeSeenBefore(t *testing.T) {
	for _, size := range sizes {
		play.Game(t, play.Setting{W: size[0], H: size[1], Seed: seedBuriedMany, NoFirst: true}, func(p *play.Player) {
			p.Wait(time.Second).Press("D t g R").Wait(time.Second).Sees("Restore 30 secrets in a/")
			seen := map[string]bool{}
			for range 40 {
				rows := regexp.MustCompile(`many-\d\d`).FindAllString(p.Screen.String(), -1)
				for _, name := range rows {
					seen[name] = true
				}
				if m := regexp.MustCompile(`(\d+)–(\d+) of 30`).FindStringSubmatch(p.Screen.String()); m == nil {
					t.Errorf("it does not say which of them are seen:\n%s", p.Screen)
				} else if from, _ := strconv.Atoi(m[1]); len(rows) == 0 || rows[0] != fmt.Sprintf("many-%02d", from-1) || m[2] != strconv.Itoa(from+len(rows)-1) {
					t.Errorf("%s with %v:\n%s", m[0], rows, p.Screen)
				}
				p.Press("j")
			}
			if len(seen) != 30 {
				t.Errorf("%v: only %d can be seen:\n%s", size, len(seen), p.Screen)
			}
			p.Press("y").Wait(time.Minute).Sees("Deleted 0")
		})
	}
}

func TestARuleForOneSecretInAFolderKeepsTheFolderFromBeingRestored(t *testing.T) {
	const locked = "b/x/early is read-only by a rule"
	play.Game(t, play.Setting{Seed: seedFolders, Rules: []backend.Protection{{Name: "b/x/**", ReadOnly: true}}}, func(p *play.Player) {
		p.Press("t D g R").Sees(locked).SeesNot("Restore 2 secrets").Press("j R").Sees("Restore 2 secrets in a/").Press("esc g R").Sees(locked)
		p.Press("U").Wait(time.Second).Types("unlock").Press("enter R").Sees("Restore 2 secrets in b/")
	})
}

// Where all that matches is unfolded no key folds it: it says so, and does nothing that shows only once the filter is gone.
func TestFoldersOfAFilterStayUnfoldedAndThoseOfAllStayAsTheyWere(t *testing.T) {
	const unfolded = "all that matches is unfolded: esc clears the filter"
	play.Game(t, play.Setting{}, func(p *play.Player) {
		at := func(keys, want string) {
			t.Helper()
			if under := strings.TrimLeft(p.Press(keys).Wait(time.Second).Under("Secrets"), " ▌"); !strings.HasPrefix(under, want) {
				t.Fatalf("after %q the cursor is on %q\n%s", keys, under, p.Screen)
			}
		}
		p.Press("t /").Types("payments/stripe").Press("enter")
		at("g", "▾ dev/")
		p.SeesNot("enter folds it", "enter unfolds it")
		at("enter", "▾ dev/")
		p.Sees(unfolded)
		at("l", "▾ payments/")
		at("enter", "▾ payments/")
		p.Sees(unfolded)
		at("l", "stripe")
		at("h h", "▾ dev/")
		p.Press("h").Sees("this is the top of the tree")
		x, y := p.Cell("▾ dev/", "dev/")
		p.Clicks(x, y).Wait(time.Second)
		p.Clicks(x, y).Wait(time.Second).Sees(unfolded)
		at("esc", "▸ dev/")
		p.Wait(time.Minute).SeesNot("▾").Sees("enter unfolds it")
		p.Clicks(x, y).Wait(time.Second).Sees("▾ dev/")
	})
}
