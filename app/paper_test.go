//go:build !js

package main

import (
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gqaplayground/app/words"
	"gqaplayground/assets"
	"gqaplayground/attention"
	"gqaplayground/attention/experiment"
)

// fakeLoss is a world in which everything has a known effect on loss, none of it true:
// fewer heads cost more, methods are in the paper's order after uptraining, and before it
// the first head beats the mean.
func fakeLoss(c experiment.Cell) float64 {
	loss := 0.50
	if c.Method == experiment.Smaller {
		return 0.70
	}
	few := 3 - math.Log2(float64(c.KVHeads)) // 0 for multi-head, 3 for MQA
	if c.Method == experiment.Scratch {
		return loss + 0.02*few
	}
	method := map[string]float64{"mean": 0, "aligned": 0, "first": 0.05, "random": 0.12}[c.Method]
	switch {
	case few == 0:
		return loss + 0.001*math.Min(1, 100*c.Alpha)
	case c.Alpha == 0:
		return loss + few*map[string]float64{"mean": 1.0, "aligned": 0.6, "first": 0.8, "random": 1.3}[c.Method]
	}
	return loss + few*(0.05+method)*math.Pow(0.05/c.Alpha, 0.5)
}

// fakeResults are stored experiments in that world: noise is the spread over seeds.
func fakeResults(noise float64, change ...func(*experiment.Plan)) assets.Results {
	plan := experiment.Default(4000, 3)
	for _, c := range change {
		c(&plan)
	}
	random := rand.New(rand.NewPCG(1, 1))
	r := assets.Results{Command: "gqa experiment -seeds 3 -steps 4000", Seeds: plan.Seeds, Steps: 4000, Tokens: 4_096_000, Checkpoint: "paper-g8.gguf",
		Rates: plan.Rates, ValidationStories: 200, EvaluationStories: 800, EvaluationAnswers: 2600}
	shift := map[uint64]float64{1: 0.01, 2: -0.01, 3: 0} // of a seed, in all of its models
	made := map[experiment.Cell][]assets.Row{}
	rows := func(c experiment.Cell) []assets.Row {
		if _, ok := made[c]; !ok {
			for _, seed := range plan.Seeds {
				loss := fakeLoss(c) + shift[seed] + noise*random.NormFloat64()
				recall := 0.9 * math.Exp(-(loss-0.5)*4)
				row := assets.Row{KVHeads: c.KVHeads, Method: c.Method, Alpha: c.Alpha, PretrainSeed: seed, Steps: int(c.Alpha * 4000), Tokens: int(c.Alpha*4000) * 1024,
					CacheBytes: 512 * c.KVHeads, Loss: loss, LossLow: loss - 0.01, LossHigh: loss + 0.01, Answers: 2600, Recall: recall, RecallLow: recall - 0.01, RecallHigh: recall + 0.01}
				if c.Alpha > 0 {
					row.UptrainSeed, row.Rate = seed+1000, 3e-3
				}
				made[c] = append(made[c], row)
			}
			r.Rows = append(r.Rows, made[c]...)
		}
		return made[c]
	}
	table := func(cells []experiment.Cell) (t assets.Table) {
		for _, c := range cells {
			var loss, recall []float64
			for _, row := range rows(c) {
				loss, recall = append(loss, row.Loss), append(recall, row.Recall)
			}
			row := rows(c)[0]
			p := assets.Point{KVHeads: c.KVHeads, Method: c.Method, Alpha: c.Alpha, Rate: row.Rate, Seeds: 3, Steps: row.Steps, Tokens: row.Tokens, CacheBytes: row.CacheBytes}
			p.Loss, p.LossLow, p.LossHigh = student(loss)
			p.Recall, p.RecallLow, p.RecallHigh = student(recall)
			t.Points = append(t.Points, p)
		}
		for b := range cells {
			for a := range b {
				p := assets.Pair{A: a, B: b}
				var loss, recall []float64
				for i := range plan.Seeds {
					x, y := rows(cells[a])[i], rows(cells[b])[i]
					loss, recall = append(loss, y.Loss-x.Loss), append(recall, y.Recall-x.Recall)
				}
				p.Loss, p.LossLow, p.LossHigh = student(loss)
				p.Recall, p.RecallLow, p.RecallHigh = student(recall)
				p.LossSeparated, p.RecallSeparated = p.LossLow > 0 || p.LossHigh < 0, p.RecallLow > 0 || p.RecallHigh < 0
				t.Pairs = append(t.Pairs, p)
			}
		}
		return t
	}
	r.Main, r.ByMethod, r.ByAlpha, r.ByGroups = table(plan.Main()), table(plan.ByMethod()), table(plan.ByAlpha()), table(plan.ByGroups())
	return r
}

