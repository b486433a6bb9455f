package io.ipfskit.anyio.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyio.Blocking;
import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Event;
import io.ipfskit.anyio.ReceiveChannel;
import io.ipfskit.anyio.SendChannel;
import io.ipfskit.anyio.TaskFailed;
import io.ipfskit.anyio.Time;
import io.ipfskit.anyiotesting.BackendTest;
import io.ipfskit.anyiotesting.TestKit;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

class PublishersTest {
    private static List<Integer> all(ReceiveChannel<Integer> items) throws InterruptedException {
        List<Integer> got = new ArrayList<>();
        items.forEach(got::add);
        return got;
    }

    /// Answers each request at once, and counts.
    private static final class Counted implements Flow.Publisher<Integer> {
        final AtomicInteger sent = new AtomicInteger();
        final Event cancelled = new Event();
        final int endsAfter;

        Counted(int endsAfter) {
            this.endsAfter = endsAfter;
        }

        @Override
        public void subscribe(Flow.Subscriber<? super Integer> subscriber) {
            subscriber.onSubscribe(
                    new Flow.Subscription() {
                        @Override
                        public void request(long items) {
                            for (long i = 0; i < items && !cancelled.isSet(); i++) {
                                if (sent.get() == endsAfter) {
                                    subscriber.onComplete();
                                    return;
                                }
                                subscriber.onNext(sent.getAndIncrement());
                            }
                        }

                        @Override
                        public void cancel() {
                            cancelled.set();
                        }
                    });
        }
    }

    @BackendTest
    void aSubscriptionReceivesEveryItemInOrderAndThenTheEnd() throws Exception {
        for (int demand : new int[] {1, 2, 7, 64}) {
            List<Integer> got =
                    TestKit.run(run ->
                            Publishers.subscribe(new Counted(20), demand, PublishersTest::all));
            assertThat(got).hasSize(20).isSorted();
        }
    }

    @BackendTest
    void noMoreIsAskedForThanTheConsumerMayStillTake() throws Exception {
        Counted publisher = new Counted(1_000);
        TestKit.run(run ->
                Publishers.subscribe(
                        publisher,
                        8,
                        items -> {
                            for (int taken = 1; taken <= 20; taken++) {
                                items.receive();
                                assertThat(publisher.sent.get()).isLessThanOrEqualTo(taken + 8);
                            }
                            return 0;
                        }));
        assertThat(publisher.sent.get()).isLessThanOrEqualTo(28);
    }

    @BackendTest
    void closingTheChannelCancelsUpstreamWhileTheConsumerGoesOn() throws Exception {
        Counted publisher = new Counted(0x7fffffff);
        TestKit.run(run ->
                Publishers.subscribe(
                        publisher,
                        4,
                        items -> {
                            items.receive();
                            items.close();
                            publisher.cancelled.await();
                            return 0;
                        }));
    }

    @BackendTest
    void aSilentPublisherIsCancelledToo() throws Exception {
        Event cancelled = new Event();
        Flow.Publisher<Integer> silent =
                subscriber ->
                        subscriber.onSubscribe(
                                new Flow.Subscription() {
                                    @Override
                                    public void request(long items) {}

                                    @Override
                                    public void cancel() {
                                        cancelled.set();
                                    }
                                });
        TestKit.run(run ->
                Publishers.subscribe(
                        silent,
                        4,
                        items -> {
                            items.close();
                            cancelled.await();
                            return 0;
                        }));
        Event again = new Event();
        Flow.Publisher<Integer> other = subscriber -> subscriber.onSubscribe(new CancelTold(again));
        TestKit.run(run ->
                CancelScope.run(scope ->
                        Publishers.subscribe(
                                other,
                                4,
                                items -> {
                                    scope.cancel("enough");
                                    return items.receive();
                                })));
        assertThat(again.isSet()).isTrue();
    }

    private record CancelTold(Event told) implements Flow.Subscription {
        @Override
        public void request(long items) {}

        @Override
        public void cancel() {
            told.set();
        }
    }

    @BackendTest
    void aPublisherThatFailsIsATaskThatFailed() throws Exception {
        Flow.Publisher<Integer> failing =
                subscriber -> {
                    subscriber.onSubscribe(new CancelTold(new Event()));
                    subscriber.onNext(1);
                    subscriber.onError(new IOException("upstream"));
                };
        List<Integer> got = new ArrayList<>();
        assertThatThrownBy(() ->
                        TestKit.run(run ->
                                Publishers.subscribe(
                                        failing,
                                        4,
                                        items -> {
                                            got.add(items.receive());
                                            return items.receive();
                                        })))
                .isInstanceOf(TaskFailed.class)
                .hasCauseInstanceOf(IOException.class);
        assertThat(got).containsExactly(1);
    }

    @BackendTest
    void aPublisherThatSendsMoreThanWasAskedForIsCancelledAndFails() throws Exception {
        Event cancelled = new Event();
        Flow.Publisher<Integer> rude =
                subscriber -> {
                    subscriber.onSubscribe(new CancelTold(cancelled));
                    for (int i = 0; i < 5; i++) {
                        subscriber.onNext(i);
                    }
                };
        assertThatThrownBy(() ->
                        TestKit.run(run -> Publishers.subscribe(rude, 3, PublishersTest::all)))
                .isInstanceOf(TaskFailed.class)
                .hasMessageContaining("more than was asked for");
        assertThat(cancelled.isSet()).isTrue();
    }

