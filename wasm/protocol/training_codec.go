package protocol

// The encoding of what the trainer and the page say to each other, apart from that of the
// engine's messages: neither program has to know the other's.

const (
	tagConvert = 129 + iota
	tagUptrain
	tagEvaluate
	tagSample
	tagExport
	tagKeep
	tagRestore
	tagForget
	tagDifferentiate
	tagBring // Load, as the trainer knows it
	tagLearn
	tagTake // Save
)

const (
	tagConverted = 193 + iota
	tagTrained
	tagEvaluated
	tagSampled
	tagExported
	tagStored
	tagDifferentiated
	tagBrought
	tagLearned
	tagTooShort
	tagTaken
)

const tagKept = 250

// AppendTrainerCommand appends the encoding of m to b.
func AppendTrainerCommand(b []byte, m Command) []byte {
	c := coder{buf: b}
	switch m := m.(type) {
	case Convert:
		c.message(tagConvert, &m)
	case Uptrain:
		c.message(tagUptrain, &m)
	case Evaluate:
		c.message(tagEvaluate, &m)
	case Sample:
		c.message(tagSample, &m)
	case Export:
		c.message(tagExport, &m)
	case Keep:
		c.message(tagKeep, &m)
	case Restore:
		c.message(tagRestore, &m)
	case Forget:
		c.message(tagForget, &m)
	case Differentiate:
		c.message(tagDifferentiate, &m)
	case Load:
		c.message(tagBring, &m)
	case Learn:
		c.message(tagLearn, &m)
	case Save:
		c.message(tagTake, &m)
	default:
		panic("protocol: unknown command")
	}
	return c.buf
}

// ParseTrainerCommand reads the one command that b holds.
func ParseTrainerCommand(b []byte) (Command, error) {
	c, tag, err := parse(b)
	if err != nil {
		return nil, err
	}
	switch tag {
	case tagConvert:
		return finish[Command](c, read[Convert](c))
	case tagUptrain:
		return finish[Command](c, read[Uptrain](c))
	case tagEvaluate:
		return finish[Command](c, read[Evaluate](c))
	case tagSample:
		return finish[Command](c, read[Sample](c))
	case tagExport:
		return finish[Command](c, read[Export](c))
	case tagKeep:
		return finish[Command](c, read[Keep](c))
	case tagRestore:
		return finish[Command](c, read[Restore](c))
	case tagForget:
		return finish[Command](c, read[Forget](c))
	case tagDifferentiate:
		return finish[Command](c, read[Differentiate](c))
	case tagBring:
		return finish[Command](c, read[Load](c))
	case tagLearn:
		return finish[Command](c, read[Learn](c))
	case tagTake:
		return finish[Command](c, read[Save](c))
	}
	return nil, errType
}

// AppendTrainerEvent appends the encoding of m to b.
func AppendTrainerEvent(b []byte, m Event) []byte {
	c := coder{buf: b}
	switch m := m.(type) {
	case Ready:
		c.message(tagReady, &m)
	case Lost:
		c.message(tagLost, &m)
	case Failed:
		c.message(tagFailed, &m)
	case Converted:
		c.message(tagConverted, &m)
	case Trained:
		c.message(tagTrained, &m)
	case Evaluated:
		c.message(tagEvaluated, &m)
	case Sampled:
		c.message(tagSampled, &m)
	case Exported:
		c.message(tagExported, &m)
	case Stored:
		c.message(tagStored, &m)
	case Differentiated:
		c.message(tagDifferentiated, &m)
	case Loaded:
		c.message(tagBrought, &m)
	case Learned:
		c.message(tagLearned, &m)
	case TooShort:
		c.message(tagTooShort, &m)
	case Saved:
		c.message(tagTaken, &m)
	default:
		panic("protocol: unknown event")
	}
	return c.buf
}

// ParseTrainerEvent reads the one event that b holds.
func ParseTrainerEvent(b []byte) (Event, error) {
	c, tag, err := parse(b)
	if err != nil {
		return nil, err
	}
	switch tag {
	case tagReady:
		return finish[Event](c, read[Ready](c))
	case tagLost:
		return finish[Event](c, read[Lost](c))
	case tagFailed:
		return finish[Event](c, read[Failed](c))
	case tagConverted:
		return finish[Event](c, read[Converted](c))
	case tagTrained:
		return finish[Event](c, read[Trained](c))
	case tagEvaluated:
		return finish[Event](c, read[Evaluated](c))
	case tagSampled:
		return finish[Event](c, read[Sampled](c))
	case tagExported:
		return finish[Event](c, read[Exported](c))
	case tagStored:
		return finish[Event](c, read[Stored](c))
	case tagDifferentiated:
		return finish[Event](c, read[Differentiated](c))
	case tagBrought:
		return finish[Event](c, read[Loaded](c))
	case tagLearned:
		return finish[Event](c, read[Learned](c))
	case tagTooShort:
		return finish[Event](c, read[TooShort](c))
	case tagTaken:
		return finish[Event](c, read[Saved](c))
	}
	return nil, errType
}

// AppendKept appends the encoding of m to b.
func AppendKept(b []byte, m Kept) []byte {
	c := coder{buf: b}
	c.message(tagKept, &m)
	return c.buf
}