// student is the mean of three values with its 95 % interval.
func student(x []float64) (mean, low, high float64) {
	mean = (x[0] + x[1] + x[2]) / 3
	squares := 0.0
	for _, v := range x {
		squares += (v - mean) * (v - mean)
	}
	half := 4.303 * math.Sqrt(squares/2/3)
	return mean, mean - half, mean + half
}

// withResults runs the page with stored experiments.
func withResults(t *testing.T, r assets.Results) {
	t.Helper()
	before := results
	results = func() assets.Results { return r }
	t.Cleanup(func() { results = before })
}

// readers is a model that a reader has made.
var readers = OwnModel{KVHeads: 2, Method: attention.FirstHead, Alpha: 0.02, Rate: 1e-3, Seed: 7, Steps: 80, Tokens: 81920,
	Loss: 0.71, LossLow: 0.7, LossHigh: 0.72, Answers: 2600, Recall: 0.4, RecallLow: 0.38, RecallHigh: 0.42}

func paperState(l words.Lang, p PaperPanel, own ...OwnModel) State {
	s := newState()
	s.Lang, s.Open[PaperRoom], s.Paper.Panel, s.Paper.Own = l, true, p, own
	return s
}

// paperTags are the start tags of the room alone.
func paperTags(s State) (html string, tags []string) { return tagsOf(paperPanel(s, func(any) {})) }

// What the sentences claim is what the world was made to be, and not a word more where
// noise hides it.
func TestPaperSays(t *testing.T) {
	says := func(p PaperPanel) string { return paperState(words.English, p).paperFigure(p).Says }
	contains := func(p PaperPanel, wants ...string) {
		t.Helper()
		for _, want := range wants {
			if text := says(p); !strings.Contains(text, want) {
				t.Errorf("%s: no %q in %q", paperNames[p], want, text)
			}
		}
	}
	withResults(t, fakeResults(1e-6))
	orders := func(p PaperPanel) string {
		return strings.Join(paperState(words.English, p).paperFigure(p).Orders, "\n")
	}
	for p, want := range map[PaperPanel]string{
		TradePanel:  "By loss: MHA 0.500 < MHA +5% 0.501 < G = 4 0.550 < G = 2 0.600 < G = 1 0.650 < small MHA 0.700\nBy recall: MHA 90.0% > ",
		MethodPanel: "G = 4, just converted: aligned mean 1.100 < first head 1.300 < mean 1.500 < random 1.800\nG = 4, +5%: ",
		ShapePanel:  "By loss: MHA 0.500 < MHA +5% 0.501 < G = 4 0.550 < G = 2 0.600 < G = 1 0.650\nBy recall: ",
	} {
		if got := orders(p); !strings.HasPrefix(got, want) {
			t.Errorf("%s: %s\nwant %s", paperNames[p], got, want)
		}
	}
	contains(TradePanel, "every G (4, 2, 1) is behind", "G = 4 loses 25% and G = 1 loses 75%", "GQA-8 lost 5.6% and MQA 51%", "MQA costs more here")
	contains(MethodPanel, "holds at every G", "the first head beats the mean at G = 4, 2, 1", "before uptraining at G = 4, 2, 1 and after it at no G")
	contains(AlphaPanel, "At every alpha above 0, each G is separated", "GQA-8 81.2%, MQA 92.9%", "GQA-8 kept 98.6% of the score and MQA 93.7%")
	contains(ShapePanel, "exactly 1/8", "lower loss than uptraining for G = 2 (0.060), G = 1 (0.090): ")

	// Spread hides what is small and leaves what is large.
	withResults(t, fakeResults(0.03))
	contains(TradePanel, "not separated from")
	contains(ShapePanel, "not separated from")
	if text := says(MethodPanel); strings.Contains(text, "at every G") {
		t.Errorf("with much noise: %s", text)
	}
	for _, l := range words.Langs {
		for p := range PaperPanel(paperPanels) {
			text := paperState(l, p).paperFigure(p).Says
			t.Log(text)
			for _, bad := range []string{"%!", "NaN", "Inf"} {
				if strings.Contains(text, bad) {
					t.Errorf("%s: %s", paperNames[p], text)
				}
			}
		}
	}
}

