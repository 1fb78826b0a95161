//go:build browser

package browsertest

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"os"
	"slices"
	"testing"
	"time"

	"gqaplayground/attention"
	"gqaplayground/attention/train"
	"gqaplayground/wasm/protocol"
	"gqaplayground/wasm/uptrain"
)

// trainer is a trainer's worker in a tab, which the test speaks to itself.
type trainer struct{ *tab }

func startTrainer(p *tab) *trainer {
	p.t.Helper()
	eval[any](p, `{
		window.trainer?.terminate();
		window.trainer = new Worker("web/trainer-worker.js");
		window.heard = [];
		trainer.onmessage = ({ data }) => { if (!data.fetching) heard.push(data); };
		trainer.onerror = (e) => heard.push({ error: e.message });
		window.answer = async () => {
			while (!heard.length) await new Promise((resolve) => setTimeout(resolve, 2));
			const data = heard.shift();
			if (data.error) throw new Error(data.error);
			let text = "";
			for (let i = 0; i < data.length; i += 0x8000) text += String.fromCharCode(...data.subarray(i, i + 0x8000));
			return btoa(text);
		};
		0
	}`)
	w := &trainer{p}
	if _, ok := w.hear("answer()").(protocol.Ready); !ok {
		p.t.Fatal("the trainer's first word is not Ready")
	}
	return w
}

func (w *trainer) hear(js string) protocol.Event {
	w.t.Helper()
	b, err := base64.StdEncoding.DecodeString(eval[string](w.tab, js))
	if err != nil {
		w.t.Fatal(err)
	}
	e, err := protocol.ParseTrainerEvent(b)
	if err != nil {
		w.t.Fatal(err)
	}
	return e
}

// ask sends a command, whose answer has to be an M.
func ask[M protocol.Event](w *trainer, c protocol.Command) M {
	w.t.Helper()
	e := w.hear(fmt.Sprintf(`trainer.postMessage(Uint8Array.from(atob(%q), (c) => c.charCodeAt(0))), answer()`,
		base64.StdEncoding.EncodeToString(protocol.AppendTrainerCommand(nil, c))))
	m, ok := e.(M)
	if !ok {
		w.t.Fatalf("%T is answered with %T %+v", c, e, e)
	}
	return m
}

// trainOn carries on after the steps of losses until so many are done.
func (w *trainer) trainOn(c protocol.Uptrain, steps int, losses []float64) ([]float64, protocol.Trained) {
	w.t.Helper()
	for {
		e := ask[protocol.Trained](w, c)
		losses = append(losses[:e.First:e.First], e.Losses...)
		if e.Done >= steps {
			return losses, e
		}
	}
}

// What is trained in a browser is what is trained natively, bit for bit, with one worker
// and with two, through a reload of the page and the death of a worker.
func TestTrainer(t *testing.T) {
	file, err := os.ReadFile("../../assets/models/" + uptrain.ModelFile)
	if err != nil {
		t.Skip(err)
	}
	model, err := attention.ReadGGUF(file)
	if err != nil {
		t.Fatal(err)
	}
	pretraining, err := train.PretrainingSteps(model)
	if err != nil {
		t.Fatal(err)
	}
	const steps = 8
	c := protocol.Uptrain{Conversion: protocol.Conversion{KVHeads: 2, Seed: 1}, Alpha: 20.0 / float64(pretraining), Rate: 3e-3, Workers: 1}
	native, err := train.Run{KVHeads: 2, Alpha: c.Alpha, Rate: c.Rate, Seed: 1}.Start(model, pretraining)
	if err != nil {
		t.Fatal(err)
	}
	var want []float64
	for range steps {
		want = append(want, native.Step())
	}

	p := newTab(t)
	p.openLive(server.String())
	for workers := 1; workers <= 2; workers++ {
		w := startTrainer(p)
		c.Workers = workers
		losses, last := w.trainOn(c, steps, nil)
		if !slices.Equal(losses[:steps], want) {
			t.Errorf("%d workers: losses %v, want %v", workers, losses, want)
		}
		if last.Workers != workers {
			t.Errorf("%d workers at work, want %d", last.Workers, workers)
		}
		t.Logf("%d workers: %.0f tokens/s at the end", workers, float64((last.Done-last.Since)*last.TokensPerStep)/last.Spent.Seconds())
		e := ask[protocol.Exported](w, protocol.Export{Format: protocol.F32})
		got, err := attention.ReadGGUF(e.GGUF)
		if err != nil {
			t.Fatal(err)
		}
		if last.Done == steps && !slices.Equal(got.Weights.Slab(), native.Weights().Slab()) {
			t.Error("the weights are others")
		}
		if stored := ask[protocol.Stored](w, protocol.Keep{}); stored.Step != last.Done {
			t.Errorf("kept at step %d of %d", stored.Step, last.Done)
		}
	}

	p.openLive(server.String() + "/?g=2")
	w := startTrainer(p)
	e := ask[protocol.Trained](w, protocol.Restore{})
	if e.Uptrain != c || !slices.Equal(e.Losses[:steps], want) {
		t.Errorf("after a reload: %+v", e)
	}
	for range 3 {
		want = append(want, native.Step())
	}
	if losses, last := w.trainOn(c, e.Done+3, e.Losses); !slices.Equal(losses[:len(want)], want) || last.Done != len(losses) {
		t.Errorf("after a reload: losses %v, want %v", losses, want)
	}
	ask[protocol.Stored](w, protocol.Forget{})

	convert := protocol.Convert{Conversion: c.Conversion, Stories: 20}
	begun := time.Now()
	converted := ask[protocol.Converted](w, convert)
	t.Logf("converted after %v", time.Since(begun))
	for !converted.Done {
		converted = ask[protocol.Converted](w, convert)
	}
	t.Logf("20 stories after %v: %.3f and %.3f nats", time.Since(begun), converted.Before.Loss, converted.After.Loss)
	sampled := ask[protocol.Sampled](w, protocol.Sample{Prompt: "Once upon a time", Tokens: 40, Temperature: 0.5, Seed: 1})
	if converted.Before.Loss >= converted.After.Loss || len(sampled.Text) == 0 || sampled.Step != 0 {
		t.Errorf("%+v; %q", converted.After, sampled.Text)
	}
	p.clean(server.String())
}

