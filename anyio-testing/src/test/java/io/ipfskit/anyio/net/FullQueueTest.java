package io.ipfskit.anyio.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ipfskit.anyiotesting.BackendTest;
import io.ipfskit.anyiotesting.BackendTests;
import io.ipfskit.anyiotesting.TestKit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
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
import java.util.stream.Stream;

/// A full queue is known by what this system says, in whichever language it says it.
@BackendTests(sim = false)
class FullQueueTest {
    @TempDir Path folder;

    @Test
    void whatIsLearntIsWhatAFullQueueSaysAndNothingIsLeftBehind() throws Exception {
        String learnt = FullQueue.learn(List.of(folder));
        IOException full = fillAQueue(folder.resolve("q.sock"));
        assertThat(full.getMessage()).isEqualTo(learnt);
        assertThat(FullQueue.isCauseOf(full)).isTrue();
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(folder.resolve("q.sock"));
        }
    }

    @Test
    void theLanguageOfTheTextDoesNotMatter() {
        String german = "Die Ressource ist zur Zeit nicht verfügbar";
        assertThat(FullQueue.isText(new SocketException(german), german)).isTrue();
        assertThat(FullQueue.isText(new SocketException("Protokollfehler"), german)).isFalse();
        assertThat(FullQueue.isText(new SocketException((String) null), german)).isFalse();
        assertThat(FullQueue.isText(new SocketException(german), null)).isFalse();
    }

    /// In French, where the system has it.
    @Test
    void inAnotherLanguageAFullQueueIsKnown() throws Exception {
        assumeTrue(
                Files.exists(Path.of("/usr/share/locale/fr/LC_MESSAGES/libc.mo")),
                "this system speaks no French");
        String locale = folder.resolve("fr_FR.UTF-8").toString();
        assumeTrue(
                exitCode("localedef", "-f", "UTF-8", "-i", "fr_FR", locale) == 0,
                "no locale can be made here");
        ProcessBuilder builder =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                FullQueueTest.class.getName(),
                                folder.toString())
                        .redirectErrorStream(true);
        builder.environment().put("LOCPATH", folder.toString());
        builder.environment().put("LC_ALL", "fr_FR.UTF-8");
        builder.environment().remove("LANGUAGE");
        Process child = builder.start();
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor()).as(said).isZero();
        assertThat(said).contains("Ressource").contains("true").doesNotContain("Resource");
    }

    /// Fills a queue in the given folder, and prints what it said and whether that is known.
    public static void main(String[] arguments) throws Exception {
        IOException full = fillAQueue(Path.of(arguments[0], "q.sock"));
        System.out.println(full.getMessage() + " " + FullQueue.isCauseOf(full));
    }

    private static int exitCode(String... command) throws Exception {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return process.waitFor();
        } catch (IOException absent) {
            return -1;
        }
    }

    @Test
    void whereNoSocketCanBeMadeTheNextFolderIsTaken() throws Exception {
        Path deep = folder.resolve("d".repeat(100));
        Files.createDirectory(deep);
        String learnt =
                FullQueue.learn(List.of(folder.resolve("nothing"), deep, Path.of("/tmp"), folder));
        assertThat(learnt).isEqualTo(fillAQueue(folder.resolve("q.sock")).getMessage());
        assertThat(deep).isEmptyDirectory();
    }

    @Test
    void otherRefusalsAreNoFullQueue() {
        assertThat(FullQueue.isCauseOf(new ConnectException("Connection refused"))).isFalse();
        assertThat(FullQueue.isCauseOf(new SocketException("Protocol wrong type for socket")))
                .isFalse();
        assertThat(FullQueue.isCauseOf(new IOException("Resource temporarily unavailable")))
                .isFalse();
    }

    /// A socket that takes no streams is refused at once, and not dialled again and again.
    @BackendTest
    void aSocketForDatagramsIsRefusedAtOnce() throws Exception {
        Path path = folder.resolve("datagrams.sock");
        Process peer = bindDatagrams(path);
        try {
            TestKit.run(_ -> {
                assertThatThrownBy(() -> Network.real().dial(Address.of(path)))
                        .isInstanceOf(ConnectException.class)
                        .hasMessageContaining(path.toString());
                return 0;
            });
        } finally {
            peer.destroyForcibly().waitFor();
            Files.deleteIfExists(path);
        }
    }

    private static Process bindDatagrams(Path path) throws IOException {
        String program =
                """
                import socket, sys
                s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
                s.bind(sys.argv[1])
                print('bound', flush=True)
                sys.stdin.read()
                """;
        Process peer;
        try {
            peer = new ProcessBuilder("python3", "-c", program, path.toString()).start();
        } catch (IOException absent) {
            assumeTrue(false, "python3 is not installed");
            throw absent;
        }
        assertThat(peer.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("bound");
        return peer;
    }

    private static IOException fillAQueue(Path path) throws IOException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(path);
        List<SocketChannel> dialled = new ArrayList<>();
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(address, 1);
            while (true) {
                SocketChannel dial = SocketChannel.open(StandardProtocolFamily.UNIX);
                dialled.add(dial);
                dial.configureBlocking(false);
                try {
                    dial.connect(address);
                } catch (IOException full) {
                    return full;
                }
            }
        } finally {
            for (SocketChannel dial : dialled) {
                dial.close();
            }
        }
    }
}
