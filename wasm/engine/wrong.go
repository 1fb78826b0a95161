package engine

import "gqaplayground/wasm/internal/say"

func wrong(parts ...any) error { return say.Error(parts...) }

func join(parts ...any) string { return say.Text(parts...) }
