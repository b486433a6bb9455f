package io.ipfskit.anyio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// What no test can make a whole machine do.
class PlatformKernelTest {
    @Test
    void aThreadThatCannotBeStartedRefusesItsTaskAndTakesNoPlace() throws Exception {
        AtomicBoolean isShort = new AtomicBoolean(true);
        PlatformKernel kernel =
                new PlatformKernel(
                        1,
                        thread -> {
                            if (isShort.getAndSet(false)) {
                                throw new OutOfMemoryError("unable to create native thread");
                            }
                            thread.start();
                        });
        try {
            Kernel.Strand refused = kernel.strand("number one", () -> {});
            assertThatThrownBy(refused::start)
                    .isInstanceOf(RejectedExecutionException.class)
                    .hasMessageContaining("number one")
                    .hasMessageContaining("unable to create native thread");
            CountDownLatch ran = new CountDownLatch(1);
            kernel.strand("number two", ran::countDown).start();
            assertThat(ran.await(1, TimeUnit.MINUTES)).isTrue();
        } finally {
            kernel.close();
        }
    }
}
