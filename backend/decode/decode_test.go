package decode_test

import (
	"bytes"
	"compress/gzip"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/decode"
)

// read decodes a text in the best way there is, and wipes all but what it returns.
func read(t *testing.T, text string, way decode.Way) (f decode.Found, out string) {
	t.Helper()
	ledger := new(backend.Ledger)
	v := ledger.Text(text)
	defer v.Wipe()
	ways := decode.Ways(v)
	if len(ways) == 0 || ways[0] != way {
		t.Fatalf("%.40q is read as %v, not as %v first", text, ways, way)
	}
	f, err := decode.Decode(v, way)
	if err != nil {
		t.Fatalf("%.40q as %v: %v", text, way, err)
	}
	f.Value.Use(func(b []byte) { out = string(b) })
	f.Value.Wipe()
	if left := ledger.Alive(); len(left) != 1 {
		t.Errorf("alive is besides the value %v", left)
	}
	return f, out
}

func TestWhatIsEncodedSaysWhatItHolds(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		way  decode.Way
		want string
	}{
		"base64":                      {"aGVsbG8gd29ybGQ=", decode.Base64, "hello world"},
		"without padding":             {"aGVsbG8gd29ybGQ", decode.Base64, "hello world"},
		"in lines":                    {"aGVsbG8g\r\nd29ybGQ=\n", decode.Base64, "hello world"},
		"base64url":                   {base64.URLEncoding.EncodeToString([]byte("a?b>c~ü?")), decode.Base64URL, "a?b>c~ü?"},
		"base64 with its own signs":   {base64.StdEncoding.EncodeToString([]byte("a?b>c~ü?")), decode.Base64, "a?b>c~ü?"},
		"URL encoding":                {"p%40ss%2Fword+1", decode.Percent, "p@ss/word+1"},
		"a percent that stands alone": {"%25", decode.Percent, "%"},
		"gzip":                        {zipped(t, "hello"), decode.Gzip, "hello"},
		"JSON in a text":              {` {"a":[1, 2]}`, decode.JSON, ` {"a":[1, 2]}`},
		"gzip in base64":              {base64.StdEncoding.EncodeToString([]byte(zipped(t, "hello"))), decode.Base64, zipped(t, "hello")},
	} {
		t.Run(name, func(t *testing.T) {
			if _, got := read(t, c.text, c.way); got != c.want {
				t.Errorf("%q", got)
			}
		})
	}
}

func TestWhatIsNothingElseIsNotDecoded(t *testing.T) {
	for _, text := range []string{"", "password", "hunter2", "made-up", "100%", "50% off", "a.b.c", "https://example.com/x", "https://example.com/?q=1", "eyJ.x.y", "42", "\"x\"", "{x}",
		"-----BEGIN PRIVATE KEY-----\nbWFkZS11cA==\n-----END PRIVATE KEY-----\n", "host=only", "tooshort", "AKIAIOSFODNN7EXAMPLE", "postgres://", "jdbc:nothing:x"} {
		v := backend.TextValue(text)
		if ways := decode.Ways(v); len(ways) > 0 {
			t.Errorf("%q is read as %v", text, ways)
		}
	}
}

