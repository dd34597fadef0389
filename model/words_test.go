package model_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"strongroom/internal/tools"
	"strongroom/keymap"
	"strongroom/model/play"
)

// oneName are words that are another name for a thing, and the name that it has. What is searched by is keymap's own business.
var oneName = map[string]*regexp.Regexp{
	"refresh":       regexp.MustCompile(`(?i)\b(reload|refetch)\w*`),
	"read":          regexp.MustCompile(`(?i)\b(fetch|reread|re-read)\w*`),
	"close":         regexp.MustCompile(`(?i)\b(dismiss|abort)\w*`),
	"reveal":        regexp.MustCompile(`(?i)\b(unmask|unhide)\w*|\bshow(s|ing)? the value\b`),
	"copy":          regexp.MustCompile(`(?i)\byank\w*`),
	"log in":        regexp.MustCompile(`(?i)\bsign(s|ed|ing)?[ -](in|on to)\b|\blog(s|ged|ging)? ?on\b`),
	"log out":       regexp.MustCompile(`(?i)\bsign(s|ed|ing)?[ -]out\b`),
	"delete":        regexp.MustCompile(`(?i)\b(erase|purge|destroy)\w*`),
	"find":          regexp.MustCompile(`(?i)\bsearch\w*`),
	"mark":          regexp.MustCompile(`(?i)\bdeselect\w*|\btick(s|ed)? (it|them)\b`),
	"label":         regexp.MustCompile(`(?i)\bstaging labels?\b`),
	"quit":          regexp.MustCompile(`(?i)\bexits\b|\bexit (the|to|now|again)\b`),
	"drop":          regexp.MustCompile(`(?i)\bdiscard\w*|\bthrow(s|n)? away\b`),
	"the clipboard": regexp.MustCompile(`(?i)\bpasteboard\b`),
}

// verbs are what a key does, in the words of a hint, by its action.
var verbs = map[string]string{"Refresh": "refreshes", "Reveal": "reveals hides reads", "RevealAll": "reveals hides reads", "ShowTyped": "reveals hides", "Copy": "copies", "CopyAs": "copies on",
	"Restore": "restores", "Delete": "deletes", "Promote": "promotes on", "Unlock": "unlocks then", "Quit": "quits again", "Mark": "marks", "Decode": "decodes"}

// hinted is a key in the source with the word that follows it.
var hinted = regexp.MustCompile(`(?:Key\((?:keymap\.\w+, )?|hint\{|[^.\w]\{)keymap\.(\w+)\)?[^"\n]{0,60}" ?([a-z]+)`)

