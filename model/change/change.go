// Package change is the features that write and are no pane: what the user asks for, what is asked back, and how it went.
package change

import "strongroom/model/pane"

// Features are all of them.
func Features(d *pane.Desk) []pane.Handler {
	return []pane.Handler{newWhoDeleted(d), &guard{Desk: d}, &labels{Desk: d}, newAmend(d), &orders{Desk: d}}
}
