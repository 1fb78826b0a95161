package protocol

import "time"

// Fetching is said by the client, never by the engine: a file that the engine needs is on
// its way. It answers no command.
type Fetching struct {
	Name     string        // of the file in this repository's folders
	Got, All int           // bytes
	Left     time.Duration // 0 while it cannot be estimated
}

func (Fetching) event() {}
