package io.ipfskit.mcp;

/// How the engine presents itself, and its bounds.
///
/// @param implementation who serves
/// @param instructions how to use the server, for the model; empty for none
/// @param callsMax requests that one session may have running at a time
/// @param pageSize tools in one page of `tools/list`
public record ServerOptions(
        Implementation implementation, String instructions, int callsMax, int pageSize) {
    /// The default bound of running requests per session.
    public static final int CALLS_MAX = 64;

    /// The default page size.
    public static final int PAGE_SIZE = 100;

    public ServerOptions {
        if (callsMax < 1) {
            throw new IllegalArgumentException("callsMax must be at least 1, was " + callsMax);
        }
        if (pageSize < 1) {
            throw new IllegalArgumentException("pageSize must be at least 1, was " + pageSize);
        }
    }

    /// The defaults.
    public static ServerOptions of(Implementation implementation, String instructions) {
        return new ServerOptions(implementation, instructions, CALLS_MAX, PAGE_SIZE);
    }
}