// A smaller plan says less, and nothing of what it leaves out.
func TestPaperSaysLess(t *testing.T) {
	withResults(t, fakeResults(1e-6, func(p *experiment.Plan) {
		p.Small, p.Scratch, p.Methods, p.Alphas = attention.Config{}, nil, []string{"mean", "first", "random"}, []float64{0, 0.05}
	}))
	for p, test := range map[PaperPanel]struct{ says, not string }{
		TradePanel:  {"there is no smaller model to compare with", "MQA costs"},
		MethodPanel: {"holds at every G", "Aligning"},
		AlphaPanel:  {"Right after conversion", "Of the recall gained"},
		ShapePanel:  {"is behind multi-head trained as long", "scratch"},
	} {
		f := paperState(words.English, p).paperFigure(p)
		if !strings.Contains(f.Says, test.says) || strings.Contains(f.Says, test.not) {
			t.Errorf("%s: %s", paperNames[p], f.Says)
		}
		for _, o := range f.Orders {
			if strings.Contains(o, "small") || strings.Contains(o, "aligned") {
				t.Errorf("%s: %s", paperNames[p], o)
			}
		}
		for _, picture := range f.Pictures {
			if text := picture.Drawn.String(); strings.Contains(text, "NaN") || strings.Contains(text, "Inf") || strings.Contains(text, ">aligned mean<") {
				t.Errorf("%s: %s", paperNames[p], text)
			}
		}
		t.Log(f.Says)
	}
}

// Without stored experiments nothing is claimed of them, and the paper's are there.
func TestPaperWithoutResults(t *testing.T) {
	withResults(t, assets.Results{})
	for _, text := range []string{"", "{", `{"placeholder": true, "rows": [{"kvHeads": 1}]}`} {
		if r := readResults([]byte(text)); len(r.Rows) > 0 {
			t.Errorf("%q has rows", text)
		}
	}
	for _, l := range words.Langs {
		for p := range PaperPanel(paperPanels) {
			f := paperState(l, p).paperFigure(p)
			if p != OthersPanel && !strings.Contains(f.Says, l.NoResults()) {
				t.Errorf("%s: %s", paperNames[p], f.Says)
			}
			if len(f.Pictures) == 0 || len(f.Table.Rows) == 0 {
				t.Errorf("%s: %d pictures, %d rows", paperNames[p], len(f.Pictures), len(f.Table.Rows))
			}
			for _, r := range f.Table.Rows {
				if slices.Contains(r, l.Stored()) {
					t.Errorf("%s: %q", paperNames[p], r)
				}
			}
		}
	}
}

