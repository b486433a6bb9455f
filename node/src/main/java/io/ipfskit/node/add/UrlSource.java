package io.ipfskit.node.add;

import io.ipfskit.node.Failures;
import io.ipfskit.node.fetch.Fetched;
import io.ipfskit.node.filestore.Referrer;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/// What a URL names, as one file.
final class UrlSource implements AddSource {
    private static final int NAME_BYTES_MAX = 255;

    private final Fetched fetched;
    private final String name;
    private final @Nullable Referrer referrer;

    /// @param name of the file
    /// @param referrer refers to its parts instead of storing them, null to store them
    UrlSource(Fetched fetched, String name, @Nullable Referrer referrer) {
        this.fetched = fetched;
        this.name = name;
        this.referrer = referrer;
    }

    /// The last name of the URL's path, its host when there is none: what a file of it is called.
    static String nameOf(URI url) {
        String path = url.getRawPath();
        String raw = path.substring(path.lastIndexOf('/') + 1);
        String name;
        try {
            name = URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            name = raw;
        }
        boolean good =
                !name.isEmpty()
                        && !name.equals(".")
                        && !name.equals("..")
                        && name.chars().noneMatch(c -> c == '/' || c < ' ' || c == 0xfffd)
                        && name.getBytes(StandardCharsets.UTF_8).length <= NAME_BYTES_MAX;
        return good ? name : url.getHost();
    }

    @Override
    public boolean isEntries() {
        return false;
    }

    @Override
    public long total() {
        return fetched.length();
    }

    @Override
    public void feed(Feed feed) throws InterruptedException {
        Step.BeginFile begin =
                new Step.BeginFile(name, feed.plan().attributes(null, null), referrer);
        try {
            feed.send(begin);
            StreamReader.chunks(feed, begin, fetched.length(), fetched::read);
            feed.send(new Step.EndFile());
        } catch (IOException e) {
            throw Failures.of(e, fetched.url().toString());
        }
    }

    @Override
    public void close() {
        fetched.close();
    }
}