// ParseKept reads the one Kept that b holds.
func ParseKept(b []byte) (Kept, error) {
	c, tag, err := parse(b)
	if err != nil {
		return Kept{}, err
	}
	if tag != tagKept {
		return Kept{}, errType
	}
	return finish(c, read[Kept](c))
}

func (m *Conversion) fields(c *coder) {
	c.int(&m.KVHeads)
	c.int((*int)(&m.Method))
	c.byte((*uint8)(&m.Grouping))
	c.uint64(&m.Seed)
}

func (m *Quality) fields(c *coder) {
	c.int(&m.Stories)
	c.int(&m.Tokens)
	c.float64(&m.Loss)
	c.float64(&m.LossLow)
	c.float64(&m.LossHigh)
	c.int(&m.Answers)
	c.int(&m.Right)
	c.float64(&m.RecallLow)
	c.float64(&m.RecallHigh)
}

func (m *Heat) fields(c *coder) {
	list(c, (*[][]byte)(m), c.bytes)
}

func (m *Projections) fields(c *coder) {
	list(c, &m.Order, c.int)
	m.Keys.fields(c)
	m.Values.fields(c)
	m.TurnedKeys.fields(c)
	m.TurnedValues.fields(c)
	m.PooledKeys.fields(c)
	m.PooledValues.fields(c)
}

func (m *Kept) fields(c *coder) {
	c.int(&m.Version)
	c.uint64(&m.Model)
	m.Uptrain.fields(c)
	list(c, &m.Losses, c.float64)
	c.bytes(&m.State)
}

func (m *Convert) fields(c *coder) {
	m.Conversion.fields(c)
	c.int(&m.Stories)
}

func (m *Uptrain) fields(c *coder) {
	m.Conversion.fields(c)
	c.float64(&m.Alpha)
	c.float32(&m.Rate)
	c.int(&m.Workers)
}

func (m *Evaluate) fields(c *coder) {
	c.int(&m.Stories)
}

func (m *Sample) fields(c *coder) {
	c.text(&m.Prompt)
	c.float32(&m.Temperature)
	c.uint64(&m.Seed)
	c.int(&m.Tokens)
}

func (m *Export) fields(c *coder) {
	c.byte((*uint8)(&m.Format))
}

func (m *Keep) fields(*coder) {}

func (m *Restore) fields(*coder) {}

func (m *Forget) fields(*coder) {}

func (m *Differentiate) fields(c *coder) {
	c.config(&m.Config)
	c.int(&m.Ticket)
	list(c, &m.Tokens, c.int)
	c.float32(&m.Scale)
	c.bytes(&m.Weights)
}

func (m *TextRun) fields(c *coder) {
	c.int(&m.KVHeads)
	c.int((*int)(&m.Method))
	c.int(&m.Steps)
	c.float32(&m.Rate)
	c.uint64(&m.Seed)
}

func (m *Learn) fields(c *coder) {
	m.Run.fields(c)
	c.text(&m.Text)
	c.int(&m.Workers)
	c.bool(&m.Enough)
}

func (m *Converted) fields(c *coder) {
	m.Convert.fields(c)
	c.config(&m.Config)
	m.Before.fields(c)
	m.After.fields(c)
	list(c, &m.Layers, func(p *Projections) { p.fields(c) })
	c.float32(&m.Progress)
	c.bool(&m.Done)
}

func (m *Trained) fields(c *coder) {
	m.Uptrain.fields(c)
	c.text(&m.Base)
	c.int(&m.Pretraining)
	c.float32(&m.Rate)
	c.int(&m.Steps)
	c.int(&m.TokensPerStep)
	m.Progress.fields(c)
	c.int(&m.Kept)
	c.text(&m.Unkept)
}

func (m *Progress) fields(c *coder) {
	c.int(&m.Done)
	c.int(&m.First)
	list(c, &m.Losses, c.float64)
	c.int(&m.Workers)
	c.int(&m.Since)
	c.duration(&m.Spent)
}

func (m *TextLoss) fields(c *coder) {
	c.float64(&m.Trained)
	c.float64(&m.HeldOut)
}

func (m *Learned) fields(c *coder) {
	m.Learn.fields(c)
	c.int(&m.Trained)
	c.int(&m.HeldOut)
	c.int(&m.TokensPerStep)
	m.Before.fields(c)
	m.Converted.fields(c)
	c.float64(&m.Now)
	c.int(&m.NowAt)
	m.After.fields(c)
	c.int(&m.Read)
	m.Progress.fields(c)
	c.bool(&m.Over)
}

func (m *TooShort) fields(c *coder) {
	c.int(&m.Tokens)
	c.int(&m.Least)
}

func (m *Evaluated) fields(c *coder) {
	m.Evaluate.fields(c)
	c.int(&m.Step)
	m.Quality.fields(c)
	c.float32(&m.Progress)
	c.bool(&m.Done)
}

func (m *Sampled) fields(c *coder) {
	m.Sample.fields(c)
	c.int(&m.Step)
	c.bytes(&m.Text)
	c.bool(&m.End)
}

func (m *Exported) fields(c *coder) {
	m.Uptrain.fields(c)
	c.int(&m.Step)
	c.text(&m.Name)
	c.bytes(&m.GGUF)
}

func (m *Stored) fields(c *coder) {
	c.int(&m.Step)
}

func (m *Differentiated) fields(c *coder) {
	c.int(&m.Ticket)
	c.float64(&m.Loss)
	c.bytes(&m.Gradient)
}
