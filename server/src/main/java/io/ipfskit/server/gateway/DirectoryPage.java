package io.ipfskit.server.gateway;

import io.ipfskit.ipld.BlockSource;
import io.ipfskit.ipld.unixfs.ContentPath;
import io.ipfskit.ipld.unixfs.DirectoryEntry;
import io.ipfskit.ipld.unixfs.DirectoryReader;
import io.ipfskit.ipld.unixfs.UnixFsNode;
import io.ipfskit.server.http.HttpExchange;
import io.ipfskit.server.http.PercentEncoding;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;

/// The page of a directory without `index.html`. Names come from strangers: all are escaped, and
/// names that no URL can hold are shown without a link.
final class DirectoryPage {
    /// Changes with the page's form, so that caches notice.
    static final int VERSION = 1;

    static final String CACHE_CONTROL = "public, max-age=604800, stale-while-revalidate=2678400";

    private static final int PIECE_BYTES = 32 * 1024;

    private static final String STYLE =
            """
            :root { color-scheme: light dark; }
            body { font: 15px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 60rem; padding: 1rem; }
            h1 { font-size: 1.1rem; font-weight: 600; overflow-wrap: anywhere; }
            code { font: 13px ui-monospace, monospace; overflow-wrap: anywhere; }
            table { border-collapse: collapse; width: 100%; }
            th { text-align: left; font-weight: 600; }
            th, td { border-bottom: 1px solid color-mix(in srgb, currentColor 18%, transparent); padding: .35rem .5rem; }
            td:first-child { overflow-wrap: anywhere; }
            td.n, th.n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
            a { color: light-dark(#0a5bb5, #7ab8ff); }
            @media (max-width: 40rem) { .c { display: none; } }
            """;

    private static final String POLICY =
            "default-src 'none'; style-src 'sha256-"
                    + sha256(STYLE)
                    + "'; base-uri 'none'; form-action 'none'";

    private DirectoryPage() {}

    static void send(
            HttpExchange exchange, BlockSource blocks, ContentPath path, UnixFsNode.Folder folder)
            throws IOException, InterruptedException {
        exchange.set("Content-Type", "text/html; charset=utf-8");
        exchange.set("Content-Security-Policy", POLICY);
        if (exchange.isHead()) {
            exchange.finish();
            return;
        }
        StringBuilder html = new StringBuilder(PIECE_BYTES);
        String title = escape(path.toString());
        html.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
                .append("<title>")
                .append(title)
                .append("</title><style>")
                .append(STYLE)
                .append("</style></head><body><main><h1>Index of ")
                .append(title)
                .append("</h1>\n<p><code>")
                .append(folder.cid())
                .append("</code></p>\n<table><thead><tr><th scope=\"col\">Name</th>")
                .append("<th scope=\"col\" class=\"c\">CID</th>")
                .append("<th scope=\"col\" class=\"n\">Size</th></tr></thead>\n<tbody>\n");
        if (!path.segments().isEmpty()) {
            html.append("<tr><td><a href=\"../\">..</a></td><td class=\"c\"></td><td></td></tr>\n");
        }
        DirectoryReader reader = new DirectoryReader(blocks, folder);
        for (DirectoryEntry entry = reader.next(); entry != null; entry = reader.next()) {
            row(html, entry);
            if (html.length() >= PIECE_BYTES) {
                exchange.write(ByteBuffer.wrap(GatewayDoor.utf8(html.toString())));
                html.setLength(0);
            }
        }
        html.append("</tbody></table></main></body></html>\n");
        exchange.write(ByteBuffer.wrap(GatewayDoor.utf8(html.toString())));
        exchange.finish();
    }

    private static void row(StringBuilder html, DirectoryEntry entry) {
        String name = escape(entry.name());
        html.append("<tr><td>");
        if (isLinkable(entry.name())) {
            html.append("<a href=\"./")
                    .append(escape(PercentEncoding.encodeSegment(entry.name())))
                    .append("\">")
                    .append(name)
                    .append("</a>");
        } else {
            html.append(name);
        }
        html.append("</td><td class=\"c\"><a href=\"/ipfs/")
                .append(entry.cid())
                .append("?filename=")
                .append(escape(PercentEncoding.encodeSegment(entry.name()).replace("&", "%26")))
                .append("\"><code>")
                .append(abbreviate(entry.cid().toString()))
                .append("</code></a></td><td class=\"n\">")
                .append(size(entry.tsize()))
                .append("</td></tr>\n");
    }

    private static boolean isLinkable(String name) {
        return !name.isEmpty()
                && !name.equals(".")
                && !name.equals("..")
                && name.indexOf('/') < 0
                && name.indexOf('\0') < 0;
    }

    private static String abbreviate(String cid) {
        return cid.length() <= 20
                ? cid
                : cid.substring(0, 8) + "…" + cid.substring(cid.length() - 8);
    }

    static String size(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        double value = bytes;
        String[] units = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
        int unit = -1;
        while (value >= 1024 && unit < units.length - 1) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
    }

    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c < 0x20 || c == 0x7f ? '\ufffd' : c);
            }
        }
        return escaped.toString();
    }

    private static String sha256(String text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(GatewayDoor.utf8(text)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
