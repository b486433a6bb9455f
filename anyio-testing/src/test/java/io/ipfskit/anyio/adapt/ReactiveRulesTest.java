package io.ipfskit.anyio.adapt;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.anyio.Blocking;
import io.ipfskit.anyio.Channel;
import io.ipfskit.anyio.TaskFailed;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyiotesting.BackendTest;
import io.ipfskit.anyiotesting.TestKit;

import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.reactivestreams.tck.flow.FlowSubscriberBlackboxVerification;
import org.testng.SkipException;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Flow;

/// The technology compatibility kit of Reactive Streams, called rule by rule on each backend. Its
/// own threads are foreign ones, so not on `sim`.
class ReactiveRulesTest {
    private static final long TIMEOUT_MILLIS = 2_000;
    private static final long SILENCE_MILLIS = 50;

    @BackendTest(sim = false)
    void ourPublisherKeepsEveryRule() throws Exception {
        TestKit.run(run ->
                Entrance.open(
                        "rules",
                        entrance -> {
                            Blocking.<Integer, Exception>call(() -> {
                                check(new OurPublisher(entrance), 25);
                                return 0;
                            });
                            entrance.cancel("subscribers that never asked for the end");
                            return 0;
                        }));
    }

    @BackendTest(sim = false)
    void ourSubscriberKeepsEveryRule() throws Exception {
        TestKit.run(run ->
                Entrance.open(
                        "rules",
                        entrance -> {
                            Blocking.<Integer, Exception>call(() -> {
                                check(new OurSubscriber(entrance), 10);
                                return 0;
                            });
                            entrance.cancel("publishers that never ended");
                            return 0;
                        }));
    }

    private static final class OurPublisher extends FlowPublisherVerification<Integer> {
        private final Entrance entrance;

        OurPublisher(Entrance entrance) {
            super(new TestEnvironment(TIMEOUT_MILLIS, SILENCE_MILLIS));
            this.entrance = entrance;
        }

        @Override
        public Flow.Publisher<Integer> createFlowPublisher(long elements) {
            return new TaskPublisher<>(
                    entrance,
                    sender -> {
                        for (long i = 0; i < elements; i++) {
                            sender.send((int) i);
                        }
                    });
        }

        @Override
        public Flow.Publisher<Integer> createFailedFlowPublisher() {
            return new TaskPublisher<>(
                    entrance,
                    sender -> {
                        throw new IOException("failed from the start");
                    });
        }
    }

    private static final class OurSubscriber extends FlowSubscriberBlackboxVerification<Integer> {
        private final Entrance entrance;

        OurSubscriber(Entrance entrance) {
            super(new TestEnvironment(TIMEOUT_MILLIS, SILENCE_MILLIS));
            this.entrance = entrance;
        }

        @Override
        public Flow.Subscriber<Integer> createFlowSubscriber() {
            ChannelSubscriber<Integer> subscriber = new ChannelSubscriber<>(4);
            entrance.fork("subscriber", () -> drain(subscriber), () -> {});
            return subscriber;
        }

        @Override
        public Integer createElement(int element) {
            return element;
        }

        /// What [Publishers#subscribe] does with it.
        private static int drain(ChannelSubscriber<Integer> subscriber)
                throws InterruptedException {
            Channel<Integer> handed = Channel.open(0);
            try {
                return TaskGroup.open(group -> {
                    group.fork(() -> subscriber.handOn(handed.sender()));
                    handed.receiver().forEach(item -> {});
                    return 0;
                });
            } catch (TaskFailed told) {
                return 1; // the kit signals errors
            }
        }
    }

    /// Calls every test of the kit; `least` of them must really have run.
    private static void check(Object verification, int least) throws Exception {
        Map<String, Throwable> broken = new TreeMap<>();
        int ran = 0;
        List<Method> rules =
                Arrays.stream(verification.getClass().getMethods())
                        .filter(method -> method.isAnnotationPresent(Test.class))
                        .sorted(Comparator.comparing(Method::getName))
                        .toList();
        call(verification, BeforeClass.class);
        try {
            for (Method rule : rules) {
                rule.setAccessible(true);
                call(verification, BeforeMethod.class);
                try {
                    rule.invoke(verification);
                    ran++;
                } catch (InvocationTargetException failed) {
                    Throwable why = failed.getCause();
                    if (!(why instanceof SkipException)) {
                        broken.put(rule.getName(), why);
                    }
                }
            }
        } finally {
            call(verification, AfterClass.class);
        }
        assertThat(broken).isEmpty();
        assertThat(ran).isGreaterThanOrEqualTo(least);
    }

    private static void call(Object verification, Class<? extends Annotation> when)
            throws Exception {
        for (Method method : verification.getClass().getMethods()) {
            if (method.isAnnotationPresent(when)) {
                method.setAccessible(true);
                method.invoke(verification);
            }
        }
    }
}
