package io.ipfskit.anyio.net;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Tells the full queue of a UNIX listener (`EAGAIN`) from other refusals.
///
/// The JDK has no type for it, only the text of the system, which is in the language of the
/// process. So the text is learnt, once, from a queue of our own that is full.
final class FullQueue {
    private static final System.Logger LOG = System.getLogger(FullQueue.class.getName());

    /// What it is where none can be made to learn from.
    private static final String ENGLISH = "Resource temporarily unavailable";

    /// More than a backlog of 1 has room for on any system.
    private static final int DIALS_MAX = 16;

    private FullQueue() {}

    /// In a class of its own: learnt when first asked for.
    private static final class Learnt {
        private static final @Nullable String TEXT = learn(folders());
    }

    /// Returns whether a dial failed because the queue of a listener is full. May touch the disk.
    static boolean isCauseOf(IOException refused) {
        return isPlain(refused) && isText(refused, Learnt.TEXT);
    }

    /// Those with a type of their own are other causes.
    private static boolean isPlain(IOException refused) {
        return refused.getClass() == SocketException.class;
    }

    /// Whether the message is that text.
    static boolean isText(IOException refused, @Nullable String text) {
        return text != null && text.equals(refused.getMessage());
    }

    private static List<Path> folders() {
        return List.of(
                Path.of(System.getProperty("java.io.tmpdir", "/tmp")),
                Path.of("/tmp"),
                Path.of("").toAbsolutePath());
    }

    /// Returns the text; null on a system that refuses with a type of its own, where there is no
    /// queue to wait for.
    ///
    /// @param folders where a socket may be made; the first in which that works is taken
    static @Nullable String learn(List<Path> folders) {
        for (Path folder : folders) {
            Path own = null;
            try {
                own = Files.createTempDirectory(folder, "q"); // nobody else may enter
                Path path = own.resolve("s");
                if (path.toString().getBytes(StandardCharsets.UTF_8).length
                        <= Address.UNIX_PATH_MAX) {
                    return refusal(path);
                }
            } catch (IOException elsewhere) {
                LOG.log(Level.DEBUG, "no socket can be made in " + folder, elsewhere);
            } finally {
                delete(own);
            }
        }
        return ENGLISH;
    }

    private static @Nullable String refusal(Path path) throws IOException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(path);
        List<SocketChannel> dialled = new ArrayList<>();
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(address, 1);
            for (int i = 0; i < DIALS_MAX; i++) {
                SocketChannel dial = SocketChannel.open(StandardProtocolFamily.UNIX);
                dialled.add(dial);
                dial.configureBlocking(false);
                try {
                    dial.connect(address);
                } catch (ConnectException typed) {
                    return null;
                } catch (SocketException full) {
                    return full.getMessage();
                }
            }
            return null;
        } finally {
            for (SocketChannel dial : dialled) {
                dial.close();
            }
            Files.deleteIfExists(path);
        }
    }

    private static void delete(@Nullable Path folder) {
        try {
            if (folder != null) {
                Files.deleteIfExists(folder);
            }
        } catch (IOException failed) {
            LOG.log(Level.WARNING, "deleting " + folder + " failed", failed);
        }
    }
}
