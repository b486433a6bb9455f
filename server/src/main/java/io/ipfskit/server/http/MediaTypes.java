package io.ipfskit.server.http;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// Media types by file name, or by the first bytes where the name says nothing.
public final class MediaTypes {
    /// First bytes that are enough to guess by.
    public static final int SNIFF_BYTES = 512;

    private static final Map<String, String> BY_EXTENSION = new HashMap<>();

    static {
        String table =
                """
                html text/html; charset=utf-8
                htm text/html; charset=utf-8
                xhtml application/xhtml+xml
                css text/css; charset=utf-8
                js text/javascript; charset=utf-8
                mjs text/javascript; charset=utf-8
                json application/json
                jsonld application/ld+json
                map application/json
                webmanifest application/manifest+json
                xml text/xml; charset=utf-8
                txt text/plain; charset=utf-8
                text text/plain; charset=utf-8
                log text/plain; charset=utf-8
                md text/markdown; charset=utf-8
                csv text/csv; charset=utf-8
                tsv text/tab-separated-values; charset=utf-8
                ics text/calendar; charset=utf-8
                vtt text/vtt; charset=utf-8
                srt text/plain; charset=utf-8
                java text/plain; charset=utf-8
                c text/plain; charset=utf-8
                h text/plain; charset=utf-8
                py text/plain; charset=utf-8
                rs text/plain; charset=utf-8
                go text/plain; charset=utf-8
                sh text/plain; charset=utf-8
                toml text/plain; charset=utf-8
                yaml text/plain; charset=utf-8
                yml text/plain; charset=utf-8
                png image/png
                apng image/apng
                jpg image/jpeg
                jpeg image/jpeg
                gif image/gif
                webp image/webp
                avif image/avif
                bmp image/bmp
                ico image/x-icon
                tif image/tiff
                tiff image/tiff
                svg image/svg+xml
                mp4 video/mp4
                m4v video/mp4
                webm video/webm
                mkv video/x-matroska
                mov video/quicktime
                avi video/x-msvideo
                ogv video/ogg
                mpd application/dash+xml
                m3u8 application/vnd.apple.mpegurl
                ts video/mp2t
                m4s video/iso.segment
                mp3 audio/mpeg
                m4a audio/mp4
                aac audio/aac
                ogg audio/ogg
                oga audio/ogg
                opus audio/ogg
                flac audio/flac
                wav audio/wav
                pdf application/pdf
                epub application/epub+zip
                zip application/zip
                gz application/gzip
                tgz application/gzip
                bz2 application/x-bzip2
                xz application/x-xz
                zst application/zstd
                7z application/x-7z-compressed
                tar application/x-tar
                jar application/java-archive
                wasm application/wasm
                car application/vnd.ipld.car
                woff font/woff
                woff2 font/woff2
                ttf font/ttf
                otf font/otf
                doc application/msword
                docx application/vnd.openxmlformats-officedocument.wordprocessingml.document
                xlsx application/vnd.openxmlformats-officedocument.spreadsheetml.sheet
                pptx application/vnd.openxmlformats-officedocument.presentationml.presentation
                odt application/vnd.oasis.opendocument.text
                gltf model/gltf+json
                glb model/gltf-binary
                onnx application/octet-stream
                bin application/octet-stream
                """;
        table.lines()
                .forEach(line -> {
                    int space = line.indexOf(' ');
                    BY_EXTENSION.put(line.substring(0, space), line.substring(space + 1));
                });
    }

    private MediaTypes() {}

    /// The type that the extension of `name` stands for, or null.
    public static @Nullable String byName(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? null : BY_EXTENSION.get(name.substring(dot + 1).toLowerCase(Locale.ROOT));
    }

