package detail_test

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/local"
	"strongroom/model/pane"
	"strongroom/model/play"
)

func seedFields(fields string) func(*local.Server) {
	return play.SeedOne(backend.TextValue(fields))
}

func encoded(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }

func zippedText(text string) string {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, _ = w.Write([]byte(text))
	_ = w.Close()
	return out.String()
}

// tokenUntil is a made-up JWT that ends at a time.
func tokenUntil(claims string) string {
	part := base64.RawURLEncoding.EncodeToString
	return part([]byte(`{"alg":"RS256"}`)) + "." + part([]byte(claims)) + "." + part([]byte("made-up"))
}

func TestWhatIsDecodedIsShownCopiedAndEnds(t *testing.T) {
	play.Game(t, play.Setting{Seed: seedFields(`{"config":"` + encoded("made-up "+play.Canary) + `","plain":"x"}`), Native: true}, func(p *play.Player) {
		p.Press("v").Sees("2 keys").Press("x").Sees("config › base64", "made-up "+play.Canary).Alive(2)
		p.Press("c").Sees("copied base64 in config, decoded")
		if p.Board.Holds() != "made-up "+play.Canary {
			t.Errorf("copied %q", p.Board.Holds())
		}
		p.Press("C").Sees("what is shown", "as it is stored").Press("t").Sees("copied config")
		if p.Board.Holds() != encoded("made-up "+play.Canary) {
			t.Errorf("copied %q", p.Board.Holds())
		}
		p.Press("C d").Sees("copied base64 in config, decoded")
		p.Press("v").SeesNot(play.Canary).Press("v").Sees(play.Canary)
		p.Wait(31*time.Second).SeesNot(play.Canary, "base64").Sees("wiped").Never(play.Canary).Alive(0)
	})
}

func TestGoingBackLeadsOutOfWhatIsDecodedLayerByLayer(t *testing.T) {
	inner := encoded(zippedText("made-up inside"))
	play.Game(t, play.Setting{Seed: seedFields(`{"blob":"` + inner + `"}`)}, func(p *play.Player) {
		p.Press("v").Sees("1 key").Press("x").Sees("blob › base64", "application/x-gzip").Alive(2)
		p.Press("x").Sees("blob › base64 › gzip", "made-up inside").Alive(3)
		p.Press("x").Sees("nothing to decode in the value", "made-up inside")
		p.Press("esc").Sees("blob › base64").SeesNot("› gzip", "made-up inside").Alive(2)
		p.Press("esc").SeesNot("blob ›").Sees("1 key").Alive(1)
		p.Press("x x 1 j").SeesNot("made-up inside").Alive(0)
	})
}

func TestDecodingReadsWhatIsNotHeld(t *testing.T) {
	play.Game(t, play.Setting{Seed: seedFields(encoded("made-up text"))}, func(p *play.Player) {
		p.Press("2 x").Sees("› base64", "made-up text", "1 decrypt").Press("x").Sees("nothing to decode")
		p.Press("blur").SeesNot("made-up text").Alive(0)
	})
	play.Game(t, play.Setting{Seed: seedFields(`{"key":"made-up"}`)}, func(p *play.Player) {
		p.Press("2 x").Sees("1 key").Press("x").Sees("nothing to decode in key · no base64")
	})
}

func TestAJWTSaysWhenItEndsAndThatNobodyChecksIt(t *testing.T) {
	for exp, want := range map[string]string{"4102444800": "ends in ", "900000000": "ended "} {
		play.Game(t, play.Setting{Seed: seedFields(`{"token":"` + tokenUntil(`{"sub":"app","exp":`+exp+`}`) + `"}`)}, func(p *play.Player) {
			p.Press("v x").Sees("token › JWT", want, "signature not verified", "alg", "RS256", "sub", exp)
			p.Press("esc").Sees("1 key").SeesNot("JWT")
		})
	}
}

func TestThePasswordOfAConnectionStringStaysMaskedUntilItIsRevealed(t *testing.T) {
	play.Game(t, play.Setting{Seed: seedFields(`{"url":"postgres://app:p%40` + play.Canary + `@db.example.com:5432/orders"}`), Native: true}, func(p *play.Player) {
		p.Press("v x").Sees("url › connection string", "db.example.com", "5432", "orders").SeesNot(play.Canary)
		p.Press("j j").Press("c").Sees("copied password of connection string in url, decoded")
		if p.Board.Holds() != "p@"+play.Canary {
			t.Errorf("copied %q", p.Board.Holds())
		}
		p.Press("v").Sees("p@"+play.Canary).Press("alt+x").Sees("url › URL encoding", "postgres://app:p@"+play.Canary).Press("alt+x").Sees("connection string").SeesNot(play.Canary)
	})
}

