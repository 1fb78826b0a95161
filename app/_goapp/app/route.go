//go:build wasm

package app

// RouteFunc says how to make the page of a path.
func RouteFunc(path string, newComponent func() Composer) { routes[path] = newComponent }

var routes = make(router)

type router map[string]func() Composer

func (r router) createComponent(path string) (Composer, bool) {
	if newComponent, ok := r[path]; ok {
		return newComponent(), true
	}
	return nil, false
}
