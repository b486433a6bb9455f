package io.ipfskit.anyio.adapt;

import io.ipfskit.anyio.ProducerBody;

import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;

/// A publisher each of whose subscribers gets a task of its own.
final class TaskPublisher<T> implements Flow.Publisher<T> {
    private final Entrance entrance;
    private final ProducerBody<T> producer;

    TaskPublisher(Entrance entrance, ProducerBody<T> producer) {
        this.entrance = entrance;
        this.producer = producer;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super T> subscriber) {
        Emission<T> emission =
                new Emission<>(Objects.requireNonNull(subscriber, "subscriber"), producer);
        try {
            entrance.fork("emission", emission::run, emission::ended);
        } catch (IllegalStateException | RejectedExecutionException refused) {
            emission.refuse(refused);
        }
    }
}
