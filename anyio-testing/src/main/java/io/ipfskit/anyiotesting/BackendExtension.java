package io.ipfskit.anyiotesting;

import io.ipfskit.anyio.Backend;
import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.SimBackend;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Repeats a [BackendTest] on every backend it applies to.
///
/// The backend of the running test is process-wide: such tests run one after another.
final class BackendExtension implements TestTemplateInvocationContextProvider {
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(BackendExtension.class);

    private static volatile @Nullable Backend current;

    BackendExtension() {}

    static Backend current() {
        Backend backend = current;
        if (backend == null) {
            throw new IllegalStateException("not inside a @BackendTest");
        }
        return backend;
    }

    /// The backend for whatever runs from now on, null for none.
    static void current(@Nullable Backend backend) {
        current = backend;
    }

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return context.getTestMethod()
                .filter(method -> method.isAnnotationPresent(BackendTest.class))
                .isPresent();
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
            ExtensionContext context) {
        BackendTest test = context.getRequiredTestMethod().getAnnotation(BackendTest.class);
        return backends(test).stream()
                .filter(backend -> suits(context, backend))
                .map(Invocation::new);
    }

    /// The backends that a test is repeated on, `sim` once for each seed.
    static List<Backend> backends(BackendTest test) {
        Selection selection = Selection.ofProperties();
        List<Backend> backends = new ArrayList<>();
        for (Backend backend : Backends.engines()) {
            if (!applies(test, backend) || !selection.includes(backend)) {
                continue;
            }
            if (backend instanceof SimBackend sim) {
                for (long seed : seeds(test, selection)) {
                    backends.add(sim.withSeed(seed));
                }
            } else {
                backends.add(backend);
            }
        }
        return backends;
    }

    @Override
    public boolean mayReturnZeroTestTemplateInvocationContexts(ExtensionContext context) {
        return true; // the engine it names may be missing in this JVM
    }

    private static boolean applies(BackendTest test, Backend backend) {
        if (backend.isSimulated() && !test.sim()) {
            return false;
        }
        return test.backends().length == 0 || Selection.isNamed(List.of(test.backends()), backend);
    }

    /// Whether the class as a whole is for such backends.
    private static boolean suits(ExtensionContext context, Backend backend) {
        BackendTests all = context.getRequiredTestClass().getAnnotation(BackendTests.class);
        return all == null || (backend.isSimulated() ? all.sim() : all.real());
    }

    private static long[] seeds(BackendTest test, Selection selection) {
        Long only = selection.seed();
        if (only != null) {
            return new long[] {only};
        }
        long[] seeds = new long[test.seeds()];
        Arrays.setAll(seeds, i -> i);
        return seeds;
    }

    /// Counts a test that is about to run on a backend.
    ///
    /// @param where the annotation that says where it runs
    static void begins(ExtensionContext context, Backend backend, BackendTest where) {
        ExtensionContext.Store store = context.getRoot().getStore(NAMESPACE);
        store.computeIfAbsent(BackendReport.class, _ -> new BackendReport(), BackendReport.class)
                .ran(backend, context, where);
        PinnedWatch watch = watch(context);
        if (watch != null) {
            watch.begins(name(context, backend));
        }
    }

    /// A test has ended on a backend: tells how to repeat one that failed.
    static void ended(ExtensionContext context, Backend backend, boolean hasFailed) {
        PinnedWatch watch = watch(context);
        if (watch != null) {
            watch.ended(name(context, backend));
        }
        if (backend instanceof SimBackend sim && hasFailed) {
            System.err.printf(
                    "%s failed; to run this seed again: %s%n",
                    name(context, backend),
                    Selection.replayCommand(
                            context.getRequiredTestClass(),
                            context.getRequiredTestMethod().getName(),
                            sim));
        }
    }

    private static @Nullable PinnedWatch watch(ExtensionContext context) {
        return PinnedWatch.isWanted()
                ? context.getRoot()
                        .getStore(NAMESPACE)
                        .computeIfAbsent(
                                PinnedWatch.class, _ -> new PinnedWatch(), PinnedWatch.class)
                : null;
    }

    private static String name(ExtensionContext context, Backend backend) {
        return context.getRequiredTestClass().getSimpleName()
                + "."
                + context.getRequiredTestMethod().getName()
                + " on "
                + backend;
    }

    private record Invocation(Backend backend)
            implements TestTemplateInvocationContext,
                    BeforeTestExecutionCallback,
                    AfterTestExecutionCallback {
        @Override
        public String getDisplayName(int index) {
            return backend.toString();
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(this);
        }

        @Override
        public void beforeTestExecution(ExtensionContext context) {
            current(backend);
            begins(
                    context,
                    backend,
                    context.getRequiredTestMethod().getAnnotation(BackendTest.class));
        }

        @Override
        public void afterTestExecution(ExtensionContext context) {
            current(null);
            ended(context, backend, context.getExecutionException().isPresent());
        }
    }
}
