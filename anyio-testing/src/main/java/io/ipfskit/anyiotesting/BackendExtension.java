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
        List<TestTemplateInvocationContext> invocations = new ArrayList<>();
        for (Backend backend : Backends.engines()) {
            if (!applies(test, backend) || !suits(context, backend)) {
                continue;
            }
            if (backend instanceof SimBackend sim) {
                for (long seed : seeds(test)) {
                    invocations.add(new Invocation(sim.withSeed(seed)));
                }
            } else {
                invocations.add(new Invocation(backend));
            }
        }
        return invocations.stream();
    }

    @Override
    public boolean mayReturnZeroTestTemplateInvocationContexts(ExtensionContext context) {
        return true; // the engine it names may be missing in this JVM
    }

    private static boolean applies(BackendTest test, Backend backend) {
        if (backend.isSimulated() && !test.sim()) {
            return false;
        }
        String only = System.getProperty("ipfskit.test.backends", "");
        return (test.backends().length == 0 || isNamed(List.of(test.backends()), backend))
                && (only.isEmpty() || isNamed(Arrays.asList(only.split(",", -1)), backend));
    }

    /// Whether the class as a whole is for such backends.
    private static boolean suits(ExtensionContext context, Backend backend) {
        BackendTests all = context.getRequiredTestClass().getAnnotation(BackendTests.class);
        return all == null || (backend.isSimulated() ? all.sim() : all.real());
    }

    private static boolean isNamed(List<String> names, Backend backend) {
        return names.contains(backend.name()) || names.contains(backend.engine());
    }

    private static long[] seeds(BackendTest test) {
        String only = System.getProperty("ipfskit.test.seed");
        if (only != null) {
            return new long[] {Long.parseLong(only)};
        }
        long[] seeds = new long[test.seeds()];
        Arrays.setAll(seeds, i -> i);
        return seeds;
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
            current = backend;
        }

        @Override
        public void afterTestExecution(ExtensionContext context) {
            current = null;
            context.getRoot()
                    .getStore(NAMESPACE)
                    .computeIfAbsent(
                            BackendReport.class, _ -> new BackendReport(), BackendReport.class)
                    .ran(backend, context);
            if (backend instanceof SimBackend sim && context.getExecutionException().isPresent()) {
                System.err.printf(
                        "%s.%s failed on %s; to run this seed again: mvn verify -pl <module>"
                                + " -Dtest=%s#%s -Dipfskit.test.backends=%s"
                                + " -Dipfskit.test.seed=%d%n",
                        context.getRequiredTestClass().getSimpleName(),
                        context.getRequiredTestMethod().getName(),
                        sim,
                        context.getRequiredTestClass().getSimpleName(),
                        context.getRequiredTestMethod().getName(),
                        sim.engine(),
                        sim.options().seed());
            }
        }
    }
}
