package io.ipfskit.anyio;

/// Throws on what a body threw, whose type the compiler has lost on the way through a variable.
final class Sneaky {
    private Sneaky() {}

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    static <X extends Throwable> X as(Throwable thrown) throws X {
        throw (X) thrown;
    }
}
