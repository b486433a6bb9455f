package io.ipfskit.operation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Describes a component of an input or output record, for JSON Schema, OpenAPI, CLI help and
/// reference pages. A component that is `@Nullable` (or `Optional…`) is optional; all others of an
/// input are required unless `defaultValue` is given.
@Retention(RetentionPolicy.RUNTIME)
@Target({
    ElementType.RECORD_COMPONENT,
    ElementType.FIELD,
    ElementType.METHOD,
    ElementType.PARAMETER
})
public @interface Doc {
    /// What the field means, one sentence, with unit.
    String value();

    /// The JSON text of the value used when the field is absent; empty for none.
    String defaultValue() default "";

    /// An example, as JSON text; empty for none.
    String example() default "";

    /// Smallest allowed number.
    long minimum() default Long.MIN_VALUE;

    /// Largest allowed number.
    long maximum() default Long.MAX_VALUE;

    /// Allowed values of a string; empty for any.
    String[] values() default {};

    /// A one-letter name at the command line (`r` for `-r`); empty for none.
    String shortName() default "";
}
