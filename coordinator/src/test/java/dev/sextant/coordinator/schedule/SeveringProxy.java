package dev.sextant.coordinator.schedule;

import dev.sextant.sql.connect.DatabaseAddress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A proxy in front of a server on this machine that breaks connections when a test asks for it, at a chosen message: also
 * between a commit and its answer. Safe for use by many threads.
 */
public final class SeveringProxy implements AutoCloseable {
    private static final Pattern PORT = Pattern.compile("(?<=127\\.0\\.0\\.1:)\\d+");
    private static final int CHUNK = 1 << 16;

    private final int serverPort;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ServerSocket socket;
    private volatile boolean refusing;
    private volatile boolean swallowing;
    private int messagesLeft;
    private boolean delivered;

    private SeveringProxy(int serverPort) throws IOException {
        this.serverPort = serverPort;
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    /** Starts a proxy in front of a server. */
    public static SeveringProxy before(DatabaseAddress server) throws IOException {
        Matcher port = PORT.matcher(server.url());
        if (!port.find()) {
            throw new IllegalStateException("No port in " + server.url());
        }
        return new SeveringProxy(Integer.parseInt(port.group()));
    }

    /** Returns the address of the server through this proxy. */
    public DatabaseAddress address(DatabaseAddress server) {
        String url = PORT.matcher(server.url()).replaceFirst(String.valueOf(socket.getLocalPort()));
        return new DatabaseAddress(url, server.user(), server.password());
    }

    /**
     * Breaks the connection that carries a later message to the server.
     *
     * @param messages number of the message, from 1 for the next one; 0 to break none
     * @param deliver whether the server still gets that message; its answer is lost in any case
     */
    synchronized void severAt(int messages, boolean deliver) {
        messagesLeft = messages;
        delivered = deliver;
    }

    /** Breaks all connections, and refuses new ones until {@link #restore}. */
    public void refuse() {
        refusing = true;
        open.forEach(SeveringProxy::closeQuietly);
    }

    /** Swallows every byte in both directions, on old and new connections, as a network that drops packets does. */
    public void swallow() {
        swallowing = true;
    }

    /** Lets new connections through again. */
    public void restore() {
        refusing = false;
        if (swallowing) {
            swallowing = false;
            open.forEach(SeveringProxy::closeQuietly);
        }
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                if (refusing) {
                    client.close();
                } else {
                    connect(client, new Socket(InetAddress.getLoopbackAddress(), serverPort));
                }
            } catch (IOException e) {
                // The proxy is being closed, or a client has gone already.
            }
        }
    }

    private void connect(Socket client, Socket server) throws IOException {
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        open.add(client);
        open.add(server);
        start(() -> pump(client, server, true));
        start(() -> pump(server, client, false));
    }

    private void pump(Socket from, Socket to, boolean toServer) {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            byte[] chunk = new byte[CHUNK];
            for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                if (swallowing) {
                    continue;
                }
                boolean last = toServer && isToBeSevered();
                if (!last || delivered) {
                    out.write(chunk, 0, length);
                }
                if (last) {
                    return;
                }
            }
        } catch (IOException e) {
            // The other side is closed: so is this one.
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private synchronized boolean isToBeSevered() {
        return messagesLeft > 0 && --messagesLeft == 0;
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "severing proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        open.forEach(SeveringProxy::closeQuietly);
    }
}
