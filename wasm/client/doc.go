// Package client is the page's end of the boundary: it starts a program, the engine or
// the trainer, sends it commands and passes on its events. In the browser the program is
// a Web Worker, which is expendable: if it dies, another one is started. Elsewhere the
// program runs in this process.
//
// The first event is Ready, or a Failed whose Command is protocol.Start. One Ready may be
// followed by another, with a Lost between them: the program is then new and holds
// nothing.
package client
