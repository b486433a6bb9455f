package io.ipfskit.ipld.data;

import java.math.BigInteger;

/// An integer from -2^64 to 2^64 - 1, the range that CBOR has without tags.
public final class IntNode implements DataNode {
    /// The least: -2^64.
    public static final BigInteger MIN = BigInteger.TWO.pow(64).negate();

    /// The greatest: 2^64 - 1.
    public static final BigInteger MAX = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

    private static final IntNode[] SMALL = new IntNode[256];

    static {
        for (int i = 0; i < SMALL.length; i++) {
            SMALL[i] = new IntNode(false, i);
        }
    }

    private final boolean negative;

    /// Unsigned. The value is this, or -1 - this when negative.
    private final long argument;

    private IntNode(boolean negative, long argument) {
        this.negative = negative;
        this.argument = argument;
    }

    /// Any long.
    public static IntNode of(long value) {
        return value < 0 ? ofArgument(true, -1 - value) : ofArgument(false, value);
    }

    /// From 0 to 2^64 - 1, the bits taken as unsigned.
    public static IntNode ofUnsigned(long bits) {
        return ofArgument(false, bits);
    }

    /// As CBOR writes it: `argument`, or -1 - `argument` when negative; unsigned bits.
    public static IntNode ofArgument(boolean negative, long argument) {
        return !negative && argument >= 0 && argument < SMALL.length
                ? SMALL[(int) argument]
                : new IntNode(negative, argument);
    }

    /// Any integer of the range.
    ///
    /// @throws IllegalArgumentException outside of [#MIN] to [#MAX]
    public static IntNode of(BigInteger value) {
        if (value.compareTo(MIN) < 0 || value.compareTo(MAX) > 0) {
            throw new IllegalArgumentException(
                    "an integer must be from -2^64 to 2^64 - 1, has "
                            + value.bitLength()
                            + " bits");
        }
        return value.signum() < 0
                ? ofArgument(true, value.not().longValue())
                : ofArgument(false, value.longValue());
    }

    /// Whether it is below zero.
    public boolean isNegative() {
        return negative;
    }

    /// The unsigned bits that CBOR writes: the value, or -1 - value when negative.
    public long argument() {
        return argument;
    }

    /// Whether it fits a long.
    public boolean fitsLong() {
        return argument >= 0;
    }

    /// The value as a long.
    ///
    /// @throws ArithmeticException if it does not fit
    public long longValue() {
        if (!fitsLong()) {
            throw new ArithmeticException(this + " does not fit 64 bits with a sign");
        }
        return negative ? -1 - argument : argument;
    }

    /// The value.
    public BigInteger bigValue() {
        BigInteger big =
                argument >= 0
                        ? BigInteger.valueOf(argument)
                        : new BigInteger(Long.toUnsignedString(argument));
        return negative ? big.not() : big;
    }

    @Override
    public Kind kind() {
        return Kind.INT;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IntNode that
                && negative == that.negative
                && argument == that.argument;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(negative ? ~argument : argument);
    }

    /// In decimal.
    @Override
    public String toString() {
        return fitsLong() ? Long.toString(longValue()) : bigValue().toString();
    }
}
