// The trainer. The builder puts load.js, Go's wasm_exec.js and program.js before this.
run("web/trainer.wasm", "the trainer");