// Every number can be traced: a row has an origin of the same name, with as many runs as
// it says, and the dots of the pictures lead to rows.
func TestPaperOrigins(t *testing.T) {
	withResults(t, fakeResults(0.001))
	for p := range PaperPanel(paperPanels) {
		s := paperState(words.English, p, readers)
		f := s.paperFigure(p)
		if len(f.Origins) != len(f.Table.Rows) {
			t.Fatalf("%s: %d origins of %d rows", paperNames[p], len(f.Origins), len(f.Table.Rows))
		}
		n := slices.Index(f.Table.Head, "n")
		own := 0
		for i, o := range f.Origins {
			row := f.Table.Rows[i]
			if len(row) != len(f.Table.Head) {
				t.Errorf("%s: row %q under %q", paperNames[p], row, f.Table.Head)
			}
			switch {
			case o.Own != nil:
				own++
			case o.Printed != "":
				if !strings.HasPrefix(o.Address, "https://arxiv.org/abs/") {
					t.Errorf("%s: %+v", paperNames[p], o)
				}
			case row[n] != strconv.Itoa(len(o.Runs)) || len(o.Runs) != 3:
				t.Errorf("%s: %q has %d runs", paperNames[p], row, len(o.Runs))
			default:
				mean := 0.0
				for _, r := range o.Runs {
					mean += r.Loss / 3
				}
				if x, err := strconv.ParseFloat(row[5], 64); err != nil || math.Abs(x-mean) > 6e-4 {
					t.Errorf("%s: %q, and its runs have a mean of %g", paperNames[p], row, mean)
				}
			}
			if i%7 > 0 {
				continue
			}
			s := Update(s, Trace{strconv.Itoa(i)})
			html, _ := paperTags(s)
			if !strings.Contains(html, `id="paper-runs"`) || !strings.Contains(html, o.Name) {
				t.Errorf("%s: row %d leads nowhere", paperNames[p], i)
			}
			if len(o.Runs) > 0 && !strings.Contains(html, "gqa experiment -seeds 3 -steps 4000") {
				t.Errorf("%s: row %d has no command", paperNames[p], i)
			}
		}
		if p != OthersPanel && own != 1 {
			t.Errorf("%s: %d rows of the reader's", paperNames[p], own)
		}
		dots := 0
		for _, picture := range f.Pictures {
			for _, part := range strings.Split(picture.Drawn.String(), `data-point="`)[1:] {
				id, _, _ := strings.Cut(part, `"`)
				if i, err := strconv.Atoi(id); err != nil || i >= len(f.Table.Rows) {
					t.Errorf("%s: a dot leads to row %q of %d", paperNames[p], id, len(f.Table.Rows))
				}
				dots++
			}
		}
		if dots < len(f.Table.Rows)-1 {
			t.Errorf("%s: %d dots for %d rows", paperNames[p], dots, len(f.Table.Rows))
		}
	}
	for _, row := range []string{"-1", "x", "1e9", "99999999999999999999"} {
		if s := Update(paperState(words.English, TradePanel), Trace{row}); s.Paper.Traced != "" {
			t.Errorf("%q is traced", row)
		}
	}
	if s := Update(Update(paperState(words.English, TradePanel), Trace{"3"}), ShowPaper{AlphaPanel}); s.Paper.Traced != "" {
		t.Error("another figure, and the old row is asked for")
	}
}

// The paper's numbers are as the paper has them, its slip among them.
func TestPrinted(t *testing.T) {
	for i, want := range []float64{45.957, 47.214, 46.757, 47.157} {
		if got := table1[i].mean(); math.Abs(got-want) > 6e-4 {
			t.Errorf("%s: the scores have a mean of %.4f, want %.3f", table1[i].Name, got, want)
		}
		if slip := math.Abs(table1[i].mean()-table1[i].Average) > 0.1; slip != (i == paperMQA) {
			t.Errorf("%s: printed %.1f, mean %.3f", table1[i].Name, table1[i].Average, table1[i].mean())
		}
		if math.Abs(figure3[i].Score-table1[i].Average) > 0.06 || math.Abs(figure3[i].Seconds-table1[i].Seconds) > 0.01 {
			t.Errorf("%s: figure 3 and table 1 are apart", table1[i].Name)
		}
	}
	// The tasks of figures 4 and 5 are three columns of table 1.
	three := func(m paperModel) float64 { return (m.Scores[0] + m.Scores[4] + m.Scores[6]) / 3 }
	for _, test := range []struct{ got, want float64 }{
		{figure4MHA, three(table1[paperLarge])}, {figure5MHA, three(table1[paperMHA])},
		{figure5[1].GQA, three(table1[paperGQA])}, {figure5[1].MQA, three(table1[paperMQA])},
	} {
		if math.Abs(test.got-test.want) > 0.03 {
			t.Errorf("%g, and table 1 has %g", test.got, test.want)
		}
	}
	for _, a := range ablations {
		if len(a.MHA) != len(a.Tasks) || len(a.GQA) != len(a.Tasks) || len(a.MQA) != len(a.Tasks) {
			t.Errorf("%s: %d tasks, %d, %d, %d scores", a.Name, len(a.Tasks), len(a.MHA), len(a.GQA), len(a.MQA))
		}
	}
	text := paperState(words.English, OthersPanel).paperFigure(OthersPanel).Says
	if !strings.Contains(text, "in DeepSeek-V2, GQA is below MHA on 4 of 4 tasks (mean −3.9 points) and MQA on 4 (−8.2)") ||
		!strings.Contains(text, "in Llama 2, GQA is below MHA on 4 of 10 tasks") {
		t.Error(text)
	}
}

