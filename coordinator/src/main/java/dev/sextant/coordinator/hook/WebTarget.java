package dev.sextant.coordinator.hook;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;

/**
 * Posts events to a web address. The address may hold a secret in its path or query, as those of chat services do: it is in
 * no message, and redirections, which would pass the event to another host, are not followed.
 */
final class WebTarget implements EventTarget {
    private final URI address;
    private final Duration timeout;
    private final HttpClient client;

    WebTarget(String address, Duration timeout) {
        this.address = parse(address);
        this.timeout = timeout;
        this.client = HttpClient.newBuilder().connectTimeout(timeout).build();
    }

    private static URI parse(String address) {
        URI uri;
        try {
            uri = new URI(address);
        } catch (URISyntaxException e) {
            // The cause would repeat the address.
            throw new IllegalArgumentException("the address is malformed at character " + (e.getIndex() + 1));
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("the address has no host");
        }
        if (uri.getUserInfo() != null) {
            throw new IllegalArgumentException("an address with user:password@ is not supported");
        }
        return uri;
    }

    @Override
    public void deliver(StudyEvent event) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(timeout)
                .header("Content-Type", "application/json; charset=utf-8")
                .POST(BodyPublishers.ofString(event.json()))
                .build();
        HttpResponse<Void> response;
        try {
            response = client.send(request, BodyHandlers.discarding());
        } catch (HttpTimeoutException e) {
            throw new IOException("no answer within " + timeout.toSeconds() + " s", e);
        } catch (ConnectException e) {
            throw new IOException("cannot connect", e);
        } catch (IOException e) {
            throw new IOException(e.getClass().getSimpleName(), e);
        }
        if (response.statusCode() / 100 != 2) {
            throw new IOException("it answered with status " + response.statusCode());
        }
    }

    @Override
    public String name() {
        return address.getScheme() + "://" + address.getHost();
    }
}
