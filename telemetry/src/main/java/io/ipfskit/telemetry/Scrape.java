package io.ipfskit.telemetry;

/// All numbers of a moment, written out.
///
/// @param contentType the media type, with version and charset
/// @param body the text
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Scrape(String contentType, byte[] body) {}
