package model_test

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/local"
	"strongroom/internal/tools"
	"strongroom/model"
	"strongroom/model/pane"
	"strongroom/model/play"
)

// job is one thing that people come for, from the first row of the list.
type job struct {
	name  string
	seed  func(*local.Server)
	way   string // the keys to where its own key is
	key   string
	typed []string // what is typed and pressed then, in turn; keys begin with a colon
	works string   // what is on the screen where it has worked, as an expression
}

// jobs are the main ones.
func jobs() []job {
	json, versions, rotating := play.JSONSecret(), play.SeedVersions(play.OlderJSON, play.NewerJSON), play.SeedRotating(play.DemoFunction)
	return []job{
		{"list", json, "", "ctrl+r", nil, "app/canary"},
		{"open", json, "", "o", []string{"app/canary", ":enter"}, "▌ app/canary"},
		{"look", json, "2", "]", nil, "last read "},
		{"reveal", json, "", "v", nil, "JSON · 4 keys"},
		{"copy", json, "", "c", nil, "[✓!] copied"},
		{"versions", versions, "", "3", nil, "AWSPREVIOUS"},
		{"compare", versions, "3 j", "=", []string{":y"}, "1 added"},
		{"edit", json, "", "e", []string{":j enter ctrl+u", "made-up", ":enter ctrl+s enter ctrl+s enter"}, "[✓!] saved"},
		{"create", json, "", "n", []string{"new", ":tab space shift+tab shift+tab shift+tab enter", "made-up", ":ctrl+s enter"}, "[✓!] created app/new"},
		{"delete", json, "", "d", []string{":y"}, "[✓!] deleted app/canary"},
		{"restore", play.SeedBuried, "D", "R", []string{":y"}, "[✓!] restored"},
		{"promote", versions, "3 j", "p", []string{":y"}, "[✓!] promoted"},
		{"labels", versions, "3 j", "L", []string{":enter", "mine", ":enter enter y"}, "[✓!] mine is on"},
		{"tag", json, "2 ] ]", "a", []string{"team", ":enter", "red", ":enter enter"}, "added the tag"},
		{"untag", json, "2 ] ]", "x", []string{":y"}, "removed the tag"},
		{"metadata", json, "", "i", []string{" of mine", ":tab enter enter y"}, "changed the description"},
		{"rotate", rotating, "2 ] ] ] ]", "r", []string{":y"}, "[✓!] rotated"},
		{"no rotation", rotating, "2 ] ] ] ]", "x", []string{":y"}, "[✓!] rotation of .* is off"},
		{"function log", play.SeedFailing, "2 ] ] ] ]", "L", nil, "logged 9h ago"},
		{"see policy", play.SeedGoverned, "2", "[", nil, "3 statements"},
		{"policy", play.SeedGoverned, "2 [", "x", []string{":y"}, "[✓!] deleted the policy"},
		{"replicate", json, "2 ] ] ]", "a", []string{":enter shift+tab shift+tab enter"}, "InSync"},
		{"who", play.SeedBuried, "D", "w", nil, `who +arn:aws`},
	}
}

// denials are what is denied in turn: each operation by itself, and the key.
func denials() (all []string) {
	for _, op := range backend.LevelAdminister.Operations() {
		all = append(all, string(op))
	}
	return append(all, string(backend.OpIdentity), kmsDenied)
}

const kmsDenied = "the KMS key"

func deny(s *local.Server, what string) {
	s.Set(func(k *local.Knobs) {
		if what == kmsDenied {
			k.KMS = map[string]local.KMSFault{"": local.KMSDenied}
		} else {
			k.Deny = play.Deny(what)
		}
	})
}

// lacking is an action that is said to be needed.
var lacking = regexp.MustCompile(`(?:needs |\(|kms:Decrypt )((?:secretsmanager|kms|sts|cloudtrail|account|logs):[A-Za-z]+)`)

