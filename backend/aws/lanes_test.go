package aws

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"strongroom/backend"
)

// throttled is a client that is answered "too many" in one operation, "" for all.
func throttled(of backend.Operation) *Client {
	return paced(func(op string, _ map[string]any, r *http.Request) (*http.Response, error) {
		if of == "" || op == string(of) {
			return fail(r, http.StatusBadRequest, "ThrottlingException", "Rate exceeded")
		}
		return ok(r, map[string]any{"ARN": arnOf("x"), "Name": "x"})
	})
}

func TestAThrottleSlowsWhatSharesItsQuotaAndNothingElse(t *testing.T) {
	all := []backend.Operation{backend.OpList, backend.OpPut, backend.OpCreate, backend.OpDelete, backend.OpRestore, backend.OpRotate, backend.OpTag, backend.OpPolicy}
	fresh := backend.NewSecret{Name: "x", Value: backend.TextValue("v"), Token: strings.Repeat("a", 32)}
	for what, c := range map[string]struct {
		slows backend.Operation // "" for none
		call  func(*Client)
	}{
		"List": {backend.OpList, func(c *Client) {
			for range c.List(context.Background(), backend.Query{}) {
				return
			}
		}},
		"Create": {backend.OpCreate, func(c *Client) { _, _ = c.Create(context.Background(), fresh) }},
		"Put": {backend.OpPut, func(c *Client) {
			_, _ = c.Put(context.Background(), "x", backend.NewVersion{Value: fresh.Value, Token: fresh.Token})
		}},
		"Update": {backend.OpPut, func(c *Client) { _ = c.Update(context.Background(), "x", backend.MetadataChange{}) }},
		"MoveLabel": {backend.OpPut, func(c *Client) {
			_ = c.MoveLabel(context.Background(), "x", backend.LabelMove{Label: "l", From: "a", To: "b"})
		}},
		"RemoveReplicas": {backend.OpPut, func(c *Client) { _, _ = c.RemoveReplicas(context.Background(), "x", []string{"us-east-1"}) }},
		"Delete":         {backend.OpDelete, func(c *Client) { _, _ = c.Delete(context.Background(), "x", backend.Deletion{WindowDays: 7}) }},
		"Restore":        {backend.OpRestore, func(c *Client) { _ = c.Restore(context.Background(), "x") }},
		"Rotate":         {backend.OpRotate, func(c *Client) { _, _ = c.Rotate(context.Background(), "x", backend.RotationOrder{Token: fresh.Token}) }},
		"CancelRotation": {backend.OpRotate, func(c *Client) { _ = c.CancelRotation(context.Background(), "x") }},
		"Untag":          {backend.OpTag, func(c *Client) { _ = c.Untag(context.Background(), "x", []string{"k"}) }},
		"Policy":         {backend.OpPolicy, func(c *Client) { _, _ = c.Policy(context.Background(), "x") }},
		"DeletePolicy":   {backend.OpPolicy, func(c *Client) { _ = c.DeletePolicy(context.Background(), "x") }},
		"Describe":       {"", func(c *Client) { _, _ = c.Describe(context.Background(), "x") }},
		"Identity":       {"", func(c *Client) { _, _ = c.Identity(context.Background()) }},
		"AccountRegions": {"", func(c *Client) { _, _ = c.AccountRegions(context.Background()) }},
		"LookUpDeletion": {"", func(c *Client) {
			_, _ = c.LookUpDeletion(context.Background(), backend.Secret{ARN: arnOf("x"), Name: "x"})
		}},
	} {
		synctest.Test(t, func(t *testing.T) {
			client := throttled("")
			c.call(client)
			for _, op := range all {
				p := client.pace(op)
				if slowed := p.rate < p.limit; slowed != (op == c.slows) {
					t.Errorf("a throttled %s: %s is slowed: %v", what, op, slowed)
				}
			}
		})
	}
}

func TestASaveDoesNotWaitBehindManyThrottledRestores(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := throttled(backend.OpRestore)
		var all sync.WaitGroup
		for range 60 {
			all.Go(func() { _ = c.Restore(t.Context(), "x") })
		}
		time.Sleep(5 * time.Second)
		began := time.Now()
		for range 4 {
			if err := c.MoveLabel(t.Context(), "x", backend.LabelMove{Label: "l", From: "a", To: "b"}); err != nil {
				t.Error(err)
			}
		}
		if took := time.Since(began); took > time.Second {
			t.Errorf("four label moves took %v", took)
		}
		all.Wait()
	})
}
