package main

import (
	"cmp"
	"maps"
	"slices"

	"gqaplayground/attention"
	"gqaplayground/wasm/protocol"
)

// Lab is what the page knows of time on this machine beyond the one depth of the first
// screen: what the machine can do at best, time at every depth, and the three ways of
// attending to one cache. Time at every depth is in Measuring.Results.
type Lab struct {
	Panel   LabPanel
	Wanted  Work // under way, or waiting
	Seed    uint64
	Probed  protocol.Probed
	Trapped protocol.Trapped
	Asked   int            // the depth that was last asked for
	Refused map[int]string // depths that cannot be measured, and why; never changed in place
	Failed  string         // why what was wanted came to nothing
}

// LabPanel is one of the panels about time.
type LabPanel uint8

const (
	CurvePanel LabPanel = iota
	GroupsPanel
	TrapPanel
	RoofPanel
	labPanels = iota
)

// Work is something to measure.
type Work uint8

const (
	NoWork   Work = iota
	AllDepth      // the machine's limits, then time at every depth
	ThreeWays
)

// Messages about it.
type (
	ShowPanel struct{ Panel LabPanel }
	StartWork struct{ Work Work }
	StopWork  struct{}
)

// depths are what time is measured at: those that can be chosen and one more, for
// machines with memory for it. They are in the order of measuring: whenever it is
// stopped, what there is spans what there will be.
var depths = []int{256, 4096, 16384, 1024, 2048, 8192, 512, 32768}

// deepest is the most that time is measured at.
var deepest = slices.Max(depths)

// The same in rising order, and in falling order.
var (
	sortedDepths = slices.Sorted(slices.Values(depths))
	deepestFirst = slices.SortedFunc(slices.Values(depths), func(a, b int) int { return cmp.Compare(b, a) })
)

// labUpdate is the state after a message about the lab.
func (s State) labUpdate(msg any) State {
	switch m := msg.(type) {
	case ShowPanel:
		s.Lab.Panel = min(m.Panel, labPanels-1)
	case StartWork:
		if m.Work != AllDepth && m.Work != ThreeWays {
			break
		}
		s.Lab.Seed++
		s.Lab.Wanted, s.Lab.Failed = m.Work, ""
		switch m.Work {
		case AllDepth:
			if s.curveDone() { // again
				s.Lab.Probed = protocol.Probed{}
				s.Measure.Results = nil
				s.Measure.Seed++
			}
			s.Lab.Refused = nil
		case ThreeWays:
			s.Lab.Trapped = protocol.Trapped{}
		}
		s = s.awake()
	case StopWork:
		s.Lab.Wanted = NoWork
	case Asked:
		if c, ok := m.Command.(protocol.Measure); ok {
			s.Lab.Asked = c.Context
		}
	case protocol.Probed:
		if m.Probe.Seed == s.Lab.Seed {
			s.Lab.Probed = m
		}
	case protocol.Trapped:
		if m.Trap == s.trap() {
			s.Lab.Trapped = m
		}
	case protocol.Failed:
		switch m.Command {
		case "Measure":
			s.Lab.Refused = maps.Clone(s.Lab.Refused)
			if s.Lab.Refused == nil {
				s.Lab.Refused = make(map[int]string)
			}
			s.Lab.Refused[s.Lab.Asked] = m.Reason
		case "Probe", "Trap":
			s.Lab.Wanted, s.Lab.Failed = NoWork, m.Reason
		}
	}
	if s.Lab.Wanted != NoWork && s.labNext() == nil {
		s.Lab.Wanted = NoWork // all of it is done
	}
	return s
}

// lost is the state of the lab without an engine: it is not taken up again by
// itself, as it may be what killed the engine.
func (l Lab) lost(reason string) Lab {
	if l.Wanted != NoWork {
		l.Wanted, l.Failed = NoWork, reason
	}
	return l
}

// labNext is what to ask of the engine for what is wanted; nil is nothing.
func (s State) labNext() protocol.Command {
	switch s.Lab.Wanted {
	case AllDepth:
		if !s.Lab.Probed.Done {
			return protocol.Probe{Seed: s.Lab.Seed}
		}
		if depth, ok := s.nextDepth(); ok {
			c := s.measure()
			c.Context = depth
			return c
		}
	case ThreeWays:
		if !s.Lab.Trapped.Done {
			return s.trap()
		}
	}
	return nil
}

// nextDepth is the first depth that has not been measured and can be.
func (s State) nextDepth() (depth int, ok bool) {
	for _, n := range depths {
		if _, refused := s.Lab.Refused[n]; !refused && !s.Measure.Results[n].Done {
			return n, true
		}
	}
	return 0, false
}

// curveDone says whether time has been measured at every depth that can be.
func (s State) curveDone() bool {
	_, more := s.nextDepth()
	return s.Lab.Probed.Done && !more
}

// trap is the measurement of the three ways: at the slider's G and the chosen depth.
// Multi-head attention repeats nothing, so there the question is put for GQA between
// the two ends.
func (s State) trap() protocol.Trap {
	g := s.Settled
	if g == s.Config.Heads {
		g = lowerDivisor(s.most(), max(1, s.Config.Heads/4))
	}
	return protocol.Trap{KVHeads: g, Context: s.Context, Seed: s.Lab.Seed}
}

// labProgress is how much of what is wanted is done, from 0 to 1, and at which depth
// the work is; 0 while the machine is probed.
func (s State) labProgress() (done float64, depth int) {
	switch c := s.labNext().(type) {
	case protocol.Probe:
		return 0.03 * float64(s.Lab.Probed.Progress), 0
	case protocol.Measure:
		n := 0.0
		for _, d := range depths {
			if _, refused := s.Lab.Refused[d]; refused || s.Measure.Results[d].Done {
				n++
			}
		}
		n += float64(s.Measure.Results[c.Context].Progress)
		return 0.03 + 0.97*n/float64(len(depths)), c.Context
	case protocol.Trap:
		return float64(s.Lab.Trapped.Progress), c.Context
	}
	return 0, 0
}

// timingAt is what was measured at a depth for a number of key/value heads.
func (s State) timingAt(depth, kvHeads int) (t protocol.Timing, ok bool) {
	for _, t := range s.Measure.Results[depth].Timings {
		if t.KVHeads == kvHeads && t.N > 0 {
			return t, true
		}
	}
	return t, false
}

// focus is the depth that the panels speak of: the chosen one, if there is time for it,
// or else the deepest there is.
func (s State) focus() (depth int, ok bool) {
	for _, n := range slices.Concat([]int{s.Context}, deepestFirst) {
		if _, ok := s.timingAt(n, s.most()); ok {
			return n, true
		}
	}
	return s.Context, false
}

// shapeOf is the model's shape with this many key/value heads.
func (s State) shapeOf(kvHeads int) attention.Config {
	c := s.Config
	c.KVHeads = kvHeads
	return c
}

// least is the least time of a step in seconds on this machine as probed, and of that
// what no G changes: the matrices and the arithmetic of attention.
func (s State) least(depth, kvHeads int) (step, fixed float64) {
	limits := s.Lab.Probed.Limits
	weights, attend := s.shapeOf(kvHeads).LeastTime(depth, limits)
	shared, _ := s.shapeOf(1).LeastTime(depth, limits)
	_, flops := s.shapeOf(1).StepFLOPs(depth)
	return weights + attend, min(weights, shared) + float64(flops)/limits.Peak
}