// does the job by its keys, and gives what was shown on the way.
func (j job) does(p *play.Player, way string) string {
	p.Press("1 g").Wait(2 * pane.RestDelay)
	for _, key := range strings.Fields(way) {
		p.Press(key).Wait(700 * time.Millisecond)
	}
	p.Press(j.key).Wait(time.Second)
	shown := p.Shows()
	if lines := strings.Split(p.Screen.String(), "\n"); strings.Contains(lines[len(lines)-2], "needs ") {
		return shown // what would be typed now goes elsewhere
	}
	for _, s := range j.typed {
		if keys, are := strings.CutPrefix(s, ":"); are {
			for _, key := range strings.Fields(keys) {
				shown += p.Press(key).Wait(time.Second).Shows()
			}
		} else {
			p.Types(s).Wait(time.Second)
		}
	}
	return shown + p.Wait(8*time.Second).Shows()
}

// cell does the job where something is denied, and tells how that ends: that it works, with or without what it names, or what it
// needs, and whether it is not tried again then.
func (j job) cell(t *testing.T, what string) (cell string) {
	seed := func(s *local.Server) {
		j.seed(s)
		deny(s, what)
	}
	play.Game(t, play.Setting{W: 150, H: 44, Native: true, NoFirst: true, Seed: seed, Change: func(o *model.Options) { o.Arrivals = play.Sure{} }}, func(p *play.Player) {
		p.Wait(2 * time.Second)
		shown := j.does(p, j.way)
		lacks := ""
		if m := lacking.FindStringSubmatch(shown); m != nil {
			lacks = strings.TrimPrefix(m[1], "secretsmanager:")
		}
		switch works := regexp.MustCompile(j.works).MatchString(shown); {
		case works && lacks == "":
			cell = "works"
			return
		case works:
			cell = "without " + lacks
			return
		case lacks != "":
			cell = "needs " + lacks
		default:
			cell = "does not work"
		}
		for range 6 {
			p.Press("esc").Wait(time.Second)
			if strings.Contains(p.Next(), "y ") && p.Asked() {
				p.Press("y").Wait(time.Second)
			}
		}
		if strings.Contains(j.does(p, strings.NewReplacer("]", "", "[", "").Replace(j.way)), "refused at") { // the tab has stayed
			cell += ", then refused"
		}
	})
	return cell
}

// deniedFile is the table of what still works.
var deniedFile = filepath.Join("testdata", "denied.md")

// table writes one: a row for each denial, a column for each job.
func table(cells map[string]string) string {
	var b strings.Builder
	b.WriteString("What still works where one thing is denied: a job that names what it lacks works without it, or needs it and is not offered again.\n\n")
	row := func(head string, cell func(j job) string) {
		b.WriteString("| " + head + " |")
		for _, j := range jobs() {
			b.WriteString(" " + cell(j) + " |")
		}
		b.WriteString("\n")
	}
	row("denied", func(j job) string { return j.name })
	row("---", func(job) string { return "---" })
	for _, what := range denials() {
		row(what, func(j job) string { return cells[what+j.name] })
	}
	return b.String()
}

// readTable is the table as it was kept.
func readTable(t *testing.T) map[string]string {
	t.Helper()
	b, err := os.ReadFile(deniedFile)
	if err != nil {
		t.Fatal(err)
	}
	cells := map[string]string{}
	for _, line := range strings.Split(string(b), "\n") {
		if parts := strings.Split(line, " | "); len(parts) == len(jobs())+1 {
			for i, j := range jobs() {
				cells[strings.TrimPrefix(parts[0], "| ")+j.name] = strings.TrimSuffix(parts[i+1], " |")
			}
		}
	}
	return cells
}

func TestWhatStillWorksWhereOneThingIsDenied(t *testing.T) {
	updating := flag.Lookup("update").Value.String() == "true"
	want, got := map[string]string{}, map[string]string{}
	if !updating {
		want = readTable(t)
	}
	for i, what := range denials() {
		for n, j := range jobs() {
			if (tools.LeavesOut(i+n, 7) || tools.Spares((i+n)/7, 4)) && !updating {
				continue
			}
			key := what + j.name
			if got[key] = j.cell(t, what); !updating && got[key] != want[key] {
				t.Errorf("%s where %s is denied: %s, and %s in %s", j.name, what, got[key], want[key], deniedFile)
			}
		}
	}
	if updating {
		if err := os.WriteFile(deniedFile, []byte(table(got)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for key, cell := range got {
		if strings.HasPrefix(cell, "does not work") {
			t.Errorf("%s: nothing says why it does not work", key)
		}
	}
}