// ownTexts calls f with each text of the program's own that somebody may read.
func ownTexts(t *testing.T, f func(at, text string)) {
	for _, room := range []string{".", "../ui", "../keymap", "../backend", "../internal/program", "../internal/cli"} {
		err := filepath.WalkDir(room, func(path string, d fs.DirEntry, err error) error {
			switch name := d.Name(); {
			case err != nil:
				return err
			case d.IsDir() && slices.Contains([]string{"play", "local", "backendtest", "testdata", "panetest"}, name):
				return fs.SkipDir // what AWS says there, and what tests do
			case !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") || path == "../keymap/words.go":
				return nil
			}
			set := token.NewFileSet()
			file, err := parser.ParseFile(set, path, nil, 0)
			if err != nil {
				return err
			}
			ast.Inspect(file, func(n ast.Node) bool {
				if _, is := n.(*ast.ImportSpec); is {
					return false
				}
				if l, is := n.(*ast.BasicLit); is && l.Kind == token.STRING {
					if text, err := strconv.Unquote(l.Value); err == nil && strings.Contains(text, " ") {
						f(set.Position(l.Pos()).String(), text)
					}
				}
				return true
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestOneThingHasOneName(t *testing.T) {
	texts := 0
	ownTexts(t, func(at, text string) {
		texts++
		for name, other := range oneName {
			if found := other.FindString(text); found != "" {
				t.Errorf("%s: %q is called %q elsewhere: %q", at, found, name, text)
			}
		}
	})
	if texts < 2000 {
		t.Errorf("only %d texts were looked at", texts)
	}
}

// filler are words without which a text says the same.
var filler = regexp.MustCompile(`\b(is|are|it)\b|[^\pL%]+`)

// What is said in two places is said in the same words: not "no secret selected" here, and "no secret is selected" there.
func TestTheSameIsSaidInTheSameWords(t *testing.T) {
	said := map[string]string{}
	ownTexts(t, func(at, text string) {
		words := strings.Fields(filler.ReplaceAllString(strings.ToLower(text), " "))
		if len(words) < 3 || strings.HasPrefix(at, "../backend") || strings.HasPrefix(at, "../keymap") { // of an operation or of a key there is also a short name
			return
		}
		same := strings.Join(words, " ")
		if same == "scheduled for deletion" { // also a heading
			return
		}
		if text[0] == ' ' || text[len(text)-1] == ' ' { // a name or a number goes on with it
			same += " …"
		}
		is := strings.ToLower(strings.Trim(text, " .,:;·?"))
		if other, known := said[same]; known && other != is {
			t.Errorf("%s: %q is said elsewhere as %q", at, is, other)
		}
		said[same] = is
	})
	if len(said) < 1000 {
		t.Errorf("only %d texts were looked at", len(said))
	}
}

func TestAKeyDoesWhatItsActionIsCalled(t *testing.T) {
	found := 0
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		source, err := os.ReadFile(path)
		for _, m := range hinted.FindAllStringSubmatch(string(source), -1) {
			if want, is := verbs[m[1]]; is {
				if found++; !slices.Contains(strings.Fields(want), m[2]) {
					t.Errorf("%s: the key of %s %q, want one of %q: %s", path, m[1], m[2], want, m[0])
				}
			}
		}
		return err
	})
	if err != nil || found < 20 {
		t.Errorf("%d hints were found: %v", found, err)
	}
}

// border is what stands in a lower border.
var border = regexp.MustCompile(`╰─+ ([^│╰╯]+) ─╯`)

// borderWords are what stands in all lower borders, its parts: a dialog's among them.
func borderWords(p *play.Player) (parts []string) {
	for _, m := range border.FindAllStringSubmatch(p.Screen.String(), -1) {
		parts = append(parts, strings.Split(m[1], " · ")...)
	}
	return parts
}

func TestAHintOfADialogSaysNothingThatTheFooterSays(t *testing.T) {
	var dialogs atomic.Int32
	t.Cleanup(func() {
		if n := dialogs.Load(); n < 15 && tools.AllPlayed() && !t.Failed() {
			t.Errorf("only %d dialogs were seen", n)
		}
	})
	for i, w := range play.Ways() {
		if w.Scope != keymap.Dialog {
			continue
		}
		t.Run(fmt.Sprint(w.Room, " ", i), func(t *testing.T) {
			play.Game(t, play.Setting{W: 120, H: 36, Seed: w.Seed, NoFirst: true, Native: true}, func(p *play.Player) {
				w.Goes(p.Wait(3 * time.Second))
				foot := "  " + strings.TrimSpace(p.Foot())
				if !strings.Contains(foot, "ctrl+c quit") {
					return // no dialog opens on this way
				}
				if len(borderWords(p)) > 0 {
					dialogs.Add(1)
				}
				for _, part := range borderWords(p) {
					if key, _, _ := strings.Cut(part, " "); strings.Contains(foot, "  "+key+" ") {
						t.Errorf("the hint says %q, and the footer %q:\n%s", part, strings.TrimSpace(foot), p.Screen)
					}
				}
			})
		})
	}
}

// always are texts whose number is never one.
var always = []string{"rate(%d days)", "all %d labels", "%d of %d regions", "%d of %d labels", "%d to %d days", "%d days", "left %d as", "%d of them",
	"for %d days", "window %d days", "at most %d ", "any of %d regions", "the %d regions are asked", "%d regions are", "%d secrets at once", "there are %d profiles", "%d to %d characters", "each of %d kinds",
	"%d characters, a", "%d tags, a secret has at most", "%d tags are the most", "it has %d characters; at most", "%d more blocks", "%d bits", "byte %d is", "this clock is %d minutes", "have at most %d"}

// plural is a number with a thing in the plural behind it.
var plural = regexp.MustCompile(`%d (?:more )?[a-z-]+s\b`)

func TestOneIsNoPlural(t *testing.T) {
	ownTexts(t, func(at, text string) {
		if plural.MatchString(text) && !slices.ContainsFunc(always, func(is string) bool { return strings.Contains(text, is) }) {
			t.Errorf("%s: %q is told of one too: ui.Plural and backend.Counted know one from many", at, text)
		}
	})
	screens, err := filepath.Glob("testdata/screens/*.txt")
	if err != nil || len(screens) < 100 {
		t.Fatalf("%d screens: %v", len(screens), err)
	}
	one := regexp.MustCompile(`(?:^|[ (])1 (?:secrets|versions|keys|items|replicas|tags|labels|regions|decrypts|writes|errors|days|hours|minutes|rows|places|changes|lines|bytes)\b`)
	for _, path := range screens {
		if b, _ := os.ReadFile(path); one.Match(b) {
			t.Errorf("%s: %q", path, one.Find(b))
		}
	}
}
