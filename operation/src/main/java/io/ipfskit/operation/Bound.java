package io.ipfskit.operation;

/// An operation together with the handler that does it. Made by a module's `…ops` class in
/// `bind(service)`, collected by `kit`.
public record Bound<I, O>(Operation<I, O> operation, Handler<I, O> handler) {}