    @BackendTest
    void whatAProducerSendsArrivesAtEachSubscriber() throws Exception {
        List<List<Integer>> got =
                TestKit.run(run ->
                        Publishers.publish(
                                (SendChannel<Integer> sender) -> {
                                    for (int i = 0; i < 50; i++) {
                                        sender.send(i);
                                    }
                                },
                                publisher ->
                                        List.of(
                                                Publishers.subscribe(
                                                        publisher, 3, PublishersTest::all),
                                                Publishers.subscribe(
                                                        publisher, 100, PublishersTest::all))));
        assertThat(got).hasSize(2).allSatisfy(list -> assertThat(list).hasSize(50).isSorted());
    }

    @BackendTest
    void theProducerWaitsForTheSubscribersDemand() throws Exception {
        AtomicInteger produced = new AtomicInteger();
        TestKit.run(run ->
                Publishers.publish(
                        (SendChannel<Integer> sender) -> {
                            while (true) {
                                sender.send(produced.incrementAndGet());
                            }
                        },
                        publisher -> {
                            Asking asking = new Asking();
                            publisher.subscribe(asking);
                            TestKit.awaitAllBlocked();
                            assertThat(produced.get()).isLessThanOrEqualTo(2);
                            asking.subscription().request(10);
                            while (asking.got.size() < 10) {
                                Time.sleep(Duration.ofMillis(1)); // who was woken may not run yet
                            }
                            TestKit.awaitAllBlocked();
                            assertThat(asking.got).hasSize(10);
                            assertThat(produced.get()).isLessThanOrEqualTo(12);
                            asking.subscription().cancel();
                            return 0;
                        }));
    }

    @BackendTest
    void aProducerThatFailsIsAnErrorOfItsSubscriberAlone() throws Exception {
        AtomicReference<@Nullable Throwable> told = new AtomicReference<>();
        TestKit.run(run ->
                Publishers.<Integer, Integer, RuntimeException>publish(
                        sender -> {
                            throw new IOException("inside");
                        },
                        publisher -> {
                            Asking asking = new Asking();
                            publisher.subscribe(asking);
                            asking.ended.await();
                            told.set(asking.error);
                            return 0;
                        }));
        assertThat(told.get()).isInstanceOf(IOException.class);
    }

    @BackendTest
    void aSubscriberIsToldWhenTheScopeAroundItsPublisherIsCancelled() throws Exception {
        Asking asking = new Asking();
        TestKit.run(run ->
                CancelScope.run(scope ->
                        Publishers.<Integer, Integer, RuntimeException>publish(
                                sender -> Time.sleepForever(),
                                publisher -> {
                                    publisher.subscribe(asking);
                                    scope.cancel("enough");
                                    return 0;
                                })));
        assertThat(asking.error).isInstanceOf(java.util.concurrent.CancellationException.class);
    }

    @BackendTest
    void whoComesAfterTheEndIsRefused() throws Exception {
        AtomicReference<Flow.Publisher<Integer>> kept = new AtomicReference<>();
        Asking late = new Asking();
        TestKit.run(run -> {
            Publishers.<Integer, Integer, RuntimeException>publish(
                    sender -> sender.send(1),
                    publisher -> {
                        kept.set(publisher);
                        return 0;
                    });
            kept.get().subscribe(late);
            return 0;
        });
        assertThat(late.error).isInstanceOf(IllegalStateException.class);
    }

    @BackendTest(sim = false)
    void thePublisherOfTheJdkSpeaksToOurSubscriber() throws Exception {
        List<Integer> got =
                TestKit.run(run -> {
                    SubmissionPublisher<Integer> jdk = new SubmissionPublisher<>();
                    return Publishers.subscribe(
                            jdk,
                            4,
                            items -> {
                                Thread foreign =
                                        Thread.ofPlatform()
                                                .start(() -> {
                                                    for (int i = 0; i < 500; i++) {
                                                        jdk.submit(i);
                                                    }
                                                    jdk.close();
                                                });
                                List<Integer> all = all(items);
                                Blocking.<Integer, InterruptedException>call(() -> {
                                    foreign.join();
                                    return 0;
                                });
                                return all;
                            });
                });
        assertThat(got).hasSize(500).isSorted();
    }

    /// A subscriber that asks for nothing by itself.
    private static final class Asking implements Flow.Subscriber<Integer> {
        final List<Integer> got = new ArrayList<>();
        final Event ended = new Event();
        volatile @Nullable Throwable error;
        private volatile Flow.@Nullable Subscription subscription;

        Flow.Subscription subscription() {
            Flow.Subscription known = subscription;
            if (known == null) {
                throw new AssertionError("not subscribed");
            }
            return known;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
        }

        @Override
        public void onNext(Integer item) {
            got.add(item);
        }

        @Override
        public void onError(Throwable thrown) {
            error = thrown;
            ended.set();
        }

        @Override
        public void onComplete() {
            ended.set();
        }
    }
}
