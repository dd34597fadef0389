package backendtest

import (
	"fmt"
	"strings"
)

// Awkward is a value that careless programs change on its way through them.
type Awkward struct {
	Name   string
	Bytes  []byte
	Binary bool
	// NotText: the wire cannot carry it as a text, because it is no UTF-8.
	NotText bool
}

// AwkwardValues are JSON, texts and bytes of which every one must come through an edit to the byte.
func AwkwardValues() (all []Awkward) {
	for name, s := range awkwardJSON() {
		all = append(all, Awkward{Name: "json/" + name, Bytes: []byte(s)})
	}
	for name, s := range awkwardText() {
		all = append(all, Awkward{Name: "text/" + name, Bytes: []byte(s)})
	}
	for name, b := range awkwardBytes() {
		all = append(all, Awkward{Name: "bytes/" + name, Bytes: b, NotText: true})
		all = append(all, Awkward{Name: "binary/" + name, Bytes: b, Binary: true})
	}
	return all
}

func awkwardJSON() map[string]string {
	return map[string]string{
		"one key":               `{"k":"v"}`,
		"spaced":                `{ "k" : "v" , "l" : 1 }`,
		"pretty, two blanks":    "{\n  \"a\": \"1\",\n  \"b\": {\n    \"c\": [1, 2]\n  }\n}\n",
		"pretty, tabs":          "{\n\t\"a\": \"1\",\n\t\"b\": null\n}",
		"CRLF line ends":        "{\r\n  \"a\": \"1\",\r\n  \"b\": \"2\"\r\n}\r\n",
		"blanks around":         " \n\t{\"a\":1}\n \n",
		"order":                 `{"z":1,"a":2,"m":3}`,
		"20 digits":             `{"id":12345678901234567890,"big":18446744073709551616}`,
		"1e400":                 `{"n":1e400,"m":-1E-999}`,
		"spellings of one":      `{"a":1,"b":1.0,"c":1e0,"d":10E-1,"e":-0,"f":0.10}`,
		"duplicate keys":        `{"a":"1","a":"2","b":3,"a":"4"}`,
		"empty key":             `{"":"x","a":""}`,
		"dots in keys":          `{"a.b":{"c":1},"a":{"b.c":2}}`,
		"escapes":               `{"a":"\u0041\/\b\f\n\r\t\"\\","b":"\ud83d\ude00"}`,
		"escaped keys":          `{"\u0061":"1","a\nb":"2"}`,
		"half a surrogate":      `{"a":"\ud800","b":"x\udfffy"}`,
		"NUL escaped":           `{"a":"x\u0000y"}`,
		"not ASCII":             `{"ключ":"значение","鍵":"値","emoji":"😀"}`,
		"line separators":       "{\"a\":\"x\u2028y\u2029z\"}",
		"DEL and C1":            "{\"a\":\"\x7f\u009b\"}",
		"HTML":                  `{"a":"<b>&amp;</b>","b":"\u003cb\u003e"}`,
		"nested":                `{"db":{"user":"u","pass":"p","hosts":["a","b",{"c":[]}]},"x":{}}`,
		"deep":                  strings.Repeat(`{"a":`, 60) + `"x"` + strings.Repeat(`}`, 60),
		"empty object":          `{}`,
		"empty object, blanks":  "{ \n }",
		"empties inside":        `{"a":{},"b":[],"c":"","d":null}`,
		"array":                 `["a","b",{"c":1}]`,
		"array, pretty":         "[\n  1,\n  2\n]",
		"bools and nulls":       `{"t":true,"f":false,"n":null}`,
		"JSON inside a string":  `{"policy":"{\"a\":{\"b\":[1,2]}}","n":1}`,
		"PEM inside a string":   `{"key":"-----BEGIN X-----\nbWFkZS11cA==\n-----END X-----\n","n":1}`,
		"crooked layout":        "{\"a\":1,\n\n\n   \"b\":2 , \"c\"\n:\n3}",
		"a thousand keys":       manyKeys(1000),
		"a long string":         `{"a":"` + strings.Repeat("x", 60000) + `","b":1}`,
		"RDS":                   `{"username":"admin","password":"made-up","engine":"postgres","host":"db.example","port":5432,"dbname":"app"}`,
		"numbers in strings":    `{"port":"5432","zip":"00123","yes":"true","none":"null"}`,
		"trailing line end":     "{\"a\":1}\n",
		"scalar string":         `"just a string"`,
		"scalar number":         `12345678901234567890`,
		"scalar null":           `null`,
		"the largest":           `{"a":"` + strings.Repeat("y", 65536-15) + `","b":1}`,
		"exact size, one value": `{"a":"` + strings.Repeat("z", 65536-8) + `"}`,
	}
}

