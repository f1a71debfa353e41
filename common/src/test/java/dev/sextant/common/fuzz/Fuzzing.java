package dev.sextant.common.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.sextant.common.files.FileTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * Feeds a parser the files of its corpus, then changed ones, and expects of each call that it ends in time, within its
 * memory, with a result or a refusal in words, and leaves no file behind.
 *
 * <p>Properties: {@code fuzz.minutes}, how long to go on instead of a fixed number of files; {@code fuzz.seed}. A file
 * that is not handled so is kept in {@code target/fuzz}; once the parser is corrected, it belongs into the corpus.
 */
public final class Fuzzing {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int MOST_FINDINGS = 10;
    private static final long SEED = Long.getLong("fuzz.seed", 1);
    private static final long MINUTES = Long.getLong("fuzz.minutes", 0);
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final FuzzTarget target;
    private final List<byte[]> corpus;
    private final Path folder;
    private final long mostBytes;
    private final Map<String, Path> findings = new LinkedHashMap<>();
    private volatile Call current = new Call(new byte[0], 0);
    private long calls;

    private Fuzzing(FuzzTarget target, List<byte[]> corpus, Path folder, long mostBytes) {
        this.target = target;
        this.corpus = corpus;
        this.folder = folder;
        this.mostBytes = mostBytes;
    }

    /**
     * Fuzzes a parser.
     *
     * @param files number of changed files, unless a time is given
     * @param mostBytes most bytes that one call may allocate on its thread
     */
    public static void run(FuzzTarget target, int files, long mostBytes) throws Exception {
        Path folder = Files.createTempDirectory("fuzz-" + target.name());
        try {
            new Fuzzing(target, corpus(target), folder, mostBytes).run(files);
        } finally {
            FileTree.delete(folder);
        }
    }

    private static List<byte[]> corpus(FuzzTarget target) throws IOException, URISyntaxException {
        URL folder = Fuzzing.class.getResource("/fuzz/" + target.name());
        assertThat(folder).as("corpus of " + target.name()).isNotNull();
        List<byte[]> corpus = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
            for (Path file : files.sorted().toList()) {
                corpus.add(Files.readAllBytes(file));
            }
        }
        return corpus;
    }

    private void run(int files) throws Exception {
        long begin = System.nanoTime();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread thread = new Thread(() -> callAll(files), "fuzz");
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((failed, thrown) -> failure.set(thrown));
        thread.start();
        for (thread.join(POLL.toMillis()); thread.isAlive(); thread.join(POLL.toMillis())) {
            Call call = current;
            if (call.isOverdue(thread)) {
                throw new AssertionError(target.name() + " does not end for " + kept(call.content(), "endless") + ": "
                        + List.of(thread.getStackTrace()));
            }
        }
        System.out.printf(
                "fuzz %s: %d files in %d s, seed %d%n",
                target.name(),
                calls,
                Duration.ofNanos(System.nanoTime() - begin).toSeconds(),
                SEED);
        assertThat(failure.get()).isNull();
        assertThat(findings)
                .as("what " + target.name() + " does not handle, and the files")
                .isEmpty();
    }

    private void callAll(int files) {
        try {
            for (byte[] file : corpus) {
                call(file);
            }
            long end = System.nanoTime() + Duration.ofMinutes(MINUTES).toNanos();
            for (long i = 0; MINUTES > 0 ? System.nanoTime() < end : i < files; i++) {
                call(new Mutation(corpus, SEED + i).next());
                if (findings.size() == MOST_FINDINGS) {
                    return;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The folder of the files fails", e);
        }
    }

    /** A call under way. The time is that of the processor: a busy machine makes no parser fail. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Call(byte[] content, long beginCpuNanos) {
        boolean isOverdue(Thread thread) {
            return THREADS.getThreadCpuTime(thread.getId()) - beginCpuNanos > LIMIT.toNanos();
        }
    }

    private void call(byte[] content) throws IOException {
        calls++;
        Path file = Files.write(folder.resolve(target.fileName()), content);
        current = new Call(content, THREADS.getCurrentThreadCpuTime());
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        String end = "";
        try {
            target.parser().parse(file);
        } catch (Throwable thrown) { // an error is a finding
            end = at(thrown);
            if (!target.complaint(thrown).isEmpty()) {
                keep(content, target.complaint(thrown) + end);
            }
        }
        if (THREADS.getCurrentThreadAllocatedBytes() - allocated > mostBytes) {
            keep(content, "allocates more than " + mostBytes + " bytes" + end);
        }
        Files.delete(file);
        try (Stream<Path> left = Files.list(folder)) {
            if (left.findAny().isPresent()) {
                keep(content, "leaves files behind" + end);
                FileTree.delete(folder);
                Files.createDirectory(folder);
            }
        }
    }

    /** Returns the beginning of a stack trace, by which equal findings are recognized. */
    private static String at(Throwable thrown) {
        return Stream.of(thrown.getStackTrace())
                .filter(frame -> !frame.getClassName().startsWith("java."))
                .limit(3)
                .map(frame -> " at " + frame)
                .reduce("", String::concat);
    }

    private void keep(byte[] content, String finding) throws IOException {
        if (!findings.containsKey(finding)) {
            findings.put(finding, kept(content, Integer.toString(findings.size())));
            System.out.printf("fuzz %s: %s, see %s%n", target.name(), finding, findings.get(finding));
        }
    }

    private Path kept(byte[] content, String number) throws IOException {
        Path kept = Files.createDirectories(Path.of("target", "fuzz"))
                .resolve(target.name() + "-" + number + "-" + target.fileName());
        return Files.write(kept, content);
    }
}
