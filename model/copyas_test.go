package model

import (
	"slices"
	"strings"
	"testing"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/pane"
)

func TestCopyAsGivesEachFormAndReadsOnlyForTheValue(t *testing.T) {
	play(t, setting{seed: seedOne(backend.TextValue(`{"api-key":"made-up 'x' $y"}`)), native: true}, func(p *player) {
		arn := p.arn("app/canary")
		for key, want := range map[string]string{
			"s": "app/canary", "a": arn,
			"w": "aws secretsmanager get-secret-value --secret-id " + arn + " --query SecretString --output text --region eu-west-1",
			"b": `boto3.client("secretsmanager", region_name="eu-west-1").get_secret_value(SecretId="` + arn + `")["SecretString"]`,
			"p": "(Get-SECSecretValue -SecretId '" + arn + "' -Region 'eu-west-1').SecretString",
			"r": "{{resolve:secretsmanager:" + arn + ":SecretString}}", "x": arn,
		} {
			if p.press("C " + key); p.board.holds() != want {
				t.Errorf("%s copied %q, want %q", key, p.board.holds(), want)
			}
		}
		if n := p.calls("GetSecretValue"); n != 0 {
			t.Fatalf("forms without a value read it %d times", n)
		}
		p.press("v").sees("api-key")
		for key, want := range map[string]string{"f": "api-key", "e": `API_KEY="made-up 'x' \$y"`, "r": "{{resolve:secretsmanager:" + arn + ":SecretString:api-key}}",
			"x": arn + ":api-key::", "v": `{"api-key":"made-up 'x' $y"}`} {
			if p.press("C " + key); p.board.holds() != want {
				t.Errorf("%s copied %q, want %q", key, p.board.holds(), want)
			}
		}
		p.seesNot("made-up")
	})
}

func TestWhatIsCopiedToBeRunNamesThePlaceOfTheSecretItself(t *testing.T) {
	at := backend.Where{Kind: "custom endpoint", Profile: "it's", Named: "it's", Region: "eu-west-1", Endpoint: "http://127.0.0.1:5000"}
	play(t, setting{native: true, change: func(o *Options) { o.Backend = toldAt{o.Backend, at} }}, func(p *player) {
		there := p.inRegion("us-east-1", "shared/edge/cdn-signing").ARN
		p.press("o").types(there).press("enter").sees("opened shared/edge/cdn-signing").wait(pane.RestDelay * 2)
		for key, want := range map[string]string{
			"w": "aws secretsmanager get-secret-value --secret-id " + there + ` --query SecretString --output text --profile 'it'\''s' --region us-east-1 --endpoint-url http://127.0.0.1:5000`,
			"b": `boto3.Session(profile_name="it's").client("secretsmanager", region_name="us-east-1", endpoint_url="http://127.0.0.1:5000").get_secret_value(SecretId="` + there + `")["SecretString"]`,
			"p": "(Get-SECSecretValue -SecretId '" + there + "' -Region 'us-east-1' -ProfileName 'it''s' -EndpointUrl 'http://127.0.0.1:5000').SecretString",
			"r": "{{resolve:secretsmanager:" + there + ":SecretString}}", "x": there,
		} {
			if p.press("C " + key); p.board.holds() != want {
				t.Errorf("%s copied %q, want %q", key, p.board.holds(), want)
			}
		}
	})
}

func TestNoLetterOfAChoiceIsAlsoAMovement(t *testing.T) {
	play(t, setting{}, func(p *player) {
		p.press("v")
		for _, c := range [][2]string{{"C", "Copy as"}, {"1 s", "Sort by"}} {
			options := 0
			for _, line := range p.press(c[0]).frame(c[1]).lines {
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
			if p.press("esc"); options < 5 {
				t.Errorf("%s offers %d", c[1], options)
			}
		}
	})
}

// A reference names a key, and cannot say which of two.
func TestAReferenceIsNotOfferedForAKeyThatStandsTwice(t *testing.T) {
	for n, want := range map[int]string{4: "", 5: "", 8: "", 1: ":SecretString:a.b}}"} {
		for _, option := range []string{"r", "x"} {
			onTwin(t, n, func(p *player) {
				p.press("C").sees("Copy as").press(option)
				if want == "" {
					if p.sees("more than one key is called k: a reference cannot tell them apart"); p.board.holds() != "" {
						t.Errorf("%s copies %q", option, p.board.holds())
					}
				} else if p.sees("copied"); option == "r" && !strings.HasSuffix(p.board.holds(), want) {
					t.Errorf("%s copies %q", option, p.board.holds())
				}
			})
		}
		if want == "" {
			onTwin(t, n, func(p *player) { // its line of an environment is its own
				p.press("C").sees("Copy as").press("e")
				if p.sees("copied"); p.board.holds() != "K="+twin(n) {
					t.Errorf("copied is %q", p.board.holds())
				}
			})
		}
	}
}
