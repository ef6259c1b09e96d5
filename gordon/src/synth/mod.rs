//! Stub of `synth`.
