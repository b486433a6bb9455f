package io.ipfskit.anyio.adapt;

import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Channel;
import io.ipfskit.anyio.Event;
import io.ipfskit.anyio.ProducerBody;
import io.ipfskit.anyio.ReceiveChannel;
import io.ipfskit.anyio.ReceiveResult;
import io.ipfskit.anyio.TaskFailed;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.CancellationException;
import java.util.concurrent.Flow;

/// One subscriber and the task that serves it.
///
/// One item is produced ahead of the demand, so that the end is told also to whoever asks for
/// nothing more. All signals come from the task, so they never overlap (rule 1.3).
final class Emission<T> implements Flow.Subscription {
    private final ProducerBody<T> producer;

    // Guarded by this. Null once no more signals come (rule 3.13).
    private Flow.@Nullable Subscriber<? super T> subscriber;
    private @Nullable CancelScope scope;
    private boolean isSubscribed;
    private long demand;
    private @Nullable Event wanted;
    private @Nullable IllegalArgumentException badRequest;

    Emission(Flow.Subscriber<? super T> subscriber, ProducerBody<T> producer) {
        this.subscriber = subscriber;
        this.producer = producer;
    }

    // ---- the subscriber's side, any thread ----

    @Override
    public void request(long items) {
        Event waiting;
        synchronized (this) {
            if (items <= 0) {
                badRequest =
                        new IllegalArgumentException(
                                "rule 3.9: a request is for at least 1 item, was " + items);
            } else {
                demand = Long.MAX_VALUE - demand < items ? Long.MAX_VALUE : demand + items;
            }
            waiting = wanted;
        }
        if (waiting != null) {
            waiting.set();
        }
    }

    @Override
    public void cancel() {
        CancelScope running;
        synchronized (this) {
            subscriber = null;
            running = scope;
        }
        if (running != null) {
            running.cancel("the subscriber cancelled");
        }
    }

    // ---- the task's side ----

    /// The body of the task: fails never, whatever the producer does.
    int run() throws InterruptedException {
        CancelScope.run(entered -> {
            Flow.Subscriber<? super T> served;
            synchronized (this) {
                scope = entered;
                served = subscriber;
                isSubscribed = true;
            }
            if (served == null) {
                return 0;
            }
            try {
                served.onSubscribe(this);
                Channel.produce(0, producer, this::emit);
                terminal(null);
            } catch (TaskFailed failed) {
                terminal(failed.getCause() == null ? failed : failed.getCause());
            } catch (InterruptedException cancelled) {
                terminal(new CancellationException(cancelled.getMessage()));
                throw cancelled;
            } catch (Throwable failure) {
                terminal(failure);
            }
            return 0;
        });
        return 0;
    }

    /// The task ended; one that was cancelled before it ran has told nothing yet.
    void ended() {
        refuse(new CancellationException("the publisher was cancelled"));
    }

    /// Tells a subscriber that it will not be served.
    void refuse(RuntimeException why) {
        Flow.Subscriber<? super T> served;
        synchronized (this) {
            served = isSubscribed ? null : subscriber;
            subscriber = null;
        }
        if (served != null) {
            served.onSubscribe(new Nothing());
            served.onError(why);
        }
    }

    private int emit(ReceiveChannel<T> items) throws InterruptedException {
        while (items.receiveOrEnd() instanceof ReceiveResult.Received<T>(T item)) {
            awaitDemand();
            Flow.Subscriber<? super T> served;
            synchronized (this) {
                served = subscriber;
            }
            if (served == null) {
                return 0;
            }
            served.onNext(item);
        }
        return 0;
    }

    private void awaitDemand() throws InterruptedException {
        while (true) {
            Event more;
            synchronized (this) {
                if (badRequest != null) {
                    throw badRequest;
                }
                if (demand > 0) {
                    if (demand != Long.MAX_VALUE) {
                        demand--; // rule 3.17: the greatest demand has no end
                    }
                    return;
                }
                more = new Event();
                wanted = more;
            }
            more.await();
        }
    }

    private void terminal(@Nullable Throwable failure) {
        Flow.Subscriber<? super T> served;
        Throwable told;
        synchronized (this) {
            served = subscriber;
            subscriber = null;
            told = failure == null ? badRequest : failure;
        }
        if (served == null) {
            return;
        }
        if (told == null) {
            served.onComplete();
        } else {
            served.onError(told);
        }
    }

    /// The subscription of somebody who is not served.
    private record Nothing() implements Flow.Subscription {
        @Override
        public void request(long items) {}

        @Override
        public void cancel() {}
    }
}
