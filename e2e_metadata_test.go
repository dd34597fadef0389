//go:build unix

package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
)

// metadata is what the AWS CLI finds of a secret besides its value.
func (w *witness) metadata(name string) (description, key, tags, versions string) {
	w.t.Helper()
	b := w.run("aws", "secretsmanager", "describe-secret", "--output", "json", "--secret-id", name)
	var d struct {
		Description, KmsKeyId string
		Tags                  []struct{ Key, Value string }
		VersionIdsToStages    map[string][]string
	}
	if err := json.Unmarshal(b, &d); err != nil {
		w.t.Fatalf("%v: %s", err, b)
	}
	var pairs []string
	for _, t := range d.Tags {
		pairs = append(pairs, t.Key+"="+t.Value)
	}
	slices.Sort(pairs)
	for _, id := range slices.Sorted(maps.Keys(d.VersionIdsToStages)) {
		versions += fmt.Sprint(id, d.VersionIdsToStages[id], " ")
	}
	return d.Description, d.KmsKeyId, strings.Join(pairs, " "), versions
}

func TestTheAWSCLIAgreesOnMetadataAndTags(t *testing.T) {
	t.Parallel()
	for name, begin := range map[string]func(*testing.T) *witness{"moto": startWitness, "strongroom serve": startServe} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			changeMetadata(t, begin(t), name == "moto")
		})
	}
}

func changeMetadata(t *testing.T, w *witness, ignoresNone bool) {
	const secret = "app/metadata"
	w.run("aws", "secretsmanager", "create-secret", "--name", secret, "--description", "before", "--secret-string", "made-up", "--tags", "Key=env,Value=prod")
	_, _, _, versions := w.metadata(secret)
	finds := func(what, description, key, tags string) {
		t.Helper()
		d, k, g, v := w.metadata(secret)
		if d != description || k != key || g != tags || v != versions {
			t.Errorf("%s: the AWS CLI finds %q, key %q, tags %q, versions %s", what, d, k, g, v)
		}
	}
	x := w.browse()
	seen := func() *terminal { // by then a dialog takes keys
		time.Sleep(400 * time.Millisecond)
		return x
	}
	x.sees(secret).settle().press("/").settle().typeText(secret).settle().press("enter").settle()

	x.press("i").sees("Description and KMS key", "before")
	seen().paste(" and\rafter").settle().press("tab").typeText("alias/witness").settle().press("enter", "enter").sees("becomes", `before and\x0aafter`, "1234-5678-9012")
	seen().press("y").sees("changed the description and the KMS key")
	finds("change", "before and\nafter", "alias/witness", "env=prod")
	x.press("u").sees("u will put back")
	seen().press("y")
	x.sees("undone")
	finds("undo", "before", "", "env=prod")

	x.settle().press("i").sees("Description and KMS key")
	seen().press("ctrl+u", "tab", "tab", "enter").sees("(none)")
	seen().press("y")
	description := ""
	if ignoresNone { // which is said
		x.sees("still shows the old description")
		description = "before"
	} else {
		x.sees("changed the description of")
	}
	finds("clear", description, "", "env=prod")

	x.settle().press("2", "]", "]").sees("add tag").press("a").sees("Add a tag")
	seen().typeText("team").press("enter").typeText("red").press("enter", "enter").sees("added the tag team")
	finds("add", description, "", "env=prod team=red")
	x.settle().press("enter").sees("Tag team")
	seen().press("ctrl+u").typeText("a, b=c").press("tab", "enter").sees("changed the tag team")
	finds("change", description, "", "env=prod team=a, b=c")
	x.settle().press("r").sees("Tag team")
	seen().typeText("s").press("enter", "enter", "enter").sees("renamed the tag team to teams")
	finds("rename", description, "", "env=prod teams=a, b=c")
	x.settle().press("x").sees("Remove the tag teams")
	seen().press("y").sees("removed the tag teams")
	finds("remove", description, "", "env=prod")
	x.settle().press("u").sees("u will add the tag teams again")
	seen().press("y").sees("undone")
	finds("undo of the removal", description, "", "env=prod teams=a, b=c")
	x.gone("made-up").press("q").exit()
	x.restored()
}
