package io.ipfskit.anyio;

import java.io.IOException;

/// A process wrote more than its command allows; it was ended.
public final class ProcessOutputTooLong extends IOException {
    private static final long serialVersionUID = 1L;

    ProcessOutputTooLong(String name, String stream, int most) {
        super(
                "process '"
                        + name
                        + "' wrote more than "
                        + most
                        + " bytes to its "
                        + stream
                        + "; raise outputMax, or read its channels with Processes.open");
    }
}
