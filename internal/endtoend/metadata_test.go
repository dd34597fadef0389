//go:build unix

package endtoend

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"strongroom/internal/endtoend/terminal"
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
	seen := func() *terminal.Terminal { // by then a dialog takes keys
		time.Sleep(400 * time.Millisecond)
		return x
	}
	x.Sees(secret).Settle().Press("/").Settle().Type(secret).Settle().Press("enter").Settle()

	x.Press("i").Sees("Description and KMS key", "before")
	seen().Paste(" and\rafter").Settle().Press("tab").Type("alias/witness").Settle().Press("enter", "enter").Sees("becomes", `before and\x0aafter`, "1234-5678-9012")
	seen().Press("y").Sees("changed the description and the KMS key")
	finds("change", "before and\nafter", "alias/witness", "env=prod")
	x.Press("u").Sees("u will put back")
	seen().Press("y")
	x.Sees("undone")
	finds("undo", "before", "", "env=prod")

	x.Settle().Press("i").Sees("Description and KMS key")
	seen().Press("ctrl+u", "tab", "tab", "enter").Sees("(none)")
	seen().Press("y")
	description := ""
	if ignoresNone { // which is said
		x.Sees("still shows the old description")
		description = "before"
	} else {
		x.Sees("changed the description of")
	}
	finds("clear", description, "", "env=prod")

	x.Settle().Press("2", "]", "]").Sees("add tag").Press("a").Sees("Add a tag")
	seen().Type("team").Press("enter").Type("red").Press("enter", "enter").Sees("added the tag team")
	finds("add", description, "", "env=prod team=red")
	x.Settle().Press("enter").Sees("Tag team")
	seen().Press("ctrl+u").Type("a, b=c").Press("tab", "enter").Sees("changed the tag team")
	finds("change", description, "", "env=prod team=a, b=c")
	x.Settle().Press("K").Sees("Tag team")
	seen().Type("s").Press("enter", "enter", "enter").Sees("renamed the tag team to teams")
	finds("rename", description, "", "env=prod teams=a, b=c")
	x.Settle().Press("x").Sees("Remove a tag")
	seen().Press("y").Sees("removed the tag teams")
	finds("remove", description, "", "env=prod")
	x.Settle().Press("u").Sees("u will add the tag teams again")
	seen().Press("y").Sees("undone")
	finds("undo of the removal", description, "", "env=prod teams=a, b=c")
	x.Gone("made-up").Press("q").Exit()
	x.Restored()
}
