//go:build unix

package endtoend

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/backendtest"
	"strongroom/backend/change"
	"strongroom/backend/document"
)

// client is Strongroom's own client on the witness.
func (w *witness) client() backend.Backend {
	w.t.Helper()
	return aws.Open(aws.Options{Endpoint: w.endpoint, Region: "eu-west-1"})
}

// sum is the SHA-256 of a current value, as the AWS CLI reads it. (Of values asked for in a batch, or without a label, moto
// gives an older version.)
func (w *witness) sum(name string) (sum [32]byte) {
	w.t.Helper()
	raw := w.run("aws", "secretsmanager", "get-secret-value", "--output", "json", "--secret-id", name, "--version-stage", "AWSCURRENT")
	var v struct{ SecretString, SecretBinary *string }
	if err := json.Unmarshal(raw, &v); err != nil {
		w.t.Error(err)
		return sum
	}
	if v.SecretString != nil {
		return sha256.Sum256([]byte(*v.SecretString))
	}
	b, err := base64.StdEncoding.DecodeString(*v.SecretBinary)
	if err != nil {
		w.t.Error(err)
	}
	return sha256.Sum256(b)
}

// allSums are the SHA-256 of all current values, as boto3 reads them.
func (w *witness) allSums() map[string][32]byte {
	w.t.Helper()
	raw := w.run("python3", "-c", `
import boto3, hashlib, json, os
c = boto3.client("secretsmanager", endpoint_url=os.environ["AWS_ENDPOINT_URL"])
out = {}
for page in c.get_paginator("list_secrets").paginate():
    for s in page["SecretList"]:
        v = c.get_secret_value(SecretId=s["ARN"], VersionStage="AWSCURRENT")
        out[s["Name"]] = hashlib.sha256(v["SecretString"].encode() if "SecretString" in v else v["SecretBinary"]).hexdigest()
print(json.dumps(out))
`)
	var sums map[string]string
	if err := json.Unmarshal(raw, &sums); err != nil {
		w.t.Fatal(err)
	}
	out := map[string][32]byte{}
	for name, sum := range sums {
		b, err := hex.DecodeString(sum)
		if err != nil || len(b) != 32 {
			w.t.Fatalf("%s: %q", name, sum)
		}
		out[name] = [32]byte(b)
	}
	if len(out) < 60 {
		w.t.Fatalf("boto3 reads only %d values", len(out))
	}
	return out
}

func TestEveryAwkwardValueComesThroughASaveByTheAWSCLIsReckoning(t *testing.T) {
	t.Parallel()
	w := startWitness(t)
	be := backend.Certain(w.client(), time.Now) // under load a connection of moto breaks off now and then
	var names []string
	want := map[string][32]byte{}
	for i, a := range backendtest.AwkwardValues() {
		if a.NotText {
			continue
		}
		name := fmt.Sprintf("awkward/%03d", i)
		made, err := be.Create(t.Context(), backend.NewSecret{Name: name, Value: backend.TextValue("before")})
		if err != nil {
			t.Fatal(err)
		}
		v := backend.NewValue(bytes.Clone(a.Bytes), a.Binary)
		if doc := document.Of(v); doc.Kind == document.KindJSON { // through the form's own machinery
			v = document.Edit{}.Apply(v, doc)
		}
		s := change.Save{ID: made.ARN, Base: made.Version, Value: v, Token: change.NewToken()}
		if out, err := s.Run(t.Context(), be); err != nil || out.Left.Is() {
			t.Fatalf("%s: %+v %v (%+v)", a.Name, out, err, errors.Unwrap(err))
		}
		names, want[name] = append(names, name), sha256.Sum256(a.Bytes)
		if _, err := be.Create(t.Context(), backend.NewSecret{Name: name + "/new", Value: backend.NewValue(bytes.Clone(a.Bytes), a.Binary)}); err != nil {
			t.Fatal(err)
		}
		want[name+"/new"] = want[name]
	}
	if len(names) < 60 {
		t.Fatalf("only %d values", len(names))
	}
	for name, sum := range w.allSums() {
		if want[name] != sum {
			t.Errorf("%s came through as something else, says boto3", name)
		}
	}
	for _, name := range names {
		if w.sum(name) != want[name] {
			t.Errorf("%s came through as something else, says the AWS CLI", name)
		}
	}
	t.Logf("%d values compared", len(want))
}

