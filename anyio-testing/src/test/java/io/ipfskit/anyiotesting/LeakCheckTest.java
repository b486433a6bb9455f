package io.ipfskit.anyiotesting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyio.CapacityLimiter;
import io.ipfskit.anyio.ClosedResource;
import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.DiskFile;
import io.ipfskit.anyio.OpenMode;
import io.ipfskit.anyio.Semaphore;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashSet;

/// What a test forgets to give back fails it.
class LeakCheckTest {
    @TempDir Path folder;

    @BackendTest(seeds = 1)
    void aTokenThatIsNotGivenBackFailsTheTest() {
        assertThatThrownBy(() ->
                        TestKit.run(_ -> {
                            new CapacityLimiter(2).acquire();
                            return 0;
                        }))
                .isInstanceOf(AssertionError.class)
                .hasMessage("the run left something behind: 1 token(s) of limiters");
    }

    @BackendTest(seeds = 1)
    void permitsThatAreNotGivenBackFailTheTest() {
        assertThatThrownBy(() ->
                        TestKit.run(_ -> {
                            Semaphore semaphore = new Semaphore(3);
                            semaphore.acquire();
                            semaphore.acquire();
                            return 0;
                        }))
                .isInstanceOf(AssertionError.class)
                .hasMessage("the run left something behind: 2 permit(s) of semaphores");
    }

    @BackendTest(seeds = 1)
    void aFailureOfTheBodyGoesBeforeWhatItLeft() {
        assertThatThrownBy(() ->
                        TestKit.run(_ -> {
                            new Semaphore(1).acquire();
                            throw new IllegalStateException("the body's own");
                        }))
                .hasMessage("the body's own")
                .satisfies(thrown ->
                        assertThat(thrown.getSuppressed()[0])
                                .hasMessageContaining("1 permit(s) of semaphores"));
    }

    @BackendTest(sim = false)
    void aStrictDiskTellsWhatIsOpenAndWhereItWasOpened() {
        Path file = folder.resolve("forgotten");
        assertThatThrownBy(() ->
                        TestKit.run(_ -> {
                            Disk disk = Strict.disk(Disk.real());
                            disk.open(file, OpenMode.readWrite().createNew());
                            return 0;
                        }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("1 still open:")
                .hasMessageContaining("DiskFile of open(" + file)
                .hasMessageContaining("LeakCheckTest");
    }

    @BackendTest(sim = false)
    void aStrictDiskPassesEverythingOnAndForgetsWhatIsClosed() throws Exception {
        Path file = folder.resolve("kept-" + TestKit.backend().engine().replace('/', '-'));
        TestKit.run(_ -> {
            Disk disk = Strict.disk(Disk.real());
            try (DiskFile open = disk.open(file, OpenMode.readWrite().createNew())) {
                open.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 0);
                assertThat(open.size()).isEqualTo(3);
                assertThatThrownBy(() -> Strict.requireAllClosed(disk))
                        .hasMessageContaining("1 still open");
            }
            assertThat(disk.readAll(file, 100)).containsExactly(1, 2, 3);
            assertThatThrownBy(() -> disk.stat(folder.resolve("nothing")))
                    .isInstanceOf(java.nio.file.NoSuchFileException.class);
            Strict.requireAllClosed(disk);
            return 0;
        });
    }

    @BackendTest(sim = false)
    void whatWasClosedIsNotUsedAgain() throws Exception {
        Path file = folder.resolve("closed-" + TestKit.backend().engine().replace('/', '-'));
        TestKit.run(_ -> {
            DiskFile open = Strict.disk(Disk.real()).open(file, OpenMode.readWrite().createNew());
            open.close();
            open.close(); // a second time has no effect
            assertThatThrownBy(open::size)
                    .isInstanceOf(ClosedResource.class)
                    .hasMessageContaining("size on DiskFile of open(")
                    .cause()
                    .hasMessageContaining("was closed here");
            return 0;
        });
    }

    @Test
    void outsideARunTheOwnerLooksHimself() {
        AutoCloseable nothing = () -> {};
        Opener opener = Strict.of(Opener.class, () -> nothing);
        assertThat(opener.openIt()).isNotSameAs(nothing);
        assertThatThrownBy(() -> Strict.requireAllClosed(opener))
                .hasMessageContaining("AutoCloseable of openIt()");
        assertThatThrownBy(() -> Strict.requireAllClosed(nothing))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(opener.toString()).startsWith("strict ");
    }

    /// Something that opens.
    interface Opener {
        AutoCloseable openIt();
    }

    @Test
    void freePortsDiffer() throws Exception {
        assertThat(new HashSet<>(FreePorts.take(20))).hasSize(20);
        assertThat(FreePorts.take()).isBetween(1, 65_535);
        assertThatThrownBy(() -> FreePorts.take(0)).hasMessage("count must be in [1, 1000], was 0");
    }
}
