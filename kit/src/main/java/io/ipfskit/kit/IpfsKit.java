package io.ipfskit.kit;

import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.kit.config.Config;
import io.ipfskit.kit.remote.ClientOptions;
import io.ipfskit.kit.remote.RemoteKit;
import io.ipfskit.operation.ByteStream;
import io.ipfskit.operation.Operation;

import java.net.URI;

/// A node, embedded or remote: the same interface, records and errors.
///
/// Every method blocks its caller. A caller that is a task of the same run calls in its own scope;
/// another thread or run enters through the node's portal, takes its deadline along, and when it is
/// cancelled or interrupted the work is cancelled and its end awaited. Operations fail with
/// [io.ipfskit.operation.OperationFailed]; after [#close()] every call fails with
/// [io.ipfskit.anyio.ClosedResource]. Safe for use by many tasks and threads; each stream, `Items`
/// and `Running` belongs to one task at a time and to who opened it.
public interface IpfsKit extends AutoCloseable {

    /// Opens a node in this process with a run of its own, on the configured backend. To be called
    /// from any thread or task outside that run.
    ///
    /// @throws io.ipfskit.kit.life.StartRefused when it cannot start; says why and what to do
    /// @throws InterruptedException when the caller is cancelled or interrupted; nothing stays open
    static IpfsKit open(Config config) throws InterruptedException {
        return open(config, KitOptions.EMBEDDED);
    }

    /// Opens a node in this process, with what `options` pass in: meters, services, operations.
    ///
    /// @throws io.ipfskit.kit.life.StartRefused when it cannot start; says why and what to do
    /// @throws InterruptedException when the caller is cancelled or interrupted; nothing stays open
    static IpfsKit open(Config config, KitOptions options) throws InterruptedException {
        return EmbeddedKit.open(config, options);
    }

    /// Opens a node inside the caller's run: its services are service tasks of `group`.
    ///
    /// @throws io.ipfskit.kit.life.StartRefused when it cannot start, also when the configuration
    ///   names another backend than that of the run
    /// @throws InterruptedException when the caller is cancelled
    static IpfsKit within(TaskGroup group, Config config) throws InterruptedException {
        return within(group, config, KitOptions.EMBEDDED);
    }

    /// Opens a node inside the caller's run, with what `options` pass in.
    ///
    /// @throws io.ipfskit.kit.life.StartRefused when it cannot start
    /// @throws InterruptedException when the caller is cancelled
    static IpfsKit within(TaskGroup group, Config config, KitOptions options)
            throws InterruptedException {
        return EmbeddedKit.within(group, config, options);
    }

    /// A running server as a node, over REST. Whether it answers is seen at the first call.
    ///
    /// @param server its API, `http://127.0.0.1:5001`
    static IpfsKit connect(URI server, ClientOptions options) {
        return RemoteKit.connect(server, options);
    }

    /// A running server, with default options.
    static IpfsKit connect(URI server) {
        return connect(server, ClientOptions.DEFAULT);
    }

    /// Does `operation` and returns its result. Rows of an operation that gives rows go to
    /// [CallOptions#onItem()].
    ///
    /// @throws IllegalArgumentException for an operation that gives bytes (see [#stream]) or when
    ///   the options do not fit the operation
    /// @throws io.ipfskit.operation.OperationFailed when it fails
    /// @throws InterruptedException when the caller is cancelled; the work has ended then
    <I, O> O call(Operation<I, O> operation, I input, CallOptions options)
            throws InterruptedException;

    /// Does `operation` with nothing beside the input record.
    default <I, O> O call(Operation<I, O> operation, I input) throws InterruptedException {
        return call(operation, input, CallOptions.NONE);
    }

    /// Starts `operation`; it runs on when the caller's scope ends, until it ends or is closed.
    <I, O> Running<O> start(Operation<I, O> operation, I input, CallOptions options)
            throws InterruptedException;

    /// Starts an operation that gives bytes and returns them to pull. Closing the stream ends the
    /// operation.
    <I, O extends ByteStream> ByteStream stream(
            Operation<I, O> operation, I input, CallOptions options) throws InterruptedException;

    /// Starts an operation that gives rows and returns them to pull.
    ///
    /// @param item the type of the rows, as the operation declares it
    <I, T, O> Items<T, O> items(
            Operation<I, O> operation, Class<T> item, I input, CallOptions options)
            throws InterruptedException;

    /// Content: add, cat, get, extract, ls, stat, exists, id, version.
    default IpfsFacade ipfs() {
        return new IpfsFacade(this);
    }

    /// Nodes of any codec, and CAR archives.
    default DagFacade dag() {
        return new DagFacade(this);
    }

    /// Single blocks.
    default BlockFacade block() {
        return new BlockFacade(this);
    }

    /// Blocks that are kept by reference.
    default FilestoreFacade filestore() {
        return new FilestoreFacade(this);
    }

    /// The tree of files, whose paths can be changed.
    default FilesFacade files() {
        return new FilesFacade(this);
    }

    /// Pins.
    default PinFacade pin() {
        return new PinFacade(this);
    }

    /// The repository as a whole.
    default RepoFacade repo() {
        return new RepoFacade(this);
    }

    /// CIDs as text.
    default CidFacade cid() {
        return new CidFacade(this);
    }

    /// What is configured.
    default ConfigFacade config() {
        return new ConfigFacade(this);
    }

    /// The run it lives in, and its tasks.
    default RuntimeFacade runtime() {
        return new RuntimeFacade(this);
    }

    /// Its numbers, and what watches them.
    default TelemetryFacade telemetry() {
        return new TelemetryFacade(this);
    }

    /// What runs on it, and how it is.
    default AdminFacade admin() {
        return new AdminFacade(this);
    }

    /// Its process.
    default DaemonFacade daemon() {
        return new DaemonFacade(this);
    }

    /// The command line as data.
    default CliFacade cli() {
        return new CliFacade(this);
    }

    /// What this node can do, and what not and why.
    Capabilities capabilities() throws InterruptedException;

    /// What this node is.
    KitInfo info() throws InterruptedException;

    /// Stops the node (embedded) or the connection (remote) and waits. Idempotent, never throws.
    @Override
    void close();
}
