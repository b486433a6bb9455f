package io.ipfskit.ipld.car;

/// How much is read of an archive at once. A limit that is passed is a [CarException].
///
/// @param headerMax bytes of the CARv1 header, which is as long as there are roots
/// @param sectionMax bytes of a section, its CID included
/// @param indexMax bytes of an index, which is read to memory
public record CarLimits(int headerMax, int sectionMax, int indexMax) {
    /// 1 MiB of header (some 20,000 roots), 8 MiB a section, 256 MiB of index.
    public static final CarLimits DEFAULT = new CarLimits(1 << 20, 8 << 20, 256 << 20);

    /// Checks that all are positive.
    public CarLimits {
        if (headerMax < 1 || sectionMax < 1 || indexMax < 1) {
            throw new IllegalArgumentException(
                    "limits must be positive, were "
                            + headerMax
                            + ", "
                            + sectionMax
                            + " and "
                            + indexMax);
        }
    }
}