func TestNothingIsDecodedForAnAudience(t *testing.T) {
	play.Game(t, play.Setting{Seed: seedFields(encoded(play.Canary)), Change: presents}, func(p *play.Player) {
		p.Never(play.Forms()...).Press("2 x").Sees("! " + pane.Presenting).Press("c").Wait(time.Second).Press("x").Sees("! " + pane.Presenting)
	})
}

func TestABombIsRefusedWhereItIsDecoded(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.BinarySecret(zippedText(strings.Repeat("x", 2<<20)))}, func(p *play.Player) {
		p.Press("2 x").Sees("it could not be decoded: it decodes to more than 1 MiB").Alive(1)
	})
}

func TestATextThatIsKeptAsBinaryIsShownAndCopiedAsText(t *testing.T) {
	for text, sees := range map[string]string{"made-up: text\n": "text · kept as binary", `{"key":"made-up: text"}`: "JSON · 1 key · kept as binary"} {
		play.Game(t, play.Setting{Seed: play.BinarySecret(text), Native: true}, func(p *play.Player) {
			p.Press("2 V").Sees(sees, "made-up: text").Press("C v").Sees("copied app/canary")
			if p.Board.Holds() != text {
				t.Errorf("copied %q", p.Board.Holds())
			}
			p.Press("S").Sees("Save to a file", "app/canary")
		})
	}
	play.Game(t, play.Setting{Seed: play.BinarySecret("\x00\x01made-up"), Native: true}, func(p *play.Player) {
		p.Press("2 v").Sees("binary values are not shown").Press("c").Sees("cannot go on a text clipboard")
	})
}

func TestAnEnvironmentNameKeepsWhatAShellTakesAndSaysWhatItChanges(t *testing.T) {
	for key, want := range map[string]string{"db_url": "db_url", "DbUrl2": "DbUrl2", "api-key": "api_key", "2fa": "_2fa"} {
		play.Game(t, play.Setting{Seed: seedFields(`{"` + key + `":"made-up"}`), Native: true}, func(p *play.Player) {
			p.Press("v C")
			if want != key {
				p.Sees(want+"=", "· not "+key)
			}
			p.Press("e").Sees("copied .env line of " + key)
			if want != key {
				p.Sees("named " + want)
			}
			if p.Board.Holds() != want+"=made-up" {
				t.Errorf("%s is copied as %q", key, p.Board.Holds())
			}
		})
	}
	for fields, why := range map[string]string{`{"пароль":"x"}`: "пароль cannot name a variable", `{"größe":"x"}`: "größe cannot name a variable", `{"--":"x"}`: "-- cannot name a variable",
		`{"db.url":"x","db-url":"y"}`: "db.url and db-url would both be db_url", `{"db-url":"x","db_url":"y"}`: "db-url and db_url would both be db_url"} {
		play.Game(t, play.Setting{Seed: seedFields(fields), Native: true}, func(p *play.Player) {
			if p.Press("v C e").Sees(why); p.Board.Holds() != "" {
				t.Errorf("copied %q", p.Board.Holds())
			}
		})
	}
}

func TestCopyAsJSONGivesJSON(t *testing.T) {
	for _, c := range [][3]string{
		{`{"a": "x\ny", "b":2}`, "C J", `{"a": "x\ny", "b":2}`}, {`{"a": "x\ny", "b":2}`, "v C J", `{"a": "x\ny"}`}, {`{"a": "x", "b":2}`, "v j C J", `{"b": 2}`},
		{"a \"text\"\n", "C J", `"a \"text\"\n"`},
	} {
		play.Game(t, play.Setting{Seed: seedFields(c[0]), Native: true}, func(p *play.Player) {
			if p.Press(c[1]).Sees("copied "); p.Board.Holds() != c[2] {
				t.Errorf("%s of %s copied %q", c[1], c[0], p.Board.Holds())
			}
		})
	}
}
