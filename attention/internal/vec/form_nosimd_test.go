//go:build !(goexperiment.simd && go1.27 && (amd64 || arm64 || wasm))

package vec

func portably(f func()) { f() }

func inEveryForm(f func(form string)) { f("portable") }