func zipped(t *testing.T, text string) string {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestABombIsRefused(t *testing.T) {
	for name, text := range map[string]string{"a byte more": strings.Repeat("x", decode.Most+1), "a thousand times as much": strings.Repeat("x", 1000*64<<10)} {
		v := backend.TextValue(zipped(t, text))
		f, err := decode.Decode(v, decode.Gzip)
		if !errors.Is(err, decode.ErrTooLong) || f.Value.Held() {
			t.Errorf("%s: %v, holding %v", name, err, f.Value.Held())
		}
	}
	if _, got := read(t, zipped(t, strings.Repeat("x", decode.Most)), decode.Gzip); len(got) != decode.Most {
		t.Errorf("%d bytes", len(got))
	}
}

func TestWhatIsDamagedIsSaidToBe(t *testing.T) {
	whole := zipped(t, "a text that is long enough to be cut off")
	v := backend.TextValue(whole[:len(whole)-9])
	if _, err := decode.Decode(v, decode.Gzip); err == nil || strings.Contains(err.Error(), "long enough") {
		t.Errorf("%v", err)
	}
}

func TestAJWTTellsHeaderClaimsAndTimes(t *testing.T) {
	part := func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }
	header, claims := `{"alg":"HS256","typ":"JWT"}`, `{"sub":"made-up","iat":1700000000,"exp":1.8e9,"big":12345678901234567890}`
	token := part(header) + "." + part(claims) + "." + part("sig")
	for _, text := range []string{token, "Bearer " + token, token + "\n"} {
		f, got := read(t, text, decode.JWT)
		if want := `{"header":` + header + `,"claims":` + claims + `,"signature":"` + part("sig") + `"}`; got != want {
			t.Errorf("%s", got)
		}
		if !f.Until.Equal(time.Unix(1800000000, 0)) || !f.Made.Equal(time.Unix(1700000000, 0)) || !f.From.IsZero() {
			t.Errorf("from %v until %v, made %v", f.From, f.Until, f.Made)
		}
		if f.Remark != "signature not verified" || !f.Parts {
			t.Errorf("%q", f.Remark)
		}
	}
	if f, _ := read(t, part(header)+"."+part(claims)+".", decode.JWT); f.Remark != "not signed" {
		t.Errorf("%q", f.Remark)
	}
	if f, got := read(t, part(header)+".a.b.c.d", decode.JWT); got != `{"header":`+header+`}` || !strings.Contains(f.Remark, "encrypted") {
		t.Errorf("%s %q", got, f.Remark)
	}
	if _, got := read(t, part(header)+"."+part("no JSON")+".x", decode.JWT); got != `{"header":`+header+`,"payload":"no JSON","signature":"x"}` {
		t.Errorf("%s", got)
	}
}

func certificate(t *testing.T, name string, until time.Time) []byte {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.CreateCertificate(rand.Reader, &x509.Certificate{SerialNumber: big.NewInt(255), Subject: pkix.Name{CommonName: name}, DNSNames: []string{name, "*." + name},
		NotBefore: until.Add(-time.Hour), NotAfter: until}, &x509.Certificate{Subject: pkix.Name{CommonName: "Made-up CA"}}, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

func TestACertificateTellsWhoseItIsAndWhenItEnds(t *testing.T) {
	until := time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC)
	der := certificate(t, "example.com", until)
	block := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	key := string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: []byte("made-up")}))
	later := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate(t, "ca.example.com", until.AddDate(1, 0, 0))}))
	for name, text := range map[string]string{"DER": string(der), "PEM": block, "beside its key": key + block, "in lines of Windows": strings.ReplaceAll(block, "\n", "\r\n")} {
		f, got := read(t, text, decode.Certificate)
		var all struct {
			Subject, Issuer, Until, Key, Serial string
			Names                               []string
		}
		if err := json.Unmarshal([]byte(got), &all); err != nil {
			t.Fatalf("%s: %v in %s", name, err, got)
		}
		if all.Subject != "CN=example.com" || all.Issuer != "CN=Made-up CA" || all.Until != "2030-01-02T03:04:05Z" || all.Key != "ECDSA, P-256" || all.Serial != "FF" ||
			!slices.Equal(all.Names, []string{"example.com", "*.example.com"}) || !f.Until.Equal(until) {
			t.Errorf("%s: %s, until %v", name, got, f.Until)
		}
		if strings.Contains(got, "made-up") || (name == "beside its key") != strings.HasPrefix(f.Remark, "one more block") || !strings.Contains(f.Remark, "not verified") {
			t.Errorf("%s: %q, %s", name, f.Remark, got)
		}
	}
	f, got := read(t, later+block, decode.Certificate)
	if var2 := []struct{ Subject string }{}; json.Unmarshal([]byte(got), &var2) != nil || len(var2) != 2 || var2[1].Subject != "CN=example.com" || !f.Until.Equal(until) {
		t.Errorf("a chain: %s until %v", got, f.Until)
	}
	for name, text := range map[string]string{
		"a letter is missing": block[:40] + block[41:] + later, "cut off": block[:len(block)-30] + "\n" + later, "the second": later + block[:40] + block[41:],
	} {
		if f, err := decode.Decode(backend.TextValue(text), decode.Certificate); err == nil {
			t.Errorf("a chain of which one is damaged, %s: until %v", name, f.Until)
		}
	}
	v := backend.TextValue("-----BEGIN CERTIFICATE-----\nbWFkZS11cA==\n-----END CERTIFICATE-----\n")
	if _, err := decode.Decode(v, decode.Certificate); err == nil {
		t.Error("what is no certificate was read as one")
	}
}