// The room has no element twice and no inline style, whatever is shown.
func TestPaperPage(t *testing.T) {
	for _, r := range []assets.Results{{}, fakeResults(0.001)} {
		withResults(t, r)
		for _, l := range words.Langs {
			for p := range PaperPanel(paperPanels) {
				for _, s := range []State{paperState(l, p), paperState(l, p, readers), Update(paperState(l, p, readers), Trace{"0"})} {
					html, tags := paperTags(s)
					ids := identified(t, paperNames[p], tags)
					for _, want := range []string{"paper-panel", "paper-says", "paper-origin", "paper-table", "paper-csv", "paper-svg-0", "paper-png-0", "paper-retold", tabID("paper", int(p))} {
						if !ids[want] {
							t.Errorf("%s: nothing is called %s", paperNames[p], want)
						}
					}
					for _, bad := range []string{"%!", "NaN", "Inf", "&lt;nil&gt;"} {
						if strings.Contains(html, bad) {
							t.Errorf("%s: there is %q", paperNames[p], bad)
						}
					}
				}
			}
		}
	}
	for p, name := range paperNames {
		s := Update(newState(), Navigated{Query: "paper=" + name})
		if !s.Open[PaperRoom] || s.Paper.Panel != PaperPanel(p) || len(s.Notes) > 0 {
			t.Errorf("paper=%s: %+v", name, s.Paper)
		}
	}
}

// The files of a figure are whole, and its table has no holes.
func TestPaperFiles(t *testing.T) {
	withResults(t, fakeResults(0.001))
	for p := range PaperPanel(paperPanels) {
		s := paperState(words.Korean, p, readers)
		f := s.paperFigure(p)
		names := make(map[string]bool)
		for i := range f.Pictures {
			name, kind, text := Update(s, Save{PaperRoom, VectorFile, i}).file("", false)
			if names[name] || kind != "image/svg+xml" || !strings.Contains(text, "<title ") || !strings.Contains(text, ` height="`) {
				t.Errorf("%s, %s: %.200s", name, kind, text)
			}
			names[name] = true
			for _, bad := range []string{"NaN", "Inf", "e+"} {
				if strings.Contains(text, bad) {
					t.Errorf("%s has a place %s", name, bad)
				}
			}
		}
		if name, _, text := Update(s, Save{Room: PaperRoom, What: TableFile}).file("", false); !strings.HasSuffix(name, ".csv") || strings.Count(text, "\r\n") != len(f.Table.Rows)+1 {
			t.Errorf("%s: %q", name, text)
		}
	}
}

// The command beside a model of the reader's makes that model.
func TestOwnCommand(t *testing.T) {
	m := OwnModel{KVHeads: 2, Method: attention.MeanPool, Asked: 0.05, Alpha: 0.05, Rate: 3e-3, Seed: 1, Steps: 400}
	if got := ownCommand(m); !strings.Contains(got, "-alpha 0.05") {
		t.Errorf("trained to its end: %q", got)
	}
	m.Steps, m.Alpha = 100, 0.0125
	if got := ownCommand(m); !strings.Contains(got, " -from "+m.fileName()+".json ") || strings.Contains(got, "-alpha ") {
		t.Errorf("stopped: %q", got)
	}
	if got := ownCommand(OwnModel{KVHeads: 2}); got != "" {
		t.Errorf("only converted: %q", got)
	}
}
