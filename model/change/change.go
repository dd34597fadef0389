// Package change is the features that write and are no pane: what the user asks for, what is asked back, and how it went.
package change

import (
	"strongroom/backend/disk"
	"strongroom/model/pane"
)

// Features are all of them. left are the writes that an earlier run has left; nil for none.
func Features(d *pane.Desk, left *disk.UnfinishedFile) []pane.Handler {
	return []pane.Handler{newWhoDeleted(d), &guard{Desk: d}, &labels{Desk: d, told: map[leftLabel]bool{}}, newAmend(d), &rotation{Desk: d}, &functionLog{Desk: d}, &orders{Desk: d}, &writes{Desk: d}, &console{Desk: d}, newReplicas(d), newPolicies(d), &unfinished{Desk: d, file: left}}
}
