package local

import (
	"bytes"
	"compress/gzip"
	"crypto/ed25519"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"strings"
	"time"
)

// shapes are values of every form that a secret can have.
func (g *planting) shapes() {
	own := tags("dev", "platform", "sam.okafor")
	g.plant("dev/shapes/env-file", text("# made-up values of the demo\nDATABASE_URL=postgres://demo:made-up@db.demo.invalid/app\n"+
		"API_TOKEN=\"made-up token with spaces\"\nexport DEBUG=0\nEMPTY=\n\nMULTI=\"two\\nlines\"\n"), about("A .env file"), own)
	g.plant("dev/shapes/kubeconfig", text(kubeconfig), about("Cluster access; the indentation has tabs in it"), own, accessed(1))
	g.plant("dev/shapes/windows-service", text("[demo]\r\nUser=svc_demo\r\nPassword=made-up-windows\r\n\r\n"), about("Lines end in CR LF"), own)
	g.plant("dev/shapes/pem-key-pair", text(demoPEM()), about("Certificate and private key, made up"), own)
	g.plant("dev/shapes/keystore-p12", binary(g.keystore()), about("Key store, binary"), own)
	g.plant("dev/shapes/bundle-gz", binary(zipped("made-up configuration bundle of the demo\n")), about("gzip, binary"), own)
	g.plant("dev/shapes/not-utf8", binary([]byte("made-up\xff\xfe\x00latin \xe9\n")), about("Text of no known encoding"), own)
	g.plant("dev/shapes/deeply-nested", text(nested), about("Objects in objects in arrays"), own)
	g.plant("dev/shapes/numbers", text(numbers), about("Numbers that a float cannot hold, and a key that comes twice"), own)
	g.plant("dev/shapes/array", text(`["made-up-one","made-up-two",{"three":"made-up"},4,null,true]`), about("A JSON array"), own)
	g.plant("dev/shapes/json-string", text(`"made-up text in a JSON string, with \u00fc and \"quotes\""`), about("A JSON string"), own)
	g.plant("dev/shapes/spaced-json", text("{\n  \"demo\" : \"made-up\",\n\n  \"z\": 1.50,\n  \"a\": [ ],\n  \"unicode\": \"grüße, 東京\"\n}\n"), about("JSON with its own spacing"), own)
	g.plant("dev/shapes/broken-json", text(`{"demo": "made-up", "oops": }`), about("Nearly JSON"), own)
	g.plant("dev/shapes/one-long-line", text("made-up "+strings.Repeat("0123456789abcdef", 65528/16)+"01234567"), about("64 KiB in one line"), own)
	g.plant("dev/shapes/many-keys", text(manyKeys()), about("As many keys as fit into 64 KiB"), own)
	g.plant("dev/shapes/no-final-newline", text("made-up\nlast line without an end"), about("Text"), own)
	g.plant("dev/shapes/blank", text(" \t\n"), about("Nothing but white space: a demo of what it looks like"), own)
}

const kubeconfig = "# made-up cluster of the demo\napiVersion: v1\nkind: Config\nclusters:\n- name: demo\n  cluster:\n    server: https://k8s.demo.invalid\n" +
	"users:\n- name: demo\n  user:\n\t# a tab, which YAML forbids and people write\n    token: made-up-cluster-token\ncontexts:\n- name: demo\n  context: {cluster: demo, user: demo}\n" +
	"current-context: demo\n"

const nested = `{"demo":"made-up","service":{"db":{"primary":{"host":"a.demo.invalid","credentials":{"user":"demo","password":"made-up-deep"}},` +
	`"replicas":[{"host":"b.demo.invalid","weight":1},{"host":"c.demo.invalid","weight":2}]},"flags":{"beta":true,"old":null}},` +
	`"a":{"b":{"c":{"d":{"e":{"f":{"g":{"h":"made-up bottom"}}}}}}}}`