// A frame in a sandbox has no origin: workers start from blobs there, also those that the
// trainer starts itself, and nothing can be kept.
func TestTrainerInSandbox(t *testing.T) {
	if _, err := os.Stat("../../assets/models/" + uptrain.ModelFile); err != nil {
		t.Skip(err)
	}
	h := newHost(t, "/", func(w http.ResponseWriter, r *http.Request) bool {
		w.Header().Add("Content-Security-Policy", "sandbox allow-scripts")
		return false
	})
	p := newTab(t)
	p.openLive(h.address)
	if origin := eval[string](p, `self.origin`); origin != "null" {
		t.Fatalf("the page has the origin %s", origin)
	}
	w := startTrainer(p)
	c := protocol.Uptrain{Conversion: protocol.Conversion{KVHeads: 1}, Alpha: 1, Workers: 2}
	for begun := time.Now(); ; {
		if e := ask[protocol.Trained](w, c); e.Workers == 2 && e.Done > e.Since {
			break
		}
		if time.Since(begun) > patience {
			t.Fatal("no second worker comes")
		}
	}
	if f := ask[protocol.Failed](w, protocol.Keep{}); f.Command != "Keep" || f.Reason == "" {
		t.Errorf("keeping is answered with %+v", f)
	} else {
		t.Log(f.Reason)
	}
	if e := ask[protocol.Trained](w, c); e.Done == 0 || e.Unkept == "" {
		t.Errorf("after that: %+v", e)
	}
}

// When the trainer dies, the page says why, the engine does not notice, and a new
// trainer takes the next order.
func TestTrainerDies(t *testing.T) {
	if _, err := os.Stat("../../assets/models/" + uptrain.ModelFile); err != nil {
		t.Skip(err)
	}
	p := newTab(t, workers(mortal))
	p.openLive(server.String() + "/?g=2&lang=en&open=paper")
	p.wait(engineRuns)
	engines := eval[int](p, `self.workers.length`)
	p.click("train-start")
	p.wait(`document.querySelector('[data-matrix]')`)
	eval[any](p, `self.workers.at(-1).postMessage("memory")`)
	p.wait(`document.querySelector("#train-status").innerText.includes("exit code 2")`)
	t.Log(eval[string](p, `document.querySelector("#train-status").innerText`))
	if !eval[bool](p, engineRuns) || eval[bool](p, `!!document.getElementById("trouble")?.innerText`) {
		t.Error("the engine is gone, too")
	}
	p.wait(fmt.Sprintf(`self.workers.length === %d`, engines+2))
	p.click("train-start")
	p.wait(`document.querySelector('[data-matrix]') && !document.querySelector("#train-status").innerText.includes("exit code 2")`)
	p.click("train-stop")
}
