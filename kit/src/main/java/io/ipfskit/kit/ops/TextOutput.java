package io.ipfskit.kit.ops;

/// An output whose point is one text: a terminal prints that text and nothing around it.
public interface TextOutput {
    /// The text, with its line ends.
    String text();
}
