package io.ipfskit.anyiotesting;

import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A test that runs once per backend and engine, and on `sim` once per seed; inside, [TestKit#run]
/// runs on that backend.
///
/// `-Dipfskit.test.backends=threads,loop/baton` restricts all of them, `-Dipfskit.test.seed=17`
/// runs one seed; a name that means nothing is refused. A seed that fails prints the command that
/// runs it again.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(BackendExtension.class)
public @interface BackendTest {
    /// Returns the backends it runs on, by name or by name and engine; none for all.
    String[] backends() default {};

    /// Returns whether it runs on `sim` too: no for tests that need real threads beside the run.
    boolean sim() default true;

    /// Returns the number of seeds on `sim`.
    int seeds() default 4;
}
