/// The network, as a constructor argument of whoever speaks to others: streams, datagrams and
/// listeners, over TCP, UDP and UNIX sockets, with TLS above any stream.
///
/// [io.ipfskit.anyio.net.Network] is the SPI; the real one works on non-blocking channels and one
/// poller per run: a thread, or on a loop one of its strands. Everything is plain blocking code of
/// a task: it parks the task, and a scope that is cancelled ends the wait. The room knows no
/// protocol above TLS.
@NullMarked
package io.ipfskit.anyio.net;

import org.jspecify.annotations.NullMarked;