func manyKeys(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%s\"key%04d\": \"v%d\"", map[bool]string{true: "", false: ",\n  "}[i == 0], i, i)
	}
	return "{\n  " + b.String() + "\n}\n"
}

func awkwardText() map[string]string {
	return map[string]string{
		"one letter":              "x",
		"a blank":                 " ",
		"a line end":              "\n",
		"no line end":             "a\nb",
		"two line ends":           "a\n\n",
		"CRLF":                    "a\r\nb\r\n",
		"CR":                      "a\rb\r",
		"mixed line ends":         "a\r\nb\nc\rd",
		"tabs":                    "a:\n\tb:\t1\n",
		"trailing blanks":         "a   \nb\t\n  ",
		"BOM":                     "\ufeffa=1\n",
		"NUL":                     "a\x00b",
		"ESC":                     "a\x1b[31mred\x1b]52;c;eA==\x07",
		"C1":                      "a\u009b31m\u009d0;x\u009c",
		"bidi":                    "a\u202egnp.exe\u2066",
		"zero width":              "a\u200bb\u200dc\ufeff",
		"replacement character":   "a\ufffdb",
		"combining marks":         "e" + strings.Repeat("\u0301", 60),
		"wide":                    strings.Repeat("東京", 40),
		"PEM":                     "-----BEGIN PRIVATE KEY-----\r\nbWFkZS11cCBrZXk=\r\n-----END PRIVATE KEY-----\r\n",
		"kubeconfig":              "apiVersion: v1\nclusters:\n- cluster:\n    server: https://k.example\n  name: a\nusers:\n- name: b\n  user: {token: made-up}\n",
		".env":                    "A=1\nexport B=\"two words\"\n# c\nC='x$y'\n\n",
		"broken JSON":             `{"a":1,}`,
		"JSON with a comment":     "// c\n{\"a\":1}",
		"two JSON texts":          "{\"a\":1}\n{\"b\":2}\n",
		"12,000 lines":            strings.Repeat("ab\n", 12000),
		"65,536 bytes, one line":  strings.Repeat("x", 65536),
		"65,536 bytes, not ASCII": strings.Repeat("é", 32768),
		"only blank lines":        strings.Repeat("\n", 50),
	}
}

func awkwardBytes() map[string][]byte {
	all := make([]byte, 256)
	for i := range all {
		all[i] = byte(i)
	}
	return map[string][]byte{
		"every byte":            all,
		"a lone continuation":   {'a', 0x80, 'b'},
		"a cut character":       {'a', 0xe2, 0x82},
		"an overlong slash":     {0xc0, 0xaf},
		"a surrogate in UTF-8":  {0xed, 0xa0, 0x80},
		"UTF-16":                {0xff, 0xfe, 'a', 0, '\n', 0},
		"JSON with a stray":     []byte("{\"a\":\"\xff\"}"),
		"DER":                   {0x30, 0x82, 0x01, 0x0a, 0x02, 0x82},
		"gzip":                  {0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3},
		"Latin-1 with line end": []byte("caf\xe9\r\n"),
	}
}