func TestAConnectionStringComesApart(t *testing.T) {
	for text, want := range map[string]string{
		"postgres://app:p%40ss@db.example.com:5432/orders?sslmode=require":       `{"kind":"postgres","user":"app","password":"p@ss","host":"db.example.com","port":"5432","database":"orders","sslmode":"require"}`,
		"postgresql://app:a/b?c@d@db/orders":                                     `{"kind":"postgresql","user":"app","password":"a/b?c@d","host":"db","database":"orders"}`,
		"mysql://db/orders":                                                      `{"kind":"mysql","host":"db","database":"orders"}`,
		"app:p@ss@tcp(db:3306)/orders?parseTime=true":                            `{"user":"app","password":"p@ss","host":"db","port":"3306","database":"orders","parseTime":"true"}`,
		"app:made-up@unix(/tmp/mysql.sock)/orders":                               `{"user":"app","password":"made-up","socket":"/tmp/mysql.sock","database":"orders"}`,
		"mongodb://u:made-up@a:1,b:2,c/db?replicaSet=rs0":                        `{"kind":"mongodb","user":"u","password":"made-up","host":"a:1","host 2":"b:2","host 3":"c","database":"db","replicaSet":"rs0"}`,
		"mongodb+srv://u:made-up@cluster.example.com":                            `{"kind":"mongodb+srv","user":"u","password":"made-up","host":"cluster.example.com"}`,
		"rediss://:made-up@cache:6379/0":                                         `{"kind":"rediss","password":"made-up","host":"cache","port":"6379","database":"0"}`,
		"amqps://u:made-up@[::1]:5671/%2Fv":                                      `{"kind":"amqps","user":"u","password":"made-up","host":"[::1]","port":"5671","database":"/v"}`,
		"jdbc:postgresql://db:5432/orders?user=app&password=made-up":             `{"kind":"jdbc:postgresql","host":"db","port":"5432","database":"orders","user":"app","password":"made-up"}`,
		"jdbc:sqlserver://db:1433;databaseName=orders;user=sa;password=made-up;": `{"kind":"jdbc:sqlserver","host":"db","port":"1433","databaseName":"orders","user":"sa","password":"made-up"}`,
		"jdbc:oracle:thin:app/made-up@//db:1521/orders":                          `{"kind":"jdbc:oracle","driver":"thin","user":"app","password":"made-up","host":"db","port":"1521","service":"orders"}`,
		"jdbc:oracle:thin:@db:1521:XE":                                           `{"kind":"jdbc:oracle","driver":"thin","host":"db","port":"1521","sid":"XE"}`,
		"jdbc:mysql://a:1,b:2/db?user=app@corp&password=made-up":                 `{"kind":"jdbc:mysql","host":"a:1","host 2":"b:2","database":"db","user":"app@corp","password":"made-up"}`,
		"jdbc:postgresql://[::1]:1/db?user=me@srv&password=made-up":              `{"kind":"jdbc:postgresql","host":"[::1]","port":"1","database":"db","user":"me@srv","password":"made-up"}`,
		"jdbc:sqlserver://db;password={ma;de}}=up} ;user={sa};ssl=yes":           `{"kind":"jdbc:sqlserver","host":"db","password":"ma;de}=up","user":"sa","ssl":"yes"}`,
		`host=db user=app password='made \'up' dbname=orders`:                    `{"host":"db","user":"app","password":"made 'up","database":"orders"}`,
		"redis://u:%ff%fe@db":                                                    `{"kind":"redis","user":"u","password":"fffe","host":"db"}`,
	} {
		f, got := read(t, text, decode.Address)
		if got != want {
			t.Errorf("%s is\n%s, not\n%s", text, got, want)
		}
		if strings.Contains(want, `"password"`) != slices.Contains(f.Apart, "password") {
			t.Errorf("%s: masked apart are %v", text, f.Apart)
		}
	}
	for _, text := range []string{"jdbc:mysql://address=(host=h)(port=1)(user=u)(password=made-up)/db", "jdbc:mysql://(host=h,port=1,Password=made-up)/db"} {
		f, got := read(t, text, decode.Address)
		var parts map[string]string
		if err := json.Unmarshal([]byte(got), &parts); err != nil {
			t.Fatal(err)
		}
		for name, part := range parts {
			if strings.Contains(part, "made-up") && !slices.Contains(f.Apart, name) {
				t.Errorf("%s: %s is shown as %s", text, name, part)
			}
		}
	}
	if f, _ := read(t, "postgres://u@h/db?sslpassword=made-up&sslmode=require", decode.Address); !slices.Equal(f.Apart, []string{"sslpassword"}) {
		t.Errorf("masked apart are %v", f.Apart)
	}
}

