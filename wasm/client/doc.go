// Package client is the page's end of the boundary: it starts a program, the engine or
// the trainer, sends it commands and hands on its events. In the browser the program is
// a Web Worker, which is expendable: when it dies another one is started. Elsewhere it is
// in this process.
//
// The first event is Ready, or the Failed of protocol.Start. One Ready may be followed
// by another, with a Lost between them: the program is new then and holds nothing.
package client
