//go:build browser

package browsertest

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// The built site on servers that others have written: the same page, the same numbers.
// Servers that are not installed are passed over.
func TestServers(t *testing.T) {
	root, err := filepath.Abs("../../dist")
	if err != nil {
		t.Fatal(err)
	}
	temp := t.TempDir()
	for _, server := range []struct {
		program string
		args    func(port string) []string
	}{
		{"python3", func(port string) []string {
			return []string{"-m", "http.server", "--bind", "127.0.0.1", "--directory", root, port}
		}},
		{"nginx", func(port string) []string {
			conf := filepath.Join(temp, "nginx.conf")
			text := fmt.Sprintf("daemon off; pid %[1]s/pid; error_log stderr; events {} http {\n"+
				"include /etc/nginx/mime.types; access_log off; client_body_temp_path %[1]s; proxy_temp_path %[1]s; fastcgi_temp_path %[1]s; "+
				"uwsgi_temp_path %[1]s; scgi_temp_path %[1]s;\nserver { listen 127.0.0.1:%[2]s; root %[3]s; include %[3]s/nginx.conf; } }\n", temp, port, root)
			if err := os.WriteFile(conf, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
			return []string{"-c", conf, "-e", "stderr"}
		}},
		{"../../.cache/edge/node_modules/.bin/wrangler", func(port string) []string {
			return []string{"dev", "--local", "--cwd", "../../.cache/edge", "--ip", "127.0.0.1", "--port", port, "--inspector-port", "0"}
		}},
	} {
		t.Run(filepath.Base(server.program), func(t *testing.T) {
			path, err := exec.LookPath(server.program)
			if err != nil && server.program == "nginx" {
				path, err = exec.LookPath("/usr/sbin/nginx")
			}
			if err != nil {
				t.Skipf("there is no %s here", server.program)
			}
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			_, port, _ := net.SplitHostPort(l.Addr().String())
			l.Close()
			c := exec.Command(path, server.args(port)...)
			c.Env = append(os.Environ(), "CI=true", "WRANGLER_HIDE_BANNER=true", "CLOUDFLARE_CF_FETCH_ENABLED=false", "WRANGLER_SEND_METRICS=false")
			if err := c.Start(); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() {
				c.Process.Signal(os.Interrupt)
				// Programs ignore it if the tests were started in the background of a shell.
				kill := time.AfterFunc(5*time.Second, func() { c.Process.Kill() })
				defer kill.Stop()
				c.Wait()
			})
			address := "http://127.0.0.1:" + port + "/"
			for begun := time.Now(); ; time.Sleep(100 * time.Millisecond) {
				r, err := http.Get(address + "robots.txt")
				if err == nil {
					r.Body.Close()
					break
				}
				if time.Since(begun) > patience {
					t.Fatal(err)
				}
			}
			p := newTab(t)
			p.tellsTheSame(&host{address: address})
			p.slide(8)
			p.shows(8)
			p.clean(address)
		})
	}
}