func TestAnEditAndAConflictOnAServerThatNobodyHereWrote(t *testing.T) {
	t.Parallel()
	w := startWitness(t)
	const before = "{\n  \"user\": \"u\",\n  \"password\": \"made-up-old\",\n  \"id\": 12345678901234567890\n}\n"
	for _, name := range []string{"app/db", "app/mail"} { // moto confuses the labels of a secret after two kinds of put
		w.run("aws", "secretsmanager", "create-secret", "--name", name, "--secret-string", before)
	}
	read := func(name string) string {
		var v struct{ SecretString string }
		if err := json.Unmarshal(w.run("aws", "secretsmanager", "get-secret-value", "--secret-id", name, "--version-stage", "AWSCURRENT", "--output", "json"), &v); err != nil {
			t.Fatal(err)
		}
		return v.SecretString
	}
	x := w.browse()
	x.Sees("app/db").Press("e").Sees("edit app/db", "password").Gone("made-up-old")
	x.Press("j", "enter").Type("made-up-new").Press("ctrl+s").Sees("Save the value", "1234-5678-9012").Gone("made-up-new")
	time.Sleep(400 * time.Millisecond)
	x.Press("enter").Sees("saved app/db")
	if got, want := read("app/db"), strings.Replace(before, "made-up-old", "made-up-new", 1); got != want {
		t.Errorf("the AWS CLI reads\n%s", got)
	}
	x.Press("1", "j").Sees("app/mail")
	x.Press("e").Sees("edit app/mail", "3 keys").Press("j", "enter").Type("made-up-mine").Press("enter")
	w.run("aws", "secretsmanager", "put-secret-value", "--secret-id", "app/mail", "--secret-string", strings.Replace(before, "made-up-old", "made-up-theirs", 1))
	x.Press("ctrl+s").Sees("Save the value")
	time.Sleep(400 * time.Millisecond)
	x.Press("enter").Sees("conflict in app/mail", "theirs", "before", "yours")
	if got := read("app/mail"); !strings.Contains(got, "made-up-theirs") {
		t.Errorf("a colleague's value was replaced by\n%s", got)
	}
	x.Press("right", "ctrl+s").Sees("Save the value")
	time.Sleep(400 * time.Millisecond)
	x.Press("enter").Sees("saved app/mail")
	if got, want := read("app/mail"), strings.Replace(before, "made-up-old", "made-up-mine", 1); got != want {
		t.Errorf("the AWS CLI reads\n%s", got)
	}
	if labels := string(w.run("aws", "secretsmanager", "describe-secret", "--secret-id", "app/mail")); strings.Contains(labels, "strongroom-") {
		t.Errorf("a private label is left: %s", labels)
	}
	x.Press("q").Exit()
	x.Sweep("made-up-mine")
}

func TestBinaryValuesAndNewSecretsOnAServerThatNobodyHereWrote(t *testing.T) {
	t.Parallel()
	w := startWitness(t)
	dir := t.TempDir()
	write := func(name string, b []byte) string {
		if err := os.WriteFile(dir+"/"+name, b, 0o600); err != nil {
			t.Fatal(err)
		}
		return dir + "/" + name
	}
	before, after := []byte("\x00made-up before\xff\r\n"), bytes.Repeat([]byte("\xfe\x00made-up after\n"), 1000)
	w.run("aws", "secretsmanager", "create-secret", "--name", "app/store", "--secret-binary", "fileb://"+write("before", before))
	path := write("after.p12", after)
	x := w.browse()
	x.Sees("app/store").Press("e").Sees("edit app/store", "binary value").Press("S").Sees("Save to a file").Settle()
	x.Press("ctrl+u").Type(dir + "/saved").Press("enter").Sees("for you alone")
	if b, err := os.ReadFile(dir + "/saved"); err != nil || !bytes.Equal(b, before) {
		t.Errorf("saved are %d bytes, %v", len(b), err)
	}
	x.Press("f").Sees("From a file").Settle().Type(path).Press("enter").Sees("from after.p12").Press("ctrl+s").Sees("now: 18 bytes", "new: 16,000 bytes")
	time.Sleep(400 * time.Millisecond)
	x.Press("enter").Sees("saved app/store")
	if w.sum("app/store") != sha256.Sum256(after) {
		t.Error("the AWS CLI reads something else")
	}
	x.Press("n").Sees("New secret").Settle().Type("new").Press("tab").Type("  ").Sees("binary, from a file").Press("tab").Type("made up").Press("tab", "tab").Type("env=prod")
	x.Press("tab", "enter").Sees("From a file").Settle().Type(path).Press("enter").Sees("from after.p12").Press("ctrl+s").Sees("Create a secret", "app/new", "env=prod")
	time.Sleep(400 * time.Millisecond)
	x.Press("enter").Sees("created app/new")
	var d struct {
		Description string
		Tags        []struct{ Key, Value string }
	}
	if err := json.Unmarshal(w.run("aws", "secretsmanager", "describe-secret", "--secret-id", "app/new"), &d); err != nil {
		t.Fatal(err)
	}
	if w.sum("app/new") != sha256.Sum256(after) || d.Description != "made up" || fmt.Sprint(d.Tags) != "[{env prod}]" {
		t.Errorf("the AWS CLI reads something else: %+v", d)
	}
	x.Press("q").Exit()
	x.Sweep("made-up after")
}
