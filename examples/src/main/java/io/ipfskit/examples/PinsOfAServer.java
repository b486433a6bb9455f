package io.ipfskit.examples;

import io.ipfskit.kit.IpfsKit;
import io.ipfskit.kit.PinFilter;

import java.net.URI;

/// `kit`: what a running server keeps. The interface is that of a node in your own program.
public final class PinsOfAServer {
    private PinsOfAServer() {}

    /// Prints the CIDs pinned at the server whose URL is the first argument.
    public static void main(String[] arguments) throws InterruptedException {
        try (var kit = IpfsKit.connect(URI.create(arguments[0]))) {
            kit.pin().ls(PinFilter.all()).forEach(pin -> System.out.println(pin.cid()));
        }
    }
}
