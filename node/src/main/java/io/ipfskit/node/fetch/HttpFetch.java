package io.ipfskit.node.fetch;

import io.ipfskit.anyio.BrokenResource;
import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Deadline;
import io.ipfskit.anyio.Section;
import io.ipfskit.anyio.net.Address;
import io.ipfskit.anyio.net.ByteStream;
import io.ipfskit.anyio.net.Network;
import io.ipfskit.anyio.net.Tls;
import io.ipfskit.anyio.net.TlsOptions;
import io.ipfskit.operation.ErrorCode;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/// Fetches URLs under a policy; see the package. Thread-safe.
public final class HttpFetch {
    /// The most addresses of a host that are tried.
    private static final int ADDRESSES_MAX = 8;

    private final Network network;
    private final HostNames names;
    private final UrlPolicy policy;
    private final String agent;

    /// Fetches over `network` from the hosts that `names` tells.
    ///
    /// @param agent how the node calls itself
    public HttpFetch(Network network, HostNames names, UrlPolicy policy, String agent) {
        this.network = network;
        this.names = names;
        this.policy = policy;
        this.agent = agent;
    }

    /// Fetches over the network of this machine.
    public static HttpFetch real(UrlPolicy policy, String agent) {
        return new HttpFetch(Network.real(), HostNames.system(), policy, agent);
    }

    /// What may be fetched.
    public UrlPolicy policy() {
        return policy;
    }

    /// Asks for what `url` names and follows redirects; the caller closes the answer.
    ///
    /// @param url as [UrlPolicy#parse] gives it
    /// @throws FetchFailed when the policy refuses it, or it cannot be had
    public Fetched get(URI url) throws IOException, InterruptedException {
        return get(url, null);
    }

    /// As above, a part alone.
    ///
    /// @throws FetchFailed `unsupported` when the server gives no parts; `not_found` when there is
    ///   no such part any more
    public Fetched get(URI url, @Nullable ByteRange range)
            throws IOException, InterruptedException {
        Deadline deadline = Deadline.after(policy.totalLimit());
        URI at = url;
        for (int redirects = 0; ; redirects++) {
            Fetched answer = ask(at, range, deadline);
            boolean taken = false;
            try {
                String location = answer.head().redirect();
                if (location == null) {
                    requireContent(answer, range);
                    taken = true;
                    return answer;
                }
                if (redirects == policy.redirectsMax()) {
                    throw new FetchFailed(
                            ErrorCode.UNAVAILABLE,
                            url + " redirects more than " + policy.redirectsMax() + " times");
                }
                at = policy.redirected(at, location);
            } finally {
                if (!taken) {
                    answer.close();
                }
            }
        }
    }

    private Fetched ask(URI url, @Nullable ByteRange range, Deadline deadline)
            throws IOException, InterruptedException {
        ByteStream stream = connect(url, deadline);
        boolean done = false;
        try {
            ReplyReader reader = new ReplyReader(stream);
            ReplyHead head =
                    within(
                            policy.idleLimit(),
                            deadline,
                            url,
                            () -> {
                                stream.send(ByteBuffer.wrap(request(url, range)));
                                return reader.head();
                            });
            done = true;
            return new Fetched(url, policy, stream, reader, head, deadline);
        } finally {
            if (!done) {
                stream.close();
            }
        }
    }

    /// Connects to an address that was checked, and to no name.
    private ByteStream connect(URI url, Deadline deadline)
            throws IOException, InterruptedException {
        List<InetAddress> addresses = addresses(url, deadline);
        policy.require(url, addresses);
        IOException last = new IOException("its host has no address");
        for (InetAddress address : addresses.stream().limit(ADDRESSES_MAX).toList()) {
            try {
                return within(
                        policy.connectLimit(),
                        deadline,
                        url,
                        () -> {
                            ByteStream plain =
                                    network.dial(
                                            Address.of(
                                                    address.getHostAddress(), UrlPolicy.port(url)));
                            return UrlPolicy.isSecure(url) ? secure(plain, url) : plain;
                        });
            } catch (IOException failed) {
                last = failed;
            }
        }
        throw last;
    }

