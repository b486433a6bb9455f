package io.ipfskit.kit;

import io.ipfskit.anyio.TaskGroup;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// The listeners of a server, started as the last service of the node and stopped as the first.
/// `server` implements it; an embedded node has none.
///
/// Called by one task: [#start], then at the stop [#stopAccepting], [#awaitIdle] (for at most the
/// drain time), [#close].
public interface Doors {
    /// Listens. Accept loops are service tasks of `services`, which ends after [#close].
    ///
    /// @throws io.ipfskit.kit.life.StartRefused when an address is taken (`PORT_IN_USE`) or refused
    /// @throws InterruptedException when the start is cancelled; nothing listens then
    void start(Kit kit, TaskGroup services) throws InterruptedException;

    /// The address of the API listener as a multiaddr, `/ip4/127.0.0.1/tcp/5001`, for the file
    /// `api`; null when there is none.
    @Nullable String api();

    /// The URL of the gateway listener, for the file `gateway`; null when there is none.
    @Nullable String gateway();

    /// All real addresses as URLs, to be printed.
    List<String> addresses();

    /// Answers `/readyz` with false and no longer accepts: new connections are refused, new
    /// requests on kept ones get 503.
    void stopAccepting() throws InterruptedException;

    /// Waits until no request is being served; the caller sets the limit.
    void awaitIdle() throws InterruptedException;

    /// Closes what is left. Idempotent.
    void close() throws InterruptedException;
}
