package io.ipfskit.operation;

/// What is wrong with one field of the input.
///
/// @param field the field's name as the door spells it, `a.b[2]` for nested ones
/// @param message what was wanted and what came
public record FieldError(String field, String message) {}
