package picture

import "strings"

// Table is what a picture shows, in numbers.
type Table struct {
	Head []string
	Rows [][]string
}

// CSV is the table as a file (RFC 4180).
func (t Table) CSV() string {
	var b strings.Builder
	for _, row := range append([][]string{t.Head}, t.Rows...) {
		for i, cell := range row {
			if i > 0 {
				b.WriteByte(',')
			}
			if strings.ContainsAny(cell, ",\"\r\n") {
				cell = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
			}
			b.WriteString(cell)
		}
		b.WriteString("\r\n")
	}
	return b.String()
}