func TestTheWayThatTellsMostComesFirst(t *testing.T) {
	der := certificate(t, "example.com", time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC))
	for text, want := range map[string][]decode.Way{
		"postgres://u:p%40@h/db":               {decode.Address, decode.Percent},
		base64.StdEncoding.EncodeToString(der): {decode.Base64},
		strings.Repeat("Ab1x", 12):             {decode.Base64},
	} {
		if got := decode.Ways(backend.TextValue(text)); !slices.Equal(got, want) {
			t.Errorf("%.30q is read as %v, not %v", text, got, want)
		}
	}
}

func FuzzDecodingEndsAndLeavesNothing(f *testing.F) {
	for _, seed := range []string{"", "aGVsbG8gd29ybGQ=", "eyJhIjoxfQ.eyJleHAiOjF9.x", "%41", "postgres://u:p@h:1/d?a=b", "host=a user='b", "jdbc:oracle:thin:u/p@h:1:s", "\x1f\x8b\x08\x00",
		"-----BEGIN CERTIFICATE-----\nbWFkZS11cA==\n-----END CERTIFICATE-----\n", "0\x82\x01\x00", "u:p@tcp(h)/d", "jdbc:sqlserver://h;a=b"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		ledger := new(backend.Ledger)
		v := ledger.Value(bytes.Clone(b), false)
		defer v.Wipe()
		for _, way := range decode.Ways(v) {
			found, err := decode.Decode(v, way)
			if err != nil {
				if found.Value.Held() {
					t.Errorf("%v failed and holds a value", way)
				}
				continue
			}
			if found.Value.Len() > decode.Most {
				t.Errorf("%v: %d bytes", way, found.Value.Len())
			}
			found.Value.Use(func(out []byte) {
				if found.Parts && !json.Valid(out) {
					t.Errorf("%v: no JSON: %q", way, out)
				}
			})
			found.Value.Wipe()
		}
		if left := ledger.Alive(); len(left) != 1 {
			t.Errorf("alive is %v", left)
		}
		v.Use(func(now []byte) {
			if !bytes.Equal(now, b) {
				t.Error("the value was changed")
			}
		})
	})
}

func TestManyPartsAreReadAtOnce(t *testing.T) {
	began := time.Now()
	for _, text := range []string{"postgres://h/d?" + strings.Repeat("a=1&", 16000), "host=h user=u " + strings.Repeat("a=b ", 16000)} {
		read(t, text, decode.Address)
	}
	if took := time.Since(began); took > 20*time.Second {
		t.Errorf("it took %v", took)
	}
}