const numbers = `{"demo":"made-up","id":12345678901234567890,"big":1e400,"small":0.10,"negative":-0,"port":5432,"port":5433,"list":[1.0,1.00,10e-1]}`

// manyKeys is an object of every key of one or two characters: more do not fit, whatever their names.
func manyKeys() string {
	var b strings.Builder
	b.WriteString(`{"demo":"made-up"`)
	for i := '!'; i <= '~'; i++ {
		for j := ' '; j <= '~'; j++ {
			if strings.ContainsRune(`"\`, i) || strings.ContainsRune(`"\`, j) {
				continue
			}
			fmt.Fprintf(&b, `,"%s":%d`, strings.TrimSpace(string([]rune{i, j})), (i+j)%10)
		}
	}
	b.WriteByte('}')
	return b.String()
}

func zipped(s string) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write([]byte(strings.Repeat(s, 20))) // a buffer takes everything
	_ = z.Close()
	return b.Bytes()
}

// keystore looks like PKCS#12 from outside and is noise inside.
func (g *planting) keystore() []byte {
	b := []byte{0x30, 0x82, 0x09, 0x51, 0x02, 0x01, 0x03, 0x30, 0x82, 0x09, 0x17, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01}
	b = append(b, "made-up"...)
	for len(b) < 2389 {
		b = append(b, byte(g.rng.UintN(256)))
	}
	return b
}

// demoPEM makes the certificate and key anew, always the same ones: Ed25519 signs without chance. They protect nothing.
func demoPEM() string {
	key := ed25519.NewKeyFromSeed([]byte("made-up seed of the demo, 32 b.!"))
	c := &x509.Certificate{
		SerialNumber: big.NewInt(1709), Subject: pkix.Name{CommonName: "*.demo.invalid", Organization: []string{"Made-up Company"}},
		DNSNames:  []string{"*.demo.invalid"},
		NotBefore: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), NotAfter: time.Date(2036, 1, 1, 0, 0, 0, 0, time.UTC),
	}
	cert, err := x509.CreateCertificate(nil, c, c, key.Public(), key)
	if err != nil {
		return "made-up certificate: " + err.Error()
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return "made-up key: " + err.Error()
	}
	return "# made-up certificate of the demo\n" +
		string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert})) +
		string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}))
}

// hostile is text that tries to control the terminal or to look like something else. Names cannot: the service
// allows only plain ASCII.
func (g *planting) hostile() {
	g.plant("dev/security/pentest-notes", text("{\"demo\":\"made-up\",\"\\u001b[2Jcleared\":\"key with escape\",\"title\":\"\\u001b]0;owned\\u0007after\","+
		"\"c1\":\"\\u009b31mred\u009d52;c;bWFkZS11cA==\u009c\",\"bidi\":\"user\u202egpj.exe\",\"zero\u200bwidth\":\"a\u200bb\u2060c\ufeff\",\"cr\":\"good\\rEVIL\"}"),
		about("harmless\x1b]0;owned\x07 \x1b[31mred\x1b[0m \u009b8mhidden"), withTag("env", "dev"), withTag("note\u202e", "\u202egnihton"), withTag("cr", "good\rEVIL"))
	g.plant("dev/security/terminal-torture", text("made-up\x1b[2J\x1b[H\x1b]52;c;bWFkZS11cA==\x07\nsecond\rEVIL\n\u009d0;title\u009c\x00\x7f\u2028end\n"),
		about("good\rEVIL \x1bPunterminated"), withTag("zwsp", "pro\u200bd"), withTag("esc", "\x1b[7m"), withTag("wide", "東京 👩‍👩‍👧 e\u0301\u0301\u0301"))
	g.plant("dev/security/lookalike", text(`{"pаssword":"made-up: the a is Cyrillic","password":"made-up"}`), about("prod\u2215payments \u2066reversed\u2069"), withTag("env", "рrod"))
}