    /// A guess by the first bytes, by the signatures of the [MIME Sniffing
    /// standard](https://mimesniff.spec.whatwg.org/); `text/plain` for valid UTF-8 without control
    /// characters, else `application/octet-stream`.
    public static String sniff(ByteBuffer head) {
        byte[] bytes = new byte[Math.min(SNIFF_BYTES, head.remaining())];
        head.slice().get(bytes);
        String signature = bySignature(bytes);
        if (signature != null) {
            return signature;
        }
        String text = text(bytes);
        if (text == null) {
            return "application/octet-stream";
        }
        String start = text.stripLeading().toLowerCase(Locale.ROOT);
        if (start.startsWith("<!doctype html")
                || startsWithTag(start, "<html", "<head", "<body", "<script", "<title", "<h1")) {
            return "text/html; charset=utf-8";
        }
        if (startsWithTag(start, "<svg") || (start.startsWith("<?xml") && start.contains("<svg"))) {
            return "image/svg+xml";
        }
        return start.startsWith("<?xml") ? "text/xml; charset=utf-8" : "text/plain; charset=utf-8";
    }

    private static boolean startsWithTag(String text, String... tags) {
        for (String tag : tags) {
            if (text.startsWith(tag)
                    && text.length() > tag.length()
                    && " >\t\r\n/".indexOf(text.charAt(tag.length())) >= 0) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable String bySignature(byte[] b) {
        if (has(b, 0, 0x89, 'P', 'N', 'G', 0x0d, 0x0a, 0x1a, 0x0a)) {
            return "image/png";
        }
        if (has(b, 0, 0xff, 0xd8, 0xff)) {
            return "image/jpeg";
        }
        if (has(b, 0, 'G', 'I', 'F', '8')) {
            return "image/gif";
        }
        if (has(b, 0, 'R', 'I', 'F', 'F')) {
            if (has(b, 8, 'W', 'E', 'B', 'P')) {
                return "image/webp";
            }
            if (has(b, 8, 'W', 'A', 'V', 'E')) {
                return "audio/wav";
            }
            return has(b, 8, 'A', 'V', 'I', ' ') ? "video/x-msvideo" : null;
        }
        if (has(b, 4, 'f', 't', 'y', 'p')) {
            return has(b, 8, 'a', 'v', 'i', 'f') ? "image/avif" : "video/mp4";
        }
        if (has(b, 0, 0x1a, 0x45, 0xdf, 0xa3)) {
            return "video/webm";
        }
        if (has(b, 0, 'O', 'g', 'g', 'S')) {
            return "audio/ogg";
        }
        if (has(b, 0, 'I', 'D', '3')) {
            return "audio/mpeg";
        }
        if (has(b, 0, 'f', 'L', 'a', 'C')) {
            return "audio/flac";
        }
        if (has(b, 0, '%', 'P', 'D', 'F', '-')) {
            return "application/pdf";
        }
        if (has(b, 0, 'P', 'K', 3, 4)) {
            return "application/zip";
        }
        if (has(b, 0, 0x1f, 0x8b)) {
            return "application/gzip";
        }
        if (has(b, 0, 0x28, 0xb5, 0x2f, 0xfd)) {
            return "application/zstd";
        }
        if (has(b, 0, 0, 'a', 's', 'm')) {
            return "application/wasm";
        }
        if (has(b, 0, 'w', 'O', 'F', '2')) {
            return "font/woff2";
        }
        return null;
    }

    private static boolean has(byte[] bytes, int offset, int... signature) {
        if (bytes.length < offset + signature.length) {
            return false;
        }
        for (int i = 0; i < signature.length; i++) {
            if ((bytes[offset + i] & 0xff) != signature[i]) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable String text(byte[] bytes) {
        for (byte b : bytes) {
            if (b >= 0 && b < 0x20 && b != '\t' && b != '\n' && b != '\r' && b != 0x0c
                    && b != 0x1b) {
                return null;
            }
        }
        // the last character may be cut
        for (int cut = 0; cut < 4 && cut <= bytes.length; cut++) {
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .decode(ByteBuffer.wrap(bytes, 0, bytes.length - cut))
                        .toString();
            } catch (CharacterCodingException notYet) {
                if (bytes.length < SNIFF_BYTES) {
                    return null;
                }
            }
        }
        return null;
    }
}