    private List<InetAddress> addresses(URI url, Deadline deadline)
            throws IOException, InterruptedException {
        try {
            return within(
                    policy.connectLimit(),
                    deadline,
                    url,
                    () -> names.addresses(UrlPolicy.host(url)));
        } catch (FetchFailed failed) {
            if (failed.getCause() instanceof UnknownHostException) {
                throw new FetchFailed(
                        ErrorCode.UNAVAILABLE,
                        url + ": there is no such host, or its name cannot be looked up now",
                        failed);
            }
            throw failed;
        }
    }

    /// The stream belongs to the handshake, which closes it when it fails.
    private static ByteStream secure(ByteStream plain, URI url)
            throws IOException, InterruptedException {
        try {
            return Tls.client(
                    plain, TlsOptions.client(SSLContext.getDefault(), UrlPolicy.host(url)));
        } catch (NoSuchAlgorithmException e) {
            plain.close();
            throw new SSLException("this JDK has no TLS", e);
        }
    }

    private byte[] request(URI url, @Nullable ByteRange range) {
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        String text =
                "GET "
                        + url.getRawPath()
                        + query
                        + " HTTP/1.1\r\nHost: "
                        + url.getRawAuthority()
                        + "\r\nUser-Agent: "
                        + agent
                        + "\r\nAccept: */*\r\nAccept-Encoding: identity\r\n"
                        + (range == null ? "" : "Range: " + range.header() + "\r\n")
                        + "Connection: close\r\n\r\n";
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void requireContent(Fetched answer, @Nullable ByteRange range)
            throws FetchFailed {
        ReplyHead head = answer.head();
        String coding = head.header("content-encoding");
        if (head.status() / 100 != 2) {
            throw refused(answer.url(), head.status());
        }
        if (coding != null && !coding.equalsIgnoreCase("identity")) {
            throw new FetchFailed(
                    ErrorCode.UNSUPPORTED,
                    answer.url() + " came in a content encoding that nobody asked for");
        }
        if (range == null) {
            if (head.status() != 200) {
                throw refused(answer.url(), head.status());
            }
        } else {
            String told = head.header("content-range");
            if (head.status() != 206 || told == null || !range.isTold(told)) {
                throw new FetchFailed(
                        ErrorCode.UNSUPPORTED,
                        answer.url() + ": the server did not give the part that was asked for");
            }
        }
        answer.requireSize(answer.length());
    }

    private static FetchFailed refused(URI url, int status) {
        ErrorCode code =
                switch (status) {
                    case 401, 403, 407 -> ErrorCode.PERMISSION_DENIED;
                    case 404, 410, 416 -> ErrorCode.NOT_FOUND;
                    default -> ErrorCode.UNAVAILABLE;
                };
        return new FetchFailed(code, url + ": the server answered with status " + status);
    }

    /// Runs one step of a fetch, and tells what fails in it for what URL.
    static <R> R within(Duration limit, Deadline deadline, URI url, Section<R, IOException> step)
            throws IOException, InterruptedException {
        Duration left = deadline.remaining();
        Duration most = left.compareTo(limit) < 0 ? left : limit;
        try {
            return CancelScope.<R, IOException>failAfter(most, _ -> step.run());
        } catch (TimeoutException e) {
            throw new FetchFailed(
                    ErrorCode.TIMEOUT,
                    url + " did not answer within " + most.toMillis() + " ms",
                    e);
        } catch (FetchFailed told) {
            throw told;
        } catch (IOException | BrokenResource e) {
            throw new FetchFailed(
                    ErrorCode.UNAVAILABLE, url + " cannot be fetched: " + reason(e), e);
        }
    }

    private static String reason(Exception e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
