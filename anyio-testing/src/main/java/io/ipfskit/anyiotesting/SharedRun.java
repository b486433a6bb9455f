package io.ipfskit.anyiotesting;

import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A class whose tests share one run, once per backend and engine, and on `sim` once per seed: what
/// is costly to set up is opened once, in the run that the tests then use it in.
///
/// Each `@Test` of the class, and each method before and after one, is a task of that run. A static
/// method marked [AroundTests] is the body around them; without one the run is empty but for the
/// tests. When the run has ended it is checked for what it left behind, as by [TestKit#run].
///
/// While JUnit prepares the next test the run goes on, but on `sim` its time stands still.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ClassTemplate
@ExtendWith(SharedRunExtension.class)
public @interface SharedRun {
    /// Returns where the class runs: backends, `sim` or not, seeds.
    BackendTest on() default @BackendTest;
}
