package io.ipfskit.anyiotesting;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Restricts all [BackendTest]s of a class, also those it inherits from a contract: the real world
/// is tested on real backends, a simulated one on `sim`.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
public @interface BackendTests {
    /// Returns whether they run on the real backends.
    boolean real() default true;

    /// Returns whether they run on `sim`.
    boolean sim() default true;
}
