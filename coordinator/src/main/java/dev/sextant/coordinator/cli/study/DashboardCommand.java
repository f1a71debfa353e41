package dev.sextant.coordinator.cli.study;

import dev.sextant.coordinator.cli.option.DatabaseOption;
import dev.sextant.coordinator.cli.option.DatabaseSession;
import dev.sextant.coordinator.cli.option.PriceOption;
import dev.sextant.coordinator.cli.terminal.CommandException;
import dev.sextant.coordinator.cli.terminal.Console;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import dev.sextant.coordinator.cli.terminal.Interrupts;
import dev.sextant.coordinator.cli.terminal.UsageException;
import dev.sextant.coordinator.dashboard.DashboardServer;
import dev.sextant.coordinator.study.StopSignal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sextant dashboard}. */
@Command(
        name = "dashboard",
        description = {
            "Show all studies in a browser, live, until Ctrl-C.",
            "",
            "Listens on this machine alone. Everybody who can log in here can read the pages, unless there is a token."
        },
        footer = {
            "",
            "Examples:",
            "  sextant dashboard",
            "  sextant dashboard --port 8080 --bind 0.0.0.0 --token-file ~/.sextant-token"
        })
public final class DashboardCommand implements Callable<Integer> {
    private static final int SHORTEST_TOKEN = 16;

    private final Console console;

    @Mixin
    private final DatabaseOption database;

    @Mixin
    private final PriceOption price = new PriceOption();

    @Option(
            names = "--port",
            defaultValue = "4050",
            paramLabel = "PORT",
            description = "Port; 0 for a free one. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--bind",
            defaultValue = "127.0.0.1",
            paramLabel = "HOST",
            description = "Address to listen on. Default: ${DEFAULT-VALUE}. Others need --token-file.")
    private String host;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description =
                    "File with a secret of at least 16 characters. Pages open at an address with ?token=SECRET only.")
    private Path tokenFile;

    @Option(
            names = "--allow-changes",
            description = "Let the pages stop studies and trials, try configurations, and write notes and tags. Needs"
                    + " --token-file.")
    private boolean allowsChanges;

    public DashboardCommand(Console console) {
        this.console = console;
        this.database = new DatabaseOption(console);
    }

    @Override
    public Integer call() throws InterruptedException {
        InetSocketAddress address = address();
        Optional<String> token = token();
        if (token.isEmpty() && !address.getAddress().isLoopbackAddress()) {
            throw new UsageException("--bind (" + host + ") opens the pages to other machines: give --token-file, too");
        }
        if (allowsChanges && token.isEmpty()) {
            throw new UsageException(
                    "--allow-changes lets everybody who opens the pages stop trials: give --token-file, too");
        }
        CountDownLatch interrupted = new CountDownLatch(1);
        StopSignal stop = new StopSignal();
        stop.connect(reason -> interrupted.countDown());
        try (DatabaseSession session = database.openAsIs();
                DashboardServer server =
                        new DashboardServer(session.database(), address, token, price.value(), allowsChanges)) {
            Interrupts.listen(stop, () -> {});
            console.out()
                    .println("Dashboard: http://" + name(address) + ":" + server.port() + "/"
                            + (token.isPresent() ? "?token=..., with the content of " + tokenFile : ""));
            console.out().println("Press Ctrl-C to stop it.");
            console.out().flush();
            interrupted.await();
            return ExitCode.DONE;
        } catch (IOException e) {
            throw new CommandException(
                    "Cannot listen on " + host + ", port " + port + " (" + e.getMessage()
                            + "). Give another --port, or 0 for a free one.",
                    e);
        }
    }

    private static String name(InetSocketAddress address) {
        return address.getAddress().isAnyLocalAddress() ? localName() : address.getHostString();
    }

    private static String localName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    private InetSocketAddress address() {
        if (port < 0 || port > 65_535) {
            throw new UsageException("--port (" + port + ") must be from 0 to 65535");
        }
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new UsageException("--bind (" + host + ") is not an address of this machine");
        }
        return address;
    }

    private Optional<String> token() {
        if (tokenFile == null) {
            return Optional.empty();
        }
        try {
            String token = Files.readString(tokenFile).strip();
            if (!token.matches("[\\w.~-]{" + SHORTEST_TOKEN + ",}")) {
                throw new UsageException("The token in " + tokenFile + " must consist of at least " + SHORTEST_TOKEN
                        + " letters, digits or - . _ ~");
            }
            return Optional.of(token);
        } catch (IOException e) {
            throw new UsageException("Cannot read --token-file (" + tokenFile + "): " + e, e);
        }
    }
}
