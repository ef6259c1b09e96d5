//! Tests of the protocol over a socket.
