package dev.sextant.campaign;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * TCP proxy in front of the database, which can delay, hold back and cut off what passes through it. Listens on the
 * loopback interface. Safe for use by many threads.
 */
final class Proxy implements AutoCloseable {
    /** What happens to bytes on their way, in milliseconds; a negative delay holds them back until that changes. */
    private record Delay(int toServer, int toClient) {}

    private static final Delay NONE = new Delay(0, 0);
    private static final int HELD_BACK = -1;
    private static final int CHUNK = 16 * 1024;
    private static final long POLL_NANOS = 5_000_000;

    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final int port;
    private volatile int serverPort;
    private volatile ServerSocket listener;
    private volatile Thread acceptor;
    private volatile Delay delay = NONE;
    private volatile boolean closed;

    Proxy(int serverPort) throws IOException {
        this.serverPort = serverPort;
        this.listener = listen(0);
        this.port = listener.getLocalPort();
    }

    int port() {
        return port;
    }

    /** Sends new connections to another port. */
    void leadTo(int newServerPort) {
        serverPort = newServerPort;
    }

    /** Resets every connection. */
    void reset() {
        links.forEach(Link::reset);
    }

    /** Ends the direction from the server to the client of every connection, and leaves the other one open. */
    void halfClose() {
        links.forEach(Link::endAnswers);
    }

    /** Holds everything back; new connections are accepted and not answered. */
    void holdBack() {
        delay = new Delay(HELD_BACK, HELD_BACK);
    }

    void slowDown(int toServerMillis, int toClientMillis) {
        delay = new Delay(toServerMillis, toClientMillis);
    }

    /** Resets every connection and refuses new ones. */
    void refuse() throws IOException {
        listener.close();
        awaitEnd(acceptor); // until then the system accepts connections for it
        reset();
    }

    /** Undoes all of the above. What was held back arrives. */
    void recover() throws IOException {
        delay = NONE;
        if (listener.isClosed()) {
            listener = listen(port);
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        refuse();
    }

    private ServerSocket listen(int wanted) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
        acceptor = start("proxy", () -> accept(socket));
        return socket;
    }

    private void accept(ServerSocket socket) {
        while (true) {
            try {
                Socket client = socket.accept();
                start("proxy link", () -> connect(client));
            } catch (IOException e) {
                return; // the listener was closed
            }
        }
    }

    private void connect(Socket client) {
        waitWhileHeldBack(true);
        Link link = new Link(client, new Socket());
        links.add(link);
        try {
            link.server().connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort));
            start("proxy answers", () -> pump(link, false));
            pump(link, true);
        } catch (IOException e) {
            link.reset();
        } finally {
            links.remove(link);
        }
    }

    /** Copies one direction of a connection until it ends. */
    private void pump(Link link, boolean toServer) {
        byte[] chunk = new byte[CHUNK];
        Socket from = toServer ? link.client() : link.server();
        Socket to = toServer ? link.server() : link.client();
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                waitWhileHeldBack(toServer);
                LockSupport.parkNanos(1_000_000L * Math.max(0, millis(toServer)));
                out.write(chunk, 0, read);
            }
            to.shutdownOutput();
        } catch (IOException e) {
            link.reset();
        }
    }

    private void waitWhileHeldBack(boolean toServer) {
        while (!closed && millis(toServer) == HELD_BACK) {
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private int millis(boolean toServer) {
        Delay now = delay;
        return toServer ? now.toServer() : now.toClient();
    }

    private static Thread start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void awaitEnd(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private record Link(Socket client, Socket server) {
        /** Closes both sides at once, with a reset. */
        void reset() {
            for (Socket socket : new Socket[] {client, server}) {
                try (socket) {
                    socket.setSoLinger(true, 0);
                } catch (IOException e) {
                    // It is closed already.
                }
            }
        }

        void endAnswers() {
            try {
                client.shutdownOutput();
            } catch (IOException e) {
                // It is closed already.
            }
        }
    }
}
