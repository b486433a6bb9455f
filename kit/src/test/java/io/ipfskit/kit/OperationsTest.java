package io.ipfskit.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Event;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.TaskInfo;
import io.ipfskit.anyio.Time;
import io.ipfskit.kit.Declared.Input;
import io.ipfskit.kit.Declared.Nothing;
import io.ipfskit.kit.Declared.Output;
import io.ipfskit.kit.Declared.Row;
import io.ipfskit.kit.ops.OperationInfo;
import io.ipfskit.operation.Access;
import io.ipfskit.operation.Bound;
import io.ipfskit.operation.ByteSource;
import io.ipfskit.operation.ByteStream;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.FieldError;
import io.ipfskit.operation.Handler;
import io.ipfskit.operation.Operation;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.operation.Principal;
import io.ipfskit.operation.Progress;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/// The one call path: what every door may rely on.
@SuppressWarnings("NullAway") // what is missing fails the test
class OperationsTest {
    private static final Invocation LOCAL = Invocation.of(Principal.LOCAL, "test");

    private final Operations operations = new Operations();

    private interface Inside {
        void run() throws Exception;
    }

    private static void inRun(Inside body) throws Exception {
        AnyIO.<Boolean, Exception>run(
                Backends.named("threads"),
                _ -> {
                    body.run();
                    return true;
                });
    }

    private static Bound<Input, Output> echo(Handler<Input, Output> handler) {
        return Declared.ECHO.to(handler);
    }

    private OperationFailed failureOf(Bound<Input, Output> bound, Invocation invocation) {
        OperationFailed failed =
                catchThrowableOfType(
                        OperationFailed.class,
                        () -> operations.invoke(bound, Declared.input("a"), invocation));
        assertThat(failed).isNotNull();
        return failed;
    }

    @Test
    void theResultOfTheHandlerIsReturnedAndRemembered() throws Exception {
        inRun(() -> {
            Output output =
                    operations.invoke(
                            echo((input, _) -> new Output(input.text())),
                            Declared.input("hello"),
                            LOCAL.withOperationId("id-1"));
            assertThat(output).isEqualTo(new Output("hello"));
            assertThat(operations.runningCount()).isZero();
            OperationInfo info = operations.find("id-1");
            assertThat(info).isNotNull();
            assertThat(info.state()).isEqualTo(OperationInfo.State.DONE);
            assertThat(info.operation()).isEqualTo("test.echo");
            assertThat(info.door()).isEqualTo("test");
            assertThat(info.endedAt()).isNotNull();
        });
    }

