package measure

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"text/tabwriter"
)

// WriteTable writes r as a table for people.
func (r *Report) WriteTable(to io.Writer) {
	fmt.Fprintf(to, "%s; kernels %s; clock step %v; seed %d\n", r.Where, r.Kernel, r.ClockStep, r.Plan.Seed)
	fmt.Fprintf(to, "probed: multiply and add %.1f GFLOP/s; read, GB/s by working set:", r.Limits.Peak/1e9)
	for _, b := range r.Limits.Bandwidth {
		fmt.Fprintf(to, " %s %.0f", size(b.Bytes), b.PerSecond/1e9)
	}
	fmt.Fprint(to, "\n\n")
	w := tabwriter.NewWriter(to, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "work\tmodel\tcontext\tG\tms\t95 % interval\tn\tms at best\tover the least\tGB/s\tGFLOP/s\tG=max over this\tpeers over this\t")
	for _, row := range r.Rows {
		t := row.Time
		fmt.Fprintf(w, "%s\t%s\t%d\t%d\t%.3f\t%.3f–%.3f\t%d\t%.3f\t%s\t%.1f\t%.1f\t%s\t",
			row.Work, row.Model, row.Context, row.KVHeads, 1e3*t.Median, 1e3*t.Low, 1e3*t.High, t.N, 1e3*row.Predict, row.Over,
			float64(row.Bytes)/t.Median/1e9, float64(row.FLOPs)/t.Median/1e9, row.ToFirst)
		for _, name := range slices.Sorted(maps.Keys(row.Peers)) {
			fmt.Fprintf(w, "%s %s  ", name, row.Peers[name].Ratio)
		}
		fmt.Fprintln(w, "\t")
	}
	w.Flush()
}

// String is the median and its interval, for a ratio.
func (s Summary) String() string { return fmt.Sprintf("%.2f (%.2f–%.2f)", s.Median, s.Low, s.High) }

func size(bytes int) string {
	if bytes < 1<<20 {
		return fmt.Sprint(bytes>>10, "K")
	}
	return fmt.Sprint(bytes>>20, "M")
}
