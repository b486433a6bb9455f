package io.ipfskit.server;

import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A test class that runs once on each backend and engine a server can run on; its one parameter is
/// the name. None may be left out: the module's tests run with `java.lang` open.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedClass(name = "{0}")
@ValueSource(strings = {"threads", "platform", "loop/baton", "loop/scheduler"})
public @interface EveryBackend {}
