package io.ipfskit.anyiotesting;

import io.ipfskit.anyio.Backend;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterClassTemplateInvocationCallback;
import org.junit.jupiter.api.extension.BeforeClassTemplateInvocationCallback;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Repeats a [SharedRun] class on every backend it applies to, each time in one run.
final class SharedRunExtension implements ClassTemplateInvocationContextProvider {
    SharedRunExtension() {}

    @Override
    public boolean supportsClassTemplate(ExtensionContext context) {
        return context.getRequiredTestClass().isAnnotationPresent(SharedRun.class);
    }

    @Override
    public Stream<? extends ClassTemplateInvocationContext> provideClassTemplateInvocationContexts(
            ExtensionContext context) {
        Class<?> testClass = context.getRequiredTestClass();
        SharedRun shared = testClass.getAnnotation(SharedRun.class);
        Method around = around(testClass);
        return BackendExtension.backends(shared.on()).stream()
                .map(backend -> new Invocation(testClass, backend, around));
    }

    @Override
    public boolean mayReturnZeroClassTemplateInvocationContexts(ExtensionContext context) {
        return true; // the engine it names may be missing in this JVM
    }

    private static @Nullable Method around(Class<?> testClass) {
        List<Method> found = new ArrayList<>();
        for (Class<?> type = testClass; type != null; type = type.getSuperclass()) {
            for (Method method : type.getDeclaredMethods()) {
                if (method.isAnnotationPresent(AroundTests.class)) {
                    found.add(method);
                }
            }
        }
        if (found.isEmpty()) {
            return null;
        }
        Method around = found.getFirst();
        if (found.size() > 1
                || !Modifier.isStatic(around.getModifiers())
                || !Arrays.equals(around.getParameterTypes(), new Class<?>[] {SharedTests.class})) {
            throw new IllegalStateException(
                    testClass.getName()
                            + ": @AroundTests marks one static method with one parameter of type"
                            + " SharedTests, was: "
                            + found);
        }
        around.setAccessible(true);
        return around;
    }

    private record Invocation(Class<?> testClass, Backend backend, @Nullable Method around)
            implements ClassTemplateInvocationContext {
        @Override
        public String getDisplayName(int index) {
            return backend.toString();
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(new InRun(testClass, backend, around));
        }
    }

    /// Begins and ends the run, and takes every method of a test into it.
    private static final class InRun
            implements BeforeClassTemplateInvocationCallback,
                    AfterClassTemplateInvocationCallback,
                    InvocationInterceptor {
        private final Class<?> testClass;
        private final Backend backend;
        private final SharedLane lane;

        InRun(Class<?> testClass, Backend backend, @Nullable Method around) {
            this.testClass = testClass;
            this.backend = backend;
            this.lane = new SharedLane(testClass.getSimpleName(), tests -> call(around, tests));
        }

        private static void call(@Nullable Method around, SharedTests tests) throws Exception {
            if (around == null) {
                tests.run();
                return;
            }
            try {
                around.invoke(null, tests);
            } catch (InvocationTargetException thrown) {
                switch (thrown.getCause()) {
                    case Exception exception -> throw exception;
                    case Error error -> throw error;
                    case null, default -> throw thrown;
                }
            }
        }

        @Override
        public void beforeClassTemplateInvocation(ExtensionContext context) throws Exception {
            if (context.getRequiredTestClass() == testClass) { // not of a class nested in it
                BackendExtension.current(backend);
                lane.open(backend);
            }
        }

        @Override
        public void afterClassTemplateInvocation(ExtensionContext context) throws Exception {
            if (context.getRequiredTestClass() == testClass) {
                try {
                    lane.close();
                } finally {
                    BackendExtension.current(null);
                }
            }
        }

        @Override
        public void interceptBeforeEachMethod(
                InvocationInterceptor.Invocation<@Nullable Void> invocation,
                ReflectiveInvocationContext<Method> method,
                ExtensionContext context)
                throws Throwable {
            lane.call("before " + name(context), invocation);
        }

        @Override
        public void interceptTestMethod(
                InvocationInterceptor.Invocation<@Nullable Void> invocation,
                ReflectiveInvocationContext<Method> method,
                ExtensionContext context)
                throws Throwable {
            test(invocation, context);
        }

        @Override
        public void interceptTestTemplateMethod(
                InvocationInterceptor.Invocation<@Nullable Void> invocation,
                ReflectiveInvocationContext<Method> method,
                ExtensionContext context)
                throws Throwable {
            test(invocation, context);
        }

        @Override
        public void interceptAfterEachMethod(
                InvocationInterceptor.Invocation<@Nullable Void> invocation,
                ReflectiveInvocationContext<Method> method,
                ExtensionContext context)
                throws Throwable {
            lane.call("after " + name(context), invocation);
        }

        private void test(
                InvocationInterceptor.Invocation<@Nullable Void> invocation,
                ExtensionContext context)
                throws Throwable {
            BackendExtension.begins(
                    context, backend, testClass.getAnnotation(SharedRun.class).on());
            boolean hasFailed = true;
            try {
                lane.call(name(context), invocation);
                hasFailed = false;
            } finally {
                BackendExtension.ended(context, backend, hasFailed);
            }
        }

        private static String name(ExtensionContext context) {
            return context.getRequiredTestMethod().getName();
        }
    }
}
