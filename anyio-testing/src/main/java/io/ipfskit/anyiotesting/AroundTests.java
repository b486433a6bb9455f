package io.ipfskit.anyiotesting;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The body around the tests of a [SharedRun]: a static method with one parameter, a [SharedTests],
/// that it runs once. What it opens before is there for all tests, what it closes after is closed
/// in the same task; services that it forks in a group live as long as the tests.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface AroundTests {}
