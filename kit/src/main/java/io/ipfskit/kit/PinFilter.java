package io.ipfskit.kit;

import io.ipfskit.node.ops.PinLsInput;

/// Which pins to list.
///
/// @param input the filter as the operation takes it
public record PinFilter(PinLsInput input) {
    /// All pins.
    public static PinFilter all() {
        return new PinFilter(PinLsInput.all());
    }

    /// Pins of one type: `direct`, `recursive`, `indirect` or `all`.
    public static PinFilter ofType(String type) {
        return new PinFilter(new PinLsInput(null, type, null, null, null));
    }
}
