package model

import (
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// whereDialog says whom and what this program speaks to.
func whereDialog(d *pane.Desk) pane.Dialog {
	return &dialog.Pager{Title: "Where am I", Width: 92, Lines: func(th *ui.Theme, w int) []string {
		where := d.Backend.Where()
		account, arn := "not known yet", ""
		if d.Who != nil {
			account, arn = ui.Account(d.Who.Account), d.Who.ARN
		}
		var out []string
		for _, r := range [][2]string{
			{"account", account}, {"identity", arn}, {"region", where.Region}, {"profile", where.Profile},
			{"credentials", where.Credentials}, {"service", where.Kind}, {"endpoint", where.Endpoint},
		} {
			if r[1] == "" {
				continue
			}
			for i, part := range ui.Wrap(ui.Text(r[1]), w-16) {
				label := r[0]
				if i > 0 {
					label = ""
				}
				out = append(out, ui.FactRow{Label: label, LabelW: 12, Text: part, Role: th.Text}.Draw(th, w))
			}
		}
		return out
	}}
}