    @Test
    void aCallerWithTooLittleAccessIsRefused() throws Exception {
        var write = Declared.named("test", "write").access(Access.WRITE).build();
        inRun(() -> {
            AtomicBoolean ran = new AtomicBoolean();
            var bound =
                    write.to((input, _) -> {
                        ran.set(true);
                        return new Output(input.text());
                    });
            OperationFailed failed =
                    failureOf(bound, Invocation.of(new Principal("guest", Access.READ), "test"));
            assertThat(failed.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
            assertThat(failed.failure().message())
                    .isEqualTo("test.write needs access write, guest has read");
            assertThat(ran).isFalse();
        });
    }

    @Test
    void aFailureOfTheHandlerCarriesOperationAndId() throws Exception {
        inRun(() -> {
            OperationFailed failed =
                    failureOf(
                            echo((_, _) -> {
                                throw new OperationFailed(ErrorCode.NOT_FOUND, "no such thing");
                            }),
                            LOCAL.withOperationId("id-2"));
            assertThat(failed.code()).isEqualTo(ErrorCode.NOT_FOUND);
            assertThat(failed.failure().operation()).isEqualTo("test.echo");
            assertThat(failed.failure().operationId()).isEqualTo("id-2");
            assertThat(operations.find("id-2").state()).isEqualTo(OperationInfo.State.FAILED);
        });
    }

    @Test
    void aFailureOfATaskBelowIsTheFailureOfTheOperation() throws Exception {
        inRun(() -> {
            OperationFailed failed =
                    failureOf(
                            echo((_, _) ->
                                    TaskGroup.open(group -> {
                                        group.fork(() -> {
                                            throw new OperationFailed(
                                                    ErrorCode.INTEGRITY, "bad block");
                                        });
                                        return new Output("never");
                                    })),
                            LOCAL);
            assertThat(failed.code()).isEqualTo(ErrorCode.INTEGRITY);
        });
    }

    @Test
    void anUnexpectedExceptionIsInternalAndTellsNoDetails() throws Exception {
        inRun(() -> {
            OperationFailed failed =
                    failureOf(
                            echo((_, _) -> {
                                throw new IllegalStateException("secret detail");
                            }),
                            LOCAL.withOperationId("id-3"));
            assertThat(failed.code()).isEqualTo(ErrorCode.INTERNAL);
            assertThat(failed.failure().message()).contains("id-3").doesNotContain("secret");
            assertThat(failed).hasRootCauseMessage("secret detail");
        });
    }

    @Test
    void aTimeoutBelowIsATimeout() throws Exception {
        inRun(() -> {
            OperationFailed failed =
                    failureOf(
                            echo((_, _) ->
                                    TaskGroup.open(group -> {
                                        group.fork(() -> {
                                            throw new TimeoutException("peer is slow");
                                        });
                                        return new Output("never");
                                    })),
                            LOCAL);
            assertThat(failed.code()).isEqualTo(ErrorCode.TIMEOUT);
            assertThat(failed.failure().message()).contains("peer is slow");
        });
    }

    @Test
    void theCallersTimeoutEndsTheOperation() throws Exception {
        inRun(() -> {
            OperationFailed failed =
                    failureOf(
                            echo((_, _) -> {
                                Time.sleepForever();
                                return new Output("never");
                            }),
                            LOCAL.withTimeout(Duration.ofMillis(10)));
            assertThat(failed.code()).isEqualTo(ErrorCode.TIMEOUT);
            assertThat(failed.failure().message()).contains("10ms");
            assertThat(failed.failure().retryable()).isTrue();
        });
    }

    @Test
    void theDeclaredTimeoutCountsWhenTheCallerNamesNone() throws Exception {
        var brief = Declared.named("test", "brief").timeout(Duration.ofMillis(10)).build();
        inRun(() -> {
            OperationFailed failed =
                    failureOf(
                            brief.to((_, _) -> {
                                Time.sleepForever();
                                return new Output("never");
                            }),
                            LOCAL);
            assertThat(failed.code()).isEqualTo(ErrorCode.TIMEOUT);
        });
    }

    @Test
    void aNegativeTimeoutIsRefused() throws Exception {
        inRun(() ->
                assertThat(
                                failureOf(
                                                echo((input, _) -> new Output(input.text())),
                                                LOCAL.withTimeout(Duration.ofSeconds(-1)))
                                        .code())
                        .isEqualTo(ErrorCode.INVALID_ARGUMENT));
    }

    @Test
    void wrongFieldsAreToldBeforeTheHandlerRuns() throws Exception {
        inRun(() ->
                assertThatThrownBy(() ->
                                operations.invoke(
                                        echo((input, _) -> new Output(input.text())),
                                        new Input("a", 11, null),
                                        LOCAL))
                        .isInstanceOfSatisfying(
                                OperationFailed.class,
                                failed ->
                                        assertThat(failed.failure().fields())
                                                .containsExactly(
                                                        new FieldError(
                                                                "times",
                                                                "must be at most 10, was 11"))));
    }

    @Test
    void cancellingByIdStopsTheWorkBelowWithTheReason() throws Exception {
        Event begun = new Event();
        AtomicBoolean cleaned = new AtomicBoolean();
        AtomicReference<OperationFailed> seen = new AtomicReference<>();
        inRun(() ->
                TaskGroup.open(group -> {
                    group.fork(() -> {
                        seen.set(
                                failureOf(
                                        echo((_, _) -> {
                                            begun.set();
                                            try {
                                                Time.sleepForever();
                                            } finally {
                                                cleaned.set(true);
                                            }
                                            return new Output("never");
                                        }),
                                        LOCAL.withOperationId("id-4")));
                        return true;
                    });
                    begun.await();
                    assertThat(operations.cancel("id-4", "enough").state())
                            .isIn(OperationInfo.State.CANCELLING, OperationInfo.State.CANCELLED);
                    OperationInfo ended = operations.await("id-4", Duration.ofSeconds(10));
                    assertThat(ended.state()).isEqualTo(OperationInfo.State.CANCELLED);
                    return true;
                }));
        assertThat(cleaned).isTrue();
        assertThat(seen.get().code()).isEqualTo(ErrorCode.CANCELLED);
        assertThat(seen.get().failure().message()).isEqualTo("test.echo was cancelled: enough");
    }

    @Test
    void aCancelledCallerPassesItsCancellationThrough() throws Exception {
        inRun(() -> {
            var outcome =
                    CancelScope.moveOnAfter(
                            Duration.ofMillis(10),
                            _ ->
                                    operations.invoke(
                                            echo((_, _) -> {
                                                Time.sleepForever();
                                                return new Output("never");
                                            }),
                                            Declared.input("a"),
                                            LOCAL.withOperationId("id-5")));
            assertThat(outcome.wasCaught()).isTrue();
            OperationInfo info = operations.find("id-5");
            assertThat(info.state()).isEqualTo(OperationInfo.State.CANCELLED);
            assertThat(info.failure().message()).contains("deadline passed");
        });
    }

    @Test
    void awaitingARunReturnsWhenTheTimeIsOver() throws Exception {
        Event begun = new Event();
        Event enough = new Event();
        inRun(() ->
                TaskGroup.open(group -> {
                    group.fork(() ->
                            operations.invoke(
                                    echo((input, _) -> {
                                        begun.set();
                                        enough.await();
                                        return new Output(input.text());
                                    }),
                                    Declared.input("a"),
                                    LOCAL.withOperationId("id-6")));
                    begun.await();
                    assertThat(operations.await("id-6", Duration.ofMillis(5)).state())
                            .isEqualTo(OperationInfo.State.RUNNING);
                    enough.set();
                    assertThat(operations.await("id-6", Duration.ofSeconds(10)).state())
                            .isEqualTo(OperationInfo.State.DONE);
                    return true;
                }));
    }

    @Test
    void theTasksOfAnOperationAreFoundBelowItsRoot() throws Exception {
        List<String> names = new ArrayList<>();
        inRun(() ->
                operations.invoke(
                        echo((_, _) ->
                                TaskGroup.open(group -> {
                                    Event looked = new Event();
                                    group.fork(
                                            "worker",
                                            () -> {
                                                looked.await();
                                                return true;
                                            });
                                    List<TaskInfo> tasks = AnyIO.current().tasks();
                                    var owners = operations.operationsOf(tasks);
                                    for (TaskInfo task : tasks) {
                                        if ("id-7".equals(owners.get(task.id()))) {
                                            names.add(task.name());
                                        }
                                    }
                                    looked.set();
                                    return new Output("done");
                                })),
                        Declared.input("a"),
                        LOCAL.withOperationId("id-7")));
        assertThat(names).containsExactlyInAnyOrder("test.echo", "worker");
    }

    @Test
    void rowsReachTheTakerInOrderAndSlowTheHandlerDown() throws Exception {
        List<Object> events = new ArrayList<>();
        inRun(() ->
                operations.invoke(
                        Declared.ROWS.to((_, call) -> {
                            for (int i = 0; i < 3; i++) {
                                events.add("give " + i);
                                call.item(new Row(i));
                            }
                            return new Output("end");
                        }),
                        new Nothing(),
                        LOCAL.withItems(row -> events.add(((Row) row).number()))));
        assertThat(events).containsExactly("give 0", 0L, "give 1", 1L, "give 2", 2L);
    }

    @Test
    void rowsWithoutATakerAreAMistakeOfTheCaller() throws Exception {
        inRun(() ->
                assertThatThrownBy(() ->
                                operations.invoke(
                                        Declared.ROWS.to((_, _) -> new Output("x")),
                                        new Nothing(),
                                        LOCAL))
                        .isInstanceOf(IllegalArgumentException.class));
    }

    @Test
    void bytesForAnOperationThatTakesNoneAreAMistakeOfTheCaller() throws Exception {
        inRun(() ->
                assertThatThrownBy(() ->
                                operations.invoke(
                                        echo((input, _) -> new Output(input.text())),
                                        Declared.input("a"),
                                        LOCAL.withBytes(ByteSource.of(new byte[1]))))
                        .isInstanceOf(IllegalArgumentException.class));
    }

    @Test
    void theLastProgressComesBeforeTheResult() throws Exception {
        List<Object> events = new ArrayList<>();
        inRun(() -> {
            operations.invoke(
                    echo((input, call) -> {
                        for (int i = 1; i <= 100; i++) {
                            call.progress(new Progress("read", i, 100, "bytes", null));
                        }
                        return new Output(input.text());
                    }),
                    Declared.input("a"),
                    LOCAL.withProgress(progress -> events.add(progress.done())));
            events.add("result");
        });
        assertThat(events).endsWith(100L, "result");
        assertThat(events).doesNotHaveDuplicates();
    }

    @Test
    void aStreamIsPulledInsideTheOperationAndClosedAfterwards() throws Exception {
        AtomicBoolean closed = new AtomicBoolean();
        Operation<Nothing, ByteStream> bytes =
                Operation.named("test", "bytes", Nothing.class, ByteStream.class)
                        .summary("Gives bytes.")
                        .get("/test/bytes")
                        .givesBytes()
                        .build();
        inRun(() -> {
            int read =
                    operations.invoke(
                            bytes.to((_, _) -> new OneByte(closed)),
                            new Nothing(),
                            LOCAL,
                            stream -> {
                                assertThat(operations.runningCount()).isEqualTo(1);
                                assertThat(closed).isFalse();
                                return stream.read(ByteBuffer.allocate(8));
                            });
            assertThat(read).isEqualTo(1);
            assertThat(closed).isTrue();
        });
    }

    @Test
    void anExceptionOfTheTakerOfTheResultComesOutAsItself() throws Exception {
        inRun(() -> {
            assertThatThrownBy(() ->
                            operations.<Input, Output, Boolean, IOException>invoke(
                                    echo((input, _) -> new Output(input.text())),
                                    Declared.input("a"),
                                    LOCAL.withOperationId("id-8"),
                                    _ -> {
                                        throw new IOException("client gone");
                                    }))
                    .isInstanceOf(IOException.class)
                    .hasMessage("client gone");
            assertThat(operations.find("id-8").state()).isEqualTo(OperationInfo.State.CANCELLED);
        });
    }

    @Test
    void anIdInUseIsRefused() throws Exception {
        inRun(() ->
                operations.invoke(
                        echo((input, call) -> {
                            assertThat(
                                            failureOf(
                                                            echo((_, _) -> new Output("x")),
                                                            LOCAL.withOperationId(
                                                                    call.operationId()))
                                                    .code())
                                    .isEqualTo(ErrorCode.CONFLICT);
                            return new Output(input.text());
                        }),
                        Declared.input("a"),
                        LOCAL));
    }

    @Test
    void theHistoryIsBounded() throws Exception {
        inRun(() -> {
            for (int i = 0; i < Operations.HISTORY_MAX + 50; i++) {
                operations.invoke(
                        echo((input, _) -> new Output(input.text())),
                        Declared.input("a"),
                        LOCAL.withOperationId("run-" + i));
            }
            assertThat(operations.list(Operations.Which.ENDED)).hasSize(Operations.HISTORY_MAX);
            assertThat(operations.find("run-0")).isNull();
        });
    }

    @Test
    void aStoppingNodeRefusesNewCalls() throws Exception {
        inRun(() -> {
            operations.refuse("shutdown requested");
            OperationFailed failed = failureOf(echo((_, _) -> new Output("x")), LOCAL);
            assertThat(failed.code()).isEqualTo(ErrorCode.UNAVAILABLE);
            assertThat(failed.failure().message()).contains("shutdown requested");
        });
    }

    private record OneByte(AtomicBoolean closed) implements ByteStream {
        @Override
        public long length() {
            return 1;
        }

        @Override
        public int read(ByteBuffer target) {
            target.put((byte) 7);
            return 1;
        }

        @Override
        public void close() {
            closed.set(true);
        }
    }
}
