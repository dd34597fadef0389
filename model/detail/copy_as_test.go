package detail_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/local"
	"strongroom/keymap"
	"strongroom/model"
	"strongroom/model/pane"
	"strongroom/model/play"
)

func TestCopyAsGivesEachFormAndReadsOnlyForTheValue(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(`{"api-key":"made-up 'x' $y"}`)), Native: true}, func(p *play.Player) {
		arn := p.ARN("app/canary")
		for key, want := range map[string]string{
			"s": "app/canary", "a": arn,
			"w": "aws secretsmanager get-secret-value --secret-id " + arn + " --query SecretString --output text --region eu-west-1",
			"b": `boto3.client("secretsmanager", region_name="eu-west-1").get_secret_value(SecretId="` + arn + `")["SecretString"]`,
			"p": "(Get-SECSecretValue -SecretId '" + arn + "' -Region 'eu-west-1').SecretString",
			"r": "{{resolve:secretsmanager:" + arn + ":SecretString}}", "x": arn,
		} {
			if p.Press("C " + key); p.Board.Holds() != want {
				t.Errorf("%s copied %q, want %q", key, p.Board.Holds(), want)
			}
		}
		if n := p.Calls("GetSecretValue"); n != 0 {
			t.Fatalf("forms without a value read it %d times", n)
		}
		p.Press("v").Sees("api-key")
		for key, want := range map[string]string{"f": "api-key", "e": `api_key="made-up 'x' \$y"`, "r": "{{resolve:secretsmanager:" + arn + ":SecretString:api-key}}",
			"x": arn + ":api-key::", "v": `{"api-key":"made-up 'x' $y"}`} {
			if p.Press("C " + key); p.Board.Holds() != want {
				t.Errorf("%s copied %q, want %q", key, p.Board.Holds(), want)
			}
		}
		p.SeesNot("made-up")
	})
}

func TestWhatIsCopiedToBeRunNamesThePlaceOfTheSecretItself(t *testing.T) {
	at := backend.Where{Kind: "custom endpoint", Profile: "it's", Named: "it's", Region: "eu-west-1", Endpoint: "http://127.0.0.1:5000"}
	play.Game(t, play.Setting{Native: true, Change: func(o *model.Options) { o.Backend = play.ToldAt{Backend: o.Backend, At: at} }}, func(p *play.Player) {
		there := p.InRegion("us-east-1", "shared/edge/cdn-signing").ARN
		p.Press("o").Types(there).Press("enter").Sees("opened shared/edge/cdn-signing").Wait(pane.RestDelay * 2)
		for key, want := range map[string]string{
			"w": "aws secretsmanager get-secret-value --secret-id " + there + ` --query SecretString --output text --profile 'it'\''s' --region us-east-1 --endpoint-url http://127.0.0.1:5000`,
			"b": `boto3.Session(profile_name="it's").client("secretsmanager", region_name="us-east-1", endpoint_url="http://127.0.0.1:5000").get_secret_value(SecretId="` + there + `")["SecretString"]`,
			"p": "(Get-SECSecretValue -SecretId '" + there + "' -Region 'us-east-1' -ProfileName 'it''s' -EndpointUrl 'http://127.0.0.1:5000').SecretString",
			"r": "{{resolve:secretsmanager:" + there + ":SecretString}}", "x": there,
		} {
			if p.Press("C " + key); p.Board.Holds() != want {
				t.Errorf("%s copied %q, want %q", key, p.Board.Holds(), want)
			}
		}
	})
}

func TestNoLetterOfAChoiceIsAlsoAMovement(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Press("v")
		for _, c := range [][2]string{{"C", "Copy as"}, {"1 s", "Sort by"}} {
			options := 0
			for _, line := range p.Press(c[0]).Frame(c[1]).Lines {
				words := strings.Fields(strings.TrimLeft(line, " ▌"))
				if len(words) < 2 || len(words[0]) != 1 {
					continue
				}
				options++
				a, ok := keymap.Default().Resolve(keymap.Dialog, words[0])
				if ok && (pane.Moves(a) || slices.Contains([]keymap.Action{keymap.Yes, keymap.Press}, a)) {
					t.Errorf("%q picks %s and also means %s", words[0], words[1], a)
				}
			}
			if p.Press("esc"); options < 5 {
				t.Errorf("%s offers %d", c[1], options)
			}
		}
	})
}

// A reference names a key, and cannot say which of two.
func TestAReferenceIsNotOfferedForAKeyThatStandsTwice(t *testing.T) {
	for n, want := range map[int]string{4: "", 5: "", 8: "", 1: ":SecretString:a.b}}"} {
		for _, option := range []string{"r", "x"} {
			play.OnTwin(t, n, func(p *play.Player) {
				p.Press("C").Sees("Copy as").Press(option)
				if want == "" {
					if p.Sees("more than one key is called k: a reference cannot tell them apart"); p.Board.Holds() != "" {
						t.Errorf("%s copies %q", option, p.Board.Holds())
					}
				} else if p.Sees("copied"); option == "r" && !strings.HasSuffix(p.Board.Holds(), want) {
					t.Errorf("%s copies %q", option, p.Board.Holds())
				}
			})
		}
		if want == "" {
			play.OnTwin(t, n, func(p *play.Player) { // its line of an environment is its own
				p.Press("C").Sees("Copy as").Press("e")
				if p.Sees("copied"); p.Board.Holds() != "k="+play.Twin(n) {
					t.Errorf("copied is %q", p.Board.Holds())
				}
			})
		}
	}
}

// vanishes has the selected secret go while a dialog about it is open: the cursor comes to another one.
func vanishes(p *play.Player, opens string) *play.Player {
	p.T.Helper()
	p.Does(func() error {
		_, err := p.Rival().Delete(play.Ctx(), p.ARN("app/canary"), backend.Deletion{WindowDays: 7})
		return err
	}())
	p.Server.Set(func(k *local.Knobs) {
		k.LatencyOf = map[string]time.Duration{"ListSecrets": 3 * time.Second, "DescribeSecret": 3 * time.Second}
	})
	p.Press("ctrl+r " + opens).Wait(300 * time.Millisecond).Sees("app/canary")
	return p.Wait(8*time.Second).Sees("app/canary", "1 secret ")
}

func TestCopyAsCopiesNothingOfAnotherSecretThanItNames(t *testing.T) {
	for option, before := range map[string]string{"v": "", "J": "", "e": "v"} {
		play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(`{"key":"made-up"}`)), Native: true}, func(p *play.Player) {
			p.Wait(2 * time.Second).Press(before)
			read := p.Calls("GetSecretValue")
			vanishes(p, "C").Press(option).Wait(3 * time.Second).Sees("not copied: app/canary is no longer selected")
			if n := p.Calls("GetSecretValue") - read; n != 0 || p.Board.Holds() != "" {
				t.Errorf("%s read %d times, and copied %q", option, n, p.Board.Holds())
			}
			p.Press("C v").Wait(3 * time.Second) // what is selected now can be copied
			if p.Board.Holds() == "" {
				t.Errorf("%s: the other one is not copied either:\n%s", option, p.Screen)
			}
		})
	}
}

func TestAFileIsMadeOfNoOtherSecretThanItIsNamedAfter(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.NewValue([]byte("\x00\xff"), true))}, func(p *play.Player) {
		p.Press("v").Wait(time.Second)
		name := t.TempDir() + "/made-up"
		vanishes(p, "S").Press("ctrl+u").Types(name).Press("enter").Wait(time.Second).Sees("app/canary is no longer selected")
		if _, err := os.Stat(name); err == nil {
			t.Error("it was made")
		}
	})
}
