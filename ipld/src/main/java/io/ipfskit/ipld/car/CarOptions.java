package io.ipfskit.ipld.car;

/// How an archive is read.
///
/// @param limits how much at once
/// @param verify whether each block is checked against its CID; without it, the caller must do so
///   before it believes one
/// @param rootsRequired whether an archive without roots is refused; CARv1 asks for one at least,
///   most readers do not
/// @param zeroPadding whether a section of length 0 ends the archive, whatever follows, as after a
///   copy into a larger file; otherwise it is refused
/// @param cutTail whether an archive that ends within a section ends before it, [CarReader#isCut]
///   saying so; otherwise it is refused. A CARv2 that was never finished (data size 0) is read to
///   its end
public record CarOptions(
        CarLimits limits,
        boolean verify,
        boolean rootsRequired,
        boolean zeroPadding,
        boolean cutTail) {
    /// Everything as the specification has it, except that roots may be missing.
    public static final CarOptions STRICT =
            new CarOptions(CarLimits.DEFAULT, true, false, false, false);

    /// Reads what can be read of a damaged or padded archive; blocks are checked all the same.
    public static final CarOptions TOLERANT =
            new CarOptions(CarLimits.DEFAULT, true, false, true, true);

    /// The same with other limits.
    public CarOptions withLimits(CarLimits other) {
        return new CarOptions(other, verify, rootsRequired, zeroPadding, cutTail);
    }

    /// The same, the caller checking the blocks itself.
    public CarOptions unverified() {
        return new CarOptions(limits, false, rootsRequired, zeroPadding, cutTail);
    }

    /// The same, an archive without roots refused.
    public CarOptions requiringRoots() {
        return new CarOptions(limits, verify, true, zeroPadding, cutTail);
    }
}
